"""The table contract: what `sql/tables/*.sql` promises, read by DuckDB itself.

Each file is a plain CREATE TABLE. NOT NULL, CHECK and PRIMARY KEY are the rules a row must pass,
generated columns are derived when the lake is built, and the comment behind a column is its meaning.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from trendkit import content
from trendkit.engine import duckdb as engine
from trendkit.errors import DataError, nearest

_REASON_CHARS: Final = 70


@dataclass(frozen=True)
class Column:
    """One column: `derived` holds the expression of a generated column, else None."""

    name: str
    type: str
    meaning: str
    required: bool
    default: str | None
    derived: str | None


@dataclass(frozen=True)
class Rule:
    """One CHECK of the contract: rows where `expression` is false are quarantined for `reason`."""

    reason: str
    expression: str


@dataclass(frozen=True)
class Table:
    """One table of the contract. `time` is the column that dates a row, None where none is required."""

    name: str
    meaning: str
    key: tuple[str, ...]
    time: str | None
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    ddl: str

    @property
    def given(self) -> tuple[Column, ...]:
        """The columns a source may hold (not the derived ones)."""
        return tuple(column for column in self.columns if column.derived is None)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a source must hold."""
        return tuple(c.name for c in self.given if c.required and c.default is None)

    def column(self, name: str) -> Column:
        """Return the column of that name, or raise DataError with the nearest one."""
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            names = [column.name for column in self.columns]
            raise DataError(f"No column {name!r} in table {self.name}.{nearest(name, names)}")
        return found


@cache
def tables() -> dict[str, Table]:
    """Return every table of the contract by name, `events` first."""
    files = sorted((content.SQL / "tables").glob("*.sql"), key=lambda f: (f.stem != "events", f.stem))
    return {file.stem: _table(file) for file in files}


def table(name: str) -> Table:
    """Return one table, or raise DataError with the nearest name."""
    try:
        return tables()[name]
    except KeyError:
        raise DataError(f"No table named {name!r} in the contract.{nearest(name, tables())}") from None


def _table(file: Path) -> Table:
    ddl = file.read_text(encoding="utf-8")
    con = engine.memory()
    con.execute(ddl)
    constraints = engine.frame(con, content.sql_text("engine/constraints.sql"))
    columns = tuple(_column(row, ddl) for row in _records(con, "engine/columns.sql"))
    keys = constraints[constraints["constraint_type"] == "PRIMARY KEY"]["column_names"]
    checks = constraints[constraints["constraint_type"] == "CHECK"]
    return Table(
        name=file.stem,
        meaning=ddl.partition("\n")[0].removeprefix(f"-- {file.stem}:").strip(),
        key=tuple(keys.iloc[0]),
        time=next((c.name for c in columns if c.required and c.type in ("TIMESTAMP", "DATE")), None),
        columns=columns,
        rules=tuple(
            _rule(expression, on[0])
            for expression, on in zip(checks["expression"], checks["column_names"], strict=True)
        ),
        ddl=ddl,
    )


def _records(con: engine.Connection, file: str) -> list[dict[str, Any]]:
    found = engine.frame(con, content.sql_text(file))
    return [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]


def _column(row: dict[str, Any], ddl: str) -> Column:
    generated = bool(row["is_generated"])
    expression = row["column_default"]
    return Column(
        name=row["column_name"],
        type=row["data_type"],
        meaning=_meaning(row["column_name"], ddl),
        required=not row["is_nullable"],
        default=expression if isinstance(expression, str) and not generated else None,
        derived=expression if generated else None,
    )


def _meaning(column: str, ddl: str) -> str:
    found = re.search(rf"^    {column}\s[^\n]*?--\s*([^\n]*)", ddl, flags=re.MULTILINE)
    return found.group(1).strip() if found else ""


def _rule(expression: str, column: str) -> Rule:
    # a CHECK that is NULL passes, as in SQL
    short = expression if len(expression) <= _REASON_CHARS else f"{expression[: _REASON_CHARS - 1]}…"
    return Rule(reason=f"{column} fails the check {short}", expression=expression)
