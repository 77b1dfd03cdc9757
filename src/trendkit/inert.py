"""Attackers' text made safe to look at: in a terminal, a page, a plot label or a spreadsheet.

What abusers write reaches analysts only through here. Nothing is hidden or repaired: a character that cannot
be seen is shown by its code point, because an invisible character in a name is itself evidence.
"""

import html
import unicodedata
from numbers import Number
from typing import Final

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_MARKS: Final = frozenset({"Mn", "Me"})
# Default-ignorable code points outside those categories, and the blank braille pattern.
_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
# Written languages stack at most this many marks on one letter; more is decoration that covers other lines.
_MOST_MARKS: Final = 4
_FORMULA: Final = frozenset("=+-@")


def display_text(value: object, limit: int = 200) -> str:
    """Return one visible line of at most `limit` characters, in NFC, None as "".

    Controls, bidirectional controls, zero-width and other unseen characters, lone surrogates and floods of
    combining marks appear as ⟨U+202E⟩; what was cut ends in "…". Applying it twice changes nothing.
    """
    raw = "" if value is None else str(value)
    # Canonical composition joins at most four code points into one.
    start = unicodedata.normalize("NFC", raw[: 4 * limit + 4])
    text = "".join(_visible(start[: limit + 1]))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def visible_lines(text: str) -> str:
    """Return text of several lines, uncut, with every unseen character but the line ends shown."""
    return "\n".join("".join(_visible(line)) for line in text.replace("\r\n", "\n").split("\n"))


def html_text(value: object, limit: int = 200) -> str:
    """Return `display_text` escaped for HTML text and quoted attributes."""
    return html.escape(display_text(value, limit), quote=True)


def csv_cell(value: object) -> object:
    """Return what a spreadsheet shows and never computes; numbers stay numbers, None becomes "".

    Text that a spreadsheet would read as a formula gets a leading apostrophe (OWASP CSV injection); what
    UTF-8 or CSV cannot hold (lone surrogates, NUL) appears as ⟨U+0000⟩. All other text is exact.
    """
    if value is None:
        return ""
    if isinstance(value, Number):
        return value
    text = "".join(
        _escape(char) if char == "\0" or unicodedata.category(char) == "Cs" else char for char in str(value)
    )
    return "'" + text if _computes(text) else text


def _visible(text: str) -> list[str]:
    shown: list[str] = []
    marks = _MOST_MARKS
    for char in text:
        kind = unicodedata.category(char)
        unseen = kind in _INVISIBLE or char in _BLANK or (kind in _MARKS and marks == _MOST_MARKS)
        shown.append(_escape(char) if unseen else char)
        # A mark with nothing visible under it would sit on the page's own text.
        marks = _MOST_MARKS if unseen else marks + 1 if kind in _MARKS else 0
    return shown


def _escape(char: str) -> str:
    return f"⟨U+{ord(char):04X}⟩"


def _computes(text: str) -> bool:
    for char in text:
        if char in "\t\r\n":
            return True
        if char in "'\"" or char.isspace() or unicodedata.category(char) in _INVISIBLE:
            continue
        return unicodedata.normalize("NFKC", char) in _FORMULA
    return False
