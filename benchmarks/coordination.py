"""How often "beyond chance" is right: a hard simulation, and real data with coordination shuffled out of it.

`python benchmarks/coordination.py [--seeds 5] [--copies 20]` prints one table each. The simulation is
`tests/crowds.py`: everything in it is drawn. The real sets come from TRENDKIT_DATA; a copy deals the accounts
of every object and hour out anew, so that who was on what in which hour stays and only who met whom is
chance. No copy should hold a group; a share of the error rate may. The accounts of `ira` spread the same
things in the same hours, which such a copy keeps: there the null is told to keep it too (object, hour).
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import crowds
import trendkit as tk
from trendkit.assess.network import WINDOWS_S, coordination

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))
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


def simulated(seeds: range) -> None:
    """Print account precision and recall of every mode, and what it flags where nothing is planted."""
    print("| mode | account precision | account recall | accounts flagged without campaigns |")
    print("|---|---|---|---|")
    for mode, (windows_s, strata) in MODES.items():
        scores = [scored(seed, windows_s, strata) for seed in seeds]
        parts = [f"{min(part):.3f} to {max(part):.3f}" for part in list(zip(*scores, strict=True))[:2]]
        print(
            f"| {mode} | {' | '.join(parts)} | {', '.join(str(score[2]) for score in scores)} |", flush=True
        )


def scored(seed: int, windows_s: tuple[float, ...], strata: tuple[str, ...]) -> tuple[float, float, int]:
    """Return precision, recall and the accounts flagged on a crowd without campaigns."""
    how = {"acts": ["repost"], "windows_s": windows_s, "strata": strata}
    events, truth = crowds.crowd(seed)
    named = set(coordination(tk.connect(events=events), **how).members["account"])
    planted = set(truth["actor_id"])
    clean = coordination(tk.connect(events=crowds.crowd(seed, campaigns=0)[0]), **how)
    return len(named & planted) / len(named), len(named & planted) / len(planted), len(clean.members)


def real(copies: int) -> None:
    """Print what the real sets hold, and how many dealt copies hold a group."""
    print("| data | null within | ties | groups | accounts in groups | copies with a group |")
    print("|---|---|---|---|---|---|")
    for name, (act, strata) in REAL.items():
        mapping = ROOT / "benchmarks" / "mappings" / f"{name}.sql"
        db = tk.connect(DATA / name, mapping=mapping)
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
        print(f"| {name} | {within} | {counts} | {false} of {copies} |", flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--copies", type=int, default=20)
    given = options.parse_args()
    simulated(range(1, given.seeds + 1))
    print()
    real(given.copies)
