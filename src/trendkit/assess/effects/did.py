"""Difference in differences by market: whether treated markets changed more than the others did.

Markets are few, so the chance is counted, not assumed: every other choice of treated markets is tried.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, insufficient

METHOD: Final = "difference in differences by market, randomisation inference"
LEAST: Final = 28
"""Acts a market must hold before the measure to be compared."""

LEAST_MARKETS: Final = 4
"""Markets it takes to tell a difference from what markets do anyway."""

MOST: Final = 10_000
"""Choices of treated markets that are tried; more are drawn."""

_HALF: Final = 0.5  # act added to a period, so that none is empty
_GRID: Final = 801
_WIDEST: Final = 12  # standard deviations of a market's change that are searched
_TINY: Final = 1e-9


@dataclass(frozen=True)
class Difference:
    """The change of treated against other markets. `p` is the chance of one as great, at least `least_p`.

    `weeks`: week (0 begins at the launch), gap (log ratio of treated to other markets, 0 in the week before).
    `p_before` is the chance that gaps before the launch were as wide without any cause.
    """

    estimate: Estimate
    p: float | None = None
    least_p: float | None = None
    p_before: float | None = None
    weeks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["week", "gap"]), repr=False)


def difference(
    counts: pd.DataFrame, treated: Collection[str], launched: pd.Timestamp, *, level: float = LEVEL
) -> Difference:
    """Compare day, market, acts of `treated` markets with those of all others before and after `launched`.

    The estimate is a share: -0.3 where treated markets fell by a third more than the others. Its interval
    holds every effect that the randomisation test does not refuse. Source: Fisher 1935; Rosenbaum 2002.
    """
    of = "acts, treated markets against the others"
    panel, left_out = _panel(counts, launched)
    is_treated = panel.index.isin(list(treated))
    if why := _missing(panel, is_treated, launched):
        return Difference(insufficient(of, why, method=METHOD, level=level))
    change = _change(panel, launched)
    choices = _choices(is_treated)
    effect, p = _effect(change, choices)
    low, high = _interval(change, choices, is_treated, level)
    found = [None if value is None else float(np.expm1(value)) for value in (effect, low, high)]
    middle, least_effect, most = found
    n, markets = int(panel.to_numpy().sum()), float(len(panel))
    answer = Estimate(of, middle, least_effect, most, level, n, markets, METHOD)
    weeks, p_before = _weeks(panel, choices, launched)
    least = 1 / len(choices)
    return Difference(answer.warn(*_doubts(least, level, p_before, left_out)), p, least, p_before, weeks)


def _panel(counts: pd.DataFrame, launched: pd.Timestamp) -> tuple[Any, int]:
    """Return markets x days of acts, of markets with enough before the launch, and how many had too few."""
    panel: Any = counts[counts["market"] != ""].pivot_table(
        index="market", columns="day", values="acts", aggfunc="sum"
    )
    panel = panel.dropna(axis=1)
    enough = panel.loc[:, panel.columns < launched].sum(axis=1) >= LEAST
    return panel[enough], int((~enough).sum())


def _missing(panel: Any, is_treated: Any, launched: pd.Timestamp) -> str:
    before = int((panel.columns < launched).sum())
    held, others = int(is_treated.sum()), int((~is_treated).sum())
    if not held or not others:
        return f"{held} treated and {others} other markets with {LEAST} acts or more before the launch"
    if held + others < LEAST_MARKETS:
        return f"{held + others} of {LEAST_MARKETS} markets with {LEAST} acts or more before the launch"
    if before < LEAST or panel.shape[1] - before < LEAST // 2:
        return f"{before} of {LEAST} days before the launch, {panel.shape[1] - before} of {LEAST // 2} since"
    return ""


def _change(panel: Any, launched: pd.Timestamp) -> Any:
    """Return the log of each market's acts per day since the launch over those before."""
    since = panel.columns >= launched
    parts = [(panel.loc[:, of].sum(axis=1) + _HALF) / of.sum() for of in (since, ~since)]
    return np.log(parts[0] / parts[1]).to_numpy(float)


def _choices(is_treated: Any) -> Any:
    """Return choices x markets of weights, the real choice first: treated mean minus mean of the others."""
    markets, size = len(is_treated), int(is_treated.sum())
    if comb(markets, size) <= MOST:
        others = [list(chosen) for chosen in combinations(range(markets), size)]
    else:
        draw = np.random.default_rng(0)
        others = [draw.choice(markets, size, replace=False).tolist() for _ in range(MOST - 1)]
    real = np.flatnonzero(is_treated).tolist()
    tried = [real, *(chosen for chosen in others if sorted(chosen) != real)]
    weights = np.full((len(tried), markets), -1 / (markets - size))
    np.put_along_axis(weights, np.array(tried), 1 / size, axis=1)
    return weights


def _effect(change: Any, choices: Any) -> tuple[float, float]:
    found = choices @ change
    return float(found[0]), _chance(found)


def _chance(found: Any) -> float:
    return float(np.mean(np.abs(found) >= abs(found[0]) - 1e-12))


def _interval(change: Any, choices: Any, is_treated: Any, level: float) -> tuple[float | None, float | None]:
    """Return the effects the test does not refuse; none where so few markets can refuse nothing."""
    if 1 / len(choices) > 1 - level:
        return None, None
    effect = float(choices[0] @ change)
    reach = _WIDEST * float(np.std(change - effect * is_treated)) + _TINY
    tried = np.linspace(effect - reach, effect + reach, _GRID)
    kept = [tau for tau in tried if _chance(choices @ (change - tau * is_treated)) > 1 - level]
    return min(kept, default=effect) - tried[1] + tried[0], max(kept, default=effect) + tried[1] - tried[0]


def _weeks(panel: Any, choices: Any, launched: pd.Timestamp) -> tuple[pd.DataFrame, float | None]:
    """Return the gap week by week against the week before the launch, and the chance of those before it."""
    week = (panel.columns - launched).days // 7
    logs: Any = np.log(panel.T.groupby(week).mean().T + _HALF / 7)
    gaps = choices @ (logs.sub(logs[-1], axis=0)).to_numpy(float)
    before = np.array(logs.columns) < -1
    p = _chance_of_any(gaps[:, before]) if before.any() else None
    return pd.DataFrame({"week": np.array(logs.columns), "gap": gaps[0]}), p


def _chance_of_any(gaps: Any) -> float:
    size = (gaps**2).sum(axis=1)
    return float(np.mean(size >= size[0] - 1e-12))


def _doubts(least: float, level: float, p_before: float | None, left_out: int) -> list[str]:
    alarming = 0.1
    return [
        f"no p below {least:.2g} is possible with these markets" if least > 1 - level else "",
        f"markets moved apart before the launch (p = {p_before:.2g})"
        if p_before is not None and p_before <= max(alarming, least) and least <= alarming
        else "",
        f"{left_out} markets with fewer than {LEAST} acts before were left out" if left_out else "",
    ]
