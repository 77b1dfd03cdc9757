"""The database an analyst holds: a DuckDB connection whose tables keep the contract, and what they cover."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from trendkit import inert
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError
from trendkit.progress import Progress, watched
from trendkit.tables import contract, lake, source
from trendkit.tables.lake import Coverage
from trendkit.tables.source import Given

_DERIVED: Final = "derived"
_DAY: Final = timedelta(days=1)


class Database:
    """A DuckDB connection on checked tables.

    Everything a connection can do, it can do (`db.sql(…)`, `db.execute(…)`). Every table of the contract
    exists with all its columns; `coverage` says which hold anything. Times are naive UTC.
    """

    def __init__(
        self,
        con: engine.Connection,
        coverage: Mapping[str, Coverage],
        *,
        description: str,
        fingerprint: str,
        synthetic: bool = False,
        folder: Path | None = None,
    ) -> None:
        """Fill in the tables that `coverage` lacks, empty."""
        self.con = con
        self.description = description
        self.fingerprint = fingerprint
        self.synthetic = synthetic
        self.folder = folder
        self.coverage = {name: coverage.get(name, Coverage(name)) for name in contract.tables()}
        for name, held in self.coverage.items():
            if not held.present:
                con.execute(_empty(contract.table(name)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "con":
            raise AttributeError(name)
        return getattr(self.con, name)

    @property
    def derived(self) -> Path | None:
        """The folder where results made from this data may be kept, None without a lake."""
        return self.folder / _DERIVED if self.folder else None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The midnights around all events: first day (inclusive), end (exclusive)."""
        held = self.coverage["events"]
        if held.first is None or held.last is None:
            raise NoDataError(
                f"There are no events in {self.description}: without since and until nothing can be seen."
            )
        return _midnight(held.first), _midnight(held.last) + _DAY

    def rows(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement and return all its rows."""
        return engine.rows(self.con, sql, params)

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Run one statement and return its result as a DataFrame."""
        return engine.frame(self.con, sql, params)

    def tables(self) -> pd.DataFrame:
        """Return what is there: table, rows, first, last, columns, missing columns, quarantined rows."""
        return pd.DataFrame([_described(held) for held in self.coverage.values()])

    def __repr__(self) -> str:
        held = [f"{c.table} {c.rows:,}" for c in self.coverage.values() if c.present]
        return f"Database({inert.display_text(self.description)}: {', '.join(held) or 'no tables'})"

    def _repr_html_(self) -> str:
        rows = "".join(_html_row(held) for held in self.coverage.values() if held.present)
        absent = ", ".join(name for name, held in self.coverage.items() if not held.present) or "none"
        return (
            f"<table><caption>{inert.html_text(self.description)}</caption><thead><tr>"
            "<th scope='col'>table</th><th scope='col'>rows</th><th scope='col'>first</th>"
            "<th scope='col'>last</th><th scope='col'>quarantined</th></tr></thead>"
            f"<tbody>{rows}</tbody></table><p>Not given: {absent}.</p>"
        )


def connect(
    given: str | Path | engine.Connection | None = None,
    *,
    mapping: str | Path | None = None,
    lake: str | Path | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    sealed: bool = False,
    progress: Progress | None = None,
    **tables: Given,
) -> Database:
    """Open event data of any shape and check it against the table contract.

    `given` is a folder of `<table>.parquet|csv|json`, a lake, a glob of event files, a `.duckdb` file, a
    mapping `.sql` of views, or an open connection; or each table is named on its own: a SELECT, a path or a
    DataFrame. `mapping` maps the files of a folder. Rows that break the contract are set aside and counted.
    With `lake` the checked tables are kept in that folder as Parquet and reused while the files behind them
    are unchanged; without it they live in memory. `sealed` locks a lake's connection: no file outside the
    lake can be read or written, no setting changed, whatever a query says.

    Raises DataError where data does not fit the contract, NoDataError where there is none.
    """
    if isinstance(given, Database):
        return given
    con = engine.memory(threads, memory_limit)
    if isinstance(given, str | Path) and _is_lake(Path(given)):
        return _opened(Path(given), con, sealed=sealed)
    found = _source(con, given, mapping, tables)
    progress = progress or watched()
    if lake is None:
        return _in_memory(found, progress)
    return _opened(_kept(found, Path(lake), progress), engine.memory(threads, memory_limit), sealed=sealed)


def _opened(folder: Path, con: engine.Connection, *, sealed: bool) -> Database:
    kept = lake.read(folder)
    if sealed:
        engine.seal(con, folder)
    for name in kept.coverage:
        con.read_parquet(lake.files(folder, name)).create_view(name)
    return Database(
        con,
        kept.coverage,
        description=kept.source,
        fingerprint=kept.fingerprint,
        synthetic=kept.synthetic,
        folder=folder,
    )


def _source(
    con: engine.Connection,
    given: str | Path | engine.Connection | None,
    mapping: str | Path | None,
    tables: Mapping[str, Given],
) -> source.Source:
    if (given is None) == (not tables):
        raise ParameterError(
            "Give connect() one source, or its tables by name: connect('folder') or connect(events='…')."
        )
    if given is None:
        return source.of_tables(con, tables)
    if isinstance(given, engine.Connection):
        return source.of_connection(given)
    return source.of_path(con, Path(given), Path(mapping) if mapping else None)


def _in_memory(found: source.Source, progress: Progress) -> Database:
    coverage = lake.load(found, progress=progress)
    fingerprint = hashlib.sha256(repr(sorted(coverage.items())).encode()).hexdigest()[:16]
    return Database(
        found.con,
        coverage,
        description=found.description,
        fingerprint=fingerprint,
        synthetic=found.synthetic,
    )


def _kept(found: source.Source, folder: Path, progress: Progress) -> Path:
    if found.key is None or lake.key(folder) != found.key:
        lake.build(found, folder, progress=progress)
    return folder


def _is_lake(folder: Path) -> bool:
    return lake.is_lake(folder)


def _empty(table: contract.Table) -> str:
    columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
    return f"create or replace temp table {table.name} ({columns})"


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _described(held: Coverage) -> dict[str, Any]:
    names = [column.name for column in contract.table(held.table).columns]
    return {
        "table": held.table,
        "rows": held.rows,
        "first": held.first,
        "last": held.last,
        "columns": ", ".join(name for name in names if name in held.columns),
        "missing": ", ".join(name for name in names if name not in held.columns),
        "quarantined": sum(held.quarantined.values()),
    }


def _html_row(held: Coverage) -> str:
    cells = (f"{held.rows:,}", held.first or "", held.last or "", f"{sum(held.quarantined.values()):,}")
    return f"<tr><th scope='row'>{held.table}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
