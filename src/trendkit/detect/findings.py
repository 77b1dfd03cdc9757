"""What a detector found: a DataFrame that remembers its question and can show the rows behind each answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit import content
from trendkit.errors import ParameterError
from trendkit.inert import csv_cell, display_text
from trendkit.pages import template
from trendkit.tables import contract

if TYPE_CHECKING:
    from trendkit.detect.detector import Detector
    from trendkit.detect.readiness import Readiness
    from trendkit.tables.database import Database

SHOWN: Final = 10
"""Findings on a card."""

_CELL: Final = 40
_NO_LIMIT: Final = 2**62
_WRITTEN: Final = ("text", "text_norm")


@dataclass(frozen=True)
class Run:
    """The question as it was asked: detector, every parameter value, what the tables held, where."""

    detector: "Detector"
    params: dict[str, Any]
    coverage: "Readiness"
    db: "Database"

    @property
    def rows(self) -> int:
        """Rows looked at: those of the detector's first table in the window."""
        return self.coverage.rows


class Findings(pd.DataFrame):
    """Rows that point at entities, worst first: entity_id, score, first_seen, last_seen, evidence columns.

    Everything a DataFrame does still works; what no longer has `entity_id` is a plain DataFrame.
    """

    _metadata = ["run"]  # noqa: RUF012 - pandas looks it up on the class
    run: Run

    def __init__(self, data: Any = None, *args: Any, run: Run | None = None, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)  # type: ignore[call-arg]  # the stubs know no __init__
        object.__setattr__(self, "run", run)

    @property
    def _constructor(self) -> Any:
        return _findings_or_frame

    def top(self, n: int = SHOWN) -> "Findings":
        """Return the `n` worst findings."""
        worst: Findings = self.head(n)
        return worst

    def events(self, of: Any = None, limit: int | None = None) -> pd.DataFrame:
        """Return the rows behind these findings, by entity, time and id.

        `of` narrows to some findings (a frame with entity_id, one id, or ids); `limit` caps the rows.
        Columns: entity_id, the whole row of the table the evidence points at, then what the detector says
        about it. Written text is masked.
        """
        run = self._asked()
        detector, evidence = run.detector, run.detector.evidence
        names = {
            "table": evidence.table,
            "key": evidence.key,
            "time": f"source.{evidence.time or evidence.key}",
        }
        tail = content.sql_text("detect/events.sql").format(columns=_columns(detector), **names)
        extra = {"entities": self._ids(of), "limit": _NO_LIMIT if limit is None else limit}
        return _masked(detector.frame(run.db, detector.file.prelude + tail, run.params | extra))

    def ties(self) -> pd.DataFrame:
        """Return what ties two of these entities to each other: a, b, weight, … with a < b.

        Raises ParameterError where the detector looks at entities one by one.
        """
        run = self._asked()
        if run.detector.file.tie_query is None:
            raise ParameterError(f"{run.detector.name} looks at entities one by one and has no ties.")
        query = run.detector.file.prelude + content.sql_text("detect/ties.sql")
        return run.detector.frame(run.db, query, run.params | {"entities": self._ids(None)})

    def groups(self) -> pd.DataFrame:
        """Return the entities that hang together through ties: group_id, size, entity_id.

        Groups are numbered from 1, largest first, then by their smallest entity_id.
        """
        ties = self.ties()
        members = pd.Index(sorted(set(ties["a"]) | set(ties["b"])))
        found = pd.DataFrame({"component": _components(ties, members), "entity_id": members})
        found["size"] = found.groupby("component")["entity_id"].transform("size")
        found["least"] = found.groupby("component")["entity_id"].transform("min")
        found = found.sort_values(["size", "least", "entity_id"], ascending=[False, True, True])
        found["group_id"] = pd.factorize(found["component"])[0] + 1
        return found[["group_id", "size", "entity_id"]].reset_index(drop=True)

    def to_csv_safe(self, path: str | Path) -> None:
        """Write a CSV that a spreadsheet shows and never computes."""
        safe = (
            pd.DataFrame(self).astype(object).map(lambda value: csv_cell(None if pd.isna(value) else value))
        )
        safe.columns = pd.Index([csv_cell(name) for name in self.columns])
        safe.to_csv(path, index=False, encoding="utf-8")

    def __repr__(self) -> str:
        return pd.DataFrame(self).__repr__() if self.run is None else "\n".join(_lines(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        shown = _cells(self)
        if self.run is None:
            return template("trendkit.detect", "table.html").render(
                columns=list(shown), rows=shown.values.tolist()
            )
        return template("trendkit.detect", "card.html").render(
            card(self), columns=list(shown), rows=shown.values.tolist()
        )

    def _asked(self) -> Run:
        if self.run is None:
            raise ParameterError(
                "These findings were put together by hand and no longer know their question."
            )
        return self.run

    def _ids(self, of: Any) -> list[str]:
        if of is None:
            of = self
        if isinstance(of, pd.DataFrame):
            of = of["entity_id"]
        ids = [of] if isinstance(of, str) else of
        return sorted({str(entity) for entity in ids})


def card(findings: Findings) -> dict[str, Any]:
    """Return what a card says above its table: question, coverage, parameters, SQL."""
    run = findings.run
    seen = run.coverage
    return {
        "name": run.detector.name,
        "title": run.detector.title,
        "found": f"{len(findings):,} found",
        "shown": min(SHOWN, len(findings)),
        "coverage": _coverage(seen),
        "lost": seen.degraded,
        "params": {name: str(value) for name, value in run.params.items()},
        "header": run.detector.header,
        "sql": run.detector.sql,
    }


def _findings_or_frame(data: Any = None, *args: Any, **kwargs: Any) -> pd.DataFrame:
    frame = pd.DataFrame(data, *args, **kwargs)
    return Findings(frame) if "entity_id" in frame.columns else frame


def _columns(detector: "Detector") -> str:
    known = [column.name for column in contract.table(detector.evidence.table).columns]
    extra = [name for name in detector.evidence.columns if name not in (*known, "entity_id")]
    return ", ".join([*(f"source.{name}" for name in known), *(f'evidence."{name}"' for name in extra)])


def _masked(rows: pd.DataFrame) -> pd.DataFrame:
    for column in rows.columns.intersection(list(_WRITTEN)):
        rows[column] = rows[column].map(lambda text: f"▒ {len(text):,} characters", na_action="ignore")
    return rows


def _components(ties: pd.DataFrame, members: pd.Index) -> Any:
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import, needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    ends = members.get_indexer(pd.Index(ties["a"])), members.get_indexer(pd.Index(ties["b"]))
    graph = coo_array(([1] * len(ties), ends), shape=(len(members), len(members)))
    return connected_components(graph, directed=False)[1]


def _coverage(seen: "Readiness") -> str:
    window = f"{seen.since:%Y-%m-%d %H:%M} to {seen.until:%Y-%m-%d %H:%M} UTC"
    return f"looked at {seen.rows:,} {seen.scope} on {seen.days:,} days, {window}, {seen.state}"


def _cells(findings: pd.DataFrame) -> pd.DataFrame:
    worst = pd.DataFrame(findings).head(SHOWN)
    shown = worst.astype(object).map(_cell)
    shown.columns = pd.Index([display_text(name, _CELL) for name in worst.columns])
    return shown


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return (
            ""
            if pd.isna(value)
            else f"{value:,.4g}"
            if abs(value) < 1
            else f"{value:,.2f}".rstrip("0").rstrip(".")
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None or value is pd.NaT else display_text(value, _CELL)


def _lines(findings: Findings) -> Iterable[str]:
    about = card(findings)
    yield f"{about['name']}: {about['title']}"
    yield f"{about['found']}; {about['coverage']}"
    yield from (f"cannot see {display_text(lost)}" for lost in about["lost"])
    yield ", ".join(f"{name}={display_text(value, _CELL)}" for name, value in about["params"].items())
    if len(findings):
        yield _cells(findings).to_string(index=False)
