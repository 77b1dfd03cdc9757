"""The sections of an investigation's page, as HTML a notebook cell shows; words and tables, no arithmetic.

Every figure comes with its denominator, window and interval. Words say what was observed, never a verdict.
"""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from trendkit.assess.segments.segment import PEOPLE
from trendkit.casework import verdict
from trendkit.publish import assessment_labels as labels
from trendkit.publish import assessment_words as words
from trendkit.publish import plot
from trendkit.publish.components import (
    MOST_SHOWN,
    Html,
    daily_picture,
    hours_picture,
    sample_of,
    segment_row,
    template_html,
)
from trendkit.publish.investigation import Investigation

_EXPLAINED: Final = 3
_NAMES: Final = 5
_MOST_ROWS: Final = 10_000
_DRAWS: Final = {
    "random": "at random",
    "stratified": "in bands of the score",
    "pps": "by size and score",
}


def summary(made: Investigation) -> Html:
    """Return the box a manager reads first: one sentence per question, each linked to its section."""
    subject = made.subject
    return template_html(
        "assess/summary.html",
        found=len(subject.findings) > 0,
        n=entities(made),
        title=subject.detector.title,
        place=subject.place,
        since=subject.since,
        until=subject.until,
        seen=subject.findings.run.coverage,
        answers=[
            (asked, anchor, say(made)) for asked, anchor, say in words.QUESTIONS if _askable(made, anchor)
        ],
    )


def findings(made: Investigation) -> Html:
    """Return what was found, the rows behind the worst, and when it happens."""
    subject, found = made.subject, made.subject.findings
    head = pd.DataFrame(found).head(MOST_SHOWN)
    return template_html(
        "assess/found.html",
        detector=subject.detector,
        seen=found.run.coverage,
        limited=bool(subject.market or subject.surface),
        place=subject.place,
        n=len(found),
        columns=list(head.columns),
        cells=head.astype(object).to_numpy().tolist(),
        behind=list(_behind(made)),
        when=_when(made),
    )


def growing(made: Investigation) -> Html:
    """Return the subject's series with its band, what inbox and pager said, and the detector elsewhere."""
    grown, found = made.growth, made.growth.others
    picture = None
    if grown.row is not None:
        picture = daily_picture(grown.series, found.day, made.subject.db, grown.row)
    return template_html(
        "assess/growth.html",
        said=words.growing(made),
        notes=words.growth_notes(made),
        series=picture,
        others=[segment_row(found, row) for _, row in found.table.head(MOST_SHOWN).iterrows()],
        segments=len(found.table),
        day=found.day,
    )


def where(made: Investigation) -> Html:
    """Return where the acts concentrate, as SQL filters."""
    held = made.where
    return template_html(
        "assess/where.html",
        said=words.where(made),
        rows=[] if held is None else held.table.head(MOST_SHOWN).to_dict("records"),
        notes=words.where_notes(made),
        least=PEOPLE,
    )


def who(made: Investigation) -> Html:
    """Return groups, what sets the accounts apart, and whether other questions point at them too."""
    apart = made.apart
    return template_html(
        "assess/who.html",
        said=words.who(made),
        entity=made.subject.detector.header["entity"],
        groups=_groups(made),
        all_groups=0 if made.groups is None else made.groups["group_id"].nunique(),
        apart=apart,
        profile=None if made.profile is None else Markup(made.profile._repr_html_()),  # noqa: S704  escaped there
        differences=[] if apart is None else apart.table.head(MOST_SHOWN).to_dict("records"),
        signs=made.signs.to_dict("records"),
    )


def harm(made: Investigation) -> Html:
    """Return what was touched of all there was, and the prevalence, or the draw that would tell it."""
    plan = made.frequency.plan.to_dict("records")
    return template_html(
        "assess/harm.html",
        reach=made.reach,
        place=made.subject.place,
        since=made.subject.since,
        until=made.subject.until,
        frequency=made.frequency,
        plan=[row | {"words": _DRAWS[row["design"]]} for row in plan],
        call=labels.draw_call(made),
    )


def cut(made: Investigation) -> Html:
    """Return whether the threshold is certified, or how many labels are missing."""
    doubts = made.cut.precision.warnings if made.cut else ()
    return template_html("assess/cut.html", said=labels.cut(made), notes=labels.cut_notes(made, doubts))


def explanations(made: Investigation) -> Html:
    """Return the rivals, what each had predicted, and what the data said."""
    state = made.case.state
    return template_html(
        "assess/rivals.html",
        said=words.explained(made),
        rivals=[verdict.on(state, rival).row() for rival in state.priors],
        pieces=[verdict.told(state, piece) for piece in state.evidence],
        doubts=made.case.verdict.warnings,
        queries=[(p.name, p.sql or "") for p in state.predictions.values()],
    )


def next_steps(made: Investigation) -> Html:
    """Return what to do next, the most useful first."""
    header = made.subject.detector.header
    return template_html("assess/next.html", steps=list(words.steps(made)), header=header)


def limits(made: Investigation) -> Html:
    """Return what could not be looked at, and why."""
    absent = [held.table for held in made.subject.db.coverage.values() if not held.present]
    return template_html(
        "assess/limits.html",
        header=made.subject.detector.header,
        unseen=made.unseen,
        seen=made.subject.findings.run.coverage,
        absent=absent,
    )


def method(made: Investigation) -> Html:
    """Return the question as it was asked, with every knob, and how growth was told from chance."""
    table = made.growth.others.table
    return template_html(
        "assess/method.html",
        growth=table["method"].iloc[0] if len(table) else "growth was not tested",
        detector=made.subject.detector,
        params={name: str(value) for name, value in made.subject.findings.run.params.items()},
    )


def facts(made: Investigation, title: str) -> dict[str, Any]:
    """Return what the manifest of this report says, as JSON values (see `page.Facts`)."""
    subject, grown = made.subject, made.growth
    return {
        "title": title or f"{subject.detector.name.replace('_', ' ').capitalize()}: {subject.place}",
        "as_of": made.day.isoformat(),
        "since": subject.since.date().isoformat(),
        "until": subject.until.date().isoformat(),
        "data": subject.db.description,
        "synthetic": subject.db.synthetic,
        "rising": int(grown.status == "rising"),
        "tested": int(grown.status in ("rising", "falling", "steady")),
        "kind": "investigation",
    }


def entities(made: Investigation) -> int:
    """Return how many different entities were found."""
    return int(made.subject.findings["entity_id"].nunique())


def _askable(made: Investigation, anchor: str) -> bool:
    return len(made.subject.findings) > 0 or anchor in ("growth", "next")


def _behind(made: Investigation) -> Iterator[dict[str, Any]]:
    subject, found = made.subject, made.subject.findings
    worst = list(dict.fromkeys(found["entity_id"]))[:_EXPLAINED]
    rows = found.events(of=worst, limit=_MOST_ROWS) if worst else pd.DataFrame()
    for name, asked in (("market", subject.market), ("surface", subject.surface)):
        if asked and name in rows:
            rows = rows[rows[name].fillna("unknown") == asked]
    for entity in worst:
        yield {"entity": entity, **sample_of(subject.detector, rows[rows["entity_id"] == entity])}


def _when(made: Investigation) -> plot.Picture | None:
    subject = made.subject
    hours = subject.frame("hours") if len(subject.findings) else pd.DataFrame()
    return hours_picture(hours, subject.since, subject.until, subject.place)


def _groups(made: Investigation) -> list[dict[str, Any]]:
    if made.groups is None:
        return []
    named = (
        made.groups.groupby("group_id").agg(size=("size", "first"), names=("entity_id", _named)).reset_index()
    )
    return [
        {str(key): value for key, value in row.items()} for row in named.head(MOST_SHOWN).to_dict("records")
    ]


def _named(names: pd.Series) -> str:
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return ", ".join(map(str, names.head(_NAMES))) + more
