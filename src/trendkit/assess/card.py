"""The card that trends show of themselves in a notebook."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.ranking import Rules
from trendkit.inert import display_text

if TYPE_CHECKING:
    from jinja2 import Template

SHOWN: Final = 10
_LEAST: Final = 0.0001


def html(
    table: pd.DataFrame, day: date, rules: Rules, not_looked: Mapping[str, str], quiet: tuple[str, ...]
) -> str:
    """Return the worst rows of a ranking, and who did not look, as escaped HTML."""
    return _template().render(
        rows=table.head(SHOWN).to_dict("records"),
        rising=int((table["status"] == "rising").sum()),
        tested=int(table["n_tests"].max()) if len(table) else 0,
        unit=table["harm_unit"].iloc[0] if len(table) else "acts per day",
        day=f"{day:%Y-%m-%d}",
        rules=rules,
        not_looked=not_looked,
        quiet=quiet,
    )


def _number(value: Any, digits: int = 0) -> str:
    return "n/a" if pd.isna(value) else f"{value:,.{digits}f}"


def _chance(value: Any) -> str:
    if pd.isna(value):
        return "n/a"
    return f"under {_LEAST:g}" if value < _LEAST else f"{value:.2g}"


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - only when something is shown

    pages = Environment(
        loader=PackageLoader("trendkit.assess"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters |= {"shown": display_text, "number": _number, "chance": _chance}
    return pages.get_template("trends.html")
