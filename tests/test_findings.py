"""What a detector found: still a DataFrame, with the rows, ties and groups behind it."""

import pandas as pd
import pytest

import trendkit
from content import CASES, ECHO
from trendkit.detect import fixture
from trendkit.detect.findings import Findings
from trendkit.errors import ParameterError

CASE = next(case for detector, case in CASES if detector is ECHO)
HOSTILE = "<script>alert(1)</script>\u202e=1+1"


@pytest.fixture(scope="module")
def found():
    return ECHO(fixture.world(CASE))


def hostile():
    events = fixture.frames(CASE)["events"].replace({"bot_1": HOSTILE, "bot_2": "=cmd()"})
    return ECHO(trendkit.connect(events=events))


def test_a_selection_of_findings_remembers_its_question(found):
    assert found.top(1).run is found.run
    assert found[found["score"] > 1].run is found.run


def test_columns_without_an_entity_are_a_plain_frame(found):
    assert type(found[["entity_id", "score"]]) is Findings
    assert type(found[["score"]]) is pd.DataFrame


def test_events_are_the_whole_rows_behind_a_finding_in_order(found):
    rows = found.events(found.top(1))
    assert list(rows["entity_id"]) == ["bot_1"] * 3
    assert list(rows["target_id"]) == ["video_1", "video_2", "video_3"]
    assert rows["event_time"].is_monotonic_increasing
    assert rows["because"].iloc[0] == "liked beside 2"


def test_events_take_ids_and_a_limit(found):
    assert len(found.events("bot_2")) == 3
    assert len(found.events(["bot_1", "bot_2"], limit=4)) == 4
    assert len(found.events([])) == 0


def test_ties_say_what_holds_two_accounts_together(found):
    ties = found.ties()
    assert list(zip(ties["a"], ties["b"], ties["weight"], strict=True)) == [
        ("bot_1", "bot_2", 3),
        ("bot_1", "bot_3", 3),
        ("bot_2", "bot_3", 3),
    ]


def test_ties_and_groups_hold_flagged_accounts_only(found):
    assert set(found[found["entity_id"] != "bot_3"].groups()["entity_id"]) == {"bot_1", "bot_2"}


def test_groups_are_numbered_from_the_largest():
    given = [
        {"each": {"target_id": "video_1..video_2", "actor_id": ["a_1", "a_2"]}},
        {"each": {"target_id": "video_3..video_4", "actor_id": ["b_1", "b_2", "b_3"]}},
    ]
    rows = [row | {"event_time": pd.Timestamp("2026-11-14 10:00"), "action": "like"} for row in given]
    groups = ECHO(fixture.world(fixture.Case("two rings", "fires", {"events": rows}, {}, []))).groups()
    assert list(groups["group_id"]) == [1, 1, 1, 2, 2]
    assert list(groups["entity_id"]) == ["b_1", "b_2", "b_3", "a_1", "a_2"]


def test_nobody_found_has_no_groups(found):
    assert len(ECHO(found.run.db, min_likes=1000).groups()) == 0


def test_findings_put_together_by_hand_have_no_question():
    with pytest.raises(ParameterError, match="no longer know their question"):
        Findings({"entity_id": ["a"]}).events()


def test_a_card_holds_no_live_markup_whatever_accounts_are_called():
    page = hostile()._repr_html_()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "http" not in page
    assert "<caption>" in page


def test_a_terminal_shows_hostile_names_inert():
    assert "\u202e" not in repr(hostile())
    assert "⟨U+202E⟩" in repr(hostile())


def test_a_spreadsheet_computes_nothing(tmp_path):
    path = tmp_path / "findings.csv"
    hostile().to_csv_safe(path)
    cells = pd.read_csv(path)["entity_id"]
    assert not cells.str.startswith("=").any()
    assert "'=cmd()" in set(cells)


def test_written_text_is_masked():
    given = {
        "content": [
            {"content_id": "c_1", "author_id": "a", "created_at": pd.Timestamp("2026-11-14"), "text": "hello"}
        ]
    }
    db = fixture.world(fixture.Case("a text", "fires", given, {}, []))
    from trendkit.detect.findings import _masked  # noqa: PLC0415 - no detector of the tests reads content

    assert list(_masked(db.frame("select * from content"))["text"]) == ["▒ 5 characters"]


def test_the_card_says_what_was_looked_at(found):
    assert "3 found; looked at 9 events on 1 days" in repr(found)
    assert "window_s=60" in repr(found)
