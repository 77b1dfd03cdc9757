"""Would the cut have held: weeks and markets that are like the others, and those that are not."""

import numpy as np
import pandas as pd
import pytest

from trendkit.assess.classifiers.backtest import backtest
from trendkit.errors import ParameterError


def findings(n: int = 3_000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    chance = np.where(np.arange(n) < 0.6 * n, 0.99, 0.3)
    return pd.DataFrame(
        {
            "entity_id": [f"bot_{i}" for i in range(n)],
            "score": np.linspace(1, 0, n),
            "market": np.array(["M1", "M2", "M3"])[np.arange(n) % 3],
            "last_seen": pd.Timestamp("2026-11-02") + pd.to_timedelta(np.arange(n) % 28, unit="D"),
            "value": (rng.random(n) < chance).astype(int),
        }
    )


FOUND = findings()
LABELS = FOUND[["entity_id", "value"]]


@pytest.mark.parametrize(("by", "folds"), [("week", 3), ("market", 3)])
def test_a_stable_detector_passes_everywhere(by: str, folds: int) -> None:
    found = backtest(FOUND, LABELS, by=by)
    assert len(found.table) == folds
    assert found.gate == "passed"
    assert found.lowest.estimate <= found.pooled.estimate


def test_a_market_where_the_detector_fails_is_found() -> None:
    failing = FOUND.assign(value=FOUND["value"].where(FOUND["market"] != "M2", 0))
    labels = failing.sample(frac=1, random_state=1)[["entity_id", "value"]]
    found = backtest(failing[failing["score"] > 0.5], labels, by="market", precision=0.6)
    table = found.table.set_index("fold")
    assert (table.loc["M2", "gate"], found.gate) == ("failed", "failed")
    assert found.lowest.estimate == 0
    assert "fold M2" in found.lowest.warnings


def test_a_cut_is_chosen_before_the_week_less_the_days_that_labels_take() -> None:
    spoilt = FOUND.assign(value=FOUND["value"].where(FOUND["last_seen"] >= "2026-11-09", 0))
    second = backtest(spoilt, spoilt[["entity_id", "value"]], precision=0.9).table.set_index("fold")
    assert second.loc["2026-11-09", "warnings"].endswith("no cut could be certified on the rest")
    waiting = backtest(FOUND, LABELS, embargo_days=7).table.set_index("fold")
    assert pd.isna(waiting.loc["2026-11-09", "cut"])
    assert waiting.loc["2026-11-16", "cut"] > 0


def test_few_labels_leave_the_gate_open_and_say_how_many_are_missing() -> None:
    few = pd.concat([LABELS[FOUND["market"] != "M1"], LABELS[FOUND["market"] == "M1"].head(20)])
    found = backtest(FOUND, few, by="market")
    table = found.table.set_index("fold")
    assert (table.loc["M1", "gate"], found.gate) == ("open", "open")
    assert 20 < table.loc["M1", "missing"] < 200
    assert table.loc["M1", "pooled_low"] > table.loc["M1", "low"]


def test_folds_that_differ_make_a_wide_promise_for_the_next() -> None:
    worse = FOUND["value"].where((FOUND["market"] != "M3") | (np.arange(len(FOUND)) % 4 > 0), 0)
    differing = backtest(FOUND, LABELS.assign(value=worse), by="market", precision=0.7)
    alike = backtest(FOUND, LABELS, by="market", precision=0.7)
    wide, narrow = (each.pooled.high - each.pooled.low for each in (differing, alike))
    assert wide > narrow


def test_a_classifier_is_trained_in_each_fold_on_the_rest_alone() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"like_share": rng.normal(4 * FOUND["value"], 1), "noise": rng.random(len(FOUND))}
    ).set_index(pd.Index(FOUND["entity_id"]))
    found = backtest(FOUND.drop(columns="score"), LABELS, by="market", precision=0.9, features=frame)
    assert found.gate == "passed"
    assert found.table["recall"].min() > 0.9


def test_without_labels_nothing_is_claimed() -> None:
    found = backtest(FOUND, LABELS.head(3), by="market")
    assert found.gate == "open"
    assert "nothing could be measured" in repr(found)


def test_hostile_markets_stay_inert_on_the_page() -> None:
    hostile = FOUND.assign(market=FOUND["market"].replace("M1", "<script>"))
    assert "<script>" not in backtest(hostile, LABELS, by="market")._repr_html_()


def test_findings_without_a_market_cannot_be_tested_by_it() -> None:
    with pytest.raises(ParameterError, match="column market"):
        backtest(FOUND.drop(columns="market"), LABELS, by="market")
