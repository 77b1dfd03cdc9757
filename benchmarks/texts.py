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

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import trendkit
from noise import SENTENCES, alike, disguised, size_of
from trendkit.detect import library
from trendkit.tables.text import match_text

PEER: Final = Path(__file__).with_name("peers_datasketch.py")
COPIES: Final = 400
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


def campaigns(texts: int) -> pd.DataFrame:
    """Return invented content: campaigns of twenty accounts with three noisy copies of one text each."""
    draw = random.Random(0)  # noqa: S311
    words = [
        "".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)) for _ in range(3000)
    ]
    rows = []
    for campaign in range(texts // 60):
        pitch = " ".join(draw.choice(words) for _ in range(10))
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
    content = campaigns(options.texts)
    seconds, share = ours(content)
    print(f"near_copy: {seconds:.2f} s for {len(content):,} texts, {share:.3f} of the accounts")
    if options.peer:
        print(peers(content, options.peer))


if __name__ == "__main__":
    main()
