"""A part of the data as a dict (dimension → value, or a tuple of values) and as a SQL filter safe to paste.

Values are written by attackers: whatever cannot be seen is spelled as chr(…), so that the filter is exact
and still shows what it says.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

from trendkit.engine.duckdb import literal

_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*\Z")


def sql_filter(predicate: Mapping[str, Any]) -> str:
    """Return the condition that selects the rows of a predicate; None stands for NULL, {} for all rows."""
    return " and ".join(_condition(name, value) for name, value in predicate.items()) or "true"


def sql_name(name: str) -> str:
    """Return a column name, quoted where SQL needs it."""
    plain = _PLAIN.match(name) and duckdb.tokenize(name) == [(0, duckdb.token_type.identifier)]
    return name if plain else '"' + name.replace('"', '""') + '"'


def sql_literal(value: Any) -> str:
    """Return a value as SQL text that reads back as itself."""
    value = plain(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value) if np.isfinite(value) else f"cast('{value}' as double)"
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    return f"date '{value}'" if isinstance(value, date) else _text(str(value))


def plain(value: Any) -> Any:
    """Return a value as the plain Python type, None for anything missing."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _condition(name: str, value: Any) -> str:
    column, values = sql_name(name), value if isinstance(value, tuple) else (value,)
    known = [sql_literal(each) for each in values if plain(each) is not None]
    parts = [f"{column} = {known[0]}"] if len(known) == 1 else []
    parts += [f"{column} in ({', '.join(known)})"] if len(known) > 1 else []
    parts += [f"{column} is null"] if len(known) < len(values) else []
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _text(value: str) -> str:
    runs = [(seen, "".join(run)) for seen, run in groupby(value, str.isprintable)]
    parts = [
        part
        for seen, run in runs
        for part in ([literal(run)] if seen else [f"chr({ord(char)})" for char in run])
    ]
    return parts[0] if len(parts) == 1 else f"({' || '.join(parts)})" if parts else "''"
