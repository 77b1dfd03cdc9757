"""How deep a tree may go, and which of its features keep coming back: both from accounts drawn again."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from trendkit.assess.profiles import tree

ROUNDS: Final = 50
"""Trees grown on resampled accounts to see which features keep coming back."""

_FOLDS: Final = 5
_FLAGGED: Final = 2_000  # most accounts of each kind that are drawn
_OTHERS: Final = 20_000


def shallowest(
    frame: pd.DataFrame, flagged: np.ndarray, *, depth: int, least: int, pure: float, seed: int
) -> int:
    """Return the fewest cuts in a row that do as well as the best of 1 to `depth`, within a standard error.

    "Well" is F1 over five folds, the others weighted to their number.
    """
    drawn, weight = _sample(flagged, seed)
    ranks, held = tree.codes(frame.iloc[drawn]), flagged[drawn]
    fold = np.random.default_rng(seed).permutation(len(drawn)) % _FOLDS
    scores = np.array(
        [
            [_f1(ranks, held, weight, fold == part, (cuts, least, pure)) for part in range(_FOLDS)]
            for cuts in range(1, depth + 1)
        ]
    )
    mean, error = scores.mean(axis=1), scores.std(axis=1, ddof=1) / _FOLDS**0.5
    best = int(mean.argmax())
    return int(np.flatnonzero(mean >= mean[best] - error[best])[0]) + 1


def frequency(
    frame: pd.DataFrame, flagged: np.ndarray, *, depth: int, least: int, seed: int
) -> dict[str, float]:
    """Return in what share of trees on resampled accounts each feature appears; both kinds are resampled."""
    random, seen, ranks = np.random.default_rng(seed), Counter[str](), tree.codes(frame)
    kinds = np.flatnonzero(flagged), np.flatnonzero(~flagged)
    smaller = max(1, round(least * min(1, _FLAGGED / len(kinds[0]))))
    for _ in range(ROUNDS):
        drawn = np.concatenate([random.choice(kind, min(len(kind), _FLAGGED)) for kind in kinds])
        fitted = tree.fit(ranks[drawn], flagged[drawn], depth=depth, least=smaller)
        seen.update({str(frame.columns[place]) for place in fitted.tree_.feature if place >= 0})
    return {name: times / ROUNDS for name, times in seen.most_common()}


def _sample(flagged: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places of both kinds, and how many accounts each speaks for."""
    random = np.random.default_rng(seed)
    kinds = (np.flatnonzero(flagged), _FLAGGED), (np.flatnonzero(~flagged), _OTHERS)
    drawn = [random.choice(kind, min(len(kind), most), replace=False) for kind, most in kinds]
    weight = [np.full(len(part), len(kind) / len(part)) for part, (kind, _) in zip(drawn, kinds, strict=True)]
    return np.concatenate(drawn), np.concatenate(weight)


def _f1(
    ranks: np.ndarray,
    flagged: np.ndarray,
    weight: np.ndarray,
    out: np.ndarray,
    asked: tuple[int, int, float],
) -> float:
    """Return how well the pure boxes of a tree find the flagged of one fold that it has not seen."""
    depth, least, pure = asked
    fitted = tree.fit(ranks[~out], flagged[~out], depth=depth, least=least)
    at, nodes = fitted.apply(ranks), fitted.tree_.node_count
    everybody, bad = (
        np.bincount(at[~out], weights=(weight * kind)[~out], minlength=nodes)
        for kind in (np.ones(len(flagged)), flagged)
    )
    found = (bad > pure * everybody)[at[out]]
    right = float((weight * flagged)[out][found].sum())
    return 2 * right / max(1.0, float(weight[out][found].sum() + (weight * flagged)[out].sum()))
