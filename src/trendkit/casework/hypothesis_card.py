"""The card that a hypothesis shows of itself: the verdict, the odds and the evidence, never mixed up."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trendkit.casework import verdict, weighing
from trendkit.casework.prediction import WINDOW
from trendkit.casework.state import State
from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.casework.hypothesis import Hypothesis

_SHORT: Final = 12
_MINUTE: Final = len("2026-11-14T10:00")
_LEAST: Final = 0.001
_NAME: Final = 60
_PROSE: Final = 400


def html(case: "Hypothesis") -> str:
    """Return the case as escaped HTML."""
    state = case.state
    return template("trendkit.casework", "hypothesis.html").render(
        said=_said(state, case.path),
        doubts=_doubts(state),
        rivals=_rivals(state),
        pieces=_pieces(state),
        strip=_strip(state),
    )


def lines(case: "Hypothesis") -> Iterable[str]:
    """Yield the same as text."""
    state = case.state
    yield from _said(state, case.path)
    for row in _rivals(state):
        yield (
            f"  {row['of']}: prior {row['prior']}, posterior {row['posterior']} ({row['span']}), "
            f"ratio {row['ratio']}"
        )
    for row in _pieces(state):
        yield (
            f"  [{row['standing']}] {row['prediction']}: {row['rule']} {row['outcome']} ({row['answer']}); "
            f"{row['ratios']}; group {row['group']}, {row['origin']}"
        )
    yield from (f"  ! {doubt}" for doubt in _doubts(state))


def _said(state: State, path: Path | None) -> list[str]:
    found = verdict.verdict(state)
    since, until = (_moment(state.entries[0][name]) for name in WINDOW)
    kept = f"kept in {display_text(path, _PROSE)}" if path else "kept in memory only"
    return [
        f"{display_text(state.statement, _PROSE)}: {found.word}",
        f"P({display_text(found.of, _NAME)} | evidence) = {_share(found.posterior)} from a prior of "
        f"{_share(found.prior)}; {_share(found.low)} to {_share(found.high)} over priors of "
        f"{_share(weighing.PRIORS[0])} to {_share(weighing.PRIORS[-1])}.",
        f"Apart from any prior, the evidence fits it {_times(found.ratio)} as well as the best rival; "
        f"predictions that count: {found.n}; independent groups that favour it: {found.layers}; "
        f"exploratory answers: {found.exploratory}; could not look: {found.could_not}.",
        f"{since} to {until} UTC, {kept}.",
    ]


def _doubts(state: State) -> list[str]:
    return [display_text(doubt, _PROSE) for doubt in verdict.verdict(state).warnings]


def _rivals(state: State) -> list[dict[str, str]]:
    found = [verdict.on(state, rival) for rival in state.priors]
    return [
        {
            "of": display_text(row.of, _NAME),
            "prior": _share(row.prior),
            "posterior": _share(row.posterior),
            "span": f"{_share(row.low)} to {_share(row.high)}",
            "ratio": _times(row.ratio),
            "word": row.word,
        }
        for row in found
    ]


def _strip(state: State) -> dict[str, str]:
    held = weighing.strip(state.priors, state.weighed, state.lead)
    return {_share(prior): _share(chance) for prior, chance in held.items()}


def _pieces(state: State) -> list[dict[str, str]]:
    return [_piece(verdict.told(state, piece)) for piece in state.evidence]


def _piece(row: dict[str, Any]) -> dict[str, str]:
    ratios = (f"{_times(v)} {display_text(k[3:], _NAME)}" for k, v in row.items() if k.startswith("lr_"))
    return {
        "standing": row["standing"],
        "prediction": display_text(row["prediction"]),
        "rule": display_text(row["rule"]),
        "outcome": row["outcome"],
        "answer": _answer(row),
        "ratios": ", ".join(ratios),
        "group": display_text(row["group"], _NAME),
        "origin": (
            f"query {row['query'][:_SHORT]}, data {display_text(row['data'], _SHORT)} as of "
            f"{_moment(row['as_of']) or 'unknown'}"
        ),
    }


def _answer(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return display_text(row["why"], _PROSE)
    span = "" if row["low"] is None or row["high"] is None else f" ({row['low']:.3g} to {row['high']:.3g})"
    count = "n not given" if row["n"] is None else f"n = {row['n']:,.0f}"
    return f"value {row['value']:.3g}{span}, {count}"


def _moment(iso: str) -> str:
    return iso[:_MINUTE].replace("T", " ")


def _share(chance: float) -> str:
    if chance < _LEAST:
        return f"under {100 * _LEAST:g} %"
    return f"over {100 - 100 * _LEAST:g} %" if chance > 1 - _LEAST else f"{100 * chance:.3g} %"


def _times(ratio: float) -> str:
    return f"×{ratio:,.0f}" if ratio >= weighing.CAP else f"×{ratio:.2g}"
