"""CooRTweet's Russian retweets: the ties of repost_ring beside the edges that CooRTweet itself finds."""

from collections.abc import Iterator
from contextlib import closing

import pandas as pd

from figures import Figure
from public import DATA, opened
from trendkit.detect import library

# what CooRTweet asks: any meeting ties, only participation is asked for
LIKE_COORTWEET = {
    **{"min_shared": 1, "min_owners": 1, "min_partners": 1, "min_shared_percent": 0},
    **{"lull_days": 1_000, "repeats": 1_000},
}


def figures() -> Iterator[Figure]:
    """Yield one figure per window and participation: 0 ties more or fewer is the bar."""
    published = pd.read_csv(DATA / "retweets" / "oracle_summary.csv")
    with closing(opened("retweets")) as db:
        for known in published.to_dict("records"):
            window, acts = known["time_window"], known["min_participation"]
            ties = library.get("repost_ring")(db, window_s=window, min_acts=acts, **LIKE_COORTWEET).ties()
            question = f"ties within {window} s, participation {acts}"
            yield Figure(
                "retweets",
                "repost_ring",
                question,
                len(ties),
                int(known["net_edges"]),
                "exact output of CooRTweet",
            )
