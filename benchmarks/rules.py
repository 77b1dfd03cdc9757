"""Rules and clusters: SQL that answers as the tree does, and what is found of what was planted.

Run `python benchmarks/rules.py [rows]`. Parity: a tree learned from a frame of values that float32 cannot
tell apart, whole numbers beyond it, tiny ones and unknowns. Rules: profiles of the planted world, one kind
of planted accounts against everybody else, judged on the half held back. Clusters: crowds without kinds, and
crowds with two gangs. All of it is invented: no figure here is about real data.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import numpy as np
import pandas as pd

import bench
from figures import Share
from trendkit.assess.profiles import tree
from trendkit.assess.profiles.clusters import clusters
from trendkit.assess.profiles.features import features
from trendkit.assess.profiles.rule import rule
from trendkit.engine import duckdb as engine

ROWS: Final = 1_000_000
EVENTS: Final = 300_000
CROWDS: Final = 100
DEPTH: Final = 4
LEAST: Final = 60  # planted accounts of a kind, below which no rule is asked for
SEED: Final = 7

TRUTH: Final = "select distinct detector, entity_id from read_parquet($file) where entity_type = 'account'"


def traps(n: int, seed: int = SEED) -> pd.DataFrame:
    """Return values on which float32 and float64 disagree, some unknown."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "close": 1 + rng.integers(0, 400, n) * 1e-9,
            "large": 2.0**40 + rng.integers(0, 90, n),
            "tiny": rng.integers(-30, 40, n) * 1e-300,
            "share": np.round(rng.random(n), 4),
        }
    )
    frame.loc[rng.random(n) < 0.2, "close"] = np.nan
    frame.loc[rng.random(n) < 0.1, "tiny"] = np.nan
    return frame


def flagged(frame: pd.DataFrame, seed: int = SEED) -> np.ndarray:
    """Return who is flagged: a tangle of all four columns and of what is unknown, with some noise."""
    odd = (frame["close"].fillna(2) > 1 + 2e-7) ^ (frame["large"] > 2**40 + 44)
    noise = np.random.default_rng(seed).random(len(frame)) < 0.02
    return (odd ^ (frame["tiny"].isna() | (frame["share"] > 0.7)) ^ noise).to_numpy()


def parity(rows: int) -> Share:
    """Return on how many rows SQL answers as the tree that it was made from."""
    frame = traps(rows)
    held = flagged(frame)
    ranks = tree.codes(frame)
    fitted = tree.fit(ranks, held, depth=DEPTH, least=20)
    at = fitted.apply(ranks)
    pure = np.bincount(at, weights=held) / np.maximum(1, np.bincount(at)) > 0.5
    boxes = tree.leaves(frame, held, depth=DEPTH, least=20, pure=0.5)
    predicate = " or ".join(f"({box.sql()})" for box in boxes)
    return Share(int((answers(predicate, frame) == pure[at]).sum()), rows)


def answers(predicate: str, frame: pd.DataFrame) -> np.ndarray:
    """Return what a condition says of each row, by DuckDB."""
    with closing(engine.memory(threads=1)) as con:
        con.register("profile", frame.assign(place=range(len(frame))))
        query = f"select coalesce({predicate}, false) as met from profile order by place"
        return engine.frame(con, query)["met"].to_numpy(bool)


def lines(rows: int = ROWS) -> Iterator[str]:
    """Yield the Markdown of all three tables."""
    yield "## Rules and clusters\n"
    yield "`benchmarks/rules.py` says how. Rows on which a rule's SQL answers as scikit-learn's tree does:"
    yield f"{parity(rows)} (bar 1.000).\n"
    yield from _found()
    yield from _kinds()


def _found() -> Iterator[str]:
    yield f"Planted accounts of {EVENTS:,} events against everybody else, on the half held back.\n"
    yield "| planted | flagged in both halves | rule | precision | recall |"
    yield "|---|--:|---|--:|--:|"
    db = bench.opened(EVENTS)
    frame = features(db)
    truth = db.frame(TRUTH, {"file": str(bench.planted(EVENTS) / "truth.parquet")})
    db.close()
    for name, planted in truth.groupby("detector")["entity_id"]:
        if planted.isin(frame.index).sum() < LEAST:
            continue
        found = rule(frame, planted)
        seen = int(planted.isin(frame.index).sum())
        shown = (found.precision.text, found.recall.text) if found.leaves else ("–", "–")
        yield f"| {name} | {seen:,} | `{found.predicate}` | {shown[0]} | {shown[1]} |"
    yield ""


def _kinds() -> Iterator[str]:
    yield f"Clusters in {CROWDS} crowds of 500 accounts each.\n"
    yield "| crowd | as it should be |"
    yield "|---|--:|"
    silent = sum(not clusters(_crowd(500, seed)).table["stable"].any() for seed in range(CROWDS))
    yield f"| no kinds: nothing is called stable | {Share(silent, CROWDS)} |"
    right = sum(_both(seed) for seed in range(CROWDS))
    wanted = "both stable, 75 members at least, 5 strangers at most"
    yield f"| two gangs of 80: {wanted} | {Share(right, CROWDS)} |"
    yield ""


def _crowd(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    made = pd.DataFrame(rng.lognormal(size=(n, 5)), index=[f"human_{i}" for i in range(n)])
    return made.add_prefix("f")


def _both(seed: int) -> bool:
    rng = np.random.default_rng(seed)
    centres = {"liker": [9, 9, 1, 1, 1], "poster": [1, 0.2, 1, 7, 6]}
    gangs = [
        pd.DataFrame(rng.lognormal(np.log(at), 0.05, (80, 5)), index=[f"{name}_{i}" for i in range(80)])
        for name, at in centres.items()
    ]
    found = clusters(pd.concat([_crowd(340, seed), *(gang.add_prefix("f") for gang in gangs)]))
    firm = found.table.loc[found.table["stable"], "cluster"]
    members = [[each.rpartition("_")[0] for each in found.accounts(cluster)] for cluster in firm]
    return all(any(_mostly(name, held) for held in members) for name in centres)


def _mostly(name: str, members: list[str]) -> bool:
    return members.count(name) >= 75 and len(members) - members.count(name) <= 5


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(line, flush=True)
