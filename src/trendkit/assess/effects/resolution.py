"""How long tickets take, those still open counted in: Kaplan and Meier beside the mean that leaves them out.

The mean of what is closed is what most dashboards show. In a growing backlog it is too low, because what
takes long is still open; it stands here, with that warning, so that the two can be compared.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient, rows, wilson
from trendkit.content import sql_text
from trendkit.errors import NoDataError, ParameterError, nearest
from trendkit.tables.database import Database

if TYPE_CHECKING:
    from statsmodels.duration.survfunc import SurvfuncRight

Moment = date | datetime | str

SEGMENTS: Final = ("queue", "priority", "market", "language", "topic")
"""Columns of the contract's tickets that times can be told apart by."""

LEAST: Final = 30
"""Tickets, and resolved ones, below which a segment gets no figure."""

_QUANTILES: Final = {0.5: "median hours to resolve", 0.9: "hours until 90 % are resolved"}
_METHOD: Final = "Kaplan-Meier, log-log interval"
_TICK: Final = timedelta(microseconds=1)


def time_to_resolution(
    db: Database,
    since: Moment | None = None,
    until: Moment | None = None,
    *,
    as_of: Moment | None = None,
    by: str | None = None,
    within: Sequence[float] = (24, 72),
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return how long the tickets opened in [since, until) take, as rows per segment: all, or one column.

    Rows: the median and the 90 % point in hours, the share resolved within each of the hours `within`, the
    share resolved by its promised time (`sla_due_at`) where one was promised, and the mean of the closed.
    `as_of`, by default the last moment the tickets know of, is when the cohort is looked at: what ended
    later counts as open. `n` are tickets, `n_eff` those resolved. Kaplan and Meier (1958), Greenwood's error,
    by statsmodels; times from opening to the last end, so a ticket opened again counts once. It takes the
    open ones for no slower than others of their age: look at segments with `by` where that is in doubt.
    """
    held = _tickets(db, since, until, as_of, by)
    impossible = held["hours"] < 0
    doubt = f"{impossible.sum():,} ended before they were opened and are left out" if impossible.any() else ""
    groups = held[~impossible].groupby("segment", sort=True, dropna=False)
    found = [(segment, one) for segment, group in groups for one in _answers(group, within, level, doubt)]
    table = pd.DataFrame(rows(one for _, one in found))
    return table.assign(segment=[segment for segment, _ in found])[
        ["segment", *Estimate.__dataclass_fields__]
    ]


def _tickets(
    db: Database, since: Moment | None, until: Moment | None, as_of: Moment | None, by: str | None
) -> pd.DataFrame:
    if by is not None and by not in SEGMENTS:
        raise ParameterError(f"Tickets cannot be told apart by {by!r}.{nearest(by, SEGMENTS)}")
    ((first, last, known),) = db.rows(sql_text("assess/resolution/span.sql"))
    if first is None:
        raise NoDataError("There is nothing in tickets: nothing can be said about their resolution.")
    moments = {"since": since or first, "until": until or last + _TICK, "as_of": as_of or known}
    values = {name: pd.Timestamp(moment).to_pydatetime() for name, moment in moments.items()}
    query = sql_text("assess/resolution/tickets.sql").format(segment=by or "'all'")
    held = db.frame(query, values)
    if held.empty:
        raise NoDataError("No ticket was opened in this window.")
    return held.astype({"hours": float, "promised": float})


def _answers(group: pd.DataFrame, within: Sequence[float], level: float, doubt: str) -> Iterator[Estimate]:
    """Yield the rows of one segment."""
    hours, resolved = group["hours"].to_numpy(), group["resolved"].to_numpy(bool)
    curve = _curve(hours, resolved)
    known: dict[str, Any] = {"level": level, "n": len(group), "n_eff": float(resolved.sum())}
    for part, name in _QUANTILES.items():
        yield _quantile(curve, part, name, known).warn(doubt)
    for limit in within:
        yield _share(curve, limit, f"resolved within {limit:g} h", known).warn(doubt)
    promised = group[group["promised"] > 0]
    if len(promised):
        yield _kept(promised, level).warn(doubt)
    yield _mean_of_closed(hours, resolved, known).warn(doubt)


def _curve(hours: np.ndarray, resolved: np.ndarray) -> "SurvfuncRight | None":
    """Return the survival curve, None where there is too little for one."""
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415 - slow to import

    return SurvfuncRight(hours, resolved) if resolved.sum() >= LEAST else None


def _few(of: str, known: dict[str, Any]) -> Estimate:
    return insufficient(of, f"{known['n_eff']:.0f} resolved, at least {LEAST} are needed", **known)


def _quantile(curve: "SurvfuncRight | None", part: float, of: str, known: dict[str, Any]) -> Estimate:
    """Return when `part` of the tickets are resolved, with the interval of Brookmeyer and Crowley (1982)."""
    known = known | {"unit": "number", "method": _METHOD}
    if curve is None:
        return _few(of, known)
    with np.errstate(all="ignore"):  # the transform has no value where nobody or everybody is resolved
        value = float(curve.quantile(part))
        low, high = (float(end) for end in curve.quantile_ci(part, 1 - known["level"]))
    if np.isnan(value):
        return insufficient(
            of, f"only {1 - curve.surv_prob[-1]:.0%} are known to be resolved so far", **known
        )
    open_end = "" if np.isfinite(high) else "the upper end lies beyond what was watched"
    bounds = (low if np.isfinite(low) else None, high if np.isfinite(high) else None)
    return Estimate(of, value, *bounds, **known).warn(open_end)


def _share(curve: "SurvfuncRight | None", limit: float, of: str, known: dict[str, Any]) -> Estimate:
    """Return the share resolved by `limit`; insufficient where nobody was watched that long."""
    known = known | {"method": _METHOD}
    if curve is None:
        return _few(of, known)
    left, error = _left(curve, limit)
    if limit > curve.time.max() and left > 0:
        return insufficient(of, "no ticket has been watched that long", **known)
    low, high = _log_log(left, error, known)
    return Estimate(of, 1 - left, 1 - high, 1 - low, **known)


def _left(curve: "SurvfuncRight", limit: float) -> tuple[float, float]:
    """Return the share still open after `limit`, and its standard error."""
    place = int(np.searchsorted(curve.surv_times, limit, side="right")) - 1
    if place < 0:
        return 1.0, 0.0
    return float(curve.surv_prob[place]), float(curve.surv_prob_se[place])


def _log_log(left: float, error: float, known: dict[str, Any]) -> tuple[float, float]:
    if left in (0.0, 1.0):
        return wilson(left * known["n"], known["n"], known["level"])
    reach = deviate(known["level"]) * error / (left * abs(np.log(left)))
    return float(left ** np.exp(reach)), float(left ** np.exp(-reach))


def _kept(promised: pd.DataFrame, level: float) -> Estimate:
    """Return the share resolved by its own promised time: the curve of time over the time promised, at 1."""
    resolved = promised["resolved"].to_numpy(bool)
    known: dict[str, Any] = {"level": level, "n": len(promised), "n_eff": float(resolved.sum())}
    taken = (promised["hours"] / promised["promised"]).to_numpy()
    return _share(_curve(taken, resolved), 1.0, "resolved by the time promised", known)


def _mean_of_closed(hours: np.ndarray, resolved: np.ndarray, known: dict[str, Any]) -> Estimate:
    of, closed = "mean hours of the closed", hours[resolved]
    known = known | {"unit": "number", "method": "mean of what is closed, normal interval"}
    if len(closed) < LEAST:
        return _few(of, known)
    value, reach = (
        float(closed.mean()),
        deviate(known["level"]) * float(closed.std(ddof=1)) / len(closed) ** 0.5,
    )
    still = int((~resolved).sum())
    late = (
        f"{still:,} of {len(hours):,} are still open and not in it: too low, read the median" if still else ""
    )
    return Estimate(of, value, value - reach, value + reach, **known).warn(late)
