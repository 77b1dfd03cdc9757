"""What a measure did, as far as daily counts tell: its effect, other markets, what moved next door."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.effects import did, displacement, its
from trendkit.assess.estimate import Estimate, insufficient
from trendkit.assess.trends import peak

if TYPE_CHECKING:
    from trendkit.assess.effects.mitigation import Mitigation

ACTS: Final = "acts since the launch, relative change"
"""The answer that is fixed beforehand."""

WAVE: Final = "against the wave before it"
_LESS_SURE: Final = 0.9


@dataclass(frozen=True)
class Answer:
    """One answer: an estimate, and where chance was counted its p and the least p there is."""

    question: str
    estimate: Estimate
    p: float | None = None
    least_p: float | None = None

    def row(self) -> dict[str, Any]:
        """Return question, the fields of the estimate, p and least_p."""
        return {"question": self.question, **self.estimate.row(), "p": self.p, "least_p": self.least_p}


@dataclass(frozen=True)
class Counted:
    """Daily counts (day, detector, market, surface, acts) and those of all treated segments by day."""

    counts: pd.DataFrame
    series: pd.DataFrame
    aim: "Mitigation"
    level: float

    def effect(self, *, ramp: bool, exposure: bool) -> tuple[pd.DataFrame, list[Answer]]:
        """Return the days around the launch and what changed on them, with the checks of the days before."""
        asked: dict[str, Any] = {"ramp": ramp, "exposure": "events" if exposure else None}
        fitted = its.interrupted(self.series, self.aim.first_day, **asked)
        if isinstance(fitted, str):
            empty = pd.DataFrame(columns=["day", "observed", "expected", "lo", "hi", "fitted", "after"])
            return empty, [Answer("effect", insufficient(ACTS, fitted, level=self.level))]
        found, doubts = self._anyway(asked, fitted.relative(ACTS, self.level))
        levels = dict.fromkeys((self.level, _LESS_SURE))
        main = [fitted.relative(ACTS, one) for one in levels]
        main += [fitted.absolute("acts per day, change", one) for one in levels]
        main += [fitted.absolute("acts avoided since the launch", self.level, -1.0), *self._views(fitted)]
        return fitted.frame, [Answer("effect", e.warn(*doubts)) for e in main] + found

    def _anyway(self, asked: dict[str, Any], whole: Estimate) -> tuple[list[Answer], list[str]]:
        """Return the effect with the peak before it left out and against the wave, and what that means."""
        week = peak.peak_week(self.series, self.aim.first_day)
        wave = peak.wave(self.series, self.aim.first_day)
        found, doubts = [], []
        for on, of, doubt in (
            (week, "without the peak week", _chosen_high(self.series, week, self.aim.first_day)),
            (wave, WAVE, _rose(self.series, wave)),
        ):
            if not on.any():
                continue
            fitted = its.interrupted(self.series, self.aim.first_day, **asked, controls={of: on})
            if not isinstance(fitted, str):
                found.append(Answer("effect", fitted.relative(f"{ACTS}, {of}", self.level)))
                doubts.append(doubt)
        return found, [*doubts, _gone([a.estimate for a in found[:1]], whole) if week.any() else ""]

    def _views(self, fitted: its.Interrupted) -> list[Estimate]:
        """Return the views avoided, where views are on record: acts avoided times views per act before."""
        before = self.series[(self.series["day"] < self.aim.first_day) & self.series["views"].notna()]
        acts = float(before["acts"].sum())
        if not acts or not before["views"].sum():
            return []
        per_act = float(before["views"].sum()) / acts
        found = fitted.absolute("views avoided since the launch", self.level, -per_act)
        return [found.warn(f"{per_act:,.1f} views per act, as before the launch")]

    def compared(self) -> did.Difference:
        """Return how treated markets changed against the others."""
        of = "acts, treated markets against the others"
        if not self.aim.markets:
            return did.Difference(insufficient(of, "the measure covers every market", method=did.METHOD))
        kin = self.counts[self.aim.aimed(self.counts)]
        treated, others = (kin[self.aim.here(kin, inside)] for inside in (True, False))
        both = pd.concat([treated, others])
        return did.difference(both, self.aim.markets, self.aim.first_day, level=self.level)

    def displaced(self) -> list[Answer]:
        """Return what moved next door."""
        found = displacement.areas(self.counts, self.aim)
        told = [_displaced(where, areas, self.level) for where, areas in found.items()]
        return [Answer("displacement", estimate) for part in told for estimate in part]


def _displaced(where: str, areas: "displacement.Areas | str", level: float) -> list[Estimate]:
    if isinstance(areas, str):
        return [insufficient(f"acts moved to {where}", areas, level=level)]
    return [
        areas.moved(f"acts moved to {where}", level),
        areas.wdd(f"acts won or lost with {where}", level),
        areas.wdq(f"moved to {where} per act won", level),
    ]


def _chosen_high(series: pd.DataFrame, week: Any, launched: pd.Timestamp) -> str:
    if not week.any():
        return ""
    others = series.loc[~week & (series["day"] < launched).to_numpy(bool), "acts"].mean()
    high, last = series.loc[week, "acts"].mean(), series.loc[week, "day"].max()
    return (
        f"chosen when high: {high:,.3g} acts a day in the week to {last:%Y-%m-%d}, {others:,.3g} on other "
        "days before; part of a fall would have come anyway"
    )


def _rose(series: pd.DataFrame, wave: Any) -> str:
    if not wave.any():
        return ""
    began = series.loc[wave, "day"].min()
    return f"acts rose on {began:%Y-%m-%d}; whether that wave would have gone on nobody knows"


def _gone(left: list[Estimate], whole: Estimate) -> str:
    """Say so where the change does not stand without the peak week."""
    held = [e for e in (whole, *left) if e.high is not None and e.high < 0]
    return "without the peak week the fall is within chance" if held == [whole] and left else ""
