"""Marketplace reviews: the pairs of target_fixation beside those of the rule published with the data."""

from collections.abc import Iterator
from contextlib import closing

from figures import Figure
from public import opened
from trendkit.detect import library

PUBLISHED = {0: 15, 5: 470}


def figures() -> Iterator[Figure]:
    """Yield one figure per number of stars."""
    with closing(opened("reviews")) as db:
        for stars, pairs in PUBLISHED.items():
            found = library.get("target_fixation")(
                db, window_d=3_660, min_times=6, action="rate", value_low=stars, value_high=stars
            )
            question = f"more than five {stars}-star reviews of one vendor"
            yield Figure(
                "reviews", "target_fixation", question, len(found), pairs, "count of a published rule"
            )
