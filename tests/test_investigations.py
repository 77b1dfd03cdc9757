"""The investigations of public data run from top to bottom and come to the conclusions they state.

The data stay outside the repository: in `TRENDKIT_DATA`, by default `shared/data` beside the checkout.
"""

import os
from pathlib import Path

import pytest

from trendkit import content
from trendkit.publish import notebook

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))


def concluded(name, folder):
    """What the notebook hands over at its end."""
    if not (DATA / name).is_dir():
        pytest.skip(f"no data at {DATA / name}: set TRENDKIT_DATA")
    mapping = ROOT / "benchmarks" / "mappings" / f"{name}.sql"
    made = notebook.execute(
        content.NOTEBOOKS / "investigations" / f"{name}.ipynb",
        folder / f"{name}.ipynb",
        {"data": str(DATA / name), "mapping": str(mapping)},
        timeout_s=600,
    )
    return made.result


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    return concluded("reviews", tmp_path_factory.mktemp("reviews"))


@pytest.fixture(scope="module")
def ira(tmp_path_factory):
    return concluded("ira", tmp_path_factory.mktemp("ira"))


def test_as_many_pairs_are_fixated_as_the_published_rule_finds(reviews):
    assert (reviews["low"], reviews["high"]) == (15, 470)


def test_the_published_reviewers_are_found_with_every_review_behind_them(reviews):
    assert reviews["published"] == ["v:122", "94"]
    assert reviews["behind"] == 94
    assert reviews["best"] == ["r:183751", "v:190", 73]
    assert reviews["worst"] == ["r:4964", "v:33", 130]


def test_the_zeros_of_every_vendor_hit_come_from_one_reviewer_each(reviews):
    assert reviews["zeros"] == [423, 530, 62]
    assert reviews["alone"] == reviews["hurt"] == 15


def test_unhappy_customers_who_come_back_do_not_explain_zero_stars(reviews):
    assert reviews["came_true"]["down"]["unhappy customers who come back exist"] == "did not come true"
    assert reviews["down"] == "supported"


def test_five_stars_again_and_again_are_not_called_manipulation(reviews):
    assert reviews["up"] == "unlikely"
    assert "came true" not in reviews["came_true"]["up"].values()


def test_the_day_of_the_peak_is_first_and_beyond_what_its_past_makes_usual(ira):
    assert (ira["peak"], ira["tweets"], ira["status"]) == ("2016-10-06", 16_801, "rising")
    assert ira["tweets"] > ira["expected_hi"]


def test_the_peak_is_made_of_retweets(ira):
    assert ira["cause"] == "\"action\" = 'repost'"
    assert ira["local"]


def test_groups_remain_when_what_they_are_drawn_to_and_the_hour_are_held_fixed(ira):
    assert ira["ties"] >= 50
    assert ira["groups"] >= 5
    assert ira["outside"] == 0


def test_the_same_accounts_meet_at_hashtag_after_hashtag(ira):
    assert ira["first_hashtag"] == "thingsmoretrustedthanhillary"
    assert ira["regulars"] > 0.7
    assert ira["came_true"]["the minutes are rounded to full hours"] == "did not come true"
    assert ira["verdict"] == "supported"
