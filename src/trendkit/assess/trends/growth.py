"""Is one subject growing: its own series against its own past, and whether inbox or pager would have called.

Apart from `trend`, which ranks all segments: here the segment was chosen beforehand, whatever its rank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from trendkit.assess.trends.subject import Subject
from trendkit.assess.trends.trend import Trends, rank, trends

ALL: Final = "all"
PAGED_DAYS: Final = 28
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Growth:
    """The subject's series up to a day: `row` as in `Trends.table`, None where nothing could be tested.

    `series` has day, observed, expected, lo, hi; `pages` the days of the last four weeks on which the pager
    would have called. `others` are all segments of the detector that day; `alone` says that the subject is
    one of them, tested beside the others, and not a sum.
    """

    row: dict[str, Any] | None
    series: pd.DataFrame
    pages: pd.DataFrame
    others: Trends
    alone: bool
    why_not: str = ""

    @property
    def status(self) -> str:
        """Rising, falling, steady, insufficient data, or could not look."""
        return "could not look" if self.row is None else str(self.row["status"])


def growth(subject: Subject, day: date) -> Growth:
    """Test the subject on `day` against its own past; acts are those of the detector's default knobs."""
    found = trends(subject.db, day=day, detectors=[subject.detector])
    counts = _within(found.counts, subject)
    if counts.empty:
        why = found.not_looked.get(subject.detector.name, "it found nothing there on any day counted")
        return Growth(None, pd.DataFrame(), pd.DataFrame(), found, True, why)
    places = counts[["market", "surface"]].drop_duplicates()
    alone = len(places) == 1
    held = found if alone else _summed(found, counts, subject)
    market, surface = places.iloc[0] if alone else (ALL, ALL)
    here = {"market": market, "surface": surface}
    row = {str(name): value for name, value in _at(held.table, here).iloc[0].items()}
    series = held.series(subject.detector.name, market, surface)
    return Growth(row, series, _at(held.pages(PAGED_DAYS), here), found, alone)


def _at(rows: pd.DataFrame, here: Mapping[str, str]) -> pd.DataFrame:
    for name, value in here.items():
        rows = rows[rows[name] == value]
    return rows


def _within(counts: pd.DataFrame, subject: Subject) -> pd.DataFrame:
    """Keep the segments of a market and a surface; evidence without a surface is on all of them."""
    for name, asked in (("market", subject.market), ("surface", subject.surface)):
        wanted = {asked, ALL} if name == "surface" else {asked}
        if asked:
            counts = counts[counts[name].replace("", _UNKNOWN).isin(wanted)]
    return counts


def _summed(found: Trends, counts: pd.DataFrame, subject: Subject) -> Trends:
    """Return the sum of several segments as one; an account in two of them counts twice."""
    sums = dict.fromkeys(("acts", "entities", "events", "views"), "sum")
    days = counts.groupby("day").agg(sums | {"total_views": "sum"}).reset_index()
    days = days.assign(detector=subject.detector.name, market=ALL, surface=ALL)
    severity = {subject.detector.name: subject.detector.header["severity"]}
    kinds = {subject.detector.name: subject.detector.header["abuse_type"]}
    made = rank(days, found.day, severities=severity, abuse_types=kinds, rules=found.rules)
    return replace(made, not_looked=found.not_looked)
