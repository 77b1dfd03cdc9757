"""DuckDB as trendkit uses it: UTC, no surprises from Python variables, every result drained.

An open result owns its connection in DuckDB 2, so nothing outside this module leaves one open.
"""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from trendkit.content import statistics
from trendkit.inert import display_text

_MESSAGE_LINES: Final = 12
_MESSAGE_LINE: Final = 160

Connection = duckdb.DuckDBPyConnection


def memory(
    threads: int | None = None, memory_limit: str | None = None, spill: Path | None = None
) -> Connection:
    """Open an in-memory database with trendkit's settings.

    `memory_limit` is DuckDB's text form ("2GB"); `spill` is a folder for what does not fit, by default a
    private one of this process in the system's temporary folder.
    """
    con = duckdb.connect()
    settle(con)
    con.execute("set temp_directory = $spill", {"spill": str(spill or _private())})
    if threads is not None:
        con.execute("set threads = $threads", {"threads": threads})
    if memory_limit is not None:
        con.execute("set memory_limit = $memory_limit", {"memory_limit": memory_limit})
    return con


@cache
def _private() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="trendkit-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def settle(con: Connection) -> None:
    """Put the session on UTC, switch off downloads and scans of Python variables, define the statistics."""
    for setting in (
        "set timezone = 'UTC'",
        "set python_enable_replacements = false",
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
    ):
        con.execute(setting)
    # in a kernel without widgets it is off already, and cannot even be set
    if rows(con, "select current_setting('enable_progress_bar')") == [(True,)]:
        con.execute("set enable_progress_bar = false")
    define(con)


def define(con: Connection) -> None:
    """Make the statistics of `sql/stats` known to a session; a cursor is a session of its own."""
    for macro in statistics().values():
        con.execute(macro)


def seal(con: Connection, folder: Path) -> None:
    """Shut the session in: files outside `folder` cannot be opened and no setting can be changed again.

    Defence in depth behind the guard, not a sandbox: `folder` itself stays readable and writable, and what
    does not fit in memory goes to `.spill` in it.
    """
    con.execute(f"set temp_directory = {literal(str(folder.resolve() / '.spill'))}")
    con.execute(f"set allowed_directories = [{literal(str(folder.resolve()))}]")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")


def rows(con: Connection, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one statement and return all its rows."""
    return con.execute(sql, dict(params or {})).fetchall()


def frame(con: Connection, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Run one statement and return its result as a DataFrame."""
    return con.execute(sql, dict(params or {})).df()


def columns(con: Connection, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the name and type of each column a query would give, without running it."""
    return {name: kind for name, kind, *_ in rows(con, f"describe {sql}", params)}


def literal(text: str) -> str:
    """Return a SQL string literal, for names and paths that cannot be bound."""
    return "'" + text.replace("'", "''") + "'"


def message(error: duckdb.Error) -> str:
    """Return what DuckDB said, caret lines kept, made inert and cut short: it may quote a row."""
    lines = str(error).splitlines()[:_MESSAGE_LINES]
    return "\n".join(display_text(line, _MESSAGE_LINE) for line in lines)
