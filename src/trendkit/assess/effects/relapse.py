"""Relapse: whether it is coming back, asked every day from a week after the measure on.

The pager's evidence starts again with what is usual since the measure, so that a return to half of what was
stopped is a rise although it is still below what was usual before.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import Estimate, insufficient
from trendkit.assess.trends.pager import added_up, likelihood_ratio

SETTLE: Final = 7
"""Days after the launch that teach what is usual now."""

BUDGET: Final = 1_000
"""Days without cause until one false alarm, at least, for one measure watched."""

RISE: Final = 1.2
"""What the lower bound of the ratio to the level after the measure must pass."""

BACK: Final = 0.5
"""The share of the level before the measure that counts as having returned."""

HINT: Final = 100
"""Evidence of a rise that a return must have as well: half may be near to what is usual now."""

LEVEL: Final = 0.9
WINDOW: Final = 3
METHOD: Final = "Shiryaev-Roberts evidence restarted after the measure, and the ratio of the last 3 days"
_OF: Final = f"acts of the last {WINDOW} days against the level since the measure"
_BEFORE: Final = 14  # days before the measure that tell what it was up against
_PRIOR: Final = 10  # days of the dispersion before mixed into that after


@dataclass(frozen=True)
class Watch:
    """The days since the measure: `frame` has day, observed, expected, ratio, low, high, evidence, alarm.

    `alarm` is "rising", "back" (half of what was stopped has returned) or "".
    """

    estimate: Estimate
    frame: pd.DataFrame = field(repr=False)

    @property
    def alarm(self) -> pd.Timestamp | None:
        """The first day of alarm."""
        days = self.frame.loc[self.frame["alarm"] != "", "day"]
        return pd.Timestamp(days.iloc[0]) if len(days) else None


@dataclass(frozen=True)
class _Usual:
    """What is usual since the measure: acts a day, how unsure that is, weekdays, dispersion, level before."""

    level: float
    unsure: float
    week: Any
    phi: float
    before: float


def watch(series: pd.DataFrame, launched: pd.Timestamp, budget: float = BUDGET) -> Watch:
    """Watch day, acts of `series` since `launched`; missing days carry the evidence over.

    Alarms where the evidence of a rise reaches `budget` and the lower bound of the ratio to the usual passes
    1.2, and where the level, once below, is above half of that before on some evidence. Source: as
    `pager.evidence`.
    """
    known = series.dropna(subset=["acts"])
    settled = launched + pd.Timedelta(days=SETTLE)
    learnt = known[(known["day"] >= launched) & (known["day"] < settled)]
    watched = known[known["day"] >= settled]
    if learnt.empty or watched.empty or not (known["day"] < launched).any():
        short = f"{len(learnt) + len(watched)} of {SETTLE + 1} days since the launch, or none before"
        return Watch(_without(short), pd.DataFrame(columns=["day", "alarm"]))
    usual = _usual(known[known["day"] < launched], learnt)
    frame = _watched(watched.reset_index(drop=True), usual, budget)
    silent = not learnt["acts"].any() and not frame["observed"].tail(WINDOW).any()
    return Watch(_without("nothing was found, then or now") if silent else _answer(frame), frame)


def _without(why: str) -> Estimate:
    return insufficient(_OF, why, level=LEVEL, method=METHOD)


def _usual(before: pd.DataFrame, learnt: pd.DataFrame) -> _Usual:
    week = _week(before)
    weights = week[learnt["day"].dt.day_of_week]
    acts, kept = float(learnt["acts"].sum()), float(weights.sum())
    level = (acts + 0.5) / kept  # a silent week is taken to hold half an act
    phi = _dispersion(before, week, learnt, level * weights)
    last = before.tail(_BEFORE)
    was = float(last["acts"].sum() / week[last["day"].dt.day_of_week].sum())
    return _Usual(level, phi / (acts + 0.5), week, phi, was)


def _week(before: pd.DataFrame) -> Any:
    """Return how much of a mean day each weekday holds, drawn to 1 where acts are few."""
    acts, weekday = before["acts"].to_numpy(float), before["day"].dt.day_of_week.to_numpy()
    mean = acts.mean()
    held = np.array([acts[weekday == day].sum() for day in range(7)])
    days = np.array([(weekday == day).sum() for day in range(7)])
    return (held + 25) / (days * mean + 25)


def _dispersion(before: pd.DataFrame, week: Any, learnt: pd.DataFrame, expected: Any) -> float:
    acts = before["acts"].to_numpy(float)
    usual = acts.mean() * week[before["day"].dt.day_of_week]
    change = acts[1:] - acts[:-1] - np.diff(usual)  # from day to day, so that a wave is no dispersion
    old = (change**2).mean() / max(usual[1:].mean() + usual[:-1].mean(), 1e-9) if len(change) else 1.0
    new = float(((learnt["acts"] - expected) ** 2 / expected).sum())
    return max(1.0, (new + _PRIOR * old) / (len(learnt) - 1 + _PRIOR))


def _watched(days: pd.DataFrame, usual: _Usual, budget: float) -> pd.DataFrame:
    expected = usual.level * usual.week[days["day"].dt.day_of_week]
    acts = days["acts"].to_numpy(float)
    variance = usual.phi * expected + usual.unsure * expected**2
    evidence = added_up(likelihood_ratio(acts, expected, variance)[None, :], budget)[0]
    recent, due = (_last(values) for values in (acts, expected))
    ratio = recent / due
    low, high = _bounds(recent / usual.phi, 1 / usual.unsure, due / usual.phi)
    rising = (evidence >= budget) & (low > RISE)
    above = (usual.level < BACK * usual.before) & (ratio * usual.level > BACK * usual.before)
    back = above & (evidence >= HINT) & (low > RISE)
    told = {"ratio": ratio, "low": low, "high": high, "evidence": evidence}
    alarm = np.where(rising, "rising", np.where(back, "back", ""))
    return pd.DataFrame({"day": days["day"], "observed": acts, "expected": expected, **told, "alarm": alarm})


def _bounds(recent: Any, learnt: float, due: Any) -> tuple[Any, Any]:
    """Return the exact interval of a ratio of Poisson counts: `recent` acts to the part of `learnt` due."""
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to import

    tail, scale = (1 - LEVEL) / 2, learnt / due
    low = betaincinv(np.maximum(recent, np.finfo(float).tiny), learnt + 1, tail)
    high = betaincinv(recent + 1, learnt, 1 - tail)
    return np.where(recent > 0, low / (1 - low) * scale, 0), high / (1 - high) * scale


def _last(values: Any) -> Any:
    """Return the sum of each day and the days before it, three at most."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    first = np.maximum(np.arange(len(values)) + 1 - WINDOW, 0)
    return summed[1:] - summed[first]


def _answer(frame: pd.DataFrame) -> Estimate:
    last, alarms = frame.iloc[-1], frame[frame["alarm"] != ""]
    ratio, low, high = (float(last[name]) for name in ("ratio", "low", "high"))
    n = int(frame["observed"].tail(WINDOW).sum())
    found = Estimate(_OF, ratio, low, high, LEVEL, n, float(len(frame)), METHOD, unit="ratio")
    first = (
        f"relapse: {alarms['alarm'].iloc[0]} since {alarms['day'].iloc[0]:%Y-%m-%d}" if len(alarms) else ""
    )
    return found.warn(first)
