"""The statistics of sql/stats, each against scipy, statsmodels or a hand calculation."""

from itertools import product

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint

import trendkit as tk
from trendkit.content import SQL
from trendkit.detect import library
from trendkit.engine import duckdb as engine

PARTS_PER_THOUSAND_MILLION = 1e-9
SDS_ABOVE = 9  # beyond that a tail is 0 for everybody
EVENT = """select 'e' as event_id, timestamp '2026-11-14 10:00' as event_time,
    'a' as actor_id, 'like' as action"""


@pytest.fixture(scope="module")
def con():
    with engine.memory(threads=1) as con:
        yield con


def answers(con: duckdb.DuckDBPyConnection, expression: str, grid: pd.DataFrame) -> np.ndarray:
    cursor = con.cursor()
    engine.define(cursor)
    cursor.register("grid", grid.assign(place=range(len(grid))))
    return engine.frame(cursor, f"select {expression} as answer from grid order by place")[
        "answer"
    ].to_numpy()


def relative_error(found: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.max(np.abs(found - wanted) / wanted))


def counts_around(mean: float, sd: float) -> list[int]:
    steps = np.linspace(-SDS_ABOVE, SDS_ABOVE, 25)
    return sorted({max(0, round(mean + step * sd)) for step in steps} | {1, 2, 3, 5, 8})


def test_log_gamma_is_scipys(con):
    grid = pd.DataFrame({"x": np.concatenate([np.logspace(-6, 9, 400), np.arange(1, 200) / 2])})
    found, wanted = answers(con, "log_gamma(x)", grid), special.gammaln(grid["x"].to_numpy())
    assert np.allclose(found, wanted, rtol=1e-13, atol=1e-13)


def test_the_poisson_tail_is_scipys_from_far_below_to_far_above_the_mean(con):
    means = np.logspace(-6, 4, 60)
    cells = [(n, mean) for mean in means for n in counts_around(mean, mean**0.5)]
    grid = pd.DataFrame(cells, columns=["n", "mean"])
    wanted = stats.poisson.sf(grid["n"].to_numpy() - 1, grid["mean"].to_numpy())
    assert relative_error(answers(con, "poisson_tail(n, mean)", grid), wanted) < PARTS_PER_THOUSAND_MILLION


def test_the_negative_binomial_tail_is_scipys_from_far_below_to_far_above_the_mean(con):
    laws = product(
        np.logspace(np.log10(0.05), np.log10(3000), 14), np.logspace(np.log10(0.2), np.log10(5000), 12)
    )
    cells = [
        (n, mean, size, mean + mean**2 / size)
        for mean, size in laws
        for n in counts_around(mean, (mean + mean**2 / size) ** 0.5)
    ]
    grid = pd.DataFrame(cells, columns=["n", "mean", "size", "variance"])
    chance = (grid["size"] / (grid["size"] + grid["mean"])).to_numpy()
    wanted = stats.nbinom.sf(grid["n"].to_numpy() - 1, grid["size"].to_numpy(), chance)
    found = answers(con, "negative_binomial_tail(n, mean, variance)", grid)
    assert relative_error(found, wanted) < PARTS_PER_THOUSAND_MILLION


def test_the_hypergeometric_tail_is_scipys_over_the_whole_support(con):
    draws = [
        (total, a, b)
        for total in (10, 100, 1_000, 100_000)
        for a in (1, 3, total // 4, total // 2)
        for b in (2, total // 3)
    ]
    cells = [
        (n, total, a, b)
        for total, a, b in draws
        for n in counts_around(a * b / total, (a * b / total) ** 0.5)
        if n <= min(a, b)
    ]
    grid = pd.DataFrame(cells, columns=["n", "total", "a", "b"])
    wanted = stats.hypergeom.sf(grid["n"].to_numpy() - 1, grid["total"], grid["a"], grid["b"])
    possible = wanted > np.finfo(float).tiny
    found = answers(con, "hypergeometric_tail(n, total, a, b)", grid)
    assert relative_error(found[possible], wanted[possible]) < PARTS_PER_THOUSAND_MILLION


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("poisson_tail(8, 1.2)", 3.697886790617e-5),
        ("hypergeometric_tail(3, 1000, 20, 30)", 0.0196864874603),
        ("negative_binomial_tail(12, 4, 9)", 0.0230076594064),
    ],
)
def test_a_tail_gives_the_published_value(con, expression, known):
    assert con.sql(f"select {expression}").fetchall()[0][0] == pytest.approx(known, rel=1e-11)


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("poisson_tail(0, 3)", 1),
        ("poisson_tail(2, 0)", 0),
        ("poisson_tail(null, 3)", None),
        ("negative_binomial_tail(0, 3, 5)", 1),
        ("negative_binomial_tail(1, 0, 0)", 0),
        ("hypergeometric_tail(1, 10, 6, 6)", 1),
        ("hypergeometric_tail(7, 10, 6, 6)", 0),
        ("wilson_low(0, 0)", 0),
        ("wilson_high(0, 0)", 1),
        ("wilson_high(7, 7)", 1),
        ("burstiness(10, 5, 1)", None),
        ("burstiness(0, 0, 9)", None),
    ],
)
def test_the_edges_have_an_answer(con, expression, answer):
    assert con.sql(f"select {expression}").fetchall() == [(answer,)]


def test_a_variance_no_larger_than_the_mean_counts_as_poisson(con):
    assert con.sql("select negative_binomial_tail(9, 4, 3) = poisson_tail(9, 4)").fetchall() == [(True,)]


def test_the_wilson_bounds_are_statsmodels(con):
    grid = pd.DataFrame(
        [(k, n) for n in (1, 2, 7, 40, 1_000, 10**6) for k in (1, n // 2, n - 1)], columns=["k", "n"]
    )
    grid = grid[(grid["k"] > 0) & (grid["k"] < grid["n"])]
    low, high = proportion_confint(grid["k"].to_numpy(), grid["n"].to_numpy(), method="wilson")
    assert relative_error(answers(con, "wilson_low(k, n)", grid), low) < PARTS_PER_THOUSAND_MILLION
    assert relative_error(answers(con, "wilson_high(k, n)", grid), high) < PARTS_PER_THOUSAND_MILLION


def test_burstiness_is_kim_and_jos(con):
    grid = pd.DataFrame(
        list(product((1.0, 60.0), (0.0, 0.05, 1.0, 5.0), (2, 20, 500))), columns=["mean", "r", "n"]
    )
    r, n = grid["r"], grid["n"]
    wanted = (np.sqrt(n + 1) * r - np.sqrt(n - 1)) / ((np.sqrt(n + 1) - 2) * r + np.sqrt(n - 1))
    assert np.allclose(answers(con, "burstiness(mean, r * mean, n)", grid), wanted, rtol=1e-12)


def test_burstiness_runs_from_a_clock_over_chance_to_bursts(con):
    clock, chance, bursts = con.sql(
        "select burstiness(9, 0, 20), burstiness(9, 9, 10000), burstiness(1, 900, 9000)"
    ).fetchall()[0]
    assert clock == -1
    assert abs(chance) < 0.001
    assert bursts > 0.9


def exact_rayleigh_tail(n: int, r: float) -> float:
    """Kluyver's integral for the chance that a walk of n unit steps ends beyond n * r."""
    walk = lambda t: n * r * special.j1(n * r * t) * special.j0(t) ** n  # noqa: E731 - one formula
    return 1 - integrate.quad(walk, 0, 40, limit=2_000)[0]


@pytest.mark.parametrize(("n", "r"), [(8, 0.3), (10, 0.5), (20, 0.2), (20, 0.45), (60, 0.3)])
def test_the_rayleigh_tail_is_close_to_the_exact_walk(con, n, r):
    found = con.sql(f"select rayleigh_tail({n}, {r})").fetchall()[0][0]
    assert found == pytest.approx(exact_rayleigh_tail(n, r), rel=0.05)


def test_log_odds_are_those_of_a_two_by_two_table(con):
    table = Table2x2(np.array([[12, 88], [5, 195]]) + 0.5)
    wanted = table.log_oddsratio / table.log_oddsratio_se
    assert con.sql("select log_odds_z(12, 100, 5, 200, 0.5)").fetchall()[0][0] == pytest.approx(
        wanted, rel=1e-12
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in (SQL / "stats").glob("*.sql")))
def test_a_file_of_statistics_defines_what_it_is_called(name):
    con = duckdb.connect()
    con.execute((SQL / "stats" / f"{name}.sql").read_text(encoding="utf-8"))
    found = con.sql(
        "select function_name from duckdb_functions() where function_name = $1 and function_type = 'macro'",
        params=[name],
    )
    assert found.fetchall() == [(name,)]


def test_a_column_of_any_name_can_be_counted(con):
    named = "select 4 as tail_count, 2 as tail_side"
    asked = f"select poisson_tail(tail_count, tail_side) = poisson_tail(4, 2) from ({named})"
    assert con.sql(asked).fetchall() == [(True,)]


def test_an_analysts_own_connection_knows_the_statistics():
    own = duckdb.connect()
    own.execute(f"create table events as {EVENT}")
    assert tk.connect(own).rows("select round(poisson_tail(2, 1), 6)") == [(0.264241,)]


def test_a_sealed_lake_knows_the_statistics(tmp_path):
    tk.connect(events=EVENT, lake=tmp_path / "lake")
    sealed = tk.connect(tmp_path / "lake", sealed=True)
    assert sealed.rows("select round(poisson_tail(2, 1), 6)") == [(0.264241,)]


def test_a_detector_may_use_the_statistics(tmp_path):
    file = tmp_path / "rare.sql"
    file.write_text(RARE, encoding="utf-8")
    found = library.load(file)(tk.connect(events=EVENT))
    assert found["score"].tolist() == [1.0]


RARE = """-- rare: accounts that act
--
-- abuse_type:  spam
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    events.actor_id
prepare rare as
with evidence as (
    select actor_id as entity_id, event_id, event_time
    from events
    where event_time >= $since and event_time < $until
)
select
    entity_id,
    round(poisson_tail(0, count(*)), 4) as score,
    min(event_time) as first_seen,
    max(event_time) as last_seen
from evidence
group by entity_id
order by score desc, entity_id;

execute rare(
    since := timestamp '2026-11-14',  -- first moment
    until := timestamp '2026-11-21'   -- first moment to leave out
);
"""
