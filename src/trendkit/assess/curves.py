"""How a cut would do elsewhere: along the score, in later weeks, in other markets, under other base rates."""

from collections.abc import Iterator, Mapping
from math import exp, log, sqrt
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from trendkit.assess.calibrate import calibrate, judged
from trendkit.assess.estimate import LEVEL, Estimate, clopper_pearson, insufficient, rows, share
from trendkit.errors import ParameterError

POINTS: Final = 20
"""Cuts on a precision-recall curve; its band holds for all of them together."""

_SLACK: Final = 0.05
_EDGE: Final = 1e-9


def curve(findings: pd.DataFrame, labels: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Return precision and recall at up to 20 cuts, strict to loose, inside a band.

    Columns: cut, flagged, n, precision, low, high (Clopper-Pearson, Bonferroni over the cuts, so that the
    band holds as a whole), recall, recall_low, recall_high. Recall is within the findings: what no detector
    flagged is not in it. `labels` should be a random draw of the findings.
    """
    seen = judged(findings, labels)
    if seen.empty:
        return pd.DataFrame()
    cuts = np.unique(np.quantile(seen["score"], np.linspace(0, 1, POINTS + 1)[:-1], method="nearest"))[::-1]
    band = 1 - (1 - level) / len(cuts)
    return pd.DataFrame([_point(findings, seen, float(cut), band) for cut in cuts])


def implied_precision(
    precision: Estimate, home: float, base_rates: Mapping[str, Estimate | float]
) -> pd.DataFrame:
    """Return what a detector's precision becomes under the base rate of each market, as rows.

    `precision` was measured where a share `home` is harmful. A cut multiplies the odds by the same factor
    wherever it catches and errs alike (equal true and false positive rates): the most common reason for a
    detector to fail abroad is only that there is less to catch. A base rate with an interval widens the
    result's, on the scale of log odds.
    """
    if precision.estimate is None or not 0 < home < 1:
        raise ParameterError("An implied precision needs a known precision and a home base rate in (0, 1).")
    found = [_implied(precision, home, base_rate) for base_rate in base_rates.values()]
    return pd.DataFrame(rows(found)).assign(market=list(base_rates))


def backtest(
    findings: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    by: Literal["week", "market"] = "week",
    precision: float = 0.95,
    embargo_days: int = 0,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Choose the cut on one part of the labels and measure its precision on another, fold by fold.

    "week": the cut of what was last seen before each week, less `embargo_days` that labels take to arrive,
    measured in that week. "market": the cut of all other markets, measured in the one left out. Columns:
    fold, cut, kept, then the fields of the precision; kept is False where even the upper bound is below the
    target, or the lower more than 0.05 below it and the estimate too; None where nothing could be measured.
    """
    column = {"week": "last_seen", "market": "market"}.get(by)
    if column is None or column not in findings:
        raise ParameterError(f"A backtest by {by!r} needs the findings' column {column or 'week or market'}.")
    folds = _weeks(findings, embargo_days) if by == "week" else _markets(findings)
    found = [{"fold": name} | _fold(train, test, labels, precision, level) for name, train, test in folds]
    return pd.DataFrame(found)


def _point(findings: pd.DataFrame, seen: pd.DataFrame, cut: float, band: float) -> dict[str, Any]:
    above = seen[seen["score"] >= cut]
    right, harmful = int(above["harmful"].sum()), int(seen["harmful"].sum())
    low, high = clopper_pearson(right, len(above), band)
    caught = share("recall", right, harmful, level=band, exact=True)
    return {
        "cut": cut,
        "flagged": int((findings["score"] >= cut).sum()),
        "n": len(above),
        "precision": right / len(above),
        "low": low,
        "high": high,
        "recall": caught.estimate,
        "recall_low": caught.low,
        "recall_high": caught.high,
    }


def _implied(precision: Estimate, home: float, base_rate: Estimate | float) -> Estimate:
    known: dict[str, Any] = {"level": precision.level, "n": precision.n, "n_eff": precision.n_eff}
    rate = base_rate.estimate if isinstance(base_rate, Estimate) else base_rate
    if rate is None or not 0 < rate < 1:
        return insufficient("implied precision", "the base rate is unknown", **known)
    middle = _log_odds(float(precision.estimate or 0)) + _log_odds(rate) - _log_odds(home)
    below, above = (
        sqrt((_log_odds(float(precision.estimate or 0)) - _log_odds(end)) ** 2 + _reach(base_rate, side) ** 2)
        for end, side in ((float(precision.low or 0), "low"), (float(precision.high or 1), "high"))
    )
    value, low, high = (1 / (1 + exp(-odds)) for odds in (middle, middle - below, middle + above))
    method = f"odds of the precision x {rate / (1 - rate) / (home / (1 - home)):.3g}"
    doubts = precision.warnings + (base_rate.warnings if isinstance(base_rate, Estimate) else ())
    found = Estimate("implied precision", value, low, high, method=method, **known)
    return found.warn(*dict.fromkeys(doubts))


def _reach(base_rate: Estimate | float, side: str) -> float:
    if not isinstance(base_rate, Estimate):
        return 0.0
    end = base_rate.low if side == "low" else base_rate.high
    return _log_odds(float(base_rate.estimate or 0)) - _log_odds(float(end or 0))


def _log_odds(p: float) -> float:
    inside = min(1 - _EDGE, max(_EDGE, p))
    return log(inside / (1 - inside))


def _weeks(findings: pd.DataFrame, embargo_days: int) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    seen = pd.to_datetime(findings["last_seen"])
    monday = seen.dt.floor("D") - pd.to_timedelta(seen.dt.day_of_week, unit="D")
    for week in sorted(monday.unique())[1:]:
        before = seen < week - pd.Timedelta(days=embargo_days)
        yield f"{week:%Y-%m-%d}", findings[before], findings[monday == week]


def _markets(findings: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    for market in sorted(findings["market"].dropna().unique()):
        here = findings["market"] == market
        yield str(market), findings[~here], findings[here]


def _fold(
    train: pd.DataFrame, test: pd.DataFrame, labels: pd.DataFrame, target: float, level: float
) -> dict[str, Any]:
    cut = calibrate(train, labels, precision=target, level=level).cut
    of = "precision on what was held out"
    if cut is None:
        why = insufficient(of, "no cut could be certified on the rest", level=level)
        return {"cut": None, "kept": None} | why.row()
    held = judged(test, labels)
    above = held[held["score"] >= cut]
    found = share(of, int(above["harmful"].sum()), len(above), level=level, exact=True)
    return {"cut": cut, "kept": _kept(found, target)} | found.row()


def _kept(found: Estimate, target: float) -> bool | None:
    if found.estimate is None or found.low is None or found.high is None:
        return None
    return found.high >= target and (found.low >= target - _SLACK or found.estimate >= target)
