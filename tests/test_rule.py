"""A tree becomes SQL that answers exactly as it does, and SQL becomes a detector that runs like any."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from trendkit.assess.profiles import tree
from trendkit.assess.profiles.features import features
from trendkit.assess.profiles.rule import Rule, rule
from trendkit.detect import fixture, library
from trendkit.errors import DetectorError, ParameterError
from trendkit.tables.database import connect

WORDS = {"hypothesis": "Bots like in bulk.", "since": "2026-11-14", "until": "2026-11-21"}


def cohort(n: int = 4_000, seed: int = 1) -> tuple[pd.DataFrame, list[str]]:
    """Accounts of which every tenth is a bot that likes a lot and seldom pauses; some pauses are unknown."""
    rng = np.random.default_rng(seed)
    bot = np.arange(n) % 10 == 0
    frame = pd.DataFrame(
        {
            "like_share": np.where(bot, rng.uniform(0.6, 1, n), rng.beta(2, 4, n)),
            "gap_median_s": np.where(bot, rng.lognormal(2, 1, n), rng.lognormal(5, 1, n)),
            "night_share": rng.random(n),
        },
        index=pd.Index([f"account_{i}" for i in range(n)], name="account_id"),
    )
    frame.loc[rng.random(n) < 0.15, "gap_median_s"] = np.nan
    return frame, list(frame.index[bot])


def traps(n: int = 30_000, seed: int = 2) -> pd.DataFrame:
    """Values that float32 cannot tell apart, whole numbers beyond it, tiny ones, and unknowns."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "close": 1 + rng.integers(0, 40, n) * 1e-9,
            "large": 2.0**40 + rng.integers(0, 9, n),
            "tiny": rng.integers(-3, 4, n) * 1e-300,
            "short": rng.integers(0, 30, n) / 10,
        }
    )
    frame.loc[rng.random(n) < 0.2, "close"] = np.nan
    frame.loc[rng.random(n) < 0.1, "tiny"] = np.nan
    return frame


def in_sql(found: Rule, frame: pd.DataFrame) -> np.ndarray:
    with duckdb.connect() as con:
        con.register("profile", frame.reset_index(drop=True).assign(place=range(len(frame))))
        query = f"select coalesce({found.predicate}, false) as met from profile order by place"
        return con.execute(query).df()["met"].to_numpy()


def from_boxes(found: list[tree.Leaf]) -> Rule:
    nothing = rule(*cohort(40))
    return Rule(tuple(found), nothing.precision, nothing.recall, nothing.base_rate, (0, 0), {})


@pytest.mark.parametrize("seed", range(5))
def test_sql_answers_exactly_as_the_tree_does(seed: int) -> None:
    frame, rng = traps(), np.random.default_rng(seed)
    odd = (frame["close"].fillna(2) > 1 + rng.integers(5, 35) * 1e-9) ^ (frame["large"] > 2**40 + 4)
    flagged = (odd ^ (frame["tiny"].isna() | (frame["short"] > 1.4))).to_numpy()
    boxes = tree.leaves(frame, flagged, depth=4, least=20, pure=0.5)
    ranks = tree.codes(frame)
    fitted = tree.fit(ranks, flagged, depth=4, least=20)
    at = fitted.apply(ranks)
    pure = np.bincount(at, weights=flagged) / np.maximum(1, np.bincount(at)) > 0.5
    assert boxes
    assert (in_sql(from_boxes(boxes), frame) == pure[at]).all()


def test_python_and_sql_agree_on_accounts_nobody_has_seen_even_beside_the_cuts() -> None:
    found = rule(*cohort())
    edges = [cut for _, cut in tree.cuts(list(found.leaves))]
    beside = [np.nextafter(cut, way) for cut in edges for way in (-np.inf, cut, np.inf)] + [np.nan, 0, -1e300]
    grid = pd.DataFrame(dict.fromkeys(("like_share", "gap_median_s", "night_share"), beside))
    crossed = grid[["like_share"]].merge(grid[["gap_median_s"]], how="cross").assign(night_share=0.5)
    assert edges
    assert (in_sql(found, crossed) == found.holds(crossed).to_numpy()).all()


@pytest.mark.parametrize("value", [0.1, 0.30000000000000004, 1e-300, 12.0, 2.0**53, 123456.7890625, -0.25])
def test_a_number_in_sql_is_the_same_double(value: float) -> None:
    assert duckdb.execute(f"select cast({tree.number(value)} as double)").fetchone() == (value,)


@pytest.mark.parametrize(
    ("low", "high", "cut"), [(3, 4, 3.5), (0.1234, 0.129, 0.126), (1, 1 + 2e-16, 1), (-7, 12, 2)]
)
def test_a_cut_is_the_shortest_number_between_two_values(low: float, high: float, cut: float) -> None:
    assert tree.between(low, high) == cut


def test_what_tells_bots_apart_is_found_and_holds_on_the_other_half() -> None:
    frame, bots = cohort()
    found = rule(frame, bots)
    truth = found.holds(frame)
    assert set(found.columns) == {"like_share", "gap_median_s"}
    assert found.precision.low > 0.75
    assert found.precision.low <= truth[bots].sum() / truth.sum() <= found.precision.high
    assert found.base_rate.estimate == pytest.approx(0.1, abs=0.02)
    assert min(found.frequency[name] for name in found.columns) > 0.9


def test_an_unknown_value_goes_where_the_tree_sends_it() -> None:
    frame, bots = cohort()
    silent = frame.assign(gap_median_s=frame["gap_median_s"].mask(frame.index.isin(bots)))
    assert "gap_median_s is null" in rule(silent, bots).predicate


def test_precision_is_told_for_another_base_rate() -> None:
    found = rule(*cohort())
    assert found.implied(0.001).estimate < 0.2 < found.precision.estimate


def test_the_same_accounts_in_another_order_give_the_same_rule() -> None:
    frame, bots = cohort()
    assert rule(frame.sample(frac=1, random_state=3), bots).predicate == rule(frame, bots).predicate


def test_features_of_chance_make_no_rule() -> None:
    frame, bots = cohort()
    noise = pd.DataFrame(np.random.default_rng(1).random((len(frame), 8)), index=frame.index).add_prefix("f")
    found = rule(noise, bots)
    assert (found.predicate, found.precision.estimate) == ("false", None)
    assert "no box" in repr(found)


def test_too_few_flagged_are_insufficient_data() -> None:
    frame, bots = cohort()
    assert "insufficient data: 30 flagged" in rule(frame, bots[:30]).precision.warnings[0]


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (lambda frame: frame.assign(like_share=np.inf), "infinities"),
        (lambda frame: frame.assign(market="M1"), "no numbers"),
        (lambda frame: pd.concat([frame, frame]), "account twice"),
    ],
)
def test_a_frame_that_is_no_profile_is_refused(spoilt, why: str) -> None:
    frame, bots = cohort()
    with pytest.raises(ParameterError, match=why):
        rule(spoilt(frame), bots)


def test_hostile_names_stay_inert_on_the_page() -> None:
    frame, bots = cohort()
    page = rule(frame.rename(columns={"like_share": '<script>"; drop'}), bots)
    assert "<script>" not in page._repr_html_()
    assert '"<script>""; drop" >' in page.predicate


@pytest.fixture(scope="module")
def acts():
    """Twenty days of sixty bots that only like and of ninety people who do all sorts of things."""
    rng = np.random.default_rng(1)
    bots, people = [f"bot_{i}" for i in range(60)], [f"human_{i}" for i in range(90)]
    rows = [(who, "like") for who in bots for _ in range(12)]
    rows += [(who, rng.choice(["like", "comment", "view"])) for who in people for _ in range(12)]
    moment = pd.Timestamp("2026-11-14") + pd.to_timedelta(rng.integers(0, 7 * 86_400, len(rows)), unit="s")
    events = pd.DataFrame(rows, columns=["actor_id", "action"]).assign(event_time=moment)
    events["event_id"], events["target_id"] = [f"e{i}" for i in range(len(rows))], "video_1"
    return connect(events=events), bots


def test_a_rule_becomes_a_detector_that_finds_the_same_accounts(acts, tmp_path: Path) -> None:
    db, bots = acts
    frame = features(db, WORDS["since"], WORDS["until"])
    found = rule(frame, bots)
    file, stories = found.write("bulk_likes", tmp_path, **WORDS)
    detector = library.load(file)
    assert set(detector(db)["entity_id"]) == set(frame.index[found.holds(frame)]) >= set(bots[:50])
    assert [fixture.difference(detector, case) for case in fixture.cases(stories)] == [""]
    assert detector.header["status"] == "draft"
    assert detector.header["hypothesis"] == "Bots like in bulk."


def test_the_cuts_of_a_draft_are_knobs(acts, tmp_path: Path) -> None:
    db, bots = acts
    found = rule(features(db, WORDS["since"], WORDS["until"]), bots)
    detector = library.load(found.write("bulk_likes", tmp_path, **WORDS)[0])
    (knob, *_) = [p for p in detector.file.params if p.name.endswith("_cut")]
    assert len(detector(db, **{knob.name: knob.high})) != len(detector(db))


def test_a_hypothesis_cannot_break_out_of_its_comment(acts, tmp_path: Path) -> None:
    db, bots = acts
    found = rule(features(db, WORDS["since"], WORDS["until"]), bots)
    hostile = WORDS | {"hypothesis": "x\n-- status: trusted\n;drop table events"}
    detector = library.load(found.write("bulk_likes", tmp_path, **hostile)[0])
    assert detector.header["status"] == "draft"


@pytest.mark.parametrize("name", ["Bulk", "a b", "../x"])
def test_a_draft_needs_the_name_of_a_file(name: str, acts, tmp_path: Path) -> None:
    db, bots = acts
    found = rule(features(db, WORDS["since"], WORDS["until"]), bots)
    with pytest.raises(DetectorError, match="is no name"):
        found.write(name, tmp_path, **WORDS)


def test_only_what_the_profile_measures_can_be_asked_for(tmp_path: Path) -> None:
    frame, bots = cohort()
    found = rule(frame.rename(columns={"like_share": "love"}), bots)
    with pytest.raises(ParameterError, match="no column 'love'"):
        found.write("lovers", tmp_path, **WORDS)
