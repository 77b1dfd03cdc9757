"""A hypothesis held against data: rivals, predictions frozen before the run, a verdict after it.

Likelihoods are judgements and stated as such; what is guarded here is that they, the question and the rule
cannot move once the data have been looked at.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from trendkit.casework import asking, hypothesis_card, prediction, verdict, weighing, writing
from trendkit.casework.casefile import CaseFile
from trendkit.casework.prediction import Ask, Prediction
from trendkit.casework.state import State
from trendkit.casework.verdict import Verdict
from trendkit.detect.detector import database
from trendkit.detect.values import moment
from trendkit.engine import duckdb as engine
from trendkit.errors import NoDataError, ParameterError
from trendkit.inert import display_text
from trendkit.tables.database import Database


class Hypothesis:
    """A claim, its rivals and the evidence; shows itself as a card.

    Made by `hypothesis(…)`. Everything in it is in `entries`, which only grow.
    """

    def __init__(self, file: CaseFile, db: Database | None = None) -> None:
        self._file = file
        self._asks: dict[str, Ask] = {}
        self.db = db

    @property
    def path(self) -> Path | None:
        """The file that keeps the case, None where memory does."""
        return self._file.path

    @property
    def state(self) -> State:
        """What the entries so far amount to."""
        return State(self._file.entries)

    def predict(  # noqa: PLR0913 - every one is a line of the record
        self,
        name: str,
        *,
        rule: str,
        likelihood: Mapping[str, float],
        sql: str | None = None,
        ask: Ask | None = None,
        params: Mapping[str, Any] | None = None,
        since: object = None,
        until: object = None,
        group: str | None = None,
        grade: str = "A1",
        least: int = 1,
    ) -> Prediction:
        """Write down what the data should show, before they are asked.

        `sql` is one SELECT over the contract's tables that gives one row with `value`, and perhaps low,
        high, n and p; `$since`, `$until` and `params` are bound. Instead, `ask` is a detector (value =
        findings) or a function of (db, since, until, **params) that returns a number or an Estimate. `rule`
        compares those with numbers; `likelihood` is each rival's chance that it comes true. Predictions that
        lean on the same thing belong in one `group`; else they count as independent. `least` is the smallest
        n that tells anything; `grade` the source's (B2). A prediction that has been answered cannot be
        changed; one written after the case has looked at its window is exploratory: shown, but it moves
        nothing.
        """
        made = prediction.written(
            name,
            rule=rule,
            likelihood=likelihood,
            rivals=self.state.priors,
            window=self._window(since, until),
            group=group,
            grade=grade,
            least=least,
            sql=sql,
            ask=ask,
            params=dict(params or {}),
        )
        if sql is not None:
            asking.bind(self._data(), made)
        self._file.add(lambda entries: writing.written_down(State(entries), made))
        if ask is not None:
            self._asks[made.frozen] = ask
        return made

    def run(self) -> "Hypothesis":
        """Ask every prediction of the data at hand and record the answers; the same data are asked once."""
        db, state = self._data(), self.state
        due = [p for p in state.predictions.values() if not writing.recorded(state, p, db)]
        answers = [(p, asking.answer(db, p, self._ask(p))) for p in due]
        self._file.add(
            lambda entries: writing.new(State(entries), [writing.evidence(p, a, db) for p, a in answers])
        )
        return self

    @property
    def verdict(self) -> Verdict:
        """How sure the evidence makes us of what is claimed."""
        return verdict.verdict(self.state)

    @property
    def posterior(self) -> pd.DataFrame:
        """One row per rival: word, prior, posterior, its range over priors, likelihood ratio, warnings."""
        return verdict.table(self.state)

    @property
    def sensitivity(self) -> pd.DataFrame:
        """The posterior of every rival under priors of 1 % to 50 %."""
        return verdict.sensitivity(self.state)

    @property
    def evidence(self) -> pd.DataFrame:
        """Every answer: how it stands, the rule, the outcome, a ratio to each rival, where it came from."""
        state = self.state
        return pd.DataFrame([verdict.told(state, piece) for piece in state.evidence])

    def __repr__(self) -> str:
        return "\n".join(hypothesis_card.lines(self))

    def _repr_html_(self) -> str:
        return hypothesis_card.html(self)

    def _data(self) -> Database:
        if self.db is None:
            raise NoDataError("This case was opened to read; give hypothesis(…) a database to ask.")
        return self.db

    def _ask(self, made: Prediction) -> Ask | None:
        if made.call is None:
            return None
        if made.frozen not in self._asks:
            name = display_text(made.name)
            raise ParameterError(
                f"{name!r} calls {made.call.split()[1]}: predict() it again in this session."
            )
        return self._asks[made.frozen]

    def _window(self, since: object, until: object) -> tuple[datetime, datetime]:
        stored = self.state.entries[0]
        return (
            moment(stored["since"] if since is None else since, "since"),
            moment(stored["until"] if until is None else until, "until"),
        )


def hypothesis(
    statement: str,
    db: "Database | engine.Connection",
    *,
    since: object = None,
    until: object = None,
    rivals: Mapping[str, float] | None = None,
    path: str | Path | None = None,
) -> Hypothesis:
    """Open a case on a claim: `rivals` are the explanations with their priors, the claimed one first.

    With `path` the case is kept in that JSON file, and taken up again where the file exists; a claim, window
    or prior that differs from what it says is refused. The window defaults to the span of the data. What
    was looked at outside this case nobody records: write predictions down before you look.
    """
    base = database(db)
    file = CaseFile(None if path is None else Path(path))
    claim = {"statement": statement, "rivals": rivals, "since": since, "until": until}
    file.add(lambda entries: writing.opened(entries, claim, base))
    return Hypothesis(file, base)


def read(path: str | Path) -> Hypothesis:
    """Return the case in a file, to look at."""
    if not Path(path).exists():
        raise NoDataError(f"There is no case at {path}.")
    case = Hypothesis(CaseFile(Path(path)))
    _ = case.state.evidence  # a file that was changed is refused here, not when it is shown
    return case


def docket(cases: Iterable[Hypothesis] | str | Path, rate: float = weighing.RATE) -> pd.DataFrame:
    """Return the open hypotheses side by side, `cases` being those or a folder of their files.

    `passes` says which hold up together by e-BH: at most `rate` of those that pass are expected to be false,
    counting all that are open, if their likelihoods are right.
    """
    held = sorted(Path(cases).glob("*.json")) if isinstance(cases, str | Path) else list(cases)
    opened = [read(case) if isinstance(case, Path) else case for case in held]
    verdicts = [case.verdict for case in opened]
    passing = weighing.passes([found.ratio for found in verdicts], rate)
    return pd.DataFrame(
        {"hypothesis": case.state.statement} | found.row() | {"e_value": found.ratio, "passes": passed}
        | {"rate": rate, "n_tests": len(opened)}
        for case, found, passed in zip(opened, verdicts, passing, strict=True)
    )  # fmt: skip
