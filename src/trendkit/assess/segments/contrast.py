"""What is different about these accounts: attributes they have and others have not, as SQL filters.

`portrait` counts the combinations of attributes; here they are judged, and only what says more than its
parts is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.estimate import deviate
from trendkit.assess.segments import portrait
from trendkit.assess.segments.counted import accounts, span
from trendkit.assess.segments.predicate import sql_filter
from trendkit.detect.detector import database
from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.engine.duckdb import Connection
    from trendkit.tables.database import Database

METHOD: Final = "risk ratio (Katz), one-sided Fisher, Benjamini-Hochberg"
LEVEL: Final = 0.95
COLUMNS: Final = [
    *("rank", "predicate", "filter", "found", "others", "support", "ratio", "ratio_low", "ratio_high"),
    *("level", "n", "n_eff", "p", "q", "method", "n_tests", "warnings"),
]
_FILTER: Final = 400


@dataclass(frozen=True)
class Bars:
    """When a difference counts."""

    support: float = 0.01  # least share of the found accounts
    accounts: int = 10  # least number of them
    ratio: float = 1.5  # what the lower bound of the risk ratio must pass
    q: float = 0.05  # share of false differences accepted
    depth: int = 3  # most attributes in a combination


@dataclass(frozen=True)
class Contrast:
    """What found accounts have that others have not, the highest lower bound first.

    `table`: rank, predicate (a dict), filter (SQL on the columns of portrait.sql), found and others (accounts
    that have it), support (share of the found), risk ratio with its interval, p, q, n_tests. `found` and
    `others` are all accounts compared. A combination is shown only where it says more than its parts.
    """

    table: pd.DataFrame
    attributes: tuple[str, ...]
    found: int
    others: int
    n_tests: int

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        compared = f"{self.found:,} found accounts against {self.others:,} others"
        if not self.n_tests:
            return f"insufficient data: {compared}, no attribute that enough of them share"
        said = f"{len(self.table)} differences" if len(self.table) else "no difference"
        return f"{said} beyond chance, {compared}; {self.n_tests:,} combinations tested"

    def __repr__(self) -> str:
        told = (
            f"{display_text(r['filter'], _FILTER)}: {r['found']} found, {r['others']} others, {r['ratio']}"
            for r in self._rows()
        )
        return "\n".join((self.verdict, *told))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "contrast.html").render(verdict=self.verdict, rows=self._rows())

    def _rows(self) -> list[dict[str, str]]:
        return [
            {
                "filter": row["filter"],
                "found": f"{row['found']:,} ({row['support']:.0%})",
                "others": f"{row['others']:,}",
                "ratio": f"×{row['ratio']:.3g} ({row['ratio_low']:.3g} to {row['ratio_high']:.3g})",
            }
            for row in self.table.to_dict("records")
        ]


def contrast(
    db: "Database | Connection",
    findings: Iterable[str] | pd.DataFrame,
    since: object = None,
    until: object = None,
    *,
    attributes: Sequence[str] | None = None,
    bars: Bars | None = None,
) -> Contrast:
    """Say what sets the accounts of findings apart from all others active in [since, until).

    `findings` is a frame with entity_id, or ids of accounts. An account is what it usually is: the most
    frequent combination of its events, beside its own attributes. The risk ratio of a combination is the
    share found of the accounts that have it over the share found of those that have not.

    Source: DIFF with the risk ratio of MacroBase (Abuzaid et al., VLDB J. 2020); Katz et al. 1978 for the
    interval. Raises ParameterError, and NoDataError where no found account acted in the window.
    """
    base, bars = database(db), bars or Bars()
    begin, end = span(base, since, until)
    asked = portrait.asked(attributes)
    with portrait.portraits(base, {"since": begin, "until": end, "accounts": accounts(findings)}):
        found, others = portrait.sizes(base)
        held = portrait.telling(base, asked)
        least = max(bars.accounts, ceil(bars.support * found))
        counts = portrait.combined(base, held, least, bars.depth) if held else []
    return Contrast(_told(counts, found, others, bars), held, found, others, len(counts))


def _told(counts: list[dict[str, Any]], found: int, others: int, bars: Bars) -> pd.DataFrame:
    if not counts or not others:
        return pd.DataFrame(columns=COLUMNS)
    table = _judged(pd.DataFrame(counts), found, others)
    passed = table[(table["ratio_low"] > bars.ratio) & (table["q"] <= bars.q)]
    depth = passed["predicate"].map(len)
    passed = passed.assign(depth=depth).sort_values(
        ["ratio_low", "depth", "filter"], ascending=[False, True, True]
    )
    shown = pd.DataFrame(_telling(passed.to_dict("records"), found, others, bars), columns=passed.columns)
    return shown.assign(rank=range(1, len(shown) + 1))[COLUMNS]


def _telling(passed: list[dict[Any, Any]], found: int, others: int, bars: Bars) -> list[dict[Any, Any]]:
    """Drop combinations that say no more than a part of them, then parts that a combination exhausts."""
    deeper = [row for row in passed if all(_lifts(row, part) for part in passed if _inside(part, row))]
    return [
        row
        for row in deeper
        if all(_left(row, more, (found, others), bars) for more in deeper if _inside(row, more))
    ]


def _inside(part: dict[Any, Any], row: dict[Any, Any]) -> bool:
    return set(part["predicate"].items()) < set(row["predicate"].items())


def _lifts(row: dict[Any, Any], part: dict[Any, Any]) -> bool:
    """Whether, among the accounts of a part, those of the combination are surely riskier than the rest."""
    a, b = row["found"], row["others"]
    return bool(risk_ratio(a, b, part["found"] - a, part["others"] - b)[1] > 1)


def _left(part: dict[Any, Any], row: dict[Any, Any], sizes: tuple[int, int], bars: Bars) -> bool:
    """Whether a part still counts without the accounts of a combination that contains it."""
    a, b = part["found"] - row["found"], part["others"] - row["others"]
    low = risk_ratio(a, b, sizes[0] - part["found"], sizes[1] - part["others"])[1]
    return bool(a >= bars.accounts and low > bars.ratio)


def _judged(table: pd.DataFrame, found: int, others: int) -> pd.DataFrame:
    a, b = table["found"].to_numpy(float), table["others"].to_numpy(float)
    ratio, low, high = risk_ratio(a, b, found - a, others - b)
    p = stats.hypergeom.sf(a - 1, found + others, found, a + b)
    filters = [sql_filter(predicate) for predicate in table["predicate"]]
    known = {
        "ratio": ratio,
        "ratio_low": low,
        "ratio_high": high,
        "p": p,
        "q": stats.false_discovery_control(p),
    }
    size = {"support": a / found, "n": a + b, "n_eff": a + b, "level": LEVEL, "n_tests": len(table)}
    warnings = np.where(found - a < 1, "every found account has it; the ratio is a lower bound", "")
    return table.assign(filter=filters, method=METHOD, warnings=warnings, **known, **size)


def risk_ratio(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any]:
    """Return the ratio a/(a+b) : c/(c+d) and its 95 % interval, half an account added where one is empty."""
    half = np.where((c == 0) | (a == 0), 0.5, 0)
    a, b, c, d = a + half, b + half, c + half, d + half
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = a / (a + b) / (c / (c + d))
        spread = np.exp(deviate(LEVEL) * np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))
    return ratio, ratio / spread, ratio * spread
