"""The detectors and cases every test over content runs on: ours, and the small one beside the tests."""

from functools import lru_cache
from pathlib import Path

from trendkit.detect import fixture, library
from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.tables.database import Database

FOLDER = Path(__file__).parent / "echo"
DETECTORS = library.every([FOLDER])
ECHO = library.get("echo_like", [FOLDER])


def cases(detector: Detector) -> list[fixture.Case]:
    path = fixture.path_of(detector)
    return fixture.cases(path) if path.exists() else []


CASES = [(detector, case) for detector in DETECTORS for case in cases(detector)]
NAMES = [f"{detector.name}: {case.kind}: {case}" for detector, case in CASES]
FIRING = [(detector, case) for detector, case in CASES if case.kind == "fires"]
FIRING_NAMES = [f"{detector.name}: {case}" for detector, case in FIRING]
STORIES = dict(zip(FIRING_NAMES, FIRING, strict=True))


def world(detector: Detector, case: fixture.Case) -> Database:
    """The world of a case that fires, built once for all tests that only read it."""
    return _world(f"{detector.name}: {case}")


def findings(detector: Detector, case: fixture.Case) -> Findings:
    """What a detector finds in a case that fires, asked once for all tests that compare with it."""
    return _findings(f"{detector.name}: {case}")


@lru_cache(maxsize=50)
def _world(story: str) -> Database:
    return fixture.world(STORIES[story][1])


@lru_cache(maxsize=500)
def _findings(story: str) -> Findings:
    detector, case = STORIES[story]
    return fixture.run(detector, case, _world(story))
