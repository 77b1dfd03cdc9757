"""Months and quarters: what grew beyond its own past, how often that is wrong, what is not said."""

import numpy as np
import pandas as pd
import pytest

from trendkit.assess.effects.periods import period_growth
from trendkit.errors import ParameterError


def months(n: int = 36, seed: int = 1, drift: float = 0.0, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    usual = 1_000 * np.exp(drift * np.arange(n) + rng.normal(0, 0.15, n))
    own = {"period": pd.date_range("2023-01-01", periods=n, freq="MS"), "count": rng.poisson(usual)}
    return pd.DataFrame(own | columns)


def test_a_month_of_five_times_the_usual_grew_and_its_interval_holds_the_factor() -> None:
    counts = months()
    counts.loc[30, "count"] = 5_000
    found = period_growth(counts).loc[30]
    assert found["status"] == "grew"
    assert found["low"] < 5 < found["high"]


@pytest.mark.parametrize("drift", [0.0, 0.01])
def test_quiet_months_are_called_as_seldom_as_chance_allows(drift: float) -> None:
    p = period_growth(months(600, drift=drift))["p"].dropna()
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.03)
    assert (p < 0.01).mean() == pytest.approx(0.01, abs=0.01)


def test_what_grows_as_steadily_as_before_is_steady() -> None:
    assert set(period_growth(months(drift=0.1))["status"]) == {"insufficient data", "steady"}


def test_traffic_that_doubles_is_no_growth_once_it_is_the_exposure() -> None:
    traffic = np.where(np.arange(36) >= 30, 2e6, 1e6)
    counts = months(exposure=traffic).assign(count=lambda t: t["count"] * traffic / 1e6)
    assert period_growth(counts).loc[30, "status"] == "steady"
    assert period_growth(counts.drop(columns="exposure")).loc[30, "status"] == "grew"


def test_a_past_outbreak_does_not_hide_the_next() -> None:
    counts = months()
    counts.loc[[24, 30], "count"] *= 6
    assert period_growth(counts).loc[[24, 30], "status"].tolist() == ["grew", "grew"]


def test_three_periods_tell_nothing_and_no_traffic_is_not_none() -> None:
    counts = months(12, exposure=[*[1e6] * 11, np.nan])
    found = period_growth(counts)
    assert found.loc[3, "warnings"] == "insufficient data: 3 periods before it, 4 are needed"
    assert found.loc[11, "warnings"].endswith("nothing is known of what the count is out of")
    assert found["n_tests"].unique().tolist() == [7]


def test_a_market_that_multiplies_stands_out_of_fifty_after_four_quarters() -> None:
    parts = [months(5, seed).assign(segment=f"M{seed:02}") for seed in range(50)]
    counts = pd.concat(parts, ignore_index=True)
    counts.loc[(counts["segment"] == "M07") & (counts["period"] == "2023-05-01"), "count"] *= 3
    found = period_growth(counts)
    assert found.loc[found["status"] == "grew", "segment"].tolist() == ["M07"]


def test_a_period_that_stands_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match="one row per segment and period"):
        period_growth(pd.concat([months(), months()]))
