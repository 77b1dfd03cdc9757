"""What the user gave, whatever its shape, as one view per contract table: `source_<table>`.

Declared types always: CSV and JSON are read as text and cast by the contract, never sniffed. Files of one
table must agree on their columns; where they do not, the difference is shown file by file.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from trendkit import content
from trendkit.engine import duckdb as engine
from trendkit.errors import DataError, NoDataError, nearest
from trendkit.tables import contract
from trendkit.tables.text import VERSION

Given = str | Path | pd.DataFrame

SYNTHETIC: Final = "synthetic.json"
_KINDS: Final = (".parquet", ".csv", ".json", ".jsonl", ".ndjson")
_DATABASES: Final = (".duckdb", ".db")
_MAGIC: Final = b"PAR1"
_SMALLEST_PARQUET: Final = 12
_SHOWN: Final = 5


@dataclass
class Source:
    """Views over what was given.

    `tables` maps each table found to its columns and types; `key` identifies the files behind it (None
    when it cannot be known, as for frames and connections); `synthetic` marks a planted world.
    """

    con: engine.Connection
    description: str
    key: str | None = None
    synthetic: bool = False
    tables: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, table: str, relation: str) -> None:
        """Make `source_<table>` a view of a relation, given as SQL."""
        contract.table(table)
        name = f"source_{table}"
        try:
            self.con.execute(f"create or replace temp view {name} as {relation}")
            self.tables[table] = engine.columns(self.con, f"table {name}")
        except duckdb.Error as error:
            raise DataError(f"{table}: {engine.message(error)}") from None


def of_tables(con: engine.Connection, tables: Mapping[str, Given]) -> Source:
    """Open tables given one by one: a SELECT, a path or glob, or a DataFrame each."""
    source = Source(con, description=", ".join(tables))
    for table, given in tables.items():
        if isinstance(given, pd.DataFrame):
            con.register(f"frame_{table}", given.copy())  # DuckDB cannot read a reversed view
            source.add(table, f"table frame_{table}")
        elif _is_query(given):
            source.add(table, str(given))
        else:
            source.add(table, _scan(table, _matches(Path(given))))
    return source


def of_folder(con: engine.Connection, folder: Path) -> Source:
    """Open a folder of `<table>.parquet|csv|json` files or `<table>/` folders of them."""
    source = Source(con, description=folder.name, synthetic=(folder / SYNTHETIC).is_file())
    used: list[Path] = []
    for table in contract.tables():
        if found := _table_files(folder, table):
            source.add(table, _scan(table, found))
            used += found
    if not used:
        raise _nothing_in(folder)
    source.key = _key(used)
    return source


def of_mapping(con: engine.Connection, mapping: Path, folder: Path) -> Source:
    """Open the views that a mapping file creates; its relative paths start at `folder`."""
    statements = _text_of(mapping)
    con.execute(f"set file_search_path = {engine.literal(str(folder.resolve()))}")
    con.execute("create schema mapped")
    con.execute("set schema = 'mapped'")
    try:
        con.execute(statements)
    except duckdb.Error as error:
        raise DataError(f"{mapping.name}: {engine.message(error)}") from None
    finally:
        con.execute("set schema = 'main'")
    source = Source(con, description=f"{folder.name} through {mapping.name}")
    views = engine.rows(con, content.sql_text("engine/views.sql"))
    for (view,) in views:
        if view in contract.tables():
            source.add(view, f"table mapped.{view}")
    unknown = [view for (view,) in views if view not in contract.tables()]
    if not source.tables or ("events" not in source.tables and unknown):
        raise DataError(f"{mapping.name} creates no view named 'events'.{nearest('events', unknown)}")
    source.key = _key(_data_files(folder), mapping.read_text(encoding="utf-8"))
    return source


def of_database(con: engine.Connection, file: Path) -> Source:
    """Open a DuckDB file, read-only."""
    con.execute(f"attach {engine.literal(str(file))} as given (read_only)")
    return _of_catalog(con, "given", file.name, _key([file]))


def of_connection(con: engine.Connection) -> Source:
    """Open the tables of a connection through a cursor of its own: nothing in it is changed."""
    cursor = con.cursor()
    engine.settle(cursor)
    (catalog,) = engine.rows(cursor, "select current_database()")[0]
    return _of_catalog(cursor, catalog, "an open connection", None)


def of_path(con: engine.Connection, path: Path, mapping: Path | None) -> Source:
    """Open a path of any kind: folder, mapping, DuckDB file, or a file or glob of events."""
    if mapping is not None:
        return of_mapping(con, mapping, path)
    if path.suffix == ".sql":
        return of_mapping(con, path, path.parent)
    if path.is_dir():
        own = path / "mapping.sql"
        return of_mapping(con, own, path) if own.is_file() else of_folder(con, path)
    if path.suffix in _DATABASES:
        return of_database(con, path)
    found = _matches(path)
    source = Source(con, description=path.name, key=_key(found))
    source.add("events", _scan("events", found))
    return source


def _of_catalog(con: engine.Connection, catalog: str, description: str, key: str | None) -> Source:
    source = Source(con, description=description, key=key)
    held = engine.rows(con, content.sql_text("engine/held.sql"), {"catalog": catalog})
    for schema, table in held:
        if table in contract.tables():
            source.add(table, f"table {catalog}.{schema}.{table}")
    if "events" not in source.tables:
        names = [table for _, table in held]
        raise NoDataError(
            f"{description} holds no table 'events' but {names or 'nothing'}.{nearest('events', names)}"
        )
    return source


def _is_query(given: str | Path) -> bool:
    words = str(given).split(maxsplit=1)
    return isinstance(given, str) and bool(words) and words[0].lower() in ("select", "with", "from", "table")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"Cannot read the mapping {file}: {error.strerror}.") from error


def _table_files(folder: Path, table: str) -> list[Path]:
    beside = [folder / f"{table}{kind}" for kind in _KINDS if (folder / f"{table}{kind}").is_file()]
    inside = (
        sorted(f for f in (folder / table).rglob("*") if f.suffix in _KINDS)
        if (folder / table).is_dir()
        else []
    )
    return beside + inside


def _data_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in _KINDS)


def _nothing_in(folder: Path) -> NoDataError:
    if not folder.is_dir():
        return NoDataError(f"There is no folder {folder}.")
    names = sorted(f.name for f in folder.iterdir())[:20]
    hint = nearest("events.parquet", names)
    return NoDataError(
        f"{folder} holds no file of a contract table, such as events.parquet or events/*.parquet; "
        f"it holds: {', '.join(names) or 'nothing'}.{hint} "
        "Map other files with one view per table, in mapping.sql: "
        "create view events as select … from 'file.parquet';"
    )


def _matches(path: Path) -> list[Path]:
    parts = path.parts
    magic = next((i for i, part in enumerate(parts) if any(c in part for c in "*?[")), None)
    if magic is None:
        found = [path] if path.is_file() else []
    else:
        found = sorted(Path(*parts[:magic]).glob(str(Path(*parts[magic:]))))
    if not found:
        raise NoDataError(f"No files match {path}.")
    return found


def _scan(table: str, files: list[Path]) -> str:
    kinds = {file.suffix for file in files}
    if len(kinds) > 1:
        raise DataError(f"{table}: files of different kinds: {', '.join(sorted(kinds))}. Give one kind.")
    kind = kinds.pop()
    _refuse_damaged(table, files, kind)
    paths = f"[{', '.join(engine.literal(str(file)) for file in files)}]"
    if kind == ".parquet":
        return _same_parquet(table, files, f"read_parquet({paths}, hive_partitioning = false)")
    if kind == ".csv":
        return f"from read_csv({paths}, {_csv_options(table, files)})"
    names = ", ".join(f"{column.name}: 'VARCHAR'" for column in contract.table(table).given)
    return f"from read_json({paths}, columns = {{{names}}}, format = 'auto')"


def _same_parquet(table: str, files: list[Path], scan: str) -> str:
    con = engine.memory()
    schemas = {f: engine.columns(con, f"from read_parquet({engine.literal(str(f))})") for f in files}
    _refuse_mixed(table, schemas)
    return f"from {scan}"


def _csv_options(table: str, files: list[Path]) -> str:
    headers = {file: dict.fromkeys(_header(file), "VARCHAR") for file in files}
    _refuse_mixed(table, headers)
    names = ", ".join(f"{engine.literal(name)}: 'VARCHAR'" for name in headers[files[0]])
    return (
        f"columns = {{{names}}}, header = true, delim = ',', quote = '\"', escape = '\"', "
        "auto_detect = false, nullstr = ''"
    )


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        names = next(csv.reader(stream), [])
    if not names or len(set(map(str.lower, names))) < len(names):
        raise DataError(f"{file.name}: the first line must name the columns, each once; it reads {names}.")
    return names


def _refuse_mixed(table: str, schemas: Mapping[Path, Mapping[str, str]]) -> None:
    (first, expected), *others = schemas.items()
    wrong = [(f, _difference(expected, found)) for f, found in others if dict(found) != dict(expected)]
    if wrong:
        lines = "\n".join(f"  {file.name}: {text}" for file, text in wrong[:_SHOWN])
        more = f"\n  and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise DataError(f"{table}: these files do not have the columns of {first.name}:\n{lines}{more}")


def _difference(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    missing = [f"no {name}" for name in expected if name not in found]
    extra = [f"extra {name}" for name in found if name not in expected]
    changed = [f"{n} is {found[n]}, not {t}" for n, t in expected.items() if n in found and found[n] != t]
    return "; ".join(missing + extra + changed) or "the same columns in another order"


def _refuse_damaged(table: str, files: Iterable[Path], kind: str) -> None:
    damaged = [file.name for file in files if not _looks_whole(file, kind)]
    if damaged:
        shown = ", ".join(damaged[:_SHOWN]) + (
            f" and {len(damaged) - _SHOWN} more" if len(damaged) > _SHOWN else ""
        )
        raise DataError(
            f"{table}: empty or cut-off files: {shown}. Copy them again before anything is counted."
        )


def _looks_whole(file: Path, kind: str) -> bool:
    size = file.stat().st_size
    if kind != ".parquet":
        return size > 0
    if size < _SMALLEST_PARQUET:
        return False
    with file.open("rb") as stream:
        head = stream.read(len(_MAGIC))
        stream.seek(-len(_MAGIC), 2)
        return head == _MAGIC == stream.read()


def _key(files: Iterable[Path], text: str = "") -> str:
    digest = hashlib.sha256(text.encode())
    for file in files:
        stat = file.stat()
        digest.update(f"{file.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    for made in (VERSION, *(table.ddl for table in contract.tables().values())):
        digest.update(made.encode())
    return digest.hexdigest()[:16]
