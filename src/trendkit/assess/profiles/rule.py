"""The shortest rule that tells flagged accounts from others: learned on one half, judged on the other.

A rule is a shallow tree written as a SQL condition on the columns of `sql/profiles/account.sql`, ready to
become a draft detector.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, insufficient, share, shown
from trendkit.assess.labels.curves import implied_precision
from trendkit.assess.profiles import tree
from trendkit.assess.profiles.matrix import SEED, among, draws, matrix
from trendkit.assess.profiles.pruning import ROUNDS, frequency, shallowest
from trendkit.errors import ParameterError, nearest
from trendkit.inert import display_text
from trendkit.pages import template

METHOD: Final = "decision tree, learned on the other half; Wilson"
_SHAKY: Final = 0.6
_SHOWN: Final = 2_000


@dataclass(frozen=True, repr=False)
class Rule:
    """A condition on features, and how it does on accounts it was not learned from.

    `leaves` are its alternatives, the purest first; none where no box of the tree was pure enough.
    `precision`, `recall` and `base_rate` are of the half held back: the precision holds where as many are
    flagged.
    `frequency` says in what share of trees grown on resampled accounts each feature comes back.
    """

    leaves: tuple[tree.Leaf, ...]
    precision: Estimate
    recall: Estimate
    base_rate: Estimate
    learned: tuple[int, int]
    frequency: dict[str, float]

    @property
    def predicate(self) -> str:
        """The condition in SQL: true, or else false or NULL; NaN must be NULL, as DuckDB reads a frame."""
        if len(self.leaves) == 1:
            return self.leaves[0].sql()
        return " or ".join(f"({leaf.sql()})" for leaf in self.leaves) or "false"

    @property
    def columns(self) -> list[str]:
        """The features it asks for."""
        return list(dict.fromkeys(bound.feature for leaf in self.leaves for bound in leaf.bounds))

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        """Return which accounts of a frame meet it, exactly as the condition in SQL does."""
        for name in self.columns:
            if name not in frame:
                raise ParameterError(f"This frame has no column {name!r}.{nearest(name, frame.columns)}")
        inside = np.zeros(len(frame), bool)
        for leaf in self.leaves:
            inside |= leaf.holds(frame)
        return pd.Series(inside, index=frame.index)

    def implied(self, base_rate: Estimate | float) -> Estimate:
        """Return the precision where another share of accounts is flagged, all else alike."""
        home = self.base_rate.estimate
        if home is None or self.precision.estimate is None:
            return self.precision
        (row,) = implied_precision(self.precision, home, {"there": base_rate}).to_dict("records")
        doubts = tuple(part for part in str(row["warnings"]).split("; ") if part)
        known = {key: row[key] for key in ("of", "estimate", "low", "high", "method")}
        return replace(self.precision, **known, warnings=doubts)

    def rows(self) -> pd.DataFrame:
        """Return precision, recall and base rate as rows."""
        return pd.DataFrame([each.row() for each in (self.precision, self.recall, self.base_rate)])

    def write(self, name: str, folder: Path | str, **words: Any) -> tuple[Path, Path]:
        """Write a draft detector and its fixture, and return both paths; see `draft.draft` for the words."""
        from trendkit.assess.profiles.draft import write  # noqa: PLC0415 - it needs this module

        return write(self, name, Path(folder), **words)

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        if self.precision.estimate is None:
            return f"no rule: {self.precision.warnings[0].removeprefix('insufficient data: ')}"
        return (
            f"precision {self.precision.text}, recall {self.recall.text} on the half held back, of which "
            f"{shown(self.base_rate.estimate)} are flagged"
        )

    @property
    def notes(self) -> list[str]:
        """How often each feature came back, and every doubt."""
        learned, flagged = self.learned
        said = [f"learned from {learned:,} accounts, {flagged:,} of them flagged"]
        if self.frequency:
            back = ", ".join(f"{name} {self.frequency.get(name, 0):.0%}" for name in self.columns)
            said.append(f"in {ROUNDS} trees of resampled accounts: {back}")
        return [*said, *(self.precision.warnings if self.precision.estimate is not None else ())]

    def __repr__(self) -> str:
        lines = [self.predicate, self.verdict, *self.notes]
        return "\n  ".join(display_text(line, _SHOWN) for line in lines)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "rule.html").render(rule=self)


def rule(
    frame: pd.DataFrame,
    flagged: Iterable[str] | pd.DataFrame,
    *,
    depth: int = 3,
    least: int = 20,
    pure: float = 0.5,
    seed: int = SEED,
    level: float = LEVEL,
) -> Rule:
    """Return the rule of a shallow tree that tells the flagged accounts of a frame from its others.

    `frame` is what `features` returns, or any numbers by account; `flagged` are findings or ids. A tree of at
    most `depth` cuts learns on a random half of the accounts; those of its boxes, of at least `least`
    accounts each, where more than a share `pure` is flagged are the rule. Precision and recall are measured
    on the other half, with Wilson's intervals. An unknown value goes the way that the tree sends it. Fewer
    cuts are made where more of them do no better.

    Source: Breiman et al. 1984 (CART), balanced classes, depth by their one-standard-error rule. Raises
    ParameterError for frames that hold no numbers.
    """
    if depth < 1 or least < 1 or not 0 <= pure < 1:
        raise ParameterError("A rule needs depth and least of 1 or more, and 0 <= pure < 1.")
    numbers = matrix(frame).sort_index()
    held, known = among(numbers, flagged), draws(numbers.index, seed) < 1 / 2
    learned = int(known.sum()), int((held & known).sum())
    if why := _too_few(numbers, held, known, least):
        return _none(why, learned, level)
    depth = shallowest(numbers[known], held[known], depth=depth, least=least, pure=pure, seed=seed)
    boxes = tree.leaves(numbers[known], held[known], depth=depth, least=least, pure=pure)
    pick = sorted(boxes, key=lambda box: (-box.share, -box.accounts))
    if not pick:
        return _none(f"no box of the tree is flagged by more than {shown(pure)}", learned, level)
    back = frequency(numbers[known], held[known], depth=depth, least=least, seed=seed)
    found = Rule(tuple(pick), *_judged(pick, numbers[~known], held[~known], level), learned, back)
    return _doubted(found)


def _too_few(numbers: pd.DataFrame, held: np.ndarray, known: np.ndarray, least: int) -> str:
    if numbers.empty:
        return "no feature tells any two accounts apart"
    halves = [(kind & part).sum() for kind in (held, ~held) for part in (known, ~known)]
    if min(halves) >= least:
        return ""
    return f"{held.sum():,} flagged and {(~held).sum():,} others; each half needs {least:,} of each"


def _none(why: str, learned: tuple[int, int], level: float) -> Rule:
    precision, recall, base = (
        insufficient(of, why, level=level) for of in ("precision", "recall", "base rate")
    )
    return Rule((), precision, recall, base, learned, {})


def _judged(
    pick: list[tree.Leaf], numbers: pd.DataFrame, held: np.ndarray, level: float
) -> tuple[Estimate, Estimate, Estimate]:
    inside = np.any([leaf.holds(numbers) for leaf in pick], axis=0)
    right = int((inside & held).sum())
    answers = (
        share("precision", right, int(inside.sum()), level=level),
        share("recall", right, int(held.sum()), level=level),
        share("base rate", int(held.sum()), len(held), level=level),
    )
    precision, recall, base = (
        replace(each, method=METHOD if each.of != "base rate" else "Wilson") for each in answers
    )
    return precision, recall, base


def _doubted(found: Rule) -> Rule:
    shaky = [name for name in found.columns if found.frequency.get(name, 0) < _SHAKY]
    doubts = [f"precision holds where {shown(found.base_rate.estimate)} of the accounts are flagged"]
    if shaky:
        names = ", ".join(shaky)
        doubts.append(f"unstable: {names} came back in less than {_SHAKY:.0%} of resampled trees")
    return replace(found, precision=found.precision.warn(*doubts))
