"""The jobs: data in, one published page out, and nothing done twice.

Source → lake → daily counts → a notebook (identify or assess) → the shelf. Every step is kept under a name
made from what went into it, so the same command finishes an interrupted run and otherwise returns at once.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from trendkit import content
from trendkit.assess.trends import trend
from trendkit.assess.trends.daily import last_full_day
from trendkit.assess.trends.subject import subject
from trendkit.detect import library
from trendkit.errors import NoDataError, ParameterError, nearest
from trendkit.inert import display_text
from trendkit.progress import Progress, silent
from trendkit.publish import config, investigation, notebook, report
from trendkit.publish.page import Facts
from trendkit.publish.questions import period
from trendkit.tables import world
from trendkit.tables.database import Database, connect

IDENTIFY: Final = "identify.ipynb"
ASSESS: Final = "assess.ipynb"
_TIMEOUT_S: Final = 1800
_KEY_LENGTH: Final = 10


def report_on(
    data: Path | None,
    *,
    mapping: Path | None = None,
    workspace: Path = Path("workspace"),
    settings: Path | None = None,
    since: str | None = None,
    until: str | None = None,
    title: str | None = None,
    progress: Progress = silent,
) -> Path:
    """Publish the trend report on `data`, or on the embedded synthetic world, and return its page.

    `since` and `until` bound the findings (default: all of the data); trends speak of the last full day.
    `settings` is a `trendkit.toml`; without it the one beside the mapping, the data or the workspace is read.
    Raises NoDataError where no detector can look.
    """
    db = _opened(data, mapping, workspace, progress)
    told = _settings(settings, mapping, data, workspace)
    parameters = {
        "title": title or told.title or _title(db),
        "questions": [question.model_dump() for question in told.questions],
        "severities": told.severities,
        **dict(zip(("since", "until"), period(db, since or "", until or ""), strict=True)),
    }
    job = _Job(db, IDENTIFY, f"{last_full_day(db)}-{report.slug(db.description, 40)}", parameters)
    return job.published(
        workspace / "reports",
        lambda: trend.trends(db, severities=told.severities, progress=progress),
        progress,
    )


def assess_on(  # noqa: PLR0913 - the notebook's parameters
    data: Path | None,
    *,
    detector: str,
    market: str = "",
    surface: str = "",
    params: Mapping[str, Any] | None = None,
    labels: Path | None = None,
    seed: int = 1,
    mapping: Path | None = None,
    workspace: Path = Path("workspace"),
    since: str | None = None,
    until: str | None = None,
    title: str | None = None,
    progress: Progress = silent,
) -> Path:
    """Publish the investigation of one detector's findings, in one market and on one surface or in all.

    `since` and `until` default to the detector's own lookback up to the last full day. `labels` is a filled
    in sheet. Raises NoDataError where the detector cannot look, ParameterError for a place no event names.
    """
    asked = library.get(detector)
    db = _opened(data, mapping, workspace, progress)
    begin, end = investigation.window(db, detector, since or "", until or "")
    _known(db, market=market, surface=surface)
    subject(db, detector, since=begin, until=end, params=params)  # what is wrong is said here, in a sentence
    parameters = {
        "detector": detector,
        "market": market,
        "surface": surface,
        "since": begin.isoformat(sep=" "),
        "until": end.isoformat(sep=" "),
        "params": dict(params or {}),
        "labels": str(labels.resolve()) if labels else "",
        "seed": seed,
        "title": title or "",
    }
    day = (end - timedelta(microseconds=1)).date()
    job = _Job(
        db, ASSESS, f"{day}-{detector.replace('_', '-')}-{report.slug(db.description, 30)}", parameters
    )
    return job.published(
        workspace / "reports", lambda: trend.trends(db, day, [asked], progress=progress), progress
    )


def _known(db: Database, **asked: str) -> None:
    places = db.rows(content.sql_text("assess/subject/places.sql"))
    for kind, name in asked.items():
        names = [known for of, known in places if of == kind]
        if name and name != "all" and name not in names:
            raise ParameterError(f"No event has the {kind} {display_text(name, 60)!r}.{nearest(name, names)}")


def _opened(data: Path | None, mapping: Path | None, workspace: Path, progress: Progress) -> Database:
    if data is None:
        data = world.build(workspace / "world", progress=progress).folder
    if not data.exists() and "*" not in str(data):
        raise NoDataError(f"There is nothing at {data}.")
    name = report.slug(
        f"{data.resolve().name}-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:6]}"
    )
    return connect(data, mapping=mapping, lake=workspace / "lakes" / name, progress=progress)


def _settings(given: Path | None, mapping: Path | None, data: Path | None, workspace: Path) -> config.Config:
    if given is not None:
        return config.read(given)
    beside = mapping.with_suffix(".toml") if mapping else None
    return config.near(beside, data / config.NAME if data else None, workspace / config.NAME)


def _title(db: Database) -> str:
    return "Emerging abuse trends: synthetic platform" if db.synthetic else "Emerging abuse trends"


@dataclass(frozen=True)
class _Job:
    """One notebook over one lake: a run is named after what went into it."""

    db: Database
    notebook: str
    name: str
    parameters: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Identity of a run: the data, the parameters, and every line of code and SQL that looks at them."""
        told = {name: _content(name, value) for name, value in self.parameters.items()}
        digest = hashlib.sha256(json.dumps([self.db.fingerprint, told], sort_keys=True).encode())
        package = Path(__file__).parents[1]
        code = [*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.css")]
        for file in sorted([*code, *content.SQL.rglob("*.sql"), content.NOTEBOOKS / self.notebook]):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:_KEY_LENGTH]

    def published(self, reports: Path, count: Callable[[], Any], progress: Progress) -> Path:
        """Return the page, from the shelf where this very run stands there; `count` makes what takes longest.

        Counting is done here, where somebody may watch; the notebook reads what was kept.
        """
        run_id = f"{self.name}-{self.key}"
        page = reports / run_id / report.PAGE
        if page.is_file():
            report.verified(page.parent)
            report.write_index(reports)
            return page
        count()
        return self._run(run_id, reports, progress).page

    def _run(self, run_id: str, reports: Path, progress: Progress) -> report.Published:
        lake = str(self.db.folder.resolve()) if self.db.folder else ""
        reports.mkdir(parents=True, exist_ok=True, mode=0o700)
        staging = Path(tempfile.mkdtemp(prefix="trendkit-"))
        try:
            executed = notebook.execute(
                content.NOTEBOOKS / self.notebook,
                staging / report.NOTEBOOK,
                {"lake": lake, **self.parameters},
                timeout_s=_TIMEOUT_S,
                progress=lambda cell: progress(f"notebook: {cell.heading}", cell.cell - 1, cell.cells),
            )
            progress("notebook", 1, 1)
            return report.publish(run_id, executed.path, Facts(**executed.result), reports)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _content(name: str, value: Any) -> Any:
    """Return what counts of a parameter: of a file of labels what is in it, wherever it lies."""
    if name != "labels" or not value:
        return value
    if not Path(value).is_file():
        raise NoDataError(f"There are no labels at {value}.")
    return hashlib.sha256(Path(value).read_bytes()).hexdigest()
