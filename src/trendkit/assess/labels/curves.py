"""How a cut would do elsewhere: along the score, and under other base rates."""

from collections.abc import Mapping
from math import exp, log, sqrt
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, clopper_pearson, insufficient, rows, share
from trendkit.assess.labels.calibrate import judged
from trendkit.errors import ParameterError

POINTS: Final = 20
"""Cuts on a precision-recall curve; its band holds for all of them together."""

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
