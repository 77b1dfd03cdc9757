"""A step in Python between two queries: it looks like any other detector, and nothing is left behind."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from content import DETECTORS
from trendkit.assess.trends.daily import daily
from trendkit.detect import guard, sqlfile, steps
from trendkit.detect.detector import Detector
from trendkit.engine import duckdb as engine
from trendkit.errors import DetectorError
from trendkit.tables.database import connect

PATH = Path(__file__).parent / "detectors" / "loud_half.sql"
TEXT = PATH.read_text(encoding="utf-8")
STEPPED = [detector for detector in DETECTORS if detector.file.step]


def loudest(given, params, progress):
    """Keep the louder half, most likes first, of those with enough."""
    progress("loudest", 1, 1)
    enough = given[given["likes"] >= params["min_likes"]]
    loud = enough.sort_values(["likes", "actor_id"], ascending=[False, True]).head((len(enough) + 1) // 2)
    return pd.DataFrame({"rank": range(1, len(loud) + 1), "actor_id": loud["actor_id"].tolist()})


@pytest.fixture
def detector(monkeypatch):
    monkeypatch.setitem(steps.STEPS, "loudest", loudest)
    return made(TEXT)


def made(text):
    return Detector(guard.check(sqlfile.parse_text(text, PATH)))


def likes(*actors, day=2):
    stamps = [datetime(2026, 3, day, 12, minute) for minute in range(len(actors))]
    return [
        {"event_id": f"{day}_{n}", "event_time": stamp, "actor_id": actor, "action": "like"}
        for n, (stamp, actor) in enumerate(zip(stamps, actors, strict=True))
    ]


FOUR = pd.DataFrame(likes(*["bot_1"] * 4, *["bot_2"] * 3, *["human_1"] * 2, "human_2").copy()).assign(
    target_id="video_1", market="BR", surface="feed"
)


def tables_of(con):
    return [name for (name,) in engine.rows(con, "select table_name from duckdb_tables() where temporary")]


def test_the_step_decides_what_the_query_goes_on_with(detector):
    found = detector(connect(events=FOUR))
    assert found[["entity_id", "score", "rank"]].values.tolist() == [["bot_1", 4, 1], ["bot_2", 3, 2]]


def test_evidence_and_ties_and_groups_follow_the_step(detector):
    found = detector(connect(events=FOUR))
    assert found.events()["entity_id"].value_counts().to_dict() == {"bot_1": 4, "bot_2": 3}
    assert found.ties().values.tolist() == [["bot_1", "bot_2", 3]]
    assert found.groups()["entity_id"].tolist() == ["bot_1", "bot_2"]


def test_in_the_shell_the_file_is_the_coarser_question(detector):
    con = duckdb.connect()
    con.register("frame", FOUR)
    con.execute("create table events as select * from frame")
    prepared, executed = con.extract_statements(TEXT)
    con.execute(prepared)
    assert [row[0] for row in con.execute(executed).fetchall()] == ["bot_1", "bot_2", "human_1", "human_2"]


def test_parameters_reach_the_step_bound_and_checked(detector):
    assert detector(connect(events=FOUR), min_likes=3)["entity_id"].tolist() == ["bot_1"]


def test_daily_counts_go_through_the_same_step(detector):
    quiet = likes("human_1", "human_2", "human_3", day=3)
    frame = pd.concat([FOUR, pd.DataFrame(quiet).assign(market="BR", surface="feed")])
    counted = daily(connect(events=frame), [detector], datetime(2026, 3, 1), datetime(2026, 3, 5))
    by_day = counted.set_index(counted["day"].dt.day)
    assert by_day["acts"].to_dict() == {
        2: 7,
        3: 2,
    }  # on the third human_1 is one of the three loudest of five


def test_daily_counts_work_on_a_sealed_lake(detector, tmp_path):
    connect(events=FOUR, lake=tmp_path / "lake").close()
    with closing(connect(tmp_path / "lake", sealed=True)) as db:
        assert detector(db)["entity_id"].tolist() == ["bot_1", "bot_2"]


def test_a_connection_of_ones_own_works_and_is_left_as_it_was(detector):
    con = duckdb.connect()
    con.register("frame", FOUR)
    con.execute("create table events as select * from frame")
    db = connect(con)
    before = tables_of(con)
    assert len(detector(db)) == 2
    assert tables_of(con) == before
    assert engine.rows(con, "select count(*) from duckdb_views() where view_name like 'trendkit_step%'") == [
        (0,)
    ]


def test_nothing_is_left_behind_when_the_query_fails(detector):
    db = connect(events=FOUR)
    before = tables_of(db.con)
    with pytest.raises(DetectorError, match="loud_half.sql"):
        detector.frame(db, detector.file.prelude + "select no_such_column from loud", detector.bind(db, {}))
    assert tables_of(db.con) == before


def test_hostile_values_stay_values(detector):
    name = "x'); drop table events; --"
    frame = FOUR.assign(actor_id=FOUR["actor_id"].replace("bot_1", name))
    db = connect(events=frame)
    assert detector(db)["entity_id"].tolist() == [name, "bot_2"]
    assert db.rows("select count(*) from events") == [(10,)]


def test_the_step_is_given_rows_in_one_order(detector, monkeypatch):
    seen = []
    monkeypatch.setitem(steps.STEPS, "loudest", lambda g, p, t: seen.append(g) or loudest(g, p, t))
    detector(connect(events=FOUR))
    detector(connect(events=FOUR.sort_index(ascending=False)))
    assert seen[0].equals(seen[1])


def test_a_step_that_finds_nothing_is_no_finding(detector, monkeypatch):
    monkeypatch.setitem(steps.STEPS, "loudest", lambda g, p, t: loudest(g.head(0), p, t))
    assert detector(connect(events=FOUR)).empty


def test_a_step_must_return_the_columns_the_file_gives_them(detector, monkeypatch):
    monkeypatch.setitem(steps.STEPS, "loudest", lambda given, *_: given)
    with pytest.raises(
        DetectorError, match=r"must return actor_id, rank, as loud does; it returned actor_id, likes"
    ):
        detector(connect(events=FOUR))


def test_a_step_must_return_the_types_the_file_gives_them(detector, monkeypatch):
    monkeypatch.setitem(steps.STEPS, "loudest", lambda g, p, t: loudest(g, p, t).assign(rank="first"))
    with pytest.raises(DetectorError, match="What the step made: .*'first'"):
        detector(connect(events=FOUR))


def test_too_many_rows_are_refused_before_the_step_works(detector, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ROWS", 3)
    with pytest.raises(
        DetectorError, match="more than 3 rows for the step loudest; look at a shorter window"
    ):
        detector(connect(events=FOUR))


def test_single_acts_are_not_handed_to_a_step(detector):
    raw = made(TEXT.replace("loudest(liker)", "loudest(liked)"))
    with pytest.raises(DetectorError, match="sums, not single acts; leave out event_id"):
        raw(connect(events=FOUR))


WRONG = [
    (
        "loudest(liker) -> loud",
        "loudest liker",
        r"line 1: step 'loudest liker' must read `<name>\(<cte given>\) -> ",
    ),
    ("loudest(liker)", "loudest(likers)", "the step names 'likers', which is no CTE. Did you mean 'liker'"),
    ("loudest(liker) -> loud", "loudest(loud) -> liker", "the CTE 'liker' must follow 'loud'"),
    ("loudest(liker)", "loudes(liker)", "loud_half.sql: no step named 'loudes'. Did you mean 'loudest'"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_step_line_that_is_wrong_is_refused_with_what_is_right(detector, right, wrong, said):
    with pytest.raises(DetectorError, match=said):
        made(TEXT.replace(right, wrong))


def test_the_identity_of_the_question_follows_the_code_of_the_step(detector, monkeypatch):
    before = detector.sha
    monkeypatch.setitem(steps.STEPS, "loudest", steps.densest_blocks)
    assert detector.sha != before


def test_what_runs_keeps_its_line_numbers(detector):
    file = detector.file
    assert file.stepped(file.query).count("\n") == file.query.count("\n")
    assert f"select * from temp.{file.step_table}" in file.stepped(file.query)


@pytest.mark.parametrize("detector", STEPPED, ids=lambda detector: detector.name)
def test_no_shipped_step_is_given_single_acts(detector):
    assert not steps.RAW & set(detector._bound(steps.given_query(detector.file)))
