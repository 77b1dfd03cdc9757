"""Calling a detector: values are checked before it runs, and it says what it can see."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import trendkit
from content import CASES, ECHO
from trendkit.detect import fixture, library
from trendkit.engine import duckdb as engine
from trendkit.errors import DetectorError, NoDataError, ParameterError

CASE = next(case for detector, case in CASES if detector is ECHO)
MOMENT = datetime(2026, 11, 14)


@pytest.fixture(scope="module")
def db():
    return fixture.world(CASE)


REFUSED = [
    ({"windw_s": 1}, "Did you mean 'window_s'"),
    ({"window_s": True}, "must be a whole number"),
    ({"window_s": np.bool_(True)}, "must be a whole number"),
    ({"window_s": 60.0}, "must be a whole number"),
    ({"window_s": "60"}, "must be a whole number"),
    ({"window_s": None}, "must be a whole number"),
    ({"window_s": Decimal(60)}, "must be a whole number"),
    ({"window_s": float("nan")}, "must be a whole number"),
    ({"window_s": 0}, "is outside 1 to 86400"),
    ({"window_s": 86401}, "is outside 1 to 86400"),
    ({"window_s": 2**200}, "is outside 1 to 86400"),
    ({"action": "lik"}, "Did you mean 'like'"),
    ({"action": "x' or 1=1; drop table events; --"}, "is none of like, share"),
    ({"action": 1}, "must be text"),
    ({"since": "yesterday"}, "is no moment"),
    ({"since": 20261114}, "is no moment"),
    ({"since": pd.NaT}, "is no moment"),
    ({"since": float("inf")}, "is no moment"),
    ({"since": datetime(2026, 11, 14, tzinfo=timezone(timedelta(hours=9)))}, "another time zone"),
    ({"since": pd.Timestamp("2026-11-14 00:00:00.000000001")}, "nanoseconds"),
    ({"since": "2026-11-15", "until": "2026-11-14"}, "is not before"),
    ({"since": "2026-11-14", "until": "2026-11-14"}, "is not before"),
]


@pytest.mark.parametrize(("values", "message"), REFUSED, ids=[str(values) for values, _ in REFUSED])
def test_a_wrong_value_is_refused_before_anything_runs(values, message, db):
    with pytest.raises(ParameterError, match=message) as error:
        ECHO(db, **values)
    assert len(str(error.value)) <= 500


MOMENTS = [
    "2026-11-14",
    "2026-11-14T00:00:00",
    "2026-11-14T00:00:00+00:00",
    date(2026, 11, 14),
    MOMENT,
    MOMENT.replace(tzinfo=UTC),
    pd.Timestamp("2026-11-14"),
    np.datetime64("2026-11-14"),
]


@pytest.mark.parametrize("value", MOMENTS, ids=repr)
def test_a_moment_may_be_written_in_many_ways(value, db):
    assert ECHO.bind(db, {"since": value, "until": "2026-11-21"})["since"] == MOMENT


@pytest.mark.parametrize("value", [60, np.int64(60), np.uint8(60)], ids=repr)
def test_whole_numbers_of_any_make_become_plain_ones(value, db):
    assert type(ECHO.bind(db, {"window_s": value})["window_s"]) is int


def test_the_window_defaults_to_the_whole_span_of_the_data(db):
    bound = ECHO.bind(db, {})
    assert (bound["since"], bound["until"]) == db.span


def test_a_plain_connection_will_do(db):
    con = engine.memory()
    con.register("given", fixture.frames(CASE)["events"].astype({"event_time": "datetime64[us]"}))
    con.execute("create table events as select * from given")
    assert list(ECHO(con)["entity_id"]) == ["bot_1", "bot_2", "bot_3"]


def test_nothing_found_is_an_answer_with_coverage(db):
    found = ECHO(db, min_likes=1000)
    assert len(found) == 0
    assert found.run.coverage.rows == 9


def test_an_empty_window_is_no_answer(db):
    with pytest.raises(NoDataError, match="there are no events from 2027-01-01"):
        ECHO(db, since="2027-01-01", until="2027-02-01")


def test_a_column_that_holds_nothing_is_named():
    events = fixture.frames(CASE)["events"].drop(columns="target_id")
    with pytest.raises(NoDataError, match=r"no values in events\.target_id"):
        ECHO(trendkit.connect(events=events))


def test_coverage_says_what_is_lost_without_an_optional_column(db):
    seen = ECHO.coverage(db)
    assert seen.state == "degraded"
    assert seen.degraded[0] == "events.market: cannot say where"
    assert (seen.rows, seen.days) == (9, 1)


def test_lookback_comes_from_the_execute_line():
    assert ECHO.lookback == timedelta(days=7)


def test_a_detector_survives_pickling():
    assert pickle.loads(pickle.dumps(ECHO)).sha == ECHO.sha  # noqa: S301 - our own bytes


def test_a_failing_query_says_which_file_and_what_duckdb_said(db):
    with pytest.raises(DetectorError, match=r"^echo_like\.sql: .*no_such_column") as error:
        ECHO.frame(db, "select no_such_column from events", {})
    assert len(str(error.value)) <= 2048


def test_an_error_text_made_of_data_stays_short_and_inert(db):
    hostile = "'\x1b[31m<script>" + "x" * 1_000_000 + "'"
    with pytest.raises(DetectorError) as error:
        ECHO.frame(db, f"select cast({hostile} as integer)", {})
    assert len(str(error.value).encode()) <= 2048
    assert "\x1b" not in str(error.value)


def test_a_draft_passes_its_own_cases(tmp_path):
    sql, _ = fixture.new("my_draft", Path(tmp_path))
    from trendkit.detect import library  # noqa: PLC0415 - the file is made above

    draft = library.load(sql)
    cases = fixture.cases(fixture.path_of(draft))
    assert [fixture.difference(draft, case) for case in cases] == ["", "", ""]


def test_a_wrong_expectation_shows_both_lists():
    wrong = fixture.Case("a story", "fires", CASE.given, {}, [{"entity_id": "human_1"}])
    shown = fixture.difference(ECHO, wrong)
    assert "expected 1\n    entity_id: human_1" in shown
    assert "found 3\n    entity_id: bot_1" in shown


@pytest.mark.parametrize(
    "name", ["like_ring", "repost_ring", "follow_ring", "login_spray", "reply_flood", "target_fixation"]
)
def test_without_the_acts_it_looks_at_a_detector_could_not_look(name):
    row = dict.fromkeys(("actor_id", "target_id", "target_account_id", "ip_prefix"), "human_1")
    row |= {"event_id": "e1", "event_time": "2026-11-14", "action": "x_other", "status": "ok"}
    db = trendkit.connect(events=pd.DataFrame([row]))
    assert library.get(name).coverage(db).state == "not_runnable"
    with pytest.raises(NoDataError, match=r"could not look: no values in events\.action of"):
        library.get(name)(db)
