"""Votes on 24,783 tweets: how far raters agree, with the paradox that kappa has where hate is rare.

The texts are upsetting and nobody needs them here: they are never read.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pandas as pd

from figures import Figure, estimate_of
from public import DATA
from trendkit.assess.labels.agreement import agreement
from trendkit.engine.duckdb import frame, memory

COUNTS: Final = "select votes_hate, votes_offensive, votes_neither from read_parquet($file)"
HUMAN: Final = "human votes; agreement is not truth"
NONE: Final = "none published"
SHOWN: Final = ("Gwet AC1", "Krippendorff alpha", "Fleiss kappa", "prevalence index")


def votes() -> pd.DataFrame:
    """Return one row per tweet and one column of counts per value, without its text."""
    with closing(memory()) as con:
        return frame(con, COUNTS, {"file": str(DATA / "votes" / "items.parquet")})


def figures() -> Iterator[Figure]:
    """Yield unanimity beside the published one, then coefficients for all values and for hate alone."""
    counted = votes()
    both = agreement(counted).set_index("of", drop=False)
    unanimous = estimate_of(both.loc["unanimous"])
    yield Figure("votes", "agreement", "unanimous tweets, three values", unanimous, 0.705, HUMAN)
    for name in SHOWN:
        yield Figure("votes", "agreement", f"{name}, three values", estimate_of(both.loc[name]), NONE, HUMAN)
    rest = counted[["votes_offensive", "votes_neither"]].sum(axis=1)
    hate = agreement(pd.DataFrame({"hate": counted["votes_hate"], "not": rest})).set_index("of", drop=False)
    for name in SHOWN:
        yield Figure("votes", "agreement", f"{name}, hate or not", estimate_of(hate.loc[name]), NONE, HUMAN)
