"""What is kept of check-ins on disk: their streams, and pictures until their day has come."""

from dataclasses import dataclass, replace

from station.clock import Clock
from station.flow.desk_eye import Comparison
from station.flow.lane import Lane
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.papers import OpenSession, check_in_stream
from station.identity import check_in as door
from station.identity.check_in import CheckIn
from station.identity.check_in_commands import CheckInCommand
from station.identity.check_in_events import CHECK_IN_EVENT, CheckInEvent
from station.identity.names import Glyph, with_glyphs
from station.identity.retention_rules import days_after
from station.identity.roster import RosterEntry
from station.ids import CandidateId, StreamId, UnixMs, digest_of
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.stream import Record

DOOR, HEAD, CHIP, FRONT, BACK = "door", "head", "chip", "front", "back"

CHECK_IN: Machine[CheckIn, CheckInCommand, CheckInEvent] = Machine(
    start=CheckIn(),
    decide=lambda state, command, _: door.decide(state, command),
    evolve=door.evolve,
    codec=CHECK_IN_EVENT,
)

Live = LiveStream[CheckIn, CheckInCommand, CheckInEvent]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Admission:
    """A candidate who was let in, and what the seat and the card need of it.

    Attributes:
        head: JPEG of the head as seen at the door; the enrolment photo if nothing was seen.
        reference: What the seat's camera compares with; empty for somebody who does not want
            to be pictured: two persons vouch at the seat, and its camera stays shut.
        records: The whole check-in.
    """

    entry: RosterEntry
    head: bytes
    reference: bytes
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile:
    """The desk's repositories; all but `stream` and `live` are called on the store's lane."""

    session: OpenSession
    log: EventLog
    pictures: Pictures
    clock: Clock

    def stream(self, entry: RosterEntry) -> StreamId:
        """The name of a candidate's check-in."""
        return check_in_stream(self.session.package.session, entry)

    def live(self, entry: RosterEntry, lane: Lane) -> Live:
        """Return the writer of a candidate's check-in; there may be only one."""
        ledger = Ledger(log=self.log, lane=lane, clock=self.clock)
        return LiveStream(self.stream(entry), CHECK_IN, ledger)

    def load(self) -> dict[CandidateId, tuple[Record, ...]]:
        """Read every check-in of the session."""
        roster = self.session.package.roster
        return {entry.candidate: self.log.read(self.stream(entry)) for entry in roster}

    def keep_face(self, stream: StreamId, comparison: Comparison, chip_photo: bytes) -> None:
        """Keep what was compared, for a short time: longer only once the person is let in.

        Args:
            chip_photo: PNG or JPEG; empty if there is none.
        """
        kept = ((DOOR, comparison.captured), (HEAD, comparison.head), (CHIP, chip_photo))
        for role, picture in kept:
            if picture:
                self.pictures.put(stream, role, picture, self._day(admitted=False))

    def keep_sides(self, stream: StreamId, front: bytes, back: bytes) -> None:
        """Keep the photographs of a typed document, for a short time."""
        for role, jpeg in ((FRONT, front), (BACK, back)):
            self.pictures.put(stream, role, jpeg, self._day(admitted=False))

    def keep_longer(self, stream: StreamId) -> None:
        """Keep the pictures of a check-in with the exam's file."""
        self.pictures.postpone(stream, self._day(admitted=True))

    def photos(self, entry: RosterEntry) -> tuple[bytes, bytes]:
        """Return the frame that the last comparison rests on, and the chip's photo.

        Each is empty if it is not here; the chip's, too, if it was not held against that frame.
        """
        stream = self.stream(entry)
        captured = self._compared_with(stream, self.log.read(stream))
        chip_photo = self.pictures.get(stream, CHIP) if captured else None
        return captured, chip_photo or b""

    def admission(self, entry: RosterEntry) -> Admission:
        """Read an admission back: with the face that it rests on, and no other."""
        stream = self.stream(entry)
        records = self.log.read(stream)
        seen = self._compared_with(stream, records)
        head = self.pictures.get(stream, HEAD) if seen else None
        return admission_of(entry, head or b"", records)

    def _compared_with(self, stream: StreamId, records: tuple[Record, ...]) -> bytes:
        compared = _replay(records).compared
        seen = self.pictures.get(stream, DOOR)
        if compared is None or seen is None or digest_of(seen) != compared.captured:
            return b""
        return seen

    def _day(self, *, admitted: bool) -> UnixMs:
        retention = self.session.rules.retention
        days = retention.admitted_days if admitted else retention.others_days
        return days_after(self.clock.wall(), days)


def admission_of(entry: RosterEntry, head: bytes, records: tuple[Record, ...]) -> Admission:
    """Put an admission together.

    Args:
        head: As seen at the door; empty if nothing was seen.
    """
    head, state = head or entry.photo, _replay(records)
    reference = head if state.may_picture else b""
    return Admission(
        entry=named(entry, state.glyphs), head=head, reference=reference, records=records
    )


def named(entry: RosterEntry, glyphs: tuple[Glyph, ...]) -> RosterEntry:
    """Return somebody of the roster with the name that two persons have made whole."""
    return replace(entry, name=with_glyphs(entry.name, glyphs)) if glyphs else entry


def declined_pictures(records: tuple[Record, ...]) -> bool:
    """Tell from a check-in whether the person did not agree to be pictured."""
    consent = _replay(records).consent
    return consent is not None and not consent.given


def _replay(records: tuple[Record, ...]) -> CheckIn:
    return door.replay(CHECK_IN_EVENT.unpack(record.body) for record in records)
