"""The synthetic platform: the same everywhere, shaped like the contract, and true to its own truth table."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from trendkit import terms
from trendkit.detect import library
from trendkit.engine import duckdb as engine
from trendkit.errors import ParameterError
from trendkit.tables import contract, world

EVENTS = 20_000
TRUTH = ("truth", "waves")

# child, parent: every value of the first is a value of the second
RELATIONS = [
    ("events.actor_id", "accounts.account_id"),
    ("events.target_account_id", "accounts.account_id"),
    ("events.content_id", "content.content_id"),
    ("events.parent_id", "content.content_id"),
    ("content.author_id", "accounts.account_id"),
    ("content.parent_id", "content.content_id"),
    ("content_tags.content_id", "content.content_id"),
    ("content_links.content_id", "content.content_id"),
    ("content_mentions.account_id", "accounts.account_id"),
    ("exposure_daily.content_id", "content.content_id"),
    ("user_reports.reporter_id", "accounts.account_id"),
    ("user_reports.target_id", "content.content_id"),
    ("user_reports.enforcement_id", "enforcements.enforcement_id"),
    ("enforcements.mitigation_id", "mitigations.mitigation_id"),
    ("labels.entity_id", "accounts.account_id"),
    ("tickets.content_id", "content.content_id"),
    ("truth.wave_id", "waves.wave_id"),
]


@dataclass(frozen=True)
class Opened:
    folder: Path
    con: engine.Connection

    def value(self, query):
        return engine.rows(self.con, query)[0][0]


def files(folder, table):
    single = folder / f"{table}.parquet"
    return str(single if single.is_file() else folder / table / "*.parquet")


def opened(folder):
    con = engine.memory()
    for table in (*contract.tables(), *TRUTH):
        con.execute(f"create view {table} as select * from read_parquet('{files(folder, table)}')")
    con.execute("""
        create view innocent as select * from events
        where actor_id not in (select entity_id from truth where entity_type = 'account')
    """)
    return Opened(folder, con)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "small"
    world.build(folder, EVENTS, threads=2)
    return opened(folder)


@pytest.fixture(scope="module")
def built_on_one_thread(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "small"
    world.build(folder, EVENTS, threads=1)
    return opened(folder)


@pytest.mark.parametrize("table", [*contract.tables(), *TRUTH])
def test_a_world_does_not_depend_on_the_number_of_threads(built, built_on_one_thread, table):
    query = f"select count(*), md5(string_agg(cast({table} as varchar), '|' order by file_row_number)) from "
    first, second = (
        engine.rows(
            w.con, f"{query} read_parquet('{files(w.folder, table)}', file_row_number = true) as {table}"
        )
        for w in (built, built_on_one_thread)
    )
    assert first == second


@pytest.mark.parametrize("table", contract.tables())
def test_every_table_passes_the_rules_of_the_contract(built, table):
    con = engine.memory()
    con.execute(contract.table(table).ddl)
    con.execute(f"insert into {table} by name select * from read_parquet('{files(built.folder, table)}')")
    assert engine.rows(con, f"select count(*) > 0 from {table}") == [(True,)]


@pytest.mark.parametrize(("child", "parent"), RELATIONS)
def test_nothing_points_at_something_that_does_not_exist(built, child, parent):
    table, column = child.split(".")
    parent_table, parent_column = parent.split(".")
    query = f"""
        select {column} from {table}
        where {column} is not null and {column} not in (select {parent_column} from {parent_table}) limit 3
    """
    assert engine.rows(built.con, query) == []


def test_nobody_acts_before_the_account_exists(built):
    query = """
        select count(*) from events inner join accounts on events.actor_id = accounts.account_id
        where event_time < created_at
    """
    assert built.value(query) == 0


def test_nobody_acts_on_what_is_not_published_yet(built):
    query = """
        select count(*) from events inner join content on events.target_id = content.content_id
        where event_time < created_at
    """
    assert built.value(query) == 0


def test_a_world_is_as_large_as_it_was_asked_to_be(built):
    # a small world holds the same occasions as a large one, and so comes out larger than asked
    assert built.value("select count(*) from events") == pytest.approx(EVENTS, rel=0.3)


def test_a_world_covers_thirteen_full_weeks(built):
    days = built.value("select count(distinct cast(event_time as date)) from events")
    assert days == 91
    assert str(built.value("select max(event_time) from events")).startswith("2026-11-20")


def test_events_are_written_in_order_of_time(built):
    query = f"""
        with row as (
            select event_time < lag(event_time) over (order by filename, file_row_number) as back
            from read_parquet('{files(built.folder, "events")}', filename = true, file_row_number = true)
        )
        select count(*) filter (back) from row
    """
    assert built.value(query) == 0


def test_weekends_are_busier_than_working_days(built):
    query = """
        select count(*) filter (extract('isodow' from event_time) >= 6) / 26.0
            / (count(*) filter (extract('isodow' from event_time) <= 4) / 52.0)
        from events
    """
    assert built.value(query) > 1.1


@pytest.mark.parametrize(("market", "evening", "night"), [("BR", 23, 7), ("ID", 13, 21)])
def test_traffic_follows_the_sun_of_the_market(built, market, evening, night):
    query = f"""
        select count(*) filter (extract('hour' from event_time) = {evening})
            - 2 * count(*) filter (extract('hour' from event_time) = {night})
        from events where market = '{market}'
    """
    assert built.value(query) > 0


def test_planted_acts_are_a_small_part_of_all(built):
    share = built.value("select sum(acts) / (select count(*) from events) from waves")
    assert 0.01 < share < 0.05


def test_waves_use_the_words_of_the_vocabularies(built):
    assert built.value("select count(*) from waves") > 0
    assert {row[0] for row in engine.rows(built.con, "select abuse_type from waves")} <= set(
        terms.ABUSE_TYPES
    )
    assert {row[0] for row in engine.rows(built.con, "select entity_type from truth")} <= set(terms.ENTITIES)
    assert {row[0] for row in engine.rows(built.con, "select detector from waves")} <= set(library.names())


def test_truth_and_detectors_call_the_same_abuse_by_the_same_name(built):
    planted = set(engine.rows(built.con, "select distinct detector, abuse_type from truth"))
    assert planted
    assert planted <= {(detector.name, detector.header["abuse_type"]) for detector in library.every()}


def test_the_guilty_act_inside_their_wave(built):
    # but for those who were banned before it, and come back in it
    query = """
        select count(*) from truth inner join waves on truth.wave_id = waves.wave_id
        where role <> 'first_life' and first_at < started
            or last_at > coalesce(ended, timestamp '2026-11-21') + interval 6 hour
    """
    assert built.value(query) == 0


def test_every_guilty_account_is_seen_acting_or_reporting(built):
    query = """
        select count(*) from truth
        where entity_type = 'account'
            and entity_id not in (select actor_id from events)
            and entity_id not in (select reporter_id from user_reports)
    """
    assert built.value(query) == 0


def test_some_waves_rise_in_the_last_week(built):
    query = """
        select count(*) filter (reported_at >= timestamp '2026-11-14')
            - 3 * count(*) filter (reported_at < timestamp '2026-11-14')
        from user_reports
        where market = 'BR' and surface = 'live' and reporter_id in (select entity_id from truth)
    """
    assert built.value(query) > 0


def test_boosted_and_written_content_has_views(built):
    query = """
        select count(*) from truth
        where entity_type = 'content' and detector <> 'report_burst'
            and entity_id not in (select content_id from exposure_daily where views > 0)
    """
    assert built.value(query) == 0


LOOK_ALIKES = {
    "a viral upload liked by many innocents within an hour": """
        select target_id from innocent where action = 'like'
        group by target_id, time_bucket(interval 1 hour, event_time) having count(distinct actor_id) >= 30
    """,
    "a violating upload that many report, rightly": """
        select target_id from user_reports where outcome = 'upheld'
        group by target_id having count(distinct reporter_id) >= 5
    """,
    "an innocent fan who likes four uploads of one author": """
        select actor_id from innocent where action = 'like'
        group by actor_id, target_account_id having count(distinct target_id) >= 4
    """,
    "a newsroom colleague who reposts five items of one wire": """
        select actor_id from events where action = 'repost'
        group by actor_id, target_account_id having count(distinct target_id) >= 5
    """,
    "a family of two to four on one device": """
        select device_id_hash from events group by all having count(distinct actor_id) between 2 and 4
    """,
    "a public computer that six people use one after the other": """
        select device_id_hash from innocent
        group by device_id_hash, cast(event_time as date) having count(distinct actor_id) >= 6
    """,
    "friends who answer each other's messages": """
        select asked.actor_id from innocent as asked inner join innocent as answer
            on answer.actor_id = asked.target_account_id and answer.target_account_id = asked.actor_id
            and answer.event_time between asked.event_time and asked.event_time + interval 30 minute
        where asked.action = 'message' and answer.action = 'message'
    """,
    "a carrier network with many accounts": """
        select ip_prefix from events group by all having count(distinct actor_id) >= 20
    """,
    "a campus where many register in one afternoon": """
        select ip_prefix from innocent where action = 'signup'
        group by ip_prefix, cast(event_time as date) having count(*) >= 2
    """,
    "an outage in which most logins fail everywhere": """
        select 1 from events where action = 'login'
        group by time_bucket(interval 3 hour, event_time)
        having count(*) filter (status = 'fail') between 5 and 2 * count(distinct ip_prefix)
    """,
    "an account that comes back after five silent weeks": """
        select actor_id from innocent
        qualify event_time - interval 35 day
            > lag(event_time) over (partition by actor_id order by event_time)
    """,
    "a greeting or a song line that many write": """
        select text from content where content_type = 'comment'
        group by text having count(distinct author_id) >= 3
    """,
    "an author answered by eight people in two hours": """
        select target_account_id from innocent where action = 'reply'
        group by target_account_id, time_bucket(interval 2 hour, event_time)
        having count(distinct actor_id) >= 8
    """,
    "a text that would run in a browser": "select text from content where contains(text, '<script>')",
    "a text in a script other than Latin": r"select text from content where regexp_matches(text, '\p{Thai}')",
}


@pytest.mark.parametrize("look_alike", LOOK_ALIKES)
def test_innocent_look_alikes_are_there(built, look_alike):
    assert engine.rows(built.con, f"{LOOK_ALIKES[look_alike]} limit 1")


def test_labels_say_how_likely_they_were_drawn(built):
    assert (
        built.value("select count(*) from labels where inclusion_prob * weight not between 0.99 and 1.01")
        == 0
    )


def test_labels_tell_an_abusive_owner_from_an_account_that_was_taken_over(built):
    query = """
        select count(*) from labels inner join truth using (entity_id)
        group by entity_id, value, done_by
        having done_by is distinct from case
            when value = '1' then case when bool_and(role = 'victim') then 'intruder' else 'owner' end
        end
    """
    assert engine.rows(built.con, query) == []


def test_a_finished_world_is_not_built_again(built):
    before = (built.folder / "accounts.parquet").stat().st_mtime_ns
    steps = []
    world.build(built.folder, EVENTS, progress=lambda what, *_: steps.append(what))
    assert steps == []
    assert (built.folder / "accounts.parquet").stat().st_mtime_ns == before


def test_another_seed_draws_another_world_with_the_same_calendar(built, tmp_path):
    other = opened(world.build(tmp_path / "other", EVENTS, seed=1).folder)
    people = "select count(distinct actor_id || cast(event_time as varchar)) from events"
    calendar = "select wave_id, started, mitigated_at, ended from waves order by wave_id"
    assert built.value(people) != other.value(people)
    assert engine.rows(built.con, calendar) == engine.rows(other.con, calendar)


def test_progress_runs_from_nothing_to_done(tmp_path):
    parts = []
    world.build(tmp_path / "world", 10_000, progress=lambda _, done, total: parts.append((done, total)))
    assert parts == sorted(parts)
    assert parts[0][0] == 0
    assert parts[-1][0] == parts[-1][1]
    assert [path.name for path in tmp_path.iterdir()] == ["world"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(ParameterError, match="something else"):
        world.build(tmp_path, 10_000)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_world_too_small_to_hold_anything_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="10,000"):
        world.build(tmp_path / "world", 500)
