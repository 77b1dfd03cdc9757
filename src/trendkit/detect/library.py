"""All detectors by name: ours, and those in a team's own folders beside them."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from trendkit import content
from trendkit.detect import guard, sqlfile
from trendkit.detect.detector import Detector
from trendkit.errors import DetectorError, ParameterError, nearest

FOLDERS_VARIABLE: Final = "TRENDKIT_DETECTORS"
"""Environment variable with private folders, separated as in PATH."""


@cache
def load(path: Path) -> Detector:
    """Read one detector file; raise DetectorError where it does not hold one safe question."""
    return Detector(guard.check(sqlfile.parse(path)))


def files(folders: Iterable[str | Path] = ()) -> dict[str, Path]:
    """Return every detector file by name: shipped, from TRENDKIT_DETECTORS, and from `folders`."""
    found: dict[str, Path] = {}
    for folder in (content.SQL / "detectors", *_private(), *map(Path, folders)):
        for path in _within(folder):
            other = found.setdefault(path.stem, path)
            if other.resolve() != path.resolve():
                raise DetectorError(f"Two detectors are named {path.stem!r}: {other} and {path}. Rename one.")
    return dict(sorted(found.items()))


def names(folders: Iterable[str | Path] = ()) -> list[str]:
    """Return the names of all detectors, sorted."""
    return list(files(folders))


def get(name: str, folders: Iterable[str | Path] = ()) -> Detector:
    """Return the detector of that name, or raise ParameterError with the nearest one."""
    found = files(folders)
    if name not in found:
        raise ParameterError(f"No detector named {name!r}.{nearest(name, found)}")
    return load(found[name])


def every(folders: Iterable[str | Path] = ()) -> list[Detector]:
    """Return all detectors, sorted by name."""
    return [load(path) for path in files(folders).values()]


def _private() -> list[Path]:
    listed = os.environ.get(FOLDERS_VARIABLE, "")
    return [Path(folder) for folder in listed.split(os.pathsep) if folder]


def _within(folder: Path) -> list[Path]:
    if not folder.is_dir():
        if folder == content.SQL / "detectors":
            return []
        raise DetectorError(f"No folder of detectors at {folder}.")
    return sorted(folder.rglob("*.sql"))
