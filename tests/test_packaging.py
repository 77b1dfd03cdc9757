"""What is installed is whole: the wheel works from an empty directory, without the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment that holds the wheel, and borrows only the dependencies of this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "env", with_pip=False)
    site = next((home / "env").glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    return home, [home / "env" / "bin" / "python"], {"PYTHONPATH": os.pathsep.join([str(site), *borrowed])}


def run(installed, *words):
    home, python, env = installed
    (home / "empty").mkdir(exist_ok=True)
    return subprocess.run(
        [*python, *words],
        cwd=home / "empty",
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )


def shipped(folder, pattern):
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob(pattern))


@pytest.mark.parametrize(
    ("folder", "pattern"), [("sql", "*.sql"), ("notebooks", "*.ipynb"), ("fixtures", "*.yaml")]
)
def test_the_wheel_holds_every_file(wheel, folder, pattern):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in shipped(folder, pattern) if f"trendkit/{name}" not in names] == []


def test_the_wheel_imports_itself_and_not_the_checkout(installed):
    where = run(installed, "-c", "import trendkit; print(trendkit.__file__)").stdout
    assert str(installed[0]) in where


def test_the_wheel_lists_its_detectors_in_an_empty_directory(installed):
    done = run(installed, "-m", "trendkit", "list", "--json")
    assert done.returncode == 0, done.stderr
    assert '"like_ring"' in done.stdout


def test_the_wheel_runs_a_detector_on_its_fixture(installed):
    done = run(installed, "-m", "trendkit", "test", "like_ring")
    assert done.returncode == 0, done.stderr
    assert "ok" in done.stdout


def test_help_is_quick_because_nothing_heavy_is_imported():
    heavy = "('pandas', 'duckdb', 'matplotlib', 'scipy')"
    probe = f"import sys, trendkit.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_trendkit_imports_no_engine():
    probe = "import sys, trendkit; print([m for m in ('pandas', 'duckdb', 'papermill') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
