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
    again = outgoing.connected().batch()
    assert [record.seq for record in again.records] == [*range(BATCH + 1, 101)]
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
        st.tuples(st.sampled_from(["send", "lose", "answer", "cut", "new disk"]), st.just(0)),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_breaks_the_coordinator_ends_with_all(steps):
    """The wire loses what was under way when it is cut; the coordinator may lose its disk."""
    outgoing, saved, held, wire = Outgoing(stream="s"), 0, 0, []

    def arrive():
        nonlocal held
        if wire:
            batch = wire.pop(0)
            if batch.records[0].seq <= held + 1:
                held = max(held, batch.records[-1].seq)

    for step, count in [*steps, ("cut", 0), ("answer", 0)]:
        match step:
            case "save":
                outgoing = outgoing.saved(records(saved + 1, count))
                saved += count
            case "send":
                if batch := outgoing.batch():
                    wire.append(batch)
                    outgoing = outgoing.sent(batch)
            case "lose":
                arrive()
            case "answer":
                arrive()
                outgoing = outgoing.acknowledged(held + 1)
            case "cut":
                wire.clear()
                outgoing = outgoing.connected()
            case "new disk":
                held, wire = 0, []
                outgoing = outgoing.connected().acknowledged(1)
    while batch := outgoing.batch():
        wire.append(batch)
        outgoing = outgoing.sent(batch)
        arrive()
        outgoing = outgoing.acknowledged(held + 1)
    assert held == saved
    assert outgoing.saved_twice
