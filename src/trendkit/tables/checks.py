"""One table's rows against the contract: which SQL casts them, which tells why a row is refused.

The SQL is put together from the contract's own names and expressions; values of rows never enter it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb

from trendkit.engine import duckdb as engine
from trendkit.errors import DataError, nearest
from trendkit.tables.contract import Column, Table

_FLOATS: Final = ("DOUBLE", "FLOAT")
_ROW_TEXT_CHARS: Final = 200


@dataclass(frozen=True)
class Plan:
    """How one source becomes one table, as DuckDB expressions.

    `casts` give the contract's types, `reason` is NULL for a good row, `extra` names source columns
    the contract does not know (left out).
    """

    table: Table
    casts: str
    reason: str
    extra: tuple[str, ...]

    def good(self, source: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        """Return the rows that pass, with the contract's given columns."""
        typed = source.set_alias("source").project(self.casts)
        return typed.filter(f"({self.reason}) is null").project(names(self.table))

    def refused(self, source: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        """Return the rows that do not pass: `reason` and `row_text`, how the row looked, cut short."""
        typed = source.set_alias("source").project(self.casts)
        return typed.project(f"{self.reason} as reason, row_text").filter("reason is not null")


def names(table: Table) -> str:
    """Return the given columns of a table, as a list for SQL."""
    return ", ".join(column.name for column in table.given)


def plan(table: Table, types: dict[str, str], latest: datetime) -> Plan:
    """Plan the checks of a source with these column types; rows dated after `latest` are refused."""
    found = {name.lower(): name for name in types}
    _require_columns(table, found, types)
    _refuse_float_ids(table, found, types)
    present = [c for c in table.given if c.name in found]
    casts = [_typed(c, types[found[c.name]]) if c in present else _absent(c) for c in table.given]
    losses = [_lost(c, types[found[c.name]]) for c in present]
    row_text = f"left(cast(source as varchar), {_ROW_TEXT_CHARS}) as row_text"
    checks = [check for c in present for check in _column_checks(c, types[found[c.name]])]
    checks += [f"when not ({rule.expression}) then {engine.literal(rule.reason)}" for rule in table.rules]
    checks += _time_checks(table, latest)
    known = {column.name for column in table.columns}
    return Plan(
        table=table,
        casts=", ".join([*casts, *(loss for loss in losses if loss), row_text]),
        reason=f"case {' '.join(checks)} end" if checks else "cast(null as varchar)",
        extra=tuple(sorted(name for low, name in found.items() if low not in known)),
    )


def _require_columns(table: Table, found: dict[str, str], types: dict[str, str]) -> None:
    missing = [name for name in table.required if name not in found]
    if missing:
        hint = nearest(missing[0], found)
        have = ", ".join(types) or "none"
        raise DataError(
            f"{table.name}: required column {missing[0]!r} is missing; the source has: {have}.{hint} "
            f'Map your columns with one SELECT: connect({table.name}="select … as {missing[0]}, … from …").'
        )


def _refuse_float_ids(table: Table, found: dict[str, str], types: dict[str, str]) -> None:
    for column in table.given:
        kind = types.get(found.get(column.name, ""), "")
        if column.type == "VARCHAR" and kind in _FLOATS:
            raise DataError(
                f"{table.name}.{column.name} is text in the contract but arrives as {kind}, which loses "
                "digits of an identifier. Read it as text or as an integer at its source."
            )


def _typed(column: Column, kind: str) -> str:
    name = column.name
    value = f"source.{name}"
    if kind == column.type:
        cast = value
    elif column.type == "TIMESTAMP" and kind == "VARCHAR":
        # a text time may carry an offset, which a direct cast would drop without a word
        cast = f"cast(try_cast({value} as timestamp with time zone) as timestamp)"
    else:
        cast = f"try_cast({value} as {column.type})"
    return f"coalesce({cast}, {column.default}) as {name}" if column.default else f"{cast} as {name}"


def _absent(column: Column) -> str:
    return f"cast({column.default or 'null'} as {column.type}) as {column.name}"


def _lost(column: Column, kind: str) -> str | None:
    if column.type in (kind, "VARCHAR"):
        return None
    return f"source.{column.name} is not null as given_{column.name}"


def _column_checks(column: Column, kind: str) -> list[str]:
    name, checks = column.name, []
    if _lost(column, kind):
        text = engine.literal(f"{name} is not a {column.type}")
        checks.append(f"when given_{name} and {name} is null then {text}")
    if column.required:
        checks.append(f"when {name} is null then {engine.literal(f'{name} is missing')}")
    if column.type == "VARCHAR":
        checks.append(f"when contains({name}, chr(0)) then {engine.literal(f'{name} holds a NUL character')}")
    return checks


def _time_checks(table: Table, latest: datetime) -> list[str]:
    stamps = [c.name for c in table.given if c.type == "TIMESTAMP"]
    checks = [f"when not isfinite({n}) then {engine.literal(f'{n} is infinite')}" for n in stamps]
    if table.time:
        text = engine.literal(f"{table.time} lies in the future")
        checks.append(f"when {table.time} > timestamp '{latest:%Y-%m-%d %H:%M:%S}' then {text}")
    return checks
