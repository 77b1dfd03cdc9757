"""Labels read back against the population they were drawn from: weights, total, variance, doubts."""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, insufficient, wilson
from trendkit.assess.labels.sampling import ENTITY, Scope, population
from trendkit.content import sql_text
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError
from trendkit.tables.database import Database

LEAST_JUDGED: Final = 30
"""Answers below which a prevalence is not given."""

NOT_RANDOM: Final = (
    "the labels are not a random sample (no inclusion_prob): this describes what was labelled and cannot "
    "be carried over to the rest"
)
"""What every figure says that was read off labels nobody drew."""

_OURS: Final = re.compile(r"^(views|items|accounts)-\w+-(\d+)-")
_FAR: Final = 5.0
_TABLE: Final = "prevalence_labels"
_COLUMNS: Final = ("entity_type", "abuse_type", "sample_id", "inclusion_prob")


@dataclass(frozen=True)
class Reading:
    """What labels say about a population.

    One element per judged entity: `entity`, `harmful` (0 or 1), `weight` (share of the population it speaks
    for), `chance` of having been drawn, `stratum`. `whole` says whether the weights are those of a draw of
    this very population, so that they sum to 1 but for chance.
    """

    scope: Scope
    sample: str
    entity: np.ndarray
    harmful: np.ndarray
    weight: np.ndarray
    chance: np.ndarray
    stratum: np.ndarray
    whole: bool
    random: bool
    warnings: tuple[str, ...]

    @property
    def value(self) -> float:
        """The share of the population that is harmful: Horvitz and Thompson's sum, or the ratio of two."""
        total = float(self.weight @ self.harmful)
        return total if self.whole else total / float(self.weight.sum())

    @property
    def parts(self) -> np.ndarray:
        """What each entity adds to the estimate beyond its expectation (linearised)."""
        if self.whole:
            return np.asarray(self.weight * self.harmful)
        return np.asarray(self.weight * (self.harmful - self.value) / self.weight.sum())

    @property
    def variance(self) -> float:
        """The variance of `value`."""
        return spread(self.parts, self.parts, self.chance, self.stratum)

    def estimate(self, level: float = LEVEL) -> Estimate:
        """Return the prevalence with Wilson's interval on the effective sample (Korn & Graubard 1998).

        What was drawn for certain is known; the interval is about the rest.
        """
        known: dict[str, Any] = {"level": level, "n": len(self.harmful), "method": self.method}
        of = f"prevalence of {self.scope.of}"
        if len(self.harmful) < LEAST_JUDGED:
            why = f"{len(self.harmful):,} judged, at least {LEAST_JUDGED} are needed"
            return insufficient(of, why, **known).warn(*self.warnings)
        low, high, n_eff = self._interval(level)
        return Estimate(of, self.value, low, high, n_eff=n_eff, warnings=self.warnings, **known)

    @property
    def method(self) -> str:
        """How the number was made, in words."""
        if not self.random:
            return "share of the labelled, Wilson"
        return f"{'Horvitz-Thompson' if self.whole else 'Hajek ratio'}, Wilson on the effective sample"

    def _interval(self, level: float) -> tuple[float, float, float]:
        """Return low, high, and the number of independent draws that would be as good."""
        certain = self.chance >= 1
        weight = self.weight if self.whole else self.weight / self.weight.sum()
        sure = float(weight[certain] @ self.harmful[certain])
        rest = max(0.0, 1 - float(weight[certain].sum())) if self.whole else float(weight[~certain].sum())
        if rest == 0 or certain.all():
            return self.value, self.value, float(len(self.harmful))
        part = min(1.0, max(0.0, self.value - sure) / rest)
        open_ended = self.variance == 0 or part in (0.0, 1.0)
        worth = part * (1 - part) * rest**2 / self.variance if not open_ended else _kish(weight[~certain])
        low, high = wilson(part * worth, worth, level)
        return sure + rest * low, sure + rest * high, worth / rest


def read(
    given: Database | pd.DataFrame,
    labels: pd.DataFrame | None,
    scope: Scope,
    *,
    abuse_type: str | None = None,
    sample: str | None = None,
) -> Reading:
    """Read labels, by default those of the table `labels`, against the population of `scope`.

    Raises ParameterError where the labels belong to several draws and `sample` names none of them.
    """
    with population(given, scope) as con:
        table = "labels" if labels is None else _TABLE
        if labels is not None:
            con.register(_TABLE, as_contract(labels))
        elif not isinstance(given, Database):
            raise ParameterError("A population given as a frame needs labels given as a frame.")
        values = {"entity_type": ENTITY[scope.of], "abuse_type": abuse_type, "sample": sample}
        query = sql_text("assess/prevalence/judged.sql").format(labels=table)
        judged = engine.frame(con, query, values)
        if labels is not None:
            con.unregister(_TABLE)
    if judged.empty:
        raise NoDataError(f"There are no labels of {ENTITY[scope.of]}s for this question.")
    return weighed(judged, scope)


def spread(a: np.ndarray, b: np.ndarray, chance: np.ndarray, stratum: np.ndarray) -> float:
    """Return the covariance of two sums over one draw of unequal chances, stratum by stratum.

    Hansen and Hurwitz (1943), reduced by what was drawn without return (Hájek 1964; Rosén 1997).
    """
    total = 0.0
    for name in np.unique(stratum):
        here = (stratum == name) & (chance < 1)
        open_part, n = 1 - chance[here], int(here.sum())
        if n > 1:
            one = a[here] - np.average(a[here], weights=open_part)
            two = b[here] - np.average(b[here], weights=open_part)
            total += n / (n - 1) * float((open_part * one * two).sum())
    return total


def weighed(judged: pd.DataFrame, scope: Scope) -> Reading:
    """Weigh one answer per entity of one draw.

    Columns: entity_id, sample, stratum, harmful (0, 1, missing), inclusion_prob, share of the population.
    """
    if judged["sample"].nunique() > 1:
        names = ", ".join(sorted(judged["sample"].unique())[:3])
        raise ParameterError(f"The labels belong to several draws ({names} …): name one with sample=….")
    warnings, scale = _complete(judged)
    outside = int(judged["share"].isna().sum())
    if outside and scope.market is None and scope.surface is None:
        warnings.append(f"{outside:,} of {len(judged):,} lie outside the population asked about")
    inside = judged[judged["share"].notna() & judged["harmful"].notna()]
    random = bool(inside["inclusion_prob"].notna().all())
    chance = inside["inclusion_prob"].to_numpy(float) if random else np.zeros(len(inside))
    share = inside["share"].to_numpy(float)
    weight = scale * share / chance if random else share
    ours = _OURS.match(judged["sample"].iloc[0])
    fits = abs(weight.sum() - 1) <= _FAR * float(np.sqrt(((1 - chance) * weight**2).sum()))
    whole = random and bool(ours and ours[1] == scope.of and fits)
    if not random:
        warnings.append(NOT_RANDOM)
    elif ours and ours[1] != scope.of:
        warnings.append(f"drawn for a prevalence of {ours[1]}, read as one of {scope.of}")
    return Reading(
        scope,
        sample=str(judged["sample"].iloc[0]),
        entity=inside["entity_id"].to_numpy(),
        harmful=inside["harmful"].to_numpy(float),
        weight=weight,
        chance=chance,
        stratum=inside["stratum"].to_numpy(),
        whole=whole,
        random=random,
        warnings=tuple(warnings),
    )


def _complete(judged: pd.DataFrame) -> tuple[list[str], float]:
    """Say what is missing from the draw, and by how much the answers have to speak for it."""
    warnings = []
    unsure = int(judged["harmful"].isna().sum())
    ours = _OURS.match(judged["sample"].iloc[0])
    drawn = max(int(ours[2]), len(judged)) if ours else len(judged)
    if unsure:
        warnings.append(f"{unsure:,} of {len(judged):,} unsure or tied, counted as if like the rest")
    if drawn > len(judged):
        warnings.append(f"{drawn - len(judged):,} of {drawn:,} drawn have no label, as if like the rest")
    return warnings, drawn / max(1, len(judged) - unsure)


def as_contract(labels: pd.DataFrame) -> pd.DataFrame:
    """Return labels as the contract writes them: values 0, 1, unsure or None, the columns of a draw."""
    if absent := [name for name in ("entity_id", "value") if name not in labels]:
        raise ParameterError(f"Labels need the columns {', '.join(absent)}.")
    words = {"0": "0", "1": "1", "unsure": "unsure", "False": "0", "True": "1", "0.0": "0", "1.0": "1"}
    held = pd.DataFrame({"entity_id": labels["entity_id"].astype(str).to_numpy()})
    value = pd.Series(labels["value"].to_numpy(), dtype=object)
    held["value"] = value.map(lambda said: words.get(str(said), str(said)), na_action="ignore").astype("str")
    if wrong := sorted(set(held["value"].dropna()) - {"0", "1", "unsure"}):
        raise ParameterError(f"A label's value is 0, 1 or unsure, not {wrong[0]!r}.")
    for name in _COLUMNS:
        column = pd.Series(labels[name].to_numpy() if name in labels else np.full(len(held), np.nan))
        held[name] = column.astype(float) if name == "inclusion_prob" else column.astype("str")
    return held


def _kish(weight: np.ndarray) -> float:
    return float(weight.sum() ** 2 / (weight**2).sum())
