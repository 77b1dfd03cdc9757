"""Time to resolution: oracles of statsmodels and of hand, and what may not be said."""

from contextlib import closing

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

import trendkit
from trendkit.assess.effects.resolution import time_to_resolution
from trendkit.errors import NoDataError, ParameterError

START = pd.Timestamp("2026-10-01")


def desk(tickets: int = 2_000, seed: int = 1, **columns: object) -> pd.DataFrame:
    """A desk where half of all tickets take a day at most: opened evenly over thirty days."""
    rng = np.random.default_rng(seed)
    opened = START + pd.to_timedelta(np.sort(rng.uniform(0, 720, tickets)), unit="h").round("s")
    taken = pd.to_timedelta(
        (24 * rng.weibull(0.6, tickets) / np.log(2) ** (1 / 0.6)).round(3), unit="h"
    ).round("s")
    own = {
        "ticket_id": [f"t_{i}" for i in range(tickets)],
        "opened_at": opened,
        "resolved_at": opened + taken,
    }
    return pd.DataFrame(own | columns)


def answered(tickets: pd.DataFrame, **options: object) -> pd.DataFrame:
    with closing(trendkit.connect(tickets=tickets)) as db:
        return time_to_resolution(db, **options).set_index("of")


def test_without_open_tickets_the_median_is_the_plain_one() -> None:
    tickets = desk()
    hours = (tickets["resolved_at"] - tickets["opened_at"]).dt.total_seconds() / 3600
    found = answered(tickets).loc["median hours to resolve"]
    assert found["estimate"] == pytest.approx(hours.median(), rel=0.01)
    assert found["low"] < 24 < found["high"]


def test_median_and_interval_are_those_of_statsmodels() -> None:
    tickets, seen = desk(), pd.Timestamp("2026-10-20")
    known = tickets[tickets["opened_at"] <= seen]
    done = known["resolved_at"] <= seen
    hours = (known["resolved_at"].where(done, seen) - known["opened_at"]).dt.total_seconds() // 1 / 3600
    curve = SurvfuncRight(hours, done)
    found = answered(tickets, as_of=seen).loc["median hours to resolve"]
    assert found["estimate"] == pytest.approx(curve.quantile(0.5))
    assert (found["low"], found["high"]) == pytest.approx(curve.quantile_ci(0.5))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_two_in_five_still_open_the_median_holds_and_the_mean_of_the_closed_does_not(seed: int) -> None:
    tickets = desk(20_000, seed)
    hours = (tickets["resolved_at"] - tickets["opened_at"]).dt.total_seconds() / 3600
    # opened within two days and looked at after them: most have had no time to be resolved
    young = tickets.assign(opened_at=START + (tickets["opened_at"] - START) / 15)
    young["resolved_at"] = young["opened_at"] + pd.to_timedelta(hours, unit="h")
    found = answered(young, as_of=START + pd.Timedelta("66h"))
    median, mean = (found.loc[name] for name in ("median hours to resolve", "mean hours of the closed"))
    assert median["n_eff"] / median["n"] == pytest.approx(0.6, abs=0.02)
    assert median["estimate"] == pytest.approx(hours.median(), rel=0.05)
    assert mean["estimate"] < hours.mean() / 2
    assert "still open" in mean["warnings"]


def test_a_promise_is_kept_as_often_as_the_curve_says_and_not_as_the_closed_say() -> None:
    tickets = desk().assign(sla_due_at=lambda t: t["opened_at"] + pd.Timedelta("24h"))
    found = answered(tickets, as_of=START + pd.Timedelta("15D"), within=[24])
    kept, within = found.loc["resolved by the time promised"], found.loc["resolved within 24 h"]
    assert kept["low"] < 0.5 < kept["high"]
    assert (kept["low"], kept["high"]) == pytest.approx((within["low"], within["high"]))


def test_what_was_never_watched_is_not_said() -> None:
    found = answered(desk(), until="2026-10-03", as_of="2026-10-03", within=[72])
    assert found.loc["hours until 90 % are resolved", "warnings"].startswith("insufficient data: only")
    assert found.loc["resolved within 72 h", "warnings"].endswith("watched that long")


def test_each_segment_has_its_rows_and_a_small_one_is_insufficient_data() -> None:
    queues = ["night" if i < 20 else "day" for i in range(2_000)]
    found = answered(desk(queue=queues), by="queue").reset_index().set_index(["segment", "of"])["estimate"]
    assert np.isnan(found["night", "median hours to resolve"])
    assert found["day", "median hours to resolve"] > 0


def test_tickets_that_end_before_they_begin_are_left_out_aloud() -> None:
    tickets = desk()
    tickets.loc[:9, "resolved_at"] = tickets.loc[:9, "opened_at"] - pd.Timedelta("1h")
    found = answered(tickets).loc["median hours to resolve"]
    assert found["n"] == 1_990
    assert found["warnings"].startswith("10 ended before they were opened")


def test_a_column_that_is_none_of_the_contracts_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="Did you mean 'queue'"):
        answered(desk(), by="queues")


def test_no_ticket_is_no_data() -> None:
    with pytest.raises(NoDataError, match="No ticket was opened in this window"):
        answered(desk(), since="2027-01-01")
