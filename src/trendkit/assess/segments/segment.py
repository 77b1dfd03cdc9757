"""Where it concentrates: the parts of the data that hold more than expected, as SQL filters.

What was expected comes from a leaf table, from earlier periods, from other accounts or from a baseline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.segments import counted, dense, riskloc, scan, segment_card
from trendkit.assess.segments.counted import Counted
from trendkit.assess.segments.leaves import Leaves, leaves
from trendkit.assess.segments.predicate import sql_filter
from trendkit.assess.segments.scan import Hot, Rules
from trendkit.assess.trends.trend import Trends
from trendkit.errors import ParameterError

if TYPE_CHECKING:
    from trendkit.engine.duckdb import Connection
    from trendkit.tables.database import Database

LOCAL: Final = 0.3  # least share of the excess that makes a cause local
DENSE: Final = 20  # expected acts of a leaf above which noise is the forecast's rather than chance
MANY: Final = 100  # leaves below which they say too little about the forecast's error
PEOPLE: Final = 10  # fewest accounts an element may show
LEVEL: Final = 0.95
METHODS: Final = {
    "scan": "expectation-based Poisson scan",
    "dense": "expectation-based Gaussian scan of relative deviations",
    "riskloc": "RiskLoc",
}
COLUMNS: Final = [
    *("rank", "predicate", "filter", "actual", "expected", "ratio", "ratio_low", "ratio_high", "level"),
    *("excess", "share", "score", "bar", "n", "n_eff", "accounts", "method", "n_tests", "warnings"),
]


@dataclass(frozen=True)
class Segments:
    """Parts of the data beyond chance, the strongest first; no part contains acts that one above explained.

    `table`: rank, predicate (a dict), filter (SQL), actual, expected, their ratio with its exact Poisson
    interval, excess, share of the whole excess, score and the bar it passed, n (acts), n_eff (independent
    ones), accounts, method, n_tests, warnings. `excess` is the whole one; `verdict` says it in words.
    `suppressed` counts elements of fewer than ten accounts, which are not shown.
    """

    table: pd.DataFrame
    dimensions: tuple[str, ...]
    actual: float
    expected: float
    method: str
    n_tests: int
    suppressed: int = 0
    warnings: tuple[str, ...] = ()
    about: str = ""

    @property
    def excess(self) -> float:
        """Acts above the expected ones, over everything."""
        return self.actual - self.expected

    @property
    def local(self) -> bool:
        """Whether one element explains at least 30 % of the excess (of the acts, where there is none)."""
        return bool(len(self.table) and (self.table["share"] >= LOCAL).any())

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        return segment_card.verdict(self)

    def __repr__(self) -> str:
        return "\n".join(segment_card.lines(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return segment_card.html(self)


def segments(  # noqa: PLR0913 - the ways to say what is expected
    data: "pd.DataFrame | Trends | Database | Connection",
    findings: Iterable[str] | pd.DataFrame | None = None,
    *,
    since: object = None,
    until: object = None,
    dimensions: Sequence[str] | None = None,
    action: str | None = None,
    periods: int = 4,
    quiet: pd.DataFrame | None = None,
    method: str = "auto",
    rules: Rules | None = None,
) -> Segments:
    """Find where more happened than expected, as combinations of up to three dimensions.

    `data` is a leaf table (dimensions, `actual`, `expected`, perhaps `accounts`); or trends, against their
    own baseline; or a database: then acts in [since, until) are held against the mean of the `periods` before
    it of the same length, or, with `findings` (a frame with entity_id, or ids of accounts), the acts of these
    accounts against everybody's in the same window. `action` narrows what counts. `quiet` is a leaf table
    of days without incident, with `day`: what they reach by chance is not reported. `method` is `scan`
    (counts), `dense` or `riskloc` (large sums), or `auto`: the first unless the leaves are large.

    Sources: Neill 2009 and 2012; Kalander 2022. Raises ParameterError, DataError, NoDataError.
    """
    found = _counted(data, findings, (since, until), dimensions, action, periods)
    held = leaves(found.table, found.dimensions, quiet)
    chosen = _method(method, held)
    hot, tested, notes = _found(chosen, held, rules or Rules(), found.noise)
    shown, suppressed = _shown(list(_rows(held.today(), hot, chosen)), found)
    table = pd.DataFrame(shown, columns=COLUMNS).assign(n_tests=tested, rank=range(1, len(shown) + 1))
    return Segments(
        table=table,
        dimensions=held.names,
        actual=float(held.today().actual.sum()),
        expected=float(held.today().expected.sum()),
        method=METHODS[chosen],
        n_tests=tested,
        suppressed=suppressed,
        warnings=notes,
        about=found.about,
    )


def _counted(data: Any, findings: Any, window: tuple[object, object], *asked: Any) -> Counted:
    dimensions, action, periods = asked
    if isinstance(data, pd.DataFrame):
        return counted.of_table(data, dimensions)
    if isinstance(data, Trends):
        return counted.of_trends(data, dimensions)
    return counted.of_events(data, findings, window, dimensions, action, periods)


def _method(method: str, held: Leaves) -> str:
    """Choose by density: of all expected acts, half must lie in leaves of more than `DENSE`."""
    if method not in (*METHODS, "auto"):
        raise ParameterError(f"segments: method = {method!r} is none of auto, {', '.join(METHODS)}.")
    if method != "auto":
        return method
    expected = held.today().expected
    large = expected[expected > DENSE].sum() > expected.sum() / 2
    return "dense" if large and len(expected) >= MANY else "scan"


def _found(method: str, held: Leaves, rules: Rules, noise: float) -> tuple[list[Hot], int, tuple[str, ...]]:
    """Return the elements, how many were tested, and what weakens the answer."""
    if method == "scan":
        hot, tested, quiet = scan.scan(held, rules, noise)
        return hot, tested, _quiet_notes(len(quiet), rules.alpha)
    unused = ("quiet days are not used by this method",) if held.day.any() else ()
    if method == "dense":
        return *dense.dense(held.today(), rules), unused
    causes, tested = riskloc.causes(held.today())
    return [Hot(cause.element, cause.risk, riskloc.RISK, 1.0) for cause in causes], tested, unused


def _quiet_notes(days: int, alpha: float) -> tuple[str, ...]:
    if not days:
        return ("no quiet days given: an error of the forecast along a dimension looks like a cause",)
    if (days + 1) * alpha >= 1:
        return ()
    return (f"{days} quiet days promise no more than one false alarm in {days + 1} days",)


def _rows(held: Leaves, hot: list[Hot], method: str) -> Iterable[dict[str, Any]]:
    whole = measure(float(held.actual.sum()), float(held.expected.sum()))
    hot = hot if method == "scan" else _spread(held, hot)
    left = np.ones(len(held.actual), bool)
    for each in hot:
        inside = left & held.inside(each.element)
        left &= ~inside
        row = _row(float(held.actual[inside].sum()), float(held.expected[inside].sum()), each)
        predicate = held.predicate(each.element)
        share = row["excess"] / whole if whole else np.nan
        yield row | {
            "predicate": predicate,
            "filter": sql_filter(predicate),
            "share": share,
            "method": METHODS[method],
        }


def measure(actual: float, expected: float) -> float:
    """Return what elements explain a share of: the excess, or all acts where as many were expected."""
    return actual if isclose(actual, expected) else actual - expected


def _spread(held: Leaves, hot: list[Hot]) -> list[Hot]:
    """Return the elements with the dispersion of the leaves outside all of them."""
    outside = ~np.logical_or.reduce([held.inside(each.element) for each in hot]) if hot else np.ones(1, bool)
    if not hot or not held.expected[outside].sum():
        return hot
    off = held.actual[outside] - held.expected[outside]
    dispersion = max(1.0, float((off @ off) / held.expected[outside].sum()))
    return [replace(each, dispersion=dispersion) for each in hot]


def _row(actual: float, expected: float, hot: Hot) -> dict[str, Any]:
    low, high = poisson_interval(actual / hot.dispersion)
    base = max(expected, scan.LEAST_EXPECTED)
    row = {"actual": actual, "expected": expected, "ratio": actual / base, "level": LEVEL}
    row |= {"ratio_low": low * hot.dispersion / base, "ratio_high": high * hot.dispersion / base}
    row |= {"excess": actual - expected, "score": hot.score, "bar": hot.bar}
    thin = (
        "" if expected >= scan.LEAST_EXPECTED else "next to nothing was expected; the ratio is a lower bound"
    )
    return row | {"n": actual, "n_eff": actual / hot.dispersion, "warnings": thin}


def poisson_interval(count: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean (Garwood 1936); `count` may be an effective number."""
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * count)) / 2 if count > 0 else 0.0
    return low, float(stats.chi2.isf(tail, 2 * count + 2)) / 2


def _shown(rows: list[dict[str, Any]], found: Counted) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of enough accounts, and how many had too few."""
    told = [row | {"accounts": _accounts(row["predicate"], found)} for row in rows]
    shown = [row for row in told if not row["accounts"] < PEOPLE]
    return shown, len(told) - len(shown)


def _accounts(predicate: dict[str, Any], found: Counted) -> float:
    return float(found.accounts(predicate)) if found.accounts else np.nan
