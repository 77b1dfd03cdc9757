"""Which segments changed beyond chance on one day, and which of them matter most.

A ranking is a judgement: severity x excess x views per act x growth. Every factor is stored beside it so
that an analyst can weigh them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit import terms
from trendkit.assess import baseline
from trendkit.assess.baseline import SEGMENT
from trendkit.errors import ParameterError

WINDOWS: Final = 3  # 1, 3 and 7 days: p is corrected for having looked three times
METHOD: Final = (
    "closed-form seasonal baseline (7 guard days, 70 training days), negative binomial mid-p over 1, 3 and "
    "7 days (Bonferroni), Benjamini-Hochberg over all segments tested that day; ranked by the 10th "
    "percentile of harm"
)
COLUMNS: Final = [
    *("rank", "detector", "abuse_type", "severity", "weight", "market", "surface", "status", "window_days"),
    *("observed", "expected", "expected_lo", "expected_hi", "growth", "growth_lo", "growth_hi"),
    *("entities", "events", "per_10k", "per_10k_lo", "per_10k_hi", "views", "total_views", "view_share"),
    *("excess", "per_act", "harm_unit", "bonus", "harm", "flow_p10", "score", "p_top10"),
    *("p", "q", "p_falling", "q_falling", "n_tests"),
    *("dispersion", "history_days", "level", "method", "warnings"),
]


@dataclass(frozen=True)
class Rules:
    """When a change counts, and how harm is weighed."""

    q: float = 0.03  # share of false discoveries accepted per day
    min_acts: int = 5  # fewer acts in a window are never a trend
    min_excess: float = 10  # acts above (or below) the expected one
    min_history: int = 28  # training days below which nothing is said
    min_acting: int = 5  # training days with acts, in all segments of a detector, below which nothing is said
    growth_prior: float = 5  # acts that pull growth to 1
    bonus_cap: float = 3  # most that growth multiplies harm by
    draws: int = 2000  # joint draws behind intervals and ranks
    seed: int = 20260101  # of those draws
    top: int = 10  # the list p_top10 speaks of


def ranked(
    counts: pd.DataFrame,
    day: date,
    severities: Mapping[str, str | float],
    abuse_types: Mapping[str, str],
    rules: Rules,
) -> pd.DataFrame:
    """Return one row per segment of `counts`, worst first, with `COLUMNS`."""
    table = _weighed(_judged(counts, day, rules), severities, abuse_types)
    return _ordered(_drawn(_factored(table, rules), rules))[COLUMNS]


def _judged(counts: pd.DataFrame, day: date, rules: Rules) -> pd.DataFrame:
    """One row per segment, at the window that says most, with p, q and status."""
    windows = baseline.forecast(counts, day, day)
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
    return _tested_together(table, rules)


def supported(windows: pd.DataFrame, rules: Rules) -> pd.Series:
    """Say of each forecast whether the days behind it can tell what is usual."""
    held: pd.Series = (windows["history_days"] >= rules.min_history) & (
        windows["kin_days"] >= rules.min_acting
    )
    return held & windows["expected"].gt(0)


def _tails(windows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Mid-p of both tails per window; 1 where too few acts differ for anyone to care."""
    observed, mean, variance = (windows[name] for name in ("observed", "expected", "variance"))
    more = (observed >= rules.min_acts) & (observed - mean >= rules.min_excess)
    fewer = (mean >= rules.min_acts) & (mean - observed >= rules.min_excess)
    lo, hi = baseline.interval(mean, variance)
    return windows.assign(
        p=np.where(more, baseline.upper_tail(observed, mean, variance), 1.0),
        p_falling=np.where(fewer, baseline.lull_tail(observed, mean, variance), 1.0),
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


def _weighed(
    table: pd.DataFrame, severities: Mapping[str, str | float], abuse_types: Mapping[str, str]
) -> pd.DataFrame:
    missing = sorted(set(table["detector"]) - set(severities))
    if missing:
        raise ParameterError(f"No severity given for {', '.join(missing)}.")
    given = table["detector"].map(severities)
    return table.assign(
        abuse_type=table["detector"].map(abuse_types),
        severity=[word if isinstance(word, str) else "own" for word in given],
        weight=[float(terms.SEVERITIES[word]) if isinstance(word, str) else float(word) for word in given],
    )


def _factored(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add the point value of every factor, with the denominators they rest on."""
    observed, expected = table["observed"], table["expected"]
    growth = (observed + rules.growth_prior) / (expected + rules.growth_prior)
    excess = (observed - expected).clip(lower=0) / table["window_days"]
    per_act, unit = _reach(table, excess)
    bonus = _bonus(growth, rules)
    lo, hi = _wilson(observed, table["events"])
    return table.assign(
        growth=growth,
        excess=excess,
        per_act=per_act,
        harm_unit=unit,
        bonus=bonus,
        harm=table["weight"] * excess * per_act * bonus,
        per_10k=1e4 * observed / table["events"].where(table["events"] > 0),
        per_10k_lo=1e4 * lo,
        per_10k_hi=1e4 * hi,
        view_share=table["views"] / table["total_views"].where(table["total_views"] > 0),
        level=0.95,
        method=METHOD,
        warnings=_warnings(table, rules),
    )


def _reach(table: pd.DataFrame, excess: pd.Series) -> tuple[pd.Series, str]:
    """Return views per act where every row with an excess knows its own; else all rows count acts."""
    views = table["views"] / table["observed"].where(table["observed"] > 0)
    known = views.notna() | ~(excess > 0)
    if known.all() and views.notna().any():
        return views.fillna(0), "views per day"
    return pd.Series(1.0, table.index), "acts per day"


def _bonus(growth: Any, rules: Rules) -> Any:
    return np.minimum(rules.bonus_cap, 1 + np.log2(np.maximum(growth, 1)))


def _wilson(acts: pd.Series, events: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Wilson's 95 % interval of acts in events; missing where acts are no part of the events."""
    n = events.where((events > 0) & (acts <= events)).astype(float)
    share, z = acts.astype(float) / n, stats.norm.isf(0.025)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (middle - half).clip(lower=0), (middle + half).clip(upper=1)


def _warnings(table: pd.DataFrame, rules: Rules) -> list[str]:
    untested = table["status"].eq("insufficient data")
    short = ~(table["history_days"] >= rules.min_history)
    few = f"the detector acted on fewer than {rules.min_acting} training days"
    said = {
        "no traffic known: counts as they are": table["tested"] & table["offset_by_events"].eq(False),
        "days missing in the window": table["tested"] & (table["days"] < table["window_days"]),
        "acts are no part of the events": table["observed"] > table["events"],
        "no acts in its past: scatter taken from the detector's other segments": table["tested"]
        & table["acting_days"].eq(0),
        "history is short": untested & short,
        few: untested & ~short & (table["kin_days"] < rules.min_acting),
        "no traffic today to expect acts from": untested & ~short & ~(table["kin_days"] < rules.min_acting),
    }
    return ["; ".join(word for word, holds in said.items() if holds[row]) for row in table.index]


def _drawn(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add what joint draws of rate and baseline say of growth, pessimistic harm and the top of the list."""
    tested = table["tested"].to_numpy()
    growth, flow = _draws(table[tested], rules)
    harm = flow * (table.loc[tested, "weight"] * table.loc[tested, "per_act"]).to_numpy()[:, None]
    drawn = pd.DataFrame(
        {
            "growth_lo": np.quantile(growth, 0.025, axis=1),
            "growth_hi": np.quantile(growth, 0.975, axis=1),
            "flow_p10": np.quantile(flow, 0.1, axis=1),
            "p_top10": _in_top(harm, rules.top),
        },
        index=table.index[tested],
    )
    table = table.join(drawn)
    return table.assign(score=table["weight"] * table["flow_p10"] * table["per_act"])


def _draws(table: pd.DataFrame, rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """Draw growth and excess x bonus per day: segments x draws.

    The rate is gamma with half an act as prior, its information thinned by the dispersion; the baseline is
    log-normal with the relative variance it was learnt with.
    """
    rng = np.random.default_rng(rules.seed)
    observed, expected, phi, error, days = (
        table[name].to_numpy(float)[:, None]
        for name in ("observed", "expected", "dispersion", "level_variance", "window_days")
    )
    shape = (len(table), rules.draws)
    rate = rng.gamma((observed + 0.5) / phi, phi, shape)
    sigma = np.sqrt(np.log1p(error))
    usual = expected * np.exp(sigma * rng.standard_normal(shape) - sigma * sigma / 2)
    growth = (rate + rules.growth_prior) / (usual + rules.growth_prior)
    return growth, np.maximum(rate - usual, 0) / days * _bonus(growth, rules)


def _in_top(harm: np.ndarray, top: int) -> np.ndarray:
    """Share of draws in which a row does harm and no more than top - 1 rows do more."""
    bar = np.partition(harm, -top, axis=0)[-top] if len(harm) > top else 0
    share: np.ndarray = ((harm >= bar) & (harm > 0)).mean(axis=1)
    return share


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    order = ["score", "harm", "observed"]
    table = table.sort_values([*order, *SEGMENT], ascending=[False] * 3 + [True] * 3, ignore_index=True)
    table["rank"] = pd.Series(np.arange(1, len(table) + 1), table.index, dtype="Int64").where(table["tested"])
    return table
