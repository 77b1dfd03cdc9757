"""Co-action edges against QUT's coordination-network-toolkit: the same edges, and how long each takes.

`python benchmarks/peers.py /path/to/python-with-toolkit` compares and times. The toolkit stays out of
trendkit's
environment: `python -m venv qut && qut/bin/pip install coordination-network-toolkit==1.5.2`.

Rounds are interleaved: toolkit, then trendkit, then again, medians shown. The toolkit loads posts into SQLite
before it computes, both are shown; trendkit reads the Parquet file where it lies. Both have two cores.
`--golden`
writes the edges that tests/test_network.py holds trendkit to.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import messy
import trendkit as tk
from trendkit.assess.networks.network import co_actions

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "coordination_network_toolkit.csv"
RUNNER = Path(__file__).with_name("peers_qut.py")
WEEK_S = 604_800


def viral_posts(rows: int, seed: int = 1) -> pd.DataFrame:
    """Return reposts of one week: a tenth as many accounts, things whose fame has a heavy tail."""
    draw = np.random.default_rng(seed)
    thing = np.floor(rows / 20 * draw.random(rows) ** 2.5).astype(int)
    return pd.DataFrame(
        {
            "message_id": np.char.add("post_", np.arange(rows).astype(str)),
            "user_id": np.char.add("account_", draw.integers(0, rows // 10, rows).astype(str)),
            "repost_id": np.char.add("thing_", thing.astype(str)),
            "reply_id": None,
            "message": "",
            "timestamp": messy.START + draw.integers(0, WEEK_S, rows),
            "urls": [[]] * rows,
        }
    )


def toolkit(python: str, posts: Path, folder: Path, network: str) -> dict[str, float]:
    """Run one network of the toolkit in its own process and return load_s and compute_s."""
    command = [python, str(RUNNER), str(posts), str(folder), network, str(messy.WINDOW_S)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own runner
    return json.loads(done.stdout)


def edges(python: str, posts: pd.DataFrame, network: str) -> pd.DataFrame:
    """Return the toolkit's edges of one network."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.jsonl"
        posts.to_json(file, orient="records", lines=True)
        toolkit(python, file, Path(folder), network)
        return pd.read_csv(Path(folder) / f"{network}.csv", dtype={"user_1": str, "user_2": str})


def messy_edges(python: str) -> pd.DataFrame:
    """Return the edges of every network of the messy platform; words only where there are any."""
    posts = messy.posts()
    parts = []
    for network in messy.LAYERS:
        given = messy.worded(posts) if network == "co_tweet" else posts
        parts.append(edges(python, given, network).assign(network=network))
    return pd.concat(parts, ignore_index=True)[["network", "user_1", "user_2", "weight"]]


def differing(theirs: pd.DataFrame, ours: pd.DataFrame) -> int:
    """Count the rows that only one side has, or that differ in weight."""
    both = theirs.merge(ours, how="outer", on=["user_1", "user_2"], suffixes=("_theirs", "_ours"))
    return int((both["weight_theirs"] != both["weight_ours"]).sum())


def timed(python: str, rows: int, rounds: int) -> list[str]:
    """Time co-retweet on both sides, round by round, and compare the edges of the last."""
    posts = viral_posts(rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posts.to_json(folder / "posts.jsonl", orient="records", lines=True)
        messy.tables(posts)["events"].to_parquet(folder / "events.parquet")
        db = tk.connect(str(folder / "events.parquet"), lake=folder / "lake", threads=2)
        theirs, ours = [], []
        for turn in range(rounds):
            place = folder / str(turn)
            place.mkdir()
            theirs.append(toolkit(python, folder / "posts.jsonl", place, "co_retweet"))
            start = time.perf_counter()
            found = co_actions(db, "repost", messy.WINDOW_S)
            ours.append(time.perf_counter() - start)
        given = pd.read_csv(place / "co_retweet.csv", dtype={"user_1": str, "user_2": str})
    compute, load = (median(turn[part] for turn in theirs) for part in ("compute_s", "load_s"))
    here, wrong = median(ours), differing(given, messy.directed(found))
    return [
        f"Co-retweet on {rows:,} generated reposts of one week, window {messy.WINDOW_S} s, two cores, "
        f"{rounds} interleaved rounds, medians; {wrong} of {len(given):,} edges differ.",
        "",
        "| | seconds | times trendkit |",
        "|---|---|---|",
        f"| trendkit, from Parquet | {here:.2f} | 1 |",
        f"| coordination-network-toolkit 1.5.2, compute step alone | {compute:.1f} | {compute / here:.0f} |",
        f"| … with its load | {compute + load:.1f} | {(compute + load) / here:.0f} |",
    ]


def lines(python: str, rows: int = 1_000_000, rounds: int = 3) -> Iterator[str]:
    """Yield the section: the same edges as the toolkit's, and how long either takes."""
    yield "## Beside coordination-network-toolkit 1.5.2\n"
    yield "Every pair on a messy invented platform, without self-loops and empty texts, its known defects.\n"
    yield "| network | edges | differing |"
    yield "|---|---|---|"
    found = messy_edges(python)
    db = tk.connect(**messy.tables(messy.posts()), threads=2)
    for network, act in messy.LAYERS.items():
        theirs = found[found["network"] == network]
        ours = messy.directed(co_actions(db, act, messy.WINDOW_S))
        yield f"| {network} | {len(theirs):,} | {differing(theirs, ours)} |"
    yield ""
    yield from timed(python, rows, rounds)


def main() -> None:
    """Print the section, or write the golden edges."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("python", help="an interpreter that has coordination-network-toolkit 1.5.2")
    options.add_argument("--golden", action="store_true", help="write the golden edges and stop")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    if given.golden:
        messy_edges(given.python).to_csv(GOLDEN, index=False)
        return
    for line in lines(given.python, given.rows, given.rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
