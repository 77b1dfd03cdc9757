"""One table's rows against the contract: which SQL casts them, which tells why a row is refused.

The SQL is put together from the contract's own names and expressions; values of rows never enter it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from trendkit.errors import DataError, nearest
from trendkit.tables.contract import Column, Table

_FLOATS: Final = ("DOUBLE", "FLOAT")
_ROW_TEXT_CHARS: Final = 200


@dataclass(frozen=True)
class Plan:
    """How one source becomes one table.

    `typed` casts it to the contract's types, `reason` is NULL for a good row, `extra` names source
    columns the contract does not know (left out).
    """

    table: Table
    typed: str
    reason: str
    extra: tuple[str, ...]

    @property
    def good(self) -> str:
        """The rows that pass, as a query with the contract's given columns."""
        names = ", ".join(column.name for column in self.table.given)
        return f"select {names} from ({self.typed}) where ({self.reason}) is null"

    @property
    def refused(self) -> str:
        """The rows that do not pass, with their reason and how the row looked, cut short."""
        return (
            f"select {self.reason} as reason, row_text from ({self.typed}) where ({self.reason}) is not null"
        )


def plan(table: Table, source: str, types: dict[str, str], latest: datetime) -> Plan:
    """Plan the checks of `source` (a relation name) with its column types; rows after `latest` are refused."""
    found = {name.lower(): name for name in types}
    _require_columns(table, source, found, types)
    present = [c for c in table.given if c.name in found]
    casts = [_typed(c, types[found[c.name]]) if c in present else _absent(c) for c in table.given]
    losses = [_lost(c, types[found[c.name]]) for c in present]
    row_text = f"left(cast(source as varchar), {_ROW_TEXT_CHARS}) as row_text"
    typed = f"select {', '.join([*casts, *(x for x in losses if x), row_text])} from {source} as source"
    checks = [check for c in present for check in _column_checks(c, types[found[c.name]])]
    checks += [f"when not ({rule.expression}) then {literal(rule.reason)}" for rule in table.rules]
    checks += _time_checks(table, latest)
    known = {column.name for column in table.columns}
    return Plan(
        table=table,
        typed=typed,
        reason=f"case {' '.join(checks)} end" if checks else "cast(null as varchar)",
        extra=tuple(sorted(name for low, name in found.items() if low not in known)),
    )


def literal(text: str) -> str:
    """Return a SQL string literal, for names and paths that cannot be bound."""
    return "'" + text.replace("'", "''") + "'"


def _require_columns(table: Table, source: str, found: dict[str, str], types: dict[str, str]) -> None:
    missing = [name for name in table.required if name not in found]
    if missing:
        hint = nearest(missing[0], found)
        have = ", ".join(types) or "none"
        raise DataError(
            f"{table.name}: required column {missing[0]!r} is missing; the source has: {have}.{hint} "
            f'Map your columns with one SELECT: connect({table.name}="select … as {missing[0]}, … from …").'
        )
    for column in table.given:
        kind = types.get(found.get(column.name, ""), "")
        if column.type == "VARCHAR" and kind in _FLOATS:
            raise DataError(
                f"{table.name}.{column.name} is text in the contract but arrives as {kind}, which loses digits "
                f"of an identifier. Read it as text or as an integer at its source."
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
    if kind == column.type or column.type == "VARCHAR":
        return None
    return f"source.{column.name} is not null as given_{column.name}"


def _column_checks(column: Column, kind: str) -> list[str]:
    name, checks = column.name, []
    if _lost(column, kind):
        text = literal(f"{name} is not a {column.type}")
        checks.append(f"when given_{name} and {name} is null then {text}")
    if column.required:
        checks.append(f"when {name} is null then {literal(f'{name} is missing')}")
    if column.type == "VARCHAR":
        checks.append(f"when contains({name}, chr(0)) then {literal(f'{name} holds a NUL character')}")
    return checks


def _time_checks(table: Table, latest: datetime) -> list[str]:
    stamps = [c.name for c in table.given if c.type == "TIMESTAMP"]
    checks = [f"when not isfinite({n}) then {literal(f'{n} is infinite')}" for n in stamps]
    if table.time:
        text = literal(f"{table.time} lies in the future")
        checks.append(f"when {table.time} > timestamp '{latest:%Y-%m-%d %H:%M:%S}' then {text}")
    return checks
