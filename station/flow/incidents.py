"""What was noticed at the seats, and what two persons decide over it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from station.camera.watch_look import STILL_BYTES
from station.clock import Clock
from station.errors import StationError
from station.errors.flow import IncidentNotHere
from station.exam.attempt import Phase
from station.exam.incident import Decisions
from station.flow.attempt_copy import AttemptCopy
from station.flow.incident_book import BookTools, IncidentBook
from station.flow.lane import Lane
from station.flow.room_memory import RoomMemory
from station.flow.room_view import DecideIncident, IncidentRow
from station.flow.signing import Signing
from station.identity.retention_rules import days_after
from station.ids import Digest, SeatNumber, StreamId, digest_of
from station.lan.messages import Still
from station.store.stream import Record

MOST_STILLS = 40
"""Pictures of one attempt that are kept; a camera that errs all day fills no disk."""

Saved = dict[StreamId, tuple[tuple[Record, ...], dict[Digest, bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTools:
    """What is needed to decide over incidents; see RoomTools."""

    clock: Clock
    store: Lane
    memory: RoomMemory
    signing: Signing
    finished: Callable[[AttemptCopy], None]
    changed: Callable[[], None]
    failed: Callable[[StationError], None]


class Incidents:
    """The incidents of one session's attempts. It is called on one thread."""

    def __init__(self, tools: IncidentTools, copies: Mapping[StreamId, AttemptCopy]) -> None:
        self._tools = tools
        self._copies = copies
        self._book = IncidentBook(
            BookTools(
                clock=tools.clock,
                store=tools.store,
                log=tools.memory.log,
                signing=tools.signing,
                failed=tools.failed,
            )
        )

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Read what was decided, and the pictures; until then every incident is open."""

        def loaded(saved: Saved) -> None:
            for stream, (records, stills) in saved.items():
                copy = self._copies[stream]
                copy.decisions = self._book.replay(stream, records)
                copy.stills.update(stills)
                self._tell(copy)
            self._tools.changed()
            ready()

        self._tools.store.run(partial(self._load, tuple(self._copies)), loaded, failed)

    def rows(self) -> tuple[IncidentRow, ...]:
        """What nobody has decided over, the oldest first."""
        rows = [
            _row(copy, seq)
            for copy in self._copies.values()
            for seq in copy.decisions.undecided(frozenset(copy.noticed))
        ]
        return tuple(sorted(rows, key=lambda row: (row.at, row.seat, row.seq)))

    def keep(self, seat: SeatNumber, message: Still) -> None:
        """Save a picture that an event of this seat's attempt tells of; drop any other."""
        copy = self._copies.get(message.stream)
        if copy is None or copy.issued.seat != seat or len(message.jpeg) > STILL_BYTES:
            return
        digest = digest_of(message.jpeg)
        told = any(event.picture == digest for _, event in copy.noticed.values())
        if not told or digest in copy.stills or len(copy.stills) >= MOST_STILLS:
            return
        delete_after = days_after(self._tools.clock.wall(), self._tools.memory.retention.still_days)
        pictures = self._tools.memory.pictures

        def saved(_: None) -> None:
            copy.stills[digest] = message.jpeg
            self._tools.changed()

        put = partial(pictures.put, message.stream, _role(digest), message.jpeg, delete_after)
        self._tools.store.run(put, saved, self._tools.failed)

    def decide(self, wish: DecideIncident) -> None:
        """Two persons decide, each signed in with an own PIN and each with a reason."""
        copy, tools = self._copies.get(wish.stream), self._tools
        if copy is None or wish.seq not in copy.noticed:
            tools.failed(IncidentNotHere())
            return

        def decided(state: Decisions) -> None:
            copy.decisions = state
            self._tell(copy)
            self._tools.changed()

        self._book.decide(wish, decided)

    def _tell(self, copy: AttemptCopy) -> None:
        """A card may have waited for this decision."""
        if copy.attempt.phase is Phase.GRADED:
            self._tools.finished(copy)

    def _load(self, streams: tuple[StreamId, ...]) -> Saved:
        memory = self._tools.memory
        saved: Saved = {}
        for stream in streams:
            noticed = self._copies[stream].noticed.values()
            digests = [event.picture for _, event in noticed if event.picture is not None]
            found = {digest: memory.pictures.get(stream, _role(digest)) for digest in digests}
            stills = {digest: raw for digest, raw in found.items() if raw is not None}
            saved[stream] = (self._book.load(stream), stills)
        return saved


def _row(copy: AttemptCopy, seq: int) -> IncidentRow:
    at, event = copy.noticed[seq]
    ticket = copy.issued.ticket
    still = copy.stills.get(event.picture, b"") if event.picture is not None else b""
    return IncidentRow(
        stream=ticket.stream,
        seq=seq,
        seat=copy.issued.seat,
        name=ticket.name,
        tail=ticket.tail,
        what=event.what,
        at=at,
        still=still,
        reference=ticket.reference,
    )


def _role(digest: Digest) -> str:
    return f"still-{digest.hex()[:16]}"
