"""The expectation-based Poisson scan: which parts of a sparse cube hold more than expected, beyond chance.

The cube is SQL (`sql/assess/segment`, GROUPING SETS); Python shapes the best element by sets of values, takes
it out, and looks again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb, log
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.segments.leaves import Leaves
from trendkit.content import sql_text
from trendkit.engine.duckdb import Connection, memory, rows

Element = dict[int, tuple[int, ...]]
LEAST_EXPECTED: Final = 0.5  # acts; having seen nothing says "rarer than that", not "impossible"
_ROUNDS: Final = 4  # of widening, over all dimensions of an element
_NEW: Final = 3.0  # what a dimension more must add, in units of the score
_SAME: Final = 1e-6  # scores closer than that are equal


@dataclass(frozen=True)
class Rules:
    """When an element counts."""

    depth: int = 3  # most dimensions of an element
    alpha: float = 0.01  # chance of any element at all on a quiet day
    least_excess: float = 10  # acts above the expected ones
    most: int = 12  # elements


@dataclass(frozen=True)
class Hot:
    """An element (dimension → codes of its values), its score and the bar that score had to pass."""

    element: Element
    score: float
    bar: float
    dispersion: float


def scan(
    leaves: Leaves, rules: Rules | None = None, noise: float = 1
) -> tuple[list[Hot], int, tuple[float, ...]]:
    """Return the elements beyond chance, the strongest first, how many were tested, and quiet days' scores.

    The score is Kulldorff's log-likelihood ratio C ln(C/B) + B - C; its bar comes from chi-square with as
    many tests as elements, times the dispersion of the leaves elsewhere (at least `noise`), or, with quiet
    days, from their highest scores where those are higher. What is found is taken out before looking again.
    Sources: Neill 2009 (expectation-based scan), Neill 2012 (linear-time subset scan) for sets of values.
    """
    rules = rules or Rules()
    con = memory(threads=1)  # float sums keep one order
    try:
        load(con, leaves)
        cube = Cube(con, leaves, rules)
        quiet = cube.quiet()
        found = list(_greedy(cube, quiet, noise))
        return found, cube.tested, quiet
    finally:
        con.close()


def _greedy(cube: "Cube", quiet: tuple[float, ...], noise: float) -> Iterator[Hot]:
    floor = _quantile(quiet, cube.rules.alpha)
    for _ in range(cube.rules.most):
        best = cube.best()
        if best is None:
            return
        element, score = best
        dispersion = 1.0 if quiet else max(noise, cube.noise(element))
        bar = max(floor, dispersion * chance_bar(cube.tested, cube.rules.alpha))
        if score <= bar:
            return
        element, score = cube.shaped(element, score, dispersion)
        yield Hot(element, score, bar, dispersion)
        cube.take_out(element)


def chance_bar(tested: int, alpha: float) -> float:
    """Return the score that the best of `tested` elements passes by chance with probability `alpha`."""
    return float(stats.chi2.isf(2 * alpha / max(tested, 1), 1)) / 2


def _quantile(scores: tuple[float, ...], alpha: float) -> float:
    """Return the score that one more quiet day passes with probability `alpha`, the highest of few."""
    place = int(np.ceil((1 - alpha) * (len(scores) + 1)))
    return sorted(scores)[min(place, len(scores)) - 1] if scores else 0.0


@dataclass
class Cube:
    """The leaves in a database of their own, and the questions asked of them; `tested` is set by `best`."""

    con: Connection
    leaves: Leaves
    rules: Rules
    tested: int = 0

    def best(self) -> tuple[Element, float] | None:
        """Return the element that chance explains least, None where none has the least excess."""
        found = self._asked("best", cube=self.cube_query())
        if not found:
            return None
        *codes, _, _, score, _, tested = found[0]
        self.tested = max(self.tested, tested)
        return {d: (code,) for d, code in enumerate(codes) if code is not None}, score

    def quiet(self) -> tuple[float, ...]:
        """Return the highest score of each quiet day."""
        if not self.leaves.day.any():
            return ()
        return tuple(score or 0.0 for _, score in self._asked("quiet", cube=self.cube_query()))

    def noise(self, element: Element) -> float:
        """Return the dispersion of the leaves outside an element."""
        return float(self._asked("noise", element=_inside(element))[0][0] or 1)

    def take_out(self, element: Element) -> None:
        """Mark the leaves of an element as explained."""
        self.con.execute(f"update leaf set explained = true where day = 0 and {_inside(element)}").fetchall()

    def shaped(self, element: Element, score: float, dispersion: float) -> tuple[Element, float]:
        """Return the element with the sets of values that make it stronger than trying them out explains."""
        paid = 0.0
        for _ in range(_ROUNDS):
            before = element
            for dim in self._open(element):
                element, score, paid = self._along(element, dim, (score, paid), dispersion)
            if element == before:
                break
        return element, score

    def _open(self, element: Element) -> list[int]:
        """Return the dimensions that may take a set of values: those held, free ones while depth allows."""
        deep = len(element) >= self.rules.depth
        return [dim for dim in range(len(self.leaves.names)) if dim in element or not deep]

    def _along(
        self, element: Element, dim: int, held: tuple[float, float], dispersion: float
    ) -> tuple[Element, float, float]:
        if dim not in element and len(element) >= self.rules.depth:
            return element, *held
        line = self._line(dim, element)
        extra = -log(len(line)) if dim in element else _NEW
        priced = ((f, dispersion * max(price + extra, 0), codes) for f, price, codes in _prefixes(line))
        score, price, codes = max(priced, key=lambda each: (each[0] - each[1], -len(each[2])))
        if score - price <= held[0] - held[1] + _SAME:
            return element, *held
        return element | {dim: codes}, score, price

    def _line(self, dim: int, element: Element) -> list[tuple[Any, ...]]:
        """Return value, actual, expected along a dimension, less what belongs to a wider element."""
        others = _without(element, dim)
        wider = [_without(others, dropped) for dropped in others] if dim in element else []
        held = element.get(dim, ())
        return [
            (value, *own)
            for value, own, *around in self._along_with(dim, [others, *wider])
            if own[0] is not None
            and (value in held or all(llr(*each) <= llr(*own) + _SAME for each in around))
        ]

    def _along_with(self, dim: int, elements: list[Element]) -> Iterator[list[Any]]:
        """Yield each value with its (actual, expected) in every element, from one look at the leaves."""
        inside = [_inside(element) for element in elements]
        sums = ", ".join(sql_text("assess/segment/sums.sql").format(element=each) for each in inside)
        for value, *found in self._asked("along", dim=f"d{dim}", sums=sums, any=" or ".join(inside)):
            yield [value, *zip(found[::2], found[1::2], strict=True)]

    def cube_query(self) -> str:
        """Return the query of all elements: day, d0, d1 … (codes), actual, expected, score."""
        return sql_text("assess/segment/cube.sql").format(dims=self._dims(), sets=self._sets())

    def _sets(self) -> str:
        names = [f"d{d}" for d in range(len(self.leaves.names))]
        depths = range(1, min(self.rules.depth, len(names)) + 1)
        return ", ".join(f"(day, {', '.join(c)})" for depth in depths for c in combinations(names, depth))

    def _dims(self) -> str:
        return ", ".join(f"d{d}" for d in range(len(self.leaves.names)))

    def _asked(self, name: str, **parts: str) -> list[tuple[Any, ...]]:
        dims = range(len(self.leaves.names))
        depth = " + ".join(f"cast(d{d} is not null as integer)" for d in dims)
        order = ", ".join(f"d{d} nulls last" for d in dims)
        query = sql_text(f"assess/segment/{name}.sql").format(
            dims=self._dims(), depth=depth, order=order, **parts
        )
        values = {"least_excess": self.rules.least_excess, "least_expected": LEAST_EXPECTED}
        wanted = self.con.extract_statements(query)[0].named_parameters
        return rows(self.con, query, {key: values[key] for key in wanted})


def _prefixes(line: list[tuple[Any, ...]]) -> Iterator[tuple[float, float, tuple[int, ...]]]:
    """Yield score, price and values of each set that can be the best one: the k highest by C/B.

    The price is the logarithm of how many sets of k values there are to try.
    """
    ordered = sorted(line, key=lambda row: (-row[1] / max(row[2], LEAST_EXPECTED), row[0]))
    actual = expected = 0.0
    for k, (_, c, b) in enumerate(ordered, 1):
        actual, expected = actual + c, expected + b
        yield llr(actual, expected), log(comb(len(ordered), k)), tuple(sorted(row[0] for row in ordered[:k]))


def llr(actual: float, expected: float) -> float:
    """Return the Poisson log-likelihood ratio of more than expected."""
    expected = max(expected, LEAST_EXPECTED)
    return round(actual * log(actual / expected) + expected - actual, 6) if actual > expected else 0.0


def _without(element: Element, dropped: int) -> Element:
    return {d: codes for d, codes in element.items() if d != dropped}


def _inside(element: Element) -> str:
    codes = (f"d{d} in ({', '.join(str(int(code)) for code in codes)})" for d, codes in element.items())
    return " and ".join(codes) or "true"


def load(con: Connection, leaves: Leaves) -> None:
    """Make the table `leaf` of a database."""
    frame = pd.DataFrame(leaves.codes, columns=[f"d{d}" for d in range(len(leaves.names))])
    frame = frame.assign(day=leaves.day, actual=leaves.actual, expected=leaves.expected, explained=False)
    con.register("given", frame)
    con.execute("create table leaf as table given").fetchall()
    con.unregister("given")
