"""Coordination beyond chance: the null, its error control, and the edges of other people's tools."""

import math
import os
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crowds
import messy
import trendkit as tk
from trendkit.assess.networks import groups
from trendkit.assess.networks.network import co_actions, coordination
from trendkit.errors import ParameterError

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))
GOLDEN = Path(__file__).parent / "golden" / "coordination_network_toolkit.csv"
START = pd.Timestamp("2026-11-14 10:00")


def opened(events: pd.DataFrame, **tables: pd.DataFrame) -> tk.Database:
    return tk.connect(events=events, threads=1, **tables)


def reposts(rows: list[tuple[str, str, float]], **more: object) -> pd.DataFrame:
    events = pd.DataFrame(rows, columns=["actor_id", "target_id", "second"])
    events["event_time"] = START + pd.to_timedelta(events.pop("second"), unit="s")
    return events.assign(event_id=[f"e{n}" for n in range(len(events))], action="repost", **more)


def ring(size: int = 4, things: int = 6) -> list[tuple[str, str, float]]:
    return [(f"bot_{n}", f"order_{t}", 3_000 * t + 5 * n) for t in range(things) for n in range(size)]


def bystanders(accounts: int = 300) -> list[tuple[str, str, float]]:
    return [(f"human_{n}", f"song_{n % 60}", 61 * n) for n in range(accounts)]


# --- the arithmetic, against a plain loop ---


def plain_bonds(events: pd.DataFrame, window_s: float) -> dict[tuple[str, str], tuple[int, float, float]]:
    """Count and expect pair by pair in Python: {(a, b): (n, expected, chance of n or more)}."""
    first = events.sort_values("event_time").drop_duplicates(["actor_id", "target_id"])
    acts = list(zip(first["actor_id"], first["target_id"], first["event_time"], first["market"], strict=True))
    mass = Counter(market for *_, market in acts)
    effort = Counter((actor, market) for actor, _, _, market in acts)
    met, pairs = Counter(), Counter()
    for one, other in combinations(acts, 2):
        if one[1] == other[1] and abs((one[2] - other[2]).total_seconds()) <= window_s:
            met[tuple(sorted((one[0], other[0])))] += 1
            pairs[one[3], other[3]] += 1
            pairs[other[3], one[3]] += 1
    return {pair: plain_bond(pair, n, pairs, effort, mass) for pair, n in met.items()}


def plain_bond(pair, n, pairs, effort, mass):
    expected = sum(
        count * effort[pair[0], g] * effort[pair[1], h] / (mass[g] * (mass[h] - (g == h)))
        for (g, h), count in pairs.items()
    )
    tail = 1 - sum(math.exp(-expected) * expected**i / math.factorial(i) for i in range(n))
    return n, expected, tail


@pytest.fixture(scope="module")
def small_crowd() -> pd.DataFrame:
    draw = np.random.default_rng(5)
    rows = [
        (f"a{draw.integers(30)}", f"t{draw.integers(25)}", float(draw.integers(4_000))) for _ in range(400)
    ]
    shared = [(duo, song, who) for duo in range(12) for song in range(5) for who in range(2)]
    duos = [(f"duo_{d}_{who}", f"song_{d}_{song}", 900 * song + 40 * who) for d, song, who in shared]
    events = reposts(rows + ring() + duos)
    actors = sorted(set(events["actor_id"]))
    home = {actor: "VN" if place % 3 else "TH" for place, actor in enumerate(actors)}
    return events.assign(market=events["actor_id"].map(home))


def test_expected_meetings_and_their_chance_equal_a_plain_loop(small_crowd):
    found = coordination(
        opened(small_crowd),
        acts=["repost"],
        windows_s=[60],
        strata=["market"],
        error_rate=0.999,
        min_shared=1,
    )
    plain = plain_bonds(small_crowd, 60)
    wanted = pd.DataFrame([plain[a, b] for a, b in zip(found.ties["a"], found.ties["b"], strict=True)])
    assert len(found.ties) == 6 + 12
    assert found.ties["n"].tolist() == wanted[0].tolist()
    assert np.allclose(found.ties["expected"], wanted[1], rtol=1e-12, atol=0)
    assert np.allclose(found.ties["p"], stats.poisson.sf(wanted[0] - 1, wanted[1]), rtol=1e-9, atol=0)
    assert np.allclose(found.ties["p"], wanted[2], rtol=1e-9, atol=1e-12)


def test_several_windows_cost_a_factor_of_their_number(small_crowd):
    db = opened(small_crowd)
    one = coordination(db, acts=["repost"], windows_s=[60]).ties.set_index(["a", "b"])["p"]
    four = coordination(db, acts=["repost"], windows_s=[10, 60, 300, 3600]).ties.set_index(["a", "b"])
    tied = four.index[four["window_s"] == 60].intersection(one.index)
    assert len(tied) > 0
    assert np.allclose(four.loc[tied, "p"], 4 * one[tied], rtol=1e-12)


def test_the_error_rate_holds_over_all_possible_pairs(small_crowd):
    found = coordination(opened(small_crowd), acts=["repost"])
    ranks = found.ties["p"].rank(method="max")
    assert (found.ties["q"] <= 0.01).all()
    assert (found.ties["q"] <= found.ties["p"] * found.looked.possible / ranks * (1 + 1e-12)).all()


def test_strangers_acts_elsewhere_never_raise_the_evidence_of_a_pair():
    quiet = bystanders() + ring()
    stirred = [(a, "elsewhere" if t == "song_7" else t, s) for a, t, s in quiet]
    before = coordination(opened(reposts(quiet)), acts=["repost"]).ties.set_index(["a", "b"])["p"]
    busier = [(f"human_{n}", "viral", 9_000 + n) for n in range(5)]
    fewer = [row for row in stirred if row[0] not in {f"human_{n}" for n in range(200, 205)}]
    after = coordination(opened(reposts(fewer + busier)), acts=["repost"]).ties.set_index(["a", "b"])["p"]
    assert len(before.index.intersection(after.index)) == 6
    assert (-np.log10(after) <= -np.log10(before[after.index]) + 1e-9).all()


# --- what is found, and what is not ---


def test_a_ring_among_bystanders_is_one_group_with_a_card():
    found = coordination(opened(reposts(bystanders() + ring())), acts=["repost"])
    (group,) = found.groups.to_dict("records")
    assert sorted(group["members"]) == ["bot_0", "bot_1", "bot_2", "bot_3"]
    assert (group["ties"], group["density"], group["objects"], group["layers"]) == (6, 1, 6, "repost")
    assert group["meetings"] == 36
    assert group["expected"] < 1
    assert found.members["core"].tolist() == [3, 3, 3, 3]
    assert "bot_0" in found._repr_html_()


def test_on_clean_data_it_finds_nothing_and_says_how_much_it_looked_at():
    found = coordination(opened(reposts(bystanders())), acts=["repost"])
    assert found.ties.empty
    assert found.groups.empty
    assert "nothing beyond chance among 300 accounts, 300 acts, 44,850 possible pairs tested" in repr(found)


def test_without_rows_it_could_not_look():
    found = coordination(opened(reposts(bystanders())), acts=["like", "link"])
    assert repr(found).startswith("could not look: no like, link in the window.")


def test_a_layer_without_rows_is_named():
    found = coordination(opened(reposts(bystanders() + ring())), acts=["repost", "audio"])
    assert found.not_looked == ("audio",)
    assert "could not look at audio: no rows in the window." in repr(found)


def test_the_acts_that_tie_two_accounts_can_be_read():
    found = coordination(opened(reposts(bystanders() + ring())), acts=["repost"])
    acts = found.events("bot_2", "bot_0")
    assert len(acts) == 12
    assert set(acts["actor_id"]) == {"bot_0", "bot_2"}
    assert (acts["lag_s"] == 10).all()


def test_everybody_at_one_premiere_is_no_ring():
    premiere = [(f"human_{n}", f"premiere_{t}", 3_000 * t + n % 50) for t in range(3) for n in range(200)]
    assert coordination(opened(reposts(premiere)), acts=["repost"]).ties.empty


def test_one_post_that_shares_a_link_words_and_tags_is_one_meeting():
    posts = [(f"human_{n}", f"c{n}", START + pd.Timedelta(seconds=n)) for n in range(2)]
    more = [(f"human_{n}", f"c{n}", START + pd.Timedelta(minutes=20 * n)) for n in range(2, 300)]
    content = pd.DataFrame(posts + more, columns=["author_id", "content_id", "created_at"])
    content["text"] = [
        "read this before they take it down" if n < 2 else f"words number {n * 7919}" for n in range(300)
    ]
    links = pd.DataFrame({"content_id": ["c0", "c1"], "url_norm": "https://news.example/a"})
    tags = pd.DataFrame(
        [(f"c{n}", place, tag) for n in range(2) for place, tag in enumerate(("one", "two"))],
        columns=["content_id", "pos", "tag"],
    )
    db = opened(reposts(bystanders(5)), content=content, content_links=links, content_tags=tags)
    assert coordination(db, acts=["link", "tags", "text"], until="2026-12-01", error_rate=0.5).ties.empty


def test_evidence_of_several_days_adds_up():
    daily = [(f"bot_{n}", f"order_{day}", 86_400 * day + 5 * n) for day in range(6) for n in range(3)]
    crowd = [(f"human_{n}", f"song_{n % 40}", 1_700 * n) for n in range(300)]
    db = opened(reposts(crowd + daily))
    one_day = coordination(db, acts=["repost"], until=START + pd.Timedelta(hours=20))
    assert one_day.ties.empty
    assert coordination(db, acts=["repost"], strata=["day"]).groups["size"].tolist() == [3]


def test_a_burst_too_large_to_pair_is_left_out_and_reported():
    burst = [(f"human_{n}", "viral", n / 100) for n in range(400)]
    found = coordination(opened(reposts(bystanders() + ring() + burst)), acts=["repost"], max_meetings=10_000)
    assert found.looked.left_out_meetings > 0.9
    assert found.groups["size"].tolist() == [4]
    assert "left out" in repr(found)


def test_the_answer_is_the_same_for_any_order_and_number_of_threads(small_crowd):
    shuffled = small_crowd.sample(frac=1, random_state=1)
    once = coordination(tk.connect(events=small_crowd, threads=1), acts=["repost"])
    again = coordination(tk.connect(events=shuffled, threads=4), acts=["repost"])
    pd.testing.assert_frame_equal(once.ties, again.ties, check_exact=True)


def test_nothing_of_the_counting_is_left_behind(small_crowd):
    db = opened(small_crowd)
    coordination(db, acts=["repost"])
    left = db.rows("select table_name from duckdb_tables() where table_name like 'trendkit%'")
    assert left == []


def test_hostile_names_are_inert_on_the_card():
    named = [(a.replace("bot_", "<script>bot_"), t, s) for a, t, s in bystanders() + ring()]
    assert "<script>" not in coordination(opened(reposts(named)), acts=["repost"])._repr_html_()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"acts": ["repots"]}, "No act named 'repots'. Did you mean 'repost'?"),
        ({"strata": ["markets"]}, "No stratum named 'markets'. Did you mean 'market'?"),
        ({"error_rate": 1}, "error_rate"),
        ({"windows_s": [0]}, "windows"),
        ({"since": "2026-11-15", "until": "2026-11-15"}, "is not before until"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(small_crowd, asked, said):
    with pytest.raises(ParameterError, match=said.replace("?", r"\?")):
        coordination(opened(small_crowd), **asked)


# --- groups ---


def ties_of(*cliques: tuple[str, ...]) -> pd.DataFrame:
    pairs = [pair for clique in cliques for pair in combinations(sorted(clique), 2)]
    return pd.DataFrame(pairs, columns=["a", "b"]).assign(n=5, expected=0.1)


def test_two_rings_that_share_one_tie_are_two_groups():
    left, right = tuple(f"left_{n}" for n in range(6)), tuple(f"right_{n}" for n in range(6))
    members, method = groups.members(ties_of(left, right, ("left_0", "right_0")))
    assert method == groups.LEIDEN
    assert members.groupby("group_id")["account"].apply(set).tolist() == [set(left), set(right)]


def test_without_the_extra_groups_are_components_and_the_result_says_so(monkeypatch):
    monkeypatch.setattr(groups, "find_spec", lambda _: None)
    members, method = groups.members(ties_of(("a", "b", "c"), ("c", "d", "e")))
    assert method == groups.COMPONENTS
    assert members["group_id"].tolist() == [1] * 5


def test_a_pair_alone_is_no_group():
    assert groups.members(ties_of(("a", "b")))[0].empty


def test_the_hub_is_most_central_and_the_clique_innermost():
    members, _ = groups.members(ties_of(("a", "b", "c", "d"), ("a", "leaf")))
    assert members["account"].iloc[0] == "a"
    assert dict(zip(members["account"], members["core"], strict=True)) == {
        **dict.fromkeys("abcd", 3),
        "leaf": 1,
    }


# --- simulation: a crowd where busy people meet by chance ---


def scores(found, truth: pd.DataFrame) -> tuple[float, float]:
    named, real = set(found.members["account"]), set(truth["actor_id"])
    return len(named & real) / max(len(named), 1), len(named & real) / len(real)


@pytest.mark.parametrize("seed", [1, 2])
def test_campaigns_are_found_in_a_viral_crowd(seed):
    events, truth = crowds.crowd(seed)
    found = coordination(opened(events), acts=["repost"], windows_s=[60], strata=["language"])
    precision, recall = scores(found, truth)
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("strata", [("language",), ()])
def test_a_viral_crowd_without_campaigns_holds_no_group(seed, strata):
    events, _ = crowds.crowd(seed, campaigns=0)
    assert coordination(opened(events), acts=["repost"], strata=strata).members.empty


# --- real data, with the coordination shuffled out of it ---


def shuffled(events: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Deal the accounts of every object and hour out anew."""
    place = events.groupby(["target_id", events["event_time"].dt.floor("h")]).ngroup().to_numpy()
    draw = np.random.default_rng(seed).random(len(events))
    there, from_where = np.lexsort((np.arange(len(events)), place)), np.lexsort((draw, place))
    actors = events["actor_id"].to_numpy().copy()
    actors[there] = events["actor_id"].to_numpy()[from_where]
    return events.assign(actor_id=actors)


@pytest.fixture(scope="module")
def retweets() -> pd.DataFrame:
    if not (DATA / "retweets").is_dir():
        pytest.skip(f"no data at {DATA / 'retweets'}: set TRENDKIT_DATA")
    db = tk.connect(DATA / "retweets", mapping=ROOT / "benchmarks" / "mappings" / "retweets.sql", threads=1)
    return db.frame("select event_id, event_time, actor_id, action, target_id from events order by event_id")


@pytest.mark.parametrize("seed", [0, 1])
def test_retweets_dealt_out_anew_hold_no_group(retweets, seed):
    assert coordination(opened(shuffled(retweets, seed)), acts=["repost"]).groups.empty


def test_real_retweets_hold_ties_beyond_chance(retweets):
    found = coordination(opened(retweets), acts=["repost"])
    assert (len(found.ties), len(found.groups), len(found.members)) == (10, 2, 7)


# --- the edges of QUT's coordination-network-toolkit 1.5.2 ---


@pytest.mark.parametrize(("network", "act"), messy.LAYERS.items())
def test_pairs_are_those_of_the_coordination_network_toolkit(network, act):
    golden = pd.read_csv(GOLDEN)
    wanted = golden[golden["network"] == network].drop(columns="network")
    ours = messy.directed(co_actions(opened(**messy.tables(messy.posts())), act, messy.WINDOW_S))
    pd.testing.assert_frame_equal(
        ours, wanted.sort_values(["user_1", "user_2"], ignore_index=True), check_dtype=False
    )
