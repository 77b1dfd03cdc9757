"""What reviewers get wrong and what a score already knows: a prevalence corrected, a prevalence sharpened."""

from math import sqrt
from typing import Any, Final, Unpack

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient
from trendkit.assess.labels.reading import read, spread
from trendkit.assess.labels.sampling import Of, Scope, Where, population
from trendkit.content import sql_text
from trendkit.engine import duckdb as engine
from trendkit.errors import ParameterError
from trendkit.tables.database import Database

_LEAST_POSITIVES: Final = 30
_LEAST_YOUDEN: Final = 0.1


def corrected(observed: Estimate, sensitivity: Estimate, specificity: Estimate) -> Estimate:
    """Correct a prevalence for reviewers who miss and who blame wrongly.

    Rogan and Gladen (1978), with the interval of Lang and Reiczigel (2014), which carries the uncertainty of
    all three. `sensitivity` and `specificity` are shares of their own `n_eff`: reviewers' answers on things
    whose truth is known, as `skill` gives them. At a true 0.1 % a specificity of 99.9 % doubles what is
    observed. They have to be errors of such answers as were observed: of one reviewer each, or of a vote of
    several. Doubts of all three are the result's: errors measured on what nobody drew correct nothing else.
    """
    held = (observed, sensitivity, specificity)
    known: dict[str, Any] = {
        "level": observed.level,
        "n": observed.n,
        "method": f"{observed.method}; Rogan-Gladen, Lang-Reiczigel",
    }
    of = f"{observed.of}, corrected for label error"
    doubts = _doubts(observed, sensitivity, specificity)
    if any(one.estimate is None or not one.n for one in held):
        return insufficient(of, "one of the three shares is unknown", **known).warn(*doubts)
    value, low, high, youden = _lang_reiczigel(observed, sensitivity, specificity)
    if youden < _LEAST_YOUDEN:
        why = f"reviewers hardly tell harmful from harmless (sensitivity + specificity - 1 = {youden:.2f})"
        return insufficient(of, why, **known).warn(*doubts)
    found = Estimate(of, value, low, high, n_eff=observed.n_eff, warnings=doubts, **known)
    beyond = value in (0.0, 1.0)
    return found.warn("the observed rate lies beyond what these reviewers can produce" if beyond else "")


def _doubts(observed: Estimate, sensitivity: Estimate, specificity: Estimate) -> tuple[str, ...]:
    """Return what was doubted of any of the three, and of which of the errors."""
    of_errors = [f"{one.of}: {doubt}" for one in (sensitivity, specificity) for doubt in one.warnings]
    return tuple(dict.fromkeys((*observed.warnings, *of_errors)))


def _lang_reiczigel(p: Estimate, se: Estimate, sp: Estimate) -> tuple[float, float, float, float]:
    """Return estimate, low, high (all within 0 and 1), and Youden's index."""
    z = deviate(p.level)
    raw = [float(one.estimate or 0) for one in (p, se, sp)]
    youden = raw[1] + raw[2] - 1
    size = (p.n_eff + z**2, se.n_eff + 2, sp.n_eff + 2)
    near_p = (p.n_eff * raw[0] + z**2 / 2) / size[0]
    near_se, near_sp = (se.n_eff * raw[1] + 1) / size[1], (sp.n_eff * raw[2] + 1) / size[2]
    gain = near_se + near_sp - 1
    if min(youden, gain) <= 0:
        return 0.0, 0.0, 1.0, youden
    middle = min(1.0, max(0.0, (near_p + near_sp - 1) / gain))
    miss, blame = near_se * (1 - near_se) / size[1], near_sp * (1 - near_sp) / size[2]
    shift = 2 * z**2 * (middle * miss - (1 - middle) * blame)
    error = sqrt(near_p * (1 - near_p) / size[0] + middle**2 * miss + (1 - middle) ** 2 * blame) / gain
    ends = ((raw[0] + raw[2] - 1) / youden, middle + shift - z * error, middle + shift + z * error)
    value, low, high = (min(1.0, max(0.0, end)) for end in ends)
    return value, min(low, value), max(high, value), youden


def assisted(
    given: Database | pd.DataFrame,
    labels: pd.DataFrame | None,
    score: pd.DataFrame,
    *,
    of: Of,
    level: float = LEVEL,
    abuse_type: str | None = None,
    sample: str | None = None,
    **where: Unpack[Where],
) -> Estimate:
    """Estimate a prevalence from labels and a score of the whole population together.

    The mean score of all, corrected by how far labels differ from it, with the weight of the score that
    leaves the least variance: PPI++, Angelopoulos et al. (2023), the regression estimator of survey sampling.
    Refused, with the reason, where its normal interval is known to cover too little or nothing is gained:
    labels that are no random draw of this population, fewer than 30 harmful ones, or a correlation of score
    and label below 1 / sqrt(n - 2).
    """
    scope = Scope(of, **where)
    reading = read(given, labels, scope, abuse_type=abuse_type, sample=sample)
    mean, of_entity = _scores(given, scope, score)
    f = of_entity.reindex(reading.entity).fillna(0).to_numpy(float)
    y, n = reading.harmful, len(reading.harmful)
    known: dict[str, Any] = {
        "level": level,
        "n": n,
        "method": "PPI++ (regression estimator), normal interval",
    }
    name = f"prevalence of {of}, assisted by a score"
    weight = reading.weight / reading.weight.sum()
    together = _correlation(f, y, weight)
    if why := _invalid(reading.whole, int(y.sum()), together, n):
        return insufficient(name, why, **known).warn(*reading.warnings)
    design = reading.chance, reading.stratum
    known_part, part = reading.weight * f, reading.weight * y
    tuned = spread(known_part, part, *design) / spread(known_part, known_part, *design)
    rest = part - tuned * known_part
    value = tuned * mean + float(rest.sum())
    variance = spread(rest, rest, *design)
    reach = deviate(level) * sqrt(variance)
    n_eff = value * (1 - value) / variance
    bounds = max(0.0, value - reach), min(1.0, value + reach)
    return Estimate(name, value, *bounds, n_eff=n_eff, warnings=reading.warnings, **known)


def _invalid(whole: bool, positives: int, together: float, n: int) -> str:
    """Return why score and labels may not be combined, "" where they may."""
    if not whole:
        return "the labels are not a random draw of this population"
    if positives < _LEAST_POSITIVES:
        return f"{positives} harmful among the labels, a normal interval needs {_LEAST_POSITIVES}"
    if abs(together) <= 1 / sqrt(n - 2):
        return f"score and label hardly go together (correlation {together:.3f}): the score adds only noise"
    return ""


def _scores(
    given: Database | pd.DataFrame, scope: Scope, score: pd.DataFrame
) -> tuple[float, "pd.Series[float]"]:
    """Return the population's mean score, by size, and the score of each entity."""
    held = pd.DataFrame(score)[["entity_id", "score"]].astype({"entity_id": str, "score": float})
    if held["score"].isna().any() or held["entity_id"].duplicated().any():
        raise ParameterError("A score needs one row and one number per entity_id.")
    with population(given, scope) as con:
        con.register("prevalence_scores_rows", held)
        ((value,),) = engine.rows(con, sql_text("assess/prevalence/mean_score.sql"))
        con.unregister("prevalence_scores_rows")
    return float(value), held.set_index("entity_id")["score"]


def _correlation(f: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    table = np.cov(np.stack([f, y]), aweights=weight)
    scale = sqrt(table[0, 0] * table[1, 1])
    return float(table[0, 1] / scale) if scale else 0.0
