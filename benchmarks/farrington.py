"""The flexible Farrington algorithm on weekly counts, as R's `surveillance` runs it: our baseline's ancestor.

It needs four years of weeks, which no detector here has, so it is an oracle and not an option: its bounds
on a public series are held against those of R in tests/test_classic.py, and the EARS bounds beside them.
Source: Noufaily et al., Stat Med 2013; defaults and the trend's three conditions as `farringtonFlexible`.
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

Array = np.ndarray
YEAR = 52  # weeks
PERIODS = 10  # of a year: the window around the week itself, and nine blocks between
HALF = 3  # weeks of the window on either side
GUARD = 26  # latest weeks that teach nothing
OUTLIER = 2.58  # standardised Anscombe residual above which a week is down-weighted
ROUNDS = 50
CLOSE = 1e-8  # relative change of the deviance at which the fit stands


def bound(counts: Sequence[int], week: int, years: int = 4, alpha: float = 0.01) -> float:
    """Return the count that `week` (from 0) passes by chance with probability `alpha`."""
    season = _season(week, years)
    weeks = np.array(sorted(k for k in season if k < week - GUARD))
    y = np.asarray(counts, float)[weeks]
    blocks = np.array([season[k] for k in weeks])
    mean, phi = _predicted(y, weeks, blocks, week, trend=True)
    if mean > y.max():  # a trend must not promise more than was ever seen
        mean, phi = _predicted(y, weeks, blocks, week, trend=False)
    law = stats.nbinom(mean / (phi - 1), 1 / phi) if phi > 1 else stats.poisson(mean)
    return float(law.ppf(1 - alpha))


def _season(week: int, years: int) -> dict[int, int]:
    """Return the block of each week of the past: 0 for the windows around the week, 1 … 9 between them."""
    found = dict.fromkeys(range(week - HALF, week + 1), 0)
    for year in range(1, years + 1):
        middle = week - year * YEAR
        found |= dict.fromkeys(range(middle - HALF, middle + HALF + 1), 0)
        between = np.arange(middle + HALF + 1, middle + YEAR - HALF)
        for block, part in enumerate(np.array_split(between, PERIODS - 1), 1):
            found |= dict.fromkeys(part.tolist(), block)
    return found


def _predicted(y: Array, weeks: Array, blocks: Array, week: int, *, trend: bool) -> tuple[float, float]:
    """Return mean and dispersion of the week, past outbreaks down-weighted."""
    design = np.column_stack([np.ones(len(y)), *(blocks == block for block in range(1, PERIODS))])
    now = np.eye(1, PERIODS)[0]
    if trend:
        design, now = np.column_stack([design, weeks - week]), np.r_[now, 0]
    _, mu, phi, leverage = _fitted(y, design.astype(float), np.ones(len(y)))
    residual = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - np.sqrt(mu)) / np.sqrt(phi * (1 - leverage))
    weight = np.where(residual > OUTLIER, np.maximum(residual, OUTLIER) ** -2.0, 1)
    beta, _, phi, _ = _fitted(y, design.astype(float), weight * len(y) / weight.sum())
    return float(np.exp(now @ beta)), phi


def _fitted(y: Array, design: Array, weight: Array) -> tuple[Array, Array, float, Array]:
    """Fit a weighted quasi-Poisson model; return coefficients, means, dispersion and leverages."""
    mu, before = y + 0.1, np.inf
    for _ in range(ROUNDS):
        root = np.sqrt(weight * mu)
        left, scale, turned = np.linalg.svd(design * root[:, None], full_matrices=False)
        beta = turned.T @ ((left.T @ (root * (np.log(mu) + (y - mu) / mu))) / scale)
        mu = np.exp(design @ beta)
        deviance = 2 * (weight * (np.where(y > 0, y * np.log(np.maximum(y, 1) / mu), 0) - y + mu)).sum()
        if abs(deviance - before) < CLOSE * (abs(deviance) + 0.1):
            break
        before = deviance
    phi = (weight * (y - mu) ** 2 / mu).sum() / (len(y) - design.shape[1])
    return beta, mu, max(1.0, float(phi)), (left**2).sum(axis=1)
