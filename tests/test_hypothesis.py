"""Hypotheses: predictions frozen before the data are asked, evidence that cannot be counted twice."""

import importlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
import yaml

import trendkit as tk
from trendkit.assess.estimate import insufficient, share
from trendkit.casework import weighing
from trendkit.casework.hypothesis import read
from trendkit.casework.weighing import Weighed
from trendkit.casework.wording import PROVED, TRANSPOSED, lint
from trendkit.detectors import device_share
from trendkit.errors import DataError, DetectorError, NoDataError, ParameterError
from trendkit.publish.safety import clean

WEEK = {"since": "2026-11-14", "until": "2026-11-15"}
NEXT = {"since": "2026-11-15", "until": "2026-11-16"}
SHARED = """
select 1.0 - count(distinct device_id_hash) / nullif(count(distinct actor_id), 0) as value, count(*) as n
from events where event_time >= $since and event_time < $until
"""
LIKES = "select count(*) as value from events where event_time >= $since and event_time < $until"
FITS = {"abuse": 0.8, "organic": 0.1, "artefact": 0.3}
AGAINST = {"abuse": 0.2, "organic": 0.6, "artefact": 0.5}
HOSTILE = {
    case["name"]: f"lone {chr(int(case['surrogate'], 16))} half"
    if "surrogate" in case
    else case["text"] * case.get("repeat", 1)
    for case in yaml.safe_load((Path(__file__).parent / "hostile" / "texts.yaml").read_text(encoding="utf-8"))
}


def world(days: int = 2, devices: int = 2) -> tk.Database:
    """Eight accounts that like five videos each day, from a few devices."""
    moments = pd.date_range("2026-11-14 10:00", periods=40, freq="min")
    times = [moment + pd.Timedelta(days=day) for day in range(days) for moment in moments]
    events = pd.DataFrame(
        {
            "event_id": [f"event_{number}" for number in range(len(times))],
            "event_time": times,
            "actor_id": [f"bot_{number % 8}" for number in range(len(times))],
            "action": "like",
            "target_id": [f"video_{number % 40 // 8}" for number in range(len(times))],
            "device_id_hash": [f"device_{number % devices}" for number in range(len(times))],
        }
    )
    return tk.connect(events=events, threads=1)


@pytest.fixture(scope="module")
def db() -> tk.Database:
    return world()


def opened(db: tk.Database, **more: object) -> tk.Hypothesis:
    return tk.hypothesis("These likes are sold", db, **(WEEK | more))


def shared(case: tk.Hypothesis, name: str = "accounts share devices", **more: object) -> None:
    case.predict(name, **({"sql": SHARED, "rule": "value >= 0.3", "likelihood": FITS} | more))


def likes(case: tk.Hypothesis, name: str = "likes are few", **more: object) -> None:
    case.predict(name, **({"sql": LIKES, "rule": "value < 10", "likelihood": AGAINST} | more))


def test_the_posterior_is_the_one_worked_out_by_hand(db):
    case = opened(db)
    shared(case)
    case.run()
    assert case.verdict.posterior == pytest.approx(0.16 / (0.16 + 0.06 + 0.06))
    assert case.verdict.ratio == pytest.approx(0.8 / 0.3)
    assert case.verdict.word == "undetermined"


def test_what_does_not_come_true_speaks_against_who_expected_it(db):
    case = opened(db)
    shared(case, rule="value >= 0.9")
    case.run()
    assert case.verdict.posterior == pytest.approx(0.04 / (0.04 + 0.54 + 0.14))
    assert case.verdict.word == "unlikely"


def test_the_published_example_comes_out():
    evidence = [
        Weighed("one", {"A": 1.0, "B": 0.0, "C": 0.0}),
        Weighed("one", {"A": 1.0, "B": 0.0, "C": 0.0}),
        Weighed("two", {"A": 0.5, "B": 0.0, "C": -1.0}),
    ]
    found = weighing.posterior({"A": 0.2, "B": 0.6, "C": 0.2}, evidence)
    assert [round(found[name], 6) for name in "ABC"] == [0.910721, 0.086399, 0.00288]


def test_the_order_of_evidence_does_not_matter():
    evidence = [Weighed(f"group {n}", {"A": n / 7, "B": -n / 3}) for n in range(9)]
    priors = {"A": 0.3, "B": 0.7}
    assert weighing.posterior(priors, evidence) == weighing.posterior(priors, evidence[::-1])


def test_evidence_that_tells_nothing_changes_nothing():
    priors, evidence = {"A": 0.3, "B": 0.7}, [Weighed("one", {"A": 1.0, "B": 0.0})]
    more = [*evidence, Weighed("two", {"A": 0.0, "B": 0.0})]
    assert weighing.posterior(priors, more) == weighing.posterior(priors, evidence)


def test_the_same_thing_seen_twice_counts_once(db):
    once, twice = opened(db), opened(db)
    shared(once)
    shared(twice, group="devices")
    shared(twice, "devices again", group="devices", rule="value >= 0.31")
    assert twice.run().verdict.posterior == pytest.approx(once.run().verdict.posterior)
    assert twice.verdict.layers == 1


def test_one_question_cannot_pass_for_two_independent_ones(db):
    case = opened(db)
    shared(case)
    with pytest.raises(ParameterError, match="ask the same"):
        shared(case, "devices again", rule="value >= 0.31")


def test_a_rule_that_has_been_answered_is_frozen(db):
    case = opened(db)
    shared(case)
    case.run()
    with pytest.raises(ParameterError, match="frozen"):
        shared(case, rule="value >= 0.1")


def test_a_likelihood_that_has_been_answered_is_frozen(db):
    case = opened(db)
    shared(case)
    case.run()
    with pytest.raises(ParameterError, match="frozen"):
        shared(case, likelihood=FITS | {"organic": 0.01})


def test_before_the_run_a_prediction_may_still_be_corrected(db):
    case = opened(db)
    shared(case, rule="value >= 0.9")
    shared(case, rule="value >= 0.3")
    assert list(case.run().evidence["outcome"]) == ["came true"]


def test_running_a_cell_again_changes_nothing(db):
    case = opened(db)
    shared(case)
    case.run()
    shared(case)
    assert len(case.run().evidence) == 1


def test_what_is_predicted_after_looking_is_exploratory_and_moves_nothing(db):
    case = opened(db)
    shared(case)
    before = case.run().verdict.posterior
    likes(case, rule="value >= 10", likelihood={"abuse": 0.9, "organic": 0.1, "artefact": 0.1})
    assert list(case.run().evidence["standing"]) == ["counts", "exploratory"]
    assert case.verdict.posterior == before
    assert case.verdict.exploratory == 1


def test_what_is_predicted_of_days_nobody_has_looked_at_counts(db):
    case = opened(db)
    shared(case)
    case.run()
    shared(case, "tomorrow too", **NEXT)
    assert list(case.run().evidence["standing"]) == ["counts", "counts"]


def test_asking_other_data_until_it_comes_out_right_changes_nothing(tmp_path):
    case = opened(world(), path=tmp_path / "case.json")
    shared(case)
    first = case.run().verdict.posterior
    again = opened(world(days=3, devices=8), path=tmp_path / "case.json")
    assert list(again.run().evidence["standing"]) == ["counts", "repeat"]
    assert again.verdict.posterior == first


def test_a_table_that_is_not_there_could_not_be_looked_at(db):
    case = opened(db)
    case.predict(
        "they were reported",
        sql="select count(*) as value from user_reports",
        rule="value > 3",
        likelihood=FITS,
    )
    assert list(case.run().evidence["outcome"]) == ["could not look"]
    assert case.verdict.word == "could not look"
    assert case.verdict.posterior == pytest.approx(0.2)


def test_too_few_rows_tell_nothing(db):
    case = opened(db)
    shared(case, least=1000)
    assert "insufficient data" in case.run().evidence["why"].iloc[0]
    assert case.verdict.posterior == pytest.approx(0.2)


def test_supported_takes_two_layers_and_a_test_that_could_have_failed(db):
    case = opened(db, rivals={"abuse": 0.5, "organic": 0.5})
    shared(case, likelihood={"abuse": 0.9, "organic": 0.05})
    shared(case, "tomorrow too", likelihood={"abuse": 0.9, "organic": 0.05}, **NEXT)
    likes(case, likelihood={"abuse": 0.1, "organic": 0.8})
    assert case.run().verdict.word == "supported"
    assert case.verdict.layers == 3


def test_one_layer_is_not_enough_to_call_it_supported(db):
    case = opened(db, rivals={"abuse": 0.5, "organic": 0.5})
    shared(case, likelihood={"abuse": 0.95, "organic": 0.01})
    assert case.run().verdict.word == "likely"
    assert "independent groups that favour it are 1" in case.verdict.row()["warnings"]


def test_no_single_piece_weighs_more_than_a_hundred(db):
    case = opened(db, rivals={"abuse": 0.5, "organic": 0.5})
    shared(case, likelihood={"abuse": 0.99999, "organic": 0.00001})
    assert case.run().verdict.ratio == pytest.approx(100)


def test_a_doubtful_source_weighs_less(db):
    case = opened(db)
    shared(case, grade="C3")
    assert case.run().verdict.ratio == pytest.approx((0.8 / 0.3) ** 0.36)


@pytest.mark.parametrize("chance", [0.01, 0.2, 0.6, 0.999])
def test_a_ratio_is_an_e_value_under_every_rival(chance):
    claimed = 0.5
    weight = weighing.likelihood_weight({"claim": claimed, "rival": chance}, "B2")
    mean = chance * (claimed / chance) ** weight + (1 - chance) * ((1 - claimed) / (1 - chance)) ** weight
    assert mean <= 1 + 1e-12


@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (0.05, "unlikely"),
        (0.1, "less likely than not"),
        (0.5, "undetermined"),
        (0.6, "likely"),
        (0.91, "supported"),
    ],
)
def test_words_are_tied_to_numbers(chance, word):
    assert weighing.word(chance) == word


def test_the_prior_is_never_hidden(db):
    case = opened(db)
    shared(case)
    strip = case.run().sensitivity.loc["abuse"]
    assert strip[0.5] == pytest.approx(0.4 / (0.4 + 0.1 * 0.375 + 0.3 * 0.125))
    assert (case.verdict.low, case.verdict.high) == (strip[0.01], strip[0.5])


def test_e_bh_passes_the_largest_set_that_its_rate_allows():
    assert weighing.passes([60.0, 5.0, 24.0, 1.0, 0.1], 0.1) == [True, False, False, False, False]
    assert weighing.passes([60.0, 5.0, 26.0, 1.0, 0.1], 0.1) == [True, False, True, False, False]
    assert weighing.passes([9.0], 0.1) == [False]


def test_open_hypotheses_are_judged_together(db, tmp_path):
    strong = opened(db, path=tmp_path / "strong.json", rivals={"abuse": 0.5, "organic": 0.5})
    shared(strong, likelihood={"abuse": 0.95, "organic": 0.01})
    strong.run()
    opened(db, path=tmp_path / "weak.json")
    table = tk.docket(tmp_path)
    assert list(table["passes"]) == [True, False]
    assert list(table["n_tests"]) == [2, 2]


def test_a_detector_answers_with_its_findings(db):
    case = opened(db)
    case.predict("device_share finds some", ask=device_share, rule="value >= 1", likelihood=FITS)
    expected = len(device_share(db, **WEEK))
    assert case.run().evidence["value"].iloc[0] == expected


def likers(db, since, until):
    found = db.rows("select count(distinct actor_id) from events")[0][0]
    return share("accounts", found, 10)


def nothing(db, since, until):
    return insufficient("accounts", "nobody was asked")


def test_an_estimate_answers_with_its_interval(db):
    case = opened(db)
    case.predict("most accounts like", ask=likers, rule="low >= 0.4", likelihood=FITS)
    row = case.run().evidence.iloc[0]
    assert (row["value"], row["n"], row["outcome"]) == (0.8, 10, "came true")


def test_an_estimate_that_does_not_suffice_is_no_evidence(db):
    case = opened(db)
    case.predict("most accounts like", ask=nothing, rule="value >= 0.4", likelihood=FITS)
    assert case.run().evidence["why"].iloc[0] == "insufficient data: nobody was asked"


@pytest.mark.parametrize(
    "sql",
    [
        "drop table events",
        "select 1 as value; select 2 as value",
        "select count(*) as value from read_csv('/etc/passwd')",
        "select random() as value",
        "select count(*) as value from events where event_time > now()",
        "select value from values_of_a_stranger",
        "select count(*) as value from events where actor_id = $actor",
        "select 1 as value --\u202e",
    ],
)
def test_sql_that_may_not_run_is_refused_when_it_is_written(db, sql):
    with pytest.raises((DetectorError, ParameterError)):
        opened(db).predict("anything", sql=sql, rule="value > 0", likelihood=FITS)


def test_values_are_bound_and_never_become_sql(db):
    case = opened(db)
    sql = "select count(*) as value from events where actor_id = $actor"
    likes(case, sql=sql, params={"actor": "x' or 1 = 1 --"}, rule="value = 0")
    assert case.run().evidence["outcome"].iloc[0] == "came true"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "value is high"},
        {"rule": "value > 1 or value < 0"},
        {"rule": "p <= 0.05"},
        {"likelihood": {"abuse": 0.8, "organic": 0.1}},
        {"likelihood": FITS | {"organic": 0}},
        {"likelihood": FITS | {"organics": 0.1}},
        {"grade": "Z9"},
        {"sql": None},
        {"ask": device_share},
        {"ask": lambda *_, **__: 1, "sql": None},
        {"sql": "select 1 as one"},
        {"since": "2026-11-16"},
    ],
)
def test_a_prediction_that_could_not_be_judged_is_refused(db, wrong):
    with pytest.raises(ParameterError):
        shared(opened(db), **wrong)


@pytest.mark.parametrize(
    "rivals", [{"abuse": 1.0}, {"abuse": 0.5, "organic": 0.6}, {"abuse": 0.0, "organic": 1.0}]
)
def test_a_claim_without_rivals_is_no_hypothesis(db, rivals):
    with pytest.raises(ParameterError):
        opened(db, rivals=rivals)


def test_a_case_is_taken_up_where_it_was_left(db, tmp_path):
    case = opened(db, path=tmp_path / "case.json")
    shared(case)
    case.run()
    again = opened(db, path=tmp_path / "case.json")
    assert repr(again) == repr(case)
    assert repr(read(tmp_path / "case.json")) == repr(case)


def test_every_answer_says_which_query_and_which_data(db):
    case = opened(db)
    shared(case)
    row = case.run().evidence.iloc[0]
    assert row["data"] == db.fingerprint
    assert row["as_of"] == "2026-11-15T10:39:00"
    assert len(row["query"]) == len(row["frozen"]) == 64


@pytest.mark.parametrize("change", [{"rivals": {"abuse": 0.9, "organic": 0.1}}, {"until": "2026-11-16"}])
def test_a_case_cannot_be_reopened_as_another(db, tmp_path, change):
    opened(db, path=tmp_path / "case.json")
    with pytest.raises(ParameterError, match="another"):
        opened(db, path=tmp_path / "case.json", **change)


def test_a_file_that_was_changed_is_refused(db, tmp_path):
    case = opened(db, path=tmp_path / "case.json")
    shared(case)
    case.run()
    held = json.loads(case.path.read_text())
    held["entries"][1]["rule"] = "value >= 0.1"
    case.path.write_text(json.dumps(held))
    with pytest.raises(DataError, match="changed"):
        read(case.path)


def test_a_dropped_answer_is_noticed(db, tmp_path):
    case = opened(db, path=tmp_path / "case.json")
    shared(case)
    case.run()
    held = json.loads(case.path.read_text())
    held["entries"].pop()
    case.path.write_text(json.dumps(held))
    with pytest.raises(DataError, match="changed"):
        read(case.path)


KILLED = """
import os, signal, sys
from pathlib import Path
from trendkit.casework.casefile import CaseFile
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
CaseFile(Path(sys.argv[1])).add(lambda entries: [{"kind": "lost"}])
"""


def test_a_writer_killed_before_the_rename_leaves_the_old_file(db, tmp_path):
    case = opened(db, path=tmp_path / "case.json")
    before = case.path.read_bytes()
    done = subprocess.run([sys.executable, "-c", KILLED, str(case.path)], check=False)
    assert done.returncode == -9
    assert case.path.read_bytes() == before
    shared(case)
    assert len(read(case.path).state.predictions) == 1


def test_two_writers_lose_nothing_of_each_other(db, tmp_path):
    def writes(writer: int) -> None:
        case = tk.hypothesis("These likes are sold", world(days=1), **WEEK, path=tmp_path / "case.json")
        for number in range(5):
            likes(case, f"prediction {writer} {number}", group="likes")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(writes, range(2)))
    assert len(read(tmp_path / "case.json").state.predictions) == 10


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_shown_and_never_run(db, tmp_path, text):
    case = tk.hypothesis(text, db, **WEEK, path=tmp_path / "case.json", rivals={text + "a": 0.5, "b": 0.5})
    case.predict(text, sql=LIKES, rule="value > 1", likelihood={text + "a": 0.9, "b": 0.1}, group=text)
    page = read(case.run().path)._repr_html_()
    page.encode()
    repr(case).encode()
    assert "<script" not in page.lower()
    assert "<img" not in page.lower()
    assert "\u202e" not in page + repr(case)


def test_the_card_shows_the_odds_apart_from_the_posterior(db):
    case = opened(db)
    shared(case)
    page = case.run()._repr_html_()
    assert "P(abuse | evidence) = 57.1 % from a prior of 20 %" in page
    assert "Apart from any prior" in page
    assert page.count("<table") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Only a 1 in 1000 chance that they are organic",
        "the probability that it is a coincidence is below 0.1 %",
        "p = 0.001, so it cannot be organic",
        "There is a 99 % chance that these accounts are sold",
    ],
)
def test_the_prosecutors_fallacy_is_pointed_out(text):
    assert TRANSPOSED in lint(text)


@pytest.mark.parametrize(
    "text",
    [
        "Organic crowds look like this in 1 of 1000 cases",
        "The evidence fits abuse 30 times as well as an organic crowd",
        "ring accounts share devices",
        "From a prior of 20 % this gives a 57 % chance that these accounts are sold",
    ],
)
def test_sound_wording_passes(text):
    assert lint(text) == ()


def test_nothing_is_ever_proved(db):
    case = tk.hypothesis("This proves that likes are sold", db, **WEEK)
    assert PROVED in case.verdict.row()["warnings"]


def test_a_case_opened_to_read_asks_nothing(db, tmp_path):
    opened(db, path=tmp_path / "case.json")
    with pytest.raises(NoDataError, match="opened to read"):
        read(tmp_path / "case.json").run()


def test_a_report_shows_the_card_whole(db):
    case = opened(db)
    shared(case)
    page = clean(case.run()._repr_html_())
    assert page.count("<table") == 2
    assert "frozen before the run" in page


@pytest.fixture(scope="module")
def verdicts():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).resolve().parents[1] / "benchmarks")
        benchmark = importlib.import_module("hypotheses")
        return benchmark.summary(benchmark.judged(cases=30, each=20, seed=11))


def test_verdicts_on_planted_causes_can_be_believed(verdicts):
    assert verdicts["brier_claim"] <= 0.10 + 3 * verdicts["brier_error"]
    assert 0.4 <= verdicts["slope_all"] <= 2  # of ninety posteriors; the scoreboard has the bar, with more


def test_supported_is_hardly_ever_wrong(verdicts):
    assert verdicts["wrong"] <= 1


def test_every_verdict_can_be_traced_to_query_and_data(verdicts):
    assert verdicts["traceable"] == 1
