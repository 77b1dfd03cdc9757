"""Second opinions against R: EARS to nine digits, the flexible Farrington to the count; charts by hand."""

import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from panels import START, table
from trendkit.assess.trends.classic import cusum, ears, ewma
from trendkit.assess.trends.trend import rank
from trendkit.errors import ParameterError

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import farrington

# Salmonella Agona in the United Kingdom, weekly reports, 1990 to 1995 (Farrington et al., JRSS A 1996)
AGONA = np.loadtxt(
    StringIO(
        "1 0 5 2 1 2 0 4 0 0 0 3 1 1 0 0 2 2 0 2 6 3 2 1 2 0 1 1 3 5 3 4 3 6 5 8 6 3 6 2 5 2 1 5 7 1 10 3 4 "
        "0 0 1 6 0 2 2 0 0 2 2 0 6 7 1 0 0 0 1 1 4 3 1 3 2 6 3 4 4 8 12 9 17 16 8 6 13 4 7 10 3 11 4 6 4 7 "
        "6 2 9 2 3 4 1 2 2 0 0 1 2 2 2 5 0 0 4 2 1 3 2 0 1 1 3 0 1 3 2 3 6 2 1 3 3 2 2 2 1 3 3 2 3 0 2 4 6 "
        "7 3 1 4 1 2 5 1 3 1 0 1 3 3 0 0 1 1 0 1 4 1 1 0 0 1 1 4 1 0 1 2 1 4 3 3 0 3 5 3 3 4 3 3 3 4 5 7 6 "
        "5 3 2 1 3 2 1 2 1 1 0 0 1 1 0 1 4 3 2 0 1 0 3 1 1 4 4 0 1 4 2 0 1 1 0 1 1 2 5 4 0 2 1 1 3 6 1 7 6 "
        "2 5 7 5 4 5 6 6 1 2 2 5 4 1 6 2 5 3 4 7 6 10 2 4 0 3 0 1 3 0 1 1 0 1 0 1 0 1 2 2 4 7 6 1 4 6 4 2 4 "
        "5 5 9 8 6 3 2 3 4 3 3 4 4 2 1 2 3 2 2 0 4 "
    )
)
LAST = slice(281, 312)  # weeks 282 to 312, as R counts them
BOUNDS = [
    *(6, 6, 7, 7, 8, 8, 8, 9, 10, 11, 10, 11, 11, 11),
    *[12] * 5,
    *(11, 11, 11, 10, 9, 9, 8, 8, 8, 8, 8, 9),
]


def test_c1_has_the_bounds_of_r_surveillance():
    expected = [3.050282, 3.523164, 5.746480]
    np.testing.assert_allclose(ears(AGONA, "C1", alpha=0.001)[LAST][:3], expected, atol=5e-7)


@pytest.mark.parametrize(("method", "lag"), [("C1", 0), ("C2", 2)])
def test_c1_and_c2_are_mean_and_deviations_of_a_week(method, lag):
    past = AGONA[293 - lag : 300 - lag]
    by_hand = past.mean() + 3.090232306167813 * past.std(ddof=1)
    assert ears(AGONA, method)[300] == pytest.approx(by_hand, abs=1e-9)


def test_c3_is_the_count_that_two_days_before_leave_room_for():
    weeks = [AGONA[w - 9 : w - 2] for w in (298, 299, 300)]
    before, last, today = [
        (AGONA[w] - p.mean()) / p.std(ddof=1) for w, p in zip((298, 299, 300), weeks, strict=True)
    ]
    room = 1.959963984540054 - max(0, before - 1) - max(0, last - 1)
    by_hand = AGONA[300] + weeks[2].std(ddof=1) * (room - today)
    assert ears(AGONA, "C3")[300] == pytest.approx(max(0, by_hand), abs=1e-9)


def test_a_past_that_is_too_short_has_no_bound():
    assert np.isnan(ears(AGONA[:20], "C1")).sum() == 7
    assert np.isnan(ears(AGONA[:20], "C2")).sum() == 9
    assert np.isnan(ears(AGONA[:20], "C3")).sum() == 11
    with pytest.raises(ParameterError, match="three days or more"):
        ears(AGONA, "C1", days=2)


def test_segments_are_looked_at_side_by_side():
    both = ears(np.stack([AGONA, AGONA[::-1]]), "C2")
    np.testing.assert_array_equal(both[1], ears(AGONA[::-1], "C2"))


def test_farringtons_bounds_are_those_of_r_surveillance():
    found = [farrington.bound(AGONA, week) for week in range(281, 312)]
    assert found == BOUNDS


def test_cusum_adds_what_exceeds_the_slack_and_restarts_after_an_alarm():
    np.testing.assert_allclose(cusum(np.array([1, 0, 2, 4, 1.5])), [0.5, 0, 1.5, 5, 1])


def test_ewma_is_in_its_own_standard_deviations():
    draw = np.random.default_rng(1).standard_normal((4_000, 30))
    np.testing.assert_allclose(ewma(draw)[:, [0, 4, 29]].std(axis=0), 1, atol=0.04)
    assert ewma(np.array([2.0]))[0] == pytest.approx(2)


def test_trends_show_what_other_alarms_would_have_said():
    acts = np.random.default_rng(2).poisson(40, (6, 101))
    acts[2, -2:] = 90
    day = START + timedelta(days=100)
    said = rank(table(acts), day, severities={"like_ring": "medium"}).opinions("like_ring", "M000", "s2")
    assert len(said) == 28
    assert said["day"].iloc[-1] == pd.Timestamp(day)
    assert said.iloc[-2][["ears_c1", "ears_c2", "ewma", "cusum"]].all()
    assert said["ewma"].iloc[:-2].sum() == 0
