"""Detectors of account farming and ban evasion against crowds drawn with a seed."""

import numpy as np
import pandas as pd
import pytest

import trendkit
from trendkit.detectors import infrastructure_share

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
