"""How much harm there is: the share of views, items or accounts that people judged harmful, from a sample.

The estimand is always named. A share of views and a share of items differ by orders of magnitude where a few
things are seen by everybody.
"""

from math import exp, sqrt
from typing import Any, Final, Unpack

import pandas as pd

from trendkit.assess.estimate import LEVEL, Estimate, deviate, insufficient, rows
from trendkit.assess.labels.reading import Reading, read, spread
from trendkit.assess.labels.sampling import Moment, Of, Scope, Where
from trendkit.content import sql_text
from trendkit.errors import NoDataError, ParameterError
from trendkit.tables.database import Database

_LEAST_POSITIVES: Final = 5


def prevalence(
    given: Database | pd.DataFrame,
    labels: pd.DataFrame | None = None,
    *,
    of: Of,
    abuse_type: str | None = None,
    sample: str | None = None,
    level: float = LEVEL,
    **where: Unpack[Where],
) -> Estimate:
    """Estimate the share of views, items or accounts that are harmful.

    `given` is a database or a frame with entity_id and, for views, `views`; `labels`, by default the table
    `labels`, is a filled-in sheet of `draw` or any frame with entity_id, value and inclusion_prob; `where`
    holds since, until, market, surface. Labels without chances of inclusion are summed up with a warning and
    not carried over. A sample drawn for one thing can be read for another or for a part of it, as a ratio.
    Fewer than 30 answers are "insufficient data". Horvitz & Thompson (1952); Wilson's interval on the
    effective sample, Korn & Graubard (1998); with none seen, Kish's effective size takes its place.
    """
    return read(given, labels, Scope(of, **where), abuse_type=abuse_type, sample=sample).estimate(level)


def by_market(
    given: Database | pd.DataFrame,
    labels: pd.DataFrame | None = None,
    *,
    of: Of,
    **options: Any,
) -> pd.DataFrame:
    """Return the prevalence in each market as rows: market, then the fields of an estimate.

    A frame needs a column `market`. `options` are those of `prevalence`. The harmful share of views by market
    is the violative view rate. Each interval has its own level; n_tests says how many stand side by side.
    """
    names = _markets(given, of)
    found = [_here(given, labels, name, {"of": of} | options) for name in names]
    return pd.DataFrame(rows(found)).assign(market=names)[["market", *Estimate.__dataclass_fields__]]


def compare(
    given: Database,
    labels: pd.DataFrame | None = None,
    *,
    of: Of,
    before: tuple[Moment, Moment],
    after: tuple[Moment, Moment],
    abuse_type: str | None = None,
    samples: tuple[str | None, str | None] = (None, None),
    level: float = LEVEL,
    **where: Unpack[Where],
) -> Estimate:
    """Estimate the prevalence of one period as a multiple of that of another.

    `before` and `after` are (since, until); `samples` names the draw of each where there is more than one.
    Entities of one draw that were seen in both periods make the two prevalences move together: their
    covariance is taken into account. The interval is on the log scale.
    """
    periods = [where | {"since": since, "until": until} for since, until in (before, after)]
    scopes = [Scope(of, **period) for period in periods]
    one, two = (
        read(given, labels, scope, abuse_type=abuse_type, sample=sample)
        for scope, sample in zip(scopes, samples, strict=True)
    )
    return ratio(one, two, level)


def ratio(before: Reading, after: Reading, level: float = LEVEL) -> Estimate:
    """Return `after` as a multiple of `before`, with what they share counted in the interval."""
    of = f"prevalence of {after.scope.of}, after over before"
    known: dict[str, Any] = {
        "level": level,
        "n": len(before.harmful) + len(after.harmful),
        "method": "ratio, log interval",
        "unit": "ratio",
    }
    warnings = tuple(dict.fromkeys(before.warnings + after.warnings))
    fewest = int(min(before.harmful.sum(), after.harmful.sum()))
    if fewest < _LEAST_POSITIVES:
        why = f"{fewest} harmful in one period, at least {_LEAST_POSITIVES} are needed in each"
        return insufficient(of, why, **known).warn(*warnings)
    value = after.value / before.value
    error = sqrt(max(0.0, apart(before, after)))
    reach = exp(deviate(level) * error)
    return Estimate(of, value, value / reach, value * reach, warnings=warnings, **known)


def apart(before: Reading, after: Reading) -> float:
    """Return the variance of the log of `after` over `before`.

    Two draws add up. One draw is summed over all that either judges, centred: what moves both cancels, and
    parts of the population that exclude each other pull apart.
    """
    if before.sample != after.sample or not before.random:
        return before.variance / before.value**2 + after.variance / after.value**2
    one, two = (
        pd.DataFrame(
            {"part": r.parts / r.value, "chance": r.chance, "stratum": r.stratum}, index=pd.Index(r.entity)
        )
        for r in (before, after)
    )
    drawn = one.combine_first(two)
    moved = two["part"].reindex(drawn.index, fill_value=0) - one["part"].reindex(drawn.index, fill_value=0)
    parts = moved.to_numpy()
    return spread(parts, parts, drawn["chance"].to_numpy(), drawn["stratum"].to_numpy())


def _markets(given: Database | pd.DataFrame, of: Of) -> list[str]:
    if isinstance(given, Database):
        return [market for (market,) in given.rows(sql_text(f"assess/prevalence/markets/{of}.sql"))]
    if "market" not in given:
        raise ParameterError("A population given as a frame needs a column market.")
    return sorted(given["market"].dropna().unique())


def _here(
    given: Database | pd.DataFrame, labels: pd.DataFrame | None, market: str, asked: dict[str, Any]
) -> Estimate:
    try:
        return prevalence(given, labels, market=market, **asked)
    except NoDataError as error:
        return insufficient(f"prevalence of {asked['of']}", str(error))
