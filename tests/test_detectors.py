"""Every detector there is, against its own words and its own fixture."""

import inspect
from collections import Counter

import pytest

import trendkit.detectors
from content import CASES, DETECTORS, FIRING, FIRING_NAMES, NAMES, cases, findings
from trendkit.detect import fixture, library, stub
from trendkit.detect.sqlfile import KEYS
from trendkit.tables import contract

each = pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.name)
PLAIN = {"VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DATE", "VARCHAR[]"}


@pytest.mark.parametrize(("detector", "case"), CASES, ids=NAMES)
def test_a_case_finds_exactly_what_it_expects(detector, case):
    assert fixture.difference(detector, case) == ""


@each
def test_a_detector_has_a_case_of_each_kind(detector):
    assert set(Counter(case.kind for case in cases(detector))) == set(fixture.KINDS)


@each
def test_a_case_that_fires_expects_findings_and_a_look_alike_none(detector):
    assert all(case.expect for case in cases(detector) if case.kind == "fires")


@each
def test_the_header_is_complete(detector):
    needed = [key for key in KEYS if key not in ("optional", "acts", "waits", "step", "dsa", "disarm")]
    assert [key for key in needed if not detector.header.get(key)] == []


@each
def test_every_number_has_a_range_that_holds_its_default(detector):
    numbers = [p for p in detector.file.params if p.kind in (int, float)]
    assert [p.name for p in numbers if p.low is None or not p.low <= p.default <= p.high] == []


@each
def test_every_parameter_says_what_it_means(detector):
    assert [p.name for p in detector.file.params if not p.meaning] == []


@each
def test_a_default_is_one_of_the_choices(detector):
    assert [p.name for p in detector.file.params if p.choices and p.default not in p.choices] == []


@each
def test_needed_columns_exist_in_the_contract(detector):
    needs = (*detector.file.requires, *detector.file.optional)
    assert [contract.table(need.table).column(need.column).name for need in needs]


@each
def test_every_optional_column_says_what_is_lost_without_it(detector):
    assert [str(need) for need in detector.file.optional if not need.loss] == []


@each
def test_result_columns_survive_the_way_to_pandas(detector):
    odd = {name: kind for name, kind in detector.columns.items() if kind not in PLAIN}
    assert odd == {}, "cast sums to bigint and ratios to double"


@each
def test_the_score_is_a_number_and_the_times_are_moments(detector):
    types = [detector.columns[name] for name in ("entity_id", "score", "first_seen", "last_seen")]
    assert types[0] == "VARCHAR"
    assert types[1] in ("BIGINT", "INTEGER", "DOUBLE")
    assert types[2:] == ["TIMESTAMP", "TIMESTAMP"]


@each
def test_evidence_points_at_a_table_of_the_contract(detector):
    assert detector.evidence.table in contract.tables()


@each
def test_ties_name_two_accounts_and_a_weight(detector):
    query = detector.file.tie_query
    assert query is None or list(detector._bound(query))[:3] == ["a", "b", "weight"]


@pytest.mark.parametrize(("detector", "case"), FIRING, ids=FIRING_NAMES)
def test_every_finding_has_evidence_inside_the_window_and_none_after_it(detector, case):
    found = findings(detector, case)
    rows = found.events()
    time = detector.evidence.time
    since, until = found.run.params["since"], found.run.params["until"]
    assert not rows.duplicated(["entity_id", detector.evidence.key]).any()
    assert time is None or (rows[time] < until).all()
    # a method that needs history may also show what came before
    inside = rows if time is None else rows[rows[time] >= since]
    assert set(inside["entity_id"]) == set(found["entity_id"])


@pytest.mark.parametrize(("detector", "case"), FIRING, ids=FIRING_NAMES)
def test_a_finding_can_be_shown(detector, case):
    found = findings(detector, case)
    assert detector.name in repr(found)
    assert '<th scope="col">entity_id</th>' in found._repr_html_()


@each
def test_the_signature_lists_every_parameter(detector):
    names = [parameter.name for parameter in detector.file.params]
    assert list(inspect.signature(detector).parameters) == ["db", *names]
    assert all(f"{name}: " in detector.__doc__ for name in names)


def test_detectors_import_by_name():
    name = library.names()[0]
    assert getattr(trendkit.detectors, name).name == name
    assert set(library.names()) == set(dir(trendkit.detectors))


def test_the_stub_is_up_to_date():
    assert stub.PATH.read_text(encoding="utf-8") == stub.text(), "run python -m trendkit.detect.stub"
