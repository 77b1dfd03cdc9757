"""What is held against what: leaf tables from a frame, trends, earlier periods or other accounts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.segments.predicate import plain, sql_filter
from trendkit.assess.trends import baseline
from trendkit.assess.trends.trend import Trends
from trendkit.content import sql_text
from trendkit.detect.detector import database
from trendkit.detect.values import moment, window
from trendkit.errors import NoDataError, ParameterError, nearest
from trendkit.tables import contract

if TYPE_CHECKING:
    from trendkit.detect.findings import Findings
    from trendkit.tables.database import Database

DIMENSIONS: Final = ("market", "language", "surface", "app_id", "action")
"""Columns of events looked at by default, those that hold anything."""

_COUNTS: Final = ("actual", "expected", "accounts", "day")
_ALL: Final = "true"
Predicate = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """A leaf table, its dimensions, the noise of its expectation, and who counts accounts by filter."""

    table: pd.DataFrame
    dimensions: tuple[str, ...]
    about: str
    noise: float = 1
    accounts: Callable[[Predicate], float] | None = None


def of_table(table: pd.DataFrame, dimensions: Sequence[str] | None) -> Counted:
    """Return a leaf table as it was given; its dimensions are all columns that are no counts."""
    names = dimensions or [str(name) for name in table.columns if name not in _COUNTS]
    people = (lambda where: _at_most(table, where)) if "accounts" in table.columns else None
    return Counted(table, tuple(names), "the leaf table", accounts=people)


def _at_most(table: pd.DataFrame, predicate: Predicate) -> float:
    """Return the accounts of an element's leaves, added up: one in two leaves counts twice."""
    inside = np.ones(len(table), bool)
    for name, value in predicate.items():
        chosen = value if isinstance(value, tuple) else (value,)
        inside &= table[name].map(lambda held, chosen=chosen: plain(held) in chosen).to_numpy(bool)
    return float(table.loc[inside, "accounts"].sum())


def of_trends(trends: Trends, dimensions: Sequence[str] | None) -> Counted:
    """Return the segments of a day with what their own past makes usual."""
    kept = baseline.forecast(trends.counts, trends.day, trends.day, changes=trends.changes)
    kept = kept[(kept["window_days"] == 1) & (kept["expected"] > 0)]
    table = kept[baseline.SEGMENT].assign(actual=kept["observed"], expected=kept["expected"])
    noise = float((kept["dispersion"] * kept["expected"]).sum() / kept["expected"].sum()) if len(kept) else 1
    about = f"the baseline of {trends.day:%Y-%m-%d}"
    return Counted(table, tuple(dimensions or baseline.SEGMENT), about, max(1.0, noise))


def of_events(
    db: Any,
    findings: Iterable[str] | pd.DataFrame | None,
    window_of: tuple[object, object],
    dimensions: Sequence[str] | None,
    action: str | None,
    periods: int,
) -> Counted:
    """Count acts in [since, until) against earlier periods, or acts of found accounts against everybody's."""
    base = database(db)
    asked = _Window(base, *span(base, *window_of), _named(base, dimensions), action)
    return asked.against_past(periods) if findings is None else asked.against_crowd(accounts(findings))


def span(db: "Database", since: object, until: object) -> tuple[datetime, datetime]:
    """Return the window asked for, the whole span of the data by default."""
    begin = db.span[0] if since is None else moment(since, "since")
    end = db.span[1] if until is None else moment(until, "until")
    window("segments", begin, end)
    return begin, end


def accounts(findings: "Iterable[str] | pd.DataFrame | Findings") -> list[str]:
    """Return the accounts of findings: the entities, or who acted behind them."""
    if not isinstance(findings, pd.DataFrame):
        return sorted({str(each) for each in findings})
    run = getattr(findings, "run", None)
    if run is None or run.detector.header["entity"] == "account":
        return sorted({str(each) for each in findings["entity_id"]})
    behind = findings.events()  # type: ignore[operator]  # findings that know their question
    if "actor_id" not in behind:
        raise ParameterError(f"Findings of {run.detector.name} name no accounts; give the ids themselves.")
    return sorted({str(each) for each in behind["actor_id"].dropna()})


@dataclass(frozen=True)
class _Window:
    db: "Database"
    since: datetime
    until: datetime
    dimensions: tuple[str, ...]
    action: str | None

    def against_past(self, periods: int) -> Counted:
        before = self.since - periods * (self.until - self.since)
        if periods < 1 or before < self.db.span[0]:
            raise NoDataError(
                f"segments: {periods} periods before {self.since} begin at {before}, the events at "
                f"{self.db.span[0]}; ask for fewer periods or a shorter window."
            )
        table = self._frame("periods", before=before, periods=periods)
        about = f"the mean of the {periods} periods before"
        return Counted(
            table, self.dimensions, about, 1 + 1 / periods, lambda where: self._people(where, None)
        )

    def against_crowd(self, chosen: list[str]) -> Counted:
        table = self._frame("crowd", accounts=chosen)
        about = f"everybody's acts, scaled to those of the {len(chosen):,} accounts"
        return Counted(table, self.dimensions, about, 1, lambda where: self._people(where, chosen))

    def _people(self, where: Predicate, chosen: list[str] | None) -> float:
        who = _ALL if chosen is None else "actor_id in (select unnest($accounts))"
        given = {} if chosen is None else {"accounts": chosen}
        return float(self._frame("people", element=sql_filter(where), who=who, **given)["accounts"].iloc[0])

    def _frame(self, name: str, **given: Any) -> pd.DataFrame:
        parts = {key: given.pop(key) for key in ("element", "who") if key in given}
        act = _ALL if self.action is None else "action = $action"
        query = sql_text(f"assess/segment/{name}.sql").format(
            dims=", ".join(self.dimensions), act=act, **parts
        )
        values = {"since": self.since, "until": self.until} | given
        return self.db.frame(query, values if self.action is None else values | {"action": self.action})


def _named(db: "Database", dimensions: Sequence[str] | None) -> tuple[str, ...]:
    held = db.coverage["events"].columns
    known = [column.name for column in contract.table("events").columns]
    if dimensions is None:
        return tuple(name for name in DIMENSIONS if name in held)
    for name in dimensions:
        if name not in known:
            raise ParameterError(f"events has no column {name!r}.{nearest(name, known)}")
    return tuple(dimensions)
