"""How far apart two groups of accounts are in one number each: order, means, shape.

Accounts are the units: nothing here sees an event. Matrices in, one row per feature out.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.estimate import LEVEL, lower_bound

LEAST: Final = 15
"""Accounts of known value in each group, without which nothing is said."""

VARIED: Final = 12
"""Accounts off the commonest value, without which there is nothing to compare."""

METHOD: Final = "Cliff's delta (Feng and Cliff 2004), Brunner-Munzel"
BINS: Final = 10
ROUNDS: Final = 999
_WIDE: Final = 10  # beyond this a measure is a count or a time, and compared as a logarithm
_HALF: Final = 0.5

_ESTIMATES: Final = (
    *("estimate", "low", "high", "p", "smd", "smd_low", "smd_high", "psi", "psi_p", "js", "js_p"),
    *("found_median", "controls_median", "found_mean", "controls_mean"),
)
COLUMNS: Final = [
    *("feature", "estimate", "low", "high", "level", "p", "smd", "smd_low", "smd_high"),
    *("found_median", "controls_median", "found_mean", "controls_mean", "found_known", "controls_known"),
    *("psi", "psi_p", "js", "js_p", "n", "n_eff", "method", "warnings"),
]


@dataclass(frozen=True)
class Order:
    """Cliff's delta with its interval, and the p of Brunner and Munzel's test (2000)."""

    delta: float
    low: float
    high: float
    p: float


def differences(
    frame: pd.DataFrame, found: np.ndarray, draw: np.random.Generator, rounds: int = ROUNDS
) -> pd.DataFrame:
    """Compare found accounts with the others in every column of `frame`, NaN being unknown.

    estimate, low, high: Cliff's delta, from -1 (every found account lies lower) to 1. smd: Hedges' g, of
    log1p where a measure is no share. psi, js: distance of the two distributions over deciles of both, with
    the p of permuted accounts. Where too few are known or differ, estimates are NaN and `warnings` says it.
    """
    rows = [_difference(str(name), frame[name].to_numpy(float), found, draw, rounds) for name in frame]
    return pd.DataFrame(rows, columns=COLUMNS)


def _difference(
    name: str, values: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int
) -> dict[str, Any]:
    known = ~np.isnan(values)
    one, two = values[known & found], values[known & ~found]
    row = {"feature": name, "found_known": len(one), "controls_known": len(two), "level": LEVEL}
    row |= {"n": len(one) + len(two), "n_eff": float(len(one) + len(two)), "method": METHOD}
    lacking = _lacking(one, two)
    if lacking:
        return row | dict.fromkeys(_ESTIMATES, np.nan) | {"warnings": f"insufficient data: {lacking}"}
    order, smd = ordered(one, two), standardised(one, two)
    shape = shapes(_binned(values), found, draw, rounds)
    row |= {"estimate": order.delta, "low": order.low, "high": order.high, "p": order.p}
    row |= dict(zip(("smd", "smd_low", "smd_high"), smd, strict=True)) | shape
    row |= {"found_median": np.median(one), "controls_median": np.median(two)}
    return row | {"found_mean": one.mean(), "controls_mean": two.mean(), "warnings": ""}


def _lacking(one: np.ndarray, two: np.ndarray) -> str:
    if min(len(one), len(two)) < LEAST:
        return f"known of {len(one):,} found accounts and {len(two):,} controls, {LEAST} each are needed"
    _, counts = np.unique(np.concatenate([one, two]), return_counts=True)
    return "nearly all accounts are alike in it" if counts.sum() - counts.max() < VARIED else ""


def ordered(one: np.ndarray, two: np.ndarray) -> Order:
    """Say how much more often a value of the first group lies above one of the second than below."""
    n, m = len(one), len(two)
    ranks = stats.rankdata(np.concatenate([one, two]))
    above, below = ranks[:n] - stats.rankdata(one), ranks[n:] - stats.rankdata(two)
    delta = 2 * above.mean() / m - 1
    parts = np.array([above.var(ddof=1) / m**2 / n, below.var(ddof=1) / n**2 / m])
    if parts.sum() == 0:
        return _separated(one, two, float(delta))
    freedom = parts.sum() ** 2 / (parts**2 / [n - 1, m - 1]).sum()
    error = 2 * np.sqrt(parts.sum())
    low, high = _reach(float(delta), float(stats.t.ppf(_HALF + LEVEL / 2, freedom) * error))
    return Order(float(delta), low, high, float(2 * stats.t.sf(abs(delta) / error, freedom)))


def _reach(delta: float, half: float) -> tuple[float, float]:
    """Bend the interval away from the ends that delta cannot pass (Feng and Cliff 2004)."""
    bent = half * np.sqrt((1 - delta**2) ** 2 + half**2)
    middle, scale = delta - delta**3, 1 - delta**2 + half**2
    return max(-1.0, float((middle - bent) / scale)), min(1.0, float((middle + bent) / scale))


def _separated(one: np.ndarray, two: np.ndarray, delta: float) -> Order:
    """Bound groups that do not overlap: by what as many pairs as the smaller group has would bound."""
    pairs = min(len(one), len(two))
    least = 2 * lower_bound(pairs, pairs, (1 - LEVEL) / 2) - 1
    p = float(stats.mannwhitneyu(one, two).pvalue)
    return Order(delta, least, 1.0, p) if delta > 0 else Order(delta, -1.0, -least, p)


def standardised(one: np.ndarray, two: np.ndarray) -> tuple[float, float, float]:
    """Return Hedges' g and its interval (Hedges and Olkin 1985), of log1p where values exceed 10."""
    if min(one.min(), two.min()) >= 0 and max(one.max(), two.max()) > _WIDE:
        one, two = np.log1p(one), np.log1p(two)
    n, m = len(one), len(two)
    freedom = n + m - 2
    scale = np.sqrt(((n - 1) * one.var(ddof=1) + (m - 1) * two.var(ddof=1)) / freedom)
    if scale == 0:
        return np.nan, np.nan, np.nan
    g = float((1 - 3 / (4 * freedom - 1)) * (one.mean() - two.mean()) / scale)
    half = float(stats.norm.ppf(_HALF + LEVEL / 2) * np.sqrt((n + m) / (n * m) + g**2 / (2 * (n + m))))
    return g, g - half, g + half


def _binned(values: np.ndarray) -> np.ndarray:
    """Return the decile of each value; unknown values lie in a bin of their own."""
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, values, side="right")
    return np.where(np.isnan(values), len(edges) + 1, bins)


def shapes(
    bins: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int = ROUNDS
) -> dict[str, float]:
    """Return PSI and the Jensen-Shannon distance of two histograms, each with its p under permuted accounts.

    No threshold is fixed: what chance gives depends on how many accounts there are.
    """
    whole = np.bincount(bins)
    whole = whole[whole > 0]
    mine = np.unique(bins, return_inverse=True)[1][found]
    seen = np.bincount(mine, minlength=len(whole))[None]
    chance = draw.multivariate_hypergeometric(whole, int(found.sum()), size=rounds, method="marginals")
    psi, js = _distances(np.vstack([seen, chance]), whole)
    return {
        "psi": float(psi[0]),
        "psi_p": float((psi >= psi[0] - _TIE).sum() / (rounds + 1)),
        "js": float(js[0]),
        "js_p": float((js >= js[0] - _TIE).sum() / (rounds + 1)),
    }


_TIE: Final = 1e-12


def _distances(found: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half an account is added to every bin, so that an empty one has a logarithm."""
    p, q = found + _HALF, whole - found + _HALF
    p, q = p / p.sum(axis=1, keepdims=True), q / q.sum(axis=1, keepdims=True)
    psi = ((p - q) * np.log(p / q)).sum(axis=1)
    middle = (p + q) / 2
    js = (p * np.log2(p / middle) + q * np.log2(q / middle)).sum(axis=1) / 2
    return psi, np.sqrt(np.maximum(js, 0))
