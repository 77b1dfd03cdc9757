"""The main job as the schedule runs it: data in, one report out, nothing done twice."""

import html
import re
import shutil
from pathlib import Path

import pytest

from trendkit.errors import NoDataError, ParameterError, TrendkitError
from trendkit.publish import job, report
from trendkit.tables import world
from trendkit.tables.database import connect

EVENTS = 60_000


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    return world.build(tmp_path_factory.mktemp("platform") / "world", events=EVENTS).folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def page(platform, workspace):
    return job.report_on(platform, workspace=workspace)


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def words(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.read_text()))


def test_the_report_says_that_the_platform_is_synthetic(page):
    assert "synthetic" in words(page).lower()


def test_the_report_holds_no_script_and_loads_nothing(page):
    text = page.read_text()
    assert "<script" not in text.lower()
    assert re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text) == []


def test_the_report_says_what_was_looked_at_and_what_was_not(page):
    text = words(page)
    assert "What was looked at" in text
    assert "What this data cannot answer" in text


def test_written_text_is_masked(page, platform):

    lake = next((page.parents[2] / "lakes").iterdir())
    texts = connect(lake).rows("select distinct text from content where length(text) >= 12")
    shown = words(page)
    assert [text for (text,) in texts if text in shown] == []


def test_a_second_run_changes_nothing_but_the_index(page, platform, workspace):
    before = files(workspace)
    assert job.report_on(platform, workspace=workspace) == page
    after = files(workspace)
    assert {path.name for path in after if after[path] != before.get(path)} <= {"index.html"}


def test_the_index_lists_the_report(page, workspace):
    assert page.parent.name in (workspace / "reports" / "index.html").read_text()


def test_every_file_of_a_report_is_the_one_that_was_written(page):
    assert report.verified(page.parent).facts.synthetic


def test_a_damaged_report_is_named_and_not_shown_again(page, platform, workspace):
    written = page.read_bytes()
    page.chmod(0o600)
    page.write_bytes(written + b" ")
    try:
        with pytest.raises(report.ReportError, match="damaged"):
            job.report_on(platform, workspace=workspace)
    finally:
        page.write_bytes(written)


def test_a_workspace_may_be_named_from_here(page, platform, workspace, monkeypatch):
    monkeypatch.chdir(workspace.parent)
    assert job.report_on(platform, workspace=Path(workspace.name)).resolve() == page


def test_the_notebook_finds_a_lake_named_from_here(page, platform, workspace, tmp_path, monkeypatch):
    shutil.copytree(workspace / "lakes", tmp_path / "here" / "lakes")
    monkeypatch.chdir(tmp_path)
    assert job.report_on(platform, workspace=Path("here")).is_file()


def test_an_interrupted_run_is_finished_by_the_same_command(page, platform, workspace, tmp_path, monkeypatch):
    shutil.copytree(workspace / "lakes", tmp_path / "lakes")

    def pulled(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as plug:
        plug.setattr(report, "_rename", pulled)
        with pytest.raises(KeyboardInterrupt):
            job.report_on(platform, workspace=tmp_path)
    assert list((tmp_path / "reports").iterdir()) == []
    assert job.report_on(platform, workspace=tmp_path).is_file()


def test_other_severities_make_another_report(page, platform, workspace, tmp_path):
    settings = tmp_path / "trendkit.toml"
    settings.write_text('title = "Ours"\n[severities]\nlike_ring = "critical"\n')
    other = job.report_on(platform, workspace=workspace, settings=settings)
    assert other != page
    assert "Ours" in other.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'x'", "titel"),
        ("[severities]\nlike_rings = 'high'", "Did you mean 'like_ring'"),
        ("[[questions]]\ndetector = 'copypastes'", "Did you mean 'copypasta'"),
        ("title = ", "trendkit.toml"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_runs(platform, tmp_path, text, said):
    settings = tmp_path / "trendkit.toml"
    settings.write_text(text)
    with pytest.raises(TrendkitError, match=said):
        job.report_on(platform, workspace=tmp_path / "w", settings=settings)


def test_nothing_at_the_path_is_said(tmp_path):
    with pytest.raises(NoDataError, match="nothing at"):
        job.report_on(tmp_path / "nowhere", workspace=tmp_path)


def test_a_window_that_ends_before_it_begins_is_refused(platform, workspace):
    with pytest.raises(ParameterError, match="not before"):
        job.report_on(platform, workspace=workspace, since="2026-11-01", until="2026-10-01")
