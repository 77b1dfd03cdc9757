"""The shelf of reports: each one whole or absent, an index over all of them, nothing written twice.

A report is written to a private folder, synced, and renamed into place. Its manifest holds the checksum of
every file; the index reads manifests only.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from trendkit.errors import ParameterError, TrendkitError
from trendkit.inert import display_text
from trendkit.publish.page import Facts, render, render_index

MANIFEST: Final = "manifest.json"
PAGE: Final = "report.html"
NOTEBOOK: Final = "notebook.ipynb"

_RUN_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_STAGING: Final = re.compile(r"\.staging-(\d+)-[0-9a-f]+")
_SECRET: Final = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|WEBHOOK|API_?KEY|CREDENTIAL|DSN")
_SHORTEST_SECRET: Final = 8


class ReportError(TrendkitError):
    """Say why a report could not be put on the shelf."""


class Manifest(BaseModel):
    """One published report: its facts and the sha256 of each file beside the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str
    facts: Facts
    files: dict[str, str]


@dataclass(frozen=True)
class Published:
    """A report on the shelf; `new` is false when this very run was there before and nothing was written."""

    page: Path
    manifest: Manifest
    new: bool


def slug(text: str, limit: int = 60) -> str:
    """Return a name's lower-case letters, digits and hyphens, for a run id; "run" when none are left."""
    return re.sub(r"[^a-z0-9]+", "-", text[: 4 * limit].lower()).strip("-")[:limit].strip("-") or "run"


def publish(run_id: str, executed: Path, facts: Facts, reports: Path) -> Published:
    """Put an executed notebook and its page into `reports/<run_id>` and list it in `reports/index.html`.

    All of it appears at once or not at all. Publishing a run again changes nothing. Raises ParameterError for
    a run id that is no plain name, UnsafePageError for a page that could act, ReportError for what it finds
    damaged or secret.
    """
    target = _place(run_id, reports)
    _sweep(reports)
    new = not target.exists()
    if new:
        files = {PAGE: render(executed, facts, run_id).encode(), NOTEBOOK: executed.read_bytes()}
        _refuse_secrets(files)
        _appear(files, Manifest(run_id=run_id, facts=facts, files=_checksums(files)), target)
    manifest = verified(target)
    write_index(reports)
    return Published(target / PAGE, manifest, new)


def verified(report: Path) -> Manifest:
    """Return a report's manifest if its files are as they were written, or raise ReportError."""
    try:
        manifest = Manifest.model_validate_json(_bytes(report / MANIFEST))
        files = {name: _bytes(report / name) for name in (PAGE, NOTEBOOK)}
    except (OSError, ValidationError) as error:
        raise ReportError(_damaged(report, type(error).__name__)) from None
    changed = [name for name, checksum in _checksums(files).items() if manifest.files.get(name) != checksum]
    if changed or manifest.run_id != report.name:
        raise ReportError(_damaged(report, ", ".join(changed) or "another run's manifest"))
    return manifest


def write_index(reports: Path) -> Path:
    """Write `index.html` over all reports with a readable manifest, newest first; readers never see half."""
    read = [_manifest(folder) for folder in sorted(reports.iterdir()) if _is_report(folder)]
    found = [manifest for manifest in read if manifest]
    found.sort(key=lambda manifest: (manifest.facts.as_of, manifest.run_id), reverse=True)
    index = reports / "index.html"
    partial = reports / f".staging-{os.getpid()}-{token_hex(4)}"
    _write(partial, render_index(found, len(read) - len(found)).encode())
    partial.replace(index)
    _sync(reports)
    return index


def _place(run_id: str, reports: Path) -> Path:
    """Return where a run goes; a run id is a name, never a path, and no link leads away from the shelf."""
    if not _RUN_ID.fullmatch(run_id):
        raise ParameterError(
            f"{display_text(run_id, 60)!r} cannot name a report: "
            "use up to 100 lower-case letters, digits, '-' and '_'."
        )
    reports.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = reports / run_id
    if target.is_symlink() or (reports / "index.html").is_symlink():
        raise ReportError(f"{target.name} or index.html in {reports} is a symbolic link. Remove it.")
    return target


def _appear(files: Mapping[str, bytes], manifest: Manifest, target: Path) -> None:
    staging = target.parent / f".staging-{os.getpid()}-{token_hex(4)}"
    staging.mkdir(mode=0o700)
    try:
        for name, content in files.items():
            _write(staging / name, content)
        _write(staging / MANIFEST, _json(manifest))
        _sync(staging)
        _rename(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _sync(target.parent)


def _rename(staging: Path, target: Path) -> None:
    try:
        staging.rename(target)
    except OSError:
        if not target.is_dir():  # else another process published this very run a moment ago
            raise


def _json(manifest: Manifest) -> bytes:
    return json.dumps(manifest.model_dump(mode="json"), indent=1, sort_keys=True).encode() + b"\n"


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bytes(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _checksums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _is_report(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.is_dir() and not folder.is_symlink()


def _manifest(folder: Path) -> Manifest | None:
    try:
        manifest = Manifest.model_validate_json(_bytes(folder / MANIFEST))
    except (OSError, ValidationError):
        return None
    return manifest if manifest.run_id == folder.name and _RUN_ID.fullmatch(manifest.run_id) else None


def _refuse_secrets(files: Mapping[str, bytes]) -> None:
    """Stop before a token or password of this process's environment is published."""
    for name, value in _secrets():
        if any(value.encode() in content for content in files.values()):
            raise ReportError(
                f"Not published: the report contains the value of {name}. Take it out and rerun."
            )


def _secrets() -> Iterator[tuple[str, str]]:
    for name, value in os.environ.items():
        if _SECRET.search(name.upper()) and len(value) >= _SHORTEST_SECRET:
            yield name, value


def _sweep(reports: Path) -> None:
    """Remove what a killed process left half written."""
    for left in reports.glob(".staging-*"):
        owner = _STAGING.fullmatch(left.name)
        if owner and not _alive(int(owner[1])):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        try:
            os.kill(pid, 0)
        except PermissionError:
            return True
        return True
    return False


def _damaged(report: Path, what: str) -> str:
    return (
        f"The report {report.name} is damaged ({what}). Remove its folder and run the same command again; "
        "nothing else depends on it."
    )
