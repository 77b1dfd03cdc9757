"""The tutorials run from top to bottom, on a small platform, and end where they say."""

import re
from pathlib import Path

import nbformat
import papermill
import pytest

from trendkit import content
from trendkit.tables import world

TUTORIALS = sorted((content.NOTEBOOKS / "tutorials").glob("*.ipynb"))


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    return world.build(tmp_path_factory.mktemp("platform") / "world", events=300_000).folder


@pytest.fixture(scope="module")
def told(platform, tmp_path_factory):
    """What the cells of the first tutorial showed."""
    output = tmp_path_factory.mktemp("executed") / "first_ring.ipynb"
    papermill.execute_notebook(
        content.NOTEBOOKS / "tutorials" / "first_ring.ipynb",
        output,
        parameters={"world": str(platform)},
        progress_bar=False,
    )
    book = nbformat.read(output, as_version=4)
    return [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]


def plain(outputs):
    return "".join(out.get("text", "") + out.get("data", {}).get("text/plain", "") for out in outputs)


def test_the_ring_is_confirmed(told):
    found, of = map(int, re.search(r"(\d+) of (\d+) flagged accounts", plain(told)).groups())
    assert 0 < found == of


def test_a_wrong_knob_is_answered_with_the_right_one(told):
    assert "Did you mean 'min_partners'?" in plain(told)


def test_no_cell_fails(told):
    assert [out for out in told if out.output_type == "error"] == []


@pytest.mark.parametrize("path", sorted(content.NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path: Path):
    book = nbformat.read(path, as_version=4)
    assert [cell for cell in book.cells if cell.get("outputs") or cell.get("execution_count")] == []
