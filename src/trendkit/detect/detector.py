"""One detector: a question to a database, callable, with the signature its file says."""

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pandas as pd

from trendkit.detect import steps
from trendkit.detect import values as checks
from trendkit.detect.findings import Findings, Run
from trendkit.detect.readiness import Readiness, readiness
from trendkit.detect.sqlfile import DetectorFile, Parameter, parser
from trendkit.engine import duckdb as engine
from trendkit.errors import DetectorError
from trendkit.inert import display_text
from trendkit.progress import Progress, watched
from trendkit.tables import contract

if TYPE_CHECKING:
    from trendkit.tables.database import Database

RESULT: Final = ("entity_id", "score", "first_seen", "last_seen")
"""The first columns of every result; evidence columns follow."""

_WINDOW: Final = ("since", "until")
_ERROR_LINES: Final = 12
_ERROR_LINE: Final = 160


@dataclass(frozen=True)
class Evidence:
    """Where the rows behind a finding live: a contract table, its key, its time; `columns` of the CTE."""

    table: str
    key: str
    time: str | None
    columns: tuple[str, ...]


class Detector:
    """A function of a database, made from a detector file.

    Call it with a database (or a plain DuckDB connection) and parameters by name; `since` and `until`
    default to the whole span of the data. Raises ParameterError before running, NoDataError where it
    could not look.
    """

    def __init__(self, file: DetectorFile) -> None:
        steps.check(file)
        self.file = file
        self.__name__ = self.__qualname__ = file.name
        self.__doc__ = _docstring(file)
        self.__signature__ = _signature(file)

    def __repr__(self) -> str:
        return f"<detector {self.name}: {self.title}>"

    def __reduce__(self) -> tuple[Any, ...]:
        from trendkit.detect.library import load  # noqa: PLC0415 - the library imports this module

        return load, (self.file.path,)

    @property
    def name(self) -> str:
        """The name of the file, the function and the fixture."""
        return self.file.name

    @property
    def title(self) -> str:
        """What it finds, in one line."""
        return self.file.title

    @property
    def header(self) -> dict[str, str]:
        """Every header line by key: hypothesis, benign, blind_spots, severity …."""
        return self.file.header

    @property
    def sha(self) -> str:
        """Identity of the question asked: query and parameters."""
        return steps.identity(self.file)

    @property
    def sql(self) -> str:
        """The file as it is, runnable in the DuckDB shell."""
        return self.file.sql

    @property
    def lookback(self) -> timedelta:
        """How far one run naturally looks back: from since to until of the execute line."""
        since, until = self.file.params[:2]
        span: timedelta = until.default - since.default
        return span

    @property
    def wait(self) -> timedelta:
        """How long after an act it can be judged: zero, but where the header names a knob under `waits`."""
        return timedelta(hours=self.file.waits.default if self.file.waits else 0)

    def show(self) -> str:
        """Return the file as text, for reading."""
        return self.file.sql

    @cached_property
    def columns(self) -> dict[str, str]:
        """Name and DuckDB type of every result column, found by binding the query to the empty contract."""
        return self._bound(self.file.query)

    @cached_property
    def evidence(self) -> Evidence:
        """Where the rows behind a finding live, by the first column of `evidence` that is a table's key."""
        found = self._bound(self.file.evidence_query)
        keys = {table.key[0]: table for table in contract.tables().values() if len(table.key) == 1}
        key = next((column for column in found if column in keys), None)
        if key is None or "entity_id" not in found:
            wanted = "entity_id and the key of one table, such as event_id"
            raise DetectorError(
                f"{self.file.path.name}: evidence must hold {wanted}; it has {', '.join(found)}."
            )
        return Evidence(keys[key].name, key, keys[key].time, tuple(found))

    def coverage(
        self, db: "Database | engine.Connection", since: object = None, until: object = None
    ) -> Readiness:
        """Say whether the tables at hand let this question be asked, and what they hold in the window."""
        base = database(db)
        first, last = self._window(base, {"since": since, "until": until})
        return readiness(self.file, base, first, last)

    def bind(self, db: "Database | engine.Connection", values: Mapping[str, Any]) -> dict[str, Any]:
        """Return every parameter with its checked value, as `db` and the defaults complete them."""
        given = {name: value for name, value in values.items() if value is not None or name not in _WINDOW}
        bound = checks.checked(self.file, given)
        since, until = self._window(database(db), given)
        return dict.fromkeys(_WINDOW) | bound | {"since": since, "until": until}

    def __call__(self, db: "Database | engine.Connection", /, **values: Any) -> Findings:
        """Run the question; see the docstring made from the file."""
        base = database(db)
        bound = self.bind(base, values)
        seen = readiness(self.file, base, bound["since"], bound["until"], bound)
        seen.require(self.name)
        found = self._verified(self.frame(base, self.file.query, bound))
        return Findings(found, run=Run(self, bound, seen, base))

    def frame(self, db: "Database", query: str, bound: Mapping[str, Any]) -> pd.DataFrame:
        """Run a query that begins with the WITH list of this file, with those of `bound` that it names."""
        with self.step_taken(db, bound):
            return self._answer(db, self.file.stepped(query), bound)

    @contextmanager
    def step_taken(
        self, db: "Database", bound: Mapping[str, Any], progress: Progress | None = None
    ) -> Iterator[None]:
        """Keep what the step makes of its rows where `file.stepped(…)` reads it, until the block ends.

        Does nothing for a detector without a step. Without `progress` whoever watches is told.
        """
        if self.file.step is None:
            yield
            return
        given = self._answer(db, steps.given_query(self.file), bound)
        made = steps.taken(self.file, given, bound, progress or watched())
        with steps.held(db.con, self.file, self._bound(steps.made_query(self.file)), made):
            yield

    def _answer(self, db: "Database", query: str, bound: Mapping[str, Any]) -> pd.DataFrame:
        try:
            return db.frame(query, named(query, bound))
        except duckdb.Error as error:
            raise DetectorError(f"{self.file.path.name}: {shown(error)}") from None

    def _window(self, db: "Database", values: Mapping[str, Any]) -> tuple[datetime, datetime]:
        given = {name: values[name] for name in _WINDOW if values.get(name) is not None}
        span = {} if len(given) == len(_WINDOW) else dict(zip(_WINDOW, db.span, strict=True))
        bound = span | checks.checked(self.file, given)
        checks.window(self.name, bound["since"], bound["until"])
        return bound["since"], bound["until"]

    def _bound(self, query: str) -> dict[str, str]:
        defaults = {parameter.name: parameter.default for parameter in self.file.params}
        session = _contract().cursor()
        engine.define(session)
        try:
            return engine.columns(session, query, named(query, defaults))
        except duckdb.Error as error:
            raise DetectorError(f"{self.file.path.name}: {shown(error)}") from None

    def _verified(self, found: pd.DataFrame) -> pd.DataFrame:
        where = self.file.path.name
        if tuple(found.columns[: len(RESULT)]) != RESULT:
            raise DetectorError(
                f"{where}: the result must begin with {', '.join(RESULT)}, not {list(found.columns[:4])}."
            )
        if found["entity_id"].isna().any():
            raise DetectorError(f"{where}: a finding has no entity_id; leave out rows where it is null.")
        if found["score"].isna().any():
            raise DetectorError(
                f"{where}: a score is NULL or NaN; divide by nullif(…, 0) and leave out what is null."
            )
        return found


def database(db: Any) -> "Database":
    """Return `db` itself, or the database around a plain DuckDB connection."""
    if not isinstance(db, engine.Connection):
        base: Database = db
        return base
    from trendkit.tables.database import connect  # noqa: PLC0415 - only a plain connection needs it

    return connect(db)


@cache
def _contract() -> engine.Connection:
    """Return a database that holds every table of the contract, empty."""
    con = engine.memory()
    for table in contract.tables().values():
        con.execute(table.ddl)
    return con


def named(query: str, bound: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `bound` that `query` names; whole numbers as BIGINT, so µs windows cannot overflow."""
    wanted = parser().extract_statements(query)[0].named_parameters
    return {
        name: duckdb.LongValue(value) if type(value) is int else value
        for name, value in bound.items()
        if name in wanted
    }


def shown(error: Exception) -> str:
    """Return a DuckDB message with its caret lines, made inert and capped."""
    lines = str(error).splitlines()[:_ERROR_LINES]
    return "\n".join(display_text(line, _ERROR_LINE) for line in lines)


def _signature(file: DetectorFile) -> inspect.Signature:
    db = inspect.Parameter("db", inspect.Parameter.POSITIONAL_ONLY)
    knobs = [
        inspect.Parameter(
            parameter.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if parameter.name in _WINDOW else parameter.default,
            annotation=annotation(parameter),
        )
        for parameter in file.params
    ]
    return inspect.Signature([db, *knobs], return_annotation=Findings)


def annotation(parameter: Parameter) -> Any:
    """Return the Python type shown for a parameter."""
    if parameter.name in _WINDOW:
        return datetime | str | None
    return datetime if parameter.kind == "moment" else parameter.kind


def _docstring(file: DetectorFile) -> str:
    header = "\n".join(f"{key}: {text}" for key, text in file.header.items())
    knobs = "\n".join(f"    {parameter.name}: {_knob(parameter)}" for parameter in file.params)
    return f"{file.title}\n\n{header}\n\nParameters\n{knobs}\n"


def _knob(parameter: Parameter) -> str:
    if parameter.choices:
        return f"{parameter.meaning} (one of {', '.join(parameter.choices)})"
    if parameter.low is not None and parameter.high is not None:
        return f"{parameter.meaning} ({parameter.low:g} to {parameter.high:g})"
    return parameter.meaning
