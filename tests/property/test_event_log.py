"""Two seats, one coordinator, any order of saving, sending and moving: nothing is rewritten."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors.store import StreamFenced, StreamForked
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.stream import Head, follow

KEY = bytes(32)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.integers(0, 1), st.integers(1, 3)),
        st.tuples(st.just("send"), st.integers(0, 1), st.integers(0, 4)),
        st.tuples(st.just("move"), st.integers(0, 1), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=25)
@given(STEPS)
def test_the_coordinator_only_ever_adds(steps):
    """A move fences the old seat off and gives the other one what the coordinator holds.

    The oracle is a plain list that may only grow, and a plain epoch.
    """
    with tempfile.TemporaryDirectory() as folder:
        places = [open_database(Path(folder) / f"{name}.db", KEY) for name in "abc"]
        seats, hub = [EventLog(places[0]), EventLog(places[1])], EventLog(places[2])
        epochs, fence, kept = [1, 0], 1, []
        for step, who, count in steps:
            match step:
                case "save" if epochs[who]:
                    try:
                        seats[who].write("s", epochs[who], 0, 0, [bytes([who])] * count)
                    except StreamFenced:  # it was given a later epoch's records
                        assert epochs[who] < seats[who].head("s").epoch
                case "send":
                    records = seats[who].read("s")[max(0, len(kept) - count) :]
                    new = [r for r in records if r not in kept]
                    fits = bool(records) and (not new or epochs[who] == fence)
                    try:
                        hub.append(records)
                        kept += new
                        assert fits
                    except (StreamFenced, StreamForked):
                        assert not fits
                case "move" if seats[who].read("s") == tuple(kept)[: seats[who].head("s").seq]:
                    fence += 1
                    epochs[who] = fence
                    hub.fence("s", fence)
                    if kept:
                        seats[who].append(kept)
            assert hub.read("s") == tuple(kept)
        assert follow(Head(), kept, "s") == hub.head("s")
        for place in places:
            place.close()
