"""Would the cut have held: chosen on what was known, measured on what came later or lay elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from trendkit.assess.classifiers import models
from trendkit.assess.estimate import LEVEL, Estimate, insufficient, share, shown
from trendkit.assess.labels.calibrate import calibrate, judged
from trendkit.assess.profiles.matrix import SEED, numeric
from trendkit.errors import ParameterError
from trendkit.inert import display_text
from trendkit.pages import template

SLACK: Final = 0.05
"""How far below the target the lower bound of a market or week may lie."""

_FOLDS: Final = 3
_LEAST: Final = 50
_LOOSE: Final = 0.3  # the chance from which an account counts as flagged, before any cut
_MOST_LABELS: Final = 5_000
_COLUMN: Final = {"week": "last_seen", "market": "market"}
_WORST: Final = "lowest precision"


@dataclass(frozen=True, repr=False)
class Backtest:
    """How a cut did on what it was not chosen on, fold by fold.

    `table`: fold, cut, flagged (findings of the fold at the cut), gate, missing, recall, the fields of the
    precision, and pooled, pooled_low, pooled_high: the precision drawn towards that of the other folds.
    gate is "passed" where the lower bound is no more than 0.05 below the target, "failed" where the upper one
    is below the target, else "open"; then `missing` is about how many more labels of the fold would pass it,
    were its precision what the folds have together. `lowest` is the fold with the lowest precision, `pooled`
    the precision of a fold like these.
    """

    table: pd.DataFrame
    target: float
    lowest: Estimate
    pooled: Estimate

    @property
    def gate(self) -> str:
        """The answer for all folds: passed if each passed, failed if any failed, else open."""
        seen = set(self.table["gate"]) if len(self.table) else {"open"}
        return "failed" if "failed" in seen else "passed" if seen == {"passed"} else "open"

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        passed = int((self.table["gate"] == "passed").sum()) if len(self.table) else 0
        said = f"{self.gate}: {passed} of {len(self.table)} folds hold {shown(self.target)} precision"
        if self.lowest.estimate is None:
            return f"{said}; {self.lowest.warnings[0]}"
        return f"{said}; lowest {self.lowest.text}, of a fold like these {self.pooled.text}"

    def rows(self) -> pd.DataFrame:
        """Return the lowest and the pooled precision as rows."""
        return pd.DataFrame([self.lowest.row(), self.pooled.row()])

    def __repr__(self) -> str:
        told = (f"  {row['fold']}: {row['gate']}, {row['text']}" for row in self._rows())
        return "\n".join(display_text(line, 400) for line in (self.verdict, *told))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "backtest.html").render(found=self, rows=self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {"fold": row["fold"], "gate": row["gate"], "text": _said(row)}
            for row in self.table.to_dict("records")
        ]


def backtest(
    findings: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    by: Literal["week", "market"] = "week",
    precision: float = 0.95,
    embargo_days: int = 0,
    features: pd.DataFrame | None = None,
    model: str = "logistic",
    level: float = LEVEL,
) -> Backtest:
    """Choose the cut on one part of the labels and measure its precision on another, fold by fold.

    "week": the cut of what was last seen before each week, less `embargo_days` that labels take to arrive,
    measured in that week. "market": the cut of all other markets, measured in the one left out. `findings`
    need entity_id, score and last_seen or market; cuts are those of `calibrate`. With `features` (a frame by
    account) the score is instead the chance that a classifier gives, trained in each fold on the labels of
    its past or of the other markets alone, and cuts lie at 0.3 or above: `model` is "logistic" or "boosting".

    The pooled precision is that of a beta-binomial fitted to the folds; a fold with few labels is drawn
    towards it. Precision is Clopper and Pearson's within the fold.
    """
    column = _COLUMN.get(by)
    if column is None or column not in findings:
        raise ParameterError(f"A backtest by {by!r} needs the findings' column {column or 'week or market'}.")
    if features is not None and model not in models.MODELS:
        raise ParameterError(f"A model is one of {', '.join(models.MODELS)}, not {model!r}.")
    found = pd.DataFrame(findings).assign(entity_id=lambda held: held["entity_id"].astype(str))
    parts = _weeks(found, embargo_days) if by == "week" else _markets(found)
    rows = []
    for name, train, test in parts:
        known, asked = (train, test) if features is None else _learned(train, test, labels, features, model)
        rows.append({"fold": name} | _fold(known, asked, labels, precision, level))
    return _summed(pd.DataFrame(rows), precision, level)


def _weeks(findings: pd.DataFrame, embargo_days: int) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    seen = pd.to_datetime(findings["last_seen"])
    monday = seen.dt.floor("D") - pd.to_timedelta(seen.dt.day_of_week, unit="D")
    for week in sorted(monday.dropna().unique())[1:]:
        before = seen < week - pd.Timedelta(days=embargo_days)
        yield f"{week:%Y-%m-%d}", findings[before], findings[monday == week]


def _markets(findings: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    for market in sorted(findings["market"].dropna().unique()):
        here = findings["market"] == market
        yield str(market), findings[~here], findings[here]


def _learned(
    train: pd.DataFrame, test: pd.DataFrame, labels: pd.DataFrame, features: pd.DataFrame, model: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both parts with the chances of a classifier that learned from the first; none if it cannot."""
    numbers = numeric(features)
    inside = [part[part["entity_id"].isin(numbers.index)].assign(score=0.0) for part in (train, test)]
    held = judged(inside[0], labels)
    truth = held["harmful"].to_numpy(float)
    if min(truth.sum(), (1 - truth).sum()) < _LEAST:
        return inside[0].iloc[:0], inside[1]
    known, alone = numbers.loc[held["entity_id"]].to_numpy(), np.arange(len(held))
    unseen = np.zeros(len(held))
    for one, other in models.splits(truth, alone, _FOLDS, SEED):
        unseen[other] = models.chance(
            models.fitted(model, known[one], truth[one], alone[one], SEED), known[other]
        )
    whole = models.fitted(model, known, truth, alone, SEED)
    asked = models.chance(whole, numbers.loc[inside[1]["entity_id"]].to_numpy())
    flagged = held[list(inside[0].columns)].assign(score=unseen)
    return flagged[unseen >= _LOOSE], inside[1].assign(score=asked)


def _fold(
    train: pd.DataFrame, test: pd.DataFrame, labels: pd.DataFrame, target: float, level: float
) -> dict[str, Any]:
    cut = None if train.empty else calibrate(train, labels, precision=target, level=level).cut
    of = "precision on what was held out"
    if cut is None:
        why = insufficient(of, "no cut could be certified on the rest", level=level)
        return {"cut": None, "flagged": 0, "right": 0, "recall": None} | why.row()
    held = judged(test, labels)
    above = held[held["score"] >= cut]
    right, harmful = int(above["harmful"].sum()), int(held["harmful"].sum())
    found = share(of, right, len(above), level=level, exact=True)
    recall = right / harmful if harmful else None
    flagged = int((test["score"] >= cut).sum())
    return {"cut": cut, "flagged": flagged, "right": right, "recall": recall} | found.row()


def _summed(table: pd.DataFrame, target: float, level: float) -> Backtest:
    known: dict[str, Any] = {"level": level, "method": "beta-binomial over folds"}
    seen = table[table["estimate"].notna()] if len(table) else table
    if seen.empty:
        why = "nothing could be measured in any fold"
        empty = insufficient(_WORST, why, level=level), insufficient("pooled precision", why, **known)
        return Backtest(table.assign(gate="open", missing=np.nan), target, *empty)
    right, n = seen["right"].to_numpy(float), seen["n"].to_numpy(float)
    a, b = _beta(right, n)
    pooled = _between(a, b, right, n, known)
    told = table.join(pd.DataFrame(_shrunken(a + right, b + n - right, level), index=seen.index))
    gated = [
        {"gate": _gate(row, target), "missing": _missing(row, a / (a + b), target, level)}
        for row in told.to_dict("records")
    ]
    whole = told.join(pd.DataFrame(gated, index=told.index)).assign(n_tests=len(told)).drop(columns="right")
    return Backtest(whole, target, _lowest(seen, level), pooled)


def _lowest(seen: pd.DataFrame, level: float) -> Estimate:
    worst = seen.iloc[int(seen["estimate"].astype(float).argmin())]
    found = share(_WORST, int(worst["right"]), int(worst["n"]), level=level, exact=True)
    return replace(found, n_tests=len(seen)).warn(f"fold {worst['fold']}")


def _gate(row: dict[Any, Any], target: float) -> str:
    if pd.isna(row["estimate"]):
        return "open"
    if row["low"] >= target - SLACK:
        return "passed"
    return "failed" if row["high"] < target else "open"


def _missing(row: dict[Any, Any], hoped: float, target: float, level: float) -> int | None:
    """Return how many more labels an open fold needs, if its precision is what is hoped for."""
    n = int(row["n"])
    if _gate(row, target) != "open":
        return 0
    for size in range(max(10, n), _MOST_LABELS, 10):
        low = share("", ceil(hoped * size - 1e-9), size, level=level, exact=True).low
        if low is not None and low >= target - SLACK:
            return size - n
    return None


def _beta(right: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Return the beta distribution of the folds' precision: marginal likelihood, folds alike if in doubt."""
    from scipy.special import betaln  # noqa: PLC0415 - slow to import

    mean, size = np.meshgrid(np.linspace(0.005, 0.995, 199), np.geomspace(2, 2_000, 40), indexing="ij")
    a, b = mean * size, (1 - mean) * size
    fit = sum(
        betaln(a + k, b + m - k) - betaln(a, b) for k, m in zip(right.tolist(), n.tolist(), strict=True)
    )
    weight = np.exp(fit - fit.max())
    middle = float((weight * mean).sum() / weight.sum())
    spread = float(np.exp((weight * np.log(size)).sum() / weight.sum()))
    return middle * spread, (1 - middle) * spread


def _between(a: float, b: float, right: np.ndarray, n: np.ndarray, known: dict[str, Any]) -> Estimate:
    """Return the mean precision of folds like these, its interval that of a fold nobody has seen."""
    bounds = _shrunken(np.array([a]), np.array([b]), known["level"])
    ends = float(bounds["pooled_low"][0]), float(bounds["pooled_high"][0])
    size: dict[str, Any] = {"n": int(n.sum()), "n_eff": a + b}
    return Estimate("pooled precision", a / (a + b), ends[0], ends[1], **known | size).warn(
        "the interval is for a new fold" if len(right) > 1 else "one fold says little about others"
    )


def _shrunken(a: np.ndarray, b: np.ndarray, level: float) -> dict[str, np.ndarray]:
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to import

    tail = (1 - level) / 2
    low, high = betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
    return {"pooled": a / (a + b), "pooled_low": low, "pooled_high": high}


def _said(row: dict[Any, Any]) -> str:
    if pd.isna(row["estimate"]):
        return str(row["warnings"])
    own = f"{shown(row['estimate'])} ({shown(row['low'])} to {shown(row['high'])}) of {row['n']:,}"
    more = f"; about {row['missing']:,.0f} more labels" if row["missing"] > 0 else ""
    return f"{own}, drawn to the others {shown(row['pooled'])}{more}"
