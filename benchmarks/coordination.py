"""How often "beyond chance" is right: a hard simulation, and real data with coordination shuffled out of it.

`python benchmarks/coordination.py [--seeds 5] [--copies 20]` prints one table each. The simulation is
`tests/crowds.py`: everything in it is drawn. The real sets come from TRENDKIT_DATA; a copy deals the accounts
of every object and hour out anew, so that who was on what in which hour stays and only who met whom is
chance. No copy should hold a group; a share of the error rate may. The accounts of `ira` spread the same
things in the same hours, which such a copy keeps: there the null is told to keep it too (object, hour).
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import crowds
import trendkit as tk
from public import missing, opened
from trendkit.assess.networks.network import WINDOWS_S, coordination

ROOT = Path(__file__).resolve().parents[1]
REAL = {
    "retweets": ("repost", ()),
    "ira": ("repost", ("object", "hour")),
    "reviews": ("rate", ("day",)),
}
MODES = {
    "by language, 60 s": ((60,), ("language",)),
    "by language, four windows": (WINDOWS_S, ("language",)),
    "global, 60 s": ((60,), ()),
}
COLUMNS = "event_id, event_time, actor_id, action, target_id, market, language"


def dealt(events: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the events with the accounts of every object and hour dealt out anew."""
    place = events.groupby(["target_id", events["event_time"].dt.floor("h")]).ngroup().to_numpy()
    chance = np.random.default_rng(seed).random(len(events))
    there, drawn = np.lexsort((np.arange(len(events)), place)), np.lexsort((chance, place))
    actors = events["actor_id"].to_numpy().copy()
    actors[there] = events["actor_id"].to_numpy()[drawn]
    return events.assign(actor_id=actors)


def simulated(seeds: range) -> Iterator[str]:
    """Yield account precision and recall of every mode, and what it flags where nothing is planted."""
    yield f"\nSimulated crowds with campaigns among them, seeds {seeds[0]} to {seeds[-1]}, least and most.\n"
    yield "| mode | account precision | account recall | accounts flagged without campaigns |"
    yield "|---|---|---|---|"
    for mode, (windows_s, strata) in MODES.items():
        scores = [scored(seed, windows_s, strata) for seed in seeds]
        parts = [f"{min(part):.3f} to {max(part):.3f}" for part in list(zip(*scores, strict=True))[:2]]
        yield f"| {mode} | {' | '.join(parts)} | {', '.join(str(score[2]) for score in scores)} |"


def scored(seed: int, windows_s: tuple[float, ...], strata: tuple[str, ...]) -> tuple[float, float, int]:
    """Return precision, recall and the accounts flagged on a crowd without campaigns."""
    how = {"acts": ["repost"], "windows_s": windows_s, "strata": strata}
    events, truth = crowds.crowd(seed)
    named = set(coordination(tk.connect(events=events), **how).members["account"])
    planted = set(truth["actor_id"])
    clean = coordination(tk.connect(events=crowds.crowd(seed, campaigns=0)[0]), **how)
    return len(named & planted) / len(named), len(named & planted) / len(planted), len(clean.members)


def real(copies: int) -> Iterator[str]:
    """Yield what the real sets hold, and how many dealt copies hold a group."""
    yield "\nPublic data, and copies with the accounts of each object and hour dealt out anew: only chance.\n"
    yield "| data | null within | ties | groups | accounts in groups | copies with a group |"
    yield "|---|---|---|---|---|---|"
    for name, (act, strata) in REAL.items():
        db = opened(name)
        query = (
            f"select {COLUMNS} from events where action = $act and target_id is not null order by event_id"
        )
        events = db.frame(query, {"act": act})
        found = coordination(db, acts=[act], strata=strata)
        false = sum(
            len(coordination(tk.connect(events=dealt(events, seed)), acts=[act], strata=strata).groups) > 0
            for seed in range(copies)
        )
        within = ", ".join(strata) or "everything"
        counts = f"{len(found.ties):,} | {len(found.groups):,} | {len(found.members):,}"
        yield f"| {name} | {within} | {counts} | {false} of {copies} |"


def lines(seeds: int = 5, copies: int = 20) -> Iterator[str]:
    """Yield the section: what is found where it is planted, and how little where only chance is left."""
    yield "## Coordination beyond chance"
    yield from simulated(range(1, seeds + 1))
    if not missing(list(REAL)):
        yield from real(copies)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--copies", type=int, default=20)
    given = options.parse_args()
    for line in lines(given.seeds, given.copies):
        print(line, flush=True)
