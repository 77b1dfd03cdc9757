"""A classifier over profiles: what it adds to a rule, measured on accounts that it has not seen."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.classifiers import models
from trendkit.assess.classifiers.ranked import Ranked, estimated
from trendkit.assess.estimate import LEVEL, Estimate, insufficient, shown
from trendkit.assess.labels.calibrate import judged
from trendkit.assess.profiles.matrix import SEED, matrix, numeric
from trendkit.errors import NoDataError, ParameterError, nearest
from trendkit.inert import display_text
from trendkit.pages import template

LEAST: Final = 50
"""Harmful accounts, and harmless ones, below which nothing is learned."""

FOLDS: Final = 5
RECALL: Final = 0.8
PRECISION: Final = 0.95


@dataclass(frozen=True, repr=False)
class Classifier:
    """How well profiles tell harmful accounts from others, and a model that does.

    `table` has the rows of both models and of what they were held against. `scores` (entity_id, score,
    value, group) are the better model's chances for the labelled accounts, each by a model that saw neither
    the account nor its group: give those above a loose floor to
    `calibrate` as findings. `name` is that model, "" where the labels
    did not suffice.
    """

    name: str
    table: pd.DataFrame
    scores: pd.DataFrame
    model: Any
    columns: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def score(self, frame: pd.DataFrame) -> "pd.Series[float]":
        """Return the chance of each account to be harmful, where as many are as among the labels."""
        if self.model is None:
            raise NoDataError(f"classifier: {self.warnings[0]}.")
        numbers = numeric(frame)
        for name in self.columns:
            if name not in numbers:
                raise ParameterError(f"This frame has no column {name!r}.{nearest(name, numbers.columns)}")
        chances = models.chance(self.model, numbers[list(self.columns)].to_numpy())
        return pd.Series(chances, index=numbers.index, name="score")

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        if self.model is None:
            return self.warnings[0]
        held = self.table[self.table["model"] == self.name].set_index("of")
        row = held.iloc[0]
        said = f"{row.name} {shown(row['estimate'])} ({shown(row['low'])} to {shown(row['high'])})"
        return f"{self.name}: {said} on {row['n']:,} accounts that it had not seen"

    def __repr__(self) -> str:
        told = (f"  {row['model']}: {row['of']} {row['text']}" for row in self._rows())
        return "\n".join(display_text(line, 400) for line in (self.verdict, *told, *self.warnings))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "classifier.html").render(found=self, rows=self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        if self.model is None:
            return []
        return [
            {"model": row["model"], "of": row["of"], "text": _said(row)}
            for row in self.table.to_dict("records")
        ]


def classifier(
    frame: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    by: "pd.Series[Any] | Mapping[str, Any] | None" = None,
    against: "pd.Series[Any] | None" = None,
    seed: int = SEED,
    level: float = LEVEL,
) -> Classifier:
    """Learn to tell harmful accounts from their profiles, and measure it on accounts held back.

    `frame` is what `features` returns; `labels` have entity_id and value (0, 1, unsure). Logistic regression
    and gradient boosting, the classes weighing alike, are trained in five folds that keep the groups of `by`
    (account to market, device, ring …) whole and have the share of harmful accounts that the labels have;
    their chances are calibrated inside the training part, by isotonic regression from 1,000 harmful
    accounts, by a sigmoid below. `against` is a rule (true or false by account) or a detector's score (higher
    is worse, missing where not flagged): precision is compared where as many accounts are flagged.

    Rows: recall at 95 % precision and precision at 80 % recall (at the best cut in hindsight), AUC,
    calibration error over ten quantile bins, calibration slope, lift; intervals from 200 draws of groups.
    Fewer than 50 harmful or harmless accounts are "insufficient data".
    """
    numbers, held = _labelled(frame, labels)
    group = _groups(numbers.index, by)
    if why := _too_few(held, group):
        return _none(why, level, len(held))
    parts = models.splits(held, group, FOLDS, seed)
    chances = {name: _unseen(name, numbers.to_numpy(), held, group, parts, seed) for name in models.MODELS}
    best = min(models.MODELS, key=lambda name: _loss(chances[name], held))
    rows = _rows(chances, held, group, _flags(against, numbers.index), level, seed)
    scores = pd.DataFrame(
        {"entity_id": numbers.index, "score": chances[best], "value": held.astype(int), "group": group}
    )
    model = models.fitted(best, numbers.to_numpy(), held, group, seed)
    table = pd.DataFrame([{"model": name} | replace(row, n_tests=len(rows)).row() for name, row in rows])
    first = table["model"].eq(best).sort_values(ascending=False, kind="stable").index
    doubts = (
        f"{shown(float(held.mean()))} of the labelled accounts are harmful: with fewer, precision falls",
    )
    return Classifier(
        best, table.loc[first].reset_index(drop=True), scores, model, tuple(map(str, numbers)), doubts
    )


def _labelled(frame: pd.DataFrame, labels: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the profiles that have an answer, by id, and their truth."""
    numbers = numeric(frame)
    known = judged(pd.DataFrame({"entity_id": numbers.index, "score": 0.0}), labels)
    told = matrix(numbers.loc[known["entity_id"]])
    return told, known["harmful"].to_numpy(float)


def _groups(index: pd.Index, by: "pd.Series[Any] | Mapping[str, Any] | None") -> np.ndarray:
    """Return the number of each account's group; who has none is one alone."""
    if by is None:
        return np.arange(len(index))
    known = pd.Series(dict(by)).reindex(index)
    alone = pd.Series([f"\0{place}" for place in range(len(index))], index=index)
    return np.asarray(pd.factorize(known.astype(object).where(known.notna(), alone).astype(str))[0])


def _flags(against: "pd.Series[Any] | None", index: pd.Index) -> np.ndarray | None:
    """Return a score of what is held against, 0 where it does not flag."""
    if against is None:
        return None
    known = against.set_axis(against.index.astype(str)).reindex(index)
    return known.astype(float).fillna(0).clip(lower=0).to_numpy()


def _too_few(held: np.ndarray, group: np.ndarray) -> str:
    bad, good = int(held.sum()), int((1 - held).sum())
    if min(bad, good) < LEAST:
        return f"{bad:,} harmful and {good:,} harmless accounts, {LEAST:,} of each are needed"
    wanted = FOLDS * 2
    if min(len(np.unique(group[held == kind])) for kind in (0, 1)) < wanted:
        return f"harmful or harmless accounts in fewer than {wanted} groups"
    return ""


def _none(why: str, level: float, n: int) -> Classifier:
    answer = insufficient(_recall_name(), why, level=level, n=n)
    table = pd.DataFrame([{"model": ""} | answer.row()])
    return Classifier("", table, pd.DataFrame(), None, (), answer.warnings)


def _unseen(
    name: str,
    numbers: np.ndarray,
    held: np.ndarray,
    group: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    seed: int,
) -> np.ndarray:
    """Return the chance of each account by a model trained on the other folds."""
    chances = np.zeros(len(held))
    for train, test in parts:
        model = models.fitted(name, numbers[train], held[train], group[train], seed)
        chances[test] = models.chance(model, numbers[test])
    return chances


def _loss(chances: np.ndarray, held: np.ndarray) -> float:
    inside = np.clip(chances, 1e-6, 1 - 1e-6)
    return float(-np.mean(held * np.log(inside) + (1 - held) * np.log(1 - inside)))


def _recall_name() -> str:
    return f"recall at {shown(PRECISION)} precision"


def _rows(
    chances: dict[str, np.ndarray],
    held: np.ndarray,
    group: np.ndarray,
    flags: np.ndarray | None,
    level: float,
    seed: int,
) -> list[tuple[str, Estimate]]:
    known: dict[str, Any] = {"level": level, "n": len(held), "n_eff": float(group.max() + 1)}
    known["method"] = f"{FOLDS} folds, bootstrap by group"
    rows = []
    for name, chance in chances.items():
        ranked = Ranked(chance, held, group)
        weights = ranked.weights(seed)
        rows += [(name, row) for row in _measured(ranked, weights, known)]
        rows += [(name, row) for row in _lift(ranked, weights, flags, known)]
    return rows


def _measured(ranked: Ranked, weights: list[np.ndarray], known: dict[str, Any]) -> Iterator[Estimate]:
    asked: dict[str, Callable[[np.ndarray], float]] = {
        _recall_name(): lambda weight: ranked.recall_at(weight, PRECISION),
        f"precision at {shown(RECALL)} recall": lambda weight: ranked.precision_at(weight, RECALL),
        "AUC": ranked.auc,
        "calibration error": ranked.calibration_error,
        "calibration slope": ranked.slope,
    }
    for of, measure in asked.items():
        values = [measure(weight) for weight in weights]
        yield estimated(of, values, known, "number" if of in ("AUC", "calibration slope") else "share")


def _lift(
    ranked: Ranked, weights: list[np.ndarray], flags: np.ndarray | None, known: dict[str, Any]
) -> Iterator[Estimate]:
    if flags is None:
        return
    if not (flags > 0).any():
        yield insufficient("lift at equal volume", "what it is held against flags none of them", **known)
        return
    volumes = [float(weight[flags > 0].sum()) for weight in weights]
    theirs = [
        float((weight * ranked.harmful)[flags > 0].sum() / max(1.0, volume))
        for weight, volume in zip(weights, volumes, strict=True)
    ]
    ours = [ranked.precision_of(weight, volume) for weight, volume in zip(weights, volumes, strict=True)]
    size = f"of {volumes[0]:,.0f} flagged"
    yield estimated(f"precision {size}", ours, known)
    yield estimated(f"precision {size} by what it is held against", theirs, known)
    lifts = [mine / max(1e-9, other) for mine, other in zip(ours, theirs, strict=True)]
    yield estimated("lift at equal volume", lifts, known, "ratio")


def _said(row: dict[Any, Any]) -> str:
    if pd.isna(row["estimate"]):
        return str(row["warnings"])
    return Estimate(**{name: row[name] for name in ("of", "estimate", "low", "high", "unit")}).text
