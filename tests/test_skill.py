"""Reviewers against a truth: shares, intervals that know reviewers differ, doubts that travel on."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from trendkit.assess.estimate import share
from trendkit.assess.labels.calibrate import calibrate
from trendkit.assess.labels.curves import implied_precision
from trendkit.assess.labels.labelerror import corrected
from trendkit.assess.labels.skill import skill, skill_by_reviewer


def answers(reviewers: int = 20, each: int = 50, seed: int = 1, scatter: float = 0.15) -> pd.DataFrame:
    """Answers on accounts of which every second is harmful; reviewers are right 3 in 4 times or so."""
    rng = np.random.default_rng(seed)
    harmful = np.arange(reviewers * each) % 2
    chance = np.clip(0.75 + rng.normal(0, scatter, reviewers), 0.05, 0.95).repeat(each)
    right = rng.random(reviewers * each) < chance
    return pd.DataFrame(
        {
            "entity_id": [f"bot_{i}" for i in range(reviewers * each)],
            "labeller_hash": np.arange(reviewers).repeat(each).astype(str),
            "value": np.where(right, harmful, 1 - harmful).astype(str),
            "truth": harmful.astype(str),
        }
    )


def truth(said: pd.DataFrame) -> pd.DataFrame:
    return said.drop(columns="value").rename(columns={"truth": "value"})


def test_the_three_shares_are_those_of_hand() -> None:
    said = pd.DataFrame({"entity_id": range(100), "value": ["1"] * 40 + ["0"] * 60})
    known = pd.DataFrame({"entity_id": range(100), "value": ["1"] * 50 + ["0"] * 50, "inclusion_prob": 0.5})
    found = skill(said, known).set_index("of")
    assert found["estimate"].to_dict() == {"accuracy": 0.9, "sensitivity": 0.8, "specificity": 1.0}
    plain = share("sensitivity", 40, 50)
    assert found.loc["sensitivity", ["low", "high"]].tolist() == pytest.approx([plain.low, plain.high])


def test_reviewers_who_differ_are_worth_fewer_answers() -> None:
    found = skill(answers(), truth(answers())).set_index("of").loc["accuracy"]
    assert found["n"] == 1_000
    assert found["n_eff"] < 500


def test_the_interval_covers_the_skill_of_reviewers_like_these() -> None:
    found = [skill(one := answers(scatter=0.12, seed=seed), truth(one)).iloc[0] for seed in range(60)]
    assert np.mean([one["low"] <= 0.745 <= one["high"] for one in found]) == pytest.approx(0.95, abs=0.08)


def test_unsure_is_no_answer() -> None:
    said = answers().assign(value=lambda t: t["value"].where(t.index % 10 > 0, "unsure"))
    assert skill(said, truth(said)).iloc[0]["n"] == 900


def test_each_reviewer_stands_alone_and_a_new_one_is_insufficient_data() -> None:
    found = skill_by_reviewer(one := answers(each=50), truth(one)).set_index(["reviewer", "of"])
    assert len(found) == 60
    assert found.loc[("0", "accuracy"), "n"] == 50
    assert found.loc[("0", "sensitivity"), "warnings"].startswith("insufficient data: 25 answers")


def test_errors_measured_on_what_nobody_drew_say_so_wherever_they_correct() -> None:
    said = answers()
    _, sensitivity, specificity = (share(of, 80, 100).warn("not a random sample") for of in "abc")
    found = corrected(share("bots", 50, 100), sensitivity, specificity)
    assert found.warnings == ("b: not a random sample", "c: not a random sample")
    assert "not a random sample" in skill(said, truth(said)).iloc[0]["warnings"]
    assert skill(said, truth(said).assign(inclusion_prob=0.1)).iloc[0]["warnings"] == ""


def test_a_correction_is_as_wide_as_reviewers_differ() -> None:
    wide = [replace(share("x", 750, 1_000), n_eff=worth) for worth in (1_000.0, 60.0)]
    spans = [corrected(share("bots", 300, 1_000), one, one) for one in wide]
    assert spans[1].high - spans[1].low > 1.5 * (spans[0].high - spans[0].low)


def test_labels_that_nobody_drew_certify_with_a_warning_that_travels_on() -> None:
    rng = np.random.default_rng(1)
    found = pd.DataFrame({"entity_id": [f"bot_{i}" for i in range(2_000)], "score": np.linspace(1, 0, 2_000)})
    labels = found.sample(500, random_state=1).assign(value=(rng.random(500) < 0.99).astype(int))
    cut = calibrate(found, labels[["entity_id", "value"]], precision=0.9)
    assert "no inclusion_prob" in repr(cut)
    assert "no inclusion_prob" in implied_precision(cut.precision, 0.5, {"M1": 0.1})["warnings"][0]
    drawn = calibrate(found, labels[["entity_id", "value"]].assign(inclusion_prob=0.25), precision=0.9)
    assert drawn.precision.warnings == ()
