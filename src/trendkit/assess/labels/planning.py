"""How many labels a prevalence will take, and how much harm people will have to look at for it.

A draw by score saves labels because it shows reviewers more of what is harmful: both numbers belong together.
"""

from math import ceil
from typing import Final, Unpack

import pandas as pd

from trendkit.assess.estimate import LEVEL, deviate
from trendkit.assess.labels.sampling import BANDS, BY_SIZE, Of, Scope, Where, keep_scores, population
from trendkit.content import sql_text
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError
from trendkit.tables.database import Database

_DESIGNS: Final = ("random", "stratified", "pps")


def random_labels(prevalence: float, within: float, level: float = LEVEL) -> int:
    """Return the labels of a random draw for an interval of ± `within` x `prevalence`.

    z² (1 - p) / (p r²): one per cent within a tenth takes 38,031.
    """
    _check(prevalence, within)
    return ceil(deviate(level) ** 2 * (1 - prevalence) / (prevalence * within**2))


def plan(
    given: Database | pd.DataFrame,
    *,
    of: Of,
    prevalence: float,
    within: float = 0.2,
    score: pd.DataFrame | None = None,
    level: float = LEVEL,
    **where: Unpack[Where],
) -> pd.DataFrame:
    """Return, per design, the labels needed and the harmful things reviewers should expect to see.

    `prevalence` is the expected share, `within` the wanted half-width as a part of it. `score` (entity_id,
    score) is taken as proportional to the chance of being harmful: where it ranks worse, more labels are
    needed. `where` may hold since, until, market and surface. Columns: design, labels, harmful_seen,
    saves (labels of a random draw over labels). Drawing without return needs somewhat fewer.
    """
    _check(prevalence, within)
    with population(given, Scope(of, **where)) as con:
        keep_scores(con, score)
        values = {"prevalence": prevalence, "by_size": BY_SIZE, "bands": BANDS}
        costs = engine.frame(con, sql_text("assess/prevalence/costs.sql"), values)
    if costs["variance"].isna().any():
        raise NoDataError(f"There are no {of} to plan for.")
    designs = costs if score is not None else costs[costs["design"] == "random"]
    return _planned(designs, prevalence, within, level)


def _planned(costs: pd.DataFrame, prevalence: float, within: float, level: float) -> pd.DataFrame:
    exactly = costs["variance"] * (deviate(level) / (within * prevalence)) ** 2
    labels = exactly.map(ceil)
    random = labels[costs["design"] == "random"].iloc[0]
    planned = pd.DataFrame(
        {
            "design": costs["design"],
            "labels": labels,
            "harmful_seen": (labels * costs["harmful"]).round(1),
            "saves": (random / labels).round(2),
        }
    )
    order = planned["design"].map(_DESIGNS.index)
    return planned.loc[order.sort_values().index].reset_index(drop=True)


def _check(prevalence: float, within: float) -> None:
    if not 0 < prevalence < 1 or not within > 0:
        raise ParameterError(
            f"A plan needs 0 < prevalence < 1 and within > 0, not {prevalence:g}, {within:g}."
        )
