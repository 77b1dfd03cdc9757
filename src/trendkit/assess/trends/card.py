"""The card that trends show of themselves in a notebook."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from trendkit.assess.trends.chance import Rules
from trendkit.pages import template

SHOWN: Final = 10
SURE: Final = 0.9
"""Share of other weightings that must leave a row in the list for its place to be called sure."""

_LEAST: Final = 0.0001


def html(
    table: pd.DataFrame, day: date, rules: Rules, not_looked: Mapping[str, str], quiet: tuple[str, ...]
) -> str:
    """Return the worst rows of a ranking, and who did not look, as escaped HTML."""
    return template("trendkit.assess", "trends.html", number=_number, chance=_chance, share=_share).render(
        rows=table.head(SHOWN).to_dict("records"),
        rising=int((table["status"] == "rising").sum()),
        tested=int(table["n_tests"].max()) if len(table) else 0,
        unit=table["harm_unit"].iloc[0] if len(table) else "acts per day",
        day=f"{day:%Y-%m-%d}",
        rules=rules,
        not_looked=not_looked,
        quiet=quiet,
        order=_order(table, rules),
    )


def _order(table: pd.DataFrame, rules: Rules) -> str:
    """Say how far the top of the list hangs on the severities, "" where all of it is on the list anyway."""
    ranks = table[table["score"] > 0]
    top = ranks.head(rules.top)
    if len(ranks) <= rules.top:
        return ""
    sure = top["p_top10_reweighted"] >= SURE
    return (
        f"Were every severity off by a factor of {rules.weight_error:g} (one standard deviation, each "
        f"detector its own), {int(sure.sum())} of the first {len(top)} would stay among them in "
        f"{SURE:.0%} of cases"
    )


def _number(value: Any, digits: int = 0) -> str:
    return "n/a" if pd.isna(value) else f"{value:,.{digits}f}"


def _chance(value: Any) -> str:
    if pd.isna(value):
        return "n/a"
    return f"under {_LEAST:g}" if value < _LEAST else f"{value:.2g}"


def _share(value: Any) -> str:
    return "n/a" if pd.isna(value) else f"{value:.0%}"
