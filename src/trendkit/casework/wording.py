"""A lint for words: the chance of the evidence is not the chance of the hypothesis.

"Only one organic crowd in a thousand looks like this" says nothing yet about how likely this crowd is to be
organic: that takes a prior (the prosecutor's fallacy; Thompson and Schumann 1987). A short list of turns of
phrase; silence is no proof of sound reasoning.
"""

import re
from typing import Final

_NUMBER: Final = (
    r"(?:\d[\d.,]*\s*%|\d[\d.,]*\s+per\s?cent|(?:one|\d+)\s+in\s+(?:a\s+)?[\d.,a-z]+"
    r"|\bp\s*[<=]\s*[\d.]+|0?\.\d+)"
)
_CHANCE: Final = r"(?:chance|probability|likelihood|odds|risk)"
_CLAIM: Final = r"(?:that|of)\s+(?:\w+\s+){1,3}(?:is|are|was|were|being|happened|arose)\b"
_ODDS_SAID: Final = re.compile(r"\b(?:prior|posterior|bayes)", re.IGNORECASE)

TRANSPOSED: Final = (
    "turns the chance of the evidence into the chance of the hypothesis (prosecutor's fallacy): give the "
    "likelihood ratio and, apart from it, the posterior with its prior"
)
PROVED: Final = "evidence supports or does not: it never proves; use the verdict's own word"

_RULES: Final = (
    (rf"{_NUMBER}[^.;]{{0,20}}\b{_CHANCE}\s+{_CLAIM}", TRANSPOSED),
    (rf"\b{_CHANCE}\s+{_CLAIM}[^.;]{{0,60}}{_NUMBER}", TRANSPOSED),
    (
        rf"{_NUMBER}\s+(?:sure|certain|confident|likely)\b[^.;]{{0,30}}\b(?:because|since|as)\b[^.;]*\bp\s*[<=]",
        TRANSPOSED,
    ),
    (
        r"\bp\s*[<=]\s*[\d.]+[^.;]{0,30}\b(?:so|hence|thus|therefore|means)\b[^.;]*\b(?:cannot|can't|not|must)\b",
        TRANSPOSED,
    ),
    (r"\bby\s+(?:pure\s+)?chance\b[^.;]{0,40}\b(?:so|hence|thus|therefore)\b", TRANSPOSED),
    (r"\b(?:prove[sdn]?|proven|proof|beyond\s+(?:any\s+)?doubt|undeniabl[ey]|certainly)\b", PROVED),
)
_COMPILED: Final = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in _RULES)
_MOST: Final = 10_000


def lint(text: str) -> tuple[str, ...]:
    """Return what is wrong with how a text speaks of evidence, each complaint once; () where nothing is."""
    read = text[:_MOST]
    found = dict.fromkeys(why for pattern, why in _COMPILED if pattern.search(read))
    return tuple(why for why in found if why is not TRANSPOSED or not _ODDS_SAID.search(read))
