"""Where trendkit's SQL, notebooks and fixtures live, installed or checked out: the only module that knows."""

from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_CHECKOUT: Final = _PACKAGE.parents[1]


def _home(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT / name


SQL: Final = _home("sql")
NOTEBOOKS: Final = _home("notebooks")
FIXTURES: Final = _home("fixtures")


@cache
def sql_text(path: str) -> str:
    """Return the text of one shipped SQL file, named relative to `sql/`."""
    return (SQL / path).read_text(encoding="utf-8")


@cache
def statistics() -> dict[str, str]:
    """Return the statistics every connection knows, by name: one `create … temp macro` each."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((SQL / "stats").glob("*.sql"))}
