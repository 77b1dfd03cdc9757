"""The scoreboard counts what it says it counts, and no row below the bar is left without its reason."""

import importlib
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from trendkit.detect import library

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "scoreboard.md").read_text(encoding="utf-8")
PLANTED = [cells for line in PAGE.splitlines() if len(cells := line.strip("|").split("|")) == 7][2:]


@pytest.fixture
def scoreboard(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("scoreboard")


def first_number(cell: str) -> float:
    found = re.match(r"\s*(\d\.\d+)", cell)
    return float(found.group(1)) if found else 0.0


@pytest.mark.parametrize("cells", PLANTED, ids=lambda cells: cells[0].strip())
def test_a_row_below_the_bar_says_why(cells):
    detector, precision, _, _, recall, _, why = cells
    assert why.strip() or (first_number(precision) >= 0.95 and first_number(recall) >= 0.90), detector


def test_every_detector_is_on_the_scoreboard():
    assert [cells[0].strip() for cells in PLANTED] == library.names()


def test_an_entity_of_another_wave_is_abuse_but_not_the_right_wave(scoreboard):
    planted = pd.DataFrame(
        [
            ("like_ring", "account", "bot_1", True),
            ("follow_ring", "account", "bot_2", True),
            ("like_ring", "account", "bot_3", False),
            ("like_ring", "content", "video_1", True),
        ],
        columns=["detector", "entity_type", "entity_id", "sought"],
    )
    result = scoreboard.score(library.get("like_ring"), ["bot_2", "bot_3", "human_1"], planted)
    assert (result.precision.part, result.any_abuse.part, result.recall.part) == (0, 2, 0)
    assert (result.precision.whole, result.recall.whole) == (3, 1)


def test_a_share_of_nothing_is_no_number(scoreboard):
    assert str(scoreboard.Share(0, 0)) == "none found"


def test_periods_lie_end_to_end_and_cover_the_whole_span(scoreboard):
    detector = library.get("like_ring")
    since, until = datetime(2026, 11, 1), datetime(2026, 11, 1) + 2.5 * detector.lookback
    periods = list(scoreboard.windows(detector, since, until))
    assert [periods[0][1], periods[-1][0]] == [until, since]
    assert [later for later, _ in periods[:-1]] == [end for _, end in periods[1:]]
