"""The pieces of the identify report, as HTML a notebook cell shows: plain functions of trends and data.

Every figure comes with its denominator, window and interval. Words say what was observed, never a verdict.
All text is escaped by the templates after `inert.display_text`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import pandas as pd

from trendkit.assess.trends.daily import last_full_day
from trendkit.assess.trends.trend import Trends
from trendkit.content import sql_text
from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.detect.values import moment
from trendkit.publish import plot
from trendkit.publish.evidence import behind
from trendkit.publish.page import template
from trendkit.tables import contract
from trendkit.tables.database import Database

SPARK_DAYS: Final = 56
MOST_SHOWN: Final = 10
_MOST_COLUMNS: Final = 8
_ROW_COLUMNS: Final = (
    *(
        "event_id",
        "report_id",
        "content_id",
        "account_id",
        "action",
        "target_id",
        "target_account_id",
        "value",
    ),
    *("reason_code", "outcome", "ip_prefix", "device_id_hash", "partner", "because", "text"),
)


@dataclass(frozen=True)
class Html:
    """Escaped HTML, shown by a notebook as it is."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def day_before(db: Database, until: str | None) -> date:
    """Return the day to test: the last one before `until`, or the last full day of the data."""
    day = last_full_day(db)
    if until is None:
        return day
    return min(day, (moment(until, "until") - timedelta(microseconds=1)).date())


def summary(trends: Trends, db: Database, answers: Any = None) -> Html:
    """Return the box a manager reads first: what rose, how sure that is, and what was looked at.

    `answers` (see `questions.Answers`) adds what was found over the whole period.
    """
    rising = [segment_row(trends, row) for _, row in trends.rising.iterrows()]
    words = trends.table["status"].value_counts()
    return template_html(
        "summary.html",
        trends=trends,
        rising=rising,
        tested=tested(trends),
        falling=int(words.get("falling", 0)),
        short=int(words.get("insufficient data", 0)),
        unseen=int(words.get("could not look", 0)),
        events=db.coverage["events"],
        refused=sum(sum(held.quarantined.values()) for held in db.coverage.values()),
        answers=answers,
    )


def trend_table(trends: Trends, top: int = MOST_SHOWN) -> Html:
    """Return the ranked trends with eight weeks of each in small; each links to its section."""
    rows = [segment_row(trends, row) for _, row in trends.rising.head(top).iterrows()]
    for row in rows:
        row["spark"] = _spark(trends, row)
    return template_html(
        "trends.html", rows=rows, trends=trends, rising=len(trends.rising), tested=tested(trends)
    )


def trend_sections(trends: Trends, db: Database, top: int = 5) -> Html:
    """Return who, where, when and the rows behind each of the worst trends."""
    parts = [_section(trends, db, row) for _, row in trends.rising.head(top).iterrows()]
    return Html("\n".join(parts) or "<p>No trend rose, so there is none to look into.</p>")


def other_segments(trends: Trends, top: int = 30) -> Html:
    """Return what was tested and did not rise: falling, steady and too short to say."""
    others = trends.table[trends.table["status"] != "rising"]
    others = others.sort_values(["status", "rank"], kind="stable")
    rows = [segment_row(trends, row) for _, row in others.head(top).iterrows()]
    return template_html("segments.html", rows=rows, total=len(others), trends=trends, tested=tested(trends))


def detectors(trends: Trends, db: Database) -> Html:
    """Return what each detector could look at on this data: found, found nothing, or could not look."""
    until = pd.Timestamp(trends.day) + timedelta(days=1)
    rows = []
    for detector in library.every():
        seen = detector.coverage(db, (until - detector.lookback).to_pydatetime(), until.to_pydatetime())
        segments = trends.table[trends.table["detector"] == detector.name]
        rows.append(
            {
                "detector": detector,
                "seen": seen,
                "segments": len(segments),
                "why": _why(trends, detector.name),
            }
        )
    return template_html("detectors.html", rows=rows)


def coverage(db: Database) -> Html:
    """Return what each table holds, and how many rows were set aside and why."""
    held = list(db.coverage.values())
    return template_html("coverage.html", held=held, data=db.description)


def limits(trends: Trends, db: Database) -> Html:
    """Return the questions this data cannot answer, and why."""
    absent = [
        (held.table, contract.table(held.table).meaning) for held in db.coverage.values() if not held.present
    ]
    lost = sorted({loss for detector in library.every() for loss in detector.coverage(db).degraded})
    return template_html("limits.html", absent=absent, lost=lost, not_looked=trends.not_looked)


def method(trends: Trends) -> Html:
    """Return how a trend was told from chance and how trends were ranked, with every setting."""
    table = trends.table
    return template_html(
        "method.html",
        rules=trends.rules,
        method="; or ".join(table["method"].unique()),
        tested=tested(trends),
    )


def tested(trends: Trends) -> int:
    """Return how many segments had the history to be tested that day."""
    return int(trends.table["n_tests"].max()) if len(trends.table) else 0


def facts(trends: Trends, db: Database, title: str, since: str, until: str) -> dict[str, Any]:
    """Return what the manifest of this report says, as JSON values (see `page.Facts`)."""
    return {
        "title": title,
        "as_of": trends.day.isoformat(),
        "since": moment(since, "since").date().isoformat(),
        "until": moment(until, "until").date().isoformat(),
        "data": db.description,
        "synthetic": db.synthetic,
        "rising": len(trends.rising),
        "tested": tested(trends),
    }


def _section(trends: Trends, db: Database, row: pd.Series) -> str:
    found = behind(db, trends, row)
    told = segment_row(trends, row)
    where = trends.table[trends.table["detector"] == row["detector"]]
    return _render(
        "trend.html",
        row=told,
        found=found,
        header=found.detector.header,
        series=daily_picture(_series(trends, told), trends.day, db, told),
        who=found.who.head(MOST_SHOWN).to_dict("records"),
        where=[segment_row(trends, other) for _, other in where.head(MOST_SHOWN).iterrows()],
        segments=len(where),
        when=hours_picture(found.when, found.since, found.until, told["place"]),
        sample=sample_of(found.detector, found.rows),
        params={name: str(value) for name, value in found.findings.run.params.items()},
        trends=trends,
    )


def _series(trends: Trends, row: Mapping[str, Any]) -> pd.DataFrame:
    return trends.series(row["detector"], row["market"], row["surface"])


def segment_row(trends: Trends, row: pd.Series) -> dict[str, Any]:
    """Return a row of the ranking with the words a reader needs."""
    detector = library.get(str(row["detector"]))
    window = pd.Timestamp(trends.day) - timedelta(days=int(row["window_days"]) - 1)
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    return values | {
        "title": detector.title,
        "entity": detector.header["entity"],
        "kind": str(row["abuse_type"]).replace("_", " "),
        "place": _place(row),
        "first": window.date(),
        "anchor": f"trend-{row['rank']}",
    }


def _place(row: pd.Series) -> str:
    surface = {"": "surface unknown", "all": "all surfaces"}.get(row["surface"], row["surface"])
    return f"{row['market'] or 'market unknown'}\u00a0·\u00a0{surface}"


def _spark(trends: Trends, row: dict[str, Any]) -> plot.Picture:
    acts = _acts(trends, row)
    low, high, last = (f"{value:,.0f}" for value in (acts.min(), acts.max(), acts.iloc[-1]))
    alt = f"Acts per day over {SPARK_DAYS} days: lowest {low}, highest {high}, last {last}"
    return plot.picture(plot.sparkline(acts), alt)


def _acts(trends: Trends, row: dict[str, Any]) -> pd.Series:
    counts = trends.counts
    for name in ("detector", "market", "surface"):
        counts = counts[counts[name] == row[name]]
    days = pd.date_range(end=pd.Timestamp(trends.day), periods=SPARK_DAYS)
    return counts.set_index("day")["acts"].reindex(days).astype(float)


def daily_picture(series: pd.DataFrame, day: date, db: Database, place: Mapping[str, Any]) -> plot.Picture:
    """Return a segment's series with its band, and the measures taken at its market and surface."""
    scope = {"market": place["market"], "surface": place["surface"]}
    span = {"since": series["day"].min(), "until": series["day"].max() + timedelta(days=1)}
    done = db.frame(sql_text("publish/mitigations.sql"), scope | span)
    last = series.iloc[-1]
    alt = (
        f"Acts per day, {series['day'].min():%d %B} to {day:%d %B %Y}; "
        f"{last['observed']:,.0f} on the last day, {_or_unknown(last['expected'])} expected."
    )
    return plot.picture(plot.daily_series(series, mitigations=done), alt, _daily_caption(len(done)))


def _daily_caption(mitigations: int) -> str:
    done = f" Dotted lines: {mitigations} measures taken here." if mitigations else ""
    return (
        "Acts per day. Each day's expectation comes from days at least a week before it; the band holds 95 % "
        f"of what chance gives. Where there is no band, the history is too short.{done}"
    )


def _or_unknown(value: float) -> str:
    return "an unknown number" if pd.isna(value) else f"{value:,.1f}"


def hours_picture(when: pd.DataFrame, since: datetime, until: datetime, place: str) -> plot.Picture | None:
    """Return acts by weekday and hour (columns weekday, hour, acts), None where there are none."""
    if when.empty:
        return None
    acts = int(when["acts"].sum())
    busiest = when.sort_values(["weekday", "hour"]).nlargest(1, "acts").iloc[0]
    hour = f"{plot.DAYS[int(busiest['weekday'])]} {int(busiest['hour']):02d} UTC"
    said = f"The busiest hour, {hour}, holds {int(busiest['acts']):,} of {acts:,} acts."
    window = f"{since:%d %b} to {until:%d %b %Y}, end not included"
    return plot.picture(
        plot.hour_day_heatmap(when),
        f"Grid of weekday by hour for {place}. {said}",
        f"{said} Window: {window}; darker is more.",
    )


def sample_of(detector: Detector, rows: pd.DataFrame) -> dict[str, Any]:
    """Return a few evidence rows: the columns that say something, their cells, and how many there are."""
    at = contract.table(detector.evidence.table).time
    given = [name for name in _ROW_COLUMNS if name in rows and _says_something(rows, name)]
    columns = [name for name in ("entity_id", at, *given) if name in rows][:_MOST_COLUMNS]
    cells = rows[columns].head(MOST_SHOWN).astype(object).to_numpy().tolist()
    return {"columns": columns, "cells": cells, "rows": len(rows)}


def _says_something(rows: pd.DataFrame, name: str) -> bool:
    return bool(rows[name].notna().any()) and not rows[name].equals(rows["entity_id"])


def _why(trends: Trends, name: str) -> str:
    if name in trends.not_looked:
        return f"could not look: {trends.not_looked[name]}"
    return "looked, found nothing" if name in trends.quiet else "looked"


def template_html(name: str, **values: Any) -> Html:
    """Return one of our templates filled in, for a notebook to show."""
    return Html(_render(name, **values))


def _render(name: str, **values: Any) -> str:
    return str(template(name).render(**values))
