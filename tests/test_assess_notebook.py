"""An investigation: one subject in, one page out, with what could not be told said as such."""

import html
import json
import re

import nbformat
import pandas as pd
import papermill
import pytest

import trendkit as tk
from trendkit import content
from trendkit.assess.trends.subject import subject
from trendkit.casework.rivals import asked, rivals
from trendkit.detect import library
from trendkit.errors import NoDataError, ParameterError
from trendkit.publish import assessment, assessment_labels, assessment_words, job, report
from trendkit.publish.investigation import investigate, read_labels, window
from trendkit.tables import world

WEEK = {"since": "2026-11-07", "until": "2026-11-21"}


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    return world.build(tmp_path_factory.mktemp("platform") / "world", events=60_000).folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def page(platform, workspace):
    return job.assess_on(platform, detector="copypasta", workspace=workspace)


@pytest.fixture(scope="module")
def lake(page, workspace):
    return next((workspace / "lakes").iterdir())


@pytest.fixture(scope="module")
def db(lake):
    return tk.connect(lake, threads=1)


@pytest.fixture(scope="module")
def sheet(db, tmp_path_factory):
    """A sheet on which every finding was found harmful."""
    path = tmp_path_factory.mktemp("labels") / "labels.csv"
    ids = sorted(set(subject(db, "copypasta", **WEEK).findings["entity_id"]))
    pd.DataFrame({"entity_id": ids, "value": "1"}).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="module")
def made(db, sheet):
    about = subject(db, "copypasta", **WEEK)
    return investigate(about, rivals(about), labels=sheet)


def words(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.read_text()))


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_the_page_answers_every_question_before_it_explains(page):
    head = words(page).split("What was found")[0]
    assert [asked for asked, _, _ in assessment_words.QUESTIONS if asked not in head] == []


def test_every_answer_of_the_summary_leads_to_its_section(page):
    text = page.read_text()
    assert [
        a for _, a, _ in assessment_words.QUESTIONS if f'href="#{a}"' not in text or f'id="{a}"' not in text
    ] == []


def test_the_page_holds_no_script_and_loads_nothing(page):
    assert "<script" not in page.read_text().lower()
    assert re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page.read_text()) == []


def test_written_text_is_masked(page, db):
    texts = db.rows("select distinct text from content where length(text) >= 12")
    shown = words(page)
    assert [text for (text,) in texts if text in shown] == []


def test_the_index_lists_it_as_an_investigation(page, workspace):
    index = (workspace / "reports" / "index.html").read_text()
    assert page.parent.name in index
    assert "<td>investigation</td>" in index
    assert report.verified(page.parent).facts.kind == "investigation"


def test_a_second_run_changes_nothing_but_the_index(page, platform, workspace):
    before = files(workspace)
    assert job.assess_on(platform, detector="copypasta", workspace=workspace) == page
    after = files(workspace)
    assert {path.name for path in after if after[path] != before.get(path)} <= {"index.html"}


def test_plain_papermill_runs_the_same_notebook(lake, tmp_path):
    papermill.execute_notebook(
        content.NOTEBOOKS / "assess.ipynb",
        tmp_path / "executed.ipynb",
        parameters={"lake": str(lake), "detector": "copypasta", "market": "nowhere"},
        progress_bar=False,
    )
    book = nbformat.read(tmp_path / "executed.ipynb", as_version=4)
    shown = json.dumps([cell.get("outputs") for cell in book.cells])
    assert "Nothing found" in shown
    assert "error" not in {out.output_type for cell in book.cells for out in cell.get("outputs", [])}


def test_a_wrong_name_is_answered_with_the_right_one(platform, workspace):
    with pytest.raises(ParameterError, match="Did you mean 'copypasta'"):
        job.assess_on(platform, detector="copypasto", workspace=workspace)
    with pytest.raises(ParameterError, match="Did you mean 'min_"):
        job.assess_on(platform, detector="like_ring", params={"min_share": 3}, workspace=workspace)


def test_a_detector_that_cannot_look_gives_no_report(platform, tmp_path):
    likes = "select 'e' as event_id, timestamp '2026-11-14' as event_time, 'a' as actor_id, 'like' as action"
    blind = tk.connect(events=likes)
    about = subject(blind, "copypasta", since="2026-11-14", until="2026-11-15")
    with pytest.raises(NoDataError, match="could not look"):
        investigate(about, rivals(about))


def test_labels_that_are_not_there_are_named(platform, workspace, tmp_path):
    with pytest.raises(NoDataError, match="no labels at"):
        job.assess_on(platform, detector="copypasta", labels=tmp_path / "none.csv", workspace=workspace)


def test_the_predictions_stood_before_the_data_were_asked(made):
    assert set(made.case.evidence["standing"]) <= {"counts", "could not look"}
    assert len(made.case.evidence) == len(asked(made.subject))


def test_what_a_detector_rests_on_is_no_second_sign(db):
    names = [sign.name for sign in asked(subject(db, "device_share", **WEEK))]
    assert "shared_device" not in names
    assert "young" in names


@pytest.mark.parametrize(
    "detector",
    ["like_ring", "near_copy", "report_burst", "signup_burst", "overturn_drift", "engagement_ratio"],
)
def test_the_rivals_of_any_kind_of_evidence_can_be_written_down(db, detector):
    about = subject(db, detector, **WEEK)
    assert len(rivals(about).state.predictions) == len(asked(about))


def test_what_was_touched_is_counted_against_all_there_was(made, db):
    (acts,) = [one for one in made.reach if one.of == "acts of this kind"]
    behind = made.subject.findings.events()
    assert round(acts.estimate * acts.n) == behind["content_id"].nunique()
    assert made.subject.who["acts"].sum() == len(behind.drop_duplicates(["entity_id", "content_id"]))


def test_a_market_narrows_findings_and_rows(db, made):
    market = made.subject.findings.events()["market"].mode()[0]
    here = subject(db, "copypasta", **WEEK, market=market)
    assert 0 < len(here.findings) <= len(made.subject.findings)
    assert here.who["acts"].sum() <= made.subject.who["acts"].sum()


def test_where_nothing_is_found_nothing_is_made_up(db):
    nowhere = subject(db, "copypasta", **WEEK, market="nowhere")
    empty = investigate(nowhere, rivals(nowhere))
    assert "Nothing found" in assessment.summary(empty).markup
    assert empty.case.evidence.empty
    assert empty.reach == []


def test_labels_that_are_no_random_draw_tell_no_prevalence_but_what_to_draw(made):
    assert made.frequency.estimates == ()
    assert (made.frequency.plan["harmful_seen"] > 0).all()
    assert "tk.draw(db, " in assessment.harm(made).markup


def test_labels_of_the_findings_are_what_the_cut_rests_on(made, sheet):
    assert made.labels == len(read_labels(sheet)) == made.cut.precision.n
    assert made.cut.cut is not None or "Not certified" in assessment_labels.cut(made)


def test_the_window_defaults_to_the_lookback_up_to_the_last_full_day(db):
    since, until = window(db, "copypasta", "", "")
    assert until == db.span[1]
    assert until - since == library.get("copypasta").lookback


def test_where_found_accounts_act_is_told_though_everybody_acts_as_much(db, made):
    crowd = made.subject.accounts
    found = tk.segments(db, crowd, **WEEK, dimensions=["action"])
    assert found.actual == pytest.approx(found.expected)
    assert "nan" not in found.verdict
    assert found.table.empty or found.table["share"].between(0, 1).all()


def test_a_market_that_no_event_names_is_refused_with_the_nearest(platform, workspace):
    with pytest.raises(ParameterError, match="No event has the market 'BRA'. Did you mean 'BR'"):
        job.assess_on(platform, detector="copypasta", market="BRA", workspace=workspace)
