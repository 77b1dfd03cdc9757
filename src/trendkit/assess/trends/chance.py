"""Which segments changed beyond chance on one day: both tails, three windows, everything tested together."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.trends import baseline
from trendkit.assess.trends.baseline import SEGMENT

WINDOWS: Final = 3  # 1, 3 and 7 days: p is corrected for having looked three times
_MEMORY: Final = pd.Timedelta(days=baseline.Settings.guard_days + baseline.Settings.training_days)


@dataclass(frozen=True)
class Rules:
    """When a change counts, and how harm is weighed."""

    q: float = 0.03  # share of false discoveries accepted per day
    min_acts: int = 5  # fewer acts in a window are never a trend
    min_excess: float = 10  # acts above (or below) the expected one
    wander: float = 0.05  # part of an expectation that a level may drift by without being a trend
    min_history: int = 28  # training days below which nothing is said without siblings to pool with
    min_acting: int = 5  # training days with acts, in all segments of a detector, below which nothing is said
    growth_prior: float = 5  # acts that pull growth to 1
    bonus_cap: float = 3  # most that growth multiplies harm by
    draws: int = 2000  # joint draws behind intervals and ranks
    seed: int = 20260101  # of those draws
    top: int = 10  # the list p_top10 speaks of
    weight_error: float = 1.8  # factor a severity may be off by, as one standard deviation: half a step


def judged(
    counts: pd.DataFrame, day: date, rules: Rules, changes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row per segment, at the window that says most, with p, q and status."""
    windows = baseline.forecast(counts, day, day, changes=changes)
    past = windows[[*SEGMENT, "history_days", "acting_days", "kin_days"]].drop_duplicates()
    chosen = _chosen(_tails(windows[supported(windows, rules)].reset_index(drop=True), rules))
    today = counts[counts["day"] == pd.Timestamp(day)]
    segments = counts[SEGMENT].drop_duplicates()
    today = today[[*SEGMENT, "acts", "entities", "events"]].rename(columns={"events": "events_today"})
    chosen = chosen.drop(columns=["history_days", "acting_days", "kin_days"])
    table = (
        segments.merge(today, "left", on=SEGMENT)
        .merge(past, "left", on=SEGMENT)
        .merge(chosen, "left", on=SEGMENT)
    )
    return _tested_together(table.assign(changed=_changed(table, day, changes)), rules)


def supported(windows: pd.DataFrame, rules: Rules) -> pd.Series:
    """Say of each forecast whether the days behind it can tell what is usual."""
    enough = windows["pooled"] | (windows["history_days"] >= rules.min_history)
    held: pd.Series = enough & (windows["kin_days"] >= rules.min_acting) & windows["expected"].gt(0)
    return held


def _changed(table: pd.DataFrame, day: date, changes: pd.DataFrame | None) -> pd.Series:
    """Return the day since which a row's detector counts what it counts now, missing where unchanged."""
    if changes is None:
        return pd.Series(pd.NaT, table.index)
    days = changes.assign(day=pd.to_datetime(changes["day"]))
    days = days[(days["day"] <= pd.Timestamp(day)) & (days["day"] > pd.Timestamp(day) - _MEMORY)]
    latest = days.groupby("detector")["day"].max()
    return pd.Series(latest.reindex(table["detector"]).to_numpy(), table.index)


def _tails(windows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Mid-p of both tails per window; 1 where too few acts differ for anyone to care.

    However much history there is, a level is not known to better than `wander`: a segment of hundreds of
    acts a day that drifted by a few percent is beyond chance, and no trend.
    """
    observed, mean, variance = (windows[name] for name in ("observed", "expected", "variance"))
    loose = variance + (rules.wander * mean) ** 2
    more = (observed >= rules.min_acts) & (observed - mean >= rules.min_excess)
    fewer = (mean >= rules.min_acts) & (mean - observed >= rules.min_excess)
    lo, hi = baseline.interval(mean, variance)
    return windows.assign(
        p=np.where(more, baseline.upper_tail(observed, mean, loose), 1.0),
        p_falling=np.where(fewer, baseline.lull_tail(observed, mean, loose), 1.0),
        expected_lo=lo,
        expected_hi=hi,
    )


def _chosen(windows: pd.DataFrame) -> pd.DataFrame:
    """Let the window with the smallest chance stand for the segment; the day itself where none stands out."""
    least = windows.groupby(SEGMENT)[["p", "p_falling"]].min().reset_index()
    windows = windows.assign(least=windows[["p", "p_falling"]].min(axis=1))
    first = windows.sort_values([*SEGMENT, "least", "window_days"], kind="stable").drop_duplicates(SEGMENT)
    chosen = first.drop(columns=["p", "p_falling", "least", "tested_day"]).merge(least, on=SEGMENT)
    chosen["p"] = np.minimum(1, WINDOWS * chosen["p"])
    chosen["p_falling"] = np.minimum(1, WINDOWS * chosen["p_falling"])
    return chosen


def _tested_together(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Benjamini-Hochberg over everything tested that day, and the word for each row."""
    could = table["acts"].notna()
    tested = could & table["expected"].notna()
    for p, q in (("p", "q"), ("p_falling", "q_falling")):
        table[p] = table[p].where(tested)
        table[q] = np.nan
        if tested.any():
            table.loc[tested, q] = stats.false_discovery_control(table.loc[tested, p])
    words = [~could, ~tested, table["q"] <= rules.q, table["q_falling"] <= rules.q]
    said = ["could not look", "insufficient data", "rising", "falling"]
    return table.assign(
        status=np.select(words, said, "steady"),
        tested=tested,
        n_tests=int(tested.sum()),
        observed=table["observed"].where(tested, table["acts"]),
        events=table["events"].where(tested, table["events_today"]),
        window_days=table["window_days"].where(tested, 1),
    )
