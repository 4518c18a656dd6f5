"""kill -9 at any instant: what was said to be saved is there, and the chain holds."""

import multiprocessing
import random
import sys

import pytest

from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog

from .conftest import KEY

CUTS = 40
STREAM = StreamId("s")


def write_for_ever(path, said):
    """The seat that is going to be killed: it saves two events at once, and says so."""
    db = open_database(path, KEY)
    log, marks = EventLog(db), ClockMarks(db)
    while True:
        records = log.write(STREAM, Epoch(1), ElapsedMs(0), UnixMs(0), [bytes(200), bytes(200)])
        marks.save(STREAM, ElapsedMs(records[-1].seq), UnixMs(0))
        said.send((records[-1].seq, records[-1].digest))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a word of POSIX")
def test_no_answer_that_was_shown_is_lost(path):
    chance = random.Random(20261122)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    saved = 0
    for _ in range(CUTS):
        said = cut(processes, path, lines=chance.randrange(1, 12), spin=chance.randrange(40_000))
        db = open_database(path, KEY)
        records = EventLog(db).read(STREAM)
        assert said
        assert all(records[seq - 1].digest == digest for seq, digest in said)
        assert saved < said[-1][0] <= len(records)
        assert len(records) % 2 == 0  # two events in one write: both or none
        marked, _ = ClockMarks(db).load(STREAM)
        assert said[-1][0] <= marked <= len(records)
        saved = len(records)
        db.close()


def cut(processes, path, lines, spin):
    """Let a process save for some lines and a little longer; return all that it said."""
    hear, say = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_for_ever, args=(path, say))
    writer.start()
    say.close()
    said = [hear.recv() for _ in range(lines)]
    for _ in range(spin):  # somewhere inside the next write
        pass
    writer.kill()
    writer.join()
    with hear:
        while True:
            try:
                said.append(hear.recv())
            except EOFError:
                return said
