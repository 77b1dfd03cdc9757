"""What the detectors find over a whole period, each with the rows behind its worst findings.

Separate from the trends: a trend is what changed today, these are answers to questions asked of all the data.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from trendkit.detect import library, values
from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.errors import NoDataError
from trendkit.inert import display_text
from trendkit.progress import Progress, silent, steps
from trendkit.publish.components import MOST_SHOWN, Html, sample_of, template_html
from trendkit.publish.config import Question
from trendkit.tables.database import Database

_MOST_ROWS: Final = 10_000
_EXPLAINED: Final = 3


@dataclass(frozen=True)
class Answer:
    """One question: its findings, or why nobody could look. `anchor` names its place on the page."""

    anchor: str
    title: str
    detector: Detector
    asked: Mapping[str, Any]
    findings: Findings | None
    why_not: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers over [since, until); in a notebook, the section of the report about them."""

    since: datetime
    until: datetime
    every: tuple[Answer, ...]

    @property
    def found(self) -> list[Answer]:
        """The answers with findings; what was asked on purpose comes first."""
        some = [answer for answer in self.every if answer.findings is not None and len(answer.findings)]
        return sorted(some, key=lambda answer: not answer.asked)

    def _repr_html_(self) -> str:
        return self.html().markup

    def html(self) -> Html:
        """Return the section: per question how many findings, the worst, and the rows behind these."""
        some = self.found
        named = {answer.anchor for answer in some}
        return template_html(
            "questions.html",
            found=[_told(answer) for answer in some],
            nothing=[
                _told(answer)
                for answer in self.every
                if answer.findings is not None and answer.anchor not in named
            ],
            unseen=[answer for answer in self.every if answer.findings is None],
            since=self.since,
            until=self.until,
        )


def period(db: Database, since: str, until: str) -> tuple[str, str]:
    """Return both ends of the period asked for; "" stands for the first or the last midnight of the data."""
    first, last = db.span
    start = values.moment(since, f"since = {display_text(repr(since), 80)}") if since else first
    end = values.moment(until, f"until = {display_text(repr(until), 80)}") if until else last
    values.window("period", start, end)
    return start.isoformat(sep=" "), end.isoformat(sep=" ")


def answers(
    db: Database,
    since: str,
    until: str,
    questions: Iterable[Mapping[str, Any]] = (),
    progress: Progress = silent,
) -> Answers:
    """Ask every detector in use, and every question beside them, about [since, until).

    A question is a mapping of `detector`, `title` and `params` (see `config.Question`).
    """
    window = {"since": datetime.fromisoformat(since), "until": datetime.fromisoformat(until)}
    asked = [Question(detector=d.name) for d in library.every() if d.header["status"] != "retired"]
    asked += [Question.model_validate(question) for question in questions]
    names = [question.title or question.detector for question in asked]
    numbered = zip(steps(names, "ask", progress), enumerate(asked, 1), strict=True)
    return Answers(**window, every=tuple(_answered(db, *one, window) for _, one in numbered))


def _answered(db: Database, number: int, question: Question, window: Mapping[str, datetime]) -> Answer:
    detector = library.get(question.detector)
    about = (f"question-{number}", question.title or detector.title, detector, question.params)
    try:
        return Answer(*about, findings=detector(db, **window, **question.params))
    except NoDataError as error:
        return Answer(*about, findings=None, why_not=str(error))


def _told(answer: Answer) -> dict[str, Any]:
    found = answer.findings
    if found is None:
        return {"answer": answer}
    head = pd.DataFrame(found).head(MOST_SHOWN)
    return {
        "answer": answer,
        "entities": int(found["entity_id"].nunique()),
        "seen": found.run.coverage,
        "columns": list(head.columns),
        "cells": head.astype(object).to_numpy().tolist(),
        "behind": list(_behind(answer.detector, found)),
        "params": {name: str(value) for name, value in found.run.params.items()},
    }


def _behind(detector: Detector, found: Findings) -> Iterator[dict[str, Any]]:
    """Yield the rows behind each of the worst entities, read in one go."""
    worst = list(dict.fromkeys(found["entity_id"]))[:_EXPLAINED]
    rows = found.events(of=worst, limit=_MOST_ROWS) if worst else pd.DataFrame()
    for entity in worst:
        yield {"entity": entity, **sample_of(detector, rows[rows["entity_id"] == entity])}
