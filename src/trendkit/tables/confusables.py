"""Letters that look like others: the table `confusables.txt`, read once."""

from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_suffix(".txt")


@cache
def skeletons() -> dict[str, str]:
    """Return the plain letters of every letter that looks like them (Unicode TS #39, restricted)."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {letter: plain for plain, letters in rows for letter in letters}
