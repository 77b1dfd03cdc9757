"""A classifier learns what profiles tell, says how sure it is, and what it adds to a rule."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from statsmodels.discrete.discrete_model import Logit

from trendkit.assess.classifiers import models
from trendkit.assess.classifiers.classifier import Classifier, classifier
from trendkit.assess.classifiers.ranked import Ranked
from trendkit.assess.labels.calibrate import calibrate
from trendkit.errors import NoDataError, ParameterError


def cohort(n: int = 500, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accounts of which every fifth is a bot, told by two features together; one more is noise."""
    rng = np.random.default_rng(seed)
    bot = np.arange(n) % 5 == 0
    frame = pd.DataFrame(
        {
            "like_share": rng.normal(np.where(bot, 2.2, 0), 1),
            "fast_share": rng.normal(np.where(bot, 2.2, 0), 1),
            "night_share": rng.random(n),
        },
        index=pd.Index([f"account_{i}" for i in range(n)], name="account_id"),
    )
    frame.loc[rng.random(n) < 0.05, "fast_share"] = np.nan
    return frame, pd.DataFrame({"entity_id": frame.index, "value": bot.astype(int)})


FRAME, LABELS = cohort()


@pytest.fixture(scope="module")
def learned() -> Classifier:
    return classifier(FRAME, LABELS, against=FRAME["like_share"] > 1.6)


def row(found: Classifier, of: str, model: str = "logistic") -> pd.Series:
    table = found.table[found.table["model"] == model]
    return table[table["of"].str.startswith(of)].iloc[0]


def test_what_two_features_tell_together_is_learned(learned: Classifier) -> None:
    assert row(learned, "AUC")["estimate"] > 0.9
    assert row(learned, "AUC")["low"] < row(learned, "AUC")["estimate"] < row(learned, "AUC")["high"]


@pytest.mark.parametrize("model", models.MODELS)
def test_chances_are_calibrated(model: str, learned: Classifier) -> None:
    assert row(learned, "calibration error", model)["estimate"] < 0.08
    assert row(learned, "calibration slope", model)["low"] < 1.3
    assert row(learned, "calibration slope", model)["high"] > 0.8


def test_at_equal_volume_it_beats_a_rule_on_one_feature(learned: Classifier) -> None:
    lift = row(learned, "lift")
    assert lift["low"] > 1
    assert lift["unit"] == "ratio"
    flagged = FRAME["like_share"] > 1.6
    by_hand = LABELS.set_index("entity_id")["value"][flagged].mean()
    theirs = learned.table[learned.table["of"].str.contains("held against")].iloc[0]
    assert theirs["estimate"] == pytest.approx(by_hand)


def test_scores_held_back_can_be_certified(learned: Classifier) -> None:
    worst = learned.scores[learned.scores["score"] > 0.2]
    cut = calibrate(worst, LABELS, precision=0.7)
    assert cut.cut is not None
    assert set(learned.scores["entity_id"]) == set(FRAME.index)


def test_the_model_scores_accounts_it_has_never_seen(learned: Classifier) -> None:
    others, truth = cohort(300, seed=2)
    assert roc_auc_score(truth["value"], learned.score(others)) > 0.9


def test_a_frame_without_its_columns_is_refused(learned: Classifier) -> None:
    with pytest.raises(ParameterError, match="no column 'like_share'"):
        learned.score(FRAME.drop(columns="like_share"))


def test_every_row_knows_its_interval_and_its_company(learned: Classifier) -> None:
    assert (learned.table["n"] == 500).all()
    assert (learned.table["low"] <= learned.table["estimate"]).all()
    assert (learned.table["estimate"] <= learned.table["high"]).all()
    assert (learned.table["n_tests"] == len(learned.table)).all()
    assert "20 % of the labelled" in repr(learned)


def test_a_detector_of_other_accounts_cannot_be_compared_and_the_answer_says_so() -> None:
    strangers = pd.Series(1.0, index=["video_1"])
    page = repr(classifier(FRAME, LABELS, against=strangers))
    assert "lift at equal volume insufficient data: what it is held against flags none of them" in page


def test_a_group_is_never_on_both_sides() -> None:
    group, harmful = np.arange(200) // 10, (np.arange(200) // 10 % 2).astype(float)
    parts = models.splits(harmful, group, 5, seed=1)
    assert [set(group[one]) & set(group[other]) for one, other in parts] == [
        set(),
        set(),
        set(),
        set(),
        set(),
    ]


def test_what_marks_a_ring_does_not_count_as_knowledge_of_others() -> None:
    rng = np.random.default_rng(1)
    ring = np.arange(400) // 10
    mark = rng.normal(size=40)[ring]  # tells rings apart, and nothing else
    frame = pd.DataFrame({"mark": mark}, index=[f"a{i}" for i in range(400)])
    labels = pd.DataFrame({"entity_id": frame.index, "value": (rng.random(40) < 0.5)[ring].astype(int)})
    held_back = classifier(frame, labels, by=pd.Series(ring, index=frame.index))
    assert row(held_back, "AUC", "boosting")["high"] < 0.8
    assert row(held_back, "AUC")["n_eff"] == 40


def test_few_labels_are_insufficient_data() -> None:
    few = classifier(FRAME, LABELS.head(200))
    assert "insufficient data: 40 harmful" in repr(few)
    assert few.table["estimate"].isna().all()
    with pytest.raises(NoDataError, match="insufficient data"):
        few.score(FRAME)


def test_few_groups_are_insufficient_data() -> None:
    two = pd.Series(np.arange(500) % 4, index=FRAME.index)
    assert "fewer than 10 groups" in repr(classifier(FRAME, LABELS, by=two))


def ranked(seed: int = 1) -> tuple[Ranked, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = (rng.random(400) < 0.3).astype(float)
    score = np.round(1 / (1 + np.exp(-rng.normal(2 * truth - 1))), 2)
    return Ranked(score, truth, np.arange(400)), np.ones(400)


def test_the_area_under_the_curve_is_that_of_scikit_learn() -> None:
    held, ones = ranked()
    assert held.auc(ones) == pytest.approx(roc_auc_score(held.harmful, held.score))


def test_recall_and_precision_are_those_counted_by_hand() -> None:
    held = Ranked(np.array([0.9, 0.8, 0.7, 0.7, 0.2]), np.array([1.0, 1, 0, 1, 0]), np.arange(5))
    ones = np.ones(5)
    assert held.recall_at(ones, 0.95) == pytest.approx(2 / 3)
    assert held.recall_at(ones, 0.75) == pytest.approx(1)
    assert held.precision_at(ones, 0.8) == pytest.approx(3 / 4)
    assert held.precision_of(ones, 3) == pytest.approx(2.5 / 3)  # half of the two that are tied


def test_the_slope_is_that_of_a_logistic_regression() -> None:
    held, ones = ranked()
    odds = np.log(held.score / (1 - held.score))
    known = Logit(held.harmful, np.column_stack([np.ones(400), odds])).fit(disp=0)
    assert held.slope(ones) == pytest.approx(known.params[1], abs=1e-6)


def test_a_score_ten_points_too_high_has_that_calibration_error() -> None:
    rng = np.random.default_rng(1)
    score = rng.uniform(0.2, 0.8, 20_000)
    truth = (rng.random(20_000) < score - 0.1).astype(float)
    assert Ranked(score, truth, np.arange(20_000)).calibration_error(np.ones(20_000)) == pytest.approx(
        0.1, abs=0.01
    )
