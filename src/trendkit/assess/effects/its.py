"""Interrupted time series: what a measure changed, against what its own past says would have come.

Daily counts are regressed on the weekday and on the step at the launch. From 20 acts a day on, the log of
acts + 1 is; below that a quasi-Poisson model of the counts. How sure the step is comes from `serial`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.effects import serial
from trendkit.assess.estimate import LEVEL, Estimate

LEAST_BEFORE: Final = 56
LEAST_AFTER: Final = 14
FEW: Final = 20
"""Acts a day, before or since, below which counts are modelled as counts."""

LOG: Final = "interrupted time series, log counts on step and weekday, AR(1) of unknown persistence"
COUNTS: Final = "interrupted time series, quasi-Poisson on step and weekday, AR(1) of unknown persistence"
_FRESH: Final = (0.6, 0.3)  # of small counts much is chance, new every day
_TURNS: Final = 12  # of reweighted least squares
_FLOOR: Final = 0.05  # acts a day no model goes below
_STEEPEST: Final = 12.0  # logs of acts no model goes beyond


@dataclass(frozen=True)
class Model:
    """A fitted step. `design` (days x p) holds what the measure moves in its first `moved` columns."""

    fit: serial.Serial
    design: Any
    moved: int
    scale: Any
    shift: float
    smear: Any

    def level(self, days: Any, *, treated: bool) -> tuple[Any, Any]:
        """Return acts on `days` under each persistence (nodes x days), and how they move with the logs."""
        design = self.used(days, treated=treated)
        logs = np.clip(self.fit.coefficients @ design.T, -_STEEPEST, _STEEPEST)
        growth = self.scale[days] * self.smear[:, None] * np.exp(logs)
        return np.maximum(growth - self.shift * self.scale[days], _FLOOR), growth

    def total(self, days: Any, *, treated: bool) -> tuple[Any, Any]:
        """Return the acts of all `days` under each persistence, and their gradient."""
        level, growth = self.level(days, treated=treated)
        return level.sum(axis=1), growth @ self.used(days, treated=treated)

    def used(self, days: Any, *, treated: bool) -> Any:
        """Return the design of `days`, with or without the measure."""
        return self.design[days] * (treated | (np.arange(self.design.shape[1]) >= self.moved))


@dataclass(frozen=True, repr=False)
class Interrupted:
    """What changed at the launch.

    `frame`: day, observed, expected (had nothing been done), lo, hi (95 % of such days), fitted, after.
    """

    frame: pd.DataFrame = field(repr=False)
    model: Model = field(repr=False)
    method: str
    warnings: tuple[str, ...] = ()

    def relative(self, of: str, level: float = LEVEL) -> Estimate:
        """Return the change since the launch as a share of what would have come: -0.3 is a third less."""
        (acts, slope), (bare, bare_slope) = self._totals()
        errors = self._errors(slope / acts[:, None] - bare_slope / bare[:, None])
        found = self.model.fit.interval(np.log(acts) - np.log(bare), errors, level)
        return self._answer(of, [float(np.expm1(value)) for value in found], level, "share")

    def absolute(self, of: str, level: float = LEVEL, times: float | None = None) -> Estimate:
        """Return the change in acts per day, or `times` as many as all acts since the launch changed by."""
        (acts, slope), (bare, bare_slope) = self._totals()
        scale = 1 / int(self.frame["after"].sum()) if times is None else times
        errors = self._errors((slope - bare_slope) * scale)
        return self._answer(
            of, self.model.fit.interval((acts - bare) * scale, errors, level), level, "number"
        )

    def _totals(self) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        after = self.frame["after"].to_numpy(bool)
        return self.model.total(after, treated=True), self.model.total(after, treated=False)

    def _errors(self, slope: Any) -> Any:
        return np.maximum(self.model.fit.linear(slope)[1], np.finfo(float).eps)

    def _answer(self, of: str, found: Any, level: float, unit: Any) -> Estimate:
        acts, days = int(self.frame["observed"].sum()), float(len(self.frame))
        middle, low, high = found
        return Estimate(of, middle, low, high, level, acts, days, self.method, 1, self.warnings, unit)


def interrupted(
    series: pd.DataFrame,
    launched: pd.Timestamp,
    *,
    ramp: bool = False,
    exposure: str | None = None,
    controls: Mapping[str, Any] | None = None,
) -> Interrupted | str:
    """Fit the step at midnight `launched` to `series` (day, acts), or say what is missing where it is short.

    Days with no acts on record (NaN) are left out, not zero. `exposure` names a column whose growth acts are
    expected to share; `ramp` lets the effect grow week by week; `controls` are further regressors, one value
    per row of `series`. Refuses fewer than 56 days before or 14 since.
    """
    known = series["acts"].notna().to_numpy()
    days = series[known].reset_index(drop=True).assign(after=lambda kept: kept["day"] >= launched)
    if why := _missing(days):
        return why
    extra = [np.asarray(values, float)[known] for values in (controls or {}).values()]
    moved = [_grown(days, launched)] if ramp else []
    design = _design(days, moved, extra)
    return _fitted(days, design, 1 + len(moved), _scale(days, exposure))


def _missing(days: pd.DataFrame) -> str:
    """Say which days are missing, or that there is nothing to change."""
    since, before = int(days["after"].sum()), int((~days["after"]).sum())
    short = [
        f"{have} of {need} days {side} the launch"
        for have, need, side in ((before, LEAST_BEFORE, "before"), (since, LEAST_AFTER, "since"))
        if have < need
    ]
    if short:
        return ", ".join(short)
    acting, least = int((days.loc[~days["after"], "acts"] > 0).sum()), LEAST_BEFORE // 7
    return "" if acting >= least else f"{acting} of {least} days before the launch with anything found"


def _scale(days: pd.DataFrame, exposure: str | None) -> Any:
    if exposure is None:
        return np.ones(len(days))
    held = days[exposure].clip(lower=1).to_numpy(float)
    return held / held.mean()


def _grown(days: pd.DataFrame, launched: pd.Timestamp) -> Any:
    return (days["day"] - launched).dt.days.clip(lower=0) / 7


def _design(days: pd.DataFrame, moved: list[Any], extra: list[Any]) -> Any:
    """Return the columns: what the measure moves, then level, weekday and controls."""
    weekday = days["day"].dt.day_of_week.to_numpy()
    week = weekday[:, None] == np.arange(1, 7)
    return np.column_stack([days["after"], *moved, np.ones(len(days)), week, *extra]).astype(float)


def _fitted(days: pd.DataFrame, design: Any, moved: int, scale: Any) -> Interrupted:
    after = days["after"].to_numpy(bool)
    acts = days["acts"].to_numpy(float)
    silent = not acts[after].any()
    given = acts + silent * after * 0.5 / after.sum()
    few = min(given[after].mean(), given[~after].mean()) < FEW
    place = (days["day"] - days["day"].iloc[0]).dt.days
    fit = (_of_counts if few else _of_logs)(given / scale, design, place)
    model = Model(fit, design, moved, scale, float(not few), np.ones(len(fit.weights)))
    model = _smeared(model, given, ~after)
    warned = ("nothing was found since the launch: half an act was added",) if silent else ()
    return Interrupted(_shown(days, model, few=few), model, COUNTS if few else LOG, warned)


def _of_logs(rate: Any, design: Any, place: Any) -> serial.Serial:
    return serial.fit(np.log1p(rate), design, place)


def _of_counts(rate: Any, design: Any, place: Any) -> serial.Serial:
    """Fit the last step of the reweighted least squares that solve the quasi-Poisson model."""
    mean = _quasi_poisson(rate, design)
    root = np.sqrt(mean)
    return serial.fit((np.log(mean) + (rate - mean) / mean) * root, design * root[:, None], place, _FRESH)


def _quasi_poisson(rate: Any, design: Any) -> Any:
    mean = rate + 0.5
    for _ in range(_TURNS):
        root = np.sqrt(mean)
        working = (np.log(mean) + (rate - mean) / mean) * root
        found = np.linalg.lstsq(design * root[:, None], working)[0]
        mean = np.maximum(np.exp(np.clip(design @ found, -_STEEPEST, _STEEPEST)), _FLOOR / len(rate))
    return mean


def _smeared(model: Model, acts: Any, before: Any) -> Model:
    """Scale the model so that it gives back the acts before: a mean of logs is no log of a mean."""
    logs = np.clip(model.fit.coefficients @ model.design[before].T, -_STEEPEST, _STEEPEST)
    given = (acts[before] + model.shift * model.scale[before]).sum()
    smear = given / (model.scale[before] * np.exp(logs)).sum(axis=1)
    return Model(model.fit, model.design, model.moved, model.scale, model.shift, smear)


def _shown(days: pd.DataFrame, model: Model, *, few: bool) -> pd.DataFrame:
    every = np.ones(len(days), bool)
    weights = model.fit.weights
    expected, fitted = (weights @ model.level(every, treated=treated)[0] for treated in (False, True))
    spread = _spread(days["acts"].to_numpy(float), fitted, few=few)
    reach = 1.96 * spread * (np.sqrt(expected) if few else 1)
    lo = expected - reach if few else expected * np.exp(-reach)
    hi = expected + reach if few else expected * np.exp(reach)
    named = {"expected": expected, "lo": np.maximum(lo, 0), "hi": hi, "fitted": fitted}
    return days[["day", "after"]].assign(observed=days["acts"], **named)


def _spread(acts: Any, fitted: Any, *, few: bool) -> float:
    """Return how far days lie from the model: in roots of acts where they are few, else in logs."""
    left = (acts - fitted) / np.sqrt(fitted) if few else np.log1p(acts) - np.log1p(fitted)
    return float(np.sqrt(np.mean(left**2)))
