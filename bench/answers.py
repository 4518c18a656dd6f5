"""How long an answer takes to be safe on disk, beside the least that the disk can do."""

import os
import secrets
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from station.exam.attempt_events import EVENT, Answered
from station.ids import ElapsedMs, Epoch, QuestionId, StreamId, UnixMs
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog

ROUNDS = 2_000
WARM_UP = 100
MARK_EVERY = 10
STREAM = StreamId("attempt-1")


def run() -> dict[str, object]:
    """Measure in turn, in one run and one folder: a bare 4 KiB write and fsync, an answer.

    The bare write appends to a file; the seat's clock marks are saved in between, as at work.
    The folder is in the one that BENCH_FOLDER names, else in the system's temporary folder.
    """
    bare_us: list[float] = []
    answer_us: list[float] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        db = open_database(Path(folder) / "seat.db", secrets.token_bytes(32))
        log, marks = EventLog(db), ClockMarks(db)
        bare = os.open(Path(folder) / "bare", os.O_WRONLY | os.O_CREAT)
        for n in range(ROUNDS + WARM_UP):
            page = secrets.token_bytes(4096)
            body = EVENT.pack(Answered(QuestionId(f"q{n % 100}"), (n % 4,)))
            bare_us.append(_microseconds(partial(_write_through, bare, page)))
            answer_us.append(_microseconds(partial(_answer, log, body, n)))
            if n % MARK_EVERY == 0:
                marks.save(STREAM, ElapsedMs(n), UnixMs(n))
        os.close(bare)
        db.close()
    bare_us, answer_us = sorted(bare_us[WARM_UP:]), sorted(answer_us[WARM_UP:])
    ratio = _at(answer_us, 0.99) / _at(bare_us, 0.99)
    return {
        "name": "answers",
        "figures": {
            "rounds": ROUNDS,
            "bare_p50_ms": round(_at(bare_us, 0.5) / 1000, 3),
            "bare_p99_ms": round(_at(bare_us, 0.99) / 1000, 3),
            "answer_p50_ms": round(_at(answer_us, 0.5) / 1000, 3),
            "answer_p99_ms": round(_at(answer_us, 0.99) / 1000, 3),
            "p99_ratio": round(ratio, 2),
        },
        "bar": "p99 of a durable answer <= 2x p99 of a bare fsynced 4 KiB write, same disk and run",
        "holds": ratio <= 2,
    }


def _answer(log: EventLog, body: bytes, n: int) -> None:
    log.write(STREAM, Epoch(1), ElapsedMs(n), UnixMs(n), [body])


def _write_through(file: int, page: bytes) -> None:
    os.write(file, page)
    os.fsync(file)


def _microseconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begun) / 1000


def _at(ordered: list[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]
