"""datasketch 2.0 on the texts of benchmarks/texts.py: MinHash LSH, then the exact Jaccard index."""

import sys
import time
from pathlib import Path

from datasketch import MinHash, MinHashLSH

LEAST = 5  # accounts


def shingles(text: str) -> set[str]:
    """Return the letter triples of a text."""
    return {text[place : place + 3] for place in range(len(text) - 2)}


def main() -> None:
    """Print the seconds and the share of accounts whose texts are half alike with those of four others."""
    rows = [line.split("\t") for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    held = [shingles(text) for _, text in rows]
    sketches = list(MinHash.bulk([[s.encode() for s in each] for each in held], num_perm=128))
    lsh = MinHashLSH(num_perm=128, params=(32, 4))
    for row, sketch in enumerate(sketches):
        lsh.insert(row, sketch)
    found = set()
    for row, sketch in enumerate(sketches):
        near = {
            rows[o][0] for o in lsh.query(sketch) if 2 * len(held[row] & held[o]) >= len(held[row] | held[o])
        }
        if len(near) >= LEAST:
            found.add(rows[row][0])
    share = len(found) / len({author for author, _ in rows})
    print(f"datasketch: {time.perf_counter() - start:.2f} s, {share:.3f} of the accounts")


if __name__ == "__main__":
    main()
