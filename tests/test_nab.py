"""The scorer of the Numenta Anomaly Benchmark: what an alarm is worth, and what silence is."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from real.nab import _score, alarms, worth

SCORED = worth(1_000, [(400, 499)])  # the first 150 points are not scored


def score(*points: int) -> float:
    called = np.isin(np.arange(1_000), points)
    return _score([called], [SCORED], lambda alarm: alarm)


def test_silence_scores_nothing_and_the_first_point_of_a_window_everything():
    assert score() == 0
    assert score(400) == pytest.approx(100, abs=0.1)


def test_a_later_alarm_is_worth_less_and_a_second_one_nothing():
    assert score(450) == pytest.approx(50 * (0.8576 / 0.9866 + 1), abs=0.5)
    assert score(400, 450) == score(400)


def test_a_false_alarm_costs_eleven_hundredths_wherever_it_is_far_from_a_window():
    assert score(400, 200) == pytest.approx(score(400) - 50 * 0.11)
    assert score(400, 900) == pytest.approx(score(400) - 50 * 0.11)
    assert score(400, 500) > score(400, 600) > score(400, 900) - 1e-9


def test_what_comes_before_the_end_of_probation_is_not_scored():
    assert score(400, 100) == score(400)


def test_a_shift_is_called_once_and_noise_is_not():
    noise = np.random.default_rng(4).standard_normal(3_000)
    assert not alarms(noise, 1e6).any()
    assert np.flatnonzero(alarms(noise + 8 * (np.arange(3_000) >= 2_500), 1e6))[0] in range(2_500, 2_505)
