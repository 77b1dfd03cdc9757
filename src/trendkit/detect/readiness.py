"""What a detector can see before it runs: runnable, degraded or not, and the rows it would look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from trendkit import content
from trendkit.detect.sqlfile import DetectorFile, Need
from trendkit.errors import NoDataError
from trendkit.tables import contract

if TYPE_CHECKING:
    from trendkit.tables.database import Database

State = Literal["runnable", "degraded", "not_runnable"]


@dataclass(frozen=True)
class Readiness:
    """Whether a question can be asked of the tables at hand.

    `missing` are required columns that hold nothing; `degraded` says per absent optional column what is lost.
    `rows, first, last, days` describe the first required table from `since` until before `until`, of the
    kinds of `acts` it looks at where it does not look at all.
    """

    state: State
    missing: tuple[str, ...]
    degraded: tuple[str, ...]
    table: str
    acts: tuple[str, ...]
    rows: int
    first: datetime | None
    last: datetime | None
    days: int
    since: datetime
    until: datetime

    @property
    def scope(self) -> str:
        """The rows looked at, in words: "events", "events of like"."""
        return f"{self.table} of {', '.join(self.acts)}" if self.acts else self.table

    def require(self, detector: str) -> None:
        """Raise NoDataError where the question could not be looked at."""
        if self.missing:
            raise NoDataError(f"{detector} could not look: no values in {', '.join(self.missing)}.")
        if not self.rows:
            window = f"from {self.since} to {self.until}"
            raise NoDataError(f"{detector} could not look: there are no {self.scope} {window}.")


def readiness(
    file: DetectorFile,
    db: "Database",
    since: datetime,
    until: datetime,
    bound: Mapping[str, Any] | None = None,
) -> Readiness:
    """Measure what `db` holds of the columns, the kinds of acts and the window that a detector needs."""
    missing = tuple(str(need) for need in file.requires if not _has(db, need))
    lost = tuple(f"{need}: {need.loss or 'not used'}" for need in file.optional if not _has(db, need))
    table = file.requires[0].table
    acts = tuple(file.acts(bound or {}))
    rows, first, last, days = _seen(file, db, table, acts, since, until)
    if acts and not rows and not missing:
        missing = (f"events.action of {', '.join(acts)}",)
    state: State = "not_runnable" if missing else "degraded" if lost else "runnable"
    return Readiness(state, missing, lost, table, acts, rows, first, last, days, since, until)


def _has(db: "Database", need: Need) -> bool:
    held = db.coverage.get(need.table)
    if held is None or not held.present:
        return False
    return need.column in held.columns or _is_derived(need)


def _is_derived(need: Need) -> bool:
    return contract.table(need.table).column(need.column).derived is not None


def _seen(
    file: DetectorFile, db: "Database", table: str, acts: Sequence[str], since: datetime, until: datetime
) -> tuple[int, datetime | None, datetime | None, int]:
    if acts:
        ((rows, first, last, days),) = db.rows(
            content.sql_text("detect/acts.sql"), {"since": since, "until": until, "acts": list(acts)}
        )
        return rows, first, last, days
    time = _time(file, table)
    if time is None:
        return db.coverage[table].rows, None, None, 0
    params = {"table": table, "time": time, "since": since, "until": until}
    ((rows, first, last, days),) = db.rows(content.sql_text("detect/window.sql"), params)
    return rows, first, last, days


def _time(file: DetectorFile, table: str) -> str | None:
    """Return what dates a row: the contract's column, else the first timestamp the detector requires."""
    known = contract.table(table)
    wanted = (need.column for need in file.requires if need.table == table)
    return known.time or next((name for name in wanted if known.column(name).type == "TIMESTAMP"), None)
