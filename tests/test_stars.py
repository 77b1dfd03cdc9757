"""StarScout's profiles: the published rule gives the published figures, and ours stands beside it."""

import importlib
import os
from datetime import datetime
from pathlib import Path

import pytest

import trendkit
from trendkit.detect import library

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TRENDKIT_DATA", ROOT.parent / "shared" / "data"))
WINDOW = {"since": datetime(2000, 1, 1), "until": datetime(2026, 1, 1)}


def opened(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"no data at {DATA / name}: set TRENDKIT_DATA")
    return trendkit.connect(DATA / name, mapping=ROOT / "benchmarks" / "mappings" / f"{name}.sql")


@pytest.fixture
def figures(monkeypatch):
    if not (DATA / "stars").is_dir():
        pytest.skip(f"no data at {DATA / 'stars'}: set TRENDKIT_DATA")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return list(importlib.import_module("real.stars").figures())


def counted(figures):
    return [(figure.found.part, figure.found.whole) for figure in figures]


def test_the_published_rule_gives_the_published_precision_and_recall(figures):
    precision, recall = figures[:2]
    assert counted([precision, recall]) == [(6_206, 6_603), (6_206, 10_087)]
    assert [round(figure.found.value, 3) for figure in (precision, recall)] == [0.940, 0.615]
    assert [figure.published for figure in (precision, recall)] == [0.940, 0.615]


def test_a_life_of_nothing_but_approvals_is_more_precise_at_nearly_the_same_recall(figures):
    assert counted(figures[2:4]) == [(6_148, 6_417), (6_148, 10_087)]


def test_a_third_act_of_approval_brings_one_per_cent_of_recall_and_costs_one_of_precision(figures):
    assert counted(figures[4:6]) == [(6_238, 6_581), (6_238, 10_087)]


def test_the_labels_are_said_to_be_another_detectors_opinion(figures):
    assert {figure.labels.partition(" (")[0] for figure in figures} == {"another detector's opinion"}


def test_the_detector_itself_cannot_look_at_stars_without_times_of_registration():
    seen = library.get("low_activity").coverage(opened("stars"))
    assert (seen.state, seen.missing) == ("not_runnable", ("accounts.created_at",))


def test_no_detector_of_fake_engagement_can_look_at_followers_without_acts():
    db = opened("followers")
    detectors = [d for d in library.every() if d.header["abuse_type"] == "fake_engagement"]
    assert {d.coverage(db, **WINDOW).state for d in detectors} == {"not_runnable"}
