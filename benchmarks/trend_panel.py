"""How often "rising" is right: 600 simulated segments, 28 tested days, 45 outbreaks planted by us.

Run `python benchmarks/trend_panel.py [seed …]`. Base rates are log-uniform from 0.3 to 300 acts a day,
counts negative binomial with phi 1 to 3, three histories in ten hold an old outbreak. An outbreak
multiplies 7 to 14 days by 1.5 to 5, reached over three days, on a segment of at least two acts a day: with
that floor week-over-week, robust z and a Poisson test find the share of outbreaks that published
comparisons report of them. `--all` plants on every segment.

An episode is a run of flagged days of one segment, at most two days apart. It is false if it touches
neither a planted outbreak nor the seven days after it. recall_7d is the share of outbreaks flagged within
seven days of their start; precision is outbreaks so found over those plus false episodes; episode_precision
is the share of all episodes that are not false. All of it is simulated: no figure here is about real
traffic.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from panels import START, Panel, simulate
from trendkit.assess.trends import classic
from trendkit.assess.trends.baseline import forecast
from trendkit.assess.trends.pager import evidence
from trendkit.assess.trends.trend import rank

FIRST, LAST = 84, 112
AFTER = 7
VISIBLE = 10  # acts an outbreak must add in its first week to pass the gate at all
SEEDS = range(11, 21)  # frozen
MANY = 10_000  # segments whose forecast is timed


def inbox(panel: Panel) -> np.ndarray:
    """Flag what trendkit calls rising on each tested day."""
    counts = panel.daily()
    flags = np.zeros(panel.acts.shape, bool)
    for t in range(FIRST, LAST):
        table = rank(counts, START + timedelta(days=t), severities={"like_ring": "medium"}).table
        rising = table[table["status"] == "rising"]
        flags[rising["market"].str[1:].astype(int) * 10 + rising["surface"].str[1:].astype(int), t] = True
    return flags


def pager(panel: Panel) -> np.ndarray:
    """Flag what trendkit pages for, one false page in 10,000 segment-days."""
    first, last = START + timedelta(days=FIRST), START + timedelta(days=LAST - 1)
    found = evidence(panel.daily(), first, last)
    paged = found[found["page"]]
    flags = np.zeros(panel.acts.shape, bool)
    segment = paged["market"].str[1:].astype(int) * 10 + paged["surface"].str[1:].astype(int)
    flags[segment, (paged["day"] - pd.Timestamp(START)).dt.days] = True
    return flags


def week_over_week(panel: Panel) -> np.ndarray:
    """Flag a day with at least 20 acts and 1.5 times those of a week ago: what dashboards do."""
    today, before = panel.acts[:, FIRST:LAST], panel.acts[:, FIRST - 7 : LAST - 7]
    return _tested(panel, (today >= 20) & (today >= 1.5 * before))


def robust_z(panel: Panel) -> np.ndarray:
    """Flag a day 3.5 robust standard deviations above the median of the same weekday in eight weeks."""
    past = np.stack([panel.acts[:, FIRST - 7 * week : LAST - 7 * week] for week in range(1, 9)])
    middle = np.median(past, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(past - middle), axis=0), 1)
    return _tested(panel, panel.acts[:, FIRST:LAST] - middle > 3.5 * spread)


def ears(panel: Panel, method: classic.Ears) -> np.ndarray:
    """Flag a day three standard deviations above the mean of seven days (C3: two, over three days)."""
    bound = classic.ears(panel.acts, method, least_sd=0.5)
    return _tested(panel, (panel.acts > bound)[:, FIRST:LAST])


def ewma(panel: Panel) -> np.ndarray:
    """Flag a day on which the smoothed deviation from eight weeks' weekday mean reaches three of its own."""
    return _tested(panel, classic.ewma(_deviations(panel)) >= 3)


def cusum(panel: Panel, bar: float = 8) -> np.ndarray:
    """Flag a day on which the excess over eight weeks' weekday mean adds up to `bar` deviations."""
    return _tested(panel, classic.cusum(_deviations(panel), bar=bar) >= bar)


def _deviations(panel: Panel) -> np.ndarray:
    past = np.stack([panel.acts[:, FIRST - 7 * week : LAST - 7 * week] for week in range(1, 9)])
    spread = np.maximum(past.std(axis=0, ddof=1), 1)
    return (panel.acts[:, FIRST:LAST] - past.mean(axis=0)) / spread


def _tested(panel: Panel, days: np.ndarray) -> np.ndarray:
    flags = np.zeros(panel.acts.shape, bool)
    flags[:, FIRST:LAST] = days
    return flags


METHODS = {
    "trendkit inbox": inbox,
    "trendkit pager": pager,
    "week over week": week_over_week,
    "robust z": robust_z,
    "EARS C1": lambda panel: ears(panel, "C1"),
    "EARS C2": lambda panel: ears(panel, "C2"),
    "EARS C3": lambda panel: ears(panel, "C3"),
    "EWMA": ewma,
    "CUSUM": cusum,
}


def judged(panel: Panel, flags: np.ndarray) -> dict[str, float]:
    """Return episode precision, recall within 7 days, mean delay and false episodes per segment."""
    episodes = [(s, *e) for s in range(len(flags)) for e in _runs(np.flatnonzero(flags[s]))]
    right = [_touches(panel.planted[s], first, last) for s, first, last in episodes]
    met = _met(panel, flags)
    found = int(met["delay"].notna().sum())
    return {
        "precision": found / max(1, found + right.count(False)),
        "episode_precision": float(np.mean(right)),
        "recall_7d": float(met["delay"].notna().mean()),
        "recall_7d_visible": float(met.loc[met["added"] >= VISIBLE, "delay"].notna().mean()),
        "delay_days": float(met["delay"].mean()),
        "false_per_segment": right.count(False) / len(flags),
        "episodes": len(episodes),
        "outbreaks": len(met),
    }


def _runs(days: np.ndarray) -> list[tuple[int, int]]:
    parts = np.split(days, np.flatnonzero(np.diff(days) > 2) + 1)
    return [(int(part[0]), int(part[-1])) for part in parts if len(part)]


def _touches(planted: np.ndarray, first: int, last: int) -> bool:
    return bool((planted[max(0, first - AFTER) : last + 1] > 0).any())


def _met(panel: Panel, flags: np.ndarray) -> pd.DataFrame:
    """Per outbreak: days until the first flag (missing after a week) and the acts it added in that week."""
    rows = []
    for s in np.flatnonzero((panel.planted > 0).any(axis=1)):
        start = int(np.flatnonzero(panel.planted[s])[0])
        week = slice(start, start + AFTER)
        hits = np.flatnonzero(flags[s, week])
        rows.append({"delay": hits[0] if len(hits) else np.nan, "added": panel.planted[s, week].sum()})
    return pd.DataFrame(rows)


def seconds(segments: int = MANY) -> float:
    """Return the CPU seconds of forecasting one day of many segments from their last 91."""
    counts = simulate(1, segments=segments, days=92, outbreaks=0).daily()
    day = START + timedelta(days=91)
    start = time.process_time()
    forecast(counts, day, day)
    return time.process_time() - start


SHOWN = {"precision": 2, "recall_7d": 2, "delay_days": 1, "false_per_segment": 4}  # digits


def measured(seeds: Iterable[int], least: float = 2) -> pd.DataFrame:
    """Return one row per seed and method."""
    panels = ((seed, simulate(seed, least=least)) for seed in seeds)
    return pd.DataFrame(
        {"seed": seed, "method": name} | judged(panel, flag(panel))
        for seed, panel in panels
        for name, flag in METHODS.items()
    )


def lines(seeds: Iterable[int] = SEEDS) -> Iterator[str]:
    """Yield the section of the scoreboard."""
    table = measured(seeds).drop(columns="seed").groupby("method", sort=False)
    mean, low, high = table.mean(), table.min(), table.max()
    yield "\n## Emerging trends: 600 simulated segments, 28 days, 45 planted outbreaks\n"
    yield "Means over ten frozen seeds, with the least and the greatest. No figure is about real traffic.\n"
    yield "| method | precision | recall within 7 days | delay, days | false alarms per segment in 28 days |"
    yield "|---|---|---|---|---|"
    for name in mean.index:
        cells = (
            "{:.{d}f} ({:.{d}f} to {:.{d}f})".format(
                *(f.loc[name, column] for f in (mean, low, high)), d=digits
            )
            for column, digits in SHOWN.items()
        )
        yield f"| {name} | {' | '.join(cells)} |"
    yield f"\n{MANY:,} segments are forecast for one day in {seconds():.1f} s of CPU time, on one thread."


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--all"]
    found = measured([int(seed) for seed in given] or SEEDS, 0 if "--all" in sys.argv else 2)
    print(found.round(4).to_string(index=False))
    print(found.drop(columns="seed").groupby("method").mean().round(4).to_string())
