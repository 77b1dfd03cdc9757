"""Score every detector: planted precision and recall, speed, and counts on public data beside published ones.

Writes `docs/scoreboard.md`. A row below the bar needs its reason in `scoreboard.toml`, or the page is not
written.
"""

import argparse
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
from scipy.stats import binomtest

import trendkit
from bench import Timing, detection, interleaved, machine, opened, planted, runnable, scan_of
from trendkit.detect import library
from trendkit.detect.detector import Detector

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "scoreboard.md"
TRUTH: Final = (HERE / "sql" / "truth.sql").read_text(encoding="utf-8")
KNOWN: Final = tomllib.loads((HERE / "scoreboard.toml").read_text(encoding="utf-8"))
DATA: Final = Path(os.environ.get("TRENDKIT_DATA", HERE.parents[1] / "shared" / "data"))
LEAST_PRECISION: Final = 0.95
LEAST_RECALL: Final = 0.90
PLANTED_NOTE: Final = """\
Everything in this table is planted: the platform is synthetic, and so are its abuse and its innocents. Each
detector runs with its default parameters over its own lookback, period after period, as a schedule would; an
entity counts as found when any period points at it. A finding is right when the entity belongs to a wave
planted for that detector; the second precision also accepts entities of other planted waves. Recall counts
the entities of the detector's own waves. Intervals are Wilson's. The bar is precision 0.95 and recall 0.90.
"""
SEED: Final = 1
AGAIN_NOTE: Final = """\
The same mechanisms and calendar of waves, drawn anew: no default and no mechanism was chosen looking at
this world. It shows what hangs on the draw; it cannot show what hangs on how the waves were imagined.
"""


@dataclass(frozen=True)
class Share:
    """A proportion with its denominator and its Wilson interval of 95 %."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The proportion, None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        if self.value is None:
            return "none found"
        interval = binomtest(self.part, self.whole).proportion_ci(method="wilson")
        return (
            f"{self.value:.3f} ({interval.low:.3f} to {interval.high:.3f}), {self.part:,} of {self.whole:,}"
        )


@dataclass(frozen=True)
class Score:
    """What one detector found in a planted world, entity by entity.

    `precision` counts findings that its own waves planted, `any_abuse` those that any wave planted, `recall`
    the entities of its own waves that were found.
    """

    detector: str
    precision: Share
    any_abuse: Share
    recall: Share

    @property
    def below(self) -> bool:
        """Whether the bar is missed."""
        precision, recall = self.precision.value, self.recall.value
        return precision is None or recall is None or precision < LEAST_PRECISION or recall < LEAST_RECALL


def windows(detector: Detector, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the periods a schedule would look at: the detector's own lookback, end to end, last one first."""
    while until > since:
        yield max(since, until - detector.lookback), until
        until -= detector.lookback


def found(db: trendkit.Database, detector: Detector) -> set[str]:
    """Return every entity that any of the periods points at."""
    runs = (detector(db, since=since, until=until) for since, until in windows(detector, *db.span))
    return set(pd.concat([run["entity_id"] for run in runs]))


def truth(db: trendkit.Database, folder: Path) -> pd.DataFrame:
    """Return what was planted: detector, entity_type, entity_id."""
    return db.frame(TRUTH, {"truth": str(folder / "truth.parquet")})


def score(detector: Detector, entities: set[str], planted_truth: pd.DataFrame) -> Score:
    """Compare the entities a detector found with those of the same kind that were planted."""
    kind = KNOWN["entity"].get(detector.name, detector.header["entity"])
    alike = planted_truth[planted_truth["entity_type"] == kind]
    own = set(alike.loc[alike["detector"] == detector.name, "entity_id"])
    every = set(alike["entity_id"])
    return Score(
        detector.name,
        precision=Share(len(entities & own), len(entities)),
        any_abuse=Share(len(entities & every), len(entities)),
        recall=Share(len(entities & own), len(own)),
    )


def scored(
    folder: Path, db: trendkit.Database, names: list[str], rounds: int
) -> Iterator[tuple[Score, Timing]]:
    """Yield the quality and the speed of each detector on one planted world."""
    planted_truth = truth(db, folder)
    for name in names or runnable(db):
        detector = library.get(name)
        (timing,) = interleaved({name: detection(db, name)}, scan_of(db), rounds)
        yield score(detector, found(db, detector), planted_truth), timing


def why_below(result: Score) -> str:
    """Return why a detector is below the bar, nothing where it is not; refuse what nobody has explained."""
    why = KNOWN["why"].get(result.detector, "") if result.below else ""
    if result.below and not why:
        raise SystemExit(f"{result.detector} is below the bar and scoreboard.toml does not say why: {result}")
    return why


def row(result: Score, *cells: object) -> str:
    """Return one line of a planted table: the shares of one detector, then whatever else is known of it."""
    shares = (result.detector, result.precision, result.any_abuse, result.recall)
    return f"| {' | '.join(str(cell) for cell in (*shares, *cells))} |"


def planted_part(events: int, names: list[str], rounds: int) -> Iterator[str]:
    """Yield the part about a planted world."""
    folder = planted(events)
    with closing(opened(events)) as db:
        since, until = db.span
        last = until - timedelta(days=1)
        yield f"\n## Planted world of {events:,} events, {since:%Y-%m-%d} to {last:%Y-%m-%d}\n"
        yield PLANTED_NOTE
        yield KNOWN["in_sample"]
        yield (
            "| detector | planted precision (95 %): its own waves | planted precision: any wave "
            "| planted recall (95 %) | times the scan: median (least to most) | why below the bar |"
        )
        yield "|---|---|---|---|---|---|"
        for result, timing in scored(folder, db, names, rounds):
            yield row(result, timing.times, why_below(result))


def again_part(events: int, names: list[str]) -> Iterator[str]:
    """Yield the part about a second planted world, which was not at hand when anything was chosen."""
    yield f"\n## The same world drawn anew (seed {SEED})\n"
    yield AGAIN_NOTE
    yield (
        "| detector | planted precision (95 %): its own waves | planted precision: any wave "
        "| planted recall (95 %) | why below the bar |"
    )
    yield "|---|---|---|---|---|"
    with closing(opened(events, seed=SEED)) as db:
        planted_truth = truth(db, planted(events, SEED))
        for name in names or runnable(db):
            detector = library.get(name)
            result = score(detector, found(db, detector), planted_truth)
            yield row(result, why_below(result))


def real(name: str) -> trendkit.Database:
    """Open one public data set through its mapping."""
    return trendkit.connect(DATA / name, mapping=HERE / "mappings" / f"{name}.sql")


def retweets() -> Iterator[tuple[str, int, int]]:
    """Yield the ties of repost_ring beside the edges of CooRTweet, per window and participation."""
    published = pd.read_csv(DATA / "retweets" / "oracle_summary.csv")
    # what CooRTweet asks: any meeting ties, only participation is asked for
    loose = {"min_shared": 1, "min_owners": 1, "min_partners": 1, "min_shared_percent": 0}
    patient = {"lull_days": 1_000, "repeats": 1_000}
    with closing(real("retweets")) as db:
        for known in published.to_dict("records"):
            window, acts = known["time_window"], known["min_participation"]
            ties = library.get("repost_ring")(db, window_s=window, min_acts=acts, **loose, **patient).ties()
            yield f"repost_ring: ties within {window} s, participation {acts}", len(ties), known["net_edges"]


def reviews() -> Iterator[tuple[str, int, int]]:
    """Yield the pairs of target_fixation beside those of the published rule."""
    with closing(real("reviews")) as db:
        for stars, published in ((0, 15), (5, 470)):
            pairs = library.get("target_fixation")(
                db, window_d=3_660, min_times=6, action="rate", value_low=stars, value_high=stars
            )
            yield f"target_fixation: more than five {stars}-star reviews of one vendor", len(pairs), published


REAL: Final[Mapping[str, Callable[[], Iterator[tuple[str, int, int]]]]] = {
    "retweets": retweets,
    "reviews": reviews,
}


def real_part() -> Iterator[str]:
    """Yield the part about public data, or the reason why it is not there."""
    yield "\n## Public data: found beside published\n"
    missing = [name for name in REAL if not (DATA / name).is_dir()]
    if missing:
        yield f"Not measured: no {' and no '.join(missing)} in TRENDKIT_DATA."
        return
    yield "| data | question | found | published |"
    yield "|---|---|---|---|"
    for name, questions in REAL.items():
        for question, counted, published in questions():
            yield f"| {name} | {question} | {counted:,} | {published:,} |"


def lines(options: argparse.Namespace) -> Iterator[str]:
    """Yield the page line by line, as it is measured."""
    yield "# Scoreboard\n"
    yield f"Generated by `make scoreboard`. {machine()}. {options.rounds} timed rounds of each detector."
    yield from planted_part(options.events, options.detectors, options.rounds)
    yield from again_part(options.events, options.detectors)
    yield from real_part()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000, help="size of the planted world")
    parser.add_argument(
        "--detectors", nargs="*", default=[], help="names (default: all; fewer are only printed)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds of each detector")
    return parser.parse_args()


def main() -> None:
    """Print the page as it is measured; keep it when it holds every detector."""
    options = arguments()
    page = []
    for line in lines(options):
        print(line, flush=True)
        page.append(line)
    if not options.detectors:
        PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
