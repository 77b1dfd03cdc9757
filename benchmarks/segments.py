"""Where it concentrates: planted causes found in sparse and in dense cubes, silence where there is none.

Run `python benchmarks/segments.py [instances]`. The cubes are those of tests/cubes.py with frozen seeds:
sparse counts as abuse has them, and dense sums in the style of the generator S of RiskLoc. A cause counts
as found only if exactly its dimensions and values are reported; an element of several values counts as
that many. All of it is simulated: no figure here is about real data.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import cubes
from figures import Share
from trendkit.assess.segments.segment import segments

SEEDS = (121, 122, 123)  # frozen
INSTANCES = 20  # of each kind and seed

Draw = Callable[[np.random.Generator], cubes.Planted]
KINDS: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "sparse, 1 to 3 causes": (lambda draw: cubes.sparse(draw, int(draw.integers(1, 4))), ("scan", "riskloc")),
    "dense, 1 to 9 causes": (cubes.dense, ("dense", "riskloc")),
}


@dataclass(frozen=True)
class Tally:
    """Causes found, elements reported that are none, causes missed, and the CPU seconds of each instance."""

    found: int
    wrong: int
    missed: int
    seconds: tuple[float, ...]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over all instances."""
        return 2 * self.found / max(1, 2 * self.found + self.wrong + self.missed)

    def row(self, kind: str, method: str) -> str:
        """Return the line of the table."""
        right, told = Share(self.found, self.found + self.wrong), Share(self.found, self.found + self.missed)
        mean, worst = np.mean(self.seconds), max(self.seconds)
        return f"| {kind} | {method} | {self.f1:.3f} | {right} | {told} | {mean:.2f} ({worst:.2f}) |"


def tallied(draw_one: Draw, method: str, instances: int = INSTANCES) -> Tally:
    """Look into `instances` cubes of every seed."""
    counts, seconds = np.zeros(3, int), []
    for seed in SEEDS:
        draw = np.random.default_rng(seed)
        for _ in range(instances):
            planted = draw_one(draw)
            start = time.process_time()
            answer = segments(planted.table, method=method)
            seconds.append(time.process_time() - start)
            counts += cubes.matched(list(answer.table["predicate"]), planted.causes)
    return Tally(*map(int, counts), tuple(seconds))


def silent(instances: int = INSTANCES) -> Share:
    """Return the share of days without a cause on which nothing is reported."""
    draws = [np.random.default_rng(seed) for seed in SEEDS]
    days = (cubes.sparse(draw, 0) for draw in draws for _ in range(instances))
    quiet = [segments(day.table).table.empty for day in days]
    return Share(sum(quiet), len(quiet))


def lines(instances: int = INSTANCES) -> Iterator[str]:
    """Yield the section of the scoreboard."""
    yield "\n## Where it concentrates: causes planted in cubes\n"
    yield f"{instances} cubes of a kind for each of {len(SEEDS)} frozen seeds; exact matches only.\n"
    yield "| cube | method | F1 | precision | recall | CPU seconds, mean (worst) |"
    yield "|---|---|---|---|---|---|"
    for kind, (draw_one, methods) in KINDS.items():
        yield from (tallied(draw_one, method, instances).row(kind, method) for method in methods)
    yield f"\nSparse cubes without a cause on which nothing is reported: {silent(instances)}."


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line, flush=True)
