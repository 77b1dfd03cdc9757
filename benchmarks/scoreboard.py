"""Score every detector: planted precision and recall, speed, figures on public data beside published ones.

Writes `docs/scoreboard.md`, and `docs/scoreboard.json` from which the catalogue takes its cards. A row below
the bar needs its reason in `scoreboard.toml`, or the page is not written.
"""

import argparse
import json
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pandas as pd

import trendkit
from bench import Timing, detection, interleaved, machine, opened, planted, runnable, scan_of
from figures import Figure, Share
from public import missing
from trendkit.detect import library
from trendkit.detect.detector import Detector

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "scoreboard.md"
CARDS: Final = PAGE.with_suffix(".json")
TRUTH: Final = (HERE / "sql" / "truth.sql").read_text(encoding="utf-8")
KNOWN: Final = tomllib.loads((HERE / "scoreboard.toml").read_text(encoding="utf-8"))
LEAST_PRECISION: Final = 0.95
LEAST_RECALL: Final = 0.90
TOP: Final = 50
UNEXPLAINED: Final = "NOBODY HAS SAID WHY"
PLANTED_NOTE: Final = """\
Everything in this table is planted: the platform is synthetic, and so are its abuse and its innocents. Each
detector runs with its default parameters over its own lookback, period after period, as a schedule would; an
entity counts as found when any period points at it. A finding is right when the entity belongs to a wave
planted for that detector, or for one whose abuse it asks for as well (named below); the second precision also
accepts entities of any other planted wave. Precision at 50 looks at the 50 entities of the highest score.
Recall counts the entities of the detector's own waves. Intervals are Wilson's, 95 %. The bar is precision
0.95 and recall 0.90.
"""
SEED: Final = 1
AGAIN_NOTE: Final = """\
The same mechanisms and calendar of waves, drawn anew: no default and no mechanism was chosen looking at
this world. It shows what hangs on the draw; it cannot show what hangs on how the waves were imagined.
"""


@dataclass(frozen=True)
class Score:
    """What one detector found in a planted world, entity by entity.

    `precision` counts findings of the waves it asks for, `any_abuse` those that any wave planted, `at_top`
    the 50 of the highest score, `recall` the entities of its own waves that were found.
    """

    detector: str
    precision: Share
    any_abuse: Share
    at_top: Share
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


def found(db: trendkit.Database, detector: Detector) -> list[str]:
    """Return every entity that any of the periods points at, the highest score first."""
    runs = [detector(db, since=since, until=until) for since, until in windows(detector, *db.span)]
    every = pd.concat([pd.DataFrame(run)[["entity_id", "score"]] for run in runs])
    best = every.groupby("entity_id", as_index=False)["score"].max()
    return list(best.sort_values(["score", "entity_id"], ascending=[False, True])["entity_id"])


def truth(db: trendkit.Database, folder: Path) -> pd.DataFrame:
    """Return what was planted: detector, entity_type, entity_id, sought."""
    return db.frame(TRUTH, {"truth": str(folder / "truth.parquet")})


def score(detector: Detector, ranked: list[str], planted_truth: pd.DataFrame) -> Score:
    """Compare the entities a detector found, worst first, with those of the same kind that were planted."""
    kind = KNOWN["entity"].get(detector.name, detector.header["entity"])
    alike = planted_truth[planted_truth["entity_type"] == kind]
    own = set(alike.loc[(alike["detector"] == detector.name) & alike["sought"], "entity_id"])
    also = alike["detector"].isin(KNOWN["also"].get(detector.name, []))
    right = own | set(alike.loc[also, "entity_id"])
    every, entities, top = set(alike["entity_id"]), set(ranked), set(ranked[:TOP])
    return Score(
        detector.name,
        precision=Share(len(entities & right), len(entities)),
        any_abuse=Share(len(entities & every), len(entities)),
        at_top=Share(len(top & right), len(top)),
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
    """Return why a detector is below the bar, nothing where it is not."""
    return KNOWN["why"].get(result.detector, UNEXPLAINED) if result.below else ""


def row(result: Score, *cells: object) -> str:
    """Return one line of a planted table: the shares of one detector, then whatever else is known of it."""
    shares = (result.detector, result.precision, result.any_abuse, result.at_top, result.recall)
    return f"| {' | '.join(str(cell) for cell in (*shares, *cells))} |"


HEAD: Final = (
    "| detector | planted precision: its own waves | planted precision: any wave "
    "| planted precision at 50 | planted recall "
)


def planted_part(events: int, names: list[str], rounds: int, cards: dict[str, Any]) -> Iterator[str]:
    """Yield the part about a planted world; note each row in `cards`."""
    folder = planted(events)
    with closing(opened(events)) as db:
        since, until = db.span
        last = until - timedelta(days=1)
        yield f"\n## Planted world of {events:,} events, {since:%Y-%m-%d} to {last:%Y-%m-%d}\n"
        yield PLANTED_NOTE
        yield from (
            f"- `{name}` also asks for: {', '.join(others)}" for name, others in KNOWN["also"].items()
        )
        yield f"\n{KNOWN['in_sample']}"
        yield f"{HEAD}| times the scan: median (least to most) | why below the bar |"
        yield "|---|---|---|---|---|---|---|"
        for result, timing in scored(folder, db, names, rounds):
            cards[result.detector] = card(result, timing, events)
            yield row(result, timing.times, why_below(result))


def card(result: Score, timing: Timing, events: int) -> dict[str, str]:
    """Return what the catalogue says of one detector's planted figures."""
    return {
        "events": f"{events:,}",
        "precision": str(result.precision),
        "at_top": str(result.at_top),
        "recall": str(result.recall),
        "times": timing.times,
        "why": why_below(result),
    }


def again_part(events: int, names: list[str]) -> Iterator[str]:
    """Yield the part about a second planted world, which was not at hand when anything was chosen."""
    yield f"\n## The same world drawn anew (seed {SEED})\n"
    yield AGAIN_NOTE
    yield f"{HEAD}| why below the bar |"
    yield "|---|---|---|---|---|---|"
    with closing(opened(events, seed=SEED)) as db:
        planted_truth = truth(db, planted(events, SEED))
        for name in names or runnable(db):
            detector = library.get(name)
            result = score(detector, found(db, detector), planted_truth)
            yield row(result, why_below(result))


def public_figures() -> Iterator[Figure]:
    """Yield the figures of every public data set that is at hand."""
    for name in KNOWN["public"]:
        if not missing([name]):
            yield from import_module(f"real.{name}").figures()


def real_part(cards: dict[str, Any]) -> Iterator[str]:
    """Yield the part about public data; say what is not there; note the figures in `cards`."""
    yield "\n## Public data: found beside published\n"
    yield KNOWN["public_note"]
    if absent := missing(KNOWN["public"]):
        yield f"Not measured: no {' and no '.join(absent)} in TRENDKIT_DATA.\n"
    yield "| data | detector | question | labels | found | published |"
    yield "|---|---|---|---|---|---|"
    for figure in public_figures():
        for name in figure.detector.split(" + "):
            cards.setdefault(name, {}).setdefault("public", []).append(figure.row())
        yield figure.row()


def lines(options: argparse.Namespace, cards: dict[str, Any]) -> Iterator[str]:
    """Yield the page line by line, as it is measured."""
    yield "# Scoreboard\n"
    yield f"Generated by `make scoreboard`. {machine()}. {options.rounds} timed rounds of each detector."
    yield from planted_part(options.events, options.detectors, options.rounds, cards)
    yield from again_part(options.events, options.detectors)
    yield from real_part(cards)


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
    page: list[str] = []
    cards: dict[str, Any] = {}
    for line in lines(options, cards):
        print(line, flush=True)
        page.append(line)
    unexplained = sorted({line.split("|")[1].strip() for line in page if UNEXPLAINED in line})
    if unexplained:
        raise SystemExit(f"Below the bar, and scoreboard.toml does not say why: {', '.join(unexplained)}")
    if not options.detectors:
        PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")
        CARDS.write_text(json.dumps(cards, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
