"""The arithmetic of evidence: likelihood ratios, dependence, posteriors, words, error control.

Numbers only, no data and no files, so that every line can be checked by hand.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trendkit.errors import ParameterError

CAP: Final = 100.0
"""No single piece of evidence may favour one explanation over another by more than this."""

PRIORS: Final = (0.01, 0.05, 0.10, 0.20, 0.50)
"""The priors over which every posterior is shown."""

LAYERS: Final = 2
"""Independent groups of evidence that must favour a hypothesis before it is called supported."""

RATE: Final = 0.10
"""The share of false ones expected at most among the open hypotheses that pass."""

WORDS: Final = ((0.10, "unlikely"), (0.40, "less likely than not"), (0.60, "undetermined"), (0.90, "likely"))
"""Verdicts below each bound; above the last one it is "supported", never "proved"."""

_RELIABILITY: Final = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.2}
_CREDIBILITY: Final = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.4, "5": 0.2, "6": 0.2}
_WHOLE: Final = 1e-6


@dataclass(frozen=True)
class Weighed:
    """One piece of evidence: log10 likelihood per rival (up to a constant) and what it depends on."""

    group: str
    log10: Mapping[str, float]


def checked_priors(rivals: Mapping[str, float]) -> dict[str, float]:
    """Return the priors of at least two rivals that leave nothing over, or raise ParameterError."""
    priors = {str(name): float(prior) for name, prior in rivals.items()}
    if len(priors) < 2:  # noqa: PLR2004 - a rival
        raise ParameterError("A hypothesis needs a rival: give at least two explanations with their priors.")
    if not all(0 < prior < 1 for prior in priors.values()):
        raise ParameterError("Every prior lies strictly between 0 and 1; what is impossible is not listed.")
    if abs(sum(priors.values()) - 1) > _WHOLE:
        raise ParameterError(f"The priors add up to {sum(priors.values()):g}, not 1.")
    return priors


def grade_weight(grade: str) -> float:
    """Return how much of a log likelihood ratio counts by a source's grade: reliability A-F, credibility 1-6.

    The scale is that of NATO's AJP-2.1; the weights are ours: a fifth less per step, and what cannot be
    judged (F, 6) counts like what is doubted.
    """
    try:
        reliability, credibility = tuple(grade)
        return _RELIABILITY[reliability] * _CREDIBILITY[credibility]
    except (ValueError, KeyError):
        raise ParameterError(
            f"A grade is a letter A to F and a digit 1 to 6, such as B2, not {grade!r}."
        ) from None


def likelihood_weight(likelihood: Mapping[str, float], grade: str) -> float:
    """Return the power to which a likelihood ratio is raised: grade, and no ratio beyond the cap.

    It is the same whether or not the rule comes true, so that the ratio stays an e-value (its mean under
    the rival is at most 1).
    """
    spans = (
        spread([math.log10(p) for p in likelihood.values()]),
        spread([math.log10(1 - p) for p in likelihood.values()]),
    )
    widest = max(*spans, math.log10(CAP))
    return grade_weight(grade) * math.log10(CAP) / widest


def spread(values: Sequence[float]) -> float:
    """Return the distance between the least and the greatest."""
    return max(values) - min(values)


def by_group(evidence: Iterable[Weighed]) -> dict[str, dict[str, float]]:
    """Return the log10 likelihood of each group per rival: the mean, so that a repeat adds nothing."""
    held: dict[str, list[Mapping[str, float]]] = {}
    for piece in evidence:
        held.setdefault(piece.group, []).append(piece.log10)
    return {
        group: {rival: math.fsum(p[rival] for p in pieces) / len(pieces) for rival in pieces[0]}
        for group, pieces in sorted(held.items())
    }


def combined(priors: Mapping[str, float], evidence: Iterable[Weighed]) -> dict[str, float]:
    """Return the log10 likelihood of all evidence per rival: a sum over groups."""
    groups = by_group(evidence).values()
    return {rival: math.fsum(group.get(rival, 0.0) for group in groups) for rival in priors}


def posterior(priors: Mapping[str, float], evidence: Iterable[Weighed]) -> dict[str, float]:
    """Return P(rival | evidence) for every rival, by Bayes' rule."""
    likelihood = combined(priors, evidence)
    scores = {rival: math.log10(priors[rival]) + likelihood[rival] for rival in priors}
    top = max(scores.values())
    parts = {rival: 10 ** (score - top) for rival, score in scores.items()}
    whole = math.fsum(parts.values())
    return {rival: part / whole for rival, part in parts.items()}


def strip(priors: Mapping[str, float], evidence: Sequence[Weighed], rival: str) -> dict[float, float]:
    """Return the posterior of `rival` under each of PRIORS; the others share the rest as before."""
    return {prior: posterior(_moved(priors, rival, prior), evidence)[rival] for prior in PRIORS}


def _moved(priors: Mapping[str, float], rival: str, prior: float) -> dict[str, float]:
    rest = (1 - prior) / (1 - priors[rival])
    return {name: prior if name == rival else held * rest for name, held in priors.items()}


def ratio(priors: Mapping[str, float], evidence: Sequence[Weighed], rival: str) -> float:
    """Return how much better `rival` explains the evidence than the best of the others does.

    Taken over the best other, it is an e-value against all of them: under each its mean is at most 1,
    whatever depends on what within a group (Hoelder), if the likelihoods are right.
    """
    likelihood = combined(priors, evidence)
    best = max(value for name, value in likelihood.items() if name != rival)
    return float(10 ** (likelihood[rival] - best))


def layers(priors: Mapping[str, float], evidence: Sequence[Weighed], rival: str) -> int:
    """Return how many independent groups favour `rival` over each of the others."""
    groups = by_group(evidence).values()
    return sum(all(group[rival] > group[name] for name in priors if name != rival) for group in groups)


def word(chance: float) -> str:
    """Return the verdict word of a posterior, before its other conditions."""
    return next(
        (said for bound, said in WORDS if chance < bound), "supported" if chance > WORDS[-1][0] else "likely"
    )


def passes(e_values: Sequence[float], rate: float = RATE) -> list[bool]:
    """Return which hypotheses pass e-BH (Wang and Ramdas 2022): false ones at most `rate`, however dependent.

    Every open hypothesis counts, passing or not.
    """
    if not 0 < rate < 1:
        raise ParameterError(f"A rate of false ones lies between 0 and 1, not at {rate:g}.")
    falling = sorted(e_values, reverse=True)
    kept = [k for k, e in enumerate(falling, start=1) if k * e >= len(falling) / rate]
    least = falling[kept[-1] - 1] if kept else math.inf
    return [e >= least for e in e_values]
