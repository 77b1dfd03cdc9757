"""Run one notebook to its end, or say in one sentence why it did not get there.

What papermill saves about a run is not believed: a dead kernel, `sys.exit(0)` and a timeout all leave a
notebook that calls itself completed. A run succeeded when a cell added after the last one wrote its token.
"""

import json
import math
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import nbformat

from trendkit import errors
from trendkit.errors import TrendkitError
from trendkit.inert import display_text
from trendkit.publish.kernel import ENV_MARK, INPUT, JOB, OUTPUT, RESULT, end
from trendkit.publish.parameters import LONGEST_MESSAGE, NotebookError, checked, json_value, read

# What a kernel needs to find its libraries. All else stays with the parent: tokens, passwords.
_ENVIRONMENT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "PYTHONPATH",
    "TRENDKIT_DETECTORS",
    "PYTHONUSERBASE",
    "SYSTEMROOT",
)

_handed_over: dict[str, Any] | None = None


@dataclass(frozen=True)
class Progress:
    """One code cell that is starting: its number from 1, how many there are, and the heading above it."""

    cell: int
    cells: int
    heading: str


@dataclass(frozen=True)
class Executed:
    """A notebook that ran to its end: where it was saved, what it handed to `done`, and how long it took."""

    path: Path
    result: dict[str, Any]
    seconds: float


def done(**result: Any) -> None:
    """Hand the notebook's result (JSON values) to whoever runs it; call it in the last cell.

    In an interactive session nothing else happens.
    """
    global _handed_over  # noqa: PLW0603  the kernel is the run: its one result lives as long as the process
    _handed_over = {name: json_value(value, name) for name, value in result.items()}


def seal(token: str) -> None:
    """Write the result beside the notebook, which proves that every cell before this one was left."""
    if _handed_over is None:
        raise NotebookError("The notebook ended without calling trendkit.publish.notebook.done(…).")
    Path(RESULT).write_text(json.dumps({"token": token, "result": _handed_over}), encoding="utf-8")


def execute(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    timeout_s: float,
    cell_timeout_s: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Executed:
    """Run a notebook in a process of its own and save it to `output`, which appears only on success.

    Parameters are checked first. No secret of this process's environment reaches the kernel. At a time limit
    the kernel and everything it started are killed. Raises ParameterError, NotebookError, or the
    TrendkitError that a cell raised.
    """
    values = checked(notebook, parameters)
    staging = Path(tempfile.mkdtemp(prefix="trendkit-"))
    started = time.monotonic()
    try:
        run = _Run(notebook, staging, token_hex(16), timeout_s, cell_timeout_s, progress)
        run.prepare(values)
        run.watch()
        result = run.result()
        _save(staging, output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Executed(output, result, time.monotonic() - started)


@dataclass
class _Run:
    notebook: Path
    staging: Path
    token: str
    timeout_s: float
    cell_timeout_s: float | None
    progress: Callable[[Progress], None] | None
    at: Progress | None = None

    def prepare(self, values: dict[str, Any]) -> None:
        """Lay the notebook, with its cells numbered and the sealing cell added, and the job into staging."""
        book = read(self.notebook)
        _number(book)
        sealing = f"from trendkit.publish.notebook import seal\nseal({self.token!r})"
        book.cells.append(_code_cell(sealing, {"trendkit": "seal"}))
        (self.staging / INPUT).write_text(_text(book), encoding="utf-8")
        (self.staging / JOB).write_text(json.dumps(values), encoding="utf-8")

    def watch(self) -> None:
        """Run the child until it ends or a limit is reached; nothing it started outlives this call."""
        news, told = os.pipe()
        child = self._start(told)
        os.close(told)
        try:
            for message in self._messages(news):
                self._hear(message)
        finally:
            end(self.token, child.pid)
            child.communicate()
            os.close(news)

    def result(self) -> dict[str, Any]:
        """Return what the notebook handed over, if this very run wrote it."""
        try:
            written = json.loads((self.staging / RESULT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            written = {}
        if written.get("token") != self.token:
            raise self._error(NotebookError, f"ended the notebook early.{self._last_words()}")
        return dict(written["result"])

    def _start(self, told: int) -> subprocess.Popen[bytes]:
        with (self.staging / "stderr").open("wb") as stderr:
            return subprocess.Popen(  # noqa: S603  our own module, no shell
                [sys.executable, "-m", "trendkit.publish.kernel", str(told)],
                cwd=self.staging,
                env=_environment(self.staging, self.token),
                stdin=subprocess.PIPE,  # held open: its end tells the child that this process is gone
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                pass_fds=(told,),
                start_new_session=True,
                umask=0o077,
            )

    def _messages(self, news: int) -> Iterator[dict[str, Any]]:
        """Yield what the child tells, line by line, until it closes the pipe or a limit is reached."""
        total, cell = time.monotonic(), math.inf
        waiting = b""
        while True:
            limits = {"the run": total + self.timeout_s, "a cell": cell + (self.cell_timeout_s or math.inf)}
            name = min(limits, key=lambda limit: limits[limit])
            if not select.select([news], [], [], max(0.0, limits[name] - time.monotonic()))[0]:
                raise self._error(NotebookError, self._too_long(name))
            chunk = os.read(news, 65536)
            if not chunk:
                return
            *lines, waiting = (waiting + chunk).split(b"\n")
            for line in lines:
                cell = time.monotonic()
                yield json.loads(line)

    def _hear(self, message: dict[str, Any]) -> None:
        if "failed" in message:
            raise self._error(_kind(message["failed"]), message["why"])
        self.at = Progress(**message)
        if self.progress:
            self.progress(self.at)

    def _too_long(self, limit: str) -> str:
        seconds = self.timeout_s if limit == "the run" else self.cell_timeout_s
        return (
            f"was stopped: the limit of {seconds:g} s for {limit} was reached. Nothing was published. "
            "Look at a shorter period, or allow more time."
        )

    def _error(self, kind: type[TrendkitError], why: str) -> TrendkitError:
        where = f"Cell {self.at.cell} ({self.at.heading}) of " if self.at else ""
        return kind(display_text(f"{where}{self.notebook.name} {why}", LONGEST_MESSAGE))

    def _last_words(self) -> str:
        words = (self.staging / "stderr").read_text(encoding="utf-8", errors="replace").strip()
        return f" {words.splitlines()[-1]}" if words and self.at is None else ""


def _kind(name: str) -> type[TrendkitError]:
    """Return the trendkit error of that name, so that "no data" in a cell is "no data" to the caller."""
    kind = vars(errors).get(name)
    return kind if isinstance(kind, type) and issubclass(kind, TrendkitError) else NotebookError


def _environment(staging: Path, token: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return kept | {
        ENV_MARK: token,
        "TMPDIR": str(staging),
        "IPYTHONDIR": str(staging / "ipython"),
        "JUPYTER_CONFIG_DIR": str(staging / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(staging / "runtime"),
        "JUPYTER_NO_CONFIG": "1",
        "MPLBACKEND": "agg",
        "TZ": "UTC",
    }


def _text(book: Any) -> str:
    return str(nbformat.writes(book))  # type: ignore[no-untyped-call]


def _code_cell(source: str, metadata: dict[str, str]) -> Any:
    return nbformat.v4.new_code_cell(source, metadata=metadata)  # type: ignore[no-untyped-call]


def _number(book: Any) -> None:
    """Write each code cell's number, the count, and the heading above it where the child can read them."""
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    heading = "before the first heading"
    number = 0
    for cell in book.cells:
        title = re.match(r"#+\s*(.+)", cell.source)
        if cell.cell_type == "markdown" and title:
            heading = display_text(title[1], 80)
        if cell.cell_type == "code":
            number += 1
            cell.metadata["trendkit"] = {"cell": number, "cells": len(code), "heading": heading}


def _save(staging: Path, output: Path) -> None:
    book = read(staging / OUTPUT)
    book.cells = [cell for cell in book.cells if cell.metadata.get("trendkit") != "seal"]
    book.metadata.pop("papermill", None)
    for number, cell in enumerate(book.cells, start=1):
        cell.id = f"cell-{number}"
        for note in ("papermill", "trendkit", "execution"):
            cell.metadata.pop(note, None)
    text = _without_folders(_text(book), staging)
    partial = output.with_name(f".{output.name}.{token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(output)


def _without_folders(text: str, staging: Path) -> str:
    """Replace this machine's folders, which name its user, wherever the notebook mentions them."""
    for folder, shown in ((staging, "."), (Path.cwd(), "."), (Path.home(), "~")):
        if len(folder.parts) > 1:
            text = text.replace(json.dumps(str(folder), ensure_ascii=False)[1:-1], shown)
    return text
