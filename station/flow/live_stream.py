"""The loop of the station for one stream: command, decide, save, evolve.

Nothing is shown as done before it is on disk: `done` is called after the save, with the
state already evolved by what was saved.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from station.clock import Clock
from station.codec import Codec
from station.errors import StationError
from station.flow.lane import Lane
from station.flow.stopwatch import Stopwatch
from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.store.event_log import EventLog
from station.store.stream import Record

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E")

Done = Callable[[tuple[Record, ...]], None]
Failed = Callable[[StationError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine(Generic[S, C, E]):
    """A state machine of a pure room: what its stream's events mean."""

    start: S
    decide: Callable[[S, C, ElapsedMs], tuple[E, ...]]
    evolve: Callable[[S, E], S]
    codec: Codec[E]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where streams are written: the log on its lane, with the time."""

    log: EventLog
    lane: Lane
    clock: Clock


class LiveStream(Generic[S, C, E]):
    """A stream with its state and its only writer.

    Commands are judged one after the other, each against the state that the one before it
    left behind on disk; the time that counts is the moment the command was given.

    Args:
        stopwatch: Gives the exam time of each event; it stands still where none is given.

    Attributes:
        state: What the saved events amount to.
    """

    def __init__(
        self,
        name: StreamId,
        machine: Machine[S, C, E],
        ledger: Ledger,
        *,
        epoch: Epoch = Epoch(1),
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self.name = name
        self.state = machine.start
        self._epoch = epoch
        self._machine = machine
        self._ledger = ledger
        self._stopwatch = stopwatch or Stopwatch(ledger.clock)
        self._waiting: deque[tuple[C, ElapsedMs, UnixMs, Done, Failed]] = deque()
        self._saving = False

    def replay(self, records: tuple[Record, ...]) -> None:
        """Bring the state up to what is saved, after a restart."""
        for record in records:
            self.state = self._machine.evolve(self.state, self._machine.codec.unpack(record.body))

    def give(self, command: C, done: Done, failed: Failed) -> None:
        """Judge a command and save what it makes happen.

        Args:
            done: Gets the records once they are saved; none, if the command was refused.
            failed: Gets the error if nothing could be saved; the state is as before.
        """
        self._waiting.append(
            (command, self._stopwatch.elapsed(), self._ledger.clock.wall(), done, failed)
        )
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._saving:
            command, elapsed, wall, done, failed = self._waiting.popleft()
            events = self._machine.decide(self.state, command, elapsed)
            if not events:
                done(())
                continue
            self._saving = True
            bodies = [self._machine.codec.pack(event) for event in events]
            self._ledger.lane.run(
                partial(self._ledger.log.write, self.name, self._epoch, elapsed, wall, bodies),
                partial(self._saved, events, done),
                partial(self._not_saved, failed),
            )

    def _saved(self, events: tuple[E, ...], done: Done, records: tuple[Record, ...]) -> None:
        for event in events:
            self.state = self._machine.evolve(self.state, event)
        self._saving = False
        done(records)
        self._next()

    def _not_saved(self, failed: Failed, error: StationError) -> None:
        self._saving = False
        failed(error)
        self._next()
