"""Notebooks run to their end or fail in one sentence; nothing they start outlives them."""

import json
import time
from pathlib import Path

import nbformat
import pytest

from trendkit.errors import NoDataError, ParameterError
from trendkit.inert import display_text
from trendkit.publish.notebook import Progress, execute
from trendkit.publish.parameters import NotebookError, checked, declared

DONE = "from trendkit.publish.notebook import done\ndone(rising=3)"
PARAMETERS = (
    'since = "2026-11-14"\ntop: int = 10\nmarkets: list[str] = []\nlake: str | None = None\nshare = 0.5'
)


def notebook(folder: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Rising trends")])
    book.cells.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    book.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    path = folder / "story.ipynb"
    nbformat.write(book, path)
    return path


def run(folder: Path, *cells: str, timeout_s: float = 60, **parameters: object):
    return execute(notebook(folder, *cells), folder / "out.ipynb", parameters, timeout_s=timeout_s)


def test_a_notebook_hands_its_result_to_the_caller_and_tells_its_progress(tmp_path):
    seen = []
    path = notebook(tmp_path, "import os\nprint(top, markets, oct(os.umask(0o077)))", DONE)
    made = execute(
        path, tmp_path / "out.ipynb", {"top": 3, "markets": ["x"]}, timeout_s=60, progress=seen.append
    )
    assert made.result == {"rising": 3}
    assert seen == [Progress(cell, 3, "Rising trends") for cell in (1, 2, 3)]
    assert "3 ['x'] 0o77" in made.path.read_text()
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_the_same_run_writes_the_same_bytes_and_no_folder_of_this_machine(tmp_path):
    cells = ("import os\nprint(os.getcwd(), os.path.expanduser('~/lake'))", DONE)
    first = run(tmp_path, *cells).path.read_bytes()
    assert run(tmp_path, *cells).path.read_bytes() == first
    assert str(Path.home()) not in first.decode()
    assert "/trendkit-" not in first.decode()
    assert "papermill" not in json.dumps(json.loads(first)["metadata"])
    assert "trendkit" not in json.dumps([cell["metadata"] for cell in json.loads(first)["cells"]])


def test_no_secret_of_the_caller_reaches_the_kernel(tmp_path, monkeypatch):
    monkeypatch.setenv("ALERT_WEBHOOK", "canary-7f3a")
    made = run(tmp_path, "import os\nprint(dict(os.environ))", DONE)
    assert "canary-7f3a" not in made.path.read_text()


def test_the_kernel_listens_on_no_network_port(tmp_path):
    made = run(
        tmp_path, "from ipykernel.kernelapp import IPKernelApp as A\nprint(A.instance().transport)", DONE
    )
    assert "ipc" in made.path.read_text()


FAILURES = {
    "an exception": ("raise ValueError('x' * 5000)", "Cell 2 .*failed: ValueError: x"),
    "a hostile exception": ("raise ValueError('\\u202e<script>\\x1b[31m')", "U\\+202E⟩<script>⟨U\\+001B"),
    "a killed kernel": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "Cell 2 .*lost its kernel",
    ),
    "a kernel that ends itself": ("import os\nos._exit(0)", "Cell 2 .*lost its kernel"),
    "a clean exit": ("import sys\nsys.exit(0)", "Cell 2 .*early"),
    "quit": ("quit()", "early|lost its kernel"),
    "a flood of output": ("for _ in range(50):\n    print('x' * 1_000_000)", "Cell 2 .*showed more than"),
    "a syntax error": ("def", "SyntaxError"),
}


@pytest.mark.parametrize(("cell", "expected"), FAILURES.values(), ids=FAILURES)
def test_a_notebook_that_does_not_reach_its_end_publishes_nothing_and_says_why(tmp_path, cell, expected):
    with pytest.raises(NotebookError, match=expected) as refused:
        run(tmp_path, cell, DONE)
    message = str(refused.value)
    assert len(message.encode()) <= 2048
    assert message == display_text(message, len(message))
    assert not (tmp_path / "out.ipynb").exists()


def test_a_notebook_that_never_calls_done_has_not_succeeded(tmp_path):
    with pytest.raises(NotebookError, match="without calling"):
        run(tmp_path, "1 + 1")


def test_an_error_about_missing_data_stays_that_error(tmp_path):
    with pytest.raises(NoDataError, match="no login events"):
        run(tmp_path, "from trendkit.errors import NoDataError\nraise NoDataError('no login events')", DONE)


HANGS = {
    "sleeping": "import time\ntime.sleep(600)",
    "ignoring interrupts": (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)"
    ),
    "inside C code": "import re\nre.match('(a+)+b', 'a' * 60)",
    "waiting for a grandchild in its own session": (
        "import subprocess\nsubprocess.run(['sleep', '600'], start_new_session=True)"
    ),
}


@pytest.mark.parametrize("cell", HANGS.values(), ids=HANGS)
def test_a_hang_is_ended_with_everything_it_started(tmp_path, cell):
    started = time.monotonic()
    with pytest.raises(NotebookError, match=r"Cell 2 .*limit of 2 s for a cell"):
        execute(notebook(tmp_path, cell, DONE), tmp_path / "out.ipynb", {}, timeout_s=120, cell_timeout_s=2)
    assert time.monotonic() - started < 30


def test_no_grandchild_survives_even_in_a_session_of_its_own(tmp_path):
    cell = f"""
import subprocess, time
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
time.sleep(600)
"""
    with pytest.raises(NotebookError, match="limit of 2 s for a cell"):
        execute(notebook(tmp_path, cell), tmp_path / "out.ipynb", {}, timeout_s=120, cell_timeout_s=2)
    assert not running((tmp_path / "pid").read_text())


def running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_whole_run_has_a_limit_too(tmp_path):
    with pytest.raises(NotebookError, match="limit of 1 s for the run"):
        run(tmp_path, "import time\ntime.sleep(60)", DONE, timeout_s=1)


def test_parameters_are_declared_by_the_notebook(tmp_path):
    assert declared(notebook(tmp_path)) == {
        "since": str,
        "top": int,
        "markets": list[str],
        "lake": str | None,
        "share": float,
    }


def test_an_unknown_parameter_is_refused_with_the_nearest_right_one(tmp_path):
    with pytest.raises(ParameterError, match=r"no parameter named 'sinse'\. Did you mean 'since'"):
        run(tmp_path, DONE, sinse="2026-11-14")


REFUSED = {
    "code as a name": {"since=1; import os; os.mkdir('pwned') #": 1},
    "a dunder": {"__builtins__": 1},
    "a tuple that papermill would run": {"markets": ('x";__import__("os").mkdir("pwned") #',)},
    "a tuple inside a list": {"markets": [("x",)]},
    "text for a number": {"top": "10"},
    "a fraction for a number": {"top": 1.5},
    "true for a number": {"top": True},
    "not a number": {"share": float("nan")},
    "infinity": {"share": float("inf")},
    "a path": {"since": Path("/etc")},
    "bytes": {"since": b"x"},
    "numbers for names": {"markets": [1]},
    "a lone surrogate": {"since": "\ud800"},
    "none where text is due": {"since": None},
}


@pytest.mark.parametrize("parameters", REFUSED.values(), ids=REFUSED)
def test_a_parameter_that_does_not_fit_is_refused_before_anything_runs(tmp_path, parameters):
    with pytest.raises(ParameterError) as refused:
        checked(notebook(tmp_path), parameters)
    assert len(str(refused.value)) < 2000


def test_hostile_values_arrive_as_they_are(tmp_path):
    hostile = "'\"\\\n{a.__class__} $(id) %s \u202e"
    made = run(
        tmp_path,
        "from trendkit.publish.notebook import done\ndone(back=since, markets=markets)",
        since=hostile,
        markets=[hostile],
    )
    assert made.result == {"back": hostile, "markets": [hostile]}
