"""Every knob can be turned to both ends of its range, and no further."""

from dataclasses import replace

import pytest

from content import FIRING, world
from trendkit.detect import fixture, library
from trendkit.errors import ParameterError

ENDS = [
    (detector, knob, end)
    for detector in library.every()
    for knob in detector.file.params
    if knob.low is not None
    for end in (knob.low, knob.high)
]


def story(detector):
    """The first case of a detector's fixture that fires."""
    return next(case for other, case in FIRING if other.name == detector.name)


@pytest.mark.parametrize(
    ("detector", "knob", "end"), ENDS, ids=lambda value: str(getattr(value, "name", value))
)
def test_a_knob_works_at_the_ends_of_its_range(detector, knob, end):
    case = story(detector)
    turned = replace(case, params=case.params | {knob.name: knob.kind(end)})
    found = fixture.run(detector, turned, world(detector, case))
    assert list(found.columns[:4]) == ["entity_id", "score", "first_seen", "last_seen"]


@pytest.mark.parametrize(
    ("detector", "knob", "end"), ENDS, ids=lambda value: str(getattr(value, "name", value))
)
def test_a_knob_beyond_its_range_is_refused(detector, knob, end):
    case = story(detector)
    beyond = knob.kind(end) + (1 if end == knob.high else -1)
    with pytest.raises(ParameterError, match=knob.name):
        fixture.run(detector, replace(case, params={knob.name: beyond}), world(detector, case))
