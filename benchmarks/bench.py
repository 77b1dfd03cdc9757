"""Time detectors against the floor of reading their columns, and measure the memory they need.

Every figure is a ratio taken in one process over one set of files, rounds interleaved, so that a busy machine
slows both sides alike. The worlds are planted (synthetic) and kept, with their lakes, in `TRENDKIT_BENCH`
(default `workspace/bench`); beyond ten million events they are renamed copies side by side (`enlarge.py`).
`python benchmarks/bench.py --help` lists the sizes and limits to choose.
"""

import argparse
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

import trendkit
from enlarge import enlarged
from trendkit.detect import library
from trendkit.tables import world

HERE: Final = Path(__file__).resolve().parent
FOLDER: Final = Path(os.environ.get("TRENDKIT_BENCH", HERE.parent / "workspace" / "bench"))
LARGEST_PLANTED: Final = 10_000_000
PAGE: Final = HERE.parent / "docs" / "benchmarks.md"
SCAN: Final = (HERE / "sql" / "scan.sql").read_text(encoding="utf-8")
NAIVE: Final = (HERE / "sql" / "naive_like_ring.sql").read_text(encoding="utf-8")

Work = Callable[[], Any]


@dataclass(frozen=True)
class Timing:
    """Seconds of each round, beside the seconds of the narrow scan in the same rounds."""

    name: str
    seconds: tuple[float, ...]
    scans: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """Seconds of each round divided by those of the scan next to it, smallest first."""
        return sorted(mine / scan for mine, scan in zip(self.seconds, self.scans, strict=True))

    @property
    def times(self) -> str:
        """Return the middle ratio with the least and the most, as text."""
        return _spread(self.ratios, 1)

    def row(self) -> str:
        """Return one line of the table: seconds, the same as a multiple of the scan, rounds."""
        return f"| {self.name} | {_spread(self.seconds, 2)} | {self.times} | {len(self.seconds)} |"


def _spread(values: Iterable[float], digits: int) -> str:
    held = sorted(values)
    low, middle, high = (f"{value:.{digits}f}" for value in (held[0], statistics.median(held), held[-1]))
    return f"{middle} ({low} to {high})"


def planted(events: int, seed: int = 0) -> Path:
    """Return the folder of a planted world of that many events, building it where it is not there."""
    return world.build(FOLDER / f"world_{_named(events, seed)}", events=events, seed=seed).folder


def opened(events: int, memory_limit: str | None = None, seed: int = 0) -> trendkit.Database:
    """Open the lake of a planted world, building it where it is not there."""
    lake = FOLDER / f"lake_{_named(events, seed)}"
    if events > LARGEST_PLANTED:
        small = opened(LARGEST_PLANTED, memory_limit, seed)
        small.close()
        return trendkit.connect(
            enlarged(small.folder, lake, events // LARGEST_PLANTED), memory_limit=memory_limit
        )
    return trendkit.connect(planted(events, seed), lake=lake, memory_limit=memory_limit)


def _named(events: int, seed: int) -> str:
    return f"{events}_{seed}" if seed else str(events)


def seconds(work: Work) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(works: dict[str, Work], scan: Work, rounds: int) -> list[Timing]:
    """Time every work next to a scan of its own, round after round, after one round to warm up."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            pair = (seconds(scan), seconds(work))
            if turn:
                taken[name].append(pair)
    return [_timing(name, pairs) for name, pairs in taken.items()]


def _timing(name: str, pairs: Iterable[tuple[float, float]]) -> Timing:
    scans, mine = zip(*pairs, strict=True)
    return Timing(name, seconds=mine, scans=scans)


def runnable(db: trendkit.Database) -> list[str]:
    """Return the detectors that the tables of `db` let run, in full or degraded."""
    return [d.name for d in library.every() if d.coverage(db).state != "not_runnable"]


def scan_of(db: trendkit.Database) -> Work:
    """Return the narrow scan of `db` as something to time."""
    return lambda: db.rows(SCAN, {"action": "like"})


def detection(db: trendkit.Database, name: str) -> Work:
    """Return one detector over the whole span of `db`, with its defaults, as something to time."""
    return lambda: library.get(name)(db)


def naive(db: trendkit.Database) -> Work:
    """Return the self-join one would first write for like_ring as something to time."""
    values = library.get("like_ring").bind(db, {})
    names = ("since", "until", "window_s", "min_shared", "action")
    return lambda: db.rows(NAIVE, {name: values[name] for name in names})


def measure(events: int, options: argparse.Namespace, taken: dict[int, list[Timing]]) -> Iterator[str]:
    """Yield the lines of one size: a table of all detectors asked for, and the self-join beside them."""
    with closing(opened(events, options.limit)) as db:
        since, until = db.span
        yield f"\n## {events:,} planted events, {(until - since).days} days\n"
        yield f"Memory limit of DuckDB: {options.limit or 'its own default'}.\n"
        yield "| | seconds: median (least to most) | times the scan: median (least to most) | rounds |"
        yield "|---|---|---|---|"
        scan = scan_of(db)
        works = {name: detection(db, name) for name in options.detectors or runnable(db)}
        taken[events] = interleaved(works, scan, options.rounds)
        yield from (timing.row() for timing in taken[events])
        yield together(taken[events])
        if options.naive:
            yield from (
                t.row() for t in interleaved({"like_ring, self-join": naive(db)}, scan, options.naive)
            )


def together(timings: list[Timing]) -> str:
    """Return one line for all detectors one after the other, round by round."""
    mine = tuple(map(sum, zip(*(t.seconds for t in timings), strict=True)))
    scans = tuple(map(statistics.mean, zip(*(t.scans for t in timings), strict=True)))
    return Timing(f"all {len(timings)} together", mine, scans).row()


def growth(taken: dict[int, list[Timing]]) -> Iterator[str]:
    """Yield how the time of each detector grows between the two largest sizes: 1 = in proportion."""
    small, large = sorted(taken)[-2:]
    yield f"\n## Growth from {small:,} to {large:,} events\n"
    yield "Exponent of the median time; 1 is in proportion to the events.\n"
    yield "| | exponent |"
    yield "|---|---|"
    for before, after in zip(taken[small], taken[large], strict=True):
        ratio = statistics.median(after.seconds) / statistics.median(before.seconds)
        yield f"| {before.name} | {math.log(ratio) / math.log(large / small):.2f} |"


def peak(events: int, name: str, memory_limit: str) -> int:
    """Return the most memory a fresh process held while it ran one detector, or "all" in turn, in MB."""
    command = [
        sys.executable,
        __file__,
        "--child",
        name,
        "--events",
        str(events),
        "--memory-limit",
        memory_limit,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this very file
    return int(done.stdout)


def child(events: int, name: str, memory_limit: str) -> int:
    """Run one detector, or all of them in turn, and return the peak of this process, in MB."""
    with closing(opened(events, memory_limit)) as db:
        for each in runnable(db) if name == "all" else [name]:
            library.get(each)(db)
    # the kernel's own mark: what getrusage says begins with the size of the parent
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def machine() -> str:
    """Say where the figures were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


def lines(options: argparse.Namespace) -> Iterator[str]:
    """Yield the page line by line, as it is measured."""
    yield "# Benchmarks\n"
    yield f"Generated by `make bench`. {machine()}."
    yield "The worlds are planted (synthetic). The narrow scan reads five columns of `events` once and keeps"
    yield "nothing; each round times it right before the detector. Detectors look at the whole span with"
    yield "their default parameters."
    taken: dict[int, list[Timing]] = {}
    for events in options.events:
        opened(events).close()
        yield from measure(events, options, taken)
        for name in options.peaks:
            held = peak(events, name, options.memory_limit)
            yield f"\nPeak memory of `{name}`, alone in a process, limit {options.memory_limit}: {held:,} MB."
    if len(taken) > 1:
        yield from growth(taken)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--events", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes of the worlds"
    )
    parser.add_argument("--detectors", nargs="*", default=[], help="names (default: all that can run)")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds of each detector")
    parser.add_argument("--naive", type=int, default=0, help="timed rounds of the self-join beside like_ring")
    parser.add_argument(
        "--peaks", nargs="*", default=["like_ring"], help="detectors whose memory is measured, or all"
    )
    parser.add_argument("--memory-limit", default="512MB", help="DuckDB's limit while memory is measured")
    parser.add_argument("--limit", help="DuckDB's memory limit while time is measured, such as 2GB")
    parser.add_argument(
        "--write", action="store_true", help=f"keep the page in {PAGE.relative_to(HERE.parent)}"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Print the page as it is measured; keep it where asked."""
    options = arguments()
    if options.child:
        print(child(options.events[0], options.child, options.memory_limit))
        return
    page = []
    for line in lines(options):
        print(line, flush=True)
        page.append(line)
    if options.write:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
