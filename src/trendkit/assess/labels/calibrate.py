"""Is the cut right: the loosest threshold whose precision is certified, or how many labels are missing.

The best-looking threshold of a sample breaks its promise every second or third time, because it was chosen
for looking good. What is returned here breaks it at most as often as its level says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, insufficient, lower_bound, shown
from trendkit.assess.labels.reading import as_contract
from trendkit.errors import ParameterError

Test = tuple[float, float, float]
"""A score, the labels at or above it, the harmful ones among them."""

UNDRAWN: Final = (
    "the labels have no inclusion_prob: certified if they were drawn at random from these findings, and only "
    "for findings made as these were"
)
"""What a cut says whose labels nobody says were drawn."""

GRID: Final = 100
"""Cuts looked at between the first start and the loosest."""

# where a sequence starts, as a part of the labels, and with which part of the risk
_STARTS: Final = ((0.3, 0.7), (0.5, 0.3))
_FEW: Final = ((0.2, 1.0),)
_SAFE_ERRORS: Final = 5
_POWER: Final = 0.8
_MOST_LABELS: Final = 200_000
_LEAST_SEEN: Final = 30
_LEAST_MORE: Final = 0.25


@dataclass(frozen=True, repr=False)
class Cut:
    """A threshold: flag what scores `cut` or more.

    `cut` is None where no threshold could be certified; then `missing` says how many more labels of findings,
    drawn at random, would do with a chance of 80 % (None where none would). `flagged` counts the
    findings at the cut; `precision` is the share of those judged that are harmful. Certified is that it
    reaches `target`; its `low` and `high` are bounds of this cut alone, not corrected for how it was chosen.
    """

    segment: str
    target: float
    cut: float | None
    flagged: int
    precision: Estimate
    missing: int | None = None

    def row(self) -> dict[str, Any]:
        """Return segment, target, cut, flagged and missing beside the fields of the precision."""
        own = {name: getattr(self, name) for name in ("segment", "target", "cut", "flagged", "missing")}
        return own | self.precision.row()

    def __repr__(self) -> str:
        return "\n  ".join((f"{self.segment}: {self.text}", *self.precision.warnings))

    @property
    def text(self) -> str:
        """What was found, in one sentence."""
        target = shown(self.target)
        if self.cut is not None:
            return f"flag scores of {self.cut:g} and more: precision {self.precision.text}, target {target}"
        if self.missing is None:
            return f"no threshold reaches {target}: more labels would not help, a better score would"
        return f"not certified at {target}: about {self.missing:,} more labels of findings are needed"

    def _repr_html_(self) -> str:
        return self.precision.warn(self.text)._repr_html_()


def calibrate(
    findings: pd.DataFrame, labels: pd.DataFrame, *, precision: float = 0.95, level: float = LEVEL
) -> Cut:
    """Return the loosest cut on `score` whose precision is at least `precision`.

    `findings` need entity_id and score, higher is worse; `labels` need entity_id and value (0, 1, unsure),
    and should be a random draw of the findings: precision is decided among what is flagged. Cuts are tested
    from strict to loose with exact binomial bounds, each only if the one before held, so that the promise
    fails with a chance of at most 1 - level over all of them: Learn then Test, Angelopoulos et al. (2021),
    in a fixed sequence with a second start (Wiens 2003). Unequal chances of inclusion make it approximate,
    and labels without any certify their cut only if they are all findings there are: a warning says so.
    """
    if not 0 < precision < 1:
        raise ParameterError(f"A precision lies between 0 and 1, not at {precision:g}.")
    seen = judged(findings, labels)
    return _certified("all", findings, seen, precision, level, 1 - level)


def calibrate_by(
    findings: pd.DataFrame, labels: pd.DataFrame, by: str, *, precision: float = 0.95, level: float = LEVEL
) -> pd.DataFrame:
    """Return one cut per value of the column `by` of the findings (market, surface …), as rows.

    The chance of a broken promise is shared: all cuts hold together with the level asked for (Bonferroni).
    """
    if by not in findings:
        raise ParameterError(f"These findings have no column {by!r}.")
    seen = judged(findings, labels)
    names = sorted(findings[by].dropna().unique())
    risk = (1 - level) / max(1, len(names))
    cuts = [
        _certified(name, findings[findings[by] == name], seen[seen[by] == name], precision, level, risk)
        for name in names
    ]
    counted = [replace(cut, precision=replace(cut.precision, n_tests=len(names))) for cut in cuts]
    return pd.DataFrame([cut.row() for cut in counted])


def judged(findings: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that have an answer, worst first, with `harmful` (0 or 1), `weight`, `drawn`.

    Reviewers of one entity vote; ties and "unsure" are no answers.
    """
    held = as_contract(labels)
    vote = held["value"].map({"1": 1.0, "0": -1.0}).groupby(held["entity_id"]).sum()
    chance = held["inclusion_prob"].groupby(held["entity_id"]).max()
    known = {"harmful": (vote > 0).astype(float), "weight": 1 / chance.fillna(1.0), "drawn": chance.notna()}
    answers = pd.DataFrame(known)[vote != 0]
    found = pd.DataFrame(findings).merge(answers, left_on="entity_id", right_index=True)
    return found.sort_values(["score", "entity_id"], ascending=[False, True], ignore_index=True)


@cache
def least_labels(precision: float, errors: int = 0, level: float = LEVEL) -> int:
    """Return the fewest labels that certify `precision` with that many of them harmless (exact).

    At 95 % and a level of 95 %: 59 labels without an error, 93 with one, 124 with two.
    """
    n = errors + 1
    while lower_bound(n - errors, n, 1 - level) < precision:
        n += 1
    return n


def labels_needed(truth: float, precision: float, level: float = LEVEL) -> int | None:
    """Return the labels above a cut that certify `precision` with a chance of 80 %, `truth` being its own.

    None where the truth is no better than the target, or so near that 200,000 labels would not do.
    """
    from scipy.stats import binom  # noqa: PLC0415 - slow to import

    if truth <= precision:
        return None
    sizes = np.unique(np.geomspace(1, _MOST_LABELS, 800).astype(int))
    errors = np.asarray(binom.ppf(1 - level, sizes, 1 - precision))
    errors = errors - (np.asarray(binom.cdf(errors, sizes, 1 - precision)) > 1 - level)
    enough = np.asarray(binom.cdf(errors, sizes, 1 - truth)) >= _POWER
    return int(sizes[enough][0]) if enough.any() else None


def _certified(
    name: str, findings: pd.DataFrame, seen: pd.DataFrame, target: float, level: float, risk: float
) -> Cut:
    known: dict[str, Any] = {"level": level, "n": len(seen), "method": "Learn then Test, exact binomial"}
    of = "precision above the cut"
    if seen.empty:
        return Cut(name, target, None, 0, insufficient(of, "no finding has a label", **known))
    alike = bool(np.isclose(seen["weight"], seen["weight"].iloc[0]).all())
    doubt = "" if alike else "labels were drawn with unequal chances: the bound is approximate"
    undrawn = "" if _drawn(findings, seen) else UNDRAWN
    tests = running(*(seen[column].to_numpy(float) for column in ("score", "harmful", "weight")))
    held = loosest(tests, target, risk)
    if held is None:
        why = f"no cut has a lower bound of {shown(target)}"
        missing = _missing(tests, len(seen), target, 1 - risk)
        return Cut(name, target, None, 0, insufficient(of, why, **known).warn(doubt, undrawn), missing)
    cut, n, right = held
    bounds = lower_bound(right, n, risk), 1 - lower_bound(n - right, n, risk)
    above = int((seen["score"] >= cut).sum())
    found = Estimate(of, right / n, *bounds, n_eff=n, **known | {"n": above}).warn(doubt, undrawn)
    return Cut(name, target, cut, int((findings["score"] >= cut).sum()), found)


def _drawn(findings: pd.DataFrame, seen: pd.DataFrame) -> bool:
    """Say whether what was judged can speak for all findings: it was drawn, or it is all of them."""
    return bool(seen["drawn"].all()) or len(seen) >= len(findings)


def running(score: np.ndarray, harmful: np.ndarray, weight: np.ndarray) -> list[Test]:
    """Return score, effective labels and harmful ones from each distinct score up, strict to loose."""
    order = np.argsort(-score, kind="stable")
    worth = weight[order] * weight.sum() / (weight**2).sum()
    last = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    columns = (score[order], worth.cumsum(), (worth * harmful[order]).cumsum())
    return list(zip(*(column[last].tolist() for column in columns), strict=True))


def loosest(tests: list[Test], target: float, risk: float) -> Test | None:
    """Return the loosest of the cuts that hold, from strict to loose: the risk passes on while they do."""
    spent, found = 0.0, None
    for test, share in _sequence(tests, tests[-1][1], target, risk):
        _, held, right = test
        spent += share
        holds = spent > 0 and lower_bound(right, held, spent) >= target
        spent, found = (spent, test) if holds else (0.0, found)
    return found


def _sequence(tests: list[Test], n: float, target: float, risk: float) -> Iterator[tuple[Test, float]]:
    """Yield the cuts to test and the risk each brings, fixed by the number of labels before their values.

    The strictest cuts are not tested: one error among so few labels would end it all. Where a bad patch at
    the top does end it, a second start is worth its part of the risk.
    """
    many = n * _STARTS[0][0] >= least_labels(target, _SAFE_ERRORS, 1 - risk)
    starts = _STARTS if many else _FEW
    due = [(max(part * n, least_labels(target, 0, 1 - risk)), share * risk) for part, share in starts]
    step, after = (n - due[0][0]) / GRID, due[0][0]
    for test in tests:
        if test[1] >= after:
            share = sum(part for start, part in due if start <= test[1])
            due = [(start, part) for start, part in due if start > test[1]]
            after = test[1] + step
            yield test, share


def _missing(tests: list[Test], n: int, target: float, level: float) -> int | None:
    """Return how many more labels certify the most promising cut, None where every cut is surely too bad."""
    hopeful = [test for test in tests if test[1] >= min(_LEAST_SEEN, tests[-1][1])]
    alive = [
        (held, (right + 1) / (held + 2))
        for _, held, right in hopeful
        if 1 - lower_bound(held - right, held, 1 - level) >= target
    ]
    best = sorted(alive, key=lambda pair: -pair[1])[:_LEAST_SEEN]
    # a cut that may be good enough is taken to be half-way between the target and perfect
    hoped = [(held, max(share, (1 + target) / 2)) for held, share in best]
    needed = [n / held * (labels_needed(share, target, level) or 0) for held, share in hoped]
    # where fewer would have done, these had their chance: the cut only looked that good
    return max(ceil(_LEAST_MORE * n), round(min(needed)) - n) if needed else None
