"""How often "rising" is right: 600 simulated segments, 28 tested days, outbreaks planted by us.

Run `python benchmarks/trend_panel.py [seed …]`. An episode is a run of flagged days of one segment, at most two
days apart; it is right if it touches a planted outbreak or the seven days after it. Recall counts outbreaks
flagged within seven days of their start; "visible" ones added at least ten acts in that week. All of it is
simulated: no figure here is about real traffic.
"""

import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from panels import START, Panel, simulate
from trendkit.assess.trend import rank

FIRST, LAST = 84, 112
AFTER = 7
VISIBLE = 10  # acts an outbreak must add in its first week to pass the gate at all
SEEDS = (11, 12)


def inbox(panel: Panel) -> np.ndarray:
    """Flag what trendkit calls rising on each tested day."""
    counts = panel.daily()
    flags = np.zeros(panel.acts.shape, bool)
    for t in range(FIRST, LAST):
        table = rank(counts, START + timedelta(days=t), severities={"like_ring": "medium"}).table
        rising = table[table["status"] == "rising"]
        flags[rising["market"].str[1:].astype(int) * 10 + rising["surface"].str[1:].astype(int), t] = True
    return flags


def week_over_week(panel: Panel) -> np.ndarray:
    """Flag a day with at least 20 acts and 1.5 times those of a week ago: what dashboards do."""
    flags = np.zeros(panel.acts.shape, bool)
    today, before = panel.acts[:, FIRST:LAST], panel.acts[:, FIRST - 7 : LAST - 7]
    flags[:, FIRST:LAST] = (today >= 20) & (today >= 1.5 * before)
    return flags


def judged(panel: Panel, flags: np.ndarray) -> dict[str, float]:
    """Return episode precision, recall within 7 days, mean delay and false episodes per segment."""
    episodes = [(s, *e) for s in range(len(flags)) for e in _runs(np.flatnonzero(flags[s]))]
    right = [_touches(panel.planted[s], first, last) for s, first, last in episodes]
    met = _met(panel, flags)
    return {
        "precision": float(np.mean(right)),
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


def main(seeds: list[int]) -> None:
    """Print one row per method and seed."""
    methods = {"trendkit inbox": inbox, "week over week": week_over_week}
    rows = []
    for seed in seeds:
        panel = simulate(seed)
        rows += [
            {"seed": seed, "method": name} | judged(panel, flag(panel)) for name, flag in methods.items()
        ]
    print(pd.DataFrame(rows).round(3).to_string(index=False))


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or list(SEEDS))
