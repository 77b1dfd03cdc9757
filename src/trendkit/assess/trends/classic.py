"""The alarms analysts know from elsewhere, as second opinions beside the baseline: EARS, EWMA, CUSUM.

None of them knows weekdays, traffic or how many segments are looked at, and all of them call much more often
for nothing (docs/measured/trend_panel.md). They are here to be compared with, not to be paged by.
"""

from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.errors import ParameterError

Array = np.ndarray[Any, Any]
Ears = Literal["C1", "C2", "C3"]
_METHODS: Final[tuple[Ears, ...]] = ("C1", "C2", "C3")
ALPHA: Final = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
"""Chance of an alarm per day, were counts normal: about three and two standard deviations."""

REACH: Final = 11
"""Days before the first one judged that C3 looks at."""

EWMA_BAR: Final = 3.0
CUSUM_BAR: Final = 5.0
_LAG: Final = {"C1": 0, "C2": 2, "C3": 2}  # days between the past looked at and today
_CARRIED: Final = 2  # earlier days whose excess C3 adds
_SHORTEST: Final = 3  # days of a past that can have a spread


def ears(
    counts: Array, method: Ears = "C1", *, days: int = 7, alpha: float | None = None, least_sd: float = 0.0
) -> Array:
    """Return the upper bound of each count, missing where the past is too short; an alarm is a count above.

    `counts` are days, or segments x days. C1 takes mean and standard deviation (at least `least_sd`) of the
    `days` before, C2 of those that end two days earlier; C3 lowers the bound of C2 by what the two days
    before exceeded one standard deviation by. Source: Hutwagner et al. 2003, Fricker et al. 2008; C1 and C2
    are `earsC` of R `surveillance`, C3 the bound of its manual (its code starts from today's count).
    """
    if method not in ALPHA or days < _SHORTEST:
        raise ParameterError(f"EARS is C1, C2 or C3 over three days or more, not {method!r} over {days}.")
    mean, spread = _before(np.asarray(counts, float), _LAG[method], days, least_sd)
    limit = stats.norm.isf(ALPHA[method] if alpha is None else alpha)
    if method != "C3":
        return mean + limit * spread
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.maximum((counts - mean) / spread - 1, 0)
    carried = sum(_shifted(over, ago) for ago in range(1, _CARRIED + 1))
    return np.maximum(mean + (limit - carried) * spread, 0)


def _before(counts: Array, lag: int, days: int, least_sd: float) -> tuple[Array, Array]:
    past = np.stack([_shifted(counts, lag + ago) for ago in range(1, days + 1)])
    return past.mean(axis=0), np.maximum(past.std(axis=0, ddof=1), least_sd)


def _shifted(values: Array, ago: int) -> Array:
    """Return what each day's value was some days ago, missing at the start."""
    shifted = np.full(values.shape, np.nan)
    shifted[..., ago:] = values[..., :-ago]
    return shifted


def ewma(deviations: Any, weight: float = 0.2) -> Array:
    """Return the exponentially weighted mean of standardised deviations, in its own standard deviations.

    An alarm is a value of `EWMA_BAR` or more. Source: Roberts 1959, with the exact early variance.
    """
    smooth, held = np.zeros(np.shape(deviations)), np.zeros(np.shape(deviations)[:-1])
    for day in range(smooth.shape[-1]):
        held = (1 - weight) * held + weight * deviations[..., day]
        spread = np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * day + 2)))
        smooth[..., day] = held / spread
    return smooth


def cusum(deviations: Any, slack: float = 0.5, bar: float = CUSUM_BAR) -> Array:
    """Return what standardised deviations beyond `slack` add up to.

    An alarm is a value of `bar` or more; the sum then starts again. Source: Page 1954.
    """
    added, held = np.zeros(np.shape(deviations)), np.zeros(np.shape(deviations)[:-1])
    for day in range(added.shape[-1]):
        held = np.maximum(0, np.where(held >= bar, 0, held) + deviations[..., day] - slack)
        added[..., day] = held
    return added


def opinions(series: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return day, observed, expected and one flag per alarm for the last `days` of a series with variance.

    A day without a count, or without an expectation, is no deviation, and nobody's alarm.
    """
    counts = series["observed"].to_numpy(float)
    flags = {f"ears_{method.lower()}": counts > ears(counts, method) for method in _METHODS}
    shown = series.assign(**flags).tail(days).reset_index(drop=True)
    spread = np.sqrt(shown["variance"].astype(float))
    off: Array = ((shown["observed"] - shown["expected"]) / spread).fillna(0).to_numpy(float)
    shown = shown.assign(ewma=ewma(off) >= EWMA_BAR, cusum=cusum(off) >= CUSUM_BAR)
    return shown[["day", "observed", "expected", *flags, "ewma", "cusum"]]
