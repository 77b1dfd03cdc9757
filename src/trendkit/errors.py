"""The errors trendkit raises, and the nearest right name for a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches


class TrendkitError(Exception):
    """Say what went wrong, where, and what would be right.

    `exit_code` is what the command line ends with: 1 failed, 2 usage, 4 no data, 75 busy.
    """

    exit_code = 1


class ParameterError(TrendkitError):
    """Refuse a name, type or value before anything runs."""

    exit_code = 2


class DetectorError(TrendkitError):
    """Refuse a detector file, or report that its query failed."""


class DataError(TrendkitError):
    """Refuse data that does not fit the table contract."""


class NoDataError(TrendkitError):
    """Say that a question could not be looked at, which is not the same as finding nothing."""

    exit_code = 4


def nearest(name: str, names: Iterable[str]) -> str:
    """Return " Did you mean '…'?" for the closest of `names`, or "" when none is close."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""
