"""Detectors of account farming and ban evasion against crowds drawn with a seed."""

import numpy as np
import pandas as pd
import pytest

import trendkit
from trendkit.detectors import ban_return, infrastructure_share, regular_timing

WEEK = {"since": "2026-11-14", "until": "2026-11-21"}


@pytest.fixture(scope="module")
def town():
    """3,000 people: carriers, a campus, households that share things, used handsets; and a farm of 30."""
    rng = np.random.default_rng(7)
    number = np.arange(3_000)
    home = number // 4
    network = np.select(
        [number % 3 == 0, number % 7 == 0],
        [np.char.add("carrier_", (number % 5).astype(str)), np.full(3_000, "campus")],
        np.char.add("line_", home.astype(str)),
    )
    device = np.where(home % 3 == 0, np.char.add("tablet_", home.astype(str)), own(number))
    phone = np.where(home % 4 == 0, np.char.add("parent_", home.astype(str)), None)
    bot = np.arange(30)
    people = frame([f"human_{n}" for n in number], network, device, phone)
    farm = frame(
        [f"bot_{n}" for n in bot],
        named("farm_line_", bot // 6),
        named("handset_", bot // 3),
        named("sim_", (bot + 1) // 3),
    )
    accounts = pd.concat([people, farm], ignore_index=True)
    # one in ten bought a used handset: somebody else registered on it
    used = rng.random(len(accounts)) < 0.1
    accounts["signup_device_hash"] = accounts["device"].where(
        ~used, accounts["device"].sample(frac=1, random_state=7).to_numpy()
    )
    events = accounts.loc[accounts.index.repeat(5), ["account_id", "device", "ip_prefix"]]
    events = events.set_axis(["actor_id", "device_id_hash", "ip_prefix"], axis=1).reset_index(drop=True)
    events["event_id"] = [f"e_{n}" for n in range(len(events))]
    events["event_time"] = pd.Timestamp(WEEK["since"]) + pd.to_timedelta(
        rng.uniform(0, 7 * 86_400, len(events)), unit="s"
    )
    events["action"] = "like"
    return trendkit.connect(
        events=events, accounts=accounts.drop(columns=["device", "ip_prefix"]).assign(created_at=pd.NaT)
    )


def own(number):
    return named("phone_", number)


def named(prefix, number):
    return np.char.add(prefix, number.astype(str))


def frame(accounts, network, device, phone):
    return pd.DataFrame(
        {"account_id": accounts, "ip_prefix": network, "device": device, "phone_hash": phone}
    ).astype(object)


def test_carriers_a_campus_and_used_handsets_tie_no_town_together(town):
    groups = infrastructure_share(town, **WEEK, min_accounts=2, min_things=0).groups()
    assert groups["size"].max() <= 0.05 * 3_030


def test_of_a_town_only_the_farm_is_found(town):
    found = infrastructure_share(town, **WEEK)["entity_id"]
    assert found.str.startswith("bot_").all()
    assert len(found) >= 24  # the ends of a chain reach few


@pytest.fixture(scope="module")
def returns():
    """300 removed people who come back, 300 strangers, 100 siblings on the tablet and line of a removed one.

    One field in five is changed; then three in ten are lost, of each account by itself.
    """
    return invented(np.random.default_rng(11))


def invented(rng):
    first = [person(rng, n) for n in range(300)]
    again = [changed(rng, each, n) for n, each in enumerate(first)]
    strangers = [person(rng, n) for n in range(1_000, 1_300)]
    siblings = [
        person(rng, n) | {name: first[n - 2_000][name] for name in ("signup_device_hash", "signup_ip_prefix")}
        for n in range(2_000, 2_100)
    ]
    groups = {"old": first, "new": again, "stranger": strangers, "sibling": siblings}
    rows = [
        lost(rng, each) | {"account_id": f"{kind}_{n}"}
        for kind in groups
        for n, each in enumerate(groups[kind])
    ]
    accounts = pd.DataFrame(rows).astype(object)
    accounts["created_at"] = pd.Timestamp("2026-11-10")
    accounts.loc[accounts["account_id"].str.startswith("old_"), "created_at"] = pd.Timestamp("2026-06-01")
    return trendkit.connect(
        accounts=accounts.drop(columns=["target", "words"]),
        events=acts(accounts),
        content=writings(accounts),
        enforcements=bans(300),
    )


def person(rng, n):
    name = "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 9))
    return {
        "handle": f"{name}{rng.integers(1_000)}",
        "avatar_hash": f"avatar_{n}",
        "bio_hash": f"bio_{n}",
        "email_hash": f"mail_{n}",
        "signup_device_hash": f"phone_{n}",
        "signup_ip_prefix": f"line_{n}",
        "target": [f"victim_{v}" for v in rng.integers(0, 2_000, 3)],
        "words": " ".join("".join(rng.choice(list("abcdefghij"), 6)) for _ in range(6)),
    }


def changed(rng, old, n):
    new = person(rng, n + 5_000)
    kept = {name: old[name] for name in old if rng.random() > 0.2}
    return (
        new | kept | {"email_hash": new["email_hash"], "handle": old["handle"].rstrip("0123456789") + str(n)}
    )


def lost(rng, known):
    return {name: value if rng.random() > 0.3 else None for name, value in known.items()}


def acts(accounts):
    rows = accounts.dropna(subset=["target"]).explode("target")
    when = rows["created_at"].mask(rows["account_id"].str.startswith("old_"), pd.Timestamp("2026-10-25"))
    return pd.DataFrame(
        {
            "event_id": [f"e_{n}" for n in range(len(rows))],
            "event_time": when.to_numpy(),
            "actor_id": rows["account_id"].to_numpy(),
            "action": "message",
            "target_account_id": rows["target"].to_numpy(),
        }
    )


def writings(accounts):
    rows = accounts.dropna(subset=["words"])
    return pd.DataFrame(
        {
            "content_id": "c_" + rows["account_id"],
            "author_id": rows["account_id"],
            "created_at": rows["created_at"].mask(
                rows["account_id"].str.startswith("old_"), pd.Timestamp("2026-10-25")
            ),
            "text": rows["words"],
        }
    ).reset_index(drop=True)


def bans(many):
    return pd.DataFrame(
        {
            "enforcement_id": [f"b_{n}" for n in range(many)],
            "enforced_at": pd.Timestamp("2026-11-01"),
            "target_type": "account",
            "target_id": [f"old_{n}" for n in range(many)],
            "action": "ban",
        }
    )


def test_the_removed_account_ranks_first_among_all_that_resemble_a_return(returns):
    seen = ban_return(returns, since="2026-11-02", until="2026-11-21", min_bits=-40.0).events()
    seen = seen[seen["entity_id"].str.startswith("new_") & seen["bits"].notna()]
    rank = seen.groupby("entity_id")["bits"].rank(ascending=False, method="max")
    right = seen["account_id"] == "old_" + seen["entity_id"].str.removeprefix("new_")
    assert (1 / rank[right]).sum() / 300 >= 0.95


def test_siblings_and_strangers_are_not_taken_for_a_return(returns):
    found = ban_return(returns, since="2026-11-02", until="2026-11-21")["entity_id"]
    assert found.str.startswith("new_").all()
    assert len(found) >= 150


@pytest.fixture(scope="module")
def clocks():
    """2,000 crontabs with jitter up to 5 %, 12,000 Poisson or heavy-tailed people, 21 to 60 acts each."""
    rng = np.random.default_rng(5)
    bots = [timed(rng, f"bot_{n}", cron(rng, n)) for n in range(2_000)]
    poisson = [
        timed(rng, f"poisson_{n}", rng.exponential(rng.uniform(60, 1_500), length(rng))) for n in range(6_000)
    ]
    tails = [timed(rng, f"tail_{n}", 20 * (1 + rng.pareto(1.2, length(rng)))) for n in range(6_000)]
    events = pd.concat([*bots, *poisson, *tails], ignore_index=True)
    return trendkit.connect(
        events=events.assign(action="like", event_id=[f"e_{n}" for n in range(len(events))])
    )


def length(rng):
    return int(rng.integers(21, 61))


def cron(rng, n):
    period = rng.choice([60, 300, 420, 600, 900, 1_000])
    many = length(rng)
    if n % 2:  # slips by its own pauses, or keeps to the clock and is late
        return np.maximum(1, rng.normal(period, rng.uniform(0, 0.05) * period, many))
    return np.diff(
        period * np.arange(many + 1) + rng.uniform(0, 0.05) * period * rng.standard_normal(many + 1)
    )


def timed(rng, actor, gaps):
    moments = pd.Timestamp("2026-11-14") + pd.to_timedelta(rng.uniform(0, 3_600) + np.cumsum(gaps), unit="s")
    return pd.DataFrame({"actor_id": actor, "event_time": moments.floor("ms")})


@pytest.fixture(scope="module")
def regular(clocks):
    # the statistic alone, without what days and hours a schedule should show
    return regular_timing(clocks, since="2026-11-14", until="2027-11-14", min_day=2, min_hours=1)["entity_id"]


def test_of_crontabs_with_jitter_ninety_nine_in_a_hundred_are_found(regular):
    assert regular.str.startswith("bot_").sum() >= 0.99 * 2_000


def test_of_people_at_most_one_in_a_thousand_is_taken_for_a_crontab(regular):
    assert (~regular.str.startswith("bot_")).sum() <= 0.001 * 12_000
