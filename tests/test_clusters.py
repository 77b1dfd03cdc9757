"""Kinds of accounts: found where there are any, called unstable or nothing where there are none."""

import numpy as np
import pandas as pd
import pytest

from trendkit.assess.profiles.clusters import Clusters, clusters
from trendkit.errors import ParameterError


def crowd(n: int = 500, seed: int = 1) -> pd.DataFrame:
    """People without kinds: five features of chance, some of them unknown."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.lognormal(size=(n, 5)), index=[f"human_{i}" for i in range(n)]).add_prefix("f")
    frame.loc[rng.random(n) < 0.1, "f4"] = np.nan
    return frame


def gangs(seed: int = 1) -> pd.DataFrame:
    """Two hundred people, and two gangs of eighty whose members do nearly the same."""
    rng = np.random.default_rng(seed)
    made = [
        pd.DataFrame(rng.lognormal(np.log(centre), 0.05, (80, 5)), index=[f"{name}_{i}" for i in range(80)])
        for name, centre in (("liker", [9, 9, 1, 1, 1]), ("poster", [1, 0.2, 1, 7, 6]))
    ]
    return pd.concat([crowd(200, seed), *(gang.add_prefix("f") for gang in made)])


@pytest.fixture(scope="module")
def found() -> Clusters:
    return clusters(gangs())


@pytest.mark.parametrize("name", ["liker", "poster"])
def test_a_gang_is_a_stable_cluster_of_its_own(name: str, found: Clusters) -> None:
    cluster = found.labels.filter(like=name).mode().iloc[0]
    members = found.accounts(cluster)
    told = found.table.set_index("cluster").loc[cluster]
    assert sum(member.startswith(name) for member in members) >= 75
    assert len(members) <= 85
    assert told["stable"]
    assert told["low"] > 0.8


def test_those_of_no_kind_are_called_noise(found: Clusters) -> None:
    assert found.labels[found.labels.index.str.startswith("human")].isna().any()
    assert "in no cluster" in found.verdict


def test_a_cluster_is_told_in_words_and_by_its_middle(found: Clusters) -> None:
    likers = found.table.set_index("medoid").filter(like="liker", axis=0)
    assert "higher f0 (9, others" in likers["like"].iloc[0]


def test_order_does_not_matter(found: Clusters) -> None:
    again = clusters(gangs().sample(frac=1, random_state=2))
    assert again.labels.sort_index().equals(found.labels.sort_index())
    assert again.table.equals(found.table)


@pytest.mark.parametrize("seed", range(5))
def test_where_there_are_no_kinds_nothing_is_stable(seed: int) -> None:
    assert not clusters(crowd(seed=seed)).table["stable"].any()


def test_few_accounts_are_insufficient_data() -> None:
    few = clusters(gangs().head(99))
    assert "insufficient data: 99 accounts" in repr(few)
    assert few.labels.isna().all()


def test_a_large_crowd_is_drawn_from_and_says_so() -> None:
    many = pd.concat([gangs(seed).add_prefix(f"{seed}_", axis=0) for seed in range(12)])
    drawn = clusters(many)
    assert "4,000 of 4,320 accounts were drawn" in drawn.warnings
    assert len(drawn.labels) == 4_000


def test_features_that_few_have_take_no_part() -> None:
    frame = gangs()
    frame["f4"] = frame["f4"].where(np.arange(len(frame)) % 3 == 0)
    assert "unknown of more than half: f4" in clusters(frame).warnings[0]


def test_hostile_names_stay_inert_on_the_page(found: Clusters) -> None:
    frame = gangs().rename(columns={"f1": "<script>"})
    assert "<script>" not in clusters(frame)._repr_html_()


def test_a_cluster_that_is_not_there_is_refused(found: Clusters) -> None:
    with pytest.raises(ParameterError, match="no cluster 7"):
        found.accounts(7)
