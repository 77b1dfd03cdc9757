"""Where it concentrates: planted causes found, quiet days quiet, filters that select what they say."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cubes
import trendkit as tk
from trendkit.assess.segments import dense, riskloc, scan
from trendkit.assess.segments.leaves import leaves
from trendkit.assess.segments.predicate import sql_filter
from trendkit.engine import duckdb as engine
from trendkit.errors import DataError, NoDataError, ParameterError

HOSTILE = ["o'brien", "'; drop table t; --", "\u202egpj.exe", "a\nb", "", "null", '"', "\\", "%", "é", None]


def shop(**more: float) -> pd.DataFrame:
    """Sixty leaves of ten expected acts, `market_surface=ratio` multiplied."""
    table = cubes.grid({"market": 10, "surface": 6}).assign(expected=10.0, actual=10.0)
    for name, ratio in more.items():
        market, surface = name.split("_")
        inside = table["market"].isin([f"market_{n}" for n in market]) & (
            table["surface"] == f"surface_{surface}"
        )
        table.loc[inside, "actual"] *= ratio
    return table


def found(answer: tk.Segments) -> list[dict[str, object]]:
    return list(answer.table["predicate"])


# --- planted causes ---


def test_a_planted_cause_is_found_and_nothing_else():
    assert found(tk.segments(shop(**{"3_2": 6}))) == [{"market": "market_3", "surface": "surface_2"}]


def test_markets_that_rise_together_are_one_element():
    answer = tk.segments(shop(**{"147_2": 4}))
    assert found(answer) == [{"market": ("market_1", "market_4", "market_7"), "surface": "surface_2"}]


def test_two_causes_are_two_elements_and_their_acts_are_told_once():
    answer = tk.segments(shop(**{"3_2": 9, "8_5": 5}))
    assert found(answer) == [
        {"market": "market_3", "surface": "surface_2"},
        {"market": "market_8", "surface": "surface_5"},
    ]
    assert answer.table["excess"].sum() == answer.excess


def test_the_ratio_has_its_exact_poisson_interval():
    table = shop().assign(actual=lambda t: np.where(t.index == 0, 70, t["expected"]))
    row = tk.segments(table).table.iloc[0]
    assert row["n_eff"] == 70
    assert row["ratio_low"] == pytest.approx(stats.chi2.ppf(0.025, 140) / 2 / 10)
    assert row["ratio_high"] == pytest.approx(stats.chi2.ppf(0.975, 142) / 2 / 10)


@pytest.mark.parametrize("seed", range(3))
def test_causes_planted_in_a_sparse_cube_are_found(seed):
    planted = cubes.sparse(np.random.default_rng(seed), 2)
    hit, wrong, missed = cubes.matched(found(tk.segments(planted.table)), planted.causes)
    assert hit == 2
    assert missed == 0
    assert wrong <= 1


@pytest.mark.parametrize("seed", range(4))
def test_causes_planted_in_a_dense_table_are_found_up_or_down(seed):
    planted = cubes.dense(np.random.default_rng(seed))
    answer = tk.segments(planted.table)
    hit, wrong, _ = cubes.matched(found(answer), planted.causes)
    assert answer.method.startswith("expectation-based Gaussian")
    assert hit > len(planted.causes) / 2
    assert wrong == 0


def test_riskloc_finds_a_market_that_lost_half_of_its_traffic():
    table = cubes.grid({"a": 10, "b": 10, "c": 10})
    draw = np.random.default_rng(3)
    expected = draw.uniform(100, 1000, len(table))
    actual = expected * draw.normal(1, 0.02, len(table)) * np.where(table["b"] == "b_4", 0.5, 1)
    held = leaves(table.assign(actual=actual, expected=expected), ["a", "b", "c"])
    assert [held.predicate(cause.element) for cause in riskloc.causes(held)[0]] == [{"b": "b_4"}]


# --- what must stay silent ---


def test_quiet_days_are_silent():
    draw = np.random.default_rng(6)
    days = [cubes.sparse(draw, 0) for _ in range(20)]
    heard = sum(bool(len(scan.scan(leaves(day.table, day.dimensions))[0])) for day in days)
    assert heard <= 1


def test_dense_tables_without_a_cause_are_silent():
    table = cubes.grid({"a": 10, "b": 12, "c": 10})
    draw = np.random.default_rng(8)
    expected = draw.weibull(0.8, len(table)) * 1000
    errors = (draw.normal(1, 0.15, len(table)) for _ in range(20))
    days = (table.assign(expected=expected, actual=expected * np.maximum(error, 0)) for error in errors)
    assert sum(bool(len(dense.dense(leaves(day, ["a", "b", "c"]))[0])) for day in days) <= 1


def test_what_quiet_days_reach_is_not_reported():
    holiday = shop(**{"3_2": 4})
    quiet = pd.concat([holiday.assign(day=day) for day in range(30)])
    assert len(found(tk.segments(holiday))) == 1
    assert found(tk.segments(holiday, quiet=quiet)) == []


def test_few_quiet_days_say_what_they_promise():
    quiet = pd.concat([shop().assign(day=day) for day in range(5)])
    assert tk.segments(shop(), quiet=quiet).warnings == (
        "5 quiet days promise no more than one false alarm in 6 days",
    )


def test_an_excess_under_ten_acts_is_never_an_element():
    table = shop().assign(expected=0.01, actual=0.0)
    table.loc[0, "actual"] = 9
    assert found(tk.segments(table)) == []


def test_a_rise_everywhere_has_no_local_cause():
    table = shop(**{"3_2": 3}).assign(actual=lambda t: t["actual"] * 1.5)
    answer = tk.segments(table)
    assert not answer.local
    assert len(answer.table) == 0 or answer.verdict.startswith("no local cause in market, surface")


def test_an_element_of_few_accounts_is_not_shown():
    table = shop(**{"3_2": 6, "8_5": 6}).assign(accounts=lambda t: np.where(t["market"] == "market_3", 9, 30))
    answer = tk.segments(table)
    assert found(answer) == [{"market": "market_8", "surface": "surface_5"}]
    assert answer.suppressed == 1
    assert "market_3" not in repr(answer)


def test_an_empty_table_could_not_be_looked_at():
    answer = tk.segments(shop().iloc[:0])
    assert answer.verdict.startswith("could not look")


# --- properties ---


def test_neither_the_order_of_rows_nor_of_dimensions_matters():
    planted = cubes.sparse(np.random.default_rng(11), 2)
    shuffled = planted.table.sample(frac=1, random_state=1)
    answer = tk.segments(planted.table, dimensions=planted.dimensions)
    other = tk.segments(shuffled, dimensions=planted.dimensions[::-1])
    pd.testing.assert_frame_equal(answer.table, other.table)


def test_leaves_split_in_two_change_nothing():
    table = shop(**{"3_2": 6})
    halves = pd.concat([table, table]).assign(
        actual=lambda t: t["actual"] / 2, expected=lambda t: t["expected"] / 2
    )
    pd.testing.assert_frame_equal(tk.segments(table).table, tk.segments(halves).table)


def test_children_of_the_cube_add_up_to_their_parents():
    planted = cubes.sparse(np.random.default_rng(12), 1)
    with engine.memory(threads=1) as con:
        scan.load(con, leaves(planted.table, planted.dimensions))
        cube = scan.Cube(con, leaves(planted.table, planted.dimensions), scan.Rules()).cube_query()
        cells = engine.frame(con, cube, {"least_expected": 0})
    alone = cells[cells["d0"].notna() & cells[["d1", "d2", "d3", "d4"]].isna().all(axis=1)].set_index("d0")
    pairs = cells[cells["d0"].notna() & cells["d1"].notna() & cells[["d2", "d3", "d4"]].isna().all(axis=1)]
    children = pairs.groupby("d0")[["actual", "expected"]].sum()
    pd.testing.assert_frame_equal(children, alone[["actual", "expected"]].sort_index(), check_exact=False)


def test_null_is_a_value_like_any_other():
    table = shop(**{"3_2": 6}).assign(market=lambda t: t["market"].where(t["market"] != "market_3", None))
    answer = tk.segments(table)
    assert found(answer) == [{"market": None, "surface": "surface_2"}]
    assert answer.table["filter"][0] == "market is null and surface = 'surface_2'"


# --- filters ---


@pytest.mark.parametrize("value", HOSTILE)
def test_a_filter_selects_exactly_the_rows_that_hold_its_value(value):
    table = pd.DataFrame({'who is "it"': HOSTILE, "n": range(len(HOSTILE))}, dtype=object)
    where = sql_filter({'who is "it"': value})
    with engine.memory() as con:
        con.register("t", table)
        got = engine.rows(con, f"select n from t where {where}")
    assert got == [(HOSTILE.index(value),)]


def test_a_filter_shows_what_cannot_be_seen():
    assert sql_filter({"market": "\u202eab"}) == "market = (chr(8238) || 'ab')"


def test_a_filter_of_several_values_and_null_is_one_condition():
    assert (
        sql_filter({"asn": (1, 2, None), "order": "x"})
        == "(asn in (1, 2) or asn is null) and \"order\" = 'x'"
    )


def test_a_card_shows_a_hostile_value_as_text():
    table = shop(**{"3_2": 6}).replace("market_3", "<script>alert(1)</script>")
    assert "<script>" not in tk.segments(table)._repr_html_()
    assert "&lt;script&gt;" in tk.segments(table)._repr_html_()


# --- databases ---


@pytest.fixture(scope="module")
def platform() -> tk.Database:
    """Five days of 400 accounts in four markets; on the fifth 60 of market_2 come through app_3 all day."""
    draw = np.random.default_rng(21)
    everyday = [
        (f"human_{n}", f"market_{n % 4}", f"app_{draw.integers(4)}", day)
        for n in range(400)
        for day in range(5)
    ]
    wave = [(f"bot_{n}", "market_2", "app_3", 4) for n in range(60) for _ in range(4)]
    events = pd.DataFrame(everyday + wave, columns=["actor_id", "market", "app_id", "day"])
    seconds = draw.integers(0, 86_400, len(events))
    events["event_time"] = pd.Timestamp("2026-11-10") + pd.to_timedelta(
        events.pop("day") * 86_400 + seconds, unit="s"
    )
    events["event_id"] = [f"e{n}" for n in range(len(events))]
    return tk.connect(events=events.assign(action="like", surface="feed"), threads=1)


def test_a_day_is_held_against_the_days_before(platform):
    answer = tk.segments(platform, since="2026-11-14", until="2026-11-15")
    assert found(answer)[0] == {"app_id": "app_3", "market": "market_2"}
    assert answer.table["accounts"][0] >= 60
    assert answer.about == "the mean of the 4 periods before"


def test_found_accounts_are_held_against_everybody(platform):
    bots = pd.DataFrame({"entity_id": [f"bot_{n}" for n in range(60)]})
    answer = tk.segments(platform, bots, since="2026-11-14", until="2026-11-15")
    assert found(answer) == [{"app_id": "app_3", "market": "market_2"}]
    assert answer.table["accounts"][0] == 60


def test_a_past_that_the_data_do_not_hold_is_no_past(platform):
    with pytest.raises(NoDataError, match="4 periods before"):
        tk.segments(platform, since="2026-11-12", until="2026-11-13")


def test_a_contrast_names_what_sets_accounts_apart(platform):
    bots = [f"bot_{n}" for n in range(60)]
    answer = tk.contrast(
        platform, bots, "2026-11-14", "2026-11-15", attributes=["market", "app_id", "surface"]
    )
    top = answer.table.iloc[0]
    assert top["predicate"] == {"market": "market_2", "app_id": "app_3"}
    assert top["found"] == 60
    assert top["ratio_low"] > 1.5
    assert answer.attributes == ("market", "app_id")


def test_a_random_half_of_the_accounts_is_not_different(platform):
    half = [f"human_{n}" for n in range(0, 400, 3)]
    assert tk.contrast(platform, half, "2026-11-10", "2026-11-11").table.empty


def test_a_contrast_of_nobody_could_not_look(platform):
    with pytest.raises(NoDataError, match="none of the found accounts"):
        tk.contrast(platform, ["stranger"], "2026-11-10", "2026-11-11")


# --- refusals ---


def test_unknown_names_are_answered_with_the_nearest(platform):
    with pytest.raises(ParameterError, match="Did you mean 'market'"):
        tk.segments(platform, since="2026-11-14", until="2026-11-15", dimensions=["markt"])
    with pytest.raises(ParameterError, match="Did you mean 'market'"):
        tk.contrast(platform, ["bot_1"], attributes=["markt"])
    with pytest.raises(ParameterError, match="none of auto"):
        tk.segments(shop(), method="magic")


def test_a_missing_count_is_refused():
    with pytest.raises(DataError, match="finite"):
        tk.segments(shop().assign(expected=np.nan))
