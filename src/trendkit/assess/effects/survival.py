"""How long until it happens, when for some it has not happened yet: the curve of Kaplan and Meier.

One function, `survival`, for everything that waits: days until a banned account is back, hours until a ticket
is resolved. It is separate because those who have only waited so far count too, which a mean forgets.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient
from trendkit.errors import ParameterError

METHOD: Final = "Kaplan-Meier"
_COLUMNS: Final = ["time", "at_risk", "happened", "share", "low", "high"]
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, repr=False)
class Survival:
    """The share still waiting after each time: one row of `table` per time something happened.

    `table`: time, at_risk, happened, share, low, high (Greenwood's variance on the log-minus-log scale).
    `n` were watched, it happened to `happened` of them, none longer than `longest`. Times are in `unit`.
    """

    of: str
    table: pd.DataFrame = field(repr=False)
    n: int
    happened: int
    longest: float
    unit: str = "days"
    level: float = LEVEL
    warnings: tuple[str, ...] = ()

    def median(self) -> Estimate:
        """Return the time by which it has happened to half; none where it has not come to that."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> Estimate:
        """Return the time by which it has happened to this share (interval: Brookmeyer and Crowley 1982)."""
        if not 0 < share < 1:
            raise ParameterError(f"A quantile lies between 0 and 1, not at {share:g}.")
        of = f"{self.of}: {self.unit} until it happened to {share:.0%}"
        reached = [_first(self.table, name, 1 - share) for name in ("low", "share", "high")]
        low, middle, high = reached
        if middle is None:
            known = f"it happened to fewer than {share:.0%} within the {self.longest:g} {self.unit} watched"
            return self._without(of, known, low)
        return self._answer(of, middle, low, high, "number")

    def at(self, time: float) -> Estimate:
        """Return the share to which it has not happened by `time`; none beyond the longest wait watched."""
        of = f"{self.of}: share left after {time:g} {self.unit}"
        if time > self.longest or not self.n:
            return self._without(of, f"nobody was watched longer than {self.longest:g} {self.unit}")
        before = self.table[self.table["time"] <= time]
        if before.empty:
            return self._answer(of, 1.0, _untouched(self.n, self.level), 1.0, "share")
        share, low, high = before[["share", "low", "high"]].iloc[-1].astype(float)
        return self._answer(of, share, low, high, "share")

    def mean_until(self, horizon: float) -> Estimate:
        """Return the mean wait, cut off at `horizon` (restricted mean survival time, Irwin 1949)."""
        of = f"{self.of}: mean {self.unit} without it, of {horizon:g}"
        if horizon > self.longest or not self.n:
            return self._without(of, f"nobody was watched longer than {self.longest:g} {self.unit}")
        mean, error = _area(self.table, horizon)
        reach = deviate(self.level) * error
        return self._answer(of, mean, max(0.0, mean - reach), min(horizon, mean + reach), "number")

    def _answer(self, of: str, estimate: float, low: Any, high: Any, unit: Any) -> Estimate:
        return Estimate(
            of, estimate, low, high, self.level, self.n, float(self.happened), METHOD, 1, self.warnings, unit
        )

    def _without(self, of: str, why: str, low: float | None = None) -> Estimate:
        known = {"n": self.n, "n_eff": float(self.happened), "method": METHOD, "level": self.level}
        least = f"at least {low:g} {self.unit}, {self.level:.0%} sure" if low is not None else ""
        return insufficient(of, why, unit="number", warnings=self.warnings, **known).warn(least)


def survival(
    durations: Iterable[float],
    observed: Iterable[bool],
    *,
    of: str = "all",
    unit: str = "days",
    level: float = LEVEL,
    warnings: tuple[str, ...] = (),
) -> Survival:
    """Return the Kaplan-Meier curve of `durations`; where `observed` is false it had not happened by then.

    Censoring must have nothing to do with what would have come. Source: Kaplan and Meier 1958.
    Raises ParameterError where a duration is negative or missing, or the two differ in length.
    """
    times, events = _checked(durations, observed)
    longest = float(times.max()) if len(times) else 0.0
    table = _curve(times, events, level)
    return Survival(of, table, len(times), int(events.sum()), longest, unit, level, warnings)


def log_rank(durations: Iterable[float], observed: Iterable[bool], group: Iterable[object]) -> float:
    """Return the chance of curves this far apart were all groups alike (Mantel 1966); NaN for one group."""
    from statsmodels.duration.survfunc import survdiff  # noqa: PLC0415 - slow to import

    times, events = _checked(durations, observed)
    groups = np.array([str(name) for name in group], object)
    if len(set(groups)) < 2 or not events.any():  # noqa: PLR2004 - a difference takes two
        return float("nan")
    return float(survdiff(times, events.astype(int), groups)[1])


def mean_difference(first: Survival, second: Survival, horizon: float) -> Estimate:
    """Return how much longer `first` goes without it than `second`, in mean time cut off at `horizon`."""
    of = f"{first.of} against {second.of}: {first.unit} longer without it, of {horizon:g}"
    held = [curve.mean_until(horizon) for curve in (first, second)]
    if any(mean.estimate is None for mean in held):
        return insufficient(of, f"one of them was not watched for {horizon:g} {first.unit}", unit="number")
    (mean, error), (other, other_error) = (_area(curve.table, horizon) for curve in (first, second))
    reach = deviate(first.level) * float(np.hypot(error, other_error))
    gap = mean - other
    return Estimate(
        of,
        gap,
        gap - reach,
        gap + reach,
        first.level,
        first.n + second.n,
        float(first.happened + second.happened),
        "difference of restricted means",
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
        unit="number",
    )


def _checked(durations: Iterable[float], observed: Iterable[bool]) -> tuple[Any, Any]:
    times, events = np.asarray(list(durations), float), np.asarray(list(observed), bool)
    if len(times) != len(events):
        raise ParameterError(f"{len(times):,} durations need as many answers, not {len(events):,}.")
    if len(times) and not (times >= 0).all():
        raise ParameterError("A duration is a number of 0 or more; none may be missing.")
    return times, events


def _curve(times: Any, events: Any, level: float) -> pd.DataFrame:
    if not events.any():
        return pd.DataFrame(columns=_COLUMNS, dtype=float)
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415 - slow to import

    fitted = SurvfuncRight(times, events.astype(int))
    known = fitted.surv_times, fitted.n_risk, fitted.n_events, fitted.surv_prob
    table = pd.DataFrame(np.column_stack(known), columns=_COLUMNS[:4])
    table = table[table["happened"] > 0].reset_index(drop=True)
    return table.assign(**_band(table, level))


def _band(table: pd.DataFrame, level: float) -> dict[str, Any]:
    """Bound the curve; where nobody is left, by what was known just before."""
    share, (at_risk, happened) = table["share"], (table["at_risk"], table["happened"])
    left = (at_risk - happened).where(at_risk > happened)
    spread = np.sqrt((happened / (at_risk * left)).cumsum()) / np.log(share.where(share > 0)).abs()
    reach = np.exp(deviate(level) * spread)
    return {"low": (share**reach).fillna(0.0), "high": (share ** (1 / reach)).ffill().fillna(1.0)}


def _first(table: pd.DataFrame, name: str, share: float) -> float | None:
    """Return the first time the curve, or a bound of it, is at or below a share."""
    reached = table.loc[table[name] <= share + _ROUNDING, "time"]
    return float(reached.iloc[0]) if len(reached) else None


def _area(table: pd.DataFrame, horizon: float) -> tuple[float, float]:
    """Return the area under the curve up to `horizon`, and its standard error."""
    known = table[table["time"] < horizon]
    edges = np.concatenate([[0.0], known["time"].to_numpy(float), [horizon]])
    strips = np.diff(edges) * np.concatenate([[1.0], known["share"].to_numpy(float)])
    beyond = np.cumsum(strips[::-1])[::-1][1:]
    at_risk, happened = known["at_risk"].to_numpy(float), known["happened"].to_numpy(float)
    left = np.where(at_risk > happened, at_risk * (at_risk - happened), np.inf)
    return float(strips.sum()), float(np.sqrt((beyond**2 * happened / left).sum()))


def _untouched(n: int, level: float) -> float:
    """Return how small the share left can be when it happened to none of n (Clopper and Pearson)."""
    return float(((1 - level) / 2) ** (1 / n))
