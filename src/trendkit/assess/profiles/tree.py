"""A shallow decision tree as boxes of numbers, and each box as a condition in SQL.

scikit-learn casts what a tree sees to float32, so a threshold pasted into SQL answers otherwise near it. Here
the tree learns from ranks, which float32 holds exactly, and each cut becomes the shortest number between the
two values it lies between: the condition on the values themselves is then exact, NULL included.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from trendkit.assess.segments.predicate import sql_name
from trendkit.errors import ParameterError

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

_DIGITS: Final = 17  # enough to write any double
_PLAIN: Final = 15  # digits of a decimal that engines turn into the nearest double
_MOST_VALUES: Final = 2**24  # whole numbers that float32 holds exactly
_NOWHERE: Final = -1


@dataclass(frozen=True)
class Bound:
    """What a box asks of one feature: `above` < value <= `upto`, or unknown where `missing` is true."""

    feature: str
    above: float = -np.inf
    upto: float = np.inf
    missing: bool = True

    @property
    def free(self) -> bool:
        """Whether every value meets it, known or not."""
        return self.missing and self.above == -np.inf and self.upto == np.inf

    def sql(self, name: "dict[tuple[str, float], str] | None" = None) -> str:
        """Return the condition; `name` may give cuts other texts than their numbers: `$likes_above`."""
        column, known = sql_name(self.feature), name or {}
        above, upto = (known.get((self.feature, cut), number(cut)) for cut in (self.above, self.upto))
        if self.above >= self.upto:
            return f"{column} is null"
        parts = [f"{column} > {above}"] if self.above > -np.inf else []
        parts += [f"{column} <= {upto}"] if self.upto < np.inf else []
        if not parts:
            return f"{column} is not null"
        return f"({column} is null or {' and '.join(parts)})" if self.missing else " and ".join(parts)

    def holds(self, column: "pd.Series[float]") -> np.ndarray:
        """Return which values meet it."""
        values = column.to_numpy(float)
        return np.where(np.isnan(values), self.missing, (values > self.above) & (values <= self.upto))


@dataclass(frozen=True)
class Leaf:
    """One box of a tree: what it asks, and how many accounts it was learned from, and how many flagged."""

    bounds: tuple[Bound, ...]
    accounts: int
    flagged: int

    @property
    def share(self) -> float:
        """The share of its accounts that were flagged."""
        return self.flagged / self.accounts

    def sql(self, name: "dict[tuple[str, float], str] | None" = None) -> str:
        """Return its condition."""
        return " and ".join(bound.sql(name) for bound in self.bounds) or "true"

    def holds(self, frame: pd.DataFrame) -> np.ndarray:
        """Return which rows lie in it."""
        inside = np.ones(len(frame), bool)
        for bound in self.bounds:
            inside &= bound.holds(frame[bound.feature])
        return inside


def leaves(frame: pd.DataFrame, flagged: np.ndarray, *, depth: int, least: int, pure: float) -> list[Leaf]:
    """Return the boxes of a tree where more than a share `pure` is flagged; two that fill a box are one.

    The tree makes at most `depth` cuts one after the other, with at least `least` accounts on each side.
    Where a feature is always known, nothing was learned about an unknown one: it meets no cut.
    """
    ranks = codes(frame)
    fitted = fit(ranks, flagged, depth=depth, least=least)
    at, nodes = fitted.apply(ranks), fitted.tree_.node_count
    sizes = np.bincount(at, minlength=nodes), np.bincount(at, weights=flagged, minlength=nodes)
    values = [np.unique(column.dropna().to_numpy(float)) for _, column in frame.items()]
    names, unknown = [str(name) for name in frame.columns], frame.isna().any().to_numpy()
    return _Grown(fitted, names, values, unknown, *sizes, pure).boxes()


def fit(ranks: np.ndarray, flagged: np.ndarray, *, depth: int, least: int) -> "DecisionTreeClassifier":
    """Return scikit-learn's tree over ranks, both classes weighing the same."""
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - slow to import

    if np.nanmax(ranks, initial=0) >= _MOST_VALUES:
        raise ParameterError("More than 16,777,216 different values in a column: learn from a sample.")
    asked = {"max_depth": depth, "min_samples_leaf": least, "class_weight": "balanced", "random_state": 0}
    return DecisionTreeClassifier(**asked).fit(ranks, flagged)


def codes(frame: pd.DataFrame) -> np.ndarray:
    """Return the rank of each value in its column, NaN where it is unknown."""
    ranks = [np.where(held.isna(), np.nan, held.rank(method="dense") - 1) for _, held in frame.items()]
    return np.column_stack(ranks)


def number(value: float) -> str:
    """Return a number as SQL that every engine reads as exactly this double."""
    text = repr(float(value))
    digits = sum(char.isdigit() for char in text.lstrip("-0."))
    return text.removesuffix(".0") if digits <= _PLAIN or "e" in text else f"{text}e0"


def between(low: float, high: float) -> float:
    """Return the shortest number of low <= number < high."""
    for digits in range(1, _DIGITS):
        found = float(f"{low / 2 + high / 2:.{digits}g}")
        if low <= found < high:
            return found
    return low


@dataclass(frozen=True)
class _Grown:
    """A tree with the values behind its ranks, and how many accounts ended at each node."""

    fitted: "DecisionTreeClassifier"
    names: list[str]
    values: list[np.ndarray]
    unknown: np.ndarray
    accounts: np.ndarray
    flagged: np.ndarray
    pure: float

    def boxes(self, node: int = 0, path: tuple[Bound, ...] = ()) -> list[Leaf]:
        """Return the pure boxes below a node."""
        if self.fitted.tree_.children_left[node] == _NOWHERE:
            leaf = Leaf(_merged(path), int(self.accounts[node]), int(self.flagged[node]))
            return [leaf] if leaf.share > self.pure else []
        one, two = self._sides(node, path)
        return [_joined(path, one + two)] if self._whole(node) else one + two

    def _sides(self, node: int, path: tuple[Bound, ...]) -> tuple[list[Leaf], list[Leaf]]:
        held = self.fitted.tree_
        feature, left = int(held.feature[node]), bool(held.missing_go_to_left[node])
        cut, name = _cut(float(held.threshold[node]), self.values[feature]), self.names[feature]
        some = bool(self.unknown[feature])
        below = Bound(name, upto=cut, missing=some and left)
        above = Bound(name, above=cut, missing=some and not left)
        left_side = self.boxes(int(held.children_left[node]), (*path, below))
        return left_side, self.boxes(int(held.children_right[node]), (*path, above))

    def _whole(self, node: int) -> bool:
        """Whether all leaves below a node are pure."""
        held = self.fitted.tree_
        if held.children_left[node] == _NOWHERE:
            return bool(self.flagged[node] > self.pure * self.accounts[node])
        return self._whole(int(held.children_left[node])) and self._whole(int(held.children_right[node]))


def _joined(path: tuple[Bound, ...], parts: list[Leaf]) -> Leaf:
    return Leaf(_merged(path), sum(part.accounts for part in parts), sum(part.flagged for part in parts))


def _cut(threshold: float, values: np.ndarray) -> float:
    """Return the cut between two values that stands for one between their ranks."""
    place = np.floor(threshold)
    return np.inf if place >= len(values) - 1 else between(*values[int(place) : int(place) + 2])


def _merged(path: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """Return one bound per feature, those that everybody meets left out."""
    held: dict[str, Bound] = {}
    for step in path:
        known = held.get(step.feature, Bound(step.feature))
        held[step.feature] = replace(
            known,
            above=max(known.above, step.above),
            upto=min(known.upto, step.upto),
            missing=known.missing and step.missing,
        )
    return tuple(bound for bound in held.values() if not bound.free)


def cuts(found: list[Leaf]) -> list[tuple[str, float]]:
    """Return every cut of some boxes once: feature and number, in the order in which they are asked."""
    asked = [
        (bound.feature, cut)
        for leaf in found
        for bound in leaf.bounds
        for cut in (bound.above, bound.upto)
        if np.isfinite(cut)
    ]
    return list(dict.fromkeys(asked))
