"""What the scoreboard is made of: a proportion with its interval, and a figure beside a published one."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from scipy.stats import binomtest

from trendkit.assess.estimate import Estimate


@dataclass(frozen=True)
class Share:
    """A proportion with its denominator and its Wilson interval of 95 %."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The proportion, None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        if self.value is None:
            return "none found"
        interval = binomtest(self.part, self.whole).proportion_ci(method="wilson")
        return (
            f"{self.value:.3f} ({interval.low:.3f} to {interval.high:.3f}), {self.part:,} of {self.whole:,}"
        )


@dataclass(frozen=True)
class Figure:
    """One line about public data: what was asked of which detector, what was found, what others published.

    `labels` says what the figure is held against: human labels, a purchase, another detector's opinion …
    """

    data: str
    detector: str
    question: str
    found: Share | Estimate | int | float | str
    published: Share | int | float | str
    labels: str

    def row(self) -> str:
        """Return the line of the table."""
        cells = (
            self.data,
            self.detector,
            self.question,
            self.labels,
            _shown(self.found),
            _shown(self.published),
        )
        return f"| {' | '.join(cells)} |"


def estimate_of(row: Any) -> Estimate:
    """Return the estimate that a row of an answer holds."""
    fields = {name: row[name] for name in Estimate.__dataclass_fields__}
    known = {name: None if pd.isna(fields[name]) else fields[name] for name in ("estimate", "low", "high")}
    return Estimate(**fields | known | {"warnings": tuple(w for w in [row["warnings"]] if w)})


def _shown(value: Share | Estimate | int | float | str) -> str:
    if isinstance(value, Estimate):
        return f"{_interval(value)}, n = {value.n:,}"
    return (
        f"{value:,}" if isinstance(value, int) else f"{value:.3f}" if isinstance(value, float) else str(value)
    )


def _interval(value: Estimate) -> str:
    if value.estimate is None:
        return "insufficient data"
    digits = ".3f" if abs(value.estimate) < 10 else ",.1f"
    low, high = ("none" if end is None else format(end, digits) for end in (value.low, value.high))
    return f"{value.estimate:{digits}} ({low} to {high})"
