"""Public data nobody here made, held against the figures its publishers gave and against other people's code.

The data stays outside the repository: in `TRENDKIT_DATA`, by default `shared/data` beside the checkout.
"""

import importlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import trendkit
from trendkit.detect import library
from trendkit.tables.database import Database

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))
MAPPINGS = sorted((ROOT / "benchmarks" / "mappings").glob("*.sql"))

NO_TIME = {"event_time is missing": 245, "event_id occurs more than once": 1}
ARRIVED = [
    ("retweets", "events", 35_124, {"event_id occurs more than once": 1}),
    ("reviews", "events", 578_805, {}),
    ("ira", "events", 234_630, {}),
    ("ira", "content", 62_010, {}),
    ("ira", "accounts", 271, {}),
    ("youtube_spam", "events", 1_710, NO_TIME),
    ("stars", "events", 34_284, {}),
    ("followers", "accounts", 10_973, {"account_id occurs more than once": 2}),
    ("reviewers", "labels", 6_041, {}),
    ("tickets", "tickets", 890, {}),
]
PUBLISHED = [
    ("retweets", 9_509, 7_285),
    ("reviews", 400_141, 247),
    ("stars", 24_080, 3_102),
]
UNANSWERABLE = [
    ("retweets", "copypasta", "content.text_key"),
    ("retweets", "signup_burst", "accounts.created_at"),
    ("reviews", "copypasta", "content.text_key"),
    ("reviews", "device_share", "events.device_id_hash"),
    ("reviews", "report_burst", "user_reports.target_id"),
    ("ira", "device_share", "events.device_id_hash"),
    ("stars", "login_spray", "events.ip_prefix"),
]
ORACLES = [(10, 2), (60, 2), (300, 2), (60, 5)]


def folder(name: str) -> Path:
    if not (DATA / name).is_dir():
        pytest.skip(f"no data at {DATA / name}: set TRENDKIT_DATA")
    return DATA / name


@pytest.fixture(scope="module")
def real() -> Callable[[str], Database]:
    @cache
    def opened(name: str) -> Database:
        return trendkit.connect(folder(name), mapping=ROOT / "benchmarks" / "mappings" / f"{name}.sql")

    return opened


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping.stem)
def test_a_mapping_runs_as_it_is_in_the_duckdb_shell(mapping, monkeypatch):
    monkeypatch.chdir(folder(mapping.stem))
    duckdb.connect().execute(mapping.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "table", "rows", "quarantined"), ARRIVED)
def test_every_published_row_arrives_or_is_counted_as_refused(real, name, table, rows, quarantined):
    held = real(name).coverage[table]
    assert (held.rows, held.quarantined) == (rows, quarantined)


@pytest.mark.parametrize(("name", "actors", "targets"), PUBLISHED)
def test_actors_and_targets_are_as_many_as_published(real, name, actors, targets):
    counted = real(name).rows("select count(distinct actor_id), count(distinct target_id) from events")
    assert counted == [(actors, targets)]


@pytest.mark.parametrize("name", ["retweets", "reviews", "youtube_spam", "stars"])
def test_a_market_that_is_not_published_is_not_guessed(real, name):
    assert "market" not in real(name).coverage["events"].columns


@pytest.mark.parametrize("name", ["retweets", "reviews", "youtube_spam", "stars"])
def test_a_table_that_is_not_published_is_absent_and_not_empty(real, name):
    assert not real(name).coverage["accounts"].present
    assert real(name).rows("select * from accounts") == []


@pytest.mark.parametrize(("name", "detector", "missing"), UNANSWERABLE)
def test_a_question_the_data_cannot_answer_is_not_runnable(real, name, detector, missing):
    seen = library.get(detector).coverage(real(name))
    assert seen.state == "not_runnable"
    assert missing in seen.missing


def test_every_incident_ended_and_those_resolved_on_the_spot_count(real):
    hours = "select count(resolved_at), round(median(epoch(resolved_at - opened_at)) / 3600, 1) from tickets"
    assert real("tickets").rows(hours) == [(890, 53.4)]


def test_the_sixth_of_october_2016_is_the_busiest_day_of_the_trolls(real):
    busiest = (
        "select event_date::varchar, count(*) as posts from events group by all order by posts desc limit 1"
    )
    assert real("ira").rows(busiest) == [("2016-10-06", 16_801)]


def fixated(db: Database, stars: int) -> pd.DataFrame:
    return library.get("target_fixation")(
        db, window_d=3_660, min_times=6, action="rate", value_low=stars, value_high=stars
    )


def pairs(found: pd.DataFrame) -> set[str]:
    return set(found["entity_id"] + "|" + found["target_id"])


def ruled(label: str) -> set[str]:
    hits = duckdb.read_parquet(str(folder("reviews") / "rule_hits.parquet")).df()
    return set(hits.loc[hits["label"] == label, "entity_id"])


@pytest.mark.parametrize(("stars", "label", "published"), [(0, "hater_rule", 15), (5, "fanboy_rule", 470)])
def test_fixation_finds_the_reviewers_that_the_published_rule_finds(real, stars, label, published):
    found = fixated(real("reviews"), stars)
    assert len(found) == published
    assert pairs(found) == ruled(label)


@pytest.mark.parametrize(
    ("stars", "reviewer", "vendor", "times"), [(0, "r:10392", "v:122", 94), (5, "r:183751", "v:190", 73)]
)
def test_a_fixated_reviewer_is_shown_with_every_review_behind_it(real, stars, reviewer, vendor, times):
    found = fixated(real("reviews"), stars)
    behind = found.events(reviewer)
    pair = found[(found["entity_id"] == reviewer) & (found["target_id"] == vendor)]
    assert pair["times"].tolist() == [times]
    assert len(behind) == times
    assert set(behind["target_id"]) == {vendor}
    assert set(behind["value"]) == {stars}


def coordinated(db: Database, window_s: int, participation: int) -> pd.DataFrame:
    """Ask repost_ring the question CooRTweet asks: any meeting ties, only participation is asked for."""
    return library.get("repost_ring")(
        db,
        window_s=window_s,
        min_acts=participation,
        min_shared=1,
        min_owners=1,
        min_partners=1,
        min_shared_percent=0,
        lull_days=1_000,
        repeats=1_000,
    )


def oracle(kind: str, window_s: int, participation: int) -> pd.DataFrame:
    return pd.read_csv(folder("retweets") / f"oracle_{kind}_russian_tw{window_s}_mp{participation}.csv")


def undirected(links: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    ends = links[[one, other]]
    return links.assign(a=ends.min(axis=1), b=ends.max(axis=1))


@pytest.mark.parametrize(("window_s", "participation"), [(10, 2), (60, 2), (60, 5)])
def test_reposts_tie_exactly_the_accounts_that_coortweet_ties(real, window_s, participation):
    ties = coordinated(real("retweets"), window_s, participation).ties()
    edges = undirected(oracle("edges", window_s, participation), "from", "to")
    assert sorted(zip(ties["a"], ties["b"], strict=True)) == sorted(zip(edges["a"], edges["b"], strict=True))


@pytest.mark.parametrize(("window_s", "participation"), ORACLES)
def test_a_tie_weighs_as_many_tweets_as_coortweet_pairs_two_accounts_on(real, window_s, participation):
    ties = coordinated(real("retweets"), window_s, participation).ties()
    pairs = undirected(oracle("pairs", window_s, participation), "account_id", "account_id_y")
    shared = pairs.groupby(["a", "b"])["object_id"].nunique().to_dict()
    assert ties.set_index(["a", "b"])["weight"].to_dict() == shared


@pytest.mark.parametrize(("window_s", "participation"), ORACLES)
def test_the_reposts_behind_the_ties_are_those_coortweet_pairs(real, window_s, participation):
    behind = coordinated(real("retweets"), window_s, participation).events()
    pairs = oracle("pairs", window_s, participation)
    assert set(behind["content_id"]) == set(pairs["content_id"]) | set(pairs["content_id_y"])


@pytest.mark.parametrize(("window_s", "participation"), ORACLES)
def test_as_many_accounts_are_tied_as_coortweet_sums_up(real, window_s, participation):
    found = coordinated(real("retweets"), window_s, participation)
    summary = pd.read_csv(folder("retweets") / "oracle_summary.csv")
    known = summary[(summary["time_window"] == window_s) & (summary["min_participation"] == participation)]
    counted = [found["entity_id"].nunique(), len(found.ties()), found.events()["target_id"].nunique()]
    assert counted == known[["accounts", "net_edges", "objects"]].iloc[0].tolist()


@pytest.mark.parametrize("setting", ["as is", "small data"])
def test_what_is_found_of_the_spam_comments_is_stated_with_its_denominator(setting, monkeypatch):
    folder("youtube_spam")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    figures = [f for f in importlib.import_module("real.youtube_spam").figures() if setting in f.question]
    assert len(figures) == 8
    assert {f.found.whole for f in figures if "recall" in f.question} == {760}
