"""Copies under noise, before and after normalising, language by language; near_copy beside datasketch.

Run `python benchmarks/texts.py`. All texts are invented. For the peer, give a Python that can import
datasketch 2.0, `--peer /path/to/python`; both get the same normalised texts and the same threshold.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import trendkit
from noise import SENTENCES, alike, disguised, shingles, size_of
from trendkit.detect import library
from trendkit.tables.text import match_text, words

PEER: Final = Path(__file__).with_name("peers_datasketch.py")
COPIES: Final = 400
PAIRS: Final = 1_000_000
SHARES: Final = (0.1, 0.2, 0.3)


def recall(language: str, share: float) -> tuple[float, float]:
    """Return the share of noisy copies half alike with their original: as typed, and normalised."""
    draw, original, size = random.Random(language), SENTENCES[language], size_of(language)  # noqa: S311
    made = [disguised(draw, original, share) for _ in range(COPIES)]
    raw = sum(alike(original, copy, size) >= 0.5 for copy in made) / COPIES
    norm = sum(alike(match_text(original), match_text(copy), size) >= 0.5 for copy in made) / COPIES
    return raw, norm


def noise_table() -> Iterator[str]:
    """Yield the table of recall by language and noise."""
    yield f"| language | {' | '.join(f'{share:.0%} noise: as typed, normalised' for share in SHARES)} |"
    yield "|---|" + "---|" * len(SHARES)
    for language in SENTENCES:
        cells = [f"{raw:.2f}, {norm:.2f}" for raw, norm in (recall(language, share) for share in SHARES)]
        yield f"| {language} | {' | '.join(cells)} |"


def invented(draw: random.Random, language: str, texts: int) -> list[str]:
    """Return texts of 40 to 60 letters that put the syllables of one sentence into any order."""
    letters = match_text(SENTENCES[language]).replace(" ", "")
    size = size_of(language) - 1
    syllables = [letters[place : place + size] for place in range(len(letters) - size + 1)]
    return ["".join(draw.choices(syllables, k=draw.randint(40, 60) // size)) for _ in range(texts)]


def presence(norms: list[str], size: int) -> np.ndarray:
    """Return one row per text and one column per shingle: 1 where the text holds it."""
    sets = [shingles(norm, size) for norm in norms]
    column = {shingle: place for place, shingle in enumerate(sorted(set().union(*sets)))}
    held = np.zeros((len(norms), len(column)), dtype=np.uint8)
    for row, each in enumerate(sets):
        held[row, [column[shingle] for shingle in each]] = 1
    return held


def similarities(held: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the Jaccard index of pairs of rows, a few thousand at a time."""
    parts = range(0, len(one), 5000)
    shared = [(held[one[at : at + 5000]] & held[other[at : at + 5000]]).sum(axis=1) for at in parts]
    both, sizes = np.concatenate(shared).astype(int), held.sum(axis=1).astype(int)
    return both / (sizes[one] + sizes[other] - both)


def false_matches(language: str, texts: int, pairs: int) -> tuple[int, int, float]:
    """Return how many random pairs of unrelated texts share a key or are half alike, and the most alike.

    All texts draw from the syllables of one sentence, so chance is higher than among the words of a language.
    """
    draw = np.random.default_rng(1)
    norms = [match_text(text) for text in invented(random.Random(language), language, texts)]  # noqa: S311
    one = draw.integers(0, texts, pairs)
    other = (one + draw.integers(1, texts, pairs)) % texts
    likeness = similarities(presence(norms, size_of(language)), one, other)
    keys = np.array([words(norm).text_key for norm in norms])
    return int((keys[one] == keys[other]).sum()), int((likeness >= 0.5).sum()), float(likeness.max())


def chance_table() -> Iterator[str]:
    """Yield what unrelated texts have in common by chance."""
    for language in ("en", "th", "zh", "ar"):
        keys, near, most = false_matches(language, 20_000, PAIRS)
        yield f"{language}, {PAIRS:,} pairs: {keys} share a key, {near} are half alike, most {most:.2f}"


def campaigns(texts: int) -> pd.DataFrame:
    """Return invented content: campaigns of twenty accounts with three noisy copies of one text each."""
    draw = random.Random(0)  # noqa: S311
    spoken = [
        "".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)) for _ in range(3000)
    ]
    rows = []
    for campaign in range(texts // 60):
        pitch = " ".join(draw.choice(spoken) for _ in range(10))
        rows += [(campaign, f"a{campaign}_{copy % 20}", disguised(draw, pitch, 0.2)) for copy in range(60)]
    made = pd.DataFrame(rows, columns=["campaign", "author_id", "text"])
    made["content_id"] = [f"c{row}" for row in range(len(made))]
    made["created_at"] = pd.Timestamp("2026-11-15")
    return made


def ours(content: pd.DataFrame) -> tuple[float, float]:
    """Return the seconds of near_copy on one thread, and the share of the campaigns' accounts it finds."""
    db = trendkit.connect(content=content.drop(columns="campaign"), threads=1)
    start = time.perf_counter()
    found = library.get("near_copy")(db, since="2026-11-14", until="2026-11-21")
    return time.perf_counter() - start, len(found) / content["author_id"].nunique()


def peers(content: pd.DataFrame, python: str) -> str:
    """Return what the peer says of the same texts, normalised."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        pairs = zip(content["author_id"], content["text"].map(match_text), strict=True)
        file.write("\n".join(f"{author}\t{norm}" for author, norm in pairs))
        file.flush()
        run = subprocess.run([python, str(PEER), file.name], check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    return run.stdout.strip()


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", help="a Python that can import datasketch")
    parser.add_argument("--texts", type=int, default=12_000)
    options = parser.parse_args()
    print("\n".join(noise_table()))
    print("\n".join(chance_table()))
    content = campaigns(options.texts)
    seconds, share = ours(content)
    print(f"near_copy: {seconds:.2f} s for {len(content):,} texts, {share:.3f} of the accounts")
    if options.peer:
        print(peers(content, options.peer))


if __name__ == "__main__":
    main()
