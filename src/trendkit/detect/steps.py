"""What a detector does in Python between two queries because SQL cannot; to its user it looks like any other.

The header line `step: densest_blocks(core) -> block` means: run the CTE `core`, hand its rows to the step
of that name, and let what it returns stand for the CTE `block` in everything that is asked. What `block`
says in SQL is the coarser answer of the DuckDB shell, and it gives the columns and their types. A step is
a pure function: equal rows in, equal rows out.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import pandas as pd

from trendkit.detect.peel import densest_blocks
from trendkit.detect.sqlfile import DetectorFile
from trendkit.engine import duckdb as engine
from trendkit.errors import DetectorError, nearest
from trendkit.progress import Progress

Work = Callable[[pd.DataFrame, Mapping[str, Any], Progress], pd.DataFrame]
"""Rows of the CTE given, every bound parameter, whom to tell how far it is: rows of the CTE made."""

STEPS: Final[dict[str, Work]] = {"densest_blocks": densest_blocks}
"""The work a header may name."""

RAW: Final = frozenset({"event_id", "report_id", "text", "text_norm"})
"""Columns no step is given: it works on sums, never on single acts or on what somebody wrote."""

MOST_ROWS: Final = 20_000_000
"""Rows a step may be given; about 2 GB."""


def check(file: DetectorFile) -> None:
    """Raise DetectorError where a file names a step that there is not."""
    if file.step and file.step.name not in STEPS:
        near = nearest(file.step.name, STEPS)
        raise DetectorError(f"{file.path.name}: no step named {file.step.name!r}.{near}")


def identity(file: DetectorFile) -> str:
    """Return the identity of the question: the file's own and, where it has a step, the code of the step."""
    if file.step is None:
        return file.sha
    code = inspect.getsource(inspect.getmodule(STEPS[file.step.name]) or STEPS[file.step.name])
    return hashlib.sha256(f"{file.sha}\n{code}".encode()).hexdigest()


def given_query(file: DetectorFile) -> str:
    """Return the query for the rows a step is given, in one order whatever the engine and its threads."""
    return f"{file.prelude}select * from {_step(file).given} order by all limit {MOST_ROWS + 1}"


def made_query(file: DetectorFile) -> str:
    """Return the query for what the file itself says in place of the step: its columns are the step's."""
    return f"{file.prelude}select * from {_step(file).made}"


def taken(
    file: DetectorFile, given: pd.DataFrame, params: Mapping[str, Any], progress: Progress
) -> pd.DataFrame:
    """Return what the step of a file makes of the rows it is given, or raise DetectorError."""
    raw = sorted(RAW & set(given.columns))
    if raw:
        where = f"{file.path.name}: a step is given sums, not single acts"
        raise DetectorError(f"{where}; leave out {', '.join(raw)} and group.")
    if len(given) > MOST_ROWS:
        where = f"{file.path.name}: more than {MOST_ROWS:,} rows for the step {_step(file).name}"
        raise DetectorError(f"{where}; look at a shorter window.")
    return STEPS[_step(file).name](given, params, progress)


@contextmanager
def held(
    con: engine.Connection, file: DetectorFile, columns: Mapping[str, str], made: pd.DataFrame
) -> Iterator[None]:
    """Keep what a step made in a temporary table of the types the file gives, until the block ends."""
    if set(made.columns) != set(columns):
        step = _step(file)
        where = f"{file.path.name}: the step {step.name} must return {', '.join(columns)}"
        raise DetectorError(f"{where}, as {step.made} does; it returned {', '.join(map(str, made.columns))}.")
    table = file.step_table
    try:
        _keep(con, table, columns, made)
        yield
    finally:
        con.execute(f"drop table if exists temp.{table}")


def _keep(con: engine.Connection, table: str, columns: Mapping[str, str], made: pd.DataFrame) -> None:
    typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    con.execute(f"create or replace temp table {table} ({typed})")
    con.register(f"{table}_rows", made)
    try:
        con.execute(f"insert into temp.{table} select {names} from {table}_rows")
    except duckdb.Error as error:
        raise DetectorError(f"What the step made: {engine.message(error)}") from None
    finally:
        con.unregister(f"{table}_rows")


def _step(file: DetectorFile) -> Any:
    return file.step
