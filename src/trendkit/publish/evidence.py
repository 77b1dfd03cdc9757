"""What stands behind one trend: which entities, which rows, where else, and when.

Separate from the trend itself because it runs the detector again, over the trend's own days, and reads rows.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

import pandas as pd

from trendkit.assess.trends.trend import Trends
from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.tables import contract
from trendkit.tables.database import Database

MOST_ROWS: Final = 50_000
"""Evidence rows read per trend; the worst findings come first."""

_MOST_FINDINGS: Final = 2_000


@dataclass(frozen=True)
class Evidence:
    """The rows behind one trend, within its market, surface and window [since, until).

    `who` has one row per entity: entity_id, acts, first, last, score, worst first. `when` has weekday (0 is
    Monday), hour and acts. `rows` are evidence rows by entity and time, text masked. `complete` is false when
    there was more than `MOST_ROWS` to read.
    """

    detector: Detector
    findings: Findings
    since: datetime
    until: datetime
    rows: pd.DataFrame
    who: pd.DataFrame
    when: pd.DataFrame
    complete: bool


def behind(db: Database, trends: Trends, row: pd.Series) -> Evidence:
    """Run the detector of one row of `trends.table` as it ran that evening, and collect what it points at."""
    detector = library.get(str(row["detector"]))
    until = datetime.combine(trends.day, time()) + timedelta(days=1)
    since = until - timedelta(days=int(row["window_days"]))
    findings = detector(db, since=min(since, until - detector.lookback), until=until)
    rows = (
        findings.events(of=findings.top(_MOST_FINDINGS), limit=MOST_ROWS) if len(findings) else pd.DataFrame()
    )
    complete = len(findings) <= _MOST_FINDINGS and len(rows) < MOST_ROWS
    moment = contract.table(detector.evidence.table).time
    rows = _segment(rows, row, moment, since, until)
    return Evidence(
        detector, findings, since, until, rows, _who(rows, findings, moment), _when(rows, moment), complete
    )


def _segment(
    rows: pd.DataFrame, row: pd.Series, moment: str | None, since: datetime, until: datetime
) -> pd.DataFrame:
    for name in ("market", "surface"):
        if name in rows:
            rows = rows[rows[name].fillna("") == row[name]]
    if moment in rows:
        rows = rows[(rows[moment] >= since) & (rows[moment] < until)]
    return rows.reset_index(drop=True)


def _who(rows: pd.DataFrame, findings: Findings, moment: str | None) -> pd.DataFrame:
    if rows.empty or moment is None:
        return pd.DataFrame(columns=["entity_id", "acts", "first", "last", "score"])
    found = rows.groupby("entity_id")[moment].agg(acts="size", first="min", last="max").reset_index()
    scores = pd.DataFrame(findings)[["entity_id", "score"]].drop_duplicates("entity_id")
    found = found.merge(scores, "left", on="entity_id")
    return found.sort_values(
        ["score", "acts", "entity_id"], ascending=[False, False, True], ignore_index=True
    )


def _when(rows: pd.DataFrame, moment: str | None) -> pd.DataFrame:
    if rows.empty or moment is None:
        return pd.DataFrame(columns=["weekday", "hour", "acts"])
    times: Any = rows[moment].dt
    clock = pd.DataFrame({"weekday": times.weekday, "hour": times.hour})
    return clock.groupby(["weekday", "hour"]).size().rename("acts").reset_index()
