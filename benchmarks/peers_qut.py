"""Run QUT's coordination-network-toolkit; needs a Python that has it, and nothing of trendkit.

`python peers_qut.py posts.jsonl folder network window_s [reuse]` loads the posts (once, where `reuse` is
given),
computes one network on two processes, writes `<network>.csv` without self-loops and prints load_s and
compute_s.
"""

import contextlib
import csv
import io
import json
import sqlite3
import sys
import time
from pathlib import Path

from coordination_network_toolkit import compute_networks, preprocess

COMPUTE = {
    "co_retweet": compute_networks.compute_co_retweet_parallel,
    "co_tweet": compute_networks.compute_co_tweet_network,
    "co_reply": compute_networks.compute_co_reply_network,
    "co_link": compute_networks.compute_co_link_network,
    "co_post": compute_networks.compute_co_post_network,
}
COLUMNS = ("message_id", "user_id", "user_id", "repost_id", "reply_id", "message", "timestamp", "urls")
EDGES = "select user_1, user_2, weight from {}_network where user_1 <> user_2 order by 1, 2"


def loaded(posts: Path, database: Path) -> float:
    """Load the posts into the toolkit's own database and return the seconds it took."""
    start = time.perf_counter()
    with posts.open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        preprocess.preprocess_data(str(database), (tuple(row[name] for name in COLUMNS) for row in rows))
    return time.perf_counter() - start


def computed(database: Path, network: str, window_s: int) -> float:
    """Compute one network and return the seconds it took."""
    start = time.perf_counter()
    COMPUTE[network](str(database), window_s, n_threads=2)
    return time.perf_counter() - start


def written(database: Path, network: str, file: Path) -> None:
    """Write the edges, self-loops left out."""
    rows = sqlite3.connect(database).execute(EDGES.format(network))
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("user_1", "user_2", "weight"), *rows])


if __name__ == "__main__":
    posts, folder, network, window_s, *options = sys.argv[1:]
    database = Path(folder) / "qut.db"
    with contextlib.redirect_stdout(io.StringIO()):
        load_s = 0.0 if options and database.exists() else loaded(Path(posts), database)
        compute_s = computed(database, network, int(window_s))
        written(database, network, Path(folder) / f"{network}.csv")
    print(json.dumps({"load_s": load_s, "compute_s": compute_s}))
