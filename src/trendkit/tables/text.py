"""The match key: what stays of a text when the tricks that hide a copy are taken away.

Made once, at ingest. Nothing shows a key's letters; two texts with one key say the same words.
The order of the steps follows Unicode TR 36/39: compatibility forms first, then what cannot be seen,
then case, then marks. Marks are dropped for Latin, Greek and Cyrillic only: in Thai, Arabic or Indic
scripts they carry the vowels.
"""

import hashlib
import re
import unicodedata
from typing import Final

VERSION: Final = "1"
_SHORTEST: Final = 8
_SHORTEST_DENSE: Final = 4
_KEY_BYTES: Final = 8

_ASCII_SIGNS: Final = re.compile("[^0-9a-z]+")
_LONG_RUN: Final = re.compile(r"(.)\1{2,}")
# Han, Kana and Hangul say a word in one or two characters; Thai and Lao write without spaces
_DENSE: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_IGNORABLE_RANGES: Final = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_MARK_RANGES: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
)


def _any_of(ranges: tuple[tuple[int, int], ...]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(f'{chr(low)}-{chr(high)}' for low, high in ranges)}]+")


class _Signs(dict[int, int | None]):
    """Punctuation, spaces, symbols and emoji go; looked up per character, remembered."""

    def __missing__(self, code: int) -> int | None:
        kept = unicodedata.category(chr(code))[0] in "LNM"
        self[code] = code if kept else None
        return self[code]


_IGNORABLE: Final = _any_of(_IGNORABLE_RANGES)
_MARKS: Final = _any_of(_MARK_RANGES)
_SIGNS: Final = _Signs()


def match_text(text: str) -> str:
    """Return the normalised letters and digits of a text ("" when none are left).

    Applying it twice changes nothing, and inserting any default-ignorable character changes nothing.
    """
    if text.isascii():
        return _LONG_RUN.sub(r"\1\1", _ASCII_SIGNS.sub("", text.lower()))
    seen = unicodedata.normalize("NFKC", _IGNORABLE.sub("", text))
    folded = unicodedata.normalize("NFD", _IGNORABLE.sub("", seen).casefold())
    plain = _MARKS.sub("", folded).translate(_SIGNS)
    return unicodedata.normalize("NFKC", _LONG_RUN.sub(r"\1\1", plain))


def match_key(text: str) -> tuple[str | None, int]:
    """Return the key of a text (16 hexadecimal digits) and the length of what was hashed.

    The key is None when fewer than 8 letters and digits are left (4 in scripts that need fewer):
    "first!" says too little to be a copy of anything.
    """
    letters = match_text(text)
    shortest = _SHORTEST_DENSE if _DENSE.search(letters) else _SHORTEST
    if len(letters) < shortest:
        return None, len(letters)
    return hashlib.blake2b(letters.encode(), digest_size=_KEY_BYTES).hexdigest(), len(letters)
