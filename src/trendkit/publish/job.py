"""The main job: data in, one published report out, and nothing done twice.

Source → lake → daily counts → the identify notebook → the shelf. Every step is kept under a name made from
what went into it, so the same command finishes an interrupted run and otherwise returns at once.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from trendkit import content
from trendkit.assess import trend
from trendkit.assess.daily import last_full_day
from trendkit.errors import NoDataError
from trendkit.progress import Progress, silent
from trendkit.publish import config, notebook, report
from trendkit.publish.page import Facts
from trendkit.publish.questions import period
from trendkit.tables import world
from trendkit.tables.database import Database, connect

NOTEBOOK: Final = "identify.ipynb"
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
        "lake": str(db.folder.resolve()) if db.folder else "",
        "title": title or told.title or _title(db),
        "questions": [question.model_dump() for question in told.questions],
        "severities": told.severities,
        **dict(zip(("since", "until"), period(db, since or "", until or ""), strict=True)),
    }
    run_id = f"{last_full_day(db)}-{report.slug(db.description, 40)}-{_key(db, parameters)}"
    reports = workspace / "reports"
    page = reports / run_id / report.PAGE
    if page.is_file():
        report.verified(page.parent)
        report.write_index(reports)
        return page
    return _run(db, run_id, parameters, reports, progress).page


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


def _key(db: Database, parameters: Mapping[str, Any]) -> str:
    """Identity of a run: the data, the parameters, and every line of code and SQL that looks at them."""
    told = {name: value for name, value in parameters.items() if name != "lake"}
    digest = hashlib.sha256(json.dumps([db.fingerprint, told], sort_keys=True).encode())
    package = Path(__file__).parents[1]
    code = [*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.css")]
    for file in sorted([*code, *content.SQL.rglob("*.sql"), content.NOTEBOOKS / NOTEBOOK]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:_KEY_LENGTH]


def _run(
    db: Database, run_id: str, parameters: Mapping[str, Any], reports: Path, progress: Progress
) -> report.Published:
    trend.trends(
        db, severities=parameters["severities"], progress=progress
    )  # counted here, where somebody may watch; the notebook reads them
    reports.mkdir(parents=True, exist_ok=True, mode=0o700)
    staging = Path(tempfile.mkdtemp(prefix="trendkit-"))
    try:
        executed = notebook.execute(
            content.NOTEBOOKS / NOTEBOOK,
            staging / report.NOTEBOOK,
            parameters,
            timeout_s=_TIMEOUT_S,
            progress=lambda cell: progress(f"notebook: {cell.heading}", cell.cell - 1, cell.cells),
        )
        progress("notebook", 1, 1)
        return report.publish(run_id, executed.path, Facts(**executed.result), reports)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
