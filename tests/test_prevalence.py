"""Prevalence: what a draw promises, what an estimate may say, and what it must refuse to say."""

import importlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

import trendkit
from trendkit.assess.estimate import Estimate, share
from trendkit.assess.labels.labelerror import assisted, corrected
from trendkit.assess.labels.planning import plan, random_labels
from trendkit.assess.labels.prevalence import by_market, compare, prevalence, ratio
from trendkit.assess.labels.reading import Reading
from trendkit.assess.labels.sampling import Scope, chances, draw
from trendkit.content import sql_text
from trendkit.engine.duckdb import frame
from trendkit.errors import NoDataError, ParameterError

WEEK = {"since": "2026-11-02", "until": "2026-11-09"}
NEXT_WEEK = {"since": "2026-11-09", "until": "2026-11-16"}


def platform(items: int = 4_000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=items)
    chance = 1 / (1 + np.exp(-2 * trait + 4))
    return pd.DataFrame(
        {
            "entity_id": [f"video_{i}" for i in range(items)],
            "views": np.ceil((rng.pareto(1.5, items) + 1) * 10).astype(int),
            "market": np.where(np.arange(items) % 3, "M1", "M2"),
            "score": chance,
            "harmful": (rng.random(items) < chance).astype(int),
        }
    )


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).resolve().parents[1] / "benchmarks")


WORLD = platform()
TRUTH = float(WORLD["views"] @ WORLD["harmful"] / WORLD["views"].sum())


def labelled(sheet: pd.DataFrame, world: pd.DataFrame = WORLD) -> pd.DataFrame:
    return sheet.assign(value=world.set_index("entity_id")["harmful"].reindex(sheet["entity_id"]).to_numpy())


def drawn(n: int = 400, design: str = "random", seed: int = 1, **options: object) -> pd.DataFrame:
    score = None if design == "random" else WORLD
    return labelled(draw(WORLD, n, of="views", design=design, score=score, seed=seed, **options))


def database() -> trendkit.Database:
    days = pd.DataFrame({"date": ["2026-11-03", "2026-11-10"]})
    exposure = WORLD.rename(columns={"entity_id": "content_id"})[["content_id", "views", "market"]]
    exposure = exposure.merge(days, how="cross").assign(surface="feed")
    return trendkit.connect(exposure_daily=exposure)


def table(sheet: pd.DataFrame) -> pd.DataFrame:
    return sheet.assign(
        label_id=sheet["sample_id"] + sheet["entity_id"],
        abuse_type="spam",
        value=sheet["value"].astype(int).astype(str),
        labelled_at="2026-11-20",
        source="human",
    ).drop(columns=["stratum", "size"])


@pytest.mark.parametrize(("part", "whole"), [(0, 50), (3, 2_000), (40, 90), (7, 7)])
@pytest.mark.parametrize(("exact", "method"), [(False, "wilson"), (True, "beta")])
def test_shares_have_the_intervals_of_statsmodels(part: int, whole: int, exact: bool, method: str) -> None:
    found = share("x", part, whole, exact=exact)
    assert (found.low, found.high) == pytest.approx(proportion_confint(part, whole, 0.05, method), abs=1e-9)


def test_a_share_of_nothing_is_insufficient_data_and_not_zero() -> None:
    found = share("x", 0, 0)
    assert found.estimate is None
    assert "insufficient data" in found.row()["warnings"]


def test_none_seen_reads_as_no_more_than() -> None:
    assert share("x", 0, 3_000).text == "none seen, no more than 0.128 %"


def test_what_a_label_says_is_escaped_on_the_card() -> None:
    assert "<script>" not in share("<script>alert(1)</script>", 1, 2)._repr_html_()


@pytest.mark.parametrize(
    ("rate", "within", "labels"),
    [
        (0.0005, 0.5, 30_717),
        (0.0005, 0.2, 191_977),
        (0.0005, 0.1, 767_908),
        (0.001, 0.5, 15_351),
        (0.001, 0.2, 95_941),
        (0.005, 0.1, 76_446),
        (0.01, 0.2, 9_508),
        (0.01, 0.1, 38_031),
    ],
)
def test_random_views_need_the_labels_of_the_exact_formula(rate: float, within: float, labels: int) -> None:
    assert random_labels(rate, within) == pytest.approx(labels, abs=1)


@pytest.mark.parametrize("design", ["random", "pps", "stratified"])
def test_a_draw_gives_the_labels_asked_for_none_twice_with_weights_that_sum_to_one(design: str) -> None:
    sheet = drawn(500, design)
    assert len(sheet) == sheet["entity_id"].nunique() == 500
    assert sheet["weight"].sum() == pytest.approx(1, abs=1e-9 if design != "pps" else 0.2)
    assert sheet["inclusion_prob"].between(0, 1, inclusive="right").all()


@pytest.mark.parametrize("design", ["random", "pps", "stratified"])
def test_the_same_seed_draws_the_same_whatever_the_order_of_rows(design: str) -> None:
    score = None if design == "random" else WORLD
    sheets = [
        draw(given, 100, of="views", design=design, score=score, seed=7) for given in (WORLD, WORLD[::-1])
    ]
    pd.testing.assert_frame_equal(*sheets)


def test_another_seed_draws_others() -> None:
    one, two = (set(drawn(100, seed=seed)["entity_id"]) for seed in (1, 2))
    assert len(one & two) < 60


def test_an_item_seen_by_everybody_is_drawn_for_certain() -> None:
    giant = pd.DataFrame({"entity_id": ["giant"], "views": [10**7]})
    sheet = draw(pd.concat([WORLD, giant]), 50, of="views").set_index("entity_id")
    assert sheet.loc["giant", "inclusion_prob"] == 1


def test_a_stratified_draw_spreads_labels_evenly_over_bands_of_equal_pull() -> None:
    assert set(drawn(500, "stratified")["stratum"].value_counts()) == {50}


def test_chances_of_inclusion_are_kept_over_many_seeds() -> None:
    query = sql_text("assess/prevalence/draw.sql")
    with chances(WORLD.head(40), Scope("views"), 10, "random", None) as con:
        draws = pd.concat([frame(con, query, {"seed": str(seed)}) for seed in range(200)])
    seen = draws.groupby("entity_id")["inclusion_prob"].agg(["first", "size"])
    assert (seen["size"] / 200 - seen["first"]).abs().max() < 0.12


@pytest.mark.parametrize("design", ["random", "pps", "stratified"])
def test_intervals_cover_the_truth_as_often_as_they_say(design: str) -> None:
    bench = importlib.import_module("labels")
    world = bench.platform(0.01, items=10_000)
    table = bench.sampled(world, design, None if design == "random" else world.raw, 1_000, 400)
    assert table["covered"].mean() == pytest.approx(0.95, abs=3 * (0.95 * 0.05 / 400) ** 0.5)
    assert table["estimate"].mean() == pytest.approx(world.truth, rel=0.06)


def test_a_draw_by_score_saves_labels_and_costs_exposure() -> None:
    planned = plan(WORLD, of="views", prevalence=TRUTH, score=WORLD).set_index("design")
    assert planned.loc["pps", "saves"] > 1.5
    assert (planned["harmful_seen"] > planned["labels"] * TRUTH * 0.99).all()
    assert planned.loc["pps", "harmful_seen"] > planned.loc["pps", "labels"] * TRUTH * 1.5


def test_labels_that_were_not_drawn_at_random_are_never_carried_over() -> None:
    worst = WORLD.nlargest(100, "score").assign(value=lambda rows: rows["harmful"])
    found = prevalence(WORLD, worst[["entity_id", "value"]], of="views")
    assert "not a random sample" in found.warnings[0]
    assert found.method.startswith("share of the labelled")


def test_a_sample_of_views_read_for_items_is_a_ratio_and_says_so() -> None:
    found = prevalence(WORLD, drawn(1_500, seed=3), of="items")
    assert "drawn for a prevalence of views" in found.warnings[0]
    assert found.method.startswith("Hajek")
    assert found.low < WORLD["harmful"].mean() < found.high


def test_fewer_than_thirty_answers_are_insufficient_data() -> None:
    found = prevalence(WORLD, drawn(400).head(20), of="views")
    assert found.estimate is None
    assert "insufficient data: 20 judged" in found.warnings[0]


def test_unsure_and_missing_answers_are_counted_aloud() -> None:
    sheet = drawn(400).head(390)
    sheet["value"] = sheet["value"].astype(str)
    sheet.loc[:9, "value"] = "unsure"
    assert prevalence(WORLD, sheet, of="views").warnings == (
        "10 of 390 unsure or tied, counted as if like the rest",
        "10 of 400 drawn have no label, as if like the rest",
    )


def test_reviewers_of_one_entity_vote() -> None:
    sheet = drawn(400).assign(value=1)
    outvoted = pd.concat([sheet, sheet.assign(value=0), sheet.assign(value=0)])
    assert prevalence(WORLD, outvoted, of="views").estimate == 0


def test_labels_of_two_draws_are_never_mixed_silently() -> None:
    both = pd.concat([drawn(100, seed=1), drawn(100, seed=2)])
    with pytest.raises(ParameterError, match="several draws"):
        prevalence(WORLD, both, of="views")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"of": "view"}, "Did you mean 'views'"),
        ({"of": "views", "design": "pps"}, "needs a score"),
        ({"of": "views", "score": WORLD}, "takes no score"),
        ({"of": "views", "design": "pps", "score": WORLD.assign(score=-1)}, "0 or more"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(options: dict, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        draw(WORLD, 100, **options)


def test_more_labels_than_things_are_refused() -> None:
    with pytest.raises(NoDataError, match="fewer than 100"):
        draw(WORLD.head(40), 100, of="items")


def test_a_database_is_drawn_from_and_read_back_through_its_own_tables() -> None:
    db = database()
    sheet = labelled(draw(db, 600, of="views", design="stratified", score=WORLD, **WEEK))
    stored = trendkit.connect(exposure_daily=db.frame("from exposure_daily"), labels=table(sheet))
    direct, read_back = prevalence(db, sheet, of="views", **WEEK), prevalence(stored, of="views", **WEEK)
    assert read_back == direct
    assert direct.low < TRUTH < direct.high


def test_drawing_leaves_no_table_behind() -> None:
    db = database()
    draw(db, 100, of="views", **WEEK)
    assert not db.rows("select table_name from duckdb_tables() where starts_with(table_name, 'prevalence')")


def test_the_violative_view_rate_stands_per_market() -> None:
    found = by_market(WORLD, drawn(1_500, seed=3), of="views").set_index("market")
    rates = {m: rows["views"] @ rows["harmful"] / rows["views"].sum() for m, rows in WORLD.groupby("market")}
    assert list(found.index) == ["M1", "M2"]
    assert set(found["n_tests"]) == {2}
    assert found["low"].lt(pd.Series(rates)).all()
    assert found["high"].gt(pd.Series(rates)).all()


def test_two_periods_seen_through_one_draw_share_their_error() -> None:
    db = database()
    sheet = labelled(draw(db, 1_000, of="views"))
    found = compare(db, sheet, of="views", before=tuple(WEEK.values()), after=tuple(NEXT_WEEK.values()))
    assert found.estimate == pytest.approx(1)
    assert found.high - found.low < 1e-6


def test_a_comparison_of_two_draws_has_an_interval_around_one() -> None:
    db = database()
    before, after = (
        labelled(draw(db, 1_000, of="views", seed=seed, **window))
        for seed, window in ((1, WEEK), (2, NEXT_WEEK))
    )
    names = before["sample_id"].iloc[0], after["sample_id"].iloc[0]
    windows = {"before": tuple(WEEK.values()), "after": tuple(NEXT_WEEK.values())}
    found = compare(db, pd.concat([before, after]), of="views", samples=names, **windows)
    assert found.low < 1 < found.high
    assert found.high / found.low > 1.2


def week(share: np.ndarray, harmful: np.ndarray, picked: np.ndarray) -> Reading:
    seen = picked[share[picked] > 0]
    chance = np.full(len(seen), len(picked) / len(share))
    weight = share[seen] / share.sum() / chance
    return Reading(
        Scope("items"), "s", seen, harmful[seen], weight, chance, np.full(len(seen), ""), True, True, ()
    )


def two_weeks(overlap: bool, seed: int) -> Estimate:
    world = np.random.default_rng(7)
    before, after = world.gamma(5, size=2_000), world.gamma(5, size=2_000)
    harmful = (world.random(2_000) < 0.9).astype(float)
    odd = np.arange(2_000) % 2
    shares = (before, after) if overlap else (before * odd, after * (1 - odd))
    picked = np.random.default_rng(seed).choice(2_000, 200, replace=False)
    return ratio(*(week(share, harmful, picked) for share in shares))


@pytest.mark.parametrize("overlap", [True, False], ids=["the same things", "different things"])
def test_an_interval_between_two_weeks_of_one_draw_is_as_wide_as_chance_where_harm_is_common(
    overlap: bool,
) -> None:
    found = [two_weeks(overlap, seed) for seed in range(300)]
    errors = [np.log(each.high / each.low) / 2 / 1.96 for each in found]
    assert np.mean(errors) == pytest.approx(np.std([np.log(each.estimate) for each in found]), rel=0.15)


def rate(value: float, n: int) -> Estimate:
    return share("x", round(value * n), n)


def test_a_specificity_of_99_9_percent_doubles_one_in_a_thousand() -> None:
    found = corrected(rate(0.002, 100_000), rate(1.0, 10**6), rate(0.999, 10**6))
    assert found.estimate == pytest.approx(0.001, rel=0.02)


def test_an_observed_rate_below_false_alarms_corrects_to_none_with_a_warning() -> None:
    found = corrected(rate(0.01, 1_000), rate(0.9, 500), rate(0.95, 500))
    assert found.estimate == 0
    assert "beyond what these reviewers can produce" in found.warnings[-1]


def test_reviewers_who_guess_correct_nothing() -> None:
    assert corrected(rate(0.5, 1_000), rate(0.5, 500), rate(0.52, 500)).estimate is None


def test_corrected_intervals_cover_the_truth() -> None:
    rng = np.random.default_rng(3)
    theta, se, sp = 0.1, 0.8, 0.95
    observed = theta * se + (1 - theta) * (1 - sp)
    sizes = ((1_000, observed), (200, se), (300, sp))
    found = [corrected(*(share("x", int(rng.binomial(n, p)), n) for n, p in sizes)) for _ in range(500)]
    covered = np.mean([one.low <= theta <= one.high for one in found])
    assert covered == pytest.approx(0.95, abs=3 * (0.95 * 0.05 / 500) ** 0.5 + 0.01)


def test_a_good_score_sharpens_a_random_sample() -> None:
    sheet = drawn(1_000)
    alone, together = prevalence(WORLD, sheet, of="views"), assisted(WORLD, sheet, WORLD, of="views")
    assert together.low < TRUTH < together.high
    assert together.high - together.low < alone.high - alone.low


@pytest.mark.parametrize(
    ("labels", "score", "reason"),
    [
        (drawn(1_000), WORLD.assign(score=WORLD["views"] % 7), "hardly go together"),
        (drawn(150), WORLD, "harmful among the labels"),
        (drawn(1_000)[["entity_id", "value"]], WORLD, "not a random draw"),
    ],
)
def test_a_score_is_refused_where_it_would_mislead(
    labels: pd.DataFrame, score: pd.DataFrame, reason: str
) -> None:
    found = assisted(WORLD, labels, score, of="views")
    assert found.estimate is None
    assert reason in found.warnings[0]
