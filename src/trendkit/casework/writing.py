"""What is added to a case, and what is refused."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from trendkit.casework import weighing
from trendkit.casework.casefile import Entries, Entry
from trendkit.casework.prediction import WINDOW, Answer, Prediction
from trendkit.casework.state import State, entry_of
from trendkit.detect import values
from trendkit.errors import ParameterError
from trendkit.inert import display_text
from trendkit.tables.database import Database

RIVALS: Final = {"abuse": 0.2, "organic": 0.6, "artefact": 0.2}
"""What is claimed, and what else might explain it: people being people, or a fault of the measurement."""


def opened(entries: Entries, claim: Entry, db: Database) -> list[Entry]:
    """Return the entry that opens a case, none where it is open; refuse to open it as something else.

    `claim` holds statement, rivals, since and until, None where they are not given.
    """
    if not entries:
        return [_question(claim, db)]
    changed = [name for name, value in _given(claim).items() if value != entries[0][name]]
    if changed:
        raise ParameterError(f"The case has another {changed[0]}: give another claim a file of its own.")
    return []


def _question(claim: Entry, db: Database) -> Entry:
    known = _given({"rivals": RIVALS} | {name: value for name, value in claim.items() if value is not None})
    span = {} if known.keys() >= set(WINDOW) else dict(zip(WINDOW, db.span, strict=True))
    question = {"kind": "question", "at": _now()} | _given(span) | known
    values.window("the case", *(datetime.fromisoformat(question[name]) for name in WINDOW))
    return question


def _given(claim: Entry) -> Entry:
    """Return what is given of a claim, as an entry holds it."""
    found = {name: value for name, value in claim.items() if value is not None}
    if "rivals" in found:
        found["rivals"] = weighing.checked_priors(found["rivals"])
        found["claim"] = next(iter(found["rivals"]))
    return found | {name: values.moment(found[name], name).isoformat() for name in WINDOW if name in found}


def written_down(state: State, made: Prediction) -> list[Entry]:
    """Return the entry of a prediction, none where it stands already; refuse what would move a frozen one."""
    standing = state.predictions.get(made.name)
    if standing and standing.frozen == made.frozen:
        return []
    if standing and state.answered(made.name):
        raise ParameterError(
            f"{display_text(made.name)!r} has been answered and is frozen: give what is new a new name."
        )
    for other in state.predictions.values():
        if other.query == made.query and other.group != made.group and other.name != made.name:
            names = f"{display_text(made.name)!r} and {display_text(other.name)!r}"
            raise ParameterError(f"{names} ask the same: give both one group=.")
    return [entry_of(made, _now())]


def evidence(made: Prediction, said: Answer, db: Database) -> Entry:
    """Return the entry of an answer, with the outcome and where it came from."""
    outcome = made.judged(said)
    why = said.why or ("" if outcome is not None else f"insufficient data: n below {made.least} or missing")
    return {
        "kind": "evidence", "observed_at": _now(), "prediction": made.name, "frozen": made.frozen,
        "query": made.query, "outcome": outcome, "log10": made.log10(outcome),
        **vars(said), "why": why, **_origin(db),
    }  # fmt: skip


def _origin(db: Database) -> dict[str, str]:
    """Return which data were asked, and up to when they reach."""
    last = [held.last for held in db.coverage.values() if held.last is not None]
    return {"data": db.fingerprint, "source": db.description, "as_of": max(last).isoformat() if last else ""}


def recorded(state: State, made: Prediction, db: Database) -> bool:
    """Return whether these data have been asked this already."""
    return _same(state, {"frozen": made.frozen, **_origin(db)})


def _same(state: State, entry: Mapping[str, Any]) -> bool:
    keys = ("frozen", "data", "as_of")
    return any(all(piece.entry[key] == entry[key] for key in keys) for piece in state.evidence)


def new(state: State, made: list[Entry]) -> list[Entry]:
    """Return what nobody else has recorded meanwhile, of predictions that still stand."""
    standing = {p.frozen for p in state.predictions.values()}
    return [entry for entry in made if entry["frozen"] in standing and not _same(state, entry)]


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat()
