"""How good reviewers, or a cut, are: their answers beside a truth that is known without them.

Separate from `agreement`, which has no truth and can only say how far people say the same.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, insufficient, rows, wilson
from trendkit.assess.labels.reading import NOT_RANDOM, as_contract

LEAST: Final = 30
"""Answers below which a share is not given."""

LEAST_REVIEWERS: Final = 10
"""Reviewers below which the interval cannot know how far they differ."""

_ASKED: Final[dict[str, Callable[[np.ndarray], np.ndarray]]] = {
    "accuracy": np.ones_like,
    "sensitivity": lambda harmful: harmful == 1,
    "specificity": lambda harmful: harmful == 0,
}


def skill(
    answers: pd.DataFrame, truth: pd.DataFrame, *, reviewer: str = "labeller_hash", level: float = LEVEL
) -> pd.DataFrame:
    """Return accuracy, sensitivity and specificity of answers against a known truth, as rows.

    Both need entity_id and value (0, 1, unsure); every answer counts, "unsure" is none. Where answers have
    the column `reviewer`, the interval is about reviewers like these: they differ from each other, so that a
    thousand answers of ten people are worth fewer (`n_eff`; linearised variance by reviewer, Wilson on the
    effective number, Korn & Graubard 1998). A truth with inclusion_prob is weighed by it; one without is a
    sample of nothing, and the warning says that its figures hold for what was judged alone.
    """
    held = _held(answers, truth, reviewer)
    return pd.DataFrame(rows(_answer(of, asked, held, level) for of, asked in _ASKED.items()))


def skill_by_reviewer(
    answers: pd.DataFrame, truth: pd.DataFrame, *, reviewer: str = "labeller_hash", level: float = LEVEL
) -> pd.DataFrame:
    """Return the same three rows for each reviewer: reviewer, then the fields of an estimate.

    Fewer than 30 answers are "insufficient data". Intervals are one reviewer's each: never read the best or
    the worst of many from their order.
    """
    groups = list(_held(answers, truth, reviewer).groupby("reviewer", sort=True))
    found = [_answer(of, asked, held, level) for _, held in groups for of, asked in _ASKED.items()]
    names = [name for name, _ in groups for _ in _ASKED]
    return pd.DataFrame(rows(found)).assign(reviewer=names)[["reviewer", *Estimate.__dataclass_fields__]]


def _held(answers: pd.DataFrame, truth: pd.DataFrame, reviewer: str) -> pd.DataFrame:
    """Return one row per answer on a known truth: reviewer, right (0, 1), harmful (0, 1), weight."""
    said = as_contract(answers)[["entity_id", "value"]]
    names = answers[reviewer].astype(str) if reviewer in answers else pd.Series(range(len(answers)))
    known = as_contract(truth)[["entity_id", "value", "inclusion_prob"]].drop_duplicates("entity_id")
    both = said.assign(reviewer=names.to_numpy()).merge(known, on="entity_id", suffixes=("", "_known"))
    both = both[both["value"].isin(["0", "1"]) & both["value_known"].isin(["0", "1"])]
    return pd.DataFrame(
        {
            "reviewer": both["reviewer"],
            "right": (both["value"] == both["value_known"]).astype(float),
            "harmful": both["value_known"].astype(float),
            "weight": 1 / both["inclusion_prob"],
        }
    )


def _answer(of: str, asked: Callable[[np.ndarray], np.ndarray], held: pd.DataFrame, level: float) -> Estimate:
    part = held[asked(held["harmful"].to_numpy()).astype(bool)]
    known: dict[str, Any] = {"level": level, "n": len(part)}
    if len(part) < LEAST:
        return insufficient(of, f"{len(part):,} answers, at least {LEAST} are needed", **known)
    random = bool(part["weight"].notna().all())
    weight = part["weight"].to_numpy() if random else np.ones(len(part))
    right = part["right"].to_numpy()
    judge, judges = pd.factorize(part["reviewer"])
    value = float(np.average(right, weights=weight))
    worth = _worth(right, weight, judge, value)
    low, high = wilson(value * worth, worth, level)
    known |= {"n_eff": worth, "method": f"Wilson, answers of {len(judges):,} reviewers"}
    few = 1 < len(judges) < LEAST_REVIEWERS
    doubt = f"{len(judges)} reviewers tell little of how far reviewers differ" if few else ""
    return Estimate(of, value, low, high, **known).warn(doubt, "" if random else NOT_RANDOM)


def _worth(right: np.ndarray, weight: np.ndarray, judge: np.ndarray, value: float) -> float:
    """Return how many independent answers would be as good."""
    alike = float(weight.sum() ** 2 / (weight**2).sum())
    parts = np.bincount(judge, weight * (right - value)) / weight.sum()
    if len(parts) in (1, len(right)):  # one reviewer, or nobody answered twice: nothing goes together
        return alike
    variance = len(parts) / (len(parts) - 1) * float((parts**2).sum())
    return min(alike, value * (1 - value) / variance) if variance > 0 else alike
