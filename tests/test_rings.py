"""Rings beside a plain loop over every pair of acts, on small worlds drawn by hypothesis."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import combinations, product

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trendkit
from trendkit.detect import library

START = datetime(2026, 11, 14, 10)
WINDOW_S = 100
KNOBS = {
    "since": START,
    "until": START + timedelta(days=1),
    "window_s": WINDOW_S,
    "min_shared": 2,
    "min_partners": 1,
    "min_shared_percent": 0,
}

# who, which thing, when: few values, so that chance makes rings and near misses
posts = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(1, 5), st.integers(0, 12).map(lambda step: step * WINDOW_S // 2)
    ),
    min_size=4,
    max_size=40,
)
small = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def owner(thing):
    return f"owner_{thing % 3}"


def linked(written):
    """Return the tables of posts that each carry one link."""
    rows = [(f"post_{number}", f"human_{who}", thing, at) for number, (who, thing, at) in enumerate(written)]
    content = pd.DataFrame(
        [(post, who, START + timedelta(seconds=at)) for post, who, _, at in rows],
        columns=["content_id", "author_id", "created_at"],
    )
    links = pd.DataFrame(
        [(post, f"https://{owner(thing)}.example/{thing}", owner(thing)) for post, _, thing, _ in rows],
        columns=["content_id", "url_norm", "domain"],
    )
    return {"content": content, "content_links": links}


def liked(written):
    """Return the same acts as likes."""
    return {
        "events": pd.DataFrame(
            [
                (
                    f"e_{number}",
                    START + timedelta(seconds=at),
                    f"human_{who}",
                    "like",
                    f"v_{thing}",
                    owner(thing),
                )
                for number, (who, thing, at) in enumerate(written)
            ],
            columns=["event_id", "event_time", "actor_id", "action", "target_id", "target_account_id"],
        )
    }


def met(written):
    """Return the things each pair met on: every post of one held against every post of the other."""
    times = defaultdict(list)
    for who, thing, at in written:
        times[f"human_{who}", thing].append(at)
    people, things = {who for who, _ in times}, {thing for _, thing in times}
    return {
        (a, b): {
            thing
            for thing in things
            if any(abs(x - y) <= WINDOW_S for x, y in product(times[a, thing], times[b, thing]))
        }
        for a, b in combinations(sorted(people), 2)
    }


def tied(written, owners):
    """Return the weight of each pair that met on enough things of enough owners."""
    return {
        pair: len(things)
        for pair, things in met(written).items()
        if len(things) >= KNOBS["min_shared"] and len({owner(thing) for thing in things}) >= owners
    }


@small
@given(posts)
def test_link_ring_ties_whom_a_loop_over_all_posts_ties(written):
    found = library.get("link_ring")(trendkit.connect(**linked(written)), min_domains=2, **KNOBS)
    ties = found.ties().set_index(["a", "b"])["weight"].to_dict()
    assert ties == tied(written, owners=2)


@small
@given(posts)
def test_like_ring_ties_whom_a_loop_over_single_likes_ties(written):
    # one like per account and target: which of several counts is a rule of its own
    once = list({(who, thing): (who, thing, at) for who, thing, at in written}.values())
    found = library.get("like_ring")(trendkit.connect(**liked(once)), min_owners=2, **KNOBS)
    ties = found.ties().set_index(["a", "b"])["weight"].to_dict()
    assert ties == tied(once, owners=2)


@small
@given(posts)
def test_repost_ring_ties_whom_a_loop_over_all_reposts_ties(written):
    tables = {name: frame.assign(action="repost") for name, frame in liked(written).items()}
    knobs = KNOBS | {"min_acts": 1, "repeats": 1000}
    found = library.get("repost_ring")(trendkit.connect(**tables), min_owners=2, **knobs)
    ties = found.ties().set_index(["a", "b"])["weight"].to_dict()
    assert ties == tied(written, owners=2)
