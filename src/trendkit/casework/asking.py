"""Asking the data what a prediction wants to know; the only module of a case that runs anything."""

import math
from collections.abc import Mapping
from typing import Any

import duckdb

from trendkit.assess.estimate import Estimate
from trendkit.casework.prediction import FIELDS, Answer, Ask, Prediction, clauses_of
from trendkit.detect.detector import named, shown
from trendkit.detect.findings import Findings
from trendkit.detect.sqlfile import serialised
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError
from trendkit.inert import display_text
from trendkit.tables import contract
from trendkit.tables.database import Database


def bind(db: Database, prediction: Prediction) -> None:
    """Raise ParameterError where the SQL does not fit the tables or gives no `value`; no row is read."""
    sql = prediction.sql or ""
    try:
        found = engine.columns(db.con, sql, named(sql, prediction.bound))
    except duckdb.Error as error:
        raise ParameterError(f"{display_text(prediction.name)}: {shown(error)}") from None
    wanted = {"value", *(field for field, _, _ in clauses_of(prediction.rule))} - set(found)
    if wanted:
        columns = ", ".join(display_text(column) for column in found)
        raise ParameterError(
            f"{display_text(prediction.name)}: no column {sorted(wanted)[0]} in ({columns})."
        )


def answer(db: Database, prediction: Prediction, ask: Ask | None) -> Answer:
    """Ask the data."""
    try:
        return _asked(db, prediction) if ask is None else _called(ask(db, **prediction.bound))
    except NoDataError as error:
        return Answer(why=str(error))


def _asked(db: Database, prediction: Prediction) -> Answer:
    sql = prediction.sql or ""
    empty = [name for name in sorted(_tables(serialised(sql))) if not db.coverage[name].rows]
    if empty:
        raise NoDataError(f"could not look: there are no rows in {', '.join(empty)}.")
    try:
        found = db.frame(sql, named(sql, prediction.bound))
    except duckdb.Error as error:
        raise ParameterError(f"{display_text(prediction.name)}: {shown(error)}") from None
    if len(found) != 1:
        raise ParameterError(f"{display_text(prediction.name)}: one row answers, not {len(found):,}.")
    return _given({field: found[field].iloc[0] for field in FIELDS if field in found})


def _tables(tree: Any) -> set[str]:
    """Return the contract's tables that a syntax tree names; no CTE may have their names."""
    if isinstance(tree, list):
        return set().union(*map(_tables, tree))
    if not isinstance(tree, dict):
        return set()
    return {str(tree.get("table_name", "")).lower()} & set(contract.tables()) | _tables(list(tree.values()))


def _called(said: Any) -> Answer:
    if isinstance(said, Findings):
        return Answer(value=float(len(said)), n=said.run.rows if said.run else None)
    if isinstance(said, Estimate):
        if said.estimate is None:
            return Answer(n=said.n, why="; ".join(said.warnings))
        return _given({"value": said.estimate, "low": said.low, "high": said.high, "n": said.n})
    return _given({"value": said})


def _given(fields: Mapping[str, Any]) -> Answer:
    try:
        numbers = {name: None if value is None else float(value) for name, value in fields.items()}
    except (TypeError, ValueError):
        raise ParameterError("An answer is made of numbers.") from None
    known = {name: v if v is not None and math.isfinite(v) else None for name, v in numbers.items()}
    return Answer(**known, why="insufficient data: no value" if known["value"] is None else "")
