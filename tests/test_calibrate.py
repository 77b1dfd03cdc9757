"""Cuts, curves, backtests and reviewers: published tables, known worlds, public data."""

import importlib
import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats import inter_rater

from trendkit.assess.estimate import Estimate, share
from trendkit.assess.labels.agreement import agreement, cohen, counts, dawid_skene
from trendkit.assess.labels.calibrate import calibrate, calibrate_by, labels_needed, least_labels
from trendkit.assess.labels.curves import curve, implied_precision
from trendkit.assess.labels.labelerror import corrected
from trendkit.assess.labels.prevalence import prevalence
from trendkit.errors import ParameterError

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))

# Krippendorff's twelve units and four observers, as votes for each of five values
KRIPPENDORFF = [
    *([3, 0, 0, 0, 0], [0, 3, 1, 0, 0], [0, 0, 4, 0, 0], [0, 0, 4, 0, 0]),
    *([0, 4, 0, 0, 0], [1, 1, 1, 1, 0], [0, 0, 0, 4, 0], [3, 1, 0, 0, 0]),
    *([0, 4, 0, 0, 0], [0, 0, 0, 0, 3], [2, 0, 0, 0, 0], [0, 0, 1, 0, 0]),
]


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")


def published(name: str) -> pd.DataFrame:
    file = DATA / name
    if not file.is_file():
        pytest.skip(f"no data at {file}: set TRENDKIT_DATA")
    with duckdb.connect() as con:
        return con.execute("select * from read_parquet($file)", {"file": str(file)}).df()


def findings(n: int = 2_000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    chance = np.where(np.arange(n) < 0.6 * n, 0.99, 0.3)
    return pd.DataFrame(
        {
            "entity_id": [f"bot_{i}" for i in range(n)],
            "score": np.linspace(1, 0, n),
            "market": np.where(np.arange(n) % 2, "M1", "M2"),
            "last_seen": pd.Timestamp("2026-11-02") + pd.to_timedelta(np.arange(n) % 21, unit="D"),
            "value": (rng.random(n) < chance).astype(int),
        }
    )


FOUND = findings()
LABELS = FOUND.sample(1_000, random_state=1)[["entity_id", "value"]]


@pytest.mark.parametrize(
    ("target", "labels"),
    [
        (0.80, [14, 22, 30, 37, 44, 50]),
        (0.90, [29, 46, 61, 76, 89, 103]),
        (0.95, [59, 93, 124, 153, 181, 208]),
        (0.98, [149, 236, 313, 386, 456, 523]),
        (0.99, [299, 473, 628, 773, 913, 1049]),
    ],
)
def test_the_fewest_labels_that_certify_are_those_of_the_exact_table(target: float, labels: list) -> None:
    assert [least_labels(target, errors) for errors in range(6)] == labels


def test_a_certified_cut_keeps_its_promise_and_most_of_the_harm() -> None:
    cut = calibrate(FOUND, LABELS, precision=0.95)
    above = FOUND[FOUND["score"] >= cut.cut]
    assert above["value"].mean() >= 0.95
    assert above["value"].sum() >= 0.88 * FOUND.loc[FOUND["score"] >= 0.4, "value"].sum()
    assert (cut.flagged, cut.precision.low >= 0.95) == (len(above), True)


def test_too_few_labels_are_told_how_many_are_missing() -> None:
    cut = calibrate(FOUND, LABELS.head(50), precision=0.95)
    assert cut.cut is None
    assert cut.precision.estimate is None
    assert cut.missing > 9


def test_no_number_of_labels_helps_a_score_that_never_reaches_the_target() -> None:
    coin = LABELS.assign(value=np.arange(len(LABELS)) % 2)
    assert calibrate(FOUND, coin).missing is None


def test_labels_needed_certify_as_often_as_planned() -> None:
    n = labels_needed(0.98, 0.95)
    right = np.random.default_rng(1).binomial(n, 0.98, 400)
    passed = [n - r <= max(e for e in range(60) if least_labels(0.95, e) <= n) for r in right]
    assert np.mean(passed) == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("name", ["two normals", "slope", "steep slope", "cliff", "dip at the top"])
def test_the_promise_breaks_no_more_often_than_its_level(name: str) -> None:
    bench = importlib.import_module("labels")
    worlds = pd.DataFrame([bench.certified(name, 1_000, seed) for seed in range(200)])
    assert worlds["violated"].mean() <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
    assert worlds["recall"].mean() >= 0.8


def test_the_same_score_is_never_cut_in_two() -> None:
    tied = FOUND.assign(score=(FOUND["score"] * 10).round())
    cut = calibrate(tied, LABELS)
    assert cut.flagged == (tied["score"] >= cut.cut).sum()
    assert cut.cut in set(tied["score"])


def test_cuts_by_market_share_the_risk() -> None:
    table = calibrate_by(FOUND, LABELS, "market", precision=0.9).set_index("segment")
    assert list(table.index) == ["M1", "M2"]
    assert (table["low"] >= 0.9).all()
    assert (table["n_tests"] == 2).all()


def test_unequal_chances_of_inclusion_are_called_approximate() -> None:
    uneven = LABELS.assign(inclusion_prob=np.where(np.arange(len(LABELS)) % 2, 0.5, 0.4))
    assert "approximate" in calibrate(FOUND, uneven).precision.warnings[0]


def test_labels_of_others_certify_nothing() -> None:
    cut = calibrate(FOUND, pd.DataFrame({"entity_id": ["human"], "value": [1]}))
    assert "no finding has a label" in cut.precision.warnings[0]


@pytest.mark.parametrize("target", [0, 1, 95])
def test_a_precision_is_a_share(target: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        calibrate(FOUND, LABELS, precision=target)


def test_the_curve_falls_inside_its_band() -> None:
    table = curve(FOUND, LABELS)
    truth = [FOUND.loc[FOUND["score"] >= cut, "value"].mean() for cut in table["cut"]]
    assert len(table) == 20
    assert (table["low"].le(truth) & table["high"].ge(truth)).all()
    assert table["recall"].is_monotonic_increasing


def test_precision_falls_where_there_is_less_to_catch() -> None:
    home = share("precision", 950, 1_000)
    table = implied_precision(home, 0.02, {"home": 0.02, "abroad": 0.002}).set_index("market")
    assert table.loc["home", "estimate"] == pytest.approx(0.95)
    # by hand: likelihood ratio 19 / (0.02 / 0.98) = 931; odds abroad 931 * 0.002 / 0.998
    assert table.loc["abroad", "estimate"] == pytest.approx(0.6511, abs=1e-4)
    assert table.loc["abroad", "low"] < 0.6511 < table.loc["abroad", "high"]


def test_an_unknown_base_rate_implies_nothing() -> None:
    unknown = Estimate("prevalence", None, None, None)
    assert implied_precision(share("x", 9, 10), 0.1, {"M1": unknown})["estimate"].isna().all()


def test_agreement_is_that_of_published_tables() -> None:
    found = agreement(np.array(KRIPPENDORFF)).set_index("of")["estimate"]
    # Gwet's irrCAC prints these of the same table
    assert found["observed agreement"] == pytest.approx(0.81818, abs=1e-5)
    assert found["Fleiss kappa"] == pytest.approx(0.76117, abs=1e-5)
    assert found["Gwet AC1"] == pytest.approx(0.77544, abs=1e-5)
    assert found["Krippendorff alpha"] == pytest.approx(0.74342, abs=1e-5)


def test_fleiss_kappa_is_that_of_statsmodels() -> None:
    votes = np.random.default_rng(1).multinomial(5, [0.5, 0.3, 0.2], 80)
    found = agreement(votes).set_index("of")["estimate"]
    assert found["Fleiss kappa"] == pytest.approx(inter_rater.fleiss_kappa(votes))


@pytest.mark.parametrize("table", [[[20, 5], [10, 15]], [[40, 3, 1], [2, 30, 4], [0, 6, 9]]])
def test_cohens_kappa_and_its_interval_are_those_of_statsmodels(table: list) -> None:
    known, found = inter_rater.cohens_kappa(np.array(table)), cohen(np.array(table))
    assert found.estimate == pytest.approx(known.kappa)
    assert (found.low, found.high) == pytest.approx((known.kappa_low, known.kappa_upp), abs=1e-6)


def test_where_nearly_all_is_one_value_kappa_is_not_to_be_read() -> None:
    votes = np.array([[3, 0]] * 95 + [[2, 1]] * 5)
    table = agreement(votes).set_index("of")
    assert table.loc["Fleiss kappa", "estimate"] < 0
    assert table.loc["Gwet AC1", "estimate"] > 0.9
    assert "read AC1" in table.loc["Fleiss kappa", "warnings"]


def test_votes_of_one_reviewer_are_insufficient_data() -> None:
    assert agreement(np.array([[1, 0], [0, 1]]))["estimate"].isna().all()


def test_dawid_and_skene_find_the_careless_reviewer() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(600) < 0.3
    skill = {"good": 0.95, "fair": 0.85, "also fair": 0.85, "careless": 0.5}
    said = {name: np.where(rng.random(600) < right, truth, ~truth) for name, right in skill.items()}
    labels = pd.DataFrame(said).rename_axis("entity_id").stack().rename("value").reset_index()
    labels["value"] = labels["value"].astype(int).astype(str)
    found = dawid_skene(labels.rename(columns={"level_1": "labeller_hash"}))
    reviewers = found.reviewers.set_index("reviewer")["specificity"]
    assert (reviewers.idxmin(), reviewers.idxmax()) == ("careless", "good")
    assert reviewers["careless"] == pytest.approx(0.5, abs=0.08)
    assert found.prevalence == pytest.approx(truth.mean(), abs=0.03)


def test_the_last_answer_of_a_reviewer_counts() -> None:
    said = pd.DataFrame({"entity_id": "a", "labeller_hash": ["r", "r"], "value": ["0", "1"]})
    assert counts(said).to_dict("list") == {"1": [1]}


def answers() -> pd.DataFrame:
    table = published("reviewers/answers_2021.parquet")
    return table[table["answer_norm"] != "IDN"]


def skill(table: pd.DataFrame, truth: str) -> Estimate:
    asked = table[table["truth"] == truth]
    return share(truth, int((asked["answer_norm"] == truth).sum()), len(asked))


def test_reviewers_of_bought_bots_are_as_good_as_was_published() -> None:
    table = answers()
    assert skill(table, "BOT").estimate == pytest.approx(0.666, abs=5e-4)
    assert skill(table, "USER").estimate == pytest.approx(0.627, abs=5e-4)
    assert (table["answer_norm"] == table["truth"]).mean() == pytest.approx(0.651, abs=5e-4)


def test_the_share_of_bots_is_right_once_reviewers_errors_are_taken_out() -> None:
    table = answers()
    # errors measured on one half of the reviewers' answers, the prevalence on the other
    known, asked = table[table["answer_id"] % 2 == 0], table[table["answer_id"] % 2 == 1]
    observed = share("bots", int((asked["answer_norm"] == "BOT").sum()), len(asked))
    found = corrected(observed, skill(known, "BOT"), skill(known, "USER"))
    truth = (asked["truth"] == "BOT").mean()
    assert not observed.low <= truth <= observed.high
    assert found.low <= truth <= found.high


def test_votes_agree_as_was_published() -> None:
    table = published("votes/items.parquet")
    found = agreement(table[["votes_hate", "votes_offensive", "votes_neither"]]).set_index("of")
    assert found.loc["unanimous", "estimate"] == pytest.approx(0.705, abs=5e-4)
    assert found.loc["Krippendorff alpha", "estimate"] == pytest.approx(0.543, abs=5e-4)


def test_labelled_followers_were_no_random_sample_and_the_answer_says_so() -> None:
    labelled, others = (published(f"followers/{name}labelled.parquet") for name in ("", "un"))
    everyone = pd.concat([labelled, others]).drop_duplicates("entity_id")
    labels = labelled.rename(columns={"is_fake": "value"})[["entity_id", "value"]]
    found = prevalence(everyone, labels, of="accounts")
    assert found.estimate == pytest.approx(98 / 975, abs=0.001)
    assert "not a random sample" in found.warnings[0]
    assert "cannot be carried over" in found._repr_html_()
