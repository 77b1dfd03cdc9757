"""Did the fix hold: what a measure changed, what moved elsewhere, whether it comes back, who offends again.

Every question is put the same way to every measure, over windows fixed beforehand, and what could not be
answered says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.effects import actors, followup_card, relapse
from trendkit.assess.effects import mitigation as measures
from trendkit.assess.effects.effect import ACTS, WAVE, Answer, Counted
from trendkit.assess.effects.reoffence import Reoffence, reoffence
from trendkit.assess.estimate import LEVEL, Estimate, insufficient
from trendkit.assess.trends.daily import daily, last_full_day
from trendkit.assess.trends.trend import Trends
from trendkit.detect import library
from trendkit.detect.detector import Detector, database
from trendkit.progress import Progress, silent

if TYPE_CHECKING:
    from trendkit.assess.effects.mitigation import Mitigation
    from trendkit.tables.database import Database

BEFORE_DAYS: Final = 84
AFTER_DAYS: Final = 28
_COUNTED: Final = ("acts", "events", "views")


@dataclass(frozen=True, repr=False)
class Followup:
    """What is known of one measure.

    `answers` by question: effect, other markets, displacement, relapse, actors, re-offence. `counterfactual`:
    day, observed, expected (had nothing been done), lo, hi, after. `weeks`: gap of treated markets to others.
    `watch`: the days since, with evidence and alarms.
    """

    mitigation: "Mitigation"
    answers: tuple[Answer, ...]
    counterfactual: pd.DataFrame = field(repr=False)
    weeks: pd.DataFrame = field(repr=False)
    watch: pd.DataFrame = field(repr=False)
    enforced: Reoffence | None = None

    @property
    def table(self) -> pd.DataFrame:
        """One row per answer: question, of, estimate, low, high, level, n, method, p, warnings …."""
        tests = len(self.answers)
        rows = [replace(a, estimate=replace(a.estimate, n_tests=tests)).row() for a in self.answers]
        return pd.DataFrame(rows)

    @property
    def effect(self) -> Estimate:
        """The answer fixed beforehand: the relative change in acts since the launch."""
        return next(a.estimate for a in self.answers if a.estimate.of == ACTS)

    @property
    def _against_wave(self) -> Estimate | None:
        return next((a.estimate for a in self.answers if a.estimate.of == f"{ACTS}, {WAVE}"), None)

    @property
    def relapsed(self) -> pd.Timestamp | None:
        """The first day of a relapse alarm."""
        days = self.watch.loc[self.watch["alarm"] != "", "day"]
        return pd.Timestamp(days.iloc[0]) if len(days) else None

    @property
    def verdict(self) -> str:
        """What became of the measure, in one sentence."""
        return followup_card.verdict(self.effect, self._against_wave, self.relapsed)

    def __repr__(self) -> str:
        return followup_card.text(self.mitigation.name, self.verdict, self.answers)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return followup_card.html(self.mitigation.name, self.verdict, self.answers)


def followup(
    source: Any,
    mitigation: Any,
    *,
    others: Iterable[Detector] = (),
    before_days: int = BEFORE_DAYS,
    after_days: int = AFTER_DAYS,
    ramp: bool = False,
    exposure: bool = False,
    level: float = LEVEL,
    progress: Progress = silent,
) -> Followup:
    """Say whether a measure held: how much it changed, what moved, whether it is back, who offends again.

    `source` is a database or `Trends`, which know counts but no actors. `mitigation` is the id of a row of
    `mitigations`, or a mapping such as {"launched_at": …, "detector": …, "market": …, "surface": …}. Windows
    are `before_days` and `after_days` around the launch, fixed before looking. `others` are detectors that
    might find what moved to other abuse; `ramp` lets the effect grow week by week; `exposure` expects acts to
    follow the traffic of their segments. Days are UTC; the day of a launch after midnight counts for neither
    side.
    """
    db = None if isinstance(source, Trends) else database(source)
    aim = measures.read(mitigation, db)
    counts = _counts(source, db, aim, others, before_days, progress)
    series, end = _series(counts, aim), aim.first_day + timedelta(days=after_days)
    told = Counted(counts[counts["day"] < end], series[series["day"] < end], aim, level)
    fitted, effect = told.effect(ramp=ramp, exposure=exposure)
    compared, watched = told.compared(), relapse.watch(series, aim.first_day)
    alarm = Answer("relapse", watched.estimate)
    people, enforced = _people(db, aim, level)
    other = Answer("other markets", compared.estimate, compared.p, compared.least_p)
    answers = (*effect, other, *told.displaced(), alarm, *people)
    return Followup(aim, answers, fitted, compared.weeks, watched.frame, enforced)


def _counts(
    source: Any,
    db: "Database | None",
    aim: "Mitigation",
    others: Iterable[Detector],
    before_days: int,
    progress: Progress,
) -> pd.DataFrame:
    """Return daily counts before the measure and while it is in force, without the days between."""
    since = aim.launched.floor("D") - timedelta(days=before_days)
    until = pd.Timestamp(source.day if db is None else last_full_day(db)) + timedelta(days=1)
    until = until if aim.ended is None else min(until, aim.ended.floor("D"))
    chosen = [*map(library.get, aim.detectors), *(d for d in others if d.name not in aim.detectors)]
    given: Any = (
        source.counts
        if db is None
        else daily(db, chosen, since.to_pydatetime(), until.to_pydatetime(), progress)
    )
    counts: pd.DataFrame = given.assign(day=pd.to_datetime(given["day"]))
    inside = (counts["day"] >= since) & (counts["day"] < until)
    mixed = (counts["day"] >= aim.launched.floor("D")) & (counts["day"] < aim.first_day)
    return counts[inside & ~mixed]


def _series(counts: pd.DataFrame, aim: "Mitigation") -> pd.DataFrame:
    """Return day, acts, events, views of all treated segments; a day nobody counted is missing, not zero."""
    kin = counts[aim.aimed(counts)]
    days = kin["day"].drop_duplicates().sort_values()
    summed = kin[aim.here(kin)].groupby("day")[list(_COUNTED)].sum(min_count=1)
    series: pd.DataFrame = summed.reindex(pd.Index(days, name="day"))
    series["acts"] = series["acts"].fillna(0).astype(float)
    return series.reset_index()


def _people(db: "Database | None", aim: "Mitigation", level: float) -> tuple[list[Answer], Reoffence | None]:
    """Return what became of the actors and of those enforced on."""
    if db is None:
        why = "trends hold counts only; give the database"
        names = {"actors": "actors active elsewhere", "re-offence": "accounts without a new violation"}
        return [Answer(question, insufficient(of, why)) for question, of in names.items()], None
    until = db.span[1] if aim.ended is None else min(db.span[1], aim.ended.to_pydatetime())
    since = aim.launched.to_pydatetime()
    if since >= until:
        return [Answer("actors", insufficient("actors active elsewhere", "no day since the launch"))], None
    moved = actors.elsewhere(db, aim, until, level=level)
    return _reoffending(db, aim, (since, until), moved, level)


def _reoffending(
    db: "Database",
    aim: "Mitigation",
    span: tuple[datetime, datetime],
    moved: tuple[Estimate, ...],
    level: float,
) -> tuple[list[Answer], Reoffence]:
    again = reoffence(db, aim.detectors, *span, mitigation_id=aim.mitigation_id, level=level)
    told = [Answer("re-offence", estimate, again.p) for estimate in again.answers()]
    return [*(Answer("actors", estimate) for estimate in moved), *told], again
