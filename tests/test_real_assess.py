"""Assessment on public data: published figures reproduced, ours held against a truth where there is one.

The data stays outside the repository: in `TRENDKIT_DATA`, by default `shared/data` beside the checkout.
"""

import importlib
import os
from pathlib import Path
from types import ModuleType

import duckdb
import numpy as np
import pandas as pd
import pytest

from trendkit import terms
from trendkit.assess.labels.skill import skill

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))
NAMES = ["reviewers", "votes", "followers", "tickets", "ira", "transparency"]


def real(name: str) -> ModuleType:
    if not (DATA / name).is_dir():
        pytest.skip(f"no data at {DATA / name}: set TRENDKIT_DATA")
    return importlib.import_module(f"real.{name}")


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")


@pytest.fixture(scope="module")
def held() -> dict:
    """What more than one test asks for, by name."""
    return {}


def kept(held: dict, name: str, make: object) -> object:
    if name not in held:
        held[name] = make()
    return held[name]


def found(held: dict, name: str) -> dict:
    figures = kept(held, name, lambda: list(real(name).figures()))
    return {figure.question: figure for figure in figures}


@pytest.mark.parametrize("name", NAMES)
def test_the_scoreboard_knows_the_data(name: str) -> None:
    assert name in importlib.import_module("scoreboard").KNOWN["public"]


@pytest.mark.parametrize("share", ["accuracy", "sensitivity", "specificity"])
def test_reviewers_are_as_good_as_published_and_the_interval_knows_that_they_differ(share: str) -> None:
    reviewers = real("reviewers")
    said = reviewers.answers(2021)
    row = skill(said, reviewers.truth(said)).set_index("of").loc[share]
    assert row["estimate"] == pytest.approx(reviewers.PUBLISHED[share], abs=5e-4)
    assert row["n_eff"] < row["n"] / 2


@pytest.mark.parametrize("by", ["entity_id", "labeller_hash"])
def test_the_share_of_bots_lies_within_the_interval_once_errors_are_taken_out(by: str) -> None:
    reviewers = real("reviewers")
    halves = [reviewers.split(reviewers.answers(2022), seed, by) for seed in range(4)]
    right = [reviewers.within(half["corrected"], half["truth"]) for half in halves]
    raw = [reviewers.within(half["observed"], half["truth"]) for half in halves]
    assert sum(right) >= 3
    assert sum(raw) == 0


def test_dawid_and_skene_say_that_so_few_votes_tell_little_and_are_right() -> None:
    reviewers = real("reviewers")
    said = reviewers.answers(2021)
    model = reviewers.dawid_skene(said)
    known = reviewers.truth(said).set_index("entity_id")["value"]
    right = (model.entities["chance"] > 0.5) == (model.entities["entity_id"].map(known) == "1")
    assert "99 of 1,901 entities have three votes" in model.warnings[0]
    assert right.mean() < 0.62  # the answers as they are: 0.64


def test_votes_are_as_unanimous_as_published_and_kappa_falls_where_hate_is_rare(held: dict) -> None:
    votes = found(held, "votes")
    value = {question: figure.found.estimate for question, figure in votes.items()}
    assert value["unanimous tweets, three values"] == pytest.approx(0.705, abs=5e-4)
    assert value["Krippendorff alpha, three values"] == pytest.approx(0.543, abs=5e-4)
    assert value["prevalence index, hate or not"] > 0.8
    assert value["Gwet AC1, hate or not"] > 0.85
    assert value["Fleiss kappa, hate or not"] < 0.25


def test_no_text_of_a_vote_is_read_or_shown(held: dict) -> None:
    votes = real("votes")
    file = str(DATA / "votes" / "items.parquet")
    texts = duckdb.execute("select text from read_parquet($file)", {"file": file}).df()["text"]
    page = "\n".join(figure.row() for figure in found(held, "votes").values())
    assert list(votes.votes().columns) == ["votes_hate", "votes_offensive", "votes_neither"]
    assert not any(text in page for text in texts)


def test_a_score_of_followers_is_near_the_published_one(held: dict) -> None:
    followers = found(held, "followers")
    shares = {
        q.split()[0]: f.found.estimate
        for q, f in followers.items()
        if f.detector == "skill" and "of the" in q
    }
    assert shares["accuracy"] == pytest.approx(0.944, abs=0.015)
    assert shares["sensitivity"] == pytest.approx(0.774, abs=0.05)


def test_what_was_learnt_from_followers_nobody_drew_is_not_carried_over_in_silence(held: dict) -> None:
    carried = [f for f in found(held, "followers").values() if f.detector in ("prevalence", "corrected")]
    assert len(carried) == 2
    assert all("not a random sample" in figure.question for figure in carried)
    assert all("cannot be carried over" in " ".join(figure.found.warnings) for figure in carried)


def test_the_trap_of_the_followers_is_real(held: dict) -> None:
    followers = found(held, "followers")
    flagged = followers["flagged among the 10,000 unlabelled"].found
    assert flagged.value > 3 * 98 / 975
    assert followers["AUC of telling labelled from unlabelled"].found > 0.65


def test_incidents_met_their_deadline_and_took_as_long_as_published(held: dict) -> None:
    tickets = found(held, "tickets")
    assert (tickets["final SLA met"].found.part, tickets["final SLA met"].found.whole) == (495, 890)
    assert tickets["median hours of the 861 that name their end"].found == 54.5


@pytest.mark.parametrize(
    "cut", ["cut at 2016-03-03", "cut at 2016-03-04", "cut at 2016-03-05", "opened over 12 days"]
)
def test_the_median_of_a_log_cut_off_is_within_five_percent_and_the_mean_of_the_closed_far_off(
    held: dict, cut: str
) -> None:
    tickets = {q: f.found for q, f in found(held, "tickets").items()}
    median, mean = (
        next(value for q, value in tickets.items() if q.startswith(of) and cut in q)
        for of in ("median hours to resolve", "mean hours of the closed")
    )
    whole = tickets["median hours to resolve; whole log, 0% open"].estimate
    assert 0.35 < 1 - median.n_eff / median.n < 0.65
    assert median.estimate == pytest.approx(whole, rel=0.05)
    assert mean.estimate < 306 / 5
    assert "still open" in mean.warnings[0]


def test_fake_stars_grew_beyond_their_past_in_the_first_months_of_2024_and_not_with_github() -> None:
    stars = real("stars")
    grown = stars.period_growth(stars.months())
    months = grown.loc[grown["status"] == "grew", "period"].dt.strftime("%Y-%m").tolist()
    assert months == ["2024-01", "2024-02", "2024-03"]
    # half of October 2021 is missing from the totals and from the stars: a rate does not fall by it
    assert grown.set_index("period").loc["2021-10-01", "status"] == "steady"
    assert grown.iloc[-1]["warnings"].endswith("nothing is known of what the count is out of")


def test_the_daily_baseline_refuses_months_and_pages_on_days() -> None:
    stars = real("stars")
    assert stars.refused() == "insufficient data: history is short"
    days = stars.days()
    # the baseline looks back 77 days at most
    assert stars.pages(days[days["day"] >= "2024-03-01"]).index.tolist()[:1] == ["2024-06"]


def test_the_sixth_of_october_2016_ranks_first_by_chance_and_by_score(held: dict) -> None:
    ira = real("ira")
    days = kept(held, "ira days", ira.days)
    top = ira.evenings(days).iloc[0]
    assert days.loc[0, ["tested_day", "observed"]].tolist() == [pd.Timestamp("2016-10-06"), 16_801]
    assert (top["day"], top["status"]) == (pd.Timestamp("2016-10-06"), "rising")
    assert days.loc[1, "p"] > 100 * days.loc[0, "p"]


def test_the_left_trolls_made_the_day() -> None:
    (kind,) = list(real("ira")._kinds())
    assert "LeftTroll" in kind.question
    assert (kind.found.part, kind.found.whole) == (13_067, 16_801)


def test_every_market_has_its_code_and_every_word_is_of_the_vocabulary() -> None:
    held = real("transparency").enforcement()
    assert held["market"].notna().all()
    assert held["market"].nunique() == 55
    assert set(held["abuse_type"].dropna()) <= set(terms.ABUSE_TYPES)


def test_removals_by_market_add_up_to_what_the_platform_says_of_them(held: dict) -> None:
    share = found(held, "transparency")["removals in the fifty markets listed, 2023Q3"].found
    assert (share.part, share.whole) == (125_490_725, 136_530_418)


def test_two_markets_grew_beyond_chance_and_their_intervals_say_how_far() -> None:
    transparency = real("transparency")
    growth = transparency.by_market(transparency.enforcement())
    grown = growth[growth["status"] == "grew"].set_index("segment")
    assert sorted(grown.index) == ["MY", "VN"]
    assert (grown["low"] > 1.4).all()
    assert np.isnan(growth.loc[growth["segment"] == "SE", "estimate"]).all()
