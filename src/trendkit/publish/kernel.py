"""The child process that runs one notebook by papermill: `python -m trendkit.publish.kernel <pipe>`.

It is a process of its own so that a limit can end it and all it started; papermill is imported only here.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, Final

ENV_MARK: Final = "TRENDKIT_RUN"
JOB: Final = "job.json"
INPUT: Final = "notebook.ipynb"
OUTPUT: Final = "executed.ipynb"
RESULT: Final = "result.json"

_MOST_OUTPUT: Final = 32 * 1024 * 1024  # characters a notebook may show
_IOPUB_TIMEOUT_S: Final = 120


class OutputLimit(Exception):  # noqa: N818  never raised to a caller
    """Stop a notebook that shows more than anybody can read."""


def end(token: str, leader: int | None = None) -> None:
    """Kill every process of the run: those that carry its token in their environment, wherever they moved."""
    if leader is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
    while marked := _marked(token):
        for pid in marked:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _marked(token: str) -> list[int]:
    mark = f"{ENV_MARK}={token}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0") and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def _run(told: int) -> None:
    from papermill.engines import papermill_engines  # noqa: PLC0415  slow, needed only in this process

    papermill_engines.register("trendkit", _engine(told))
    from papermill import execute_notebook  # noqa: PLC0415  slow, needed only in this process

    execute_notebook(
        INPUT,
        OUTPUT,
        parameters=json.loads(Path(JOB).read_text(encoding="utf-8")),
        engine_name="trendkit",
        kernel_name="python3",
        language="python",
        request_save_on_cell_execute=False,
        progress_bar=False,
        autosave_cell_every=0,
    )


def _engine(told: int) -> type:
    """Return papermill's engine with private sockets, our progress, and a limit on output."""
    from papermill.clientwrap import PapermillNotebookClient  # noqa: PLC0415  slow, needed only in this process
    from papermill.engines import Engine  # noqa: PLC0415  slow, needed only in this process
    from traitlets.config import Config  # noqa: PLC0415  comes with papermill

    class Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
        shown = 0

        def process_message(self, msg: Any, *args: Any, **kwargs: Any) -> Any:
            self.shown += len(str(msg["content"]))
            if self.shown > _MOST_OUTPUT:
                raise OutputLimit
            return super().process_message(msg, *args, **kwargs)

    class PrivateEngine(Engine):  # type: ignore[misc]  # papermill has no types
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
            Client(
                nb_man,
                kernel_name=kernel_name,
                timeout=None,  # the parent watches the clock
                iopub_timeout=_IOPUB_TIMEOUT_S,
                on_cell_start=lambda cell, **_: _tell_start(told, cell),
                config=Config({"AsyncKernelManager": {"transport": "ipc", "ip": str(Path.cwd() / "socket")}}),
            ).execute()

    return PrivateEngine


def _tell_start(told: int, cell: Any) -> None:
    place = cell.metadata.get("trendkit")
    if isinstance(place, dict):
        _tell(told, dict(place))


def _tell(told: int, message: dict[str, Any]) -> None:
    os.write(told, json.dumps(message).encode() + b"\n")


def _why(error: BaseException) -> dict[str, str]:
    """Return the kind of failure and a sentence that follows "Cell 4 of notebook …"."""
    kind = type(error).__name__
    if kind == "DeadKernelError":
        return {
            "failed": kind,
            "why": "lost its kernel: it was killed, possibly out of memory, or ended itself.",
        }
    if kind == "OutputLimit":
        return {"failed": kind, "why": f"showed more than {_MOST_OUTPUT // 2**20} MB; print less."}
    if kind == "PapermillExecutionError":
        name, value = getattr(error, "ename", kind), getattr(error, "evalue", "")
        return {"failed": str(name)[:80], "why": f"failed: {name}: {value}"[:2000]}
    return {"failed": kind, "why": f"could not be run: {kind}: {error}"[:2000]}


def _follow_parent() -> None:
    """End the whole run when the process that started it is gone."""
    sys.stdin.buffer.read()
    end(os.environ[ENV_MARK])
    os._exit(1)


def main(told: int) -> int:
    """Run the job in the current folder, telling progress and failure on the pipe."""
    os.set_inheritable(told, False)
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        _run(told)
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        _tell(told, _why(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
