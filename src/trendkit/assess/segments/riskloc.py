"""RiskLoc: which elements of a dense table strayed from their forecast, as one, up or down.

Works where leaves are large and the forecast's own error is what hides the cause; on sparse counts it finds
nothing, which is what `scan` is for. Source: Kalander, RiskLoc, arXiv 2205.10004 (2022); own implementation,
all elements of a cuboid at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from trendkit.assess.segments.leaves import Leaves

Array = np.ndarray[Any, Any]
Element = dict[int, tuple[int, ...]]

RISK: Final = 0.5  # least risk of a cause
POWER: Final = 0.02  # least share of the abnormal change a cause explains
_TRIMMED: Final = 5  # extreme deviations on each side that do not set the cut
_MOST: Final = 12


@dataclass(frozen=True)
class Cells:
    """The leaves that no cause explains yet, with all that is known of each; `power` is positive for harm."""

    codes: Array
    actual: Array
    expected: Array
    deviation: Array
    abnormal: Array
    weight: Array
    power: Array

    def where(self, kept: Array) -> "Cells":
        """Return the leaves marked true."""
        return Cells(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Cause:
    """An element (dimension → codes of its values), and the risk that made it one."""

    element: Element
    risk: float


def causes(leaves: Leaves, depth: int | None = None) -> tuple[list[Cause], int]:
    """Return the causes, the most explaining of the shallowest first, and how many elements were looked at.

    `depth` is the most dimensions of a cause, all by default.
    """
    cells = _judged(leaves)
    least = POWER * cells.power[cells.abnormal].sum()
    depth = len(leaves.names) if depth is None else depth
    tested = sum(len(np.unique(_places(cells, leaves, dims))) for dims in _cuboids(leaves, depth))
    return list(_greedy(cells, leaves, depth, least)), tested


def _greedy(cells: Cells, leaves: Leaves, depth: int, least: float) -> Iterator[Cause]:
    for _ in range(_MOST):
        if not cells.abnormal.any() or cells.power[cells.abnormal].sum() < least:
            return
        cause = _shallowest(cells, leaves, depth, least)
        if cause is None:
            return
        yield cause
        cells = cells.where(~leaves.inside(cause.element, cells.codes))


def _judged(leaves: Leaves) -> Cells:
    actual, expected = leaves.actual, leaves.expected
    deviation = _apart(expected, actual)
    cut = _cut(deviation)
    abnormal = deviation > cut if not np.signbit(cut) else deviation < cut
    far = np.where(abnormal, np.abs(deviation), np.abs(cut - deviation))
    weight = np.where((actual == 0) & (expected == 0), 0, np.minimum(far, 1))
    power = actual - expected
    sign = -1 if power[abnormal].sum() < 0 else 1
    return Cells(leaves.codes, actual, expected, deviation, abnormal, weight, sign * power)


def _apart(forecast: Array, actual: Array) -> Array:
    """Return the deviation score of each leaf: 2 (f - v) / (f + v), 0 where both are 0."""
    total = forecast + actual
    return 2 * (forecast - actual) / np.where(total == 0, 1, total)


def _cut(deviation: Array) -> float:
    """Return the mirror of the less extreme side: ordinary errors are as large up as down."""
    values = np.unique(deviation)
    place = min(_TRIMMED, len(values) - 1)
    return -float(min(values[place], values[-1 - place], key=abs))


def _shallowest(cells: Cells, leaves: Leaves, depth: int, least: float) -> Cause | None:
    """Return the most explaining risky element of the first layer that has any."""
    for layer in range(1, depth + 1):
        best, power = None, least
        for dims in combinations(range(len(leaves.names)), layer):
            cause, explained = _riskiest(cells, leaves, dims, power)
            if cause is not None:
                best, power = cause, explained
        if best is not None:
            return best
    return None


def _riskiest(
    cells: Cells, leaves: Leaves, dims: tuple[int, ...], least: float
) -> tuple[Cause | None, float]:
    """Return the element of one cuboid that explains most, of those whose risk reaches the bar."""
    places, cell = np.unique(_places(cells, leaves, dims), return_inverse=True)
    power = np.bincount(cell, cells.power)
    abnormal = np.bincount(cell, cells.abnormal) > 0
    if not (abnormal & (power > least)).any():
        return None, least
    risk = _share_abnormal(cells, cell) - _spread_left(cells, cell)
    fit = abnormal & (power > least) & (risk >= RISK)
    if not fit.any():
        return None, least
    best = int(np.argmax(np.where(fit, power, -np.inf)))
    codes = np.unravel_index(places[best], [len(leaves.values[d]) for d in dims])
    element: Element = {d: (int(code),) for d, code in zip(dims, codes, strict=True)}
    return Cause(element, float(risk[best])), float(power[best])


def _share_abnormal(cells: Cells, cell: Array) -> Array:
    high = np.bincount(cell, np.where(cells.abnormal, cells.weight, 0))
    return high / (np.bincount(cell, cells.weight) + 1)


def _spread_left(cells: Cells, cell: Array) -> Array:
    """Return the deviation left when an element's forecast is scaled to its sum, relative to that before.

    Close to 0 where all leaves changed alike (the ripple effect).
    """
    size = cell.max() + 1
    seen = (cells.actual != 0) & (cells.expected != 0)
    cell, actual, expected = cell[seen], cells.actual[seen], cells.expected[seen]
    sums = np.bincount(cell, actual, size), np.bincount(cell, expected, size)
    scale = np.divide(*sums, out=np.zeros(size), where=sums[1] > 0)
    after = np.bincount(cell, np.abs(_apart(expected * scale[cell], actual)), size)
    before = np.bincount(cell, np.abs(cells.deviation[seen]), size)
    return np.divide(after, before, out=np.zeros(size), where=before > 0)


def _cuboids(leaves: Leaves, depth: int) -> Iterator[tuple[int, ...]]:
    for layer in range(1, depth + 1):
        yield from combinations(range(len(leaves.names)), layer)


def _places(cells: Cells, leaves: Leaves, dims: tuple[int, ...]) -> Array:
    """Return one number per leaf for its element in this cuboid."""
    sizes = [len(leaves.values[d]) for d in dims]
    return np.ravel_multi_index([cells.codes[:, d] for d in dims], sizes)
