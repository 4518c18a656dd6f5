"""A seat never reaches the coordinator again: its result comes on a stick, and counts once."""

import pytest

from station.errors.document import DocumentForged, DocumentMalformed
from station.errors.lan import MessageMalformed
from station.flow.stick import put_out, take_in
from station.lan.messages import FROM_SEAT, HistoryLost
from tests.flow.test_main_job import answer_all, hand_in


@pytest.fixture
def stick(sitting, tmp_path):
    """Seat 1 is done, and its cable was out when it was."""
    answer_all(sitting, right=4)
    sitting.connect(False)
    hand_in(sitting)
    folder = tmp_path / "stick"
    assert put_out(sitting.seats[1]._tools.memory, folder) == 1
    return folder


def bring(centre, stick):
    return take_in(centre.room._tools.memory, centre.keys.trust, centre.clock, stick)


def test_a_result_on_a_stick_is_taken_in_and_counts_once(sitting, stick):
    assert sitting.outbox.count() == 0
    assert bring(sitting, stick) == 1
    assert bring(sitting, stick) == 1
    assert sitting.outbox.count() == 1
    sitting.connect(True)  # the seat lives after all, and delivers the same
    sitting.beat(3)
    assert sitting.outbox.count() == 1
    assert sitting.screens[1].delivered


def test_a_file_that_was_changed_or_is_no_result_is_refused(sitting, stick):
    (file,) = stick.glob("*.result")
    raw = file.read_bytes()
    file.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises((DocumentForged, DocumentMalformed, MessageMalformed)):
        bring(sitting, stick)
    file.write_bytes(FROM_SEAT.pack(HistoryLost("attempt/session-1/c-1")))
    with pytest.raises(MessageMalformed):
        bring(sitting, stick)
    assert sitting.outbox.count() == 0
