"""Tweets of the Internet Research Agency, by day: which day stands out most from the days before it.

Each day is ranked as it would have been that evening, from its own past alone. The data begin on 2016-09-01,
and the baseline wants 28 days before its guard band of 7: 2016-10-06 is the first day it can judge at all.
All accounts are trolls, so there is no precision here: what is found is which day, and whose posts made it.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Final

import pandas as pd

from figures import Figure, Share
from public import DATA, HERE
from trendkit.assess.trends import baseline
from trendkit.assess.trends.trend import rank
from trendkit.engine.duckdb import frame, memory

QUERY: Final = (HERE / "sql" / "ira_days.sql").read_text(encoding="utf-8")
PEAK: Final = date(2016, 10, 6)
FIRST: Final = PEAK
LAST: Final = date(2016, 11, 30)
FILES: Final = {"events": "events_2016q3q4_en", "labels": "labels"}
LABELS: Final = "all are trolls: recall and profiling only"
WEIGHT: Final = {"posts": 1.0}
LEAST_DAYS: Final = 28
LEAST_LIKELY: Final = 3


def posts(*, kinds: bool = False) -> pd.DataFrame:
    """Return posts by day, in one segment or one per kind of account."""
    files = {name: str(DATA / "ira" / f"{file}.parquet") for name, file in FILES.items()}
    with closing(memory()) as con:
        return frame(con, QUERY, files | {"kinds": kinds})


def days() -> pd.DataFrame:
    """Return every day that can be judged with the chance of its posts, the least first."""
    found = baseline.forecast(posts(), FIRST, LAST)
    single = found[(found["window_days"] == 1) & (found["history_days"] >= LEAST_DAYS)]
    p = baseline.upper_tail(single["observed"], single["expected"], single["variance"])
    return single.assign(p=p).sort_values(["p", "tested_day"], ignore_index=True)


def evenings(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the least likely days as `trends` ranked each that evening, highest score first."""
    counts = posts()
    least = ranked["tested_day"].head(LEAST_LIKELY)
    tables = [rank(counts, day.date(), severities=WEIGHT).table.assign(day=day) for day in least]
    return pd.concat(tables).sort_values("score", ascending=False, ignore_index=True)


def figures() -> Iterator[Figure]:
    """Yield the day that ranks first, by chance and by score, and the kinds of account that made it."""
    ranked = days()
    scored = evenings(ranked)
    first, second = (ranked.iloc[place] for place in (0, 1))
    yield _figure("least likely day", f"{first['tested_day']:%Y-%m-%d}", "2016-10-06")
    yield _figure("posts on it", int(first["observed"]), 16_801)
    yield _figure(
        "chance of so many, and of the next day in line", f"{first['p']:.1g}, {second['p']:.1g}", "none"
    )
    top = scored.iloc[0]
    yield _figure("day of the highest score", f"{top['day']:%Y-%m-%d}, {top['status']}", "2016-10-06")
    grew = f"{top['growth']:.1f} times ({top['growth_lo']:.1f} to {top['growth_hi']:.1f})"
    yield _figure("growth that day", grew, "none published")
    yield from _kinds()


def _kinds() -> Iterator[Figure]:
    counts = posts(kinds=True)
    that_day = counts[counts["day"] == pd.Timestamp(PEAK)].set_index("market")["acts"]
    table = rank(counts, PEAK, severities=WEIGHT).table
    for kind in table.loc[table["status"] == "rising", "market"]:
        share = Share(int(that_day[kind]), int(that_day.sum()))
        yield _figure(f"rising kind of account on 2016-10-06: {kind}, of all posts", share, "none published")


def _figure(question: str, found: Share | int | str, published: int | str) -> Figure:
    return Figure("ira", "trends", question, found, published, LABELS)
