"""Writes `detectors.pyi`, so that editors and type checkers know every shipped detector.

`python -m trendkit.detect.stub` brings it up to date; a test fails while it is stale.
"""

from pathlib import Path
from typing import Final

from trendkit import content
from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.detect.sqlfile import Parameter

PATH: Final = Path(__file__).resolve().parents[1] / "detectors.pyi"

_TOP: Final = '''"""Every shipped detector, written by `python -m trendkit.detect.stub`."""

from datetime import datetime

from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.engine.duckdb import Connection
from trendkit.tables.database import Database
'''


def text() -> str:
    """Return the stub of all shipped detectors."""
    shipped = [library.load(path) for path in sorted((content.SQL / "detectors").rglob("*.sql"))]
    found = sorted(shipped, key=lambda detector: detector.name)
    names = "".join(f"{detector.name}: {_class(detector)}\n" for detector in found)
    return "\n".join([_TOP, *map(_written, found), names])


def _class(detector: Detector) -> str:
    return "_" + detector.name.title().replace("_", "")


def _written(detector: Detector) -> str:
    knobs = "".join(f"        {_knob(parameter)},\n" for parameter in detector.file.params)
    return (
        f"class {_class(detector)}(Detector):\n"
        "    def __call__(  # type: ignore[override]  # its parameters by name\n"
        "        self,\n        db: Database | Connection,\n        /,\n        *,\n"
        f"{knobs}"
        "    ) -> Findings: ...\n"
    )


def _knob(parameter: Parameter) -> str:
    if parameter.name in ("since", "until"):
        return f"{parameter.name}: datetime | str | None = None"
    if parameter.kind == "moment":
        return f"{parameter.name}: datetime | str = ..."
    # double quotes, as the formatter writes them
    default = f'"{parameter.default}"' if parameter.kind is str else repr(parameter.default)
    return f"{parameter.name}: {parameter.kind.__name__} = {default}"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
