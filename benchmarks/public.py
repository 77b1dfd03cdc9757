"""Public data sets, opened through their mappings; none of them is part of the project."""

import os
from pathlib import Path
from typing import Final

import trendkit

HERE: Final = Path(__file__).resolve().parent
DATA: Final = Path(os.environ.get("TRENDKIT_DATA", HERE.parents[1] / "shared" / "data"))


def opened(name: str) -> trendkit.Database:
    """Open one data set of TRENDKIT_DATA through `mappings/<name>.sql`."""
    return trendkit.connect(DATA / name, mapping=HERE / "mappings" / f"{name}.sql")


def missing(names: list[str]) -> list[str]:
    """Return those of `names` that TRENDKIT_DATA does not hold."""
    return [name for name in names if not (DATA / name).is_dir()]
