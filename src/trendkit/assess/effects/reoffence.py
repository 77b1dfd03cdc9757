"""Re-offence: how long accounts go on without a new violation once something was done about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pandas as pd

from trendkit.assess.effects.actors import offences
from trendkit.assess.effects.survival import Survival, log_rank, mean_difference, survival
from trendkit.assess.estimate import LEVEL, Estimate, insufficient
from trendkit.content import sql_text

if TYPE_CHECKING:
    from trendkit.tables.database import Database

HORIZON: Final = 30
"""Days that mean times without a violation are cut off at."""

LEAST: Final = 10
"""Accounts a type of enforcement needs to be told apart."""

_DAY_S: Final = 86_400
_FINAL: Final = ("ban", "suspend", "delete")


@dataclass(frozen=True)
class Reoffence:
    """One curve for all enforced accounts and one by type; `p` is the log-rank chance that types are alike.

    `table`: account_id, action, enforced_at, offended_at, deleted_at, days (from enforcement to the next
    violation or the last day watched), offended.
    """

    table: pd.DataFrame = field(repr=False)
    every: Survival
    by_type: dict[str, Survival]
    p: float | None

    def answers(self, horizon: float = HORIZON) -> list[Estimate]:
        """Return the share without a violation at half the horizon and at it, the median and differences."""
        if not len(self.table):
            return [insufficient("accounts without a new violation", "nobody was enforced on")]
        pairs = combinations(self.by_type.values(), 2)
        told = [self.every.at(horizon / 2), self.every.at(horizon), self.every.median()]
        return told + [mean_difference(first, second, horizon) for first, second in pairs]


def reoffence(
    db: "Database",
    detectors: Iterable[str],
    since: datetime,
    until: datetime,
    *,
    mitigation_id: str | None = None,
    level: float = LEVEL,
) -> Reoffence:
    """Follow every account enforced on in [since, until), by one measure if `mitigation_id` is given.

    A violation is an act that one of `detectors` finds after the enforcement, or a later decision. The clock
    starts at the enforcement. Source: Kaplan and Meier 1958; Mantel 1966 for the comparison.
    """
    found, blind = offences(db, detectors, since, until)
    asked = {"since": since, "until": until, "mitigation_id": mitigation_id}
    listed = {"offenders": found["account_id"].astype(str).tolist(), "moments": _moments(found)}
    table = _watched(db.frame(sql_text("assess/followup/enforced.sql"), asked | listed), until)
    return _told(table, level, blind)


def _moments(found: pd.DataFrame) -> list[datetime]:
    return [pd.Timestamp(moment).to_pydatetime() for moment in found["moment"]]


def _watched(table: pd.DataFrame, until: datetime) -> pd.DataFrame:
    """Add how many days each account was watched and whether it offended on the last of them."""
    times = table.assign(
        **{name: pd.to_datetime(table[name]) for name in ("enforced_at", "offended_at", "deleted_at")}
    )
    left = times["deleted_at"].fillna(pd.Timestamp(until))
    offended = times["offended_at"].notna() & (times["offended_at"] <= left)
    end = times["offended_at"].where(offended, left)
    days = (end - times["enforced_at"]).dt.total_seconds() / _DAY_S
    return times.assign(days=days, offended=offended)


def _told(table: pd.DataFrame, level: float, blind: tuple[str, ...]) -> Reoffence:
    doubts = (*_doubts(table), *blind)
    kinds = [str(kind) for kind, part in table.groupby("action") if len(part) >= LEAST]
    curves = {kind: _curve(table[table["action"] == kind], kind, level, doubts) for kind in kinds}
    kept = table[table["action"].isin(kinds)]
    several = len(kinds) > 1 and bool(kept["offended"].any())
    p = log_rank(kept["days"], kept["offended"], kept["action"]) if several else None
    return Reoffence(
        table, _curve(table, "accounts enforced on, until a new violation", level, doubts), curves, p
    )


def _curve(table: pd.DataFrame, of: str, level: float, doubts: tuple[str, ...]) -> Survival:
    return survival(table["days"], table["offended"], of=of, level=level, warnings=doubts)


def _doubts(table: pd.DataFrame) -> tuple[str, ...]:
    final = int(table["action"].isin(_FINAL).sum())
    gone = int(table["deleted_at"].notna().sum())
    told = (
        f"{final:,} of {len(table):,} accounts were banned or suspended: they could hardly offend"
        if final
        else "",
        f"{gone:,} accounts deleted since are watched until then; deletion competes with offending"
        if gone
        else "",
    )
    return tuple(doubt for doubt in told if doubt)
