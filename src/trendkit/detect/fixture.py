"""Stories with a known answer: `fixtures/<detector>.yaml` holds rows that are given, findings to expect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Final

import pandas as pd
import yaml

from trendkit import content
from trendkit.detect.detector import Detector
from trendkit.errors import DataError, DetectorError, TrendkitError, nearest
from trendkit.inert import display_text
from trendkit.tables import contract
from trendkit.tables.database import Database, connect

KINDS: Final = ("fires", "look_alike", "boundary")
"""A case fires, looks like abuse but must not fire, or lies on the edge of a parameter."""

_KEYS: Final = ("case", "kind", "given", "with", "expect")
_SPAN: Final = re.compile(r"(.*?)(\d+)\.\.(.*?)(\d+)")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_DRAFT: Final = "new_detector"
_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Case:
    """One story. `given` holds rows by table, as written; `expect` the exact findings, in order."""

    sentence: str
    kind: str
    given: dict[str, list[dict[str, Any]]]
    params: dict[str, Any]
    expect: list[dict[str, Any]]

    def __str__(self) -> str:
        return self.sentence


def path_of(detector: Detector) -> Path:
    """Return where the fixture of a detector lies: beside it, or among the shipped ones."""
    beside = detector.file.path.with_suffix(".yaml")
    return beside if beside.exists() else content.FIXTURES / f"{detector.name}.yaml"


def cases(path: Path) -> list[Case]:
    """Read the cases of one fixture; raise DataError naming file, case and what is wrong."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(
            f"No fixture at {path}. Write one case that fires, a look-alike, a boundary."
        ) from None
    except yaml.YAMLError as error:
        raise DataError(f"{path.name}: {display_text(error, 500)}") from None
    if not isinstance(written, list):
        raise DataError(f"{path.name}: must be a list of cases, each beginning with `- case: …`.")
    return [_case(entry, path, number) for number, entry in enumerate(written, start=1)]


def rows(given: list[dict[str, Any]], table: contract.Table) -> list[dict[str, Any]]:
    """Return the rows of one table with `each` multiplied out and a missing key filled."""
    found = [row for written in given for row in _expanded(written, table)]
    for number, row in enumerate(found, start=1):
        if len(table.key) == 1:
            row.setdefault(table.key[0], f"{table.name}_{number}")
    return found


def frames(case: Case) -> dict[str, Any]:
    """Return what a case gives, one DataFrame for each table."""
    return {name: _frame(rows(given, contract.table(name))) for name, given in case.given.items() if given}


def world(case: Case) -> Database:
    """Return a database in memory that holds what a case gives."""
    db = connect(**frames(case))
    refused = {name: held.quarantined for name, held in db.coverage.items() if held.quarantined}
    if refused:
        raise DataError(f"{case.sentence}: rows that break the table contract: {refused}.")
    return db


def run(detector: Detector, case: Case, db: Database | None = None) -> pd.DataFrame:
    """Return what a detector finds in a case, over the window of its execute line or the case's own."""
    window = {parameter.name: parameter.default for parameter in detector.file.params[:2]}
    return detector(db or world(case), **(window | case.params))


def difference(detector: Detector, case: Case) -> str:
    """Return "" where a detector finds what a case expects, else both lists for reading."""
    try:
        found = run(detector, case)
    except TrendkitError as error:
        return f"{case.sentence}\n  {error}"
    columns = list(dict.fromkeys(name for row in case.expect for name in row))
    unknown = [name for name in columns if name not in found]
    if unknown:
        return f"{case.sentence}\n  no column {unknown[0]!r}.{nearest(unknown[0], found.columns)}"
    got = [_named(row, wanted) for row, wanted in _beside(found, case.expect, columns)]
    if len(found) == len(case.expect) and all(map(_equal, got, case.expect)):
        return ""
    return "\n".join([case.sentence, *_listed("expected", case.expect), *_listed("found", got)])


def new(name: str, folder: Path) -> tuple[Path, Path]:
    """Write a commented draft `<name>.sql` and `<name>.yaml` that already passes, and return both paths."""
    if not _NAME.fullmatch(name):
        raise DetectorError(
            f"{display_text(name, 60)!r} is no name; use a-z, 0-9 and _, such as 'like_ring'."
        )
    made = folder / f"{name}.sql", folder / f"{name}.yaml"
    for path in made:
        if path.exists():
            raise DetectorError(f"{path} exists already.")
    folder.mkdir(parents=True, exist_ok=True)
    for path in made:
        draft = (_TEMPLATES / f"{_DRAFT}{path.suffix}").read_text(encoding="utf-8")
        path.write_text(draft.replace(_DRAFT, name), encoding="utf-8")
    return made


def _case(entry: Any, path: Path, number: int) -> Case:
    where = f"{path.name}, case {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("case"), str):
        raise DataError(f"{where}: must begin with `- case: <a sentence>`.")
    for key in entry:
        if key not in _KEYS:
            raise DataError(f"{where}: no key named {key!r}.{nearest(str(key), _KEYS)}")
    if entry.get("kind") not in KINDS:
        raise DataError(f"{where}: kind must be one of {', '.join(KINDS)}.")
    if not isinstance(entry.get("given"), dict) or not isinstance(entry.get("expect"), list):
        raise DataError(f"{where}: needs `given:` with rows for each table and `expect:` with a list.")
    given = {name: _known(name, written, where) for name, written in entry["given"].items()}
    return Case(entry["case"], entry["kind"], given, dict(entry.get("with") or {}), entry["expect"])


def _known(table: str, written: Any, where: str) -> list[dict[str, Any]]:
    names = [*(column.name for column in contract.table(table).columns), "each", "step_s"]
    for row in written or []:
        for name in (*row, *row.get("each", {})):
            if name not in names:
                raise DataError(f"{where}: no column {name!r} in table {table}.{nearest(str(name), names)}")
    return list(written or [])


def _expanded(written: dict[str, Any], table: contract.Table) -> Iterator[dict[str, Any]]:
    row = {name: value for name, value in written.items() if name not in ("each", "step_s")}
    each = {name: _values(value) for name, value in written.get("each", {}).items()}
    step = timedelta(seconds=written.get("step_s", 0))
    for number, chosen in enumerate(product(*each.values())):
        made = row | dict(zip(each, chosen, strict=True))
        time = _dated(made, table)
        yield made | ({time: made[time] + number * step} if time else {})


def _dated(row: dict[str, Any], table: contract.Table) -> str | None:
    if isinstance(row.get(table.time or ""), datetime):
        return table.time
    return next((name for name, value in row.items() if isinstance(value, datetime)), None)


def _values(written: Any) -> list[Any]:
    if isinstance(written, list):
        return [value for each in written for value in _values(each)]
    span = _SPAN.fullmatch(written) if isinstance(written, str) else None
    if span is None or span.group(1) != span.group(3):
        return [written]
    prefix, low, high = span.group(1), span.group(2), span.group(4)
    width = len(low) if low.startswith("0") else 0
    return [f"{prefix}{number:0{width}d}" for number in range(int(low), int(high) + 1)]


def _frame(given: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(given, dtype=object)
    return frame.where(frame.notna(), None)


def _beside(
    found: pd.DataFrame, expect: list[dict[str, Any]], columns: list[str]
) -> Iterator[tuple[dict[str, Any], list[str]]]:
    default = columns or ["entity_id", "score"]
    for number, row in enumerate(found.to_dict("records")):
        yield (
            {str(name): value for name, value in row.items()},
            list(expect[number]) if number < len(expect) else default,
        )


def _named(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _equal(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(got[name] == value for name, value in wanted.items())


def _listed(title: str, listed: list[dict[str, Any]]) -> list[str]:
    lines = [f"    {', '.join(f'{name}: {value}' for name, value in row.items())}" for row in listed]
    return [f"  {title} {len(listed)}", *lines]
