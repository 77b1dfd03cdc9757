"""Everything an investigation asks of one subject, once and in order: found, growing, where, who, how much.

What the data cannot tell is kept as the reason why, never as a zero. `assessment` puts it on a page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd
from scipy import stats

from trendkit.assess.estimate import Estimate
from trendkit.assess.labels import calibrate, planning, prevalence
from trendkit.assess.labels.calibrate import Cut
from trendkit.assess.labels.reading import LEAST_JUDGED
from trendkit.assess.profiles.profile import Profile, profile
from trendkit.assess.segments.contrast import Contrast, contrast
from trendkit.assess.segments.portrait import ATTRIBUTES
from trendkit.assess.segments.segment import Segments, segments
from trendkit.assess.trends.daily import last_full_day
from trendkit.assess.trends.growth import Growth, growth
from trendkit.assess.trends.subject import Subject
from trendkit.casework.hypothesis import Hypothesis
from trendkit.content import sql_text
from trendkit.detect import library
from trendkit.detect.values import moment
from trendkit.engine import duckdb as engine
from trendkit.errors import DataError, NoDataError, ParameterError
from trendkit.inert import display_text
from trendkit.tables.database import Database

PRECISION: Final = 0.95
WITHIN: Final = 0.2
_OF: Final = {"account": "accounts", "content": "views"}
_MOST_LIKELY: Final = 0.5


@dataclass(frozen=True)
class Frequency:
    """How much harm there is of all there is: from labels, or the draw that would tell.

    `of` is what it is a share of; `estimates` one per draw that was labelled; `plan` is as `planning.plan`
    returns it, for a share of about `guess`.
    """

    of: str
    estimates: tuple[Estimate, ...] = ()
    plan: pd.DataFrame = field(default_factory=pd.DataFrame)
    guess: float = 0.0
    why_not: str = ""


@dataclass(frozen=True)
class Investigation:
    """The answers about one subject; what could not be looked at is None and has its reason in `unseen`."""

    subject: Subject
    day: date
    seed: int
    case: Hypothesis
    growth: Growth
    where: Segments | None
    apart: Contrast | None
    profile: Profile | None
    groups: pd.DataFrame | None
    reach: list[Estimate]
    frequency: Frequency
    labels: int
    cut: Cut | None
    signs: pd.DataFrame
    unseen: dict[str, str]


def window(db: Database, detector: str, since: str, until: str) -> tuple[datetime, datetime]:
    """Return the window asked for; by default the detector's own lookback up to the last full day."""
    end = moment(until, "until") if until else datetime.combine(last_full_day(db), time()) + timedelta(days=1)
    return moment(since, "since") if since else end - library.get(detector).lookback, end


def read_labels(file: str) -> pd.DataFrame | None:
    """Return a label sheet, CSV or Parquet with entity_id and value, as text; None where none is named."""
    if not file:
        return None
    if not Path(file).is_file():
        raise NoDataError(f"There are no labels at {display_text(file)}.")
    reader = "parquet" if file.endswith(".parquet") else "csv"
    return engine.frame(engine.memory(), sql_text(f"publish/labels_{reader}.sql"), {"file": file})


def investigate(subject: Subject, case: Hypothesis, labels: str = "", seed: int = 1) -> Investigation:
    """Ask everything; `case` holds the rivals' predictions, written down before and answered here.

    Raises NoDataError where the detector itself cannot look.
    """
    unseen: dict[str, str] = {}
    day = (subject.until - timedelta(microseconds=1)).date()
    found, sheet = subject.findings, read_labels(labels)
    some = len(found) > 0
    judged = _labels(subject, sheet)
    reach = subject.reach() if some else []
    return Investigation(
        subject=subject,
        day=day,
        seed=seed,
        case=case.run() if some else case,
        growth=growth(subject, day),
        where=_tried("where", unseen, lambda: _where(subject)) if some else None,
        apart=_tried("what sets the accounts apart", unseen, lambda: _apart(subject)) if some else None,
        profile=_tried("what they do", unseen, partial(_profile, subject, seed)) if some else None,
        groups=found.groups() if some and subject.detector.file.tie_query else None,
        reach=reach,
        frequency=_frequency(subject, judged, reach),
        labels=len(judged),
        cut=_cut(subject, judged) if some else None,
        signs=_signs(subject, unseen) if some else pd.DataFrame(),
        unseen=unseen,
    )


def scored(subject: Subject) -> pd.DataFrame:
    """Return what a reviewer would judge, entity_id and score: the findings, or who acted behind them."""
    if subject.detector.header["entity"] in _OF:
        held = pd.DataFrame(subject.findings)[["entity_id", "score"]].groupby("entity_id").max()
        return held.clip(lower=0).reset_index()
    return pd.DataFrame({"entity_id": subject.accounts, "score": 1.0})


def _tried(what: str, unseen: dict[str, str], ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (NoDataError, DataError) as error:
        unseen[what] = str(error)
        return None


def _where(subject: Subject) -> Segments:
    leaves = subject.leaves()
    if leaves.empty:
        raise NoDataError("every row has the same market, language, surface and app, or none is given")
    return segments(leaves)


def _apart(subject: Subject) -> Contrast:
    if not subject.accounts:
        raise NoDataError("no account acts in the rows behind these findings")
    fixed = {"market": subject.market, "surface": subject.surface}  # a limit sets nobody apart
    attributes = [name for name in ATTRIBUTES if not fixed.get(name)]
    return contrast(subject.db, subject.accounts, subject.since, subject.until, attributes=attributes)


def _profile(subject: Subject, seed: int) -> Profile:
    if not subject.accounts:
        raise NoDataError("no account acts in the rows behind these findings")
    return profile(subject.db, subject.accounts, since=subject.since, until=subject.until, seed=seed)


def _labels(subject: Subject, sheet: pd.DataFrame | None) -> pd.DataFrame:
    """Return the labels that speak of what would be judged here: the sheet, else the table of labels."""
    entity = subject.detector.header["entity"]
    kind = entity if entity in _OF else "account"
    if sheet is None:
        asked = {"entity_type": kind, "abuse_type": subject.detector.header["abuse_type"]}
        return subject.db.frame(sql_text("publish/labels.sql"), asked)
    if "entity_type" in sheet:
        sheet = sheet[sheet["entity_type"] == kind]
    return sheet[sheet["value"].notna()]


def _frequency(subject: Subject, labels: pd.DataFrame, reach: list[Estimate]) -> Frequency:
    of = _OF.get(subject.detector.header["entity"], "accounts")
    of = "items" if of == "views" and not subject.db.coverage["exposure_daily"].rows else of
    where: dict[str, Any] = {"since": subject.since, "until": subject.until}
    where |= {k: v for k, v in (("market", subject.market), ("surface", subject.surface)) if v}
    estimates = tuple(_estimated(subject, labels, of, where))
    if any(one.estimate is not None for one in estimates):
        return Frequency(of, estimates)
    return replace(_planned(subject, of, where, reach), estimates=estimates)


def _estimated(subject: Subject, labels: pd.DataFrame, of: Any, where: dict[str, Any]) -> Iterator[Estimate]:
    """Yield the prevalence by each draw, the one that speaks for most first.

    Labels without chances of inclusion speak for themselves only.
    """
    if not {"sample_id", "inclusion_prob"} <= set(labels):
        return
    drawn = labels[labels["inclusion_prob"].notna() & labels["sample_id"].notna()]
    draws = list(drawn.groupby(drawn["sample_id"].str.partition("/")[0]))
    draws.sort(key=lambda draw: -(1 / draw[1]["inclusion_prob"].astype(float)).sum())
    for name, sheet in draws:
        try:
            made = prevalence.prevalence(subject.db, sheet, of=of, **where)
        except NoDataError:
            continue
        kind = subject.detector.header["abuse_type"].replace("_", " ")
        yield replace(made, of=f"share of {of} with {kind}, by the draw {name}")


def _planned(subject: Subject, of: Any, where: dict[str, Any], reach: list[Estimate]) -> Frequency:
    told = {estimate.of: estimate.estimate for estimate in reach}
    guess = told.get("views of anything" if of == "views" else "accounts that acted so")
    if not guess:
        return Frequency(of, why_not="nothing was found that a share could be guessed from")
    guess = min(guess, _MOST_LIKELY)
    try:
        plan = planning.plan(
            subject.db, of=of, prevalence=guess, within=WITHIN, score=scored(subject), **where
        )
    except (NoDataError, ParameterError) as error:
        return Frequency(of, guess=guess, why_not=str(error))
    return Frequency(of, plan=plan[plan["labels"] >= LEAST_JUDGED], guess=guess)


def _cut(subject: Subject, labels: pd.DataFrame) -> Cut | None:
    if not len(labels) or not labels["entity_id"].isin(subject.findings["entity_id"]).any():
        return None
    found = pd.DataFrame(subject.findings).sort_values("score", ascending=False)
    return calibrate.calibrate(found.drop_duplicates("entity_id"), labels, precision=PRECISION)


def _signs(subject: Subject, unseen: dict[str, str]) -> pd.DataFrame:
    """Ask the detectors named under `next:` about the same accounts; one row each that could look.

    Columns: detector, title, found (accounts), shared, expected (by chance, if the two were independent), p.
    """
    named = re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", subject.detector.header.get("next", ""))
    chosen = [
        name for name in dict.fromkeys(named) if name in library.names() and name != subject.detector.name
    ]
    rows = [_tried(name, unseen, partial(_sign, subject, name)) for name in chosen]
    return pd.DataFrame([row for row in rows if row])


def _sign(subject: Subject, name: str) -> dict[str, Any]:
    other = Subject(subject.db, library.get(name), subject.since, subject.until)
    other.detector.coverage(subject.db, subject.since, subject.until).require(name)
    mine, theirs = set(subject.accounts), set(other.accounts)
    active = {"since": subject.since, "until": subject.until}
    ((everybody,),) = subject.db.rows(sql_text("publish/active.sql"), active)
    shared, everybody = len(mine & theirs), max(everybody, len(mine | theirs))
    return {
        "detector": name,
        "title": other.detector.title,
        "found": len(theirs),
        "shared": shared,
        "of": len(mine),
        "expected": len(mine) * len(theirs) / everybody,
        "p": float(stats.hypergeom.sf(shared - 1, everybody, len(theirs), len(mine))),
    }
