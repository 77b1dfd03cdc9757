"""The verdict on a hypothesis: a posterior over priors, a word tied to it, and what stands against it."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from trendkit.casework import weighing
from trendkit.casework.prediction import FIELDS
from trendkit.casework.state import OUTCOMES, Evidence, State
from trendkit.casework.wording import lint
from trendkit.inert import display_text

METHOD: Final = (
    "Bayes' rule over the rivals; likelihood ratios as frozen before the run, capped at "
    f"{weighing.CAP:g}, mean of logs within a group, product across groups"
)


@dataclass(frozen=True)
class Verdict:
    """How sure the evidence makes us of one explanation.

    `posterior` at the stated prior, `low` and `high` over priors of 1 % to 50 %. `ratio` is apart from it:
    how many times better the evidence fits than under the best rival, whatever the prior; an e-value.
    `layers` are the independent groups of evidence that favour it, `n` the predictions that count.
    """

    of: str
    word: str
    prior: float
    posterior: float
    low: float
    high: float
    ratio: float
    layers: int
    n: int
    exploratory: int
    could_not: int
    method: str = METHOD
    warnings: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """Return the fields by name, warnings joined by "; "."""
        return asdict(self) | {"warnings": "; ".join(self.warnings)}


def verdict(state: State) -> Verdict:
    """Return the verdict on what is claimed."""
    return on(state, state.lead)


def on(state: State, rival: str) -> Verdict:
    """Return the verdict on one of the rivals."""
    evidence = state.weighed
    chance = weighing.posterior(state.priors, evidence)[rival]
    strip = weighing.strip(state.priors, evidence, rival).values()
    stood = Counter(piece.standing for piece in state.evidence)
    said, doubts = _word(state, rival, chance)
    return Verdict(
        of=rival,
        word=said,
        prior=state.priors[rival],
        posterior=chance,
        low=min(strip),
        high=max(strip),
        ratio=weighing.ratio(state.priors, evidence, rival),
        layers=weighing.layers(state.priors, evidence, rival),
        n=stood["counts"],
        exploratory=stood["exploratory"],
        could_not=stood["could not look"],
        warnings=(*doubts, *_warnings(state)),
    )


def table(state: State) -> pd.DataFrame:
    """Return one row per rival."""
    return pd.DataFrame([on(state, rival).row() for rival in state.priors])


def sensitivity(state: State) -> pd.DataFrame:
    """Return the posterior of every rival under each prior of its own: rivals x priors."""
    held = {rival: weighing.strip(state.priors, state.weighed, rival) for rival in state.priors}
    return pd.DataFrame(held).T.rename_axis("rival")


def told(state: State, piece: Evidence) -> dict[str, Any]:
    """Return a piece of evidence as a row: `lr_<rival>` is how much better the claim explains it."""
    entry, made = piece.entry, piece.prediction
    claimed = entry["log10"][state.lead]
    return {
        "standing": piece.standing,
        "prediction": made.name,
        "rule": made.rule,
        "outcome": OUTCOMES[entry["outcome"]],
        **{field: entry[field] for field in (*FIELDS, "why")},
        **{
            f"lr_{rival}": 10 ** (claimed - held)
            for rival, held in entry["log10"].items()
            if rival != state.lead
        },
        "group": made.group,
        "grade": made.grade,
        **{field: entry[field] for field in ("query", "frozen", "data", "source", "as_of", "observed_at")},
    }


def _word(state: State, rival: str, chance: float) -> tuple[str, tuple[str, ...]]:
    """Return the word of a posterior, and why it is no stronger."""
    if not state.counted:
        return ("could not look" if state.evidence else "not tested"), ("no evidence counts yet",)
    said = weighing.word(chance)
    missing = _missing(state, rival) if said == "supported" else ()
    return ("likely" if missing else said), missing


def _missing(state: State, rival: str) -> tuple[str, ...]:
    found = weighing.layers(state.priors, state.weighed, rival)
    few = f"not called supported: independent groups that favour it are {found}, not {weighing.LAYERS}"
    lenient = "not called supported: no prediction was one that a rival expects more than it does"
    return tuple(
        why for why, holds in ((few, found < weighing.LAYERS), (lenient, not _tested(state, rival))) if holds
    )


def _others(state: State) -> list[str]:
    return [rival for rival in state.priors if rival != state.lead]


def _tested(state: State, rival: str) -> bool:
    """Return whether a prediction that counts could have come true for a rival rather than for this one."""
    return any(
        max(p.likelihood.values()) > p.likelihood[rival] for p in (e.prediction for e in state.counted)
    )


def _warnings(state: State) -> tuple[str, ...]:
    prose = (state.statement, *(state.predictions))
    words = (f"{display_text(text)!r}: {why}" for text in prose for why in lint(text))
    return (*words, *_span_warnings(state), *_open(state))


def _span_warnings(state: State) -> tuple[str, ...]:
    whole = [
        display_text(p.name) for p in state.predictions.values() if p.sql and "$since" not in p.sql.lower()
    ]
    return (f"looks at all the data, not from $since on: {', '.join(whole)}",) if whole else ()


def _open(state: State) -> tuple[str, ...]:
    waiting = [display_text(name) for name in state.predictions if not state.answered(name)]
    return (f"not answered yet: {', '.join(waiting)}",) if waiting else ()
