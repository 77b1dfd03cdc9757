"""How much each detector finds per day, market and surface, and how much traffic there was.

Each day is looked at as it would have been that evening: the detector runs over its lookback ending at
midnight and only evidence dated that day counts; a detector that has to wait for what follows an act looks
that much later. A day the data do not cover is missing, never zero.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

import duckdb
import pandas as pd

from trendkit.content import SQL, sql_text
from trendkit.detect.detector import Detector, named, shown
from trendkit.errors import DetectorError
from trendkit.progress import Progress, silent, steps
from trendkit.tables.database import Database, connect

COLUMNS: Final = (
    *("day", "detector", "market", "surface"),
    *("acts", "entities", "events", "views", "total_views"),
)
_DAY: Final = timedelta(days=1)
_HELD_ROWS: Final = 5_000_000  # a larger lake is read from its files, day by day
# most questions are about some kinds of act in some days: so ordered, the other kinds are not even looked at
_HELD_ORDER: Final = {"events": " order by action, event_time"}
_PREFIX: Final = "trendkit_daily_"  # scratch tables must not take a user's name
_SCRATCH: Final = tuple(_PREFIX + name for name in ("volume", "exposure", "act", "found"))


def daily(
    db: Database,
    detectors: Iterable[Detector],
    since: datetime,
    until: datetime,
    progress: Progress = silent,
) -> pd.DataFrame:
    """Count what each detector finds on every day of [since, until), both midnights.

    One row per day x detector x market x surface: acts (distinct evidence rows dated that day), entities,
    events (all events of the segment), views (that day, of the content concerned, wherever it was seen;
    missing where unknown), total_views (of everything, that day). Unknown market or surface is ''; surface
    'all' means the evidence has none. Results are kept under `db.derived` and reused. Every detector must
    be runnable on `db`.
    """
    spans = {d: span for d in detectors if (span := covered(db, d, since, until))}
    _count_side_by_side(db, spans, progress)
    with _held(db, spans):
        found = [_kept(db, d, spans[d]) for d in steps(list(spans), "count", progress)]
    return _joined(found)


def covered(db: Database, detector: Detector, since: datetime, until: datetime) -> list[date]:
    """Return the first and last day of [since, until) on which a whole lookback is in the data, or [].

    What a detector has to wait for must be in the data too: its last days are missing.
    """
    start, end = db.span
    held = db.coverage[detector.evidence.table]
    first = max(since, start + detector.lookback - detector.wait - _DAY, _midnight(held.first or start))
    known = min(end, _midnight(held.last or end - _DAY) + _DAY) - detector.wait
    last = _midnight(min(until, known)) - _DAY
    return [first.date(), last.date()] if first <= last else []


def last_full_day(db: Database, days: int = 28) -> date:
    """Return the newest day that is not still being written, judged by when the `days` before it ended."""
    until = db.span[1]
    values = {"since": until - timedelta(days=days + 1), "until": until}
    found: date = db.rows(sql_text("metrics/last_full_day.sql"), values)[0][0]
    return found


def _count_side_by_side(db: Database, spans: Mapping[Detector, list[date]], progress: Progress) -> None:
    """Count what an ordinary lake has not kept yet, a detector per core: one day is too small to share."""
    todo = [d for d, span in spans.items() if not _is_kept(db, d, span)] if _ordinary(db) else []
    lanes = min(len(todo), os.cpu_count() or 1)
    if db.folder is None or lanes < 2:  # noqa: PLR2004 - side by side takes two
        return
    waiting: SimpleQueue[Detector] = SimpleQueue()
    for detector in todo:
        waiting.put(detector)
    with ThreadPoolExecutor(lanes) as pool:
        for lane in [pool.submit(_count_waiting, db.folder, waiting, spans, progress) for _ in range(lanes)]:
            lane.result()


def _count_waiting(
    folder: Path, waiting: "SimpleQueue[Detector]", spans: Mapping[Detector, list[date]], progress: Progress
) -> None:
    """Count and keep detectors on a connection of its own until none is waiting."""
    own = connect(folder, threads=1, sealed=True)
    with _held(own, spans), suppress(Empty):
        while True:
            detector = waiting.get_nowait()
            progress(f"count {detector.name}", len(spans) - waiting.qsize() - 1, len(spans))
            _kept(own, detector, spans[detector])


@contextmanager
def _held(db: Database, spans: Mapping[Detector, list[date]]) -> Iterator[None]:
    """Hold an ordinary lake and its traffic in memory while its days are gone through, then drop them."""
    new = [span for detector, span in spans.items() if not _is_kept(db, detector, span)]
    held = _ordinary(db) if new else []
    try:
        for table in held:
            _keep(db, table, f"from main.{table}{_HELD_ORDER.get(table, '')}", {})
        if new:
            _keep_traffic(db, _reach(min(new)[0], max(last for _, last in new)))
        yield
    finally:
        for table in (*_SCRATCH, *held):
            db.con.execute(f"drop table if exists temp.{table}")


def _ordinary(db: Database) -> list[str]:
    """Name the tables of a lake that is small enough to be held in memory."""
    present = [held.table for held in db.coverage.values() if held.present] if db.folder else []
    return present if sum(db.coverage[table].rows for table in present) <= _HELD_ROWS else []


def _keep_traffic(db: Database, reach: Mapping[str, datetime]) -> None:
    for name in ("volume", "exposure"):
        _keep(db, _PREFIX + name, sql_text(f"metrics/{name}.sql"), reach)


def _is_kept(db: Database, detector: Detector, span: Sequence[date]) -> bool:
    return db.derived is not None and _file(db, db.derived, detector, span).exists()


def _file(db: Database, folder: Path, detector: Detector, span: Sequence[date]) -> Path:
    return folder / f"{detector.name}-{_key(db, detector, span)}.parquet"


def _kept(db: Database, detector: Detector, span: Sequence[date]) -> pd.DataFrame:
    """Read one detector's counts, or make them and keep them: whole or absent."""
    if db.derived is None:
        return _read(_counted(db, detector, span), detector)
    file = _file(db, db.derived, detector, span)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _publish(_counted(db, detector, span), file)
    return _read(db.con.read_parquet(str(file)), detector)


def _read(counts: duckdb.DuckDBPyRelation, detector: Detector) -> pd.DataFrame:
    frame: pd.DataFrame = counts.df()
    return frame.assign(detector=detector.name)


def _publish(counts: duckdb.DuckDBPyRelation, file: Path) -> None:
    staging = file.with_name(f".{file.name}.{os.getpid()}")
    counts.write_parquet(str(staging), compression="zstd")
    staging.replace(file)


def _key(db: Database, detector: Detector, span: Sequence[date]) -> str:
    """Identity of the counts: the question, its parameters, the data, the days and our own counting."""
    files = [file for folder in ("metrics", "stats") for file in sorted((SQL / folder).rglob("*.sql"))]
    counting = [file.read_text(encoding="utf-8") for file in files]
    knobs = {p.name: p.default for p in detector.file.params if p.name not in ("since", "until")}
    identity = [detector.sha, knobs, db.fingerprint, span, counting]
    return hashlib.sha256(json.dumps(identity, default=str, sort_keys=True).encode()).hexdigest()[:16]


def _counted(db: Database, detector: Detector, span: Sequence[date]) -> duckdb.DuckDBPyRelation:
    first, last = span
    db.con.execute(sql_text("metrics/found.sql"))
    _look(db, detector, first, last)
    acts = sql_text(f"metrics/acts/{detector.evidence.table}.sql")
    _keep(db, _PREFIX + "act", sql_text("metrics/act.sql").format(acts=acts), _reach(first, last))
    return db.con.sql(sql_text("metrics/daily.sql"), params={"first": first, "last": last})


def _keep(db: Database, table: str, query: str, values: Mapping[str, Any]) -> None:
    db.con.execute(f"create or replace temp table {table} as {query}", dict(values))


def _look(db: Database, detector: Detector, first: date, last: date) -> None:
    """Run the detector once per day, over its lookback, and note the rows behind its findings."""
    noted = sql_text("metrics/noted.sql").format(key=detector.evidence.key)
    query = f"insert into {_PREFIX}found {detector.file.stepped(detector.file.prelude + noted)}"
    every = detector.bind(db, _window(detector, first))
    bound = named(query, every)
    statement = db.con.extract_statements(query)[0]  # parsed once, bound to each day's moments
    for day in _days(first, last):
        window = _window(detector, day)
        moments = {name: moment for name, moment in window.items() if name in bound}
        try:
            with detector.step_taken(db, every | window, silent):
                db.con.execute(statement, bound | moments | {"noted_day": day})
        except duckdb.Error as error:
            raise DetectorError(f"{detector.file.path.name}: {shown(error)}") from None


def _window(detector: Detector, day: date) -> dict[str, datetime]:
    until = _moment(day) + _DAY + detector.wait
    return {"since": until - detector.lookback, "until": until}


def _reach(first: date, last: date) -> dict[str, datetime]:
    return {"since": _moment(first), "until": _moment(last) + _DAY}


def _days(first: date, last: date) -> list[date]:
    return [first + _DAY * n for n in range((last - first).days + 1)]


def _joined(found: list[pd.DataFrame]) -> pd.DataFrame:
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    joined = pd.concat(found, ignore_index=True)[list(COLUMNS)]
    return joined.sort_values(["detector", "market", "surface", "day"], ignore_index=True)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
