"""How far reviewers agree, and what their disagreement says about the truth and about each of them."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient, rows
from trendkit.errors import ParameterError

_ROUNDS: Final = 500
_SMALL: Final = 1e-9
_SETTLED: Final = 1e-8
_SKEWED: Final = 0.9
_LEAST_REVIEWERS: Final = 3
_LEAST_ENTITIES: Final = 500
_PAIR: Final = 2


def counts(labels: pd.DataFrame, reviewer: str = "labeller_hash") -> pd.DataFrame:
    """Return entities x values: how many reviewers gave each value; a reviewer's last answer counts."""
    held = labels.dropna(subset=["entity_id", "value", reviewer])
    held = held.drop_duplicates(["entity_id", reviewer], keep="last")
    return pd.crosstab(held["entity_id"], held["value"])


def agreement(votes: pd.DataFrame | np.ndarray, *, level: float = LEVEL) -> pd.DataFrame:
    """Return unanimity, observed agreement, three coefficients beyond chance, the prevalence index, as rows.

    `votes` holds entities x values, as `counts` returns it; entities may have different numbers of votes.
    Fleiss' kappa (1971), Gwet's AC1 (2008), Krippendorff's alpha for nominal values (1970), with jackknife
    intervals over entities. Where nearly everything is one value, kappa and alpha fall however well reviewers
    agree (the kappa paradox): a warning says so, and AC1 is the one to read. The prevalence index says how
    near that is: 0 where all values are as common, 1 where one is all there is; for two values it is that of
    Byrt, Bishop and Carlin (1993), without its sign.
    """
    table = np.asarray(votes, float)
    if table.ndim != _PAIR or (table < 0).any():
        raise ParameterError("Votes are a table of entities x values, none negative.")
    table = table[table.sum(axis=1) > 0]
    paired = int((table.sum(axis=1) >= _PAIR).sum())
    if paired < _PAIR or table.shape[1] < _PAIR:
        why = "two entities with two votes each, and two values, are the least"
        return pd.DataFrame(rows([insufficient("agreement", why, n=paired, level=level)]))
    terms, used = _terms(table), (table.sum(axis=0) / table.sum()).max()
    doubt = (f"{used:.0%} of votes are one value: read AC1",) if used > _SKEWED else ()
    return pd.DataFrame(rows(_jackknifed(name, terms, paired, level, doubt) for name in _COEFFICIENTS))


def cohen(table: np.ndarray, *, level: float = LEVEL) -> Estimate:
    """Return Cohen's kappa (1960) of two reviewers from a square table of counts.

    The interval uses the error of Fleiss, Cohen and Everitt (1969).
    """
    held = np.asarray(table, float)
    n = held.sum()
    p, row, column = held / n, held.sum(axis=1) / n, held.sum(axis=0) / n
    seen, chance = float(np.trace(p)), float(row @ column)
    known: dict[str, Any] = {"level": level, "n": int(n), "n_eff": n, "unit": "number", "method": "Cohen"}
    if chance == 1:
        return insufficient("kappa", "both used one value only", **known)
    kappa = (seen - chance) / (1 - chance)
    either = row[None, :] + column[:, None]
    same = float((np.diag(p) * (1 - np.diag(either) * (1 - kappa)) ** 2).sum())
    other = float(((p - np.diag(np.diag(p))) * either**2).sum()) * (1 - kappa) ** 2
    variance = (same + other - (kappa - chance * (1 - kappa)) ** 2) / ((1 - chance) ** 2 * n)
    reach = deviate(level) * max(0.0, variance) ** 0.5
    return Estimate("kappa", kappa, kappa - reach, min(1.0, kappa + reach), **known)


@dataclass(frozen=True)
class Consensus:
    """What Dawid and Skene's model makes of labels.

    `entities`: entity_id, chance of being harmful, votes. `reviewers`: reviewer, n, sensitivity, specificity.
    `prevalence` is the share of harmful among the entities judged.
    """

    entities: pd.DataFrame
    reviewers: pd.DataFrame
    prevalence: float
    warnings: tuple[str, ...] = ()


def dawid_skene(labels: pd.DataFrame, reviewer: str = "labeller_hash") -> Consensus:
    """Estimate truth and every reviewer's sensitivity and specificity together, by EM from majorities.

    Dawid and Skene (1979) for values 0 and 1, with one answer lent to each cell so that nobody is perfect;
    "unsure" is left out. It takes reviewers for independent and right more often than wrong: where they share
    a mistake, the model shares it too. And it takes entities for dealt at random: who was given only harmful
    ones looks like somebody who blames everybody.
    """
    held = labels[labels["value"].astype(str).isin(["0", "1"])].dropna(subset=[reviewer])
    entity, entities = pd.factorize(held["entity_id"], sort=True)
    judge, judges = pd.factorize(held[reviewer], sort=True)
    said = held["value"].astype(str).eq("1").to_numpy(float)
    if len(judges) < _LEAST_REVIEWERS:
        raise ParameterError(f"Dawid and Skene need {_LEAST_REVIEWERS} reviewers, not {len(judges)}.")
    votes = np.bincount(entity, minlength=len(entities))
    chance = np.bincount(entity, said, len(entities)) / votes
    for _ in range(_ROUNDS):
        sensitivity, specificity, prevalence = _skills(chance, entity, judge, said, len(judges))
        before, chance = chance, _chances(sensitivity, specificity, prevalence, entity, judge, said)
        if np.abs(chance - before).max() < _SETTLED:
            break
    seen = pd.DataFrame({"entity_id": entities, "chance": chance, "votes": votes})
    skill = {"n": np.bincount(judge), "sensitivity": sensitivity, "specificity": specificity}
    return Consensus(seen, pd.DataFrame({"reviewer": judges} | skill), float(prevalence), _doubts(votes))


def _doubts(votes: np.ndarray) -> tuple[str, ...]:
    """Say where too few votes stand beside each other to tell who is right."""
    judged = int((votes >= _LEAST_REVIEWERS).sum())
    if np.median(votes) >= _LEAST_REVIEWERS and judged >= _LEAST_ENTITIES:
        return ()
    told = f"{judged:,} of {len(votes):,} entities have three votes or more, {_LEAST_ENTITIES} are needed"
    return (f"{told}: this tells little, and its labels may be worse than the votes themselves",)


def _skills(
    chance: np.ndarray, entity: np.ndarray, judge: np.ndarray, said: np.ndarray, judges: int
) -> tuple[np.ndarray, np.ndarray, float]:
    bad = chance[entity]
    harmful, harmless = (np.bincount(judge, part, judges) for part in (bad, 1 - bad))
    sensitivity = (np.bincount(judge, bad * said, judges) + 1) / (harmful + 2)
    specificity = (np.bincount(judge, (1 - bad) * (1 - said), judges) + 1) / (harmless + 2)
    return sensitivity, specificity, float(chance.mean())


def _chances(
    sensitivity: np.ndarray,
    specificity: np.ndarray,
    prevalence: float,
    entity: np.ndarray,
    judge: np.ndarray,
    said: np.ndarray,
) -> np.ndarray:
    yes = np.log(sensitivity / (1 - specificity))[judge]
    no = np.log((1 - sensitivity) / specificity)[judge]
    inside = min(1 - _SMALL, max(_SMALL, prevalence))
    odds = np.log(inside / (1 - inside)) + np.bincount(entity, said * yes + (1 - said) * no)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _terms(table: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each entity adds to the sums that the coefficients are made of."""
    n = table.sum(axis=1)
    paired = n >= _PAIR
    same = (table * (table - 1)).sum(axis=1)
    pairs = np.where(paired, n - 1, 1)
    return {
        "paired": paired.astype(float),
        "unanimous": (paired & (table.max(axis=1) == n)).astype(float),
        "agree": np.where(paired, same / (np.maximum(n, 1) * pairs), 0.0),
        "any": np.ones(len(table)),
        "mix": table / n[:, None],
        "used": table,
        "kept": np.where(paired[:, None], table, 0.0),
        "same": np.where(paired, same / pairs, 0.0),
    }


def _unanimous(s: dict[str, np.ndarray]) -> np.ndarray:
    return np.asarray(s["unanimous"] / s["paired"])


def _observed(s: dict[str, np.ndarray]) -> np.ndarray:
    return np.asarray(s["agree"] / s["paired"])


def _fleiss(s: dict[str, np.ndarray]) -> np.ndarray:
    return _beyond(_observed(s), ((s["mix"] / s["any"][..., None]) ** 2).sum(axis=-1))


def _gwet(s: dict[str, np.ndarray]) -> np.ndarray:
    p = s["mix"] / s["any"][..., None]
    return _beyond(_observed(s), (p * (1 - p)).sum(axis=-1) / (p.shape[-1] - 1))


def _krippendorff(s: dict[str, np.ndarray]) -> np.ndarray:
    total = s["kept"].sum(axis=-1)
    chance = (s["kept"] * (s["kept"] - 1)).sum(axis=-1) / (total * (total - 1))
    return _beyond(s["same"] / total, chance)


def _commonest(s: dict[str, np.ndarray]) -> np.ndarray:
    p = s["used"] / s["used"].sum(axis=-1, keepdims=True)
    return np.asarray((p.shape[-1] * p.max(axis=-1) - 1) / (p.shape[-1] - 1))


def _beyond(seen: np.ndarray, chance: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((seen - chance) / (1 - chance))


_COEFFICIENTS: Final = {
    "unanimous": _unanimous,
    "observed agreement": _observed,
    "Fleiss kappa": _fleiss,
    "Gwet AC1": _gwet,
    "Krippendorff alpha": _krippendorff,
    "prevalence index": _commonest,
}


def _jackknifed(
    name: str, terms: dict[str, np.ndarray], n: int, level: float, doubt: tuple[str, ...]
) -> Estimate:
    sums = {key: term.sum(axis=0) for key, term in terms.items()}
    value = float(_COEFFICIENTS[name](sums))
    left_out = _COEFFICIENTS[name]({key: sums[key] - term for key, term in terms.items()})
    known: dict[str, Any] = {"level": level, "n": n, "n_eff": float(n), "method": "jackknife over entities"}
    if not np.isfinite(value):
        return insufficient(name, "only one value was ever given", unit="number", **known)
    error = float(((len(left_out) - 1) * np.nanvar(left_out)) ** 0.5)
    low, high = value - deviate(level) * error, min(1.0, value + deviate(level) * error)
    if name in ("unanimous", "observed agreement"):
        return Estimate(name, value, max(0.0, low), high, **known)
    if name == "prevalence index":
        return Estimate(name, value, max(0.0, low), high, unit="number", **known)
    return Estimate(name, value, low, high, warnings=doubt, unit="number", **known)
