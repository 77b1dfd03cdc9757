"""Who acts together beyond chance: co-action on any object, against a null that keeps every moment fixed.

The counting, the null and the error control are SQL (`sql/assess/network`); Python sees ties, never acts.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from duckdb import LongValue

from trendkit.assess.networks import groups, network_card
from trendkit.content import SQL, sql_text
from trendkit.detect.detector import database
from trendkit.detect.values import moment
from trendkit.errors import ParameterError, nearest
from trendkit.tables import contract
from trendkit.tables.database import Database

if TYPE_CHECKING:
    from trendkit.engine.duckdb import Connection

ACTS: Final = ("repost", "link", "tags", "text", "media", "audio")
"""What is looked at by default: what campaigns spread. Likes and follows are asked for by name."""

STRATA: Final = ("market", "language", "object", "day", "hour")
"""What may be held fixed: with `object`, who was drawn to what is no evidence, only closeness in time is."""
WINDOWS_S: Final = (10, 60, 300, 3600)

ANYTHING: Final = "anything"

_PREFIX: Final = "trendkit_network_"
_SLICES: Final = {"day": 86_400, "hour": 3_600}
_US: Final = 1_000_000
_STEPS: Final = (
    *("act", "account", "stratum", "effort", "visit", "crowd", "touch"),
    *("chance", "bond", "tie"),
)


@dataclass(frozen=True)
class Question:
    """What was asked: kinds of act, half-open window, windows in seconds, strata, error rate of ties."""

    acts: tuple[str, ...]
    since: datetime
    until: datetime
    windows_s: tuple[float, ...]
    strata: tuple[str, ...]
    error_rate: float
    min_shared: int
    max_meetings: int


@dataclass(frozen=True)
class Looked:
    """What was looked at: accounts, acts by kind, possible pairs, and the share too large to be paired."""

    accounts: int
    acts: int
    meetings: int
    by_act: Mapping[str, int]
    left_out_meetings: float
    left_out_acts: float

    @property
    def possible(self) -> int:
        """Pairs of accounts that could have been tied: the denominator of the error rate."""
        return self.accounts * (self.accounts - 1) // 2


@dataclass(frozen=True)
class Coordination:
    """Accounts that act together beyond chance; it does not say why, nor that they deceive.

    `ties`: a, b (a < b), n acts that met, expected by chance, p, q, window_s, objects, layers, median_lag_s,
    first_seen, last_seen. `groups`: one row per group of three or more. `members`: one row per account in
    one.
    `method` says how groups were cut.
    """

    ties: pd.DataFrame
    groups: pd.DataFrame
    members: pd.DataFrame
    question: Question
    looked: Looked
    method: str
    db: Database = field(repr=False)

    @property
    def not_looked(self) -> tuple[str, ...]:
        """The kinds of act that hold no row in the window: no tie there is no answer."""
        return tuple(act for act in self.question.acts if not self.looked.by_act.get(act))

    def events(self, a: str, b: str) -> pd.DataFrame:
        """Return the acts that tie `a` to `b`, two rows per meeting, in order of time.

        Columns: layer, object, actor_id, moment, lag_s, row_id (the event, or the content for what is
        written).
        A pair without a tie is shown within the largest window.
        """
        query, values = _layers(self.question)
        text = sql_text("assess/network/events.sql").format(layers=query)
        pair = dict(zip(("a", "b"), sorted((a, b)), strict=True))
        return self.db.frame(text, values | pair | {"window_us": round(self._window(**pair) * _US)})

    def _window(self, a: str, b: str) -> float:
        tie = self.ties[(self.ties["a"] == a) & (self.ties["b"] == b)]
        return float(tie["window_s"].iloc[0]) if len(tie) else max(self.question.windows_s)

    def __repr__(self) -> str:
        return "\n".join(network_card.lines(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return network_card.html(self)


def coordination(
    db: "Database | Connection",
    *,
    acts: Sequence[str] = ACTS,
    since: object = None,
    until: object = None,
    windows_s: Sequence[float] = WINDOWS_S,
    strata: Sequence[str] = ("market", "language"),
    error_rate: float = 0.01,
    min_shared: int = 2,
    max_meetings: int = 10_000_000,
) -> Coordination:
    """Tie accounts that act on the same things, close in time, more often than chance explains.

    `acts` are actions (`like`, `repost`, `reply` …: the object is the target) or `link`, `domain`, `tags`,
    `text`, `media`, `audio` of what was posted; evidence adds up over them. Chance keeps every thing and
    moment
    and deals the acts of a stratum out anew in proportion to activity; `strata` are those of `STRATA`. Ties
    hold
    at a false discovery rate of `error_rate` over all possible pairs. No one with fewer than `min_shared`
    meetings is tied. `max_meetings` bounds the work per window: the largest bursts beyond it are left out,
    and
    their share is reported. Without the extra `graph`, groups are connected components.

    Source: Poisson limit of the configuration model, conditioned on timing; Tumminello et al. 2011 for
    validated
    ties; Traag et al. 2019 for Leiden. Raises NoDataError where there is no event to look at.
    """
    base = database(db)
    question = Question(
        acts=_known(acts, (*_written(), *_actions()), "act"),
        since=base.span[0] if since is None else moment(since, "since"),
        until=base.span[1] if until is None else moment(until, "until"),
        windows_s=tuple(sorted(windows_s)),
        strata=_known(strata, STRATA, "stratum") if strata else (),
        error_rate=error_rate,
        min_shared=min_shared,
        max_meetings=max_meetings,
    )
    _refuse(question)
    with _counted(base, question):
        return _answer(base, question)


def co_actions(
    db: "Database | Connection",
    act: str,
    window_s: float,
    *,
    since: object = None,
    until: object = None,
) -> pd.DataFrame:
    """Return every pair of accounts that acted on one thing within `window_s` seconds, with no null.

    `act` is one of `coordination`, or `anything`: any two acts, on whatever. Columns: a, b (a < b), objects
    (different things), meetings (pairs of acts), a_acts and b_acts (acts of the one that met acts of the
    other);
    repeats count. These are the edges of other tools: CooRTweet weighs them by meetings, QUT's
    coordination-network-toolkit by a_acts from a to b and b_acts from b to a. On a busy thing chance makes
    such
    pairs: `coordination` says which it does not explain.
    """
    base = database(db)
    (act,) = _known((act,), (ANYTHING, *_written(), *_actions()), "act")
    query, values = _layer(act, 0)
    begin = base.span[0] if since is None else moment(since, "since")
    end = base.span[1] if until is None else moment(until, "until")
    window_us = LongValue(round(window_s * _US))
    given = values | {"since": begin, "until": end, "window_us": window_us}
    return base.frame(sql_text("assess/network/co_actions.sql").format(layer=query), given)


def _refuse(question: Question) -> None:
    if not question.acts or not question.windows_s:
        raise ParameterError("coordination: name at least one act and one window.")
    if not 0 < question.error_rate < 1:
        raise ParameterError(f"coordination: error_rate = {question.error_rate} is no share between 0 and 1.")
    if min(question.windows_s) <= 0 or question.min_shared < 1:
        raise ParameterError("coordination: windows and min_shared must be positive.")
    if question.since >= question.until:
        raise ParameterError(
            f"coordination: since {question.since} is not before until {question.until}; until is the first "
            "moment left out."
        )


def _known(given: Sequence[str], known: Sequence[str], kind: str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
    for name in names:
        if name not in known and not (kind == "act" and name.startswith("x_")):
            raise ParameterError(f"No {kind} named {name!r}.{nearest(name, known)}")
    return names


@cache
def _written() -> tuple[str, ...]:
    """Name the layers of what is written: each a file that says what its object is."""
    files = (SQL / "assess" / "network" / "layers").glob("*.sql")
    return tuple(sorted(file.stem for file in files if file.stem != "action"))


@cache
def _actions() -> tuple[str, ...]:
    """Read the closed list of actions from the contract's own check."""
    rules = " ".join(rule.expression for rule in contract.table("events").rules)
    return tuple(
        part for part in rules.split("'")[1::2] if part.isidentifier() or part.replace("_", "").isalpha()
    )


def _layers(question: Question) -> tuple[str, dict[str, Any]]:
    """Return one SELECT over all layers asked for, and the values it binds."""
    parts = [(act, *_layer(act, place)) for place, act in enumerate(question.acts)]
    selects = [
        f"select '{act}' as layer, layer_{n}.* from ({sql}) as layer_{n}"
        for n, (act, sql, _) in enumerate(parts)
    ]
    values = {name: value for _, _, bound in parts for name, value in bound.items()}
    return "\nunion all\n".join(selects), values | {"since": question.since, "until": question.until}


def _layer(act: str, place: int) -> tuple[str, dict[str, Any]]:
    if act == ANYTHING:
        return sql_text("assess/network/anything.sql"), {}
    if act in _written():
        return sql_text(f"assess/network/layers/{act}.sql"), {}
    name = f"action_{place}"
    return sql_text("assess/network/layers/action.sql").replace("$action", f"${name}"), {name: act}


@contextmanager
def _counted(db: Database, question: Question) -> Iterator[None]:
    """Hold every step of the counting as a temporary table, then drop them."""
    try:
        for step in _STEPS:
            _keep(db, step, question)
        yield
    finally:
        for table in (*_STEPS, "membership"):
            db.con.execute(f"drop table if exists temp.{_PREFIX}{table}")


def _keep(db: Database, step: str, question: Question) -> None:
    layers, bound = _layers(question)
    query = sql_text(f"assess/network/{step}.sql").format(layers=layers)
    values = bound | _values(question)
    wanted = db.con.extract_statements(query)[0].named_parameters
    statement = f"create or replace temp table {_PREFIX}{step} as {query}"
    db.con.execute(statement, {name: values[name] for name in wanted}).fetchall()


def _values(question: Question) -> dict[str, Any]:
    slices = [_SLICES[name] for name in question.strata if name in _SLICES]
    return {
        "by_market": "market" in question.strata,
        "by_language": "language" in question.strata,
        "by_object": "object" in question.strata,
        "slice_s": min(slices, default=0),
        "windows_us": [round(seconds * _US) for seconds in question.windows_s],
        "tries": len(question.windows_s),
        "error_rate": question.error_rate,
        "min_shared": question.min_shared,
        "max_meetings": question.max_meetings,
    }


def _answer(db: Database, question: Question) -> Coordination:
    ties = db.frame(sql_text("assess/network/ties.sql"))
    members, method = groups.members(ties)
    return Coordination(
        ties=ties,
        groups=_described(db, ties, members),
        members=members,
        question=question,
        looked=_looked(db),
        method=method,
        db=db,
    )


def _described(db: Database, ties: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """One row per group: who, on how much, how fast, against what chance, and when."""
    view = f"{_PREFIX}members"
    db.con.register(view, members[["group_id", "account"]])
    db.con.execute(f"create or replace temp table {_PREFIX}membership as table {view}").fetchall()
    db.con.unregister(view)
    shared = db.frame(sql_text("assess/network/groups.sql"))
    return groups.summary(ties, members).merge(shared, on="group_id", how="left")


def _looked(db: Database) -> Looked:
    found = db.frame(sql_text("assess/network/looked.sql")).iloc[0].to_dict()
    by_act = dict(db.rows(sql_text("assess/network/layer_acts.sql")))
    counts = {name: int(found[name]) for name in ("accounts", "acts", "meetings")}
    shares = {name: float(found[name]) for name in ("left_out_meetings", "left_out_acts")}
    return Looked(by_act=by_act, **counts, **shares)  # type: ignore[arg-type]  # two kinds of number
