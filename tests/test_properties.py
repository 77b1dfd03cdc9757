"""The same data told differently gives the same findings, byte for byte."""

import pandas as pd
import pytest

import trendkit
from content import FIRING, FIRING_NAMES, findings, world
from trendkit.detect import fixture
from trendkit.tables import contract

stories = pytest.mark.parametrize(("detector", "case"), FIRING, ids=FIRING_NAMES)
NAMES = ("_id", "_hash", "_key", "ip_prefix")
# backwards: rows from the future are quarantined
DAYS = pd.Timedelta(days=-364)


def found(detector, case, db, **window):
    return fixture.run(detector, fixture.Case(case.sentence, case.kind, {}, case.params | window, []), db)


def text(findings):
    return pd.DataFrame(findings).to_csv(index=False)


def expected(detector, case):
    return text(findings(detector, case))


def is_name(column):
    return column.endswith(NAMES)


def stored(frame, folder, table, pieces):
    """Write a frame as Parquet files of the contract's types."""
    folder = folder / table
    folder.mkdir()
    con = trendkit.connect(**{table: frame})
    columns = ", ".join(name for name in frame)
    for piece in range(pieces):
        # the files overlap in time, as those of a busy warehouse do
        rows = f"select {columns}, row_number() over () as n from {table}"
        kept = f"select * exclude (n) from ({rows}) where n % {pieces} = {piece}"
        con.execute(f"copy ({kept}) to '{folder}/part_{piece}.parquet'")


@stories
def test_reordered_rows_change_nothing(detector, case):
    frames = {name: frame.sort_index(ascending=False) for name, frame in fixture.frames(case).items()}
    assert text(found(detector, case, trendkit.connect(**frames))) == expected(detector, case)


@stories
def test_shuffled_rows_change_nothing(detector, case):
    frames = {name: frame.sample(frac=1, random_state=7) for name, frame in fixture.frames(case).items()}
    assert text(found(detector, case, trendkit.connect(**frames))) == expected(detector, case)


@stories
def test_input_split_into_files_changes_nothing(detector, case, tmp_path):
    assert [stored(frame, tmp_path, name, pieces=7) for name, frame in fixture.frames(case).items()]
    assert text(found(detector, case, trendkit.connect(tmp_path))) == expected(detector, case)


@stories
@pytest.mark.parametrize("threads", [1, 4])
def test_threads_change_nothing(detector, case, threads):
    db = world(detector, case)
    db.execute(f"set threads = {threads}")
    assert text(found(detector, case, db)) == expected(detector, case)


@stories
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "UTC"])
def test_the_time_zone_of_the_session_changes_nothing(detector, case, zone):
    db = world(detector, case)
    db.execute(f"set timezone = '{zone}'")
    assert text(found(detector, case, db)) == expected(detector, case)


@stories
def test_a_story_fifty_two_weeks_earlier_is_found_fifty_two_weeks_earlier(detector, case):
    frames = {name: shifted(frame, DAYS) for name, frame in fixture.frames(case).items()}
    window = {
        p.name: pd.Timestamp(case.params.get(p.name, p.default)) + DAYS for p in detector.file.params[:2]
    }
    earlier = found(detector, case, trendkit.connect(**frames), **window)
    assert text(shifted(pd.DataFrame(earlier), -DAYS)) == expected(detector, case)


def shifted(frame, by):
    moved = frame.copy()
    for name in moved:
        if moved[name].map(lambda value: hasattr(value, "isoformat"), na_action="ignore").any():
            moved[name] = (
                moved[name].map(lambda value: value + by, na_action="ignore").astype(moved[name].dtype)
            )
    return moved


@stories
def test_renamed_accounts_devices_and_networks_are_found_by_their_new_names(detector, case):
    frames = {name: renamed(frame, name) for name, frame in fixture.frames(case).items()}
    there = pd.DataFrame(found(detector, case, trendkit.connect(**frames)))
    here = pd.DataFrame(findings(detector, case))
    assert len(there) == len(here)
    assert sorted(there["entity_id"]) == sorted("n." + entity for entity in here["entity_id"])
    assert text(there[["score", "first_seen", "last_seen"]]) == text(
        here[["score", "first_seen", "last_seen"]]
    )


def renamed(frame, table):
    """Put the same prefix before every identity, which keeps equal ones equal and their order."""
    texts = {column.name for column in contract.table(table).columns if column.type == "VARCHAR"}
    new = frame.copy()
    for name in new:
        if name in texts and is_name(name):
            new[name] = new[name].map(lambda value: f"n.{value}", na_action="ignore")
    return new
