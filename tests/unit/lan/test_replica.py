"""What a stream owes, against a coordinator that is only a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.store import StreamForked
from station.lan.replica import BATCH, Outgoing
from station.store.stream import ROOT, Record


def records(first, count):
    return [
        Record(stream="s", seq=seq, epoch=1, elapsed=0, wall=0, previous=ROOT, body=b"")
        for seq in range(first, first + count)
    ]


def test_nothing_is_owed_at_first():
    outgoing = Outgoing(stream="s")
    assert outgoing.saved_twice
    assert outgoing.batch() is None


def test_a_long_stream_goes_in_batches_and_once_more_after_a_break():
    outgoing = Outgoing(stream="s").saved(records(1, 100))
    sizes = []
    while batch := outgoing.batch():
        sizes.append(len(batch.records))
        outgoing = outgoing.sent(batch)
    assert sizes == [BATCH, 100 - BATCH]
    outgoing = outgoing.acknowledged(BATCH + 1)
    assert not outgoing.saved_twice
    assert outgoing.batch() is None
    outgoing = outgoing.connected()
    asking = outgoing.batch()
    assert asking.records == ()
    outgoing = outgoing.sent(asking)
    assert outgoing.batch() is None  # the answer comes first
    again = outgoing.acknowledged(BATCH + 11).batch()
    assert [record.seq for record in again.records] == [*range(BATCH + 11, 101)]
    assert outgoing.acknowledged(101).saved_twice


def test_an_acknowledgement_from_before_is_no_reason_to_send_twice():
    outgoing = Outgoing(stream="s").saved(records(1, 2))
    outgoing = outgoing.sent(outgoing.batch()).saved(records(3, 1))
    outgoing = outgoing.sent(outgoing.batch()).acknowledged(3)
    assert outgoing.batch() is None


@pytest.mark.parametrize("next_seq", [0, -1, 4])
def test_a_coordinator_that_knows_more_than_we_do_is_a_fork(next_seq):
    with pytest.raises(StreamForked):
        Outgoing(stream="s").saved(records(1, 2)).acknowledged(next_seq)


def test_records_out_of_number_are_a_bug():
    with pytest.raises(ValueError, match="out of number"):
        Outgoing(stream="s").saved(records(2, 1))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.integers(1, 90)),
        st.tuples(
            st.sampled_from(["send", "arrive", "hear", "cut", "power cut", "new disk"]), st.just(0)
        ),
    ),
    max_size=80,
)


class Wire:
    """A connection to a coordinator; it notes what came that was held already."""

    def __init__(self):
        self.held = 0
        self.there, self.back = [], []
        self.twice = 0

    def cut(self):
        self.there, self.back = [], []

    def arrive(self):
        if self.there:
            sent = self.there.pop(0)
            self.twice += sum(record.seq <= self.held for record in sent.records)
            if sent.records and sent.records[0].seq <= self.held + 1:
                self.held = max(self.held, sent.records[-1].seq)
            self.back.append(self.held + 1)

    def hear(self, outgoing):
        return outgoing.acknowledged(self.back.pop(0)) if self.back else outgoing


@given(STEPS)
def test_whatever_breaks_the_coordinator_ends_with_all_and_gets_nothing_twice(steps):
    """A cut loses what is under way, both ways; the seat may forget what was acknowledged, and
    the coordinator may lose its disk."""
    outgoing, saved, wire = Outgoing(stream="s"), 0, Wire()
    for step, count in [*steps, ("cut", 0)]:
        match step:
            case "save":
                outgoing = outgoing.saved(records(saved + 1, count))
                saved += count
            case "send":
                if batch := outgoing.batch():
                    wire.there.append(batch)
                    outgoing = outgoing.sent(batch)
            case "arrive":
                wire.arrive()
            case "hear":
                outgoing = wire.hear(outgoing)
            case "cut":
                wire.cut()
                outgoing = outgoing.connected()
            case "power cut":
                wire.cut()
                outgoing = Outgoing(stream="s").saved(records(1, saved)).connected()
            case "new disk":
                wire.cut()
                wire.held = 0
                outgoing = outgoing.connected()
    while batch := outgoing.batch():
        wire.there.append(batch)
        outgoing = outgoing.sent(batch)
        wire.arrive()
        outgoing = wire.hear(outgoing)
    assert wire.held == saved
    assert wire.twice == 0
    assert outgoing.saved_twice


@given(STEPS)
def test_asking_again_on_the_same_connection_loses_nothing(steps):
    """A refusal is no answer: whoever waits too long asks once more."""
    outgoing, saved, wire = Outgoing(stream="s"), 0, Wire()
    for step, count in steps:
        match step:
            case "save":
                outgoing = outgoing.saved(records(saved + 1, count))
                saved += count
            case "send":
                if batch := outgoing.batch():
                    wire.there.append(batch)
                    outgoing = outgoing.sent(batch)
            case "arrive":
                wire.arrive()
            case "hear":
                outgoing = wire.hear(outgoing)
            case _:
                outgoing = outgoing.connected()
    outgoing = outgoing.connected()
    while (batch := outgoing.batch()) or wire.there or wire.back:
        if batch:
            wire.there.append(batch)
            outgoing = outgoing.sent(batch)
        wire.arrive()
        outgoing = wire.hear(outgoing)
    assert wire.held == saved
    assert outgoing.saved_twice
