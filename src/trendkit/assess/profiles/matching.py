"""Which accounts are like which: equal strata, the nearest in what they are matched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from trendkit.assess.profiles.features import meanings
from trendkit.errors import ParameterError, nearest

COVARIATES: Final = ("age_days", "acts", "followers")
STRATA: Final = ("market", "language")
CALIPER: Final = 1.0
"""Greatest Mahalanobis distance between an account and its control, in standard deviations of logarithms."""

_SHARED: Final = 0.9  # of the accounts that have a control at all, those that must have as many as asked for
_MOST: Final = 1_000
_POOL: Final = 200
_FAR: Final = 1e6
_FLAT: Final = 1e-9  # variance of a coordinate in which all are alike


@dataclass(frozen=True)
class Likeness:
    """What makes a control: equal `strata`, near in `covariates`, `each` of them per found account."""

    each: int = 3
    covariates: tuple[str, ...] = COVARIATES
    strata: tuple[str, ...] = STRATA
    caliper: float = CALIPER
    pool: int = _POOL
    most: int = _MOST

    def checked(self) -> "Likeness":
        """Return itself, or raise ParameterError for what no account has."""
        for name in self.covariates:
            if name not in meanings():
                raise ParameterError(f"No feature named {name!r}.{nearest(name, meanings())}")
        for name in self.strata:
            if name not in STRATA:
                raise ParameterError(f"No stratum named {name!r}.{nearest(name, STRATA)}")
        if self.each < 1 or self.caliper <= 0:
            raise ParameterError("Matching needs at least one control per account and a caliper above 0.")
        return self


def matched(pool: pd.DataFrame, covariates: Sequence[str], like: Likeness) -> np.ndarray:
    """Return the controls of each found account, nearest first, as places in `pool`, -1 where there is none.

    `pool` has the covariates, found and stratum. One row per found account, in its order there, one column
    per round.
    """
    spot = _whitened(pool, covariates)
    found, stratum = pool["found"].to_numpy(bool), pool["stratum"].to_numpy()
    controls = np.full((len(pool), like.each), -1)
    for each in np.unique(stratum[found]):
        mine = np.flatnonzero(found & (stratum == each))
        others = np.flatnonzero(~found & (stratum == each))
        controls[mine] = _chosen(spot[mine], spot[others], others, like)
    return np.asarray(controls[found])


def _chosen(mine: np.ndarray, others: np.ndarray, names: np.ndarray, like: Likeness) -> np.ndarray:
    """Give every account one control per round, the whole distance of a round as small as it can be."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to import
    from scipy.spatial.distance import cdist  # noqa: PLC0415 - slow to import

    far = cdist(mine, others)
    far[far > like.caliper] = _FAR
    chosen = np.full((len(mine), like.each), -1)
    for turn in range(like.each):
        rows, columns = linear_sum_assignment(far)
        near = far[rows, columns] < _FAR
        chosen[rows[near], turn] = names[columns[near]]
        far[:, columns[near]] = _FAR
    return chosen


def _whitened(pool: pd.DataFrame, covariates: Sequence[str]) -> np.ndarray:
    """Return coordinates in which Euclid's distance is Mahalanobis'; being unknown is a coordinate too."""
    known = pool[list(covariates)]
    gaps = known.isna().to_numpy(float)
    logs = np.log1p(known.fillna(known.median()).to_numpy(float).clip(min=0))
    values = np.hstack([logs, gaps[:, gaps.any(axis=0)], np.zeros((len(pool), 1))])
    values = values - values.mean(axis=0)
    spread, turned = np.linalg.eigh(np.cov(values, rowvar=False))
    kept = spread > _FLAT
    return np.asarray(values @ turned[:, kept] / np.sqrt(spread[kept]))


def grouped(pool: pd.DataFrame, controls: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the number of each account's set, -1 outside, and how many controls a set has.

    All sets have as many controls as nine in ten of the found accounts with any could be given.
    """
    had = (controls >= 0).sum(axis=1)
    enough = [n for n in range(1, controls.shape[1] + 1) if (had >= n).sum() >= _SHARED * (had >= 1).sum()]
    each = enough[-1] if had.any() else 0
    sets = np.full(len(pool), -1)
    places = np.flatnonzero(pool["found"])
    for number in np.flatnonzero(had >= max(each, 1)):
        sets[places[number]] = number
        sets[controls[number][controls[number] >= 0][:each]] = number
    return sets, each
