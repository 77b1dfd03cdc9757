"""What was done, from when, and what it treats: a row of `mitigations` or a plain mapping, made exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from trendkit.content import sql_text
from trendkit.detect import library
from trendkit.detect.values import moment
from trendkit.errors import ParameterError, nearest
from trendkit.inert import display_text
from trendkit.tables import contract
from trendkit.terms import ABUSE_TYPES

if TYPE_CHECKING:
    from trendkit.tables.database import Database

_NAMES: Final = (
    *("launched_at", "ended_at", "kind", "mitigation_id", "detector", "detectors", "abuse_type"),
    *("market", "markets", "surface", "surfaces"),
)


@dataclass(frozen=True)
class Mitigation:
    """A measure: when it began and ended (UTC), and the detectors, markets and surfaces it treats.

    No markets or no surfaces means all of them.
    """

    launched: pd.Timestamp
    detectors: tuple[str, ...]
    markets: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    ended: pd.Timestamp | None = None
    kind: str = "measure"
    mitigation_id: str | None = None

    @property
    def first_day(self) -> pd.Timestamp:
        """The first day it was in force from midnight on."""
        return self.launched.ceil("D")

    @property
    def name(self) -> str:
        """What it is and where, in a few words."""
        places = " and ".join(", ".join(some) for some in (self.markets, self.surfaces) if some)
        where = f" in {places}" if places else " everywhere"
        return f"{self.kind} of {self.launched:%Y-%m-%d} against {', '.join(self.detectors)}{where}"

    def here(self, counts: pd.DataFrame, markets: bool = True, surfaces: bool = True) -> Any:
        """Return which rows lie inside (or outside, where False) the markets and surfaces it treats."""
        inside = [_within(counts["market"], self.markets), _within(counts["surface"], self.surfaces)]
        return np.logical_and.reduce(
            [held == wanted for held, wanted in zip(inside, (markets, surfaces), strict=True)]
        )

    def aimed(self, counts: pd.DataFrame) -> Any:
        """Return which rows are of the detectors it is aimed at."""
        return counts["detector"].isin(self.detectors).to_numpy(bool)


def read(given: Any, db: "Database | None" = None) -> Mitigation:
    """Return the measure a mapping describes, or the one of this mitigation_id in `db`.

    A mapping names launched_at (or date) and detector(s), abuse_type or target_metric; market(s),
    surface(s), ended_at and kind as far as they are known. Columns of `mitigations` are understood.
    """
    if isinstance(given, Mitigation):
        return given
    row = _recorded(given, db) if isinstance(given, str) else _named(given)
    launched = row.get("launched_at")
    if launched is None:
        raise ParameterError("A mitigation needs the moment it began: launched_at.")
    ended = row.get("ended_at")
    return Mitigation(
        launched=pd.Timestamp(moment(launched, "launched_at")),
        detectors=_detectors(row),
        markets=_several(row, "market"),
        surfaces=_several(row, "surface"),
        ended=None if ended is None else pd.Timestamp(moment(ended, "ended_at")),
        kind=str(row.get("kind") or "measure"),
        mitigation_id=row.get("mitigation_id"),
    )


def _recorded(name: str, db: "Database | None") -> dict[str, Any]:
    if db is None:
        raise ParameterError("A mitigation given by its id needs the database it is recorded in.")
    found = db.frame(sql_text("assess/followup/mitigation.sql"), {"mitigation_id": name})
    if found.empty:
        every = [str(row[0]) for row in db.rows(sql_text("assess/followup/mitigation_ids.sql"))]
        shown = display_text(name, 80)
        raise ParameterError(f"No mitigation {shown!r} is recorded.{nearest(name, every)}")
    row: dict[str, Any] = found.to_dict("records")[0]  # type: ignore[assignment]
    return _named(row)


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known under plain names; the contract's scope_ and target_ names are read as well."""
    columns = [column.name for column in contract.table("mitigations").columns]
    for name in given:
        if name not in (*_NAMES, *columns, "date"):
            raise ParameterError(f"A mitigation has no {name!r}.{nearest(str(name), (*_NAMES, *columns))}")
    plain = {"date": "launched_at", "scope_market": "market", "scope_surface": "surface"}
    return {plain.get(name, name): value for name, value in given.items() if not _unknown(value)}


def _unknown(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _several(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    held = row.get(name, row.get(f"{name}s", ()))
    return (held,) if isinstance(held, str) else tuple(str(one) for one in held)


def _detectors(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the detectors it is aimed at: named, or all of an abuse type."""
    if kind := row.get("abuse_type"):
        if kind not in ABUSE_TYPES:
            raise ParameterError(f"No abuse type named {kind!r}.{nearest(str(kind), ABUSE_TYPES)}")
        return tuple(d.name for d in library.every() if d.header["abuse_type"] == kind)
    named = _several(row, "detector")
    if found := named or tuple(_known(row.get("target_metric"))):
        return found
    raise ParameterError("A mitigation needs what it is aimed at: a detector or an abuse_type.")


def _known(metric: Any) -> Iterable[str]:
    """Return the detector a metric is, if it is one, or those of the abuse type it is."""
    if metric in ABUSE_TYPES:
        return [d.name for d in library.every() if d.header["abuse_type"] == metric]
    return [metric] if metric in library.names() else []


def _within(values: pd.Series, chosen: tuple[str, ...]) -> Any:
    return np.ones(len(values), bool) if not chosen else values.isin(chosen).to_numpy(bool)
