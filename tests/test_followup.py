"""Did the fix hold: effects, other markets, what moved, relapse, actors and re-offence."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.tsa.statespace.sarimax import SARIMAX

import trendkit as tk
from trendkit.assess.effects import its, mitigation
from trendkit.assess.effects.did import difference
from trendkit.assess.effects.displacement import Area, Areas, areas
from trendkit.assess.effects.relapse import watch
from trendkit.assess.effects.reoffence import reoffence
from trendkit.assess.effects.survival import log_rank, mean_difference, survival
from trendkit.assess.trends import peak
from trendkit.assess.trends.trend import Trends
from trendkit.errors import ParameterError
from trendkit.publish import plot

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import followup as bench

LAUNCHED = bench.LAUNCHED


def series(drop=0.0, mean=100.0, seed=1, rho=0.3, after=14):
    return bench.series(np.random.default_rng(seed), mean, rho, drop, after)


def counts(acts, detector="like_ring", market="BR", surface="feed", launched=LAUNCHED):
    """Daily counts of one segment whose 57th day is the launch."""
    day = pd.date_range(launched - pd.Timedelta(days=56), periods=len(acts))
    place = {"detector": detector, "market": market, "surface": surface}
    return pd.DataFrame({"day": day, **place, "acts": acts, "entities": 5, "events": 10_000, "views": np.nan,
                         "total_views": np.nan})  # fmt: skip


def trends(*parts):
    table = pd.concat(parts, ignore_index=True)
    return Trends(pd.DataFrame(), table["day"].max().date(), table)


def held(before, after, days=14):
    return np.r_[np.full(56, before), np.full(days, after)] + np.arange(56 + days) % 7


FIX = {"launched_at": LAUNCHED, "detector": "like_ring", "market": "BR", "surface": "feed"}


def test_the_step_is_that_of_sarimax_with_the_same_regressors():
    days = series(0.3)
    found = its.interrupted(days, LAUNCHED).relative("acts").estimate
    oracle = SARIMAX(np.log1p(days["acts"].to_numpy()), exog=bench._design(days), order=(1, 0, 0)).fit(disp=0)
    assert found == pytest.approx(np.expm1(oracle.params[0]), abs=0.02)


def test_a_persistent_series_in_which_nothing_changed_is_seldom_called_changed():
    runs = 60
    refused = bench.judged("trendkit", 100, 0.8, 0, runs)["refused"]
    assert refused <= 0.07 + 3 * np.sqrt(0.07 * 0.93 / runs)


def test_a_fall_by_three_in_ten_at_a_hundred_acts_a_day_is_seen():
    told = bench.judged("trendkit", 100, 0.3, 0.3, 40)
    assert told["refused"] >= 0.8
    assert told["coverage"] >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 40)


def test_ninety_percent_is_surer_of_less():
    fitted = its.interrupted(series(0.3), LAUNCHED)
    wide, narrow = fitted.relative("acts", 0.95), fitted.relative("acts", 0.9)
    assert wide.low < narrow.low < narrow.estimate < narrow.high < wide.high


def test_a_short_history_is_refused_by_naming_the_days_that_are_missing():
    assert "46 of 56 days before" in its.interrupted(series().iloc[10:], LAUNCHED)
    assert "13 of 14 days since" in its.interrupted(series().iloc[:-1], LAUNCHED)


def test_a_day_without_a_count_is_left_out_and_is_not_a_zero():
    days = series(0.3, after=28)
    whole = its.interrupted(days, LAUNCHED).relative("acts")
    days.loc[[70, 75, 80], "acts"] = np.nan
    assert its.interrupted(days, LAUNCHED).relative("acts").estimate == pytest.approx(whole.estimate, abs=0.1)


def test_few_acts_are_modelled_as_counts():
    found = its.interrupted(series(0.6, mean=8), LAUNCHED)
    assert found.method == its.COUNTS
    assert found.relative("acts").high < 0


def test_abuse_that_stopped_altogether_fell_by_nearly_all():
    found = its.interrupted(series(1.0), LAUNCHED).relative("acts")
    assert found.estimate < -0.97
    assert "half an act was added" in found.warnings[0]


def test_acts_avoided_are_the_fall_of_all_days_since():
    fitted = its.interrupted(series(0.5), LAUNCHED)
    per_day, avoided = fitted.absolute("change"), fitted.absolute("avoided", times=-1.0)
    assert avoided.estimate == pytest.approx(-14 * per_day.estimate)
    assert avoided.low > 0


def test_traffic_that_doubled_is_no_rise_when_acts_are_held_against_it():
    days = series(-1.0).assign(events=lambda frame: np.where(frame["day"] < LAUNCHED, 1000, 2000))
    assert its.interrupted(days, LAUNCHED).relative("acts").low > 0
    held_against = its.interrupted(days, LAUNCHED, exposure="events").relative("acts")
    assert held_against.low < 0 < held_against.high


def test_a_measure_taken_at_the_peak_says_that_a_fall_would_have_come_anyway():
    acts = held(100.0, 100.0)
    acts[49:56] += 150
    found = tk.followup(trends(counts(acts)), FIX)
    assert any("chosen when high" in doubt for doubt in found.effect.warnings)
    without = found.table.set_index("of").loc["acts since the launch, relative change, without the peak week"]
    assert without["low"] < 0 < without["high"] or abs(without["estimate"]) < 0.05


def test_a_steady_series_has_neither_peak_nor_wave():
    days = series()
    assert not peak.peak_week(days, LAUNCHED).any()
    assert not peak.wave(days, LAUNCHED).any()


def test_a_wave_that_began_weeks_before_is_what_the_measure_is_held_against():
    acts = series()["acts"].to_numpy() / 20
    acts[40:56] += 60
    found = tk.followup(trends(counts(np.round(acts))), FIX)
    assert "against the wave before it acts fell" in found.verdict


def panel(treated, markets=8, drop=0.5, seed=4):
    rng = np.random.default_rng(seed)
    acts = rng.poisson(60, (markets, 84)).astype(float)
    acts[:treated, 56:] = rng.poisson(60 * (1 - drop), (treated, 28))
    return pd.concat([counts(row, market=f"M{number}") for number, row in enumerate(acts)])


def test_treated_markets_that_halved_fell_more_than_the_others():
    found = difference(panel(3), ["M0", "M1", "M2"], LAUNCHED)
    assert found.p == found.least_p == pytest.approx(1 / 56)
    assert found.estimate.low < found.estimate.estimate < found.estimate.high < -0.3


def test_one_market_in_eight_can_never_be_surer_than_one_in_eight():
    found = difference(panel(1), ["M0"], LAUNCHED)
    assert found.least_p == pytest.approx(1 / 8)
    assert found.estimate.low is None
    assert "no p below" in found.estimate.warnings[0]


def test_markets_that_moved_apart_before_the_launch_are_told_of():
    given = panel(3, drop=0)
    slope = ((given["day"] - LAUNCHED).dt.days / 7).clip(upper=0).to_numpy()
    rising = given["market"].isin(["M0", "M1", "M2"]).to_numpy()
    given["acts"] = np.round(given["acts"] * np.where(rising, np.exp(0.3 * slope), 1))
    assert difference(given, ["M0", "M1", "M2"], LAUNCHED).p_before < 0.1


def test_displacement_has_the_published_answer():
    published = Areas(Area(80, 40), Area(82, 78), Area(50, 70), Area(48, 52))
    told = published.wdd("acts")
    assert told.estimate == -20
    assert (told.high - told.low) / 2 / 1.959964 == pytest.approx(22.3607, abs=1e-4)
    assert published.wdq("share").estimate == pytest.approx(-0.6216, abs=1e-4)


def test_counts_that_come_in_bursts_make_displacement_less_sure():
    plain, bursts = (Areas(*[Area(100, 60, phi)] * 4).wdd("acts") for phi in (1.0, 4.0))
    assert bursts.high == pytest.approx(2 * plain.high)


def test_acts_that_move_next_door_are_seen_to():
    assert bench.displaced(500, 0.6, 300) >= 0.95


def test_other_markets_take_up_what_the_treated_one_lost():
    parts = [counts(held(60.0, 20.0, 28)), counts(held(40.0, 70.0, 28), market="US")]
    parts += [counts(held(50.0, 50.0, 28), "copypasta", market) for market in ("BR", "US")]
    aim = mitigation.read(FIX)
    moved = areas(pd.concat(parts), aim)["other markets"].moved("acts")
    assert moved.estimate == 30 * 28
    assert moved.low > 0


def test_a_rebound_by_half_of_what_was_stopped_alarms_within_three_days():
    told = bench.relapsed(40)
    assert told["median"] <= 3
    assert told["early"] <= 0.1


def test_a_measure_that_holds_raises_no_alarm():
    assert watch(series(0.6, after=60), LAUNCHED).alarm is None


def test_a_relapse_is_in_the_verdict():
    acts = held(100.0, 10.0, 40)
    acts[80:] += 70
    found = tk.followup(trends(counts(acts)), FIX)
    assert found.relapsed == LAUNCHED + pd.Timedelta(days=24)
    assert "relapse alarm" in found.verdict


def waits(n=400, seed=2):
    rng = np.random.default_rng(seed)
    true, seen = rng.exponential(10, n), rng.exponential(15, n)
    return np.minimum(true, seen), true <= seen


def test_the_median_wait_is_that_of_statsmodels():
    times, seen = waits()
    found, oracle = survival(times, seen).median(), SurvfuncRight(times, seen.astype(int))
    assert found.estimate == oracle.quantile(0.5)
    assert (found.low, found.high) == oracle.quantile_ci(0.5)


def test_the_median_wait_is_unbiased_with_four_in_ten_censored():
    told = bench.waited(60)
    assert abs(told["bias"]) < 0.05
    assert told["censored"] == pytest.approx(0.4, abs=0.02)


def test_fewer_than_half_give_no_median():
    found = survival([1, 2, 3, 4], [True, False, False, False]).median()
    assert found.estimate is None
    assert "fewer than 50%" in found.warnings[0]


def test_a_share_beyond_the_longest_wait_is_not_known():
    assert survival([1, 2], [True, False]).at(30).estimate is None
    assert survival([], []).at(1).estimate is None


def test_mean_time_without_it_is_the_area_under_the_curve():
    curve = survival([1, 2, 4, 4], [True, True, False, False])
    assert curve.mean_until(4).estimate == pytest.approx(1 + 0.75 + 0.5 * 2)


def test_those_who_wait_half_as_long_wait_less():
    times, seen = waits()
    gap = mean_difference(survival(times, seen), survival(times / 2, seen), 20)
    assert gap.low > 0
    assert log_rank([*times, *(times / 2)], [*seen, *seen], ["a"] * 400 + ["b"] * 400) < 0.001


def test_a_wait_is_never_negative():
    with pytest.raises(ParameterError, match="0 or more"):
        survival([-1], [True])


def decision(number, account, when, action="suspend"):
    return {"enforcement_id": f"d{number}", "enforced_at": when, "target_type": "account",
            "target_id": account, "action": action}  # fmt: skip


def test_the_clock_of_re_offence_starts_at_the_enforcement():
    rows = [
        decision(1, "bot_1", datetime(2026, 3, 1)),
        decision(2, "bot_1", datetime(2026, 3, 6)),
        decision(3, "bot_2", datetime(2026, 3, 2)),
        decision(4, "bot_3", datetime(2026, 2, 1)),
    ]
    db = tk.connect(enforcements=pd.DataFrame(rows))
    found = reoffence(db, [], datetime(2026, 3, 1), datetime(2026, 4, 1)).table.set_index("account_id")
    assert found["days"].to_dict() == {"bot_1": 5, "bot_2": 30}
    assert found["offended"].to_dict() == {"bot_1": True, "bot_2": False}


def platform(moved):
    """Twelve bots like five videos in BR until the launch; `moved` of them do so in US afterwards."""
    rows = []
    for bot in range(12):
        for video in range(5):
            when = datetime(2026, 2, 27, 10) + timedelta(minutes=video, seconds=bot)
            rows.append(_like(when, bot, f"a{video}", "BR"))
            if bot < moved:
                rows.append(_like(when + timedelta(days=6), bot, f"b{video}", "US"))
    rows.append(_like(datetime(2026, 3, 31), 99, "c", "BR"))
    return tk.connect(events=pd.DataFrame(rows).assign(event_id=lambda t: [f"e{i}" for i in range(len(t))]))


def _like(when, bot, video, market):
    return {"event_time": when, "actor_id": f"bot_{bot}", "action": "like", "target_id": video,
            "market": market, "surface": "feed"}  # fmt: skip


def test_actors_who_go_on_in_another_market_are_counted():
    found = tk.followup(platform(6), FIX).table.set_index("of")["estimate"]
    assert found["actors active elsewhere within 14 days, since the launch"] == pytest.approx(0.5)
    assert found["actors active elsewhere within 14 days, before the launch"] == 0


def test_trends_know_no_actors_and_say_so():
    found = tk.followup(trends(counts(held(100.0, 50.0, 28))), FIX)
    assert found.effect.high < 0
    people = found.table[found.table["question"].isin(["actors", "re-offence"])]
    assert people["estimate"].isna().all()
    assert people["warnings"].str.contains("give the database").all()


def test_every_answer_is_a_row_that_knows_how_many_there_are():
    table = tk.followup(trends(counts(held(100.0, 50.0))), FIX).table
    assert {"question", "of", "estimate", "low", "high", "level", "n", "method", "warnings"} <= set(table)
    assert set(table["n_tests"]) == {len(table)}


def test_the_day_of_a_launch_in_the_afternoon_counts_for_neither_side():
    noon = FIX | {"launched_at": LAUNCHED + pd.Timedelta(hours=15)}
    found = tk.followup(trends(counts(held(100.0, 50.0, 28))), noon).counterfactual
    assert LAUNCHED not in set(found["day"])
    assert found.loc[found["after"], "day"].min() == LAUNCHED + pd.Timedelta(days=1)


def test_a_measure_is_read_from_the_table_of_measures():
    row = {"mitigation_id": "m1", "launched_at": datetime(2026, 3, 2), "kind": "sweep", "scope_market": "BR",
           "target_metric": "like_ring"}  # fmt: skip
    aim = mitigation.read("m1", tk.connect(mitigations=pd.DataFrame([row])))
    assert (aim.markets, aim.surfaces, aim.kind) == (("BR",), (), "sweep")
    assert aim.detectors == ("like_ring",)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"detector": "like_ring"}, "launched_at"),
        ({"launched_at": date(2026, 3, 2)}, "a detector or an abuse_type"),
        ({"launched_at": date(2026, 3, 2), "marktes": "BR"}, "Did you mean 'markets'"),
        ({"launched_at": date(2026, 3, 2), "abuse_type": "spamm"}, "Did you mean 'spam'"),
    ],
)
def test_a_measure_that_lacks_something_says_what(given, said):
    with pytest.raises(ParameterError, match=said):
        mitigation.read(given)


def test_a_hostile_kind_of_measure_is_shown_as_text():
    found = tk.followup(trends(counts(held(100.0, 50.0))), FIX | {"kind": "<script>x</script>"})
    assert "<script>" not in found._repr_html_()


def test_the_counterfactual_is_drawn_the_same_each_time_and_said_in_words():
    frame = tk.followup(trends(counts(held(100.0, 50.0))), FIX).counterfactual
    alt = plot.counterfactual_alt(frame)
    once, again = (plot.picture(plot.counterfactual(frame), alt).src for _ in range(2))
    assert once == again
    assert "53" in alt or "52" in alt
