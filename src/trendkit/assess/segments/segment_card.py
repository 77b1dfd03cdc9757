"""The card that segments show of themselves: where, how much more than expected, and what was not shown."""

from collections.abc import Iterable
from math import isclose
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.assess.segments.segment import Segments

_FILTER: Final = 400


def verdict(found: "Segments") -> str:
    """Return what was found, in one sentence."""
    dims = ", ".join(found.dimensions)
    if not found.n_tests:
        return f"could not look: no acts to compare by {dims}"
    if found.table.empty:
        return f"nothing beyond chance in {dims}"
    best = found.table["share"].max()
    whole = _whole(found)
    if not found.local:
        return f"no local cause in {dims}: the best element explains {best:.0%} of the {whole}"
    return f"{len(found.table)} elements beyond chance in {dims}; the best explains {best:.0%} of the {whole}"


def _whole(found: "Segments") -> str:
    if isclose(found.actual, found.expected):
        return "acts"  # others show where they would be, not how many there would be
    return "excess" if found.excess > 0 else "shortfall"


def lines(found: "Segments") -> Iterable[str]:
    """Yield the same as text."""
    yield display_text(verdict(found), _FILTER)
    for row in _rows(found):
        yield (
            f"{display_text(row['filter'], _FILTER)}: {row['actual']} acts, {row['expected']} expected, "
            f"{row['ratio']}, {row['share']} of the whole change"
        )
    yield from (display_text(note, _FILTER) for note in _notes(found))


def html(found: "Segments") -> str:
    """Return the elements as escaped HTML."""
    return template("trendkit.assess", "segments.html").render(
        verdict=verdict(found), rows=_rows(found), notes=_notes(found)
    )


def _rows(found: "Segments") -> list[dict[str, str]]:
    return [_row(row) for row in found.table.to_dict("records")]


def _row(row: dict[Any, Any]) -> dict[str, str]:
    return {
        "filter": row["filter"],
        "actual": f"{row['actual']:,.0f}",
        "expected": f"{row['expected']:,.1f}",
        "ratio": f"×{row['ratio']:.2f} ({row['ratio_low']:.2f} to {row['ratio_high']:.2f})",
        "share": "n/a" if pd.isna(row["share"]) else f"{row['share']:.0%}",
        "accounts": "n/a" if pd.isna(row["accounts"]) else f"{row['accounts']:,.0f}",
    }


def _notes(found: "Segments") -> list[str]:
    hidden = f"; {found.suppressed} of fewer than ten accounts not shown" if found.suppressed else ""
    looked = (
        f"{found.actual:,.0f} acts, {found.expected:,.1f} expected from {found.about}; "
        f"{found.n_tests:,} elements tested, {found.method}{hidden}"
    )
    return [looked, *found.warnings]
