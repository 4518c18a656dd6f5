"""A seat never reaches the coordinator again: its result comes on a stick, and counts once."""

import errno
import os
from pathlib import Path

import pytest

from station.errors import StationError
from station.errors.document import DocumentForged, DocumentMalformed, EnvelopeSealed
from station.errors.lan import MessageMalformed
from station.errors.session import SessionNotBegun, StartMissing, StickMissing, StickUnwritable
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.room_view import StartSession
from station.flow.stick import put_out, put_start_out, take_in, take_start_in
from station.lan.messages import FROM_HUB, FROM_SEAT, Acknowledge, Go, HistoryLost
from tests.flow.documents import CENTRE
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, hand_in


@pytest.fixture
def stick(sitting, tmp_path):
    """Seat 1 is done, and its cable was out when it was."""
    answer_all(sitting, right=4)
    sitting.connect(False)
    hand_in(sitting)
    folder = tmp_path / "stick"
    assert put_out(sitting.seats[1]._tools.memory, sitting.keys.seats[1], folder) == 1
    return folder


def bring(centre, stick):
    memory, trust = centre.room._tools.memory, centre.keys.trust
    taken = take_in(memory, trust, CENTRE, centre.clock, stick)
    if taken.failure is not None:
        raise taken.failure
    return taken.count


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


def test_a_bad_file_keeps_no_good_one_from_being_taken_in(sitting, stick):
    (stick / "0.result").write_bytes(b"half")
    (stick / "z.result").write_bytes(b"")
    (stick / "0.attempt").write_bytes(b"no attempt")
    with pytest.raises(StationError):
        bring(sitting, stick)
    assert sitting.outbox.count() == 1


@pytest.mark.parametrize(
    "write", ["station.whole_file.NamedTemporaryFile", "os.fsync", "pathlib.Path.replace"]
)
@pytest.mark.parametrize("wrong", [errno.ENOSPC, errno.EIO])
def test_a_stick_that_is_full_or_pulled_out_holds_no_half_file(
    sitting, stick, tmp_path, monkeypatch, write, wrong
):
    """At each step of writing; the same press works again with another stick."""

    def refuse(*_args, **_named):
        raise OSError(wrong, "gone")

    bad = tmp_path / "bad"
    memory, own = sitting.seats[1]._tools.memory, sitting.keys.seats[1]
    with monkeypatch.context() as patch:
        patch.setattr(write, refuse)
        with pytest.raises(StickUnwritable):
            put_out(memory, own, bad)
    assert list(bad.glob("*")) == []
    assert put_out(memory, own, bad) == 1
    assert bring(sitting, bad) == 1
    assert [each.name for each in bad.iterdir()] == [each.name for each in stick.iterdir()]


def test_a_stick_that_is_pulled_out_while_it_is_read_gives_nothing_and_is_said(
    sitting, stick, monkeypatch
):
    (stick / "z.result").write_bytes(b"never reached")

    def gone(path):
        if path.name == "z.result":
            raise OSError(errno.EIO, "gone")
        return original(path)

    original = Path.read_bytes
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", gone)
        with pytest.raises(StickMissing):
            bring(sitting, stick)
    assert sitting.outbox.count() == 0
    (stick / "z.result").unlink()
    assert bring(sitting, stick) == 1


def test_results_in_any_order_and_from_two_sticks_count_once_each(sitting, stick, tmp_path):
    (file,) = stick.glob("*.result")
    second = tmp_path / "second"
    second.mkdir()
    (second / "0.result").write_bytes(file.read_bytes())
    file.rename(stick / "zz.result")
    (stick / "aa.result").write_bytes((stick / "zz.result").read_bytes())
    assert bring(sitting, second) == 1
    assert bring(sitting, stick) == 2
    assert bring(sitting, second) == 1
    assert sitting.outbox.count() == 1


@pytest.fixture
def ready(centre):
    """F02: the network goes before the start, when the paper is at the seat already."""
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    assert isinstance(centre.screens[1], seat.ReadyScreen)
    centre.connect(False)
    return centre


def carry_start(centre, stick):
    """Write the start at the coordinator, bring it to seat 1, and switch that on again."""
    put_start_out(centre.room._tools.memory, stick)
    take_start_in(centre.seats[1]._tools.memory, stick)
    centre.kill_seat(1)
    centre.open_seat(1)
    for _ in range(20):
        centre.pass_ms(100)


def test_f02_the_network_is_gone_before_the_start_and_a_stick_brings_it(ready, tmp_path):
    with pytest.raises(SessionNotBegun):
        put_start_out(ready.room._tools.memory, tmp_path / "early")
    assert not (tmp_path / "early").exists()
    ready.wish(StartSession())
    assert not ready.screens[1].started
    carry_start(ready, tmp_path / "stick")
    assert isinstance(ready.press(1, seat.BeginExam()), seat.QuestionScreen)
    answer_all(ready, right=4)
    assert not hand_in(ready).delivered
    assert isinstance(ready.screens[1], seat.ScoreScreen)
    ready.connect(True)
    ready.beat(5)
    assert ready.screens[1].delivered
    assert ready.outbox.count() == 1
    assert len(ready.printer_below.tray) == 1


def test_a_start_on_a_full_stick_is_said_and_leaves_no_half_file(ready, tmp_path, monkeypatch):
    ready.wish(StartSession())

    def full(_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StickUnwritable):
            put_start_out(ready.room._tools.memory, tmp_path / "stick")
    assert list((tmp_path / "stick").glob("*.start")) == []
    with pytest.raises(StartMissing):
        take_start_in(ready.seats[1]._tools.memory, tmp_path / "stick")


def test_a_start_for_others_or_with_another_key_begins_nothing(ready, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    memory = ready.seats[1]._tools.memory
    with pytest.raises(StartMissing):
        take_start_in(memory, stick)
    (stick / "a.start").write_bytes(FROM_HUB.pack(Go("attempt/session-1/c-2", bytes(32))))
    with pytest.raises(StartMissing):
        take_start_in(memory, stick)
    (stick / "b.start").write_bytes(FROM_HUB.pack(Go("attempt/session-1/c-1", bytes(32))))
    with pytest.raises(EnvelopeSealed):
        take_start_in(memory, stick)
    (stick / "b.start").write_bytes(FROM_HUB.pack(Acknowledge("attempt/session-1/c-1", 1)))
    with pytest.raises(MessageMalformed):
        take_start_in(memory, stick)
    carried = ready.seats[1]._tools.memory.newest()
    assert carried.go is None
