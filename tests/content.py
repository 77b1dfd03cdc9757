"""The detectors and cases every test over content runs on: ours, and the small one beside the tests."""

from pathlib import Path

from trendkit.detect import fixture, library
from trendkit.detect.detector import Detector

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
