"""Opening data of any shape: what is there, what is refused, what is said about it."""

import json
from datetime import datetime

import duckdb
import pandas as pd
import pytest

import trendkit as tk
from trendkit.errors import DataError, NoDataError, ParameterError
from trendkit.tables import lake

NOON = "2026-11-14 12:00:00"
GOOD = {"event_id": "e1", "event_time": NOON, "actor_id": "human_1", "action": "like"}


def events(*changes, **columns):
    """One good event per change; `columns` go into each."""
    return pd.DataFrame(
        [GOOD | {"event_id": f"e{n}"} | columns | change for n, change in enumerate(changes, 1)]
    )


def refused(frame):
    return tk.connect(events=frame).coverage["events"].quarantined


def test_every_contract_table_can_be_queried_even_when_it_was_not_given():
    db = tk.connect(events=events({}))
    assert db.rows("select count(*), max(created_at) from accounts") == [(0, None)]


def test_a_database_is_still_a_duckdb_connection():
    db = tk.connect(events=events({}, {}))
    assert db.sql("select count(*) from events").fetchall() == [(2,)]


def test_coverage_names_the_columns_that_hold_anything():
    held = tk.connect(events=events({}, market="VN", surface=None)).coverage["events"]
    assert "market" in held.columns
    assert "surface" not in held.columns


def test_the_span_of_the_data_is_whole_days():
    db = tk.connect(events=events({}, {"event_time": "2026-11-16 00:00:00"}))
    assert db.span == (datetime(2026, 11, 14), datetime(2026, 11, 17))


def test_without_events_there_is_no_span():
    db = tk.connect(accounts=pd.DataFrame([{"account_id": "human_1"}]))
    with pytest.raises(NoDataError, match="nothing can be seen"):
        _ = db.span


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event_time": "14/11/2026"}, "event_time is not a TIMESTAMP"),
        ({"event_time": None}, "event_time is missing"),
        ({"event_time": "2999-01-01"}, "event_time lies in the future"),
        ({"event_time": "1970-01-01"}, "event_time fails the check"),
        ({"event_time": "infinity"}, "event_time is infinite"),
        ({"actor_id": None}, "actor_id is missing"),
        ({"actor_id": "bot\0one"}, "actor_id holds a NUL character"),
        ({"action": "lkie"}, "action fails the check"),
        ({"asn": "AS13"}, "asn is not a INTEGER"),
        ({"event_id": "e1"}, "event_id occurs more than once"),
    ],
)
def test_a_bad_row_is_set_aside_and_counted_with_its_reason(change, reason):
    counted = refused(events({}, change))
    assert len(counted) == 1
    assert next(iter(counted)).startswith(reason)
    assert sum(counted.values()) == 1


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_value_that_is_no_number_is_set_aside(value):
    db = tk.connect(
        events=f"select 'e1' as event_id, timestamp '{NOON}' as event_time, 'a' as actor_id, "
        f"'rate' as action, '{value}'::double as value"
    )
    assert list(db.coverage["events"].quarantined) == ['value fails the check isfinite("value")']


def test_of_two_rows_with_one_key_the_same_one_stays_whatever_the_order():
    rows = events({"actor_id": "human_2"}, {"event_id": "e1", "actor_id": "human_1"})
    kept = [tk.connect(events=frame).rows("select actor_id from events") for frame in (rows, rows[::-1])]
    assert kept[0] == kept[1] == [("human_1",)]


def test_an_action_of_your_own_begins_with_x():
    assert refused(events({"action": "x_wave"})) == {}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2026-11-14T12:00:00Z", datetime(2026, 11, 14, 12)),
        ("2026-11-14T12:00:00+09:00", datetime(2026, 11, 14, 3)),
        ("2026-11-14 12:00:00", datetime(2026, 11, 14, 12)),
    ],
)
def test_a_time_with_an_offset_becomes_utc(written, stored):
    db = tk.connect(events=events({"event_time": written}))
    assert db.rows("select event_time from events") == [(stored,)]


def test_an_aware_column_becomes_utc_whatever_the_session_of_its_connection():
    con = duckdb.connect()
    con.execute("set timezone = 'Asia/Tokyo'")
    con.execute(
        "create table events as select 'e1' as event_id, timestamptz '2026-11-14 12:00:00+09' as event_time, "
        "'human_1' as actor_id, 'like' as action"
    )
    assert tk.connect(con).rows("select event_time from events") == [(datetime(2026, 11, 14, 3),)]


@pytest.mark.parametrize("identity", ["9007199254740993", "18446744073709551617", "0042", "+4912345"])
def test_a_long_identifier_keeps_every_digit(tmp_path, identity):
    (tmp_path / "events.csv").write_text(f"event_id,event_time,actor_id,action\n{identity},{NOON},a,like\n")
    assert tk.connect(tmp_path).rows("select event_id from events") == [(identity,)]


def test_identifiers_that_arrive_as_floats_are_refused():
    with pytest.raises(DataError, match=r"events.actor_id is text .* loses digits"):
        tk.connect(events=events({}, actor_id=1.5))


def test_a_missing_required_column_is_named_with_what_is_there():
    with pytest.raises(DataError, match=r"'actor_id' is missing; the source has: .*actor.*connect\(events="):
        tk.connect(events=events({}).rename(columns={"actor_id": "actor"}))


def test_columns_outside_the_contract_are_left_out_and_named():
    held = tk.connect(events=events({}, shoe_size=43)).coverage["events"]
    assert held.extra == ("shoe_size",)


def test_an_unknown_table_gets_the_nearest_name():
    with pytest.raises(DataError, match="Did you mean 'events'"):
        tk.connect(evnts=events({}))


def test_a_source_and_tables_together_are_refused():
    with pytest.raises(ParameterError, match="one source, or its tables"):
        tk.connect("somewhere", events=events({}))


def test_a_connection_is_read_and_not_changed():
    con = duckdb.connect()
    con.register("given", events({}, {"event_id": "e1"}))
    con.execute("create table events as select * replace (event_time::timestamp as event_time) from given")
    before = con.execute("select * from duckdb_tables()").fetchall()
    assert tk.connect(con).coverage["events"].rows == 1
    assert con.execute("select * from duckdb_tables()").fetchall() == before
    assert con.execute("select count(*) from events").fetchall() == [(2,)]


def test_a_duckdb_file_is_opened_read_only(tmp_path):
    file = tmp_path / "platform.duckdb"
    with duckdb.connect(str(file)) as con:
        con.register("given", events({}))
        con.execute("create table events as from given")
    before = file.read_bytes()
    assert tk.connect(file).coverage["events"].rows == 1
    assert file.read_bytes() == before


def test_a_mapping_beside_the_data_is_used(tmp_path):
    events({}).rename(columns={"actor_id": "who"}).to_csv(tmp_path / "log.csv", index=False)
    (tmp_path / "mapping.sql").write_text(
        "create view events as select event_id, event_time, who as actor_id, action from 'log.csv';"
    )
    assert tk.connect(tmp_path).rows("select actor_id from events") == [("human_1",)]


def test_a_mapping_that_does_not_bind_says_which_file_and_why(tmp_path):
    (tmp_path / "mapping.sql").write_text("create view events as select nope from 'log.csv';")
    with pytest.raises(DataError, match=r"mapping.sql: .*log.csv"):
        tk.connect(tmp_path)


def test_a_folder_without_tables_says_what_it_holds(tmp_path):
    (tmp_path / "evnts.parquet").write_bytes(b"")
    with pytest.raises(NoDataError, match="it holds: evnts.parquet"):
        tk.connect(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"<html>not here</html>", b"PAR1" + b"x" * 40])
def test_damaged_parquet_files_are_all_named_before_anything_runs(tmp_path, content):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.parquet").write_bytes(content)
    (tmp_path / "events" / "b.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"a.parquet, b.parquet"):
        tk.connect(tmp_path)


def parquet(folder, name, select):
    folder.mkdir(exist_ok=True)
    duckdb.connect().execute(f"copy ({select}) to '{folder / name}' (format parquet)")


def test_files_that_disagree_are_refused_with_the_difference_of_each(tmp_path):
    base = f"select 'e1' as event_id, timestamp '{NOON}' as event_time, 'a' as actor_id, 'like' as action"
    parquet(tmp_path / "events", "a.parquet", base)
    parquet(tmp_path / "events", "b.parquet", base.replace("timestamp", "timestamptz"))
    parquet(tmp_path / "events", "c.parquet", base.replace("'a' as actor_id, ", ""))
    with pytest.raises(DataError) as caught:
        tk.connect(tmp_path)
    assert "b.parquet: event_time is TIMESTAMP WITH TIME ZONE, not TIMESTAMP" in str(caught.value)
    assert "c.parquet: no actor_id" in str(caught.value)


@pytest.mark.parametrize("header", ["", "event_id,event_id,event_time,actor_id,action\n"])
def test_a_csv_must_name_its_columns_once(tmp_path, header):
    (tmp_path / "events.csv").write_text(header or "\n")
    with pytest.raises(DataError, match="must name the columns"):
        tk.connect(tmp_path)


def test_a_csv_with_only_a_header_holds_no_events(tmp_path):
    (tmp_path / "events.csv").write_text("event_id,event_time,actor_id,action\n")
    assert tk.connect(tmp_path).coverage["events"].rows == 0


def test_a_ragged_csv_is_refused_with_its_line(tmp_path):
    (tmp_path / "events.csv").write_text(
        f"event_id,event_time,actor_id,action\ne1,{NOON},a,like,extra,extra\n"
    )
    with pytest.raises(DataError, match="events: "):
        tk.connect(tmp_path)


def test_invalid_utf8_is_refused(tmp_path):
    (tmp_path / "events.csv").write_bytes(
        b"event_id,event_time,actor_id,action\ne1," + NOON.encode() + b",\xff\xfe,like\n"
    )
    with pytest.raises(DataError, match="events: "):
        tk.connect(tmp_path)


def test_json_lines_are_read_as_text_and_cast_by_the_contract(tmp_path):
    row = GOOD | {"actor_id": 18446744073709551617}
    (tmp_path / "events.jsonl").write_text(json.dumps(row) + "\n")
    assert tk.connect(tmp_path).rows("select actor_id from events") == [("18446744073709551617",)]


def test_a_lake_opens_with_what_was_checked(tmp_path):
    frame = events({}, {"action": "lkie"}, market="VN")
    frame.to_csv(tmp_path / "events.csv", index=False)
    built = tk.connect(tmp_path, lake=tmp_path / "lake")
    opened = tk.connect(tmp_path / "lake")
    assert opened.coverage == built.coverage
    assert opened.rows("from events") == built.rows("from events")


def test_a_lake_is_not_built_again_while_its_files_are_unchanged(tmp_path):
    file = tmp_path / "events.csv"
    events({}).to_csv(file, index=False)
    first = tk.connect(tmp_path, lake=tmp_path / "lake")
    manifest = (tmp_path / "lake" / lake.MANIFEST).stat()
    again = tk.connect(tmp_path, lake=tmp_path / "lake")
    assert (tmp_path / "lake" / lake.MANIFEST).stat().st_mtime_ns == manifest.st_mtime_ns
    assert again.fingerprint == first.fingerprint
    events({}, {}).to_csv(file, index=False)
    assert tk.connect(tmp_path, lake=tmp_path / "lake").coverage["events"].rows == 2


def test_the_quarantine_of_a_lake_keeps_the_refused_rows(tmp_path):
    events({}, {"action": "lkie"}).to_csv(tmp_path / "events.csv", index=False)
    tk.connect(tmp_path, lake=tmp_path / "lake")
    kept = duckdb.connect().execute(f"from '{tmp_path}/lake/quarantine/events.parquet'").fetchall()
    assert len(kept) == 1
    assert "lkie" in kept[0][1]


def test_a_lake_build_that_fails_leaves_the_old_lake_and_nothing_else(tmp_path):
    file = tmp_path / "events.csv"
    events({}).to_csv(file, index=False)
    tk.connect(tmp_path, lake=tmp_path / "lake")
    file.write_text("event_id\n1\n")
    with pytest.raises(DataError):
        tk.connect(tmp_path, lake=tmp_path / "lake")
    assert tk.connect(tmp_path / "lake").coverage["events"].rows == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv", "lake"]


def test_texts_are_keyed_once_when_they_come_in():
    words = pd.DataFrame(
        {
            "content_id": ["c1", "c2", "c3"],
            "author_id": "human_1",
            "created_at": NOON,
            "text": ["Free money now", "F R E E money, now!!", None],
        }
    )
    keys = [
        key for (key,) in tk.connect(content=words).rows("select text_key from content order by content_id")
    ]
    assert keys[0] == keys[1] is not None
    assert keys[2] is None


def test_the_card_of_a_database_escapes_what_it_was_called(tmp_path):
    folder = tmp_path / "<script>alert(1)<"
    folder.mkdir()
    events({}).to_csv(folder / "events.csv", index=False)
    assert "<script" not in tk.connect(folder)._repr_html_()


@pytest.mark.parametrize(
    "query",
    [
        "from read_csv('/etc/passwd')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "set threads = 1",
        "install httpfs",
    ],
)
def test_a_sealed_lake_reads_nothing_else_and_keeps_its_settings(tmp_path, query):
    events({}).to_csv(tmp_path / "events.csv", index=False)
    db = tk.connect(tmp_path, lake=tmp_path / "lake", sealed=True)
    assert db.rows("select count(*) from events") == [(1,)]
    with pytest.raises(duckdb.Error):
        db.rows(query)


def test_a_reversed_frame_is_read_like_any_other():
    frame, by_id = events({}, {}), "select event_id, actor_id from events order by event_id"
    assert tk.connect(events=frame.iloc[::-1]).rows(by_id) == tk.connect(events=frame).rows(by_id)
