"""The card a follow-up shows of itself: a verdict, then every answer with its interval and its doubts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.assess.effects.effect import Answer
    from trendkit.assess.estimate import Estimate

_TEXT: Final = 400


def verdict(effect: "Estimate", against_wave: "Estimate | None", relapsed: pd.Timestamp | None) -> str:
    """Say whether acts fell, rose or stayed within chance, and whether they are coming back."""
    wave = f"; against the wave before it {_moved(against_wave)}" if against_wave else ""
    back = f"; relapse alarm on {relapsed:%Y-%m-%d}" if relapsed is not None else ""
    return f"{_moved(effect)}{wave}{back}"


def _moved(effect: "Estimate") -> str:
    if effect.estimate is None or effect.low is None or effect.high is None:
        return f"could not tell whether acts changed: {'; '.join(effect.warnings)}"
    if effect.low <= 0 <= effect.high:
        return f"no change beyond chance, {effect.text}"
    return f"acts {'fell' if effect.high < 0 else 'rose'}, {effect.text}"


def text(name: str, said: str, answers: "Sequence[Answer]") -> str:
    """Return the card as lines: each answer, each doubt where it first arises, the methods at the end."""
    told, seen = [display_text(name, _TEXT), display_text(said, _TEXT)], set[str]()
    for answer in answers:
        estimate = answer.estimate
        n = f"{estimate.level:.0%} interval, n = {estimate.n:,}"
        told.append(
            f"  {answer.question:<13} {display_text(estimate.of)}: {estimate.text}, {n}{_chance(answer)}"
        )
        told += [f"{'':<16}{display_text(doubt, _TEXT)}" for doubt in estimate.warnings if doubt not in seen]
        seen.update(estimate.warnings)
    methods = dict.fromkeys(answer.estimate.method for answer in answers if answer.estimate.method)
    return "\n".join((*told, f"  methods: {display_text('; '.join(methods), 1000)}"))


def html(name: str, said: str, answers: "Sequence[Answer]") -> str:
    """Return the card as escaped HTML."""
    rows = [
        {
            "question": a.question,
            "estimate": a.estimate,
            "chance": _chance(a).strip(", "),
            "level": a.estimate.level,
        }
        for a in answers
    ]
    return template("trendkit.assess", "followup.html").render(name=name, verdict=said, rows=rows)


def _chance(answer: "Answer") -> str:
    least = f" (least possible {answer.least_p:.2g})" if answer.least_p is not None else ""
    return "" if answer.p is None else f", p = {answer.p:.2g}{least}"
