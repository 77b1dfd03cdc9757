"""The scan of large sums: which elements strayed from their forecast as one, beyond the forecast's own error.

Every leaf counts alike, by its relative deviation: where leaves are large, chance adds little to the error.
Errors are as large up as down, so the other direction shows what a few leaves reach by error alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from trendkit.assess.segments.leaves import Leaves
from trendkit.assess.segments.scan import Element, Hot, Rules, chance_bar

Array = np.ndarray[Any, Any]

MARGIN: Final = 2.0  # how much stronger than anything in the other direction a small element must be
SMALL: Final = 30  # leaves below which one odd leaf can make an element
_LEAST_SPREAD: Final = 1e-3


@dataclass(frozen=True)
class Cuboid:
    """The elements of some dimensions: the number of each leaf's element, and what the numbers stand for."""

    dims: tuple[int, ...]
    sizes: tuple[int, ...]
    places: Array
    cell: Array

    def element(self, index: int) -> Element:
        """Return an element as dimension → codes."""
        codes = np.unravel_index(self.places[index], self.sizes)
        return {dim: (int(code),) for dim, code in zip(self.dims, codes, strict=True)}


@dataclass(frozen=True)
class Best:
    """The element of a turn that error explains least."""

    score: float
    cuboid: Cuboid
    index: int
    leaves: int


def dense(leaves: Leaves, rules: Rules | None = None) -> tuple[list[Hot], int]:
    """Return the elements that strayed, of any depth and either direction, and how many were tested.

    The score is Neill's expectation-based Gaussian log-likelihood ratio (sum d)² / 2 n s² of the relative
    deviations d = 2 (actual - expected) / (actual + expected). The bar is chi-square with as many tests as
    elements; an element of few leaves must also be twice as strong as any in the other direction, relative
    to the mean, to the expected and to the actual sum alike, as errors of a forecast may be lopsided.
    Source: Neill 2009 for the scan; the symmetry of errors is RiskLoc's (Kalander 2022).
    """
    rules = rules or Rules()
    total = leaves.actual + leaves.expected
    change = leaves.actual - leaves.expected
    bases = (total / 2, leaves.expected, leaves.actual)
    deviations = tuple(np.clip(change / np.where(base > 0, base, 1), -2, 2) for base in bases)
    cuboids = list(_cuboids(leaves))
    tested = sum(len(cuboid.places) for cuboid in cuboids)
    return list(_greedy(cuboids, deviations, total > 0, tested, rules)), tested


def _greedy(
    cuboids: list[Cuboid], deviations: tuple[Array, ...], kept: Array, tested: int, rules: Rules
) -> Iterator[Hot]:
    bar = chance_bar(tested, rules.alpha)
    for _ in range(rules.most):
        if not kept.any():
            return
        best = _best(cuboids, _standard(deviations[0], kept), kept)
        if best.score <= bar or (best.leaves < SMALL and not _alone(cuboids, deviations, kept, best)):
            return
        yield Hot(best.cuboid.element(best.index), best.score, bar, 1.0)
        kept = kept & (best.cuboid.cell != best.index)


def _standard(deviation: Array, kept: Array) -> Array:
    return np.where(kept, deviation / max(float(deviation[kept].std()), _LEAST_SPREAD), 0)


def _best(cuboids: list[Cuboid], z: Array, kept: Array) -> Best:
    """Return the element with the highest score, of equals the one of fewest dimensions."""
    scored = [_scored(cuboid, z, kept) for cuboid in cuboids]
    tops = [int(score.argmax()) for score, _, _ in scored]
    place = max(range(len(cuboids)), key=lambda k: (round(scored[k][0][tops[k]], 6), -len(cuboids[k].dims)))
    score, _, leaves = (part[tops[place]] for part in scored[place])
    return Best(float(score), cuboids[place], tops[place], int(leaves))


def _alone(cuboids: list[Cuboid], deviations: tuple[Array, ...], kept: Array, best: Best) -> bool:
    """Whether a small element clearly exceeds all small ones in the other direction, however one measures."""
    for deviation in deviations:
        z = _standard(deviation, kept)
        score, lean, _ = (part[best.index] for part in _scored(best.cuboid, z, kept))
        if score <= MARGIN * max(_opposite(_scored(cuboid, z, kept), lean) for cuboid in cuboids):
            return False
    return True


def _scored(cuboid: Cuboid, z: Array, kept: Array) -> tuple[Array, Array, Array]:
    """Return score, direction and leaves of each element."""
    size = len(cuboid.places)
    sizes = np.bincount(cuboid.cell, kept, size)
    moved = np.bincount(cuboid.cell, z, size)
    return moved * moved / (2 * np.maximum(sizes, 1)), np.sign(moved), sizes


def _opposite(scored: tuple[Array, Array, Array], lean: float) -> float:
    score, direction, sizes = scored
    return float(score[(direction == -lean) & (sizes < SMALL)].max(initial=0))


def _cuboids(leaves: Leaves) -> Iterator[Cuboid]:
    for depth in range(1, len(leaves.names) + 1):
        for dims in combinations(range(len(leaves.names)), depth):
            sizes = tuple(len(leaves.values[dim]) for dim in dims)
            number = np.ravel_multi_index([leaves.codes[:, dim] for dim in dims], sizes)
            yield Cuboid(dims, sizes, *np.unique(number, return_inverse=True))
