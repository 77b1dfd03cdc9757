"""One thing to investigate: what a detector finds in one market, on one surface, in one window.

Everything said about it is SQL that follows the detector's own WITH list, so a report cannot look at other
rows than the finding rests on. The SQL is in `sql/assess/subject`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import pandas as pd

from trendkit.assess.estimate import Estimate, insufficient
from trendkit.content import sql_text
from trendkit.detect import library, values
from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.tables.database import Database

ANYWHERE: Final = ""
"""No limit to one market or surface; rows without one are "unknown"."""

DIMENSIONS: Final = ("market", "language", "surface", "app_id")

REACH: Final = {
    "acts": "acts of this kind",
    "accounts": "accounts that acted so",
    "targets": "things acted on",
    "owners": "accounts acted on",
    "views": "views of anything",
}
"""What is counted as touched, and of which whole."""


@dataclass(frozen=True)
class Subject:
    """A detector's findings over [since, until) in a market and on a surface; `params` are its knobs."""

    db: Database
    detector: Detector
    since: datetime
    until: datetime
    market: str = ANYWHERE
    surface: str = ANYWHERE
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Market and surface in words."""
        return f"{self.market or 'all markets'}, {self.surface or 'all surfaces'}"

    @property
    def values(self) -> dict[str, Any]:
        """The knobs, moments and limits that `sql` names."""
        window = {"since": self.since, "until": self.until}
        knobs = self.detector.bind(self.db, {**self.params, **window})
        return knobs | {"in_market": self.market, "on_surface": self.surface}

    @property
    def scope(self) -> str:
        """The WITH list: the detector's own, then the rows of the scope, those behind findings, who acted."""
        told = self.detector.evidence
        person = "entity_id" if self.detector.header["entity"] == "account" else "actor_id"
        rows = sql_text(f"assess/subject/rows/{told.table}.sql")
        text = sql_text("assess/subject/scope.sql").format(rows=rows, key=told.key, person=person)
        return f"{self.detector.file.prelude.rstrip()}\n{text}"

    def frame(self, question: str, **names: str) -> pd.DataFrame:
        """Ask one of `sql/assess/subject`; `names` are words of ours that it leaves open."""
        text = sql_text(f"assess/subject/{question}.sql")
        query = f"{self.scope}\n{text.format(**names) if names else text}"
        return self.detector.frame(self.db, query, self.values)

    @cached_property
    def findings(self) -> Findings:
        """The findings with rows in the scope, worst first. Raises NoDataError where nobody could look."""
        found = self.detector(self.db, since=self.since, until=self.until, **self.params)
        here = found["entity_id"].isin(self.who["entity_id"])
        kept: Findings = found if here.all() else found[here]
        return kept

    @cached_property
    def who(self) -> pd.DataFrame:
        """One row per entity: entity_id, acts, first, last; the most active first."""
        return self.frame("who")

    @cached_property
    def accounts(self) -> list[str]:
        """Who acted: the entities, or the actors behind them where entities are no accounts."""
        return [str(account) for account in self.frame("accounts")["account_id"]]

    def leaves(self) -> pd.DataFrame:
        """Return a leaf table for `segments`: where the acts are, beside everybody's acts of these kinds."""
        kinds = ", ".join(
            f"count(distinct {name}) + max(cast({name} is null as integer)) as {name}" for name in DIMENSIONS
        )
        counted = self.frame("held", kinds=kinds).iloc[0]
        dims = [name for name in DIMENSIONS if counted[name] > 1]
        return self.frame("leaves", dims=", ".join(dims)) if dims else pd.DataFrame()

    def reach(self) -> list[Estimate]:
        """Return what was touched, each as a share of all there was: counted, so without an interval."""
        row = self.frame("reach").iloc[0]
        return [_share(of, row[name], row[f"all_{name}"]) for name, of in REACH.items()]


def subject(
    db: Database,
    detector: str,
    *,
    since: object,
    until: object,
    market: str = ANYWHERE,
    surface: str = ANYWHERE,
    params: Mapping[str, Any] | None = None,
) -> Subject:
    """Return what is to be investigated; a name, knob or moment that is not right raises ParameterError."""
    window = values.moment(since, "since"), values.moment(until, "until")
    values.window("the investigation", *window)
    made = Subject(db, library.get(detector), *window, market, surface, dict(params or {}))
    _ = made.values  # a wrong knob is said before anything runs
    return made


def _share(of: str, part: Any, whole: Any) -> Estimate:
    if pd.isna(whole) or not whole:
        return insufficient(of, "the data hold none of these", method="counted")
    part, whole = int(0 if pd.isna(part) else part), int(whole)
    value = part / whole
    return Estimate(of, value, value, value, n=whole, n_eff=float(whole), method="counted, not sampled")
