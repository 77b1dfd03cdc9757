"""An estimate as a row: a number never travels without its interval, denominator, method and doubts."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from statistics import NormalDist
from typing import Any, Final, Literal

from trendkit.errors import ParameterError
from trendkit.inert import display_text
from trendkit.pages import template

Unit = Literal["share", "ratio", "number"]
LEVEL: Final = 0.95
"""The level of every interval unless another is asked for."""

_DIGITS: Final = 3
_WARNING: Final = 400


@dataclass(frozen=True, repr=False)
class Estimate:
    """One answer: what was estimated, the value, its interval, and how far to trust it.

    `estimate` is None where the data do not suffice; then `warnings` says why, and `low` and `high` are what
    is still known, if anything. `n` counts what was judged, `n_eff` what that is worth after weighting;
    `n_tests` is how many such answers were given side by side.
    """

    of: str
    estimate: float | None
    low: float | None
    high: float | None
    level: float = LEVEL
    n: int = 0
    n_eff: float = 0.0
    method: str = ""
    n_tests: int = 1
    warnings: tuple[str, ...] = ()
    unit: Unit = "share"

    def row(self) -> dict[str, Any]:
        """Return the fields by name, warnings joined by "; "."""
        return asdict(self) | {"warnings": "; ".join(self.warnings)}

    def warn(self, *warnings: str) -> "Estimate":
        """Return the same estimate with further warnings."""
        return replace(self, warnings=(*self.warnings, *(w for w in warnings if w)))

    def __repr__(self) -> str:
        doubts = "".join(f"\n  {display_text(doubt, _WARNING)}" for doubt in self.warnings)
        return f"{display_text(self.of)}: {self.text}, n = {self.n:,}, {display_text(self.method)}{doubts}"

    @property
    def text(self) -> str:
        """The value and its interval in the unit's own writing: 0.12 % (0.09 to 0.16 %)."""
        span = f"{shown(self.low, self.unit)} to {shown(self.high, self.unit)}"
        if self.estimate is None:
            return "insufficient data" if self.high is None else f"insufficient data (within {span})"
        if self.estimate == 0 and not self.low:
            return f"none seen, no more than {shown(self.high, self.unit)}"
        return f"{shown(self.estimate, self.unit)} ({span})"

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "estimate.html").render(estimate=self)


def shown(value: float | None, unit: Unit = "share") -> str:
    """Return a value in three significant digits: a share in percent, a ratio with ×, n/a for None."""
    if value is None:
        return "n/a"
    number = 100 * value if unit == "share" else value
    digits = f"{number:.{_DIGITS}g}" if abs(number) < 10**_DIGITS else f"{number:,.0f}"
    return {"share": f"{digits} %", "ratio": f"×{digits}", "number": digits}[unit]


def insufficient(of: str, why: str, **known: Any) -> Estimate:
    """Return the answer that there is none, and why."""
    return Estimate(of, None, None, None, **known).warn(f"insufficient data: {why}")


def share(of: str, part: int, whole: int, *, level: float = LEVEL, exact: bool = False) -> Estimate:
    """Estimate a proportion from independent trials.

    Wilson's interval (1927), close to its level on average; `exact` asks for Clopper and Pearson's (1934),
    which never falls below it.
    """
    if not 0 <= part <= whole:
        raise ParameterError(f"A share needs 0 <= part <= whole, not {part:,} of {whole:,}.")
    if not whole:
        return insufficient(of, "nothing was judged", level=level)
    low, high = clopper_pearson(part, whole, level) if exact else wilson(part, whole, level)
    method = "Clopper-Pearson" if exact else "Wilson"
    return Estimate(of, part / whole, low, high, level, whole, float(whole), method)


def deviate(level: float) -> float:
    """Return how many standard errors a two-sided interval of this level reaches."""
    if not 0 < level < 1:
        raise ParameterError(f"A level lies between 0 and 1, not at {level:g}.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(part: float, whole: float, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a proportion; `part` and `whole` may be effective numbers."""
    z2 = deviate(level) ** 2
    p = part / whole
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = (z2 * (p * (1 - p) / whole + z2 / (4 * whole**2))) ** 0.5 / (1 + z2 / whole)
    return (0.0 if part == 0 else max(0.0, middle - half)), (
        1.0 if part == whole else min(1.0, middle + half)
    )


def clopper_pearson(part: float, whole: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of a proportion; `part` and `whole` may be effective numbers."""
    tail = (1 - level) / 2
    return lower_bound(part, whole, tail), 1 - lower_bound(whole - part, whole, tail)


def lower_bound(part: float, whole: float, tail: float) -> float:
    """Return the exact one-sided lower bound of a proportion, wrong with a chance of at most `tail`."""
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to import

    return float(betaincinv(part, whole - part + 1, tail)) if part > 0 else 0.0


def rows(estimates: Iterable[Estimate]) -> list[dict[str, Any]]:
    """Return the rows of several estimates that stand side by side, each knowing how many they are."""
    held = list(estimates)
    return [replace(estimate, n_tests=len(held)).row() for estimate in held]
