"""The match key: what stays of a text when the tricks that hide a copy are taken away.

Made once, at ingest, and never shown: two texts with one key say the same words. The order of the steps
follows Unicode TR 36/39: what cannot be seen, compatibility forms, case, marks, look-alike letters, then
digits that stand for letters. Marks are dropped for Latin, Greek and Cyrillic only: in Thai, Arabic or Indic
scripts they carry the vowels, and no letter of those scripts is ever read as another.

Addresses, handles and numbers stay: they are what a campaign sells, and two campaigns differ in little else.
"""

import hashlib
import re
import unicodedata
from typing import Final, NamedTuple

from trendkit.tables import confusables

VERSION: Final = "2"
_SHORTEST: Final = 8
_SHORTEST_DENSE: Final = 4
_SHORTEST_NUMBER: Final = 4
_KEY_BYTES: Final = 8

# Han, Kana and Hangul say a word in one or two characters; Thai and Lao write without spaces
_DENSE: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
# Default_Ignorable_Code_Point, all of it
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
_STRETCH: Final = 0x0640  # the Arabic tatweel draws a word out and says nothing

# letters after the look-alikes are undone: of Greek and Cyrillic those that look like no Latin one are left
_ALPHABET: Final = "a-z\u00df-\u024f\u0370-\u052f"
_SYMBOLS: Final = {"@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l"}
_SIGN_IN_WORD: Final = re.compile(f"(?<=[{_ALPHABET}])[{''.join(_SYMBOLS)}]+(?=[{_ALPHABET}])")
_SIGN: Final = re.compile(f"[{''.join(_SYMBOLS)}]")
_DIGIT: Final = re.compile("[0-9]")
_WITH_DIGIT: Final = re.compile(f"[{_ALPHABET}]*[0-9][0-9{_ALPHABET}]*")
_NUMBER: Final = re.compile("[0-9]+")
_LEET: Final = str.maketrans("0123456789", "oizeasgtbg")
_LEET_CYRILLIC: Final = _LEET | {ord("3"): ord("ɜ"), ord("4"): ord("ч"), ord("6"): ord("б")}
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_TEEL: Final = str.maketrans("oil", "011")
_EDGE: Final = "\0"
_LONG_RUN: Final = re.compile(r"([^0-9 ])\1{2,}")


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


class _Skeleton(dict[int, str | None]):
    """What each folded character is read as: a letter, a digit, a sign, a space, or nothing; remembered."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _read_as(chr(code), confusables.skeletons())
        return self[code]


def _read_as(letter: str, look_alikes: dict[str, str]) -> str | None:
    if _within(ord(letter), _MARK_RANGES) or ord(letter) == _STRETCH:
        return None
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if letter in look_alikes or letter in _SYMBOLS or kind[0] in "LNM":
        return look_alikes.get(letter, letter)
    return " "


_IGNORABLE: Final = re.compile(f"[{''.join(f'{chr(a)}-{chr(z)}' for a, z in _IGNORABLE_RANGES)}]+")
_SKELETON: Final = _Skeleton()


class Words(NamedTuple):
    """What ingest keeps of a text: its normalised letters, their key and how many letters and digits."""

    text_norm: str
    text_key: str | None
    text_length: int


def match_text(text: str) -> str:
    """Return the normalised letters of a text, numbers set apart by spaces ("" when nothing is left).

    Applying it twice changes nothing, and inserting any default-ignorable character changes nothing.
    """
    if text.isascii():
        return _squeezed(_joined(text.lower().translate(_SKELETON)))
    seen = unicodedata.normalize("NFKD", _IGNORABLE.sub("", text))
    folded = unicodedata.normalize("NFKD", seen.casefold())
    return _squeezed(unicodedata.normalize("NFC", _joined(folded.translate(_SKELETON))))


def words(text: str) -> Words:
    """Return what is kept of a text; the key is 16 hexadecimal digits.

    The key is None when fewer than 8 letters and digits are left (4 in scripts that need fewer):
    "first!" says too little to be a copy of anything.
    """
    norm = match_text(text)
    length = len(norm) - norm.count(" ")
    shortest = _SHORTEST_DENSE if _DENSE.search(norm) else _SHORTEST
    if length < shortest:
        return Words(norm, None, length)
    return Words(norm, hashlib.blake2b(norm.encode(), digest_size=_KEY_BYTES).hexdigest(), length)


def _joined(tokens: str) -> str:
    if _SIGN.search(tokens):
        tokens = _SIGN.sub(" ", _SIGN_IN_WORD.sub(_spelled, tokens))
    if not _DIGIT.search(tokens):
        return tokens.replace(" ", "")
    apart = _WITH_DIGIT.sub(_word_or_number, tokens).replace(" ", "")
    return apart.replace(_EDGE + _EDGE, "").replace(_EDGE, " ").strip()


def _spelled(signs: re.Match[str]) -> str:
    return "".join(_SYMBOLS[sign] for sign in signs.group())


def _word_or_number(token: re.Match[str]) -> str:
    """Read digits among as many letters as letters, and an o, i or l among more digits as a digit."""
    seen = token.group()
    digits = len(_DIGIT.findall(seen))
    if 2 * digits <= len(seen):
        return seen.translate(_LEET_CYRILLIC if _CYRILLIC.search(seen) else _LEET)
    if digits >= _SHORTEST_NUMBER:
        read = seen.translate(_TEEL)
        seen = read if read.isdigit() else seen
    return _NUMBER.sub(_set_apart, seen)


def _set_apart(number: re.Match[str]) -> str:
    return f"{_EDGE}{number.group()}{_EDGE}"


def _squeezed(letters: str) -> str:
    return _LONG_RUN.sub(r"\1\1", letters)
