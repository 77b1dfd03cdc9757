"""The card that a profile shows of itself: who is compared, what stands out, what weakens it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.profiles.differences import LEAST
from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.assess.profiles.profile import Profile

SHOWN: Final = 12
OF_A_KIND: Final = 3
_LINE: Final = 400
_STANDS_OUT: Final = "stands out"
_CERTAIN: Final = 0.001


def verdict(made: "Profile") -> str:
    """Return what was found, in one sentence."""
    known = int(made.table["estimate"].notna().sum())
    if not known:
        return (
            f"insufficient data: {made.cohort.matched:,} found accounts with controls, {2 * LEAST} are needed"
        )
    told = len(_told(made.table))
    words = len(_told(made.tokens))
    said = f"{told} of {known} features" if told else f"none of {known} features"
    stand = "stands out" if told == 1 else "stand out"
    used = f", and {words} of {len(made.tokens)} things used" if len(made.tokens) else ""
    return f"{said} {stand}{used}"


def lines(made: "Profile") -> Iterator[str]:
    """Yield the card as text."""
    yield verdict(made)
    yield compared(made)
    for row in (*_features(made), *_tokens(made)):
        yield f"{row['what']}; {row['found']} against {row['controls']}; {row['effect']}, {row['q']}"
    yield from (f"{row['question']}: {row['answer']}" for row in _together(made))
    yield f"balance after matching: {_balance(made)}"
    yield from (display_text(note, _LINE) for note in made.warnings)


def html(made: "Profile") -> str:
    """Return the card as escaped HTML."""
    return template("trendkit.assess", "profile.html").render(
        verdict=verdict(made),
        compared=compared(made),
        features=_features(made),
        tokens=_tokens(made),
        together=_together(made),
        balance=_balance(made),
        warnings=made.warnings,
    )


def compared(made: "Profile") -> str:
    """Return who is compared with whom, in which window, and how."""
    held = made.cohort
    half = held.half(1)["found"]
    who = f"{held.matched:,} of {held.asked:,} found accounts ({held.acted:,} acted)"
    alike = ", ".join((*held.strata, *held.covariates))
    how = "given" if held.controls and not held.each else f"alike in {alike}"
    window = f"{made.since:%Y-%m-%d %H:%M} to {made.until:%Y-%m-%d %H:%M} UTC"
    sizes = f"{half.sum():,} found and {(~half).sum():,} controls"
    return (
        f"{who} beside {held.controls:,} controls {how}, {window}; found on one half, figures of the other: "
        f"{sizes}, {made.n_tests:,} differences tested"
    )


def _told(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["status"] == _STANDS_OUT]


def _features(made: "Profile") -> list[dict[str, str]]:
    return [_feature(row) for row in _told(made.table).head(SHOWN).to_dict("records")]


def _feature(row: dict[Any, Any]) -> dict[str, str]:
    middle = "mean" if row["found_median"] == row["controls_median"] else "median"
    return {
        "what": f"{row['meaning']} ({row['feature']}): {'higher' if row['estimate'] > 0 else 'lower'}",
        "found": f"{middle} {_number(row[f'found_{middle}'])} ({row['found_known']:,} accounts)",
        "controls": f"{_number(row[f'controls_{middle}'])} ({row['controls_known']:,})",
        "effect": f"Cliff's delta {row['estimate']:.2f}, {row['low']:.2f} to {row['high']:.2f}",
        "q": _chance(row["q"]),
    }


def _tokens(made: "Profile") -> list[dict[str, str]]:
    """Put what is used more first: who does much of one thing does less of all others."""
    told = _told(made.tokens)
    told = told.assign(less=told["estimate"] < 0).sort_values("less", kind="stable")
    told = told.groupby("kind", sort=False).head(OF_A_KIND)
    return [_token(row) for row in told.head(SHOWN).to_dict("records")]


def _token(row: dict[Any, Any]) -> dict[str, str]:
    more = "more" if row["estimate"] > 0 else "less"
    return {
        "what": f"{row['kind']} {display_text(row['token'], 60)}: used {more}",
        "found": f"{row['found_share']:.1%} of uses ({row['found']:,} of {row['found_of']:,} accounts)",
        "controls": f"{row['controls_share']:.1%} ({row['controls']:,} of {row['controls_of']:,})",
        "effect": f"log odds {row['estimate']:.2f}, {row['low']:.2f} to {row['high']:.2f}",
        "q": _chance(row["q"]),
    }


def _together(made: "Profile") -> list[dict[str, str]]:
    return [
        {"question": row["question"], "answer": _answer(row), "method": row["method"]}
        for row in made.together.to_dict("records")
    ]


def _answer(row: dict[Any, Any]) -> str:
    if pd.isna(row["estimate"]):
        return str(row["warnings"])
    doubt = f"; {row['warnings']}" if row["warnings"] else ""
    span = f"{_number(row['low'])} to {_number(row['high'])}"
    return f"{_number(row['estimate'])} ({span}, {_chance(row['p'], 'p')}){doubt}"


def _balance(made: "Profile") -> str:
    if not made.cohort.controls:
        return "nobody to compare with"
    parts = [
        f"{row['covariate']} {row['estimate']:+.2f} (before {row['before']:+.2f})"
        for row in made.balance.to_dict("records")
    ]
    return ", ".join(parts) + " standard deviations" if parts else "not matched"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"  # noqa: PLR2004 - three digits are enough


def _chance(value: float, name: str = "q") -> str:
    return f"{name} under {_CERTAIN}" if value < _CERTAIN else f"{name} = {value:.2g}"
