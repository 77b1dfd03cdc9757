"""What to label: a population drawn from by design, so that its labels can speak for the whole.

Separate from `prevalence`, which reads the labels weeks later: all that passes between them stands on the
sheet, in columns of the contract's table `labels`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypedDict, Unpack

import pandas as pd

from trendkit.content import sql_text
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError, nearest
from trendkit.tables.database import Database

Moment = date | datetime | str
Of = Literal["views", "items", "accounts"]
Design = Literal["random", "stratified", "pps"]

ENTITY: Final = {"views": "content", "items": "content", "accounts": "account"}
"""What is judged for each thing a prevalence can be of."""

BANDS: Final = 10
"""Bands of the score in a stratified draw."""

BY_SIZE: Final = 0.2
"""The part of a draw by score that goes by size alone: insurance against a score that is wrong."""

_READ: Final = {"views": "exposure_daily", "items": "content", "accounts": "events"}
_TABLES: Final = ("prevalence_units", "prevalence_scores", "prevalence_chances")
_ID_LENGTH: Final = 12
_DAY: Final = timedelta(days=1)


class Where(TypedDict, total=False):
    """The limits of a population: since and until (half-open), market, surface; all of it by default."""

    since: Moment
    until: Moment
    market: str
    surface: str


@dataclass(frozen=True)
class Scope:
    """The part of a platform that a prevalence is about: what, when (half-open), in which market, where."""

    of: Of
    since: Moment | None = None
    until: Moment | None = None
    market: str | None = None
    surface: str | None = None

    def __post_init__(self) -> None:
        one_of("of", self.of, ENTITY)


def draw(
    given: Database | pd.DataFrame,
    n: int,
    *,
    of: Of,
    design: Design = "random",
    score: pd.DataFrame | None = None,
    seed: int = 1,
    **where: Unpack[Where],
) -> pd.DataFrame:
    """Draw `n` entities to label and return the sheet, in the order to review them.

    `given` is a database, or a frame with entity_id and, for views, `views`; `where` may hold since, until,
    market, surface. Designs: "random" views, items or accounts; "pps", with chances by size times the root of
    `score`; "stratified" into bands of the score with Neyman's allocation. `score` is a frame with entity_id
    and score, 0 or more, higher is worse (findings will do); who is not in it scores 0. Columns: sample_id,
    entity_type, entity_id, stratum, size, inclusion_prob, weight (share of the population spoken for: weights
    sum to about 1), value (to be filled in). The same seed draws the same entities, whatever the order of
    rows. Pareto sampling, Rosén (1997).
    """
    scope = Scope(of, **where)
    with chances(given, scope, n, design, score) as con:
        drawn = engine.frame(con, sql_text("assess/prevalence/draw.sql"), {"seed": str(seed)})
    if len(drawn) < n:
        raise NoDataError(f"There are {len(drawn):,} {ENTITY[of]}s to draw from, fewer than {n:,}.")
    return _sheet(drawn, scope, design, _identity(scope, design, n, seed))


@contextmanager
def chances(
    given: Database | pd.DataFrame, scope: Scope, n: int, design: Design, score: pd.DataFrame | None
) -> Iterator[engine.Connection]:
    """Open a connection where `prevalence_chances` holds every unit's chance of being drawn."""
    bands = _checked(n, design, score)
    with population(given, scope) as con:
        keep_scores(con, score)
        values = {
            "n": n,
            "bands": bands,
            "by_size": 1.0 if design == "random" else BY_SIZE,
            "within_bands": "pull" if design == "pps" else "size",
        }
        _keep(con, "prevalence_chances", sql_text("assess/prevalence/chances.sql"), values)
        yield con


@contextmanager
def population(given: Database | pd.DataFrame, scope: Scope) -> Iterator[engine.Connection]:
    """Open a connection where `prevalence_units` holds entity_id and size of all there is."""
    con = given.con if isinstance(given, Database) else engine.memory()
    try:
        if isinstance(given, Database):
            query = sql_text(f"assess/prevalence/{scope.of}.sql")
            _keep(con, "prevalence_units", query, _window(given, scope))
        else:
            _keep_frame(con, given, scope)
        yield con
    finally:
        for table in _TABLES:
            con.execute(f"drop table if exists {table}")


def keep_scores(con: engine.Connection, score: pd.DataFrame | None) -> None:
    """Put checked scores into `prevalence_scores`, empty where there are none."""
    held = pd.DataFrame({"entity_id": pd.Series(dtype=str), "score": pd.Series(dtype=float)})
    if score is not None:
        held = pd.DataFrame(score)[["entity_id", "score"]].astype({"entity_id": str, "score": float})
    if held["entity_id"].duplicated().any():
        raise ParameterError("A score needs one row per entity_id.")
    if not held["score"].between(0, float("inf"), inclusive="left").all():
        raise ParameterError("A score is a finite number of 0 or more, higher is worse.")
    _keep_rows(con, "prevalence_scores", held)


def one_of(what: str, value: str, allowed: Mapping[str, Any] | tuple[str, ...]) -> None:
    """Refuse a word that is not among those allowed, naming the nearest that is."""
    if value not in allowed:
        raise ParameterError(
            f"{what} is one of {', '.join(allowed)}, not {value!r}.{nearest(value, allowed)}"
        )


def _checked(n: int, design: Design, score: pd.DataFrame | None) -> int:
    """Refuse a draw that cannot be made; return its number of bands."""
    one_of("design", design, ("random", "stratified", "pps"))
    if design == "random" and score is not None:
        raise ParameterError("A random draw takes no score; ask for design='pps' or 'stratified'.")
    if design != "random" and score is None:
        raise ParameterError(f"A {design} draw needs a score: a frame with entity_id and score.")
    bands = BANDS if design == "stratified" else 1
    if n < 2 * bands:
        raise ParameterError(f"A {design} draw needs at least {2 * bands} labels for an interval, not {n}.")
    return bands


def _keep_frame(con: engine.Connection, given: pd.DataFrame, scope: Scope) -> None:
    asked = {name: getattr(scope, name) for name in ("market", "surface") if getattr(scope, name) is not None}
    wanted = ["entity_id", *(["views"] if scope.of == "views" else []), *asked]
    if absent := [name for name in wanted if name not in given]:
        raise ParameterError(f"This population of {scope.of} lacks the columns {', '.join(absent)}.")
    for name, value in asked.items():
        given = given[given[name] == value]
    size = given["views"] if scope.of == "views" else 1
    held = pd.DataFrame({"entity_id": given["entity_id"].astype(str), "size": size})
    held = held[held["size"] > 0].astype({"size": "int64"})
    if held["entity_id"].duplicated().any():
        raise ParameterError("A population needs one row per entity_id.")
    _keep_rows(con, "prevalence_units", held)


def _keep_rows(con: engine.Connection, table: str, held: pd.DataFrame) -> None:
    con.register(f"{table}_rows", held.reset_index(drop=True))
    _keep(con, table, f"from {table}_rows", {})
    con.unregister(f"{table}_rows")


def _keep(con: engine.Connection, table: str, query: str, values: Mapping[str, Any]) -> None:
    con.execute(f"create or replace temp table {table} as {query}", dict(values))


def _window(db: Database, scope: Scope) -> dict[str, Any]:
    held = db.coverage[_READ[scope.of]]
    if held.first is None or held.last is None:
        raise NoDataError(f"There is nothing in {held.table}: the {scope.of} cannot be counted.")
    since = pd.Timestamp(scope.since or held.first).floor("D")
    until = pd.Timestamp(scope.until) if scope.until else pd.Timestamp(held.last).floor("D") + _DAY
    return {
        "since": since.to_pydatetime(),
        "until": until.to_pydatetime(),
        "market": scope.market,
        "surface": scope.surface,
    }


def _identity(scope: Scope, design: Design, n: int, seed: int) -> str:
    asked = json.dumps([*map(str, vars(scope).values()), design, n, seed])
    digest = hashlib.md5(asked.encode(), usedforsecurity=False).hexdigest()[:_ID_LENGTH]
    return f"{scope.of}-{design}-{n}-{digest}"


def _sheet(drawn: pd.DataFrame, scope: Scope, design: Design, identity: str) -> pd.DataFrame:
    stratum = drawn["stratum"].astype(str)
    return pd.DataFrame(
        {
            "sample_id": identity + "/" + stratum if design == "stratified" else identity,
            "entity_type": ENTITY[scope.of],
            **{name: drawn[name] for name in ("entity_id", "stratum", "size", "inclusion_prob", "weight")},
            "value": None,
        }
    )
