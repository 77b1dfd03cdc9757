"""The densest block, held against every subset of small graphs, and against camouflage."""

from itertools import combinations, product
from math import floor, log

import numpy as np
import pandas as pd
import pytest

from trendkit.detect.peel import UNIT, Graph, core, densest, densest_blocks, density
from trendkit.progress import silent

SEEDS = range(60)


def edges(pairs):
    """Edges with FRAUDAR's weights, 1 / ln(d + 5) of what is acted on."""
    frame = pd.DataFrame(sorted(set(pairs)), columns=["actor_id", "target_id"])
    degree = frame.groupby("target_id")["actor_id"].transform("size")
    return frame.assign(weight=[floor(UNIT / log(d + 5)) for d in degree])


def graph(frame):
    one, actors = pd.factorize(frame["actor_id"], sort=True)
    other, targets = pd.factorize(frame["target_id"], sort=True)
    return Graph(len(actors) + len(targets), one, other + len(actors), frame["weight"].to_numpy(np.int64))


def tiny(seed):
    rng = np.random.default_rng(seed)
    pairs = [(f"u{a}", f"v{t}") for a, t in product(range(6), range(5)) if rng.random() < 0.2 + seed / 100]
    return graph(edges([*pairs, ("u0", "v0")]))


def optimum(whole):
    """The greatest density of any set of nodes, by trying them all."""
    nodes = range(whole.nodes)
    chosen = (set(c) for size in nodes for c in combinations(nodes, size + 1))
    return max(sum_inside(whole, members) / len(members) for members in chosen)


def sum_inside(whole, members):
    rows = zip(whole.one.tolist(), whole.other.tolist(), whole.weight.tolist(), strict=True)
    return sum(weight for one, other, weight in rows if one in members and other in members)


def found(pairs, **params):
    return densest_blocks(edges(pairs), {"blocks": 3, "min_density": 0.5} | params, silent)


def ids(blocks, block, side):
    return set(blocks.loc[(blocks["block"] == block) & (blocks["side"] == side), "node_id"])


def background(seed=0, actors=400, targets=300, degree=6):
    """People who each act on a few things; some things are much more popular than others."""
    rng = np.random.default_rng(seed)
    aims = (rng.random((actors, degree)) ** 3 * targets).astype(int)
    return [(f"human_{a:03}", f"video_{t:03}") for a in range(actors) for t in aims[a]]


FARM = [(f"bot_{a:02}", f"order_{t:02}") for a, t in product(range(20), range(30)) if (a + t) % 5]
CAMOUFLAGE = [(f"bot_{a:02}", f"video_{(7 * a + k) % 40:03}") for a, k in product(range(20), range(20))]
BOTS = {f"bot_{a:02}" for a in range(20)}
ORDERS = {f"order_{t:02}" for t in range(30)}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_block_found_has_at_least_half_the_density_of_the_densest_there_is(seed):
    whole = tiny(seed)
    got = density(whole.within(densest(whole)[0]))
    assert optimum(whole) / 2 <= got <= optimum(whole) + 1e-6


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_planted_block_is_found_whole_and_alone(seed):
    blocks = found([*background(seed), *FARM])
    assert (ids(blocks, 1, "actor"), ids(blocks, 1, "target")) == (BOTS, ORDERS)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_acting_on_popular_things_besides_hides_nobody(seed):
    blocks = found([*background(seed), *FARM, *CAMOUFLAGE])
    assert ids(blocks, 1, "actor") == BOTS
    assert ids(blocks, 1, "target") >= ORDERS


def test_two_operators_are_two_blocks():
    other = [(actor.replace("bot", "sock"), target.replace("order", "client")) for actor, target in FARM]
    blocks = found([*background(), *FARM, *other])
    socks = {bot.replace("bot", "sock") for bot in BOTS}
    assert {frozenset(ids(blocks, n, "actor")) for n in (1, 2)} == {frozenset(BOTS), frozenset(socks)}


def test_no_more_blocks_are_looked_for_than_asked():
    assert set(found([*background(), *FARM], blocks=1)["block"]) == {1}


def test_what_is_less_dense_than_asked_is_no_block():
    assert found([*background(), *FARM], min_density=50.0).empty


def test_no_edges_are_no_blocks():
    none = pd.DataFrame({"actor_id": [], "target_id": [], "weight": []}).astype({"weight": "int64"})
    assert densest_blocks(none, {"blocks": 3, "min_density": 0.5}, silent).empty


def test_the_order_of_the_rows_changes_nothing():
    whole = edges([*background(), *FARM, *CAMOUFLAGE])
    mixed = whole.sample(frac=1, random_state=3)
    asked = {"blocks": 3, "min_density": 0.5}
    assert densest_blocks(mixed, asked, silent).equals(densest_blocks(whole, asked, silent))


def test_in_a_core_every_node_keeps_the_weight_asked_for():
    inner = core(graph(edges([*background(), *FARM])), 1.5 * UNIT)
    assert len(inner)
    assert inner.degrees()[inner.touched].min() >= 1.5 * UNIT


def test_whoever_listens_is_told_how_far_the_search_is():
    told = []
    densest_blocks(edges(FARM), {"blocks": 2, "min_density": 0.5}, lambda *said: told.append(said))
    assert told[0] == ("dense block 1", 0, 2)
    assert told[-1] == ("dense block", 2, 2)
