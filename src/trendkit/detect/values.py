"""Parameter values checked before anything runs: name, type, range, choice, window.

Every value becomes the plain Python type DuckDB binds; what could be read in two ways is refused.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from trendkit.detect.sqlfile import DetectorFile, Parameter
from trendkit.errors import ParameterError, nearest
from trendkit.inert import display_text


def checked(file: DetectorFile, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for every parameter but a missing since or until, or raise ParameterError."""
    names = [parameter.name for parameter in file.params]
    for name in values:
        if name not in names:
            shown = display_text(name, 60)
            raise ParameterError(f"No parameter of {file.name} named {shown!r}.{nearest(name, names)}")
    given = {p.name: check(file.name, p, values[p.name]) for p in file.params if p.name in values}
    return {p.name: p.default for p in file.params[2:]} | given


def window(name: str, since: datetime, until: datetime) -> None:
    """Raise ParameterError unless `since` lies before `until`."""
    if since >= until:
        raise ParameterError(
            f"{name}: since {since} is not before until {until}; until is the first moment left out."
        )


def check(owner: str, parameter: Parameter, value: object) -> Any:
    """Return `value` as the plain type of `parameter`, or raise ParameterError saying what is accepted."""
    where = f"{owner}: {parameter.name} = {display_text(repr(value), 80)}"
    match parameter.kind:
        case "moment":
            return moment(value, where)
        case kind if kind is bool:
            return _boolean(value, where)
        case kind if kind is int:
            return _in_range(_integer(value, where), parameter, where)
        case kind if kind is float:
            return _in_range(_number(value, where), parameter, where)
        case _:
            return _text(value, parameter.choices, where)


def moment(value: object, where: str) -> datetime:
    """Return a naive UTC datetime from a date, ISO text, datetime, pandas Timestamp or numpy datetime64."""
    found = _as_datetime(value, where)
    if found.tzinfo is None:
        return found
    if found.utcoffset() != timedelta(0):
        raise ParameterError(f"{where} is in another time zone; convert it with .astimezone(datetime.UTC).")
    return found.astimezone(UTC).replace(tzinfo=None)


def _as_datetime(value: object, where: str) -> datetime:
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT:
        raise ParameterError(f"{where} is no moment.")
    if isinstance(value, pd.Timestamp):
        if value.nanosecond:
            raise ParameterError(
                f"{where} has nanoseconds; moments are whole microseconds, use .floor('us')."
            )
        return value.to_pydatetime()
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        return _iso(value, where)
    raise ParameterError(f"{where} is no moment; give a date, a datetime or '2026-11-14 09:30'.")


def _iso(value: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise ParameterError(
            f"{where} is no moment; write it as '2026-11-14' or '2026-11-14 09:30'."
        ) from None


def _boolean(value: object, where: str) -> bool:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ParameterError(f"{where} must be True or False.")


def _integer(value: object, where: str) -> int:
    if isinstance(value, Integral) and not isinstance(value, bool | np.bool_):
        return int(value)
    raise ParameterError(f"{where} must be a whole number, not {type(value).__name__}.")


def _number(value: object, where: str) -> float:
    if not isinstance(value, Real) or isinstance(value, bool | np.bool_):
        raise ParameterError(f"{where} must be a number, not {type(value).__name__}.")
    if not math.isfinite(value):
        raise ParameterError(f"{where} must be a finite number.")
    return float(value)


def _in_range(value: float, parameter: Parameter, where: str) -> float:
    low, high = parameter.low, parameter.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise ParameterError(f"{where} is outside {low:g} to {high:g}.")
    return value


def _text(value: object, choices: Sequence[str], where: str) -> str:
    if not isinstance(value, str):
        raise ParameterError(f"{where} must be text, not {type(value).__name__}.")
    if choices and value not in choices:
        raise ParameterError(f"{where} is none of {', '.join(choices)}.{nearest(value, choices)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ParameterError(f"{where} holds half a surrogate pair, which is no text.") from None
    return str(value)
