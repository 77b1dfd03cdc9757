"""Plots say what they show, in the same bytes each time."""

import re
from base64 import b64decode

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from trendkit.publish import plot


@pytest.fixture
def daily() -> pd.DataFrame:
    days = pd.date_range("2026-10-22", periods=30)
    frame = pd.DataFrame({"day": days, "observed": np.arange(30.0), "expected": 10.0, "lo": 4.0, "hi": 17.0})
    frame.loc[:6, ["expected", "lo", "hi"]] = np.nan
    return frame


def svg(drawn: plot.Picture) -> str:
    return b64decode(drawn.src.removeprefix("data:image/svg+xml;base64,")).decode()


def test_a_daily_series_shows_observed_expected_band_and_the_day_tested(daily):
    text = svg(plot.picture(plot.daily_series(daily), "alt"))
    assert {"observed", "expected", "95 % of chance", "day tested"} <= set(
        re.findall(r">([^<>]+)</text>", text)
    )


def test_a_mitigation_is_a_line_only_where_the_days_are(daily):
    launched = pd.to_datetime(["2026-11-01 10:00", "2020-01-01 10:00"])
    done = pd.DataFrame({"launched_at": launched, "kind": ["friction", "long ago"]})
    text = svg(plot.picture(plot.daily_series(daily, mitigations=done), "alt"))
    assert ">friction<" in text
    assert "long ago" not in text


def test_the_same_numbers_give_the_same_bytes(daily):
    assert plot.picture(plot.daily_series(daily), "a") == plot.picture(plot.daily_series(daily), "a")


def test_a_sparkline_is_the_size_of_a_few_words():
    text = svg(plot.picture(plot.sparkline([1, 2, float("nan"), 5]), "alt"))
    width, height = (float(value) for value in re.findall(r'(?:width|height)="([\d.]+)pt"', text)[:2])
    assert (width, height) == (160, 36)


@pytest.mark.parametrize("values", [[], [float("nan")], [0], [0, 0, 0], [1e300]], ids=repr)
def test_a_sparkline_of_almost_nothing_is_drawn(values):
    assert svg(plot.picture(plot.sparkline(values), "alt")).startswith("<?xml")


def test_bars_keep_their_order_and_names_that_begin_with_an_underscore():
    frame = pd.DataFrame({"name": ["_first", "second"], "value": [2.0, 1], "lo": [1.0, 0.5], "hi": [3.0, 2]})
    axes = plot.bars(frame)
    assert [tick.get_text().strip() for tick in axes.get_yticklabels()] == ["_first", "second"]
    assert axes.yaxis_inverted()
    pyplot.close(axes.figure)


def test_hours_nobody_acted_in_are_on_the_grid():
    axes = plot.hour_day_heatmap(pd.DataFrame({"weekday": [0], "hour": [23], "acts": [5]}))
    grid = np.asarray(axes.collections[0].get_array()).reshape(7, 24)
    assert grid[0, 23] == 5
    assert grid.sum() == 5
    pyplot.close(axes.figure)


def test_a_plot_goes_where_it_is_told(daily):
    figure, axes = pyplot.subplots()
    assert plot.daily_series(daily, ax=axes) is axes
    pyplot.close(figure)


def test_a_figure_has_alternative_text_and_leaves_no_figure_open(daily):
    drawn = plot.figure_html(plot.daily_series(daily), 'acts "rose"', "Acts <b>per day</b>")
    html = drawn._repr_html_()
    assert 'alt="acts &quot;rose&quot;"' in html
    assert "<figcaption>Acts &lt;b&gt;per day&lt;/b&gt;</figcaption>" in html
    assert pyplot.get_fignums() == []


def test_no_plot_carries_a_date_or_an_address_that_loads(daily):
    text = svg(plot.picture(plot.daily_series(daily), "alt"))
    assert "<dc:date>" not in text
    assert not re.search(r"(?:href|src)=\"(?!#)", text)


@pytest.fixture
def rhythm() -> pd.DataFrame:
    rows = [
        (True, "BR", "2026-11-01", 6, 14, 30),
        (True, "$x^2$", "2026-11-03", 1, 3, 10),
        (False, "BR", "2026-11-02", 0, 9, 5),
    ]
    return pd.DataFrame(rows, columns=["found", "market", "day", "weekday", "hour", "acts"])


def test_a_timeline_shows_each_day_as_a_share_of_the_groups_acts(rhythm):
    axes = plot.timeline(rhythm)
    shares = {line.get_label(): list(line.get_ydata()) for line in axes.get_lines()}
    assert shares == {"found accounts": [75, 0, 25], "controls": [0, 100, 0]}
    pyplot.close(axes.figure)


def test_small_multiples_are_one_panel_a_market_the_busiest_first(rhythm):
    figure = plot.small_multiples(rhythm)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["BR", "$x^2$"]
    assert svg(plot.picture(figure, "alt")).count("found accounts") == 1


def test_hours_of_found_accounts_and_controls_are_two_panels(rhythm):
    figure = plot.activity_heatmap(rhythm)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["found accounts", "controls"]
    pyplot.close(figure)


def test_plots_of_nothing_are_drawn(rhythm):
    nothing = rhythm.iloc[:0]
    drawn = (plot.timeline(nothing), plot.small_multiples(nothing), plot.activity_heatmap(nothing))
    assert all(svg(plot.picture(each, plot.activity_alt(nothing))).startswith("<?xml") for each in drawn)


def test_words_say_when_and_where_each_group_acts_most(rhythm):
    assert plot.activity_alt(rhythm) == (
        "found accounts: 40 acts, most on 2026-11-01, at 14 h UTC, in BR; "
        "controls: 5 acts, most on 2026-11-02, at 9 h UTC, in BR"
    )
