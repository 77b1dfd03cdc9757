"""Incidents of a service desk: Kaplan and Meier's times beside the mean of what is closed, whole and cut off.

The log is whole: all 890 incidents ended. Cut at a day, as a desk sees itself, it shows what each figure
would have said then; the truth is what the whole log says. Two of five were open at 2016-03-05. There no
ticket younger than the median is open, so the median is easy; in the copy, openings are spread evenly over
`SPREAD`, and it has to come from tickets of every age.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Final

import pandas as pd

import trendkit
from figures import Figure, Share, estimate_of
from public import DATA, HERE, opened
from trendkit.assess.effects.resolution import time_to_resolution
from trendkit.assess.estimate import Estimate
from trendkit.engine.duckdb import memory, rows

CUTS: Final = ("2016-03-03", "2016-03-04", "2016-03-05")
SPREAD: Final = timedelta(days=12)
WITHIN: Final = (24.0, 72.0)
LOG: Final = "the log itself, whole"
PUBLISHED: Final = (HERE / "sql" / "tickets_published.sql").read_text(encoding="utf-8")
SPREAD_OUT: Final = (HERE / "sql" / "tickets_spread.sql").read_text(encoding="utf-8")


def figures() -> Iterator[Figure]:
    """Yield the two published figures, then what each estimate says of the whole log and of it cut off."""
    yield from _published()
    with closing(opened("tickets")) as db:
        whole = asked(db)
        yield from _row("whole log", whole, whole)
        for cut in CUTS:
            yield from _row(f"cut at {cut}", asked(db, as_of=cut), whole)
        yield from _row(f"opened over {SPREAD.days} days, then cut", spread_out(db), whole)


def asked(db: trendkit.Database, as_of: str | None = None) -> dict[str, Estimate]:
    """Return what is said of the resolution of all tickets, by name."""
    found = time_to_resolution(db, as_of=as_of, within=WITHIN)
    return {row["of"]: estimate_of(row) for row in found.to_dict("records")}


def spread_out(db: trendkit.Database) -> dict[str, Estimate]:
    """Return the same of a copy whose tickets were opened evenly over a time, seen at its end."""
    copy = db.frame(SPREAD_OUT, {"days": SPREAD.days})
    with closing(trendkit.connect(tickets=copy)) as other:
        return asked(other, as_of=str(pd.Timestamp("2016-01-01") + SPREAD))


def _published() -> Iterator[Figure]:
    with closing(memory()) as con:
        ((kept, every, hours, named),) = rows(
            con, PUBLISHED, {"file": str(DATA / "tickets" / "events.parquet")}
        )
    label = "the publisher's own flag; deadlines are not published"
    yield Figure("tickets", "time_to_resolution", "final SLA met", Share(kept, every), 0.556, label)
    question = f"median hours of the {named:,} that name their end"
    yield Figure("tickets", "time_to_resolution", question, round(float(hours), 1), 54.5, LOG)


def _row(name: str, found: dict[str, Estimate], whole: dict[str, Estimate]) -> Iterator[Figure]:
    median = found["median hours to resolve"]
    still = 1 - median.n_eff / median.n
    for of in ("median hours to resolve", "resolved within 72 h", "mean hours of the closed"):
        said = found[of]
        truth = "itself" if found is whole else f"whole log: {whole[of].estimate:.3g}"
        yield Figure("tickets", "time_to_resolution", f"{of}; {name}, {still:.0%} open", said, truth, LOG)
