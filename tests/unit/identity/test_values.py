"""Rules that cannot be wrong, and people who do not show."""

import pytest

from station.identity.roster import Staff
from station.identity.rules import FaceRules
from station.ids import StaffId
from tests.unit.identity.people import document, entry


@pytest.mark.parametrize(
    "wrong",
    [
        {"chip_pass": 0.3},
        {"chip_grey": 0.0},
        {"enrolment_pass": 1.0},
        {"enrolment_grey": 0.46},
        {"presence": 0.0},
        {"presence": 1.0},
    ],
)
def test_thresholds_out_of_order_cannot_be(wrong):
    with pytest.raises(ValueError, match="thresholds"):
        FaceRules(**wrong)


def test_people_do_not_show_by_accident():
    staff = Staff(id=StaffId("s-1"), name="甲乙", pin_check=b"secret")
    shown = f"{document()!r} {entry()!r} {staff!r}"
    assert "甲" not in shown
    assert "1990" not in shown
    assert "secret" not in shown
