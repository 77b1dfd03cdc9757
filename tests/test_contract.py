"""The table contract: what the SQL files promise is what Python reads."""

import duckdb
import pytest

from trendkit.errors import DataError
from trendkit.tables import contract

TABLES = contract.tables()


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means(name):
    assert [column.name for column in TABLES[name].columns if not column.meaning] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_file_runs_in_the_duckdb_shell_as_it_is(name):
    con = duckdb.connect()
    con.execute(TABLES[name].ddl)
    assert [row[0] for row in con.execute("show tables").fetchall()] == [name]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_key_and_says_what_it_is(name):
    assert TABLES[name].key
    assert TABLES[name].meaning


def test_events_require_who_did_what_and_when():
    assert TABLES["events"].required == ("event_id", "event_time", "actor_id", "action")


def test_the_day_and_the_microseconds_of_an_event_are_derived():
    assert [c.name for c in TABLES["events"].columns if c.derived] == ["event_date", "t_us"]


def test_a_misspelt_table_gets_the_nearest_name():
    with pytest.raises(DataError, match="Did you mean 'accounts'"):
        contract.table("acounts")


def test_a_misspelt_column_gets_the_nearest_name():
    with pytest.raises(DataError, match="Did you mean 'actor_id'"):
        contract.table("events").column("actorid")
