"""Displacement: whether what went away from here came up next door, net of what happened elsewhere anyway."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.effects.mitigation import Mitigation
from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient

WDD: Final = "weighted displacement difference (Wheeler and Ratcliffe 2018)"
WDQ: Final = "weighted displacement quotient (Bowers and Johnson 2003)"
NEXT_DOOR: Final = "change next door less that of its control"
LEAST_WEEKS: Final = 2
MOST_WEEKS: Final = 4

_DRAWS: Final = 4000
_NO_CONTROL: Final = "no control with acts of its own: what changed anyway counts as displaced"


@dataclass(frozen=True)
class Area:
    """Acts before and after in as many days each, and their dispersion: variance over mean, 1 is Poisson."""

    before: float
    after: float
    phi: float = 1.0

    @property
    def change(self) -> float:
        """What was added."""
        return self.after - self.before

    @property
    def variance(self) -> float:
        """The variance of the change."""
        return self.phi * (self.before + self.after)


@dataclass(frozen=True)
class Areas:
    """Where the measure was, where its acts might go, and a control of each that it does not reach."""

    treated: Area
    control: Area
    near: Area
    near_control: Area
    warnings: tuple[str, ...] = ()

    def wdd(self, of: str, level: float = LEVEL) -> Estimate:
        """Return the change in acts over all areas: below zero the measure won more than it moved."""
        parts = (self.treated, self.control, self.near, self.near_control)
        gain = self.treated.change - self.control.change + self.near.change - self.near_control.change
        return self._difference(of, gain, parts, level, WDD)

    def moved(self, of: str, level: float = LEVEL) -> Estimate:
        """Return the change next door net of its control: above zero acts moved there."""
        gain = self.near.change - self.near_control.change
        return self._difference(of, gain, (self.near, self.near_control), level, NEXT_DOOR)

    def wdq(self, of: str, level: float = LEVEL) -> Estimate:
        """Return what moved as a share of what was won.

        Above 0 the neighbours gained too, -1 to 0 part of the effect moved there, below -1 more than all of
        it. The interval is drawn (4,000 times, one seed) from normal counts of the same dispersion.
        """
        parts = (self.treated, self.control, self.near)
        if not (self.control.before and self.control.after):
            return insufficient(of, "a quotient needs a control with acts before and after", level=level)
        drawn = np.random.default_rng(0).normal(size=(_DRAWS, 6))
        counts = np.array([(a.before, a.after) for a in parts]).ravel()
        phi = np.repeat([a.phi for a in parts], 2)
        draws = np.maximum(counts + drawn * np.sqrt(phi * np.maximum(counts, 1)), 0.5)
        tail = (1 - level) / 2
        low, high = np.quantile(_quotient(draws), [tail, 1 - tail])
        n, n_eff = int(counts.sum()), float((counts / phi).sum())
        quotient = float(_quotient(counts[None, :])[0])
        doubt = "" if self.treated.change < self.control.change else "the treated area did not win anything"
        found = Estimate(of, quotient, float(low), float(high), level, n, n_eff, WDQ, unit="number")
        return found.warn(*self.warnings, doubt)

    def _difference(self, of: str, gain: float, parts: Any, level: float, method: str) -> Estimate:
        reach = deviate(level) * sum(part.variance for part in parts) ** 0.5
        n = int(sum(part.before + part.after for part in parts))
        n_eff = float(sum((part.before + part.after) / part.phi for part in parts))
        found = Estimate(of, gain, gain - reach, gain + reach, level, n, n_eff, method, unit="number")
        return found.warn(*self.warnings)


def _quotient(counts: Any) -> Any:
    """Return the quotient of rows of treated, control and near counts, each before and after."""
    treated, near = counts[:, [0, 1]], counts[:, [4, 5]]
    share, near_share = (part / counts[:, [2, 3]] for part in (treated, near))
    won = share[:, 1] - share[:, 0]
    return (near_share[:, 1] - near_share[:, 0]) / np.where(won == 0, np.nan, won)


def areas(counts: pd.DataFrame, mitigation: Mitigation) -> dict[str, Areas | str]:
    """Return the areas by where acts might go, from rows of day, detector, market, surface, acts.

    The same abuse on other surfaces and in other markets, and other abuse in the same place. Windows are two
    to four whole weeks on either side of the launch. Instead of areas: why there are none.
    """
    weeks = _weeks(counts, mitigation.first_day)
    if weeks < LEAST_WEEKS:
        short = f"{weeks} of {LEAST_WEEKS} whole weeks on either side of the launch"
        return dict.fromkeys(("other surfaces", "other markets", "other abuse types"), short)
    part = _Parts(counts, mitigation, weeks)
    return {
        "other surfaces": part.surfaces() if mitigation.surfaces else "the measure covers every surface",
        "other markets": part.markets() if mitigation.markets else "the measure covers every market",
        "other abuse types": part.abuse() if part.others else "no other detector was counted",
    }


def _weeks(counts: pd.DataFrame, launched: pd.Timestamp) -> int:
    days = counts["day"].drop_duplicates()
    sides = (launched - days.min()).days, (days.max() - launched).days + 1
    return min(MOST_WEEKS, *(side // 7 for side in sides)) if len(days) else 0


class _Parts:
    """Cuts counts into areas by detector, market and surface, each aimed at or not."""

    def __init__(self, counts: pd.DataFrame, mitigation: Mitigation, weeks: int) -> None:
        self._counts, self._aim, self._weeks = counts, mitigation, weeks
        self._aimed = mitigation.aimed(counts)
        self.others = bool((~self._aimed).any())

    def surfaces(self) -> Areas | str:
        return self._areas((True, True, True), (True, False, True), (True, True, False), (True, False, False))

    def markets(self) -> Areas | str:
        return self._areas((True, True, True), (False, True, True), (True, False, True), (False, False, True))

    def abuse(self) -> Areas | str:
        return self._areas((True, True, True), (True, False, True), (False, True, True), (False, False, True))

    def _areas(self, *places: tuple[bool, bool, bool]) -> Areas | str:
        """Return treated, control, near and its control, each by detector, market and surface aimed at."""
        treated, control, near, near_control = (self._area(*place) for place in places)
        if not near.before and not near.after:
            return "nothing was found there, before or since"
        lonely = not (control.before and near_control.before)
        return Areas(treated, control, near, near_control, (_NO_CONTROL,) if lonely else ())

    def _area(self, aimed: bool, market: bool, surface: bool) -> Area:
        chosen = (self._aimed == aimed) & self._aim.here(self._counts, market, surface)
        acts = self._counts[chosen].groupby("day")["acts"].sum()
        start, week = self._aim.first_day, pd.Timedelta(weeks=1)
        before = acts[(acts.index >= start - self._weeks * week) & (acts.index < start)]
        after = acts[(acts.index >= start) & (acts.index < start + self._weeks * week)]
        return Area(float(before.sum()), float(after.sum()), _dispersion(acts[acts.index < start]))


def _dispersion(acts: "pd.Series[Any]") -> float:
    """Return variance over mean of days or of weeks, whichever is more, never below Poisson's."""
    days = acts.to_numpy(float)
    weeks = days[len(days) % 7 :].reshape(-1, 7).sum(axis=1)
    told = [part.var(ddof=1) / part.mean() for part in (days, weeks) if len(part) > 1 and part.any()]
    return max(1.0, *told) if told else 1.0
