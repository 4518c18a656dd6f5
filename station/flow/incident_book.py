"""What two persons decide over incidents, each with an own PIN and an own reason.

An incident is an event of some stream: of an attempt, noticed at a seat, or of a check-in, at the
door. What is decided over those of one stream is a stream beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.clock import Clock
from station.errors import StationError
from station.errors.flow import ReasonMissing
from station.exam.incident import (
    INCIDENT_EVENT,
    MOST_REASON,
    CloseIncident,
    Decisions,
    IncidentClosed,
    decide,
    evolve,
)
from station.flow.lane import Lane
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.room_view import DecideIncident
from station.flow.signing import Signing
from station.ids import StreamId
from station.store.event_log import EventLog
from station.store.stream import Record

DECIDING: Machine[Decisions, CloseIncident, IncidentClosed] = Machine(
    start=Decisions(),
    decide=lambda state, command, _: decide(state, command),
    evolve=evolve,
    codec=INCIDENT_EVENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTools:
    """What is needed to decide over incidents."""

    clock: Clock
    store: Lane
    log: EventLog
    signing: Signing
    failed: Callable[[StationError], None]


class IncidentBook:
    """The decisions over incidents, by the stream that these are events of."""

    def __init__(self, tools: BookTools) -> None:
        self._tools = tools
        self._lives: dict[StreamId, LiveStream[Decisions, CloseIncident, IncidentClosed]] = {}

    def load(self, stream: StreamId) -> tuple[Record, ...]:
        """Read what was decided; it blocks, on the store's lane."""
        return self._tools.log.read(_decided(stream))

    def replay(self, stream: StreamId, records: tuple[Record, ...]) -> Decisions:
        """Take up what was decided before a restart."""
        live = self._live(stream)
        live.replay(records)
        return live.state

    def of(self, stream: StreamId) -> Decisions:
        """What is decided so far."""
        live = self._lives.get(stream)
        return live.state if live is not None else Decisions()

    def decide(self, wish: DecideIncident, decided: Callable[[Decisions], None]) -> None:
        """Save what two persons decide, once each has signed and said why."""
        reasons = (wish.first_reason.strip(), wish.second_reason.strip())
        if not all(reasons) or max(map(len, reasons)) > MOST_REASON:
            self._tools.failed(ReasonMissing())
            return
        command = CloseIncident(
            seq=wish.seq,
            harmless=wish.harmless,
            first=wish.first.staff,
            first_reason=wish.first_reason,
            second=wish.second.staff,
            second_reason=wish.second_reason,
        )
        close = partial(self._close, wish.stream, command, decided)
        self._tools.signing.two(wish.first, wish.second, close, self._tools.failed)

    def _close(
        self, stream: StreamId, command: CloseIncident, decided: Callable[[Decisions], None]
    ) -> None:
        live = self._live(stream)
        live.give(command, lambda _: decided(live.state), self._tools.failed)

    def _live(self, stream: StreamId) -> LiveStream[Decisions, CloseIncident, IncidentClosed]:
        if stream not in self._lives:
            tools = self._tools
            ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
            self._lives[stream] = LiveStream(_decided(stream), DECIDING, ledger)
        return self._lives[stream]


def _decided(stream: StreamId) -> StreamId:
    return StreamId(f"decided/{stream}")
