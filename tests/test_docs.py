"""What the pages say is so: README code runs, links lead somewhere, generated pages are fresh."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import trendkit as tk
from trendkit import content
from trendkit.tables import world

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_generated_pages_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    world.build(tmp_path / "workspace" / "world", events=100_000)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own code


def test_every_function_the_readme_names_exists():
    names = set(re.findall(r"\btk\.([a-z_]+)", README))
    assert "segments" in names
    assert [name for name in sorted(names) if not callable(getattr(tk, name, None))] == []


def test_the_mapping_of_the_readme_binds(tmp_path):
    (sql,) = re.findall(r"```sql\n(.*?)```", README, flags=re.DOTALL)
    likes = "select 1 as id, timestamp '2026-11-14' as created, 2 as user_id, 3 as post_id"
    duckdb.connect().execute(f"copy ({likes}) to '{tmp_path}/likes.parquet'")
    (tmp_path / "mapping.sql").write_text(sql)
    assert tk.connect(tmp_path).coverage["events"].rows == 1


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"^trendkit ([a-z]+)", README, flags=re.MULTILINE)))
)
def test_the_commands_of_the_readme_exist(command):
    done = subprocess.run(
        [sys.executable, "-m", "trendkit", command, "--help"], capture_output=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z]+)", README))))
def test_the_make_targets_of_the_readme_exist(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    kinds = {".py", ".pyi", ".sql", ".md", ".toml", ".ipynb", ".html", ".css", ".txt", ""}
    return [ROOT / name for name in listed if (ROOT / name).suffix in kinds and "hostile" not in name]


def test_no_page_names_a_folder_of_somebodys_machine():
    own = Path(__file__)
    found = [
        path for path in tracked() if path != own and re.search(r"/(root|home|Users|work)/", path.read_text())
    ]
    assert found == []


def test_no_file_hides_characters_from_a_reviewer():
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
    assert [path for path in tracked() if hidden.search(path.read_text())] == []


def test_detectors_shipped_have_a_place_in_the_catalogue():
    names = {path.stem for path in (content.SQL / "detectors").rglob("*.sql")}
    catalogue = (ROOT / "docs" / "detectors.md").read_text()
    assert {name for name in names if f"## {name}" not in catalogue} == set()
