"""Leaf tables: one row per finest combination of dimension values, with what happened and what was expected.

Values become codes, in the order of their names: a NULL is a value like any other, nothing depends on the
order of rows or dimensions, and no user's word gets into a query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
import pandas as pd

from trendkit.assess.segments.predicate import plain
from trendkit.errors import DataError, ParameterError, nearest

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Leaves:
    """Dimensions by name with their values, and per leaf: code in each dimension, day, actual, expected.

    Day 0 is the one in question, the others are quiet ones.
    """

    names: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    codes: Array
    day: Array
    actual: Array
    expected: Array

    def inside(self, element: Mapping[int, tuple[int, ...]], codes: Array | None = None) -> Array:
        """Return which leaves lie in an element."""
        held = self.codes if codes is None else codes
        within = [np.isin(held[:, dim], chosen) for dim, chosen in element.items()]
        return np.logical_and.reduce(within) if within else np.ones(len(held), bool)

    def predicate(self, element: Mapping[int, tuple[int, ...]]) -> dict[str, Any]:
        """Return an element in the user's words: dimension → value, or a tuple of values."""
        named = {
            self.names[dim]: [self.values[dim][code] for code in element[dim]] for dim in sorted(element)
        }
        return {name: held[0] if len(held) == 1 else tuple(held) for name, held in named.items()}

    def today(self) -> "Leaves":
        """Return the leaves of the day in question."""
        kept = self.day == 0
        parts = (part[kept] for part in (self.codes, self.day, self.actual, self.expected))
        return Leaves(self.names, self.values, *parts)


def leaves(table: pd.DataFrame, dimensions: Sequence[str], quiet: pd.DataFrame | None = None) -> Leaves:
    """Return the leaves of a table with the dimensions, `actual` and `expected`; equal ones are added up.

    `quiet` has the same columns and `day`. Raises DataError where a count is missing or negative.
    """
    names = tuple(sorted(dimensions))
    _refuse(table, names)
    whole = table.assign(day=0)
    if quiet is not None:
        _refuse(quiet, (*names, "day"))
        order = np.unique(quiet["day"].to_numpy())
        whole = pd.concat([whole, quiet.assign(day=np.searchsorted(order, quiet["day"]) + 1)])
    coded = [_coded(whole[name]) for name in names]
    return _summed(whole, names, tuple(values for _, values in coded), [codes for codes, _ in coded])


def _summed(
    whole: pd.DataFrame, names: tuple[str, ...], values: tuple[Any, ...], codes: list[Array]
) -> Leaves:
    keys = [whole["day"].to_numpy(), *codes]
    order = np.lexsort(keys[::-1])
    sorted_keys = np.column_stack(keys)[order]
    starts = np.flatnonzero(np.r_[len(order) > 0, (np.diff(sorted_keys, axis=0) != 0).any(axis=1)])
    sums = [_sums(whole[name].to_numpy(float)[order], starts) for name in ("actual", "expected")]
    held = sorted_keys[starts]
    return Leaves(names, values, held[:, 1:], held[:, 0], *sums)


def _sums(values: Array, starts: Array) -> Array:
    """Add up runs exactly, whatever their order."""
    if len(starts) == len(values):
        return values
    ends = pairwise([*starts, len(values)])
    return np.array([fsum(values[a:b]) for a, b in ends])


def _coded(column: pd.Series) -> tuple[Array, tuple[Any, ...]]:
    codes, values = pd.factorize(column, use_na_sentinel=True)
    known = [plain(value) for value in values]
    order = sorted(range(len(known)), key=lambda place: (str(type(known[place])), known[place]))
    rank = np.empty(len(known) + 1, np.int64)
    rank[order] = np.arange(len(known))
    rank[-1] = len(known)
    missing = (None,) if (codes < 0).any() else ()
    return rank[codes], (*(known[place] for place in order), *missing)


def _refuse(table: pd.DataFrame, names: Sequence[str]) -> None:
    if not names or len(set(names)) < len(names):
        raise ParameterError("segments: name at least one dimension, each once.")
    for name in (*names, "actual", "expected"):
        if name not in table.columns:
            raise ParameterError(
                f"No column {name!r} in the leaf table.{nearest(name, map(str, table.columns))}"
            )
    counts = table[["actual", "expected"]].to_numpy(float)
    if len(table) == 0:
        return
    if not np.isfinite(counts).all() or counts.min() < 0:
        raise DataError("actual and expected of every leaf must be finite and not negative.")
