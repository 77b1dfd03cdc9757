"""StarScout's accounts: what low_activity asks of one life, on 10,087 suspected and 10,000 sampled profiles.

The profiles are counts of a whole life, without times and targets, so the detector itself cannot run on
them: the part of it that concerns one account is asked in SQL (`sql/stars.sql`), the company on one target
is not. The labels are StarScout's opinion, which itself rests on low activity and lockstep; half of the
accounts are suspected, as nowhere in the world, so precision holds for this sample and nothing else.

Trends: suspected stars against all stars on GitHub. By month the daily baseline refuses, and says so: two
past points lie in its seventy days, and there is no week in them. What is asked by month instead is
`period_growth`: the month against the middle, drift and scatter of the twelve before it. The daily stars (of
3,102 repositories, another and far smaller list) have days enough; their exposure is an even share of the
month's total. StarScout sees a surge in 2024; it suspects what is clustered, so a month may also grow because
its clusters are easier to see.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import pandas as pd

from figures import Figure, Share, estimate_of
from public import DATA, HERE
from trendkit.assess.effects.periods import period_growth
from trendkit.assess.trends.trend import rank
from trendkit.detect import library
from trendkit.engine import duckdb as engine

QUERY: Final = (HERE / "sql" / "stars.sql").read_text(encoding="utf-8")
PROFILES: Final = DATA / "stars" / "actor_profiles.parquet"
OPINION: Final = "another detector's opinion (StarScout); half of the sample is suspected"
RULE: Final = {"precision": 0.940, "recall": 0.615}
FOREST: Final = "recall .658 at precision .95: random forest on 15 counts, trained on these labels"
LOOSER: Final = 3
SURGE: Final = "a rapid surge in 2024 (StarScout)"
OPINION_OF_STARS: Final = "another detector's opinion (StarScout) of each star"
TOTALS: Final = DATA / "stars" / "github_totals_by_month.parquet"
WEIGHT: Final = {"suspected stars": 1.0}


def figures() -> Iterator[Figure]:
    """Yield precision and recall of the published rule asked again, of ours, and of ours made looser."""
    default = next(p.default for p in library.get("low_activity").file.params if p.name == "max_acts")
    for name, share in _shares(default, anything=True).items():
        yield _figure(f"{name} of the published rule, at most {default} acts of any kind", share, RULE[name])
    for name, share in _shares(default, anything=False).items():
        yield _figure(f"{name} of one life: at most {default} acts, stars and forks only", share, RULE[name])
    for name, share in _shares(LOOSER, anything=False).items():
        yield _figure(f"{name} of one life: at most {LOOSER} acts, stars and forks only", share, FOREST)
    yield from _months()
    yield from _days()


def months() -> pd.DataFrame:
    """Return suspected stars and all stars by month: period, count, exposure."""
    return _asked("stars_months", panel="stars_by_month_250101")


def days() -> pd.DataFrame:
    """Return suspected stars by day as the baseline takes its counts."""
    return _asked("stars_days", events="suspect_star_events")


def _asked(query: str, **files: str) -> pd.DataFrame:
    named = {name: str(DATA / "stars" / f"{file}.parquet") for name, file in files.items()}
    text = (HERE / "sql" / f"{query}.sql").read_text(encoding="utf-8")
    return engine.frame(engine.memory(), text, named | {"totals": str(TOTALS)})


def pages(counts: pd.DataFrame) -> "pd.Series[int]":
    """Return how often the pager would have called in each month of these days."""
    last = pd.Timestamp(counts["day"].max()).date()
    paged = rank(counts, last, severities=WEIGHT).pages(days=len(counts))
    return pd.to_datetime(paged["day"]).dt.strftime("%Y-%m").value_counts().sort_index()


def refused() -> str:
    """Return what the daily baseline says of the last month that has a total."""
    held = months().dropna(subset="exposure")
    counts = pd.DataFrame({"day": held["period"], "acts": held["count"], "events": held["exposure"]})
    counts = counts.assign(entities=counts["acts"], views=None, total_views=None)
    last = counts["day"].max().date()
    named = counts.assign(detector="suspected stars", market="", surface="all")
    (row,) = rank(named, last, severities=WEIGHT).table.to_dict("records")
    return f"{row['status']}: {row['warnings']}"


def _months() -> Iterator[Figure]:
    found = period_growth(months())
    grown = found[found["status"] == "grew"]
    tested = f"{found['n_tests'].iloc[0]} months tested"
    names = ", ".join(f"{month:%Y-%m}" for month in grown["period"])
    yield _trend("trends", "the daily baseline on months", refused(), "none published")
    yield _trend("period_growth", f"months beyond expectation, {tested}", names or "none", SURGE)
    for row in grown.to_dict("records"):
        yield _trend("period_growth", f"{row['period']:%Y-%m}, times the usual rate", estimate_of(row), SURGE)


def _days() -> Iterator[Figure]:
    counts = days()
    paged = pages(counts)
    names = ", ".join(f"{month} ({times})" for month, times in paged.items())
    yield _trend("trends", f"months with pages, {len(counts)} days since 2022", names or "none", SURGE)
    june = rank(counts, date(2024, 6, 30), severities=WEIGHT).table.iloc[0]
    said = (
        f"{june['status']}, {june['growth']:.1f} times ({june['growth_lo']:.1f} to {june['growth_hi']:.1f})"
    )
    yield _trend("trends", f"the {june['window_days']} days to 2024-06-30", said, SURGE)


def _trend(method: str, question: str, found: object, published: str) -> Figure:
    return Figure("stars", method, question, found, published, OPINION_OF_STARS)


def _figure(question: str, share: Share, published: float | str) -> Figure:
    return Figure("stars", "low_activity", question, share, published, OPINION)


def _shares(acts: int, *, anything: bool) -> dict[str, Share]:
    asked = {"profiles": str(PROFILES), "acts": acts, "any": anything}
    ((right, found, suspected),) = engine.rows(engine.memory(), QUERY, asked)
    return {"precision": Share(right, found), "recall": Share(right, suspected)}
