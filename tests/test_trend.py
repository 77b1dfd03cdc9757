"""Trends: the baseline against its oracles, its error rates by simulation, the ranking by its own factors."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import plain_baseline
from panels import START, simulate, table
from trendkit.assess.trends.baseline import forecast, lower_tail, lull_tail, upper_tail
from trendkit.assess.trends.trend import Trends, rank
from trendkit.errors import ParameterError

T = 100
DAY = START + timedelta(days=T)
SEVERITIES = {"like_ring": "medium"}


def at(acts: np.ndarray, exposure: np.ndarray | None = None, day: date = DAY) -> pd.DataFrame:
    return forecast(table(acts, exposure), day, day)


def windows(found: pd.DataFrame, column: str) -> np.ndarray:
    return found.pivot_table(index=["market", "surface"], columns="window_days", values=column).to_numpy()


def ranked(acts: np.ndarray, exposure: np.ndarray | None = None) -> Trends:
    return rank(table(acts, exposure), DAY, severities=SEVERITIES)


def ranking(acts: np.ndarray, exposure: np.ndarray | None = None) -> pd.DataFrame:
    return ranked(acts, exposure).table


def steady(segments: int, days: int = T + 1, mean: float = 20) -> np.ndarray:
    return np.random.default_rng(7).poisson(mean, (segments, days))


# The baseline against its oracles


@pytest.mark.parametrize("seed", range(6))
def test_the_sql_baseline_equals_plain_numpy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    acts = simulate(seed, segments=25, outbreaks=3, contaminated=1).acts
    exposure = rng.integers(500, 5_000, acts.shape)
    weekday = np.array(
        [(START + timedelta(days=d) - date(1990, 1, 1)).days % 7 for d in range(acts.shape[1])]
    )
    acts[7] = np.where(rng.random(acts.shape[1]) < 0.2, 50, 0)  # bursts on random days
    acts[8] = 0
    mean, variance, observed, phi = plain_baseline.forecast(acts, exposure, np.arange(25) // 10, weekday, T)
    found = at(acts, exposure)
    np.testing.assert_allclose(windows(found, "expected"), mean, rtol=1e-9)
    np.testing.assert_allclose(windows(found, "variance"), variance, rtol=1e-9)
    np.testing.assert_allclose(windows(found, "dispersion")[:, 0], phi, rtol=1e-9)
    np.testing.assert_array_equal(windows(found, "observed"), observed)


def test_two_acts_a_day_make_two_acts_usual() -> None:
    found = at(np.full((1, T + 1), 2))
    np.testing.assert_allclose(found["expected"], [2, 6, 14])
    # 1 + level known from 56 recent acts, and per weekday from 20 acts and a prior of 6.5 days
    variance = [2 + 4 * (1 / 56 + 1 / 66), 6 + 36 * (1 / 56 + 1 / 198), 14 + 196 * (1 / 56 + 1 / 462)]
    np.testing.assert_allclose(found["variance"], variance)


def test_nothing_in_ten_weeks_leaves_half_an_act_usual() -> None:
    acts = np.zeros((1, T + 1), int)
    acts[0, 0] = 3
    np.testing.assert_allclose(at(acts)["expected"], [0.5 / 70, 1.5 / 70, 3.5 / 70])


@pytest.mark.parametrize(
    ("count", "mean", "variance"), [(12, 4, 9), (3, 40, 90), (0, 0.2, 0.4), (900, 600, 4e3)]
)
def test_tails_are_the_mid_p_of_scipys_negative_binomial(count: int, mean: float, variance: float) -> None:
    law = stats.nbinom(mean**2 / (variance - mean), mean / variance)
    above = law.pmf(np.arange(count + 1, count + 20_000)).sum()
    assert upper_tail(count, mean, variance) == pytest.approx(above + law.pmf(count) / 2, rel=1e-9)
    assert upper_tail(count, mean, variance) + lower_tail(count, mean, variance) == pytest.approx(1)


def test_a_known_negative_binomial_tail() -> None:
    at_least_12 = upper_tail(12, 4, 9) + stats.nbinom(16 / 5, 4 / 9).pmf(12) / 2
    assert at_least_12 == pytest.approx(0.0230076594064, rel=1e-11)


def test_a_lull_between_bursts_is_as_likely_as_no_burst_at_all() -> None:
    assert lull_tail(0, 70, 40 * 70) == pytest.approx(stats.gamma(0.5).sf(70 / 40))
    assert lower_tail(0, 70, 40 * 70) < 0.01


def test_a_variance_of_the_mean_is_poisson() -> None:
    expected = stats.poisson(7.5).sf(12) + stats.poisson(7.5).pmf(12) / 2
    assert upper_tail(12, 7.5, 7.5) == pytest.approx(expected, rel=1e-6)


# What must not move it


@settings(max_examples=6, deadline=None)
@given(more=st.integers(1, 10_000), ago=st.integers(0, 7))
def test_the_tested_week_is_never_inside_its_own_baseline(more: int, ago: int) -> None:
    calm = steady(3)
    wave = calm.copy()
    wave[1, T - ago] += more
    kept = ["expected", "variance", "dispersion"]
    pd.testing.assert_frame_equal(at(calm)[kept], at(wave)[kept], check_exact=True)


def test_the_day_before_the_guard_band_does_teach() -> None:
    calm = steady(3)
    wave = calm.copy()
    wave[1, T - 8] += 30
    assert windows(at(wave), "expected")[1, 0] > windows(at(calm), "expected")[1, 0]


def test_days_to_come_change_nothing() -> None:
    acts = steady(3, days=T + 10)
    found = rank(table(acts), DAY, severities=SEVERITIES).table
    pd.testing.assert_frame_equal(found, ranking(acts[:, : T + 1]), check_exact=True)


def test_twice_the_traffic_and_twice_the_acts_are_no_trend() -> None:
    acts, exposure = steady(20, mean=40), np.full((20, T + 1), 10_000)
    grown, busier = acts.copy(), exposure.copy()
    grown[:, -5:] *= 2
    busier[:, -5:] *= 2
    assert (ranking(grown, busier)["status"] == "steady").all()
    assert (ranking(grown, exposure)["status"] == "rising").all()


def test_the_order_of_rows_changes_no_byte() -> None:
    counts = simulate(3, segments=40, outbreaks=3).daily()
    first = rank(counts, DAY, severities=SEVERITIES).table
    second = rank(counts.sample(frac=1, random_state=1), DAY, severities=SEVERITIES).table
    assert first.to_csv() == second.to_csv()


# What it says


def young(days: int) -> pd.DataFrame:
    counts = table(steady(2))
    return counts[counts["day"] > pd.Timestamp(DAY - timedelta(days=days))]


def test_thirty_four_days_before_today_are_insufficient_data() -> None:
    found = rank(young(35), DAY, severities=SEVERITIES).table
    assert found["status"].tolist() == ["insufficient data"] * 2
    assert found[["expected", "p", "q", "growth", "score", "rank"]].isna().all(axis=None)
    assert found["n_tests"].tolist() == [0, 0]
    assert found["warnings"].tolist() == ["history is short"] * 2


def test_thirty_five_days_before_today_are_enough() -> None:
    found = rank(young(36), DAY, severities=SEVERITIES).table
    assert found["history_days"].tolist() == [28, 28]
    assert found["status"].tolist() == ["steady"] * 2


def versions(day: date) -> pd.DataFrame:
    return pd.DataFrame({"detector": ["like_ring"], "day": [day]})


def since(ago: int, segments: int = 12) -> pd.DataFrame:
    """The ranking where the detector changed `ago` days before today and counted nine times less before."""
    acts = steady(segments)
    acts[:, : T - ago] //= 9
    acts[0, -2:] *= 3
    changes = versions(DAY - timedelta(days=ago))
    return rank(table(acts), DAY, severities=SEVERITIES, changes=changes).table


def test_a_changed_detector_is_not_compared_with_what_it_counted_before() -> None:
    found = since(50)
    assert found["status"].tolist() == ["rising"] + ["steady"] * 11
    assert found["history_days"].tolist() == [43] * 12
    assert (
        found["warnings"].str.startswith("detector changed: no day is compared with those before 2026").all()
    )
    assert found["method"].str.startswith("closed-form").all()


def test_too_short_a_past_is_pooled_with_the_other_segments_and_says_so() -> None:
    found = since(20)
    assert found["status"].tolist() == ["rising"] + ["steady"] * 11
    assert found["history_days"].tolist() == [13] * 12
    assert found["method"].str.contains("gamma-Poisson").all()
    assert found["warnings"].str.endswith("rate pooled with the detector's other segments").all()
    assert (found["expected"] / found["window_days"]).between(17, 23).all()


def test_a_change_within_the_guard_band_leaves_nothing_to_compare_with() -> None:
    found = since(6)
    assert found["status"].tolist() == ["insufficient data"] * 12
    assert found["warnings"].str.contains("detector changed").all()


def test_a_change_to_come_splits_nothing() -> None:
    acts = steady(3)
    later = rank(table(acts), DAY, severities=SEVERITIES, changes=versions(DAY + timedelta(days=1))).table
    pd.testing.assert_frame_equal(later, ranking(acts))


def test_four_siblings_are_too_few_to_pool_with() -> None:
    assert since(20, segments=5)["status"].tolist() == ["insufficient data"] * 5


def test_a_market_that_opened_last_week_is_expected_to_be_like_the_others() -> None:
    acts, exposure = steady(12), np.full((12, T + 1), 10_000)
    acts[3, :-5] = exposure[3, :-5] = 0
    found = ranking(acts, exposure).set_index("surface")
    opened = found[found["market"] == "M000"].loc["s3"]
    assert opened["history_days"] == 0
    assert opened["status"] == "steady"
    assert opened["expected"] == pytest.approx(20 * opened["window_days"], rel=0.1)
    assert opened["expected_hi"] > 1.3 * found.loc["s4", "expected_hi"]


def test_pooled_rates_are_gamma_poisson() -> None:
    acts = np.full((12, T + 1), 20)
    acts[0] = 40
    young = DAY - timedelta(days=7 + 10)
    found = forecast(table(acts), DAY, DAY, changes=versions(young)).query("window_days == 1")
    own, parent = acts[:, T - 17 : T - 7].sum(axis=1), 200 / 100_000
    rates = own / 100_000
    mean = own.sum() / 1_200_000
    spread = (100_000 * ((rates - mean) ** 2).sum() - rates.sum()) / (1_200_000 - 100_000)
    varied = (max(0, spread) / mean**2 * 12 + 2) / 14
    prior = 1 / (varied * 13 / 12 + 1 / 2_200)
    first = found.iloc[0]
    assert first["expected"] == pytest.approx((prior + 400) / (prior / parent + 100_000) * 10_000)
    assert first["variance"] == pytest.approx(first["expected"] + first["expected"] ** 2 / (prior + 400))
    assert found["pooled"].all()


def test_a_day_without_data_is_not_a_day_without_acts() -> None:
    counts = table(steady(2))
    today = (counts["day"] == pd.Timestamp(DAY)) & (counts["surface"] == "s1")
    found = rank(counts[~today], DAY, severities=SEVERITIES).table.set_index("surface")
    assert found.loc["s1", "status"] == "could not look"
    assert pd.isna(found.loc["s1", "observed"])
    assert found.loc["s0", "status"] == "steady"


def test_a_threefold_wave_is_rising_and_its_neighbours_are_not() -> None:
    acts = steady(30)
    acts[4, -3:] *= 3
    found = ranking(acts)
    assert found["status"].tolist() == ["rising"] + ["steady"] * 29
    assert found.loc[0, "surface"] == "s4"
    assert found.loc[0, "rank"] == 1
    assert found.loc[0, "p_top10"] == 1
    assert found.loc[0, "growth_lo"] > 2


def test_silence_after_a_habit_is_falling() -> None:
    acts = steady(10)
    acts[2, -7:] = 0
    found = ranking(acts)
    assert found.loc[found["surface"] == "s2", "status"].tolist() == ["falling"]
    assert found.loc[found["surface"] == "s2", "score"].tolist() == [0]


def test_a_first_wave_after_ten_silent_weeks_is_rising_with_a_growth_that_stays_finite() -> None:
    acts = steady(5)
    acts[3] = 0
    acts[3, -2:] = 15
    found = ranking(acts).iloc[0]
    assert (found["surface"], found["status"], found["observed"], found["window_days"]) == (
        "s3",
        "rising",
        30,
        3,
    )
    assert found["growth"] == pytest.approx((30 + 5) / (1.5 / 70 + 5), rel=0.01)
    assert found["warnings"] == "no acts in its past: scatter taken from the detector's other segments"


def bursts(seed: int, size: int = 50, often: float = 0.2) -> np.ndarray:
    """A quiet segment hit every few days on random weekdays, never in the tested week."""
    rng = np.random.default_rng(seed)
    acts = np.where(rng.random(T + 1) < often, rng.poisson(size, T + 1), 0)
    acts[T - 6 :] = 0
    return acts


@pytest.mark.parametrize("seed", range(20))
def test_another_burst_of_the_usual_size_is_not_rising(seed: int) -> None:
    acts = bursts(seed)
    acts[T] = 50
    found = ranking(acts[None])
    assert found["status"].tolist() == ["steady"]
    assert found["expected"].item() > 1


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_no_burst_ever_fell_on_is_no_zero(weekday: int) -> None:
    acts = bursts(3)
    acts[np.arange(T + 1) % 7 == weekday] = 0
    acts[T] = 50
    today = rank(table(acts[None]), DAY, severities=SEVERITIES).series("like_ring", "M000", "s0")
    assert (today["expected"].dropna() > 1).all()
    assert (today["hi"].dropna() > 10).all()


@pytest.mark.parametrize("seed", range(20))
def test_bursts_twice_as_large_on_three_days_are_rising(seed: int) -> None:
    acts = bursts(seed)
    acts[T - 2 :] = 100
    assert ranking(acts[None])["status"].tolist() == ["rising"]


def test_bursts_are_no_old_outbreaks() -> None:
    acts = bursts(1)
    mean = acts[T - 77 : T - 7].mean()
    week = at(acts[None]).set_index("window_days").loc[7]
    assert week["expected"] == pytest.approx(7 * mean, rel=0.5)
    assert week["dispersion"] > 20


def test_a_first_burst_of_a_detector_known_for_bursts_is_not_beyond_chance() -> None:
    acts = np.array([*(bursts(seed) for seed in range(9)), np.zeros(T + 1, int)])
    acts[9, -1] = 40
    assert (ranking(acts)["status"] == "steady").all()


def test_a_detector_that_hardly_ever_found_anything_has_no_usual() -> None:
    acts = np.zeros((2, T + 1), int)
    acts[0, [40, 60]] = acts[1, [45, 70]] = 30
    acts[0, T] = 50
    found = ranking(acts)
    assert found["status"].tolist() == ["insufficient data"] * 2
    assert found["warnings"].tolist() == ["the detector acted on fewer than 5 training days"] * 2
    assert found["expected_lo"].isna().all()


def test_a_wave_that_never_met_the_events_table_is_judged_on_its_counts() -> None:
    found = ranking(steady(2), np.zeros((2, T + 1), int))
    assert found["status"].tolist() == ["steady"] * 2
    assert found["warnings"].str.contains("no traffic known").all()
    assert found[["per_10k", "per_10k_lo"]].isna().all(axis=None)


def test_a_large_segment_that_drifted_by_a_few_percent_is_no_trend() -> None:
    acts = steady(4, mean=20_000)
    acts[1, -7:] = acts[1, -7:] * 1.05
    acts[2, -7:] = acts[2, -7:] * 1.5
    found = ranking(acts).set_index("surface")
    assert found["status"].to_dict() == {"s0": "steady", "s1": "steady", "s2": "rising", "s3": "steady"}


def test_few_acts_are_never_a_trend() -> None:
    acts = np.zeros((3, T + 1), int)
    acts[:, ::20] = 1
    acts[1, -1] = 9
    assert (ranking(acts)["status"] == "steady").all()


# How it ranks


def test_scores_decompose_into_their_stored_factors() -> None:
    found = ranking(simulate(5, segments=60, outbreaks=5).acts)
    harm = found["weight"] * found["excess"] * found["per_act"] * found["bonus"]
    np.testing.assert_allclose(found["harm"], harm, rtol=1e-9)
    np.testing.assert_allclose(
        found["score"], found["weight"] * found["flow_p10"] * found["per_act"], rtol=1e-9
    )
    np.testing.assert_allclose(
        found["excess"],
        (found["observed"] - found["expected"]).clip(lower=0) / found["window_days"],
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        found["bonus"], np.clip(1 + np.log2(found["growth"].clip(lower=1)), 1, 3), rtol=1e-9
    )
    assert found["score"].is_monotonic_decreasing


def test_prevalence_has_wilsons_interval() -> None:
    found = ranking(steady(1)).iloc[0]
    interval = stats.binomtest(int(found["observed"]), int(found["events"])).proportion_ci(method="wilson")
    assert found["per_10k"] == 1e4 * found["observed"] / found["events"]
    assert found["per_10k_lo"] == pytest.approx(1e4 * interval.low)
    assert found["per_10k_hi"] == pytest.approx(1e4 * interval.high)


def test_the_false_discovery_rate_is_over_everything_tested() -> None:
    found = ranking(simulate(6, segments=80, outbreaks=6).acts)
    assert (found["n_tests"] == 80).all()
    np.testing.assert_allclose(found["q"], stats.false_discovery_control(found["p"]))


def test_a_heavier_severity_moves_a_row_up_and_changes_no_test() -> None:
    acts = steady(4)
    acts[[0, 1], -3:] *= [[4], [2]]
    counts = table(acts)
    counts["detector"] = np.where(counts["surface"] == "s1", "reply_flood", "like_ring")
    light = rank(counts, DAY, severities={"like_ring": "medium", "reply_flood": "low"}).table
    heavy = rank(counts, DAY, severities={"like_ring": "medium", "reply_flood": 300}).table
    assert light.loc[0, "detector"] == "like_ring"
    assert heavy.loc[0, "detector"] == "reply_flood"
    assert sorted(light["p"]) == sorted(heavy["p"])


def test_a_severity_is_a_word_that_exists_or_a_positive_weight() -> None:
    with pytest.raises(ParameterError, match="Did you mean 'medium'"):
        rank(table(steady(1)), DAY, severities={"like_ring": "mediun"})
    with pytest.raises(ParameterError, match="positive number"):
        rank(table(steady(1)), DAY, severities={"like_ring": -1})


def test_a_place_in_the_top_ten_says_how_far_it_hangs_on_the_severities() -> None:
    acts = steady(24)
    acts[:12, -3:] *= 3
    acts[0, -3:] *= 8
    counts = table(acts).assign(detector=lambda t: t["market"] + t["surface"])
    weights = dict.fromkeys(counts["detector"], 10)
    found = rank(counts, DAY, severities=weights).table
    top = found["p_top10_reweighted"]
    assert top[0] > 0.99
    assert top[:12].between(0.5, 1).all()
    assert top[:24].sum() == pytest.approx(10, abs=0.2)
    assert "of the first 10 would stay among them" in rank(counts, DAY, severities=weights)._repr_html_()


def test_severities_of_one_detector_change_no_order_within_it() -> None:
    top = ranking(steady(12) * np.where(np.arange(T + 1) > T - 3, 3, 1))["p_top10_reweighted"]
    assert top.tolist() == [1] * 10 + [0] * 2


def test_views_weigh_harm_only_where_every_excess_has_them() -> None:
    counts = table(steady(6))
    known = rank(counts.assign(views=1_000, total_views=50_000), DAY, severities=SEVERITIES).table
    partly = counts.assign(views=np.where(counts["surface"] == "s0", 1_000, np.nan), total_views=50_000)
    assert known["harm_unit"].unique().tolist() == ["views per day"]
    assert known["view_share"].unique().tolist() == [0.02]
    np.testing.assert_allclose(known["per_act"], known["views"] / known["observed"])
    assert rank(partly, DAY, severities=SEVERITIES).table["harm_unit"].unique().tolist() == ["acts per day"]


def test_a_detector_without_severity_is_refused() -> None:
    with pytest.raises(ParameterError, match="No severity given for like_ring"):
        rank(table(steady(1)), DAY, severities={})


# Its error rates


def test_quiet_segments_get_the_p_values_they_should() -> None:
    segments = 2_000
    found = forecast(simulate(21, segments=segments, outbreaks=0).daily(), DAY, DAY)
    today = found[found["window_days"] == 1]
    p = upper_tail(today["observed"], today["expected"], today["variance"])
    assert within(p < 0.05, 0.05)
    assert within(p < 0.01, 0.01)


def test_the_interval_holds_what_it_says() -> None:
    found = ranking(simulate(22, segments=2_000, outbreaks=0).acts)
    today = found[found["window_days"] == 1]
    inside = today["observed"].between(today["expected_lo"], today["expected_hi"])
    assert 0.94 < inside.mean() < 0.985  # whole acts: never less than 95 %, more where counts are small


def within(hits: np.ndarray, share: float) -> bool:
    """Three standard errors of a Monte Carlo estimate."""
    return abs(hits.mean() - share) <= 3 * np.sqrt(share * (1 - share) / len(hits))


# What it shows


def test_the_series_ends_today_and_expects_each_day_from_its_own_past() -> None:
    acts = steady(12)
    acts[3, -4:] += 50
    found = ranked(acts)
    series = found.series("like_ring", "M000", "s3")
    before = rank(table(acts[:, :-20]), DAY - timedelta(days=20), severities=SEVERITIES)
    assert len(series) == 91
    assert series["day"].iloc[-1] == pd.Timestamp(DAY)
    assert series["observed"].tolist() == acts[3, -91:].tolist()
    np.testing.assert_allclose(
        series["expected"].iloc[:-20].dropna(), before.series("like_ring", "M000", "s3")["expected"].dropna()
    )
    assert (series["observed"].iloc[-4:] > series["hi"].iloc[-4:]).all()


def test_an_unknown_segment_has_no_series() -> None:
    with pytest.raises(ParameterError, match="No segment"):
        ranked(steady(1)).series("like_ring", "M000", "s9")


def test_the_card_is_inert() -> None:
    counts = table(steady(1)).assign(market="<script>alert(1)</script>")
    card = rank(
        counts, DAY, severities=SEVERITIES, not_looked={"device_share": "no values in <b>events</b>"}
    )._repr_html_()
    assert "<script" not in card
    assert "<b>" not in card
    assert "device_share could not look: no values in" in card
