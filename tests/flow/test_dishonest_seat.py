"""A seat's program may be somebody else's: what it says touches its own attempt and no more."""

import pytest

from station.credential.card_events import CARD_EVENT, Released
from station.ids import Digest, Epoch, StreamId
from station.lan.messages import Append, Deliver, HistoryLost, Refused
from station.seal.envelope import seal
from station.store.stream import ROOT, Record
from tests.flow.test_room import ATTEMPT, SEAT_1


def forged(stream: StreamId, seq: int, previous: Digest, body: bytes, **other) -> Record:
    plain = {"epoch": Epoch(1), "elapsed": 0, "wall": 0, **other}
    return Record(stream=stream, seq=seq, previous=previous, body=body, **plain)


@pytest.mark.parametrize("name", ["card/card-2", "check-in/session-1/c-2", "attempt/session-1/c-2"])
def test_records_of_another_stream_are_not_saved_under_cover_of_its_own(sitting, said, name):
    stream = StreamId(name)
    before = sitting.log.read(stream)
    record = forged(stream, len(before) + 1, ROOT, CARD_EVENT.pack(Released()))
    sitting.room.received(SEAT_1, Append(ATTEMPT, (record,)))
    assert said[-1] == (SEAT_1, Refused("STO-04", ATTEMPT))
    assert sitting.log.read(stream) == before


def test_a_record_that_is_no_event_is_refused_and_does_not_stop_the_room(sitting, said):
    records = sitting.log.read(ATTEMPT)
    garbage = forged(ATTEMPT, len(records) + 1, records[-1].digest, b"garbage")
    sitting.room.received(SEAT_1, Append(ATTEMPT, (garbage,)))
    assert said[-1] == (SEAT_1, Refused("STO-04", ATTEMPT))
    assert sitting.log.read(ATTEMPT) == records
    sitting.close_coordinator()
    sitting.open_coordinator()
    assert ATTEMPT in sitting.room.copies


def test_an_attempt_has_one_envelope_and_only_its_own_seat_can_seal_it(sitting, said, keys):
    def envelope(number: int, stream: StreamId) -> bytes:
        label = stream.encode()
        return seal(b"a bundle", keys.sealing.public, label, keys.seats[number])

    for foreign in (b"no envelope", envelope(2, ATTEMPT), envelope(1, StreamId("attempt/x/y"))):
        sitting.room.received(SEAT_1, Deliver(ATTEMPT, foreign))
        assert isinstance(said[-1][1], Refused)
    assert sitting.outbox.count() == 0
    for _ in range(50):
        sitting.room.received(SEAT_1, Deliver(ATTEMPT, envelope(1, ATTEMPT)))
    assert sitting.outbox.count() == 1


def test_a_seat_that_says_without_end_that_its_disk_was_replaced_fills_no_disk(sitting):
    def epoch() -> Epoch:
        return sitting.room.copies[ATTEMPT].issued.ticket.epoch

    before = epoch()
    for _ in range(100):
        sitting.room.received(SEAT_1, HistoryLost(ATTEMPT))
    assert epoch() == before + 1
    sitting.clock.pass_ms(10_000)
    sitting.room.received(SEAT_1, HistoryLost(ATTEMPT))
    assert epoch() == before + 2
