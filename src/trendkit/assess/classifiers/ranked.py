"""What a score is worth on labelled accounts, in numbers that weights can resample group by group."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from trendkit.assess.estimate import Estimate, Unit

ROUNDS: Final = 200
"""Draws of groups behind every interval."""

BINS: Final = 10
_STEPS: Final = 12
_EDGE: Final = 1e-6
_RIDGE: Final = 1e-9


@dataclass(frozen=True)
class Ranked:
    """Accounts with a score, the truth (0 or 1) and the group whose members belong together."""

    score: np.ndarray
    harmful: np.ndarray
    group: np.ndarray

    @cached_property
    def order(self) -> np.ndarray:
        """Places of the accounts, the highest score first."""
        return np.argsort(-self.score, kind="stable")

    @cached_property
    def last(self) -> np.ndarray:
        """Where each run of one score ends, in that order."""
        return np.flatnonzero(np.append(np.diff(self.score[self.order]) != 0, True))

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.group.max()) + 1

    def found(self, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the harmful and the harmless at or above each distinct score."""
        worth, bad = weight[self.order], self.harmful[self.order]
        return (worth * bad).cumsum()[self.last], (worth * (1 - bad)).cumsum()[self.last]

    def auc(self, weight: np.ndarray) -> float:
        """Return how often a harmful account lies above a harmless one."""
        right, wrong = (np.append(0, part) for part in self.found(weight))
        area = (np.diff(wrong) * (right[1:] + right[:-1]) / 2).sum()
        return float(area / max(_EDGE, right[-1] * wrong[-1]))

    def recall_at(self, weight: np.ndarray, precision: float) -> float:
        """Return the highest recall of any cut with at least this precision, 0 where there is none."""
        right, wrong = self.found(weight)
        held = right >= precision * (right + wrong)
        return float((right * held).max() / max(_EDGE, right[-1]))

    def precision_at(self, weight: np.ndarray, recall: float) -> float:
        """Return the precision of the strictest cut with at least this recall."""
        right, wrong = self.found(weight)
        place = int(np.searchsorted(right, recall * right[-1] - _EDGE))
        return float(right[place] / max(_EDGE, right[place] + wrong[place]))

    def precision_of(self, weight: np.ndarray, volume: float) -> float:
        """Return the precision among the highest `volume` (a weight), ties taken in part."""
        right, wrong = (np.append(0, part) for part in self.found(weight))
        return float(np.interp(volume, right + wrong, right) / max(_EDGE, volume))

    def calibration_error(self, weight: np.ndarray) -> float:
        """Return the mean distance of score and truth over ten bins of equally many accounts (ECE)."""
        edges = np.quantile(self.score, np.linspace(0, 1, BINS + 1)[1:-1])
        bins = np.searchsorted(edges, self.score, side="left")
        gap = np.bincount(bins, weights=weight * (self.score - self.harmful))
        return float(np.abs(gap).sum() / weight.sum())

    def slope(self, weight: np.ndarray) -> float:
        """Return the slope of the truth on the log odds of the score: 1 is right, below it overconfident."""
        inside = np.clip(self.score, _EDGE, 1 - _EDGE)
        design = np.column_stack([np.ones(len(inside)), np.log(inside / (1 - inside))])
        beta = np.array([0.0, 1.0])
        for _ in range(_STEPS):
            chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
            slant = design * (weight * np.maximum(_EDGE, chance * (1 - chance)))[:, None]
            step = design.T @ (weight * (self.harmful - chance))
            beta = beta + np.linalg.solve(design.T @ slant + _RIDGE * np.eye(2), step)
        return float(beta[1])

    def weights(self, seed: int) -> list[np.ndarray]:
        """Return the weights of all accounts, then those of groups drawn again, once for each round."""
        random = np.random.default_rng(seed)
        drawn = (random.integers(0, self.groups, self.groups) for _ in range(ROUNDS))
        again = (np.bincount(each, minlength=self.groups).astype(float)[self.group] for each in drawn)
        return [np.ones(len(self.score)), *again]


def estimated(of: str, values: list[float], known: dict[str, Any], unit: Unit = "share") -> Estimate:
    """Return the first value as the estimate, and the middle of the others as its interval."""
    tail = (1 - known["level"]) / 2
    low, high = np.quantile(values[1:], [tail, 1 - tail])
    first = values[0]
    return Estimate(of, first, min(float(low), first), max(float(high), first), unit=unit, **known)
