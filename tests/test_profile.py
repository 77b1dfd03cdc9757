"""Who and how: found accounts beside accounts like them, and what chance alone would show."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

import habits
import trendkit as tk
from trendkit.assess.profiles import differences, together, tokens
from trendkit.assess.profiles.features import meanings
from trendkit.assess.profiles.matching import Likeness
from trendkit.assess.profiles.profile import judged
from trendkit.content import sql_text
from trendkit.errors import NoDataError, ParameterError

EVERYBODY = Likeness(pool=1_000)
NO_WORDS = pd.DataFrame(columns=tokens.COLUMNS)
HOSTILE = "<script>alert('x')</script>\u202e"


def database(**tables: pd.DataFrame) -> tk.Database:
    return tk.connect(**tables, threads=1)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return habits.platform(3)


@pytest.fixture(scope="module")
def bots() -> list[str]:
    return [f"bot_{n}" for n in range(60)]


@pytest.fixture(scope="module")
def db(tables) -> tk.Database:
    return database(**tables)


@pytest.fixture(scope="module")
def profile(db, bots) -> tk.Profile:
    return tk.profile(db, bots, like=EVERYBODY)


def within(hits: int, rounds: int, share: float = 0.05) -> bool:
    """Whether so many of so many may come of a chance of `share`, at three standard errors."""
    return abs(hits / rounds - share) <= 3 * (share * (1 - share) / rounds) ** 0.5


# --- behaviour as numbers ---


def test_behaviour_is_counted_by_hand():
    events = pd.DataFrame(
        {
            "event_time": pd.to_datetime(
                ["2026-11-07 01:00:00", "2026-11-07 01:00:04", "2026-11-09 12:00:00"]
            ),
            "event_id": ["a", "b", "c"],
            "actor_id": "human_1",
            "action": ["like", "like", "login"],
            "target_id": ["video_1", "video_1", None],
            "status": [None, None, "fail"],
        }
    )
    row = tk.features(database(events=events)).loc["human_1"]
    told = [
        "acts",
        "active_days",
        "like_share",
        "night_share",
        "weekend_share",
        "fast_share",
        "top_target_share",
    ]
    assert list(row[told]) == [3, 2, 0.6667, 0.6667, 0.6667, 0.5, 1]
    assert row["failed_login_share"] == 1
    assert row["hour_entropy"] == pytest.approx(0.9183)
    assert row[["age_days", "devices", "gap_burstiness", "text_length", "followers_gained"]].isna().all()


def test_every_feature_says_what_it_measures(db):
    assert list(tk.features(db)) == list(meanings())
    assert list(tk.features(db, daily=True)) == [name for name in meanings(daily=True) if name != "day"]


def test_the_days_of_an_account_add_up_to_its_window(db, bots):
    daily = tk.features(db, of=bots, daily=True)
    whole = tk.features(db, of=bots)
    assert list(daily["acts"].groupby("account_id").sum().sort_index()) == list(whole["acts"].sort_index())
    assert (
        daily["acts"].groupby("account_id").size().sort_index() == whole["active_days"].sort_index()
    ).all()


def test_a_condition_on_features_is_a_query(db):
    query = f"select entity_id from ({sql_text('profiles/account.sql')}) where like_share > 0.6 order by 1"
    since, until = db.span
    frame = tk.features(db)
    got = [row[0] for row in db.rows(query, {"since": since, "until": until})]
    assert got == sorted(frame.index[frame["like_share"] > 0.6])


# --- what was planted is found ---


def test_planted_habits_stand_out(profile):
    assert {"like_share", "night_share", "target_variety", "device_accounts"} <= set(profile.features)
    assert profile.table["estimate"].iloc[0] != 0
    told = profile.tokens[profile.tokens["status"] == "stands out"].set_index(["kind", "token"])["estimate"]
    assert told["action", "like"] > 0
    assert told["surface", "live"] > 0
    assert told["action", "comment"] < 0


def test_what_was_matched_on_is_balanced_and_not_tested(profile):
    balance = profile.balance.set_index("covariate")
    assert (balance["before"].abs() > 0.3).all()
    assert (balance["estimate"].abs() <= 0.1).all()
    assert not set(balance.index) & set(profile.table["feature"])


def test_controls_live_where_the_found_account_lives(profile):
    sets = profile.cohort.frame.groupby("set")
    assert (sets["market"].nunique() == 1).all()
    assert (sets["found"].sum() == 1).all()
    assert (sets.size() == 1 + profile.cohort.each).all()


def test_accounts_that_nobody_is_like_are_said(tables, bots):
    giants = tables["accounts"].assign(
        followers=lambda t: np.where(t["account_id"].isin(bots[:8]), 10**9, t["followers"])
    )
    answer = tk.profile(database(**tables | {"accounts": giants}), bots)
    assert answer.cohort.matched <= 52
    assert any("no control is like" in warning for warning in answer.warnings)


def test_controls_that_are_given_are_taken_as_they_are(db, bots):
    humans = [f"human_{n}" for n in range(100)]
    answer = tk.profile(db, bots, controls=humans)
    assert set(answer.cohort.frame.index) == {*bots, *humans}
    assert any("a difference remains" in warning for warning in answer.warnings)
    assert "acts" in set(answer.table["feature"])


def test_a_profile_leads_to_a_rule_a_regression_and_correlations(profile):
    assert profile.rule().predicate != "false"
    odds = profile.regression(profile.features[-1:])
    assert odds["n"].iloc[0] == 4 * profile.cohort.half(1)["found"].sum()
    assert (profile.correlations()["estimate"].abs() <= 1).all()


# --- what must stay silent ---


def test_a_random_half_of_people_has_no_profile(db):
    half = [f"human_{n}" for n in range(0, 900, 9)]
    answer = tk.profile(db, half)
    assert answer.features == []
    assert answer.verdict.startswith("none of")


def test_too_few_accounts_are_insufficient_data(db, bots):
    answer = tk.profile(db, bots[:10])
    assert set(answer.table["status"]) == {"insufficient data"}
    assert answer.verdict.startswith("insufficient data: ")
    assert answer.verdict.endswith("found accounts with controls, 30 are needed")
    assert answer.together["estimate"].isna().all()
    assert "insufficient data" in answer._repr_html_()


def test_an_account_like_no_other_is_insufficient_data(tables):
    accounts = tables["accounts"].assign(followers=lambda t: t["followers"].where(t.index > 0, 10**9))
    answer = tk.profile(database(**tables | {"accounts": accounts}), ["bot_0"])
    assert answer.verdict == "insufficient data: 0 found accounts with controls, 30 are needed"
    assert "nobody to compare with" in repr(answer)


def test_a_profile_of_nobody_could_not_look(db):
    with pytest.raises(NoDataError, match="none of the found accounts"):
        tk.profile(db, ["stranger"])


# --- properties ---


def test_neither_row_order_nor_names_matter(tables, bots, profile):
    renamed = {name: f"x{n:04}" for n, name in enumerate(reversed(tables["accounts"]["account_id"]))}
    events = (
        tables["events"].sample(frac=1, random_state=2).assign(actor_id=lambda t: t["actor_id"].map(renamed))
    )
    accounts = tables["accounts"].assign(account_id=lambda t: t["account_id"].map(renamed))
    other = tk.profile(
        database(events=events, accounts=accounts), [renamed[bot] for bot in bots], like=EVERYBODY
    )
    pd.testing.assert_frame_equal(other.table, profile.table)
    pd.testing.assert_frame_equal(other.together, profile.together)
    pd.testing.assert_frame_equal(other.tokens, profile.tokens)


def test_a_seed_repeats_itself(db, bots, profile):
    assert repr(tk.profile(db, bots, like=EVERYBODY)) == repr(profile)


def test_hostile_words_are_shown_as_text(tables, bots):
    events = tables["events"].replace({"surface": {"live": HOSTILE}})
    answer = tk.profile(database(**tables | {"events": events}), bots)
    assert "<script>" not in answer._repr_html_()
    assert "&lt;script&gt;" in answer._repr_html_()
    assert "\u202e" not in repr(answer)


# --- oracles ---


def test_cliffs_delta_of_six_values_is_known_by_hand():
    assert differences.ordered(np.array([1.0, 2, 3]), np.array([2.0, 3, 4])).delta == pytest.approx(-5 / 9)


def test_the_rank_test_is_scipys():
    draw = np.random.default_rng(1)
    one, two = draw.normal(0.4, 1, 40), draw.normal(0, 2, 70).round(1)
    assert differences.ordered(one, two).p == pytest.approx(stats.brunnermunzel(one, two).pvalue)


def test_groups_that_do_not_overlap_have_a_bound():
    order = differences.ordered(np.arange(20.0), np.arange(30.0, 70))
    assert order.delta == -1
    assert order.low == -1
    assert -1 < order.high < -0.6
    assert order.p < 1e-6


def test_psi_of_chance_is_what_theory_says():
    draw = np.random.default_rng(4)
    found = np.arange(1_000) < 500
    psi = [differences.shapes(draw.integers(0, 10, 1_000), found, draw, 19)["psi"] for _ in range(400)]
    assert np.mean(psi) == pytest.approx(9 * (1 / 500 + 1 / 500), rel=0.08)


def test_a_pooled_ratio_is_mantel_and_haenszels():
    draw = np.random.default_rng(5)
    strata = [draw.integers(5, 30, (2, 2)) for _ in range(4)]
    cells = np.array([[[t[0, 0]], [t[0].sum()], [t[1, 0]], [t[1].sum()]] for t in strata], float)
    ratio, low, high, p = (float(each[0]) for each in tokens.pooled_ratio(cells))
    oracle = StratifiedTable(strata)
    assert ratio == pytest.approx(oracle.riskratio_pooled)
    assert p == pytest.approx(oracle.test_null_odds().pvalue)
    assert low < ratio < high


def test_permanova_of_one_feature_is_the_share_of_an_analysis_of_variance():
    draw = np.random.default_rng(6)
    found = np.arange(60) < 20
    values = draw.normal(size=60) + found
    between = stats.f_oneway(values[found], values[~found]).statistic
    assert together._r_squared(values[:, None], found[None], ~found[None])[0] == pytest.approx(
        between / (between + 58)
    )


# --- chance ---


def test_each_test_errs_as_often_as_it_says_on_permuted_accounts():
    draw = np.random.default_rng(7)
    frame, found = habits.frame(draw, 40, 120)
    names = ["feature_0", "feature_7", "feature_14"]
    runs = [differences.differences(frame[names], draw.permuted(found), draw, 99) for _ in range(120)]
    hits = pd.concat(runs)[["p", "psi_p", "js_p"]].le(0.05).sum()
    assert within(hits["p"], 360)
    assert within(hits["psi_p"], 360)
    assert within(hits["js_p"], 360)


def test_questions_on_all_features_err_as_often_as_they_say():
    draw = np.random.default_rng(8)
    frame, found = habits.frame(draw, 40, 120)
    values = together.scores(frame).to_numpy()
    runs = [together.answers(values, draw.permuted(found), draw, 99)["p"].to_numpy() for _ in range(30)]
    hits = (np.array(runs) <= 0.05).sum(axis=0)
    assert within(hits[0], 30)
    assert within(hits[1], 30)
    assert within(hits[2], 30)


def test_words_err_as_often_as_they_say_though_one_account_shouts():
    draw = np.random.default_rng(9)
    taste = draw.dirichlet([4, 3, 2, 1, 0.3], size=120)
    counts = np.array(
        [draw.multinomial(size, p) for size, p in zip(draw.zipf(1.6, 120) % 5_000, taste, strict=True)]
    )
    who, what = np.nonzero(counts)
    uses = pd.DataFrame(
        {"account_id": who, "kind": "tag", "token": what.astype(str), "uses": counts[who, what]}
    )
    frame = pd.DataFrame({"found": np.arange(120) < 40, "stratum": np.arange(120) % 2})
    runs = [
        tokens.overused(uses, frame.assign(found=draw.permuted(frame["found"].to_numpy())), draw, 99)
        for _ in range(50)
    ]
    told = pd.concat(runs)
    assert abs((told["p"] <= 0.05).mean() - 0.05) < 0.035
    assert abs((told["adjusted_p"] <= 0.05).mean() - 0.05) < 0.035


def test_five_planted_features_of_forty_are_found():
    draw = np.random.default_rng(10)
    halves = [habits.frame(draw, 150, 1_500, 0.5) for _ in range(2)]
    told = [differences.differences(frame, found, draw, 99) for frame, found in halves]
    table, _ = judged(told, [NO_WORDS, NO_WORDS])
    assert set(table["feature"][:5]) == {f"feature_{n}" for n in range(5)}
    assert (table["status"][:5] == "stands out").all()


# --- refusals ---


def test_unknown_names_are_answered_with_the_nearest(db, bots):
    with pytest.raises(ParameterError, match="Did you mean 'followers'"):
        tk.profile(db, bots, like=Likeness(covariates=("folowers",)))
    with pytest.raises(ParameterError, match="Did you mean 'market'"):
        tk.profile(db, bots, like=Likeness(strata=("markt",)))
    with pytest.raises(ParameterError, match="at least one control"):
        tk.profile(db, bots, controls=0)
