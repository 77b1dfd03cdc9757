"""Emerging trends: count what detectors find, test it against each segment's own past, rank it by harm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final

import pandas as pd

from trendkit.assess.trends import baseline, card, classic, pager
from trendkit.assess.trends.baseline import SEGMENT
from trendkit.assess.trends.chance import Rules, supported
from trendkit.assess.trends.daily import covered, daily, last_full_day
from trendkit.assess.trends.ranking import ranked
from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.errors import ParameterError
from trendkit.progress import Progress, silent
from trendkit.tables.database import Database

_NUMBERS: Final = ("acts", "entities", "events", "views", "total_views")


@dataclass(frozen=True)
class Trends:
    """Ranked segments of one day; `table` holds one row each, worst first, see `COLUMNS`.

    Acts, expectations, views and harm are those of the row's own window: `window_days` ending with `day`;
    `entities` is of `day` alone. `excess`, `harm`, `flow_p10` and `score` are per day, so that windows
    compare. Exactly: harm = weight x excess x per_act x bonus and score = weight x flow_p10 x per_act,
    where flow_p10 is the 10th percentile of excess x bonus over joint draws. `p` and `p_falling` hold for
    three windows, `q` and `q_falling` for all `n_tests` segments. `not_looked` says of each detector that
    could not run why; it is never a zero. `quiet` names those that looked and found nothing at all.
    `p_top10` is the chance of a place among the ten worst given the noise of the counts;
    `p_top10_reweighted` the share of other severity weights (each detector's off by a factor of 1.8, as one
    standard deviation) that leave the row there in the order shown.
    """

    table: pd.DataFrame
    day: date
    counts: pd.DataFrame = field(repr=False)
    rules: Rules = field(default_factory=Rules)
    not_looked: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[str, ...] = ()
    changes: pd.DataFrame | None = field(default=None, repr=False)

    @property
    def rising(self) -> pd.DataFrame:
        """The rows that rose beyond chance, worst first."""
        return self.table[self.table["status"] == "rising"]

    def series(self, detector: str, market: str, surface: str, days: int = 91) -> pd.DataFrame:
        """Return day, observed, expected, lo, hi of one segment, each day expected from its own past only.

        lo and hi bound 95 % of what chance gives; expected is missing where history is short and there are
        no other segments of the detector to pool with.
        """
        return self._expected(detector, market, surface, days).drop(columns=["variance"])

    def opinions(self, detector: str, market: str, surface: str, days: int = 28) -> pd.DataFrame:
        """Return how alarms known from elsewhere judge one segment: day, observed, expected and a flag each.

        EARS C1, C2 and C3 look at the counts alone; EWMA and CUSUM add up the deviations from our own
        expectation, beginning with the first day shown. Second opinions: all call for nothing far more often
        than `pages`. See `trendkit.assess.trends.classic`.
        """
        return classic.opinions(self._expected(detector, market, surface, days + classic.REACH), days)

    def _expected(self, detector: str, market: str, surface: str, days: int) -> pd.DataFrame:
        kin = self.counts[self.counts["detector"] == detector]
        near = kin[(kin["market"] == market) & (kin["surface"] == surface)]
        if near.empty:
            raise ParameterError(f"No segment {detector} x {market!r} x {surface!r} among these trends.")
        found = baseline.forecast(kin, self.day - timedelta(days=days - 1), self.day, changes=self.changes)
        here = (found["market"] == market) & (found["surface"] == surface)
        found = found[here & (found["window_days"] == 1)]
        known = found[supported(found, self.rules)]
        lo, hi = baseline.interval(known["expected"], known["variance"])
        known = known.assign(lo=lo, hi=hi)[["tested_day", "expected", "lo", "hi", "variance"]]
        return (
            _observed(near, self.day, days)
            .merge(known, "left", on="tested_day")
            .rename(columns={"tested_day": "day"})
        )

    def pages(self, days: int = 28, budget: float = pager.BUDGET) -> pd.DataFrame:
        """Return the segments worth waking somebody for: day, segment, evidence; the newest day first.

        `budget` is the mean number of segment-days between two false pages, `days` how many up to `day` are
        gone through; evidence starts at 0 on the first of them. See `pager.evidence`.
        """
        first = self.day - timedelta(days=days - 1)
        found = pager.evidence(self.counts, first, self.day, self.rules, budget, self.changes)
        paged = found[found["page"]].drop(columns="page")
        order = ["day", "evidence", *SEGMENT]
        return paged.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)

    def _repr_html_(self) -> str:
        return card.html(self.table, self.day, self.rules, self.not_looked, self.quiet)


def trends(
    db: Database,
    day: date | None = None,
    detectors: Iterable[Detector] | None = None,
    *,
    history_days: int = 91,
    severities: Mapping[str, str | float] | None = None,
    rules: Rules | None = None,
    changes: pd.DataFrame | None = None,
    progress: Progress = silent,
) -> Trends:
    """Count, test and rank what the detectors found on `day`, by default the last full day of the data.

    `detectors` default to all that are not retired; `severities` replace the word of a detector's header by
    another or by a weight. A detector that cannot run is in `not_looked`, with the reason. Every day is
    counted anew with the detectors as they are, so that a changed detector needs no mention; `changes`
    (detector, day) are the days on which what it reads began to mean something else, such as a new log.
    """
    day = day or last_full_day(db)
    until = datetime.combine(day, time()) + timedelta(days=1)
    since = until - timedelta(days=history_days)
    chosen = list(detectors) if detectors is not None else _current()
    not_looked = {d.name: why for d in chosen if (why := _why_not(db, d, since, until))}
    looking = [d for d in chosen if d.name not in not_looked]
    counts = daily(db, looking, since, until, progress)
    words = {d.name: d.header["severity"] for d in chosen} | dict(severities or {})
    kinds = {d.name: d.header["abuse_type"] for d in chosen}
    found = rank(
        counts,
        day,
        severities=words,
        abuse_types=kinds,
        rules=rules,
        not_looked=not_looked,
        changes=changes,
    )
    quiet = tuple(d.name for d in looking if d.name not in set(counts["detector"]))
    return replace(found, quiet=quiet)


def _current() -> list[Detector]:
    return [d for d in library.every() if d.header["status"] != "retired"]


def _why_not(db: Database, detector: Detector, since: datetime, until: datetime) -> str:
    """Say why a detector cannot look at any day, or "" where it can."""
    seen = detector.coverage(db, since, until)
    if seen.missing:
        return f"no values in {', '.join(seen.missing)}"
    if not seen.rows:
        return f"{seen.table} holds no row from {since:%Y-%m-%d} to {until:%Y-%m-%d}"
    if not covered(db, detector, since, until):
        return f"the data do not hold its lookback of {detector.lookback.days} days"
    return ""


def rank(
    counts: pd.DataFrame,
    day: date,
    *,
    severities: Mapping[str, str | float],
    abuse_types: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    not_looked: Mapping[str, str] | None = None,
    changes: pd.DataFrame | None = None,
) -> Trends:
    """Test every segment of `counts`, as `daily` returns them, on `day` against its own past, rank by harm.

    `severities` gives each detector a word of terms.SEVERITIES or its own weight. `changes` (detector, day)
    are first days of a detector's new version: `counts` before the last of them are not compared with those
    after. A segment with less than `rules.min_history` training days is pooled with the detector's others;
    without five of these, or where the detector found something on fewer than `rules.min_acting` days
    anywhere, it says "insufficient data". One with no row on `day` "could not look".
    """
    rules = rules or Rules()
    counts = _typed(counts)
    table = ranked(counts, day, severities, abuse_types or {}, rules, changes)
    return Trends(table, day, counts, rules, dict(not_looked or {}), changes=changes)


def _typed(counts: pd.DataFrame) -> pd.DataFrame:
    numbers = {name: pd.to_numeric(counts[name]) for name in _NUMBERS}  # unknown may come as None
    counts = counts.assign(day=pd.to_datetime(counts["day"]), **numbers)
    return counts.sort_values([*SEGMENT, "day"], kind="stable", ignore_index=True)


def _observed(near: pd.DataFrame, day: date, days: int) -> pd.DataFrame:
    """Every day of the span, covered or not, with the acts observed."""
    span = pd.DataFrame({"tested_day": pd.date_range(end=pd.Timestamp(day), periods=days)})
    return span.merge(
        near[["day", "acts"]].rename(columns={"day": "tested_day", "acts": "observed"}),
        "left",
        on="tested_day",
    )
