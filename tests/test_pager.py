"""The pager: evidence by hand, its false-alarm budget by simulation, its recall beside what it promises."""

import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from panels import START, simulate, table
from trendkit.assess.trends.baseline import forecast
from trendkit.assess.trends.pager import RISES, evidence
from trendkit.assess.trends.trend import rank

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from trend_panel import judged, pager

FIRST, LAST = START + timedelta(days=84), START + timedelta(days=111)


def quiet(segments: int, days: int = 112, mean: float = 20) -> np.ndarray:
    return np.random.default_rng(3).poisson(mean, (segments, days))


def test_evidence_is_the_likelihood_ratio_of_scipys_negative_binomial():
    counts = table(simulate(5, segments=10, outbreaks=2).acts)
    found = evidence(counts, FIRST, FIRST)
    usual = forecast(counts, FIRST, FIRST)
    usual = usual[usual["window_days"] == 1].merge(found, on=["detector", "market", "surface"])
    size = usual["expected"] ** 2 / (usual["variance"] - usual["expected"])
    seen = stats.nbinom.pmf(usual["observed"], size, size / (size + usual["expected"]))
    risen = [stats.nbinom.pmf(usual["observed"], size, size / (size + q * usual["expected"])) for q in RISES]
    np.testing.assert_allclose(usual["evidence"], np.mean(risen, axis=0) / seen, rtol=1e-6)


def test_evidence_adds_up_over_days():
    acts = quiet(1)
    acts[0, 105:] = 34
    held = evidence(table(acts), FIRST, LAST, budget=np.inf)["evidence"].to_numpy()
    assert (np.diff(held[21:]) > 0).all()


def test_after_a_page_the_evidence_starts_again():
    acts = quiet(1)
    acts[0, 100:103] = 200
    found = evidence(table(acts), FIRST, LAST)
    assert list(found.loc[found["page"], "day"].dt.day_name())[:3] == ["Wednesday", "Thursday", "Friday"]
    assert found["evidence"].iloc[-1] < 10_000


def test_a_day_that_cannot_be_judged_leaves_the_evidence_as_it_was():
    counts = table(quiet(1))
    gap = counts[counts["day"] != pd.Timestamp(START + timedelta(days=100))]
    held = evidence(gap, FIRST, LAST).set_index("day")["evidence"]
    before, after = START + timedelta(days=99), START + timedelta(days=100)
    assert held[pd.Timestamp(after)] == held[pd.Timestamp(before)]


def test_quiet_segments_stay_within_the_budget():
    found = evidence(table(quiet(150)), FIRST, LAST, budget=1_000)
    assert found["page"].sum() <= stats.poisson.ppf(0.999, len(found) / 1_000)


@pytest.mark.parametrize("seed", [31, 32])
def test_pages_are_right_and_most_outbreaks_are_paged(seed):
    panel = simulate(seed)
    figures = judged(panel, pager(panel))
    assert figures["precision"] >= 0.92
    assert figures["recall_7d"] >= 0.65
    assert figures["false_per_segment"] <= 0.005
    assert figures["delay_days"] <= 2.5


def test_trends_list_their_pages_newest_first():
    acts = quiet(4)
    acts[1, 104:] = 150
    acts[2, 107:] = 150
    found = rank(table(acts), LAST, severities={"like_ring": "medium"}).pages()
    assert set(found["surface"]) == {"s1", "s2"}
    assert found["day"].is_monotonic_decreasing
