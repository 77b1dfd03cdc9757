"""Growth of coarse series: months and quarters, too few points for the daily baseline and no week in them.

The daily baseline learns from seventy days and says "history is short" of anything monthly, rightly: its
guard band and weekdays mean nothing there. What twelve months can tell is how far they scatter around their
own middle, and whether the next one lies outside that.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.estimate import LEVEL, Estimate, insufficient
from trendkit.errors import ParameterError

LEAST_PAST: Final = 4
"""Periods before one that must be known for it to be judged."""

Q: Final = 0.05
METHOD: Final = "rate over the past periods' median and drift (Theil-Sen), log scale, MAD, Student's t"
LEAST_DRIFT: Final = 8
"""Periods that can tell a drift from scatter; fewer are taken to stand still."""

_LEAST_COUNT: Final = 10
_MAD: Final = 1.4826
_MAD_WORTH: Final = 0.5  # degrees of freedom that a median deviation keeps per period, by simulation
_SMALL: Final = {4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}  # Croux & Rousseeuw 1992
_SPENT: Final = 4  # periods' worth that a fitted drift uses up, by simulation
_LEAST_KIN: Final = 10  # segments that tell how much such series scatter
_KIN_PERIODS: Final = 10  # periods that their median scatter is worth
_COLUMNS: Final = ["period", "segment", "status", "observed", "expected"]


def period_growth(counts: pd.DataFrame, *, past: int = 12, level: float = LEVEL) -> pd.DataFrame:
    """Return each period's rate as a multiple of what the `past` periods before it make usual, as rows.

    `counts` need period (of equal length, sortable) and count, and may have segment and exposure: what the
    count is out of, so that growth of the whole does not alarm; a period without it could not be looked at.
    Columns: period, segment, status (grew, fell, steady, insufficient data), observed, expected, the fields
    of an estimate, p (two-sided), q. The interval is of prediction: how far such a period strays by itself is
    in it, so beyond 1 means beyond chance. Usual is the median, from eight periods on with the drift of Theil
    (1950) and Sen (1968), and scatter the median deviation, so that past outbreaks move neither much. With
    ten segments or more, scatter is pulled to their median. Status asks q <= 0.05, Benjamini and Hochberg
    over all rows. What grows as steadily as before is steady; neither seasons nor days in a month are
    corrected for, other than through exposure.
    """
    held = _held(counts)
    judged = [row for _, group in held.groupby("segment", sort=True) for row in _past(group, past)]
    rates = pd.DataFrame(judged)
    rates = rates.assign(scatter=_pulled(rates), freedom=_freedom(rates))
    answers = [_answer(row, level) for row in rates.to_dict("records")]
    table = pd.concat([rates, pd.DataFrame([one.row() for one in answers])], axis=1)
    table = _together(table.assign(p=_chances(rates)))
    return table[[*_COLUMNS, *Estimate.__dataclass_fields__, "p", "q"]].sort_values(
        ["period", "segment"], ignore_index=True
    )


def _held(counts: pd.DataFrame) -> pd.DataFrame:
    if absent := [name for name in ("period", "count") if name not in counts]:
        raise ParameterError(f"Growth needs the columns {', '.join(absent)}.")
    given = {
        "period": counts["period"],
        "segment": counts.get("segment", "all"),
        "observed": counts["count"].astype(float),
        "exposure": counts["exposure"].astype(float) if "exposure" in counts else 1.0,
    }
    held = pd.DataFrame(given).reset_index(drop=True)
    if held.duplicated(["segment", "period"]).any():
        raise ParameterError("Growth needs one row per segment and period.")
    held["rate"] = np.log((held["observed"] + 0.5) / held["exposure"].where(held["exposure"] > 0))
    return held.sort_values(["segment", "period"], ignore_index=True)


def _past(group: pd.DataFrame, past: int) -> Iterator[dict[Any, Any]]:
    """Yield each period of one segment with the middle and the scatter of those before it."""
    for place, row in enumerate(group.to_dict("records")):
        before = group["rate"].iloc[max(0, place - past) : place].to_numpy()
        known = int(np.isfinite(before).sum())
        enough = known >= LEAST_PAST and np.isfinite(row["rate"])
        usual, scatter, leverage = _usual(before) if enough else (np.nan, np.nan, np.nan)
        expected = float(np.exp(usual) * row["exposure"])
        poisson = 1 / max(expected, 1) if enough else np.nan
        yield row | {
            "known": known,
            "usual": usual,
            "expected": expected,
            "own_scatter": scatter + poisson,
            "leverage": leverage,
        }


def _usual(before: np.ndarray) -> tuple[float, float, float]:
    """Return what the next period is expected to be, the variance of one period, and of the expectation."""
    back = np.arange(len(before), 0, -1.0)[np.isfinite(before)]
    rates = before[np.isfinite(before)]
    n, drifts = len(rates), len(rates) >= LEAST_DRIFT
    own = n - _SPENT if drifts else n
    slope = float(stats.theilslopes(rates, back).slope) if drifts else 0.0
    middle = float(np.median(rates - slope * back))
    far = np.median(np.abs(rates - slope * back - middle))
    spread = float(_MAD * _SMALL.get(own, own / (own - 0.8)) * far)
    tilt = back.mean() ** 2 / ((back - back.mean()) ** 2).sum() if drifts else 0.0
    return middle, spread**2, float(np.pi / 2 / n + tilt)


def _kin(rates: pd.DataFrame) -> "pd.Series[float]":
    """Return the median scatter of all segments of the same period, missing where they are too few."""
    scatter = rates.groupby("period")["own_scatter"]
    return scatter.transform("median").where(scatter.transform("count") >= _LEAST_KIN)


def _pulled(rates: pd.DataFrame) -> "pd.Series[float]":
    kin, own, known = _kin(rates), rates["own_scatter"], rates["known"]
    return ((known * own + _KIN_PERIODS * kin) / (known + _KIN_PERIODS)).fillna(own)


def _freedom(rates: pd.DataFrame) -> "pd.Series[float]":
    spent = _SPENT * (rates["known"] >= LEAST_DRIFT)
    return ((rates["known"] - spent) * _MAD_WORTH).clip(lower=1) + _KIN_PERIODS * _kin(rates).notna()


def _error(rates: Any) -> Any:
    """Return the standard error of a period against what those before it make usual."""
    return np.sqrt(rates["scatter"] * (1 + rates["leverage"]))


def _answer(row: dict[Any, Any], level: float) -> Estimate:
    of = "rate over what is usual"
    known: dict[str, Any] = {"level": level, "n": row["known"], "n_eff": float(row["known"])}
    known |= {"unit": "ratio", "method": METHOD}
    if not np.isfinite(row["rate"]):
        return insufficient(of, "nothing is known of what the count is out of", **known)
    if row["known"] < LEAST_PAST:
        return insufficient(of, f"{row['known']} periods before it, {LEAST_PAST} are needed", **known)
    if max(row["observed"], row["expected"]) < _LEAST_COUNT:
        return insufficient(of, f"fewer than {_LEAST_COUNT} seen and expected", **known)
    reach = float(stats.t.isf((1 - level) / 2, row["freedom"]) * _error(row))
    moved = row["rate"] - row["usual"]
    value, low, high = (float(np.exp(end)) for end in (moved, moved - reach, moved + reach))
    return Estimate(of, value, low, high, **known)


def _chances(rates: pd.DataFrame) -> "pd.Series[float]":
    """Return the two-sided chance of straying so far, missing where a period is not judged."""
    far = (rates["rate"] - rates["usual"]).abs() / _error(rates)
    judged = rates[["observed", "expected"]].max(axis=1) >= _LEAST_COUNT
    return pd.Series(2 * stats.t.sf(far, rates["freedom"].clip(lower=1)), rates.index).where(
        judged & far.notna()
    )


def _together(table: pd.DataFrame) -> pd.DataFrame:
    tested = table["p"].notna()
    q = pd.Series(np.nan, table.index)
    if tested.any():
        q[tested] = stats.false_discovery_control(table.loc[tested, "p"])
    words = [~tested, (q <= Q) & (table["estimate"] > 1), q <= Q]
    status = np.select(words, ["insufficient data", "grew", "fell"], "steady")
    return table.assign(q=q, status=status, n_tests=int(tested.sum()))
