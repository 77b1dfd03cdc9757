"""The lake: a source checked against the contract, once, and kept as typed Parquet in one order.

A lake is built beside its final name and renamed at the end, so it is whole or absent. Rows that
break the contract go to `quarantine/`, counted by reason in `lake.json`; nothing is dropped silently.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from trendkit.engine import duckdb as engine
from trendkit.errors import DataError
from trendkit.progress import Progress, silent, steps
from trendkit.tables import checks, contract, text
from trendkit.tables.contract import Table
from trendkit.tables.source import Source

MANIFEST: Final = "lake.json"
FORMAT: Final = 2
_ROW_GROUP: Final = 122_880
# a question is about some kinds of act in some weeks: what it does not ask about is not even read
_CLUSTERS: Final = {"events": ("date_trunc('week', event_time)", "action")}
_TEXT_BATCH: Final = 50_000
_HASH_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Coverage:
    """What one table holds.

    `columns` are those with any value at all, `first` and `last` date its rows, `quarantined` counts
    refused rows by reason, `extra` names source columns the contract does not know.
    """

    table: str
    present: bool = False
    rows: int = 0
    columns: frozenset[str] = frozenset()
    first: datetime | None = None
    last: datetime | None = None
    quarantined: dict[str, int] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lake:
    """A lake on disk: where it is, what it holds and what it was made from."""

    folder: Path
    fingerprint: str
    source: str
    source_key: str | None
    synthetic: bool
    checked_until: datetime
    coverage: dict[str, Coverage]


def build(
    source: Source, folder: Path, *, latest: datetime | None = None, progress: Progress = silent
) -> Lake:
    """Check `source` and write it to `folder`, replacing a lake that is there.

    Rows dated after `latest` (default: a day from now, UTC) are refused as lying in the future.
    """
    latest = latest or tomorrow()
    with _staging(folder) as staging:
        coverage = {}
        for name in steps(list(source.tables), "check", progress):
            with _naming(name):
                coverage[name] = _write(source, name, staging, latest)
        lake = Lake(
            folder=folder,
            fingerprint=_fingerprint(staging),
            source=source.description,
            source_key=source.key,
            synthetic=source.synthetic,
            checked_until=latest,
            coverage=coverage,
        )
        (staging / MANIFEST).write_text(_to_json(lake), encoding="utf-8")
    return lake


def load(
    source: Source, *, latest: datetime | None = None, progress: Progress = silent
) -> dict[str, Coverage]:
    """Check `source` and keep its tables in memory, as temporary tables of the source's own connection."""
    latest = latest or tomorrow()
    coverage = {}
    for name in steps(list(source.tables), "check", progress):
        with _naming(name):
            coverage[name] = _keep(source, name, latest)
    return coverage


def read(folder: Path) -> Lake:
    """Read the manifest of a lake."""
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{folder} is not a lake: cannot read {MANIFEST} ({error}).") from error
    if kept.get("format") != FORMAT:
        raise DataError(
            f"{folder} has lake format {kept.get('format')}, this trendkit reads {FORMAT}. Build it again."
        )
    coverage = {row["table"]: _coverage_from(row) for row in kept.pop("coverage")}
    kept.pop("format")
    latest = datetime.fromisoformat(kept.pop("checked_until"))
    return Lake(folder=folder, coverage=coverage, checked_until=latest, **kept)


def key(folder: Path) -> str | None:
    """Return which source a lake was made from, None where there is no lake that this trendkit reads."""
    try:
        return read(folder).source_key
    except DataError:
        return None


def is_lake(folder: Path) -> bool:
    """Tell whether a folder holds a finished lake."""
    return (folder / MANIFEST).is_file()


def files(folder: Path, table: str) -> list[str]:
    """Return the Parquet files of one table of a lake, in order."""
    return sorted(str(file) for file in (folder / table).glob("*.parquet"))


def tomorrow() -> datetime:
    """Return this time tomorrow, UTC: what is dated later cannot have happened."""
    return datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)


@contextmanager
def _naming(table: str) -> Iterator[None]:
    """Say which table a DuckDB error is about."""
    try:
        yield
    except duckdb.Error as error:
        raise DataError(f"{table}: {engine.message(error)}") from None


def _write(source: Source, name: str, staging: Path, latest: datetime) -> Coverage:
    table = contract.table(name)
    good, plan, doubles = _checked(source, table, latest)
    target = staging / name / "part-0.parquet"
    target.parent.mkdir()
    order = ", ".join([*_CLUSTERS.get(name, ()), *([table.time] if table.time else []), *table.key])
    good.order(order).write_parquet(str(target), compression="zstd", row_group_size=_ROW_GROUP)
    written = source.con.read_parquet(str(target))
    coverage = _cover(source, plan, written, doubles)
    if coverage.quarantined:
        _quarantine(source, plan, staging / "quarantine" / f"{name}.parquet")
    _forget(source, name)
    return coverage


def _keep(source: Source, name: str, latest: datetime) -> Coverage:
    table = contract.table(name)
    good, plan, doubles = _checked(source, table, latest)
    source.con.execute(f"create or replace temp table {name} as {good.sql_query()}")
    coverage = _cover(source, plan, source.con.table(name), doubles)
    _forget(source, name)
    return coverage


def _checked(
    source: Source, table: Table, latest: datetime
) -> tuple[duckdb.DuckDBPyRelation, checks.Plan, int]:
    given = source.con.view(f"source_{table.name}")
    plan = checks.plan(table, source.tables[table.name], latest)
    good, doubles = _unique(source, plan, plan.good(given))
    return _derived(table, _with_text_keys(source, table, good)), plan, doubles


def _unique(
    source: Source, plan: checks.Plan, good: duckdb.DuckDBPyRelation
) -> tuple[duckdb.DuckDBPyRelation, int]:
    """Keep one row per key: the first in the order of all columns, whatever order the files came in."""
    key = ", ".join(plan.table.key)
    twice = good.aggregate(f"{key}, count(*) as times", key).filter("times > 1")
    name = f"twice_{plan.table.name}"
    source.con.execute(f"create or replace temp table {name} as {twice.sql_query()}")
    doubled = source.con.table(name)
    extra = doubled.aggregate("coalesce(sum(times - 1), 0)::bigint").fetchall()[0][0]
    if not extra:
        return good, 0
    every = checks.names(plan.table)
    place = f"row_number() over (partition by {key} order by {every}) as place"
    first = (
        good.join(doubled, key, how="semi").project(f"{every}, {place}").filter("place = 1").project(every)
    )
    return good.join(doubled, key, how="anti").project(every).union(first), int(extra)


def _with_text_keys(source: Source, table: Table, good: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    if table.name != "content":
        return good
    source.con.execute(
        "create or replace temp table text_keys "
        "(text varchar, text_norm varchar, text_key varchar, text_length integer)"
    )
    distinct = good.filter("text is not null").project("text").distinct()
    for batch in _batches(distinct):
        keyed = [(written, *text.words(written)) for written in batch]
        chunk = pd.DataFrame(keyed, columns=["text", *text.Words._fields]).astype({"text_key": "string"})
        source.con.register("text_chunk", chunk)
        source.con.execute("insert into text_keys by name (table text_chunk)")
        source.con.unregister("text_chunk")
    keys = source.con.table("text_keys").set_alias("keys")
    columns = ", ".join(_keyed(column.name) for column in table.given)
    return good.set_alias("good").join(keys, "good.text = keys.text", how="left").project(columns)


def _keyed(column: str) -> str:
    # a source that may not share its words can share what is made of them instead
    if column in text.Words._fields:
        return f"case when good.text is null then good.{column} else keys.{column} end as {column}"
    return f"good.{column}"


def _batches(relation: duckdb.DuckDBPyRelation) -> Iterator[list[str]]:
    texts = [row[0] for row in relation.fetchall()]
    for start in range(0, len(texts), _TEXT_BATCH):
        yield texts[start : start + _TEXT_BATCH]


def _derived(table: Table, good: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return good.project(", ".join(_as_stored(c) for c in table.columns))


def _as_stored(column: contract.Column) -> str:
    return f"{column.derived} as {column.name}" if column.derived else column.name


def _cover(source: Source, plan: checks.Plan, kept: duckdb.DuckDBPyRelation, doubles: int) -> Coverage:
    table = plan.table
    held = [f"count({_said(column)}) > 0" for column in table.columns]
    span = [f"min({table.time})", f"max({table.time})"] if table.time else ["null", "null"]
    rows, first, last, *any_value = kept.aggregate(", ".join(["count(*)", *span, *held])).fetchall()[0]
    return Coverage(
        table=table.name,
        present=True,
        rows=rows,
        columns=frozenset(c.name for c, some in zip(table.columns, any_value, strict=True) if some),
        first=_moment(first),
        last=_moment(last),
        quarantined=_refusals(source, plan, rows, doubles),
        extra=plan.extra,
    )


def _said(column: contract.Column) -> str:
    return f"nullif({column.name}, '')" if column.type == "VARCHAR" else column.name


def _refusals(source: Source, plan: checks.Plan, kept: int, doubles: int) -> dict[str, int]:
    given = source.con.view(f"source_{plan.table.name}")
    if given.aggregate("count(*)").fetchall()[0][0] == kept:
        return {}
    counted = plan.refused(given).aggregate("reason, count(*) as times", "reason").order("reason").fetchall()
    twice = f"{', '.join(plan.table.key)} occurs more than once"
    return dict(counted) | ({twice: doubles} if doubles else {})


def _quarantine(source: Source, plan: checks.Plan, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    refused = plan.refused(source.con.view(f"source_{plan.table.name}"))
    refused.order("reason, row_text").write_parquet(str(target), compression="zstd")


def _forget(source: Source, name: str) -> None:
    source.con.execute(f"drop table if exists temp.twice_{name}")
    source.con.execute("drop table if exists temp.text_keys")


def _moment(value: Any) -> datetime | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value if isinstance(value, datetime) else None


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Give a private folder that becomes `folder` at the end, or vanishes."""
    staging = folder.with_name(f".{folder.name}.building-{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, mode=0o700)
    try:
        yield staging
        _sync(staging)
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _fingerprint(staging: Path) -> str:
    digest = hashlib.sha256(text.VERSION.encode())
    for file in sorted(staging.rglob("*.parquet")):
        digest.update(str(file.relative_to(staging)).encode())
        with file.open("rb") as stream:
            while chunk := stream.read(_HASH_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()[:16]


def _to_json(lake: Lake) -> str:
    kept = {name: value for name, value in vars(lake).items() if name != "folder"}
    kept["format"] = FORMAT
    kept["coverage"] = [asdict(c) | {"columns": sorted(c.columns)} for c in lake.coverage.values()]
    return json.dumps(kept, indent=1, sort_keys=True, default=datetime.isoformat)


def _coverage_from(row: dict[str, Any]) -> Coverage:
    stamps = {k: datetime.fromisoformat(row[k]) if row[k] else None for k in ("first", "last")}
    return Coverage(**row | stamps | {"columns": frozenset(row["columns"]), "extra": tuple(row["extra"])})
