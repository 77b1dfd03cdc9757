"""The embedded synthetic platform: deterministic, invented, with planted waves of abuse and their truth.

Its mechanism is SQL (`sql/worlds`); this module only runs the files in order, a few days at a time so that
memory stays bounded, and puts the finished folder in place by one rename.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Final

from trendkit.content import SQL, sql_text
from trendkit.engine.duckdb import Connection, memory, rows
from trendkit.errors import ParameterError
from trendkit.progress import Progress, watched
from trendkit.tables.source import SYNTHETIC

FIRST_DAY: Final = datetime(2026, 8, 22)
DAYS: Final = 91
SMALLEST: Final = 10_000
LARGEST: Final = 100_000_000

_PLATFORM: Final = ("macros", "home", "market", "tongue", "habit", "clock", "upload", "signup")
_PLAN: Final = ("wave", "wave_day", "job", "bot", "plot", "dropped", "complaint")
_CHUNK: Final = ("visit", "people", "deed", "text", "complaint")
_CHUNKED_TABLES: Final = (
    "events",
    "content",
    "content_tags",
    "content_links",
    "content_mentions",
    "exposure_daily",
)
_WHOLE_TABLES: Final = (
    "accounts",
    "truth",
    "waves",
    "user_reports",
    "enforcements",
    "mitigations",
    "labels",
    "tickets",
)
EMBEDDED: Final = 300_000  # enough for every kind of abuse to rise, small enough to be counted in minutes
_CHUNK_EVENTS: Final = 500_000


@dataclass(frozen=True)
class World:
    """A finished world on disk: `folder` holds one Parquet file or folder per table."""

    folder: Path
    events: int
    version: str
    seed: int = 0


def version() -> str:
    """Return the sha256 of all world SQL: two worlds of one version, size and seed are equal."""
    digest = sha256()
    for path in sorted((SQL / "worlds").rglob("*.sql")):
        digest.update(path.relative_to(SQL).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def build(
    folder: str | Path,
    events: int = EMBEDDED,
    progress: Progress | None = None,
    threads: int | None = None,
    memory_limit: str = "1500MB",
    seed: int = 0,
) -> World:
    """Write a synthetic platform of about `events` events as Parquet and return it.

    Returns at once when `folder` already holds this world. Otherwise builds beside it and renames at the
    end, so that nobody ever sees half a world. Besides the tables of the contract there are `truth.parquet`
    (who took part in which planted wave) and `waves.parquet` (when each wave started, was mitigated,
    returned and ended). Another `seed` draws everything anew on the same calendar of waves.
    """
    if not SMALLEST <= events <= LARGEST:
        raise ParameterError(f"A world holds {SMALLEST:,} to {LARGEST:,} events, not {events:,}.")
    world = World(Path(folder).resolve(), events, version(), seed)
    if not _is_complete(world):
        _publish(world, progress or watched(), threads, memory_limit)
    return world


def _manifest(world: World) -> dict[str, object]:
    return {"kind": "synthetic world", "events": world.events, "seed": world.seed, "version": world.version}


def _is_complete(world: World) -> bool:
    path = world.folder / SYNTHETIC
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == _manifest(world)


def _publish(world: World, progress: Progress, threads: int | None, memory_limit: str) -> None:
    world.folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{world.folder.name}-", dir=world.folder.parent))
    try:
        with memory(threads, memory_limit, spill=staging / "spill") as con:
            _write(con, world, staging, progress)
        shutil.rmtree(staging / "spill", ignore_errors=True)
        (staging / SYNTHETIC).write_text(json.dumps(_manifest(world), indent=2), encoding="utf-8")
        _swap(staging, world.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, folder: Path) -> None:
    if folder.exists() and not (folder / SYNTHETIC).is_file() and any(folder.iterdir()):
        raise ParameterError(f"{folder} holds something else than a world. Name an empty or a new folder.")
    old = staging.with_name(staging.name + "-old")
    if folder.exists():
        folder.rename(old)
    staging.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(con: Connection, world: World, folder: Path, progress: Progress) -> None:
    chunks = list(_chunks(world.events))
    total = len(chunks) + 1
    progress("plan the platform", 0, total)
    _plan(con, world)
    for number, (since, until) in enumerate(chunks):
        progress(f"write {since:%Y-%m-%d} to {until:%Y-%m-%d}", number, total)
        _write_chunk(con, folder, number, since, until)
    for table in _WHOLE_TABLES:
        progress(f"write {table}", len(chunks), total)
        _write_whole(con, folder, table)
    progress("the platform is written", total, total)


def _plan(con: Connection, world: World) -> None:
    con.execute("set preserve_insertion_order = true")
    files = [*(f"platform/{name}" for name in _PLATFORM), *(f"plan/{name}" for name in _PLAN)]
    files += sorted(f"{kind}/{path.stem}" for kind in ("waves", "innocents") for path in _files(kind))
    for file in [*files, "plan/planted"]:
        _run(con, file, events=world.events, seed=world.seed)


def _files(kind: str) -> Iterator[Path]:
    return (SQL / "worlds" / kind).glob("*.sql")


def _run(con: Connection, file: str, **values: object) -> None:
    for statement in con.extract_statements(sql_text(f"worlds/{file}.sql")):
        wanted = {name: values[name] for name in statement.named_parameters}
        con.execute(statement, wanted).fetchall()


def _chunks(events: int) -> Iterator[tuple[datetime, datetime]]:
    days = ceil(DAYS / ceil(events / _CHUNK_EVENTS))
    for day in range(0, DAYS, days):
        yield FIRST_DAY + timedelta(days=day), FIRST_DAY + timedelta(days=min(DAYS, day + days))


def _write_chunk(con: Connection, folder: Path, number: int, since: datetime, until: datetime) -> None:
    for name in _CHUNK:
        _run(con, f"people/{name}", since=since, until=until)
    for table in _CHUNKED_TABLES:
        _copy(con, f"worlds/tables/{table}.sql", folder / table / f"part-{number + 1:03}.parquet")
    if number == 0:
        _copy(con, "worlds/tables/early_content.sql", folder / "content" / "part-000.parquet")


def _write_whole(con: Connection, folder: Path, table: str) -> None:
    path = folder / f"{table}.parquet"
    _copy(con, f"worlds/tables/{table}.sql", path)
    con.read_parquet(str(path)).create_view(table)


def _copy(con: Connection, file: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    query = sql_text(file)
    rows(con, f"copy ({query}) to $path (format parquet, compression zstd)", {"path": str(path)})
