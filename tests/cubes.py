"""Invented cubes with planted causes: sparse counts as abuse has them, dense sums as traffic has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

SPARSE = {"app_id": 12, "client": 5, "language": 8, "market": 10, "surface": 4}
DENSE = {"a": 10, "b": 12, "c": 10, "d": 8, "e": 5}
EVENTS = 60_000
FORECAST_ERROR = 0.05


@dataclass(frozen=True)
class Planted:
    """A leaf table and the elements planted in it: dimension → value."""

    table: pd.DataFrame
    causes: tuple[dict[str, str], ...]

    @property
    def dimensions(self) -> list[str]:
        return [name for name in self.table.columns if name not in ("actual", "expected")]


def grid(sizes: dict[str, int]) -> pd.DataFrame:
    cells = product(*([f"{name}_{n}" for n in range(size)] for name, size in sizes.items()))
    return pd.DataFrame(list(cells), columns=list(sizes), dtype=object)


def sparse(draw: np.random.Generator, causes: int) -> Planted:
    """Counts of 60,000 events over 19,200 leaves, negative binomial, each leaf's forecast 5 % off.

    A cause is an element of one to three dimensions of at least 20 expected events, multiplied by 1.8 to 4,
    and adds at least 60.
    """
    table = grid(SPARSE)
    rate = _shares(draw, table) * EVENTS
    lift, planted = np.ones(len(table)), []
    while len(planted) < causes:
        element = _element(draw, SPARSE, int(draw.integers(1, 4)))
        inside, factor = _inside(table, element), draw.uniform(1.8, 4)
        added = rate[inside].sum() * (factor - 1)
        if rate[inside].sum() < 20 or not 60 <= added <= EVENTS / 5 or (lift[inside] > 1).any():
            continue
        lift[inside] = factor
        planted.append(element)
    mean, phi = rate * lift, draw.uniform(1.05, 1.5)
    actual = draw.poisson(draw.gamma(mean / (phi - 1), phi - 1))
    expected = rate * np.exp(draw.normal(0, FORECAST_ERROR, len(table)))
    return Planted(table.assign(actual=actual, expected=expected), tuple(planted))


def dense(draw: np.random.Generator) -> Planted:
    """Sums over 48,000 leaves, Weibull, some leaves empty, the forecast up to 25 % off; causes fall or rise.

    One to three causes of one to three elements each, of any depth, none overlapping. In the style of the
    generator S of Kalander 2022, arXiv 2205.10004.
    """
    table = grid(DENSE)
    level = draw.weibull(draw.uniform(0.5, 1), len(table)) * 100
    level *= draw.uniform(size=len(table)) > draw.uniform(0, 0.25)
    error = draw.uniform(0, 0.25)
    other = np.maximum(level * (1 + draw.normal(0, error, len(table))), 0)
    swap = draw.integers(0, 2, len(table)) == 1
    actual, expected = np.where(swap, other, level), np.where(swap, level, other)
    rises, causes = actual.sum() > expected.sum(), _apart(draw, table, actual + expected > 0)
    for elements in causes:
        severity, spread = draw.uniform(0.2, 1) + error, draw.uniform(0, 0.1)
        inside = np.logical_or.reduce([_inside(table, element) for element in elements])
        kept = np.maximum(1 - draw.normal(severity, spread, len(table)), 0)
        if rises:
            expected = np.where(inside, actual * kept, expected)
        else:
            actual = np.where(inside, expected * kept, actual)
    flat = tuple(element for elements in causes for element in elements)
    return Planted(table.assign(actual=actual, expected=expected), flat)


def matched(found: Sequence[dict[str, object]], planted: Sequence[dict[str, str]]) -> tuple[int, int, int]:
    """Return true positives, false ones and misses, an element with several values counted for each."""
    single = {cell for element in found for cell in _single(element)}
    wanted = {frozenset(element.items()) for element in planted}
    return len(single & wanted), len(single - wanted), len(wanted - single)


def _single(element: dict[str, object]) -> list[frozenset[tuple[str, object]]]:
    values = [value if isinstance(value, tuple) else (value,) for value in element.values()]
    return [frozenset(zip(element, cell, strict=True)) for cell in product(*values)]


def _shares(draw: np.random.Generator, table: pd.DataFrame) -> np.ndarray:
    share = np.ones(len(table))
    for name in table.columns:
        codes, values = pd.factorize(table[name])
        share *= draw.dirichlet(np.full(len(values), 2.0))[codes]
    share *= draw.gamma(2, 0.5, len(table))
    return share / share.sum()


def _element(draw: np.random.Generator, sizes: dict[str, int], depth: int) -> dict[str, str]:
    names = sorted(draw.choice(list(sizes), depth, replace=False))
    return {str(name): f"{name}_{draw.integers(sizes[name])}" for name in names}


def _inside(table: pd.DataFrame, element: dict[str, str]) -> np.ndarray:
    return np.logical_and.reduce([(table[name] == value).to_numpy() for name, value in element.items()])


def _apart(draw: np.random.Generator, table: pd.DataFrame, held: np.ndarray) -> list[list[dict[str, str]]]:
    """Draw causes until no two share a value of a dimension, nor the dimensions, and each holds something."""
    causes: list[list[dict[str, str]]] = []
    wanted = int(draw.integers(1, 4))
    while len(causes) < wanted:
        depth, size = int(draw.integers(1, len(DENSE) + 1)), int(draw.integers(1, 4))
        names = sorted(draw.choice(list(DENSE), depth, replace=False))
        elements = [{str(n): f"{n}_{draw.integers(DENSE[n])}" for n in names} for _ in range(size)]
        used = {item for cause in causes for element in cause for item in element.items()}
        unique = len({tuple(element.items()) for element in elements}) == size
        fresh = not any(item in used for element in elements for item in element.items())
        other = all(set(names) != set(cause[0]) for cause in causes) or depth == len(DENSE)
        if unique and fresh and other and all(held[_inside(table, element)].any() for element in elements):
            causes.append(elements)
    return causes
