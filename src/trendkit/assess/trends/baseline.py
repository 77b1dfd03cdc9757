"""What a segment's own past makes usual: the closed-form seasonal baseline, in SQL, and its count tails.

A segment is detector x market x surface. The SQL is in `sql/assess`; this module runs its passes and turns
means and variances into probabilities. Tails come from scipy, not SQL: it is exact and Spark has no lambda
sums.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd
from scipy import special, stats

from trendkit.content import sql_text
from trendkit.engine.duckdb import frame, memory

SEGMENT: Final = ["detector", "market", "surface"]
NO_CHANGES: Final = pd.DataFrame({"detector": pd.Series(dtype=str), "day": pd.Series(dtype="datetime64[s]")})
_PASSES: Final = 3  # one fit, then two that down-weight past outbreaks


@dataclass(frozen=True)
class Settings:
    """The knobs of the baseline; the defaults are the ones its error rates were measured with."""

    guard_days: int = 7  # days before the tested one that teach nothing
    training_days: int = 70  # days before those that do
    recent_days: int = 28  # training days the current level is taken from
    weekday_prior: float = 4  # days of the pooled week mixed into a segment's own
    weekday_acts: float = 5  # independent acts (acts / dispersion) of the pooled week mixed in as well
    profile_prior: float = 25  # independent acts that pull the pooled week to a flat one
    recent_prior: float = 5  # independent acts that pull the current level to the long one
    least_acts: float = 0.5  # independent acts a silent past is taken to hold
    scatter_prior: float = 10  # days of the detector's median dispersion mixed into a segment's own
    spent: int = 8  # degrees of freedom of level and week
    outlier: float = 2.58  # Anscombe residual above which a past day is down-weighted
    own_days: int = 28  # training days below which a segment's rate is pooled with its siblings'
    least_siblings: int = 5  # segments of the same detector below which there is nothing to pool with
    sibling_days: int = 7  # training days of a sibling below which it has not shown its week
    sibling_prior: float = 2  # segments of variation 1 mixed into the variation between siblings


def forecast(
    daily: pd.DataFrame,
    first: date,
    last: date,
    settings: Settings | None = None,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Forecast every segment seen on each day of [first, last] from the days before its guard band.

    Returns one row per tested_day x segment x window_days (1, 3, 7): observed, expected, variance,
    dispersion (phi), level_variance (relative, of the expectation itself), history_days, acting_days (those
    with acts), kin_days (acting days of all segments of the detector), events, views and total_views of the
    window, pooled. A segment with fewer than `own_days` training days is pooled: its rate is pulled to that
    of the detector's other segments, as far as these agree. `changes` (detector, day) are first days of a
    detector's new version: no day before the last of them is compared with one after it. The rows do not
    depend on the order of `daily`, and no day within `guard_days` of the tested one moves its expectation.
    Source: Noufaily et al., Stat Med 2013, in closed form; pooled ones gamma-Poisson.
    """
    values = asdict(settings or Settings()) | {"first": first, "last": last}
    con = memory(threads=1)  # float sums keep one order
    try:
        _load(con, daily, NO_CHANGES if changes is None else changes)
        for name in ("tested", "training"):
            _keep(con, name, name, values)
        _keep(con, "scatter", "flat", values)
        for turn in range(_PASSES):
            if turn:
                _keep(con, "training", "reweighted", values)
            _keep(con, "rate", "rate", values)
            _keep(con, "scatter", "scatter", values)
        _keep(con, "pooled", "pooled", values)
        query = sql_text("assess/forecast.sql")
        return frame(con, query, _bound(con, query, values))
    finally:
        con.close()


def _load(con: duckdb.DuckDBPyConnection, daily: pd.DataFrame, changes: pd.DataFrame) -> None:
    """Make the tables daily, segment and changed; segments are numbered in the order of their names."""
    segment = daily.groupby(SEGMENT, sort=True, dropna=False).ngroup()
    numbered = daily.assign(segment=segment)
    order = np.lexsort((pd.to_datetime(daily["day"]).to_numpy(), segment.to_numpy()))
    names = numbered[["segment", *SEGMENT]].drop_duplicates("segment")
    counts = numbered[["segment", "day", "acts", "events", "views", "total_views"]].iloc[order]
    for name, given in (("daily", counts), ("segment", names), ("changed", changes)):
        con.register("given", given)
        con.execute(f"create table {name} as " + sql_text(f"assess/{name}.sql"))
        con.unregister("given")


def _keep(con: duckdb.DuckDBPyConnection, table: str, name: str, values: dict[str, Any]) -> None:
    query = sql_text(f"assess/{name}.sql")
    con.execute(f"create or replace table {table} as {query}", _bound(con, query, values))


def _bound(con: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in con.extract_statements(query)[0].named_parameters}


def upper_tail(observed: Any, mean: Any, variance: Any) -> Any:
    """Return the mid-p chance of `observed` or more from a negative binomial with this mean and variance."""
    law = _law(mean, variance)
    return law.sf(observed) + law.pmf(observed) / 2


def lower_tail(observed: Any, mean: Any, variance: Any) -> Any:
    """Return the mid-p chance of `observed` or fewer."""
    law = _law(mean, variance)
    return law.cdf(observed) - law.pmf(observed) / 2


def lull_tail(observed: Any, mean: Any, variance: Any) -> Any:
    """Return the chance of `observed` or fewer when acts may come in bursts: never below `lower_tail`.

    A week without any of 1.5 expected bursts is common, yet next to impossible to a negative binomial of that
    variance. The second bound counts bursts of variance / mean acts each as Poisson.
    """
    burst = np.maximum(1, np.asarray(variance, float) / np.asarray(mean, float))
    return np.maximum(
        lower_tail(observed, mean, variance), special.gammaincc(observed / burst + 0.5, mean / burst)
    )


def interval(mean: Any, variance: Any, level: float = 0.95) -> tuple[Any, Any]:
    """Return the central predictive interval of a count with this mean and variance, in whole acts."""
    law = _law(mean, variance)
    return law.ppf((1 - level) / 2), law.ppf((1 + level) / 2)


def _law(mean: Any, variance: Any) -> Any:
    mean, variance = np.asarray(mean, float), np.asarray(variance, float)
    spread = np.maximum(variance - mean, mean * 1e-9)  # as good as Poisson
    return stats.nbinom(mean * mean / spread, mean / (mean + spread))
