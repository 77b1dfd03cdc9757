"""What the detectors find over a whole period, each with the rows behind its worst finding.

Separate from the trends: a trend is what changed today, these are answers to questions asked of all the data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from trendkit.detect import library, values
from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.errors import NoDataError
from trendkit.publish.components import Html, sample_of, template_html
from trendkit.publish.config import Question
from trendkit.tables.database import Database

MOST_SHOWN: Final = 10
_MOST_ROWS: Final = 10_000


@dataclass(frozen=True)
class Answer:
    """One question over [since, until): its findings, or why nobody could look."""

    title: str
    detector: Detector
    params: Mapping[str, Any]
    findings: Findings | None
    why_not: str
    entities: int
    worst: str
    rows: pd.DataFrame


def period(db: Database, since: str, until: str) -> tuple[str, str]:
    """Return both ends of the period asked for; "" stands for the first or the last midnight of the data."""
    first, last = db.span
    start = values.moment(since, "since") if since else first
    end = values.moment(until, "until") if until else last
    values.window("period", start, end)
    return start.isoformat(sep=" "), end.isoformat(sep=" ")


def findings(
    db: Database, since: str, until: str, questions: Iterable[Mapping[str, Any]] = (), top: int = MOST_SHOWN
) -> Html:
    """Return what every detector, and every question beside them, finds from `since` to before `until`."""
    window = {"since": datetime.fromisoformat(since), "until": datetime.fromisoformat(until)}
    asked = [Question(detector=d.name) for d in library.every() if d.header["status"] != "retired"]
    asked += [Question.model_validate(question) for question in questions]
    answers = [_answered(db, question, window) for question in asked]
    return template_html("questions.html", answers=[_told(answer, top) for answer in answers], **window)


def _answered(db: Database, question: Question, window: Mapping[str, datetime]) -> Answer:
    detector = library.get(question.detector)
    title = question.title or detector.title
    try:
        found = detector(db, **window, **question.params)
    except NoDataError as error:
        return Answer(title, detector, question.params, None, str(error), 0, "", pd.DataFrame())
    worst = str(found["entity_id"].iloc[0]) if len(found) else ""
    rows = found.events(of=worst, limit=_MOST_ROWS) if worst else pd.DataFrame()
    entities = int(found["entity_id"].nunique())
    return Answer(title, detector, question.params, found, "", entities, worst, rows)


def _told(answer: Answer, top: int) -> dict[str, Any]:
    found = answer.findings
    if found is None:
        return {"answer": answer}
    head = pd.DataFrame(found).head(top)
    return {
        "answer": answer,
        "seen": found.run.coverage,
        "columns": list(head.columns),
        "cells": head.astype(object).to_numpy().tolist(),
        "sample": sample_of(answer.detector, answer.rows),
        "params": {name: str(value) for name, value in found.run.params.items()},
    }
