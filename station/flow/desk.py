"""The admission desk's flow: card, face, and two persons where a face is not enough."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.camera.port import Camera, FaceEngine, Frame
from station.clock import Clock, day_of
from station.errors import StationError
from station.errors.flow import CameTooLate, CardNotLaid
from station.errors.identity import NotOnRoster
from station.errors.reader import PhotoUndecodable
from station.flow.desk_eye import Comparison, compare
from station.flow.desk_view import (
    ClearDesk,
    CompareAgain,
    DecideTogether,
    DeskIntent,
    DeskState,
    ReadCard,
    Verdict,
)
from station.flow.lane import Lane
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.papers import OpenSession, check_in_stream
from station.flow.signing import Signing
from station.identity import check_in as door
from station.identity import check_in_commands as ask
from station.identity.check_in import CheckIn, CheckInPhase
from station.identity.check_in_commands import CheckInCommand
from station.identity.check_in_events import CHECK_IN_EVENT, Band, CheckInEvent
from station.identity.document import IdentityDocument
from station.identity.document_check import explained, fingerprint
from station.identity.roster import RosterEntry
from station.ids import CandidateId, StreamId, UnixMs, digest_of
from station.reader.port import IdCardReader, PhotoDecoder
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.stream import Record

MINUTE_MS = 60_000
DAY_MS = 86_400_000
KEEP_DAYS = 3 * 366
"""Pictures at the door stay as long as the exam's file; RULES 3.5."""

DOOR, HEAD = "door", "head"

VERDICTS = {Band.PASS: Verdict.PASS, Band.GREY: Verdict.GREY, Band.REFUSE: Verdict.REFUSE}

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
        head: JPEG of the head as seen at the door.
        records: The whole check-in.
    """

    entry: RosterEntry
    head: bytes
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools:
    """What the desk works with; the mode chooses each.

    Attributes:
        started_at: When the session was started; None before.
        fingerprint_key: The centre's secret by which documents are known again.
        admitted: Called once a candidate's admission is saved.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    log: EventLog
    pictures: Pictures
    reader_lane: Lane
    reader: IdCardReader
    decoder: PhotoDecoder
    eye: Lane
    camera: Camera
    faces: FaceEngine
    signing: Signing
    fingerprint_key: bytes
    started_at: Callable[[], UnixMs | None]
    admitted: Callable[[Admission], None]
    changed: Callable[[], None]


@dataclass(slots=True, eq=False)
class Visitor:
    """Whoever stands at the desk."""

    document: IdentityDocument
    chip_photo: bytes
    entry: RosterEntry
    live: Live
    comparison: Comparison | None = None


class DeskFlow:
    """The admission desk. It is called on one thread."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._visitor: Visitor | None = None
        self._trouble: StationError | None = None
        self._live_frame: Frame | None = None
        self._no_camera: StationError | None = None
        self._looking = False
        self._lives: dict[CandidateId, Live] = {}
        self.check_ins: dict[CandidateId, CheckIn] = {}

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Read who has been let in already."""

        def loaded(found: dict[CandidateId, tuple[Record, ...]]) -> None:
            for entry in self._tools.session.package.roster:
                records = found[entry.candidate]
                self._live(entry).replay(records)
                if records:
                    self.check_ins[entry.candidate] = self._live(entry).state
            ready()

        self._tools.store.run(self._load, loaded, failed)

    def tick(self) -> None:
        """Show the camera's picture while nobody is being compared."""
        if not self._looking:
            self._looking = True
            self._tools.eye.run(self._tools.camera.read, self._show_frame, self._no_frame)

    # What the staff wish

    def intent(self, intent: DeskIntent) -> None:
        """Hear what the staff wish at the desk."""
        match intent:
            case ReadCard():
                self._read_card()
            case CompareAgain():
                self._compare_again()
            case ClearDesk():
                self._clear()
            case DecideTogether():
                self._decide_together(intent)
            case _:
                assert_never(intent)

    def _read_card(self) -> None:
        """Read the card on the reader, then look at its holder."""
        self._visitor, self._trouble = None, None
        self._tools.changed()
        self._tools.reader_lane.run(self._read, self._present, self._fail)

    def _compare_again(self) -> None:
        """Take another look at the same person."""
        self._trouble = None
        visitor = self._visitor
        if visitor is None:
            return
        tools = self._tools
        look = partial(
            compare,
            tools.camera,
            tools.faces,
            chip=visitor.chip_photo,
            enrolment=visitor.entry.photo,
            rules=tools.session.rules.face,
        )
        tools.eye.run(look, partial(self._compared, visitor), self._fail)

    def _clear(self) -> None:
        """Make room for the next person."""
        self._visitor, self._trouble = None, None
        self._tools.changed()

    def _decide_together(self, wish: DecideTogether) -> None:
        """Two persons decide, each signed in with an own PIN."""
        visitor = self._visitor
        if visitor is None:
            return
        command = ask.DecideTogether(
            admit=wish.admit,
            first=wish.first.staff,
            second=wish.second.staff,
            name=digest_of(visitor.entry.name.encode()),
        )
        self._tools.signing.two(
            wish.first,
            wish.second,
            lambda: self._give(visitor, command, self._after_decision),
            self._fail,
        )

    def recall(self, entry: RosterEntry) -> None:
        """Say once more that a candidate was let in."""
        tools = self._tools
        tools.store.run(partial(self._admission, entry), tools.admitted, self._fail)

    def _admission(self, entry: RosterEntry) -> Admission:
        """Read an admission back: with the face that it rests on, and no other."""
        stream = check_in_stream(self._tools.session.package.session, entry)
        records = self._tools.log.read(stream)
        compared = door.replay(CHECK_IN_EVENT.unpack(record.body) for record in records).compared
        seen = self._tools.pictures.get(stream, DOOR)
        head = None
        if compared is not None and seen is not None and digest_of(seen) == compared.captured:
            head = self._tools.pictures.get(stream, HEAD)
        return Admission(entry=entry, head=head or entry.photo, records=records)

    def state(self) -> DeskState:
        """What the desk shows."""
        visitor = self._visitor
        if visitor is None:
            return DeskState.of_nobody(self._live_frame, self._trouble or self._no_camera)
        state = visitor.live.state
        compared = state.compared
        return DeskState(
            live=self._live_frame,
            candidate=visitor.entry.candidate,
            name=visitor.entry.name,
            tail=visitor.entry.tail,
            seat=visitor.entry.seat,
            chip_photo=visitor.chip_photo,
            enrolment_photo=visitor.entry.photo,
            captured_photo=visitor.comparison.captured if visitor.comparison else b"",
            similarity=compared.similarity if compared else None,
            threshold=compared.pass_at if compared else None,
            verdict=_verdict(state),
            admitted=state.phase is CheckInPhase.ADMITTED,
            to_decide=self._to_decide(state),
            trouble=self._trouble or self._no_camera,
        )

    def _to_decide(self, state: CheckIn) -> bool:
        """Whether the camera has had its say: it saw, it could not see, or it may not again."""
        if state.phase is CheckInPhase.PRESENTED:
            unseen = self._trouble is not None or self._no_camera is not None
            return unseen or state.comparisons >= door.COMPARISONS
        return state.phase in (CheckInPhase.TO_DECIDE, CheckInPhase.REFUSED)

    # Card

    def _read(self) -> tuple[IdentityDocument, bytes]:
        document = self._tools.reader.read_card()
        if document is None:
            raise CardNotLaid
        try:
            photo = self._tools.decoder.decode(document.raw_photo)
        except PhotoUndecodable:
            photo = b""  # the enrolment photo is compared instead
        return document, photo

    def _present(self, read: tuple[IdentityDocument, bytes]) -> None:
        document, photo = read
        tools = self._tools
        entry = tools.session.entry(document.number)
        if entry is None:
            self._fail(NotOnRoster())
            return
        live = self._live(entry)
        if live.state.phase is not CheckInPhase.ADMITTED and self._is_too_late():
            self._fail(CameTooLate())
            return
        self._visitor = Visitor(document, photo, entry, live)
        present = ask.Present(
            document=document,
            entry=entry,
            fingerprint=fingerprint(document, tools.fingerprint_key),
            today=day_of(tools.clock.wall()),
            rules=tools.session.rules.admission,
            trade=tools.session.package.blueprint.trade,
        )
        self._give(self._visitor, present, self._after_document)

    def _is_too_late(self) -> bool:
        session, started_at = self._tools.session, self._tools.started_at()
        if started_at is None:
            return False
        late_ms = self._tools.clock.wall() - started_at
        limit_ms = session.rules.exam.late_entry_minutes * MINUTE_MS
        return late_ms > limit_ms or late_ms >= session.package.blueprint.minutes * MINUTE_MS

    def _after_document(self, visitor: Visitor) -> None:
        state = visitor.live.state
        if state.phase is CheckInPhase.DOCUMENT_REFUSED and state.refused:
            self._trouble = explained(state.refused.reason)
        elif state.phase is CheckInPhase.PRESENTED:
            self._compare_again()
        elif state.phase is CheckInPhase.ADMITTED:
            self.recall(visitor.entry)  # the paper or the card may still be missing

    # Face

    def _compared(self, visitor: Visitor, comparison: Comparison) -> None:
        digest = digest_of(comparison.captured)
        tools = self._tools
        command = ask.Compare(
            similarity=comparison.similarity,
            rules=tools.session.rules.face,
            model=tools.faces.model,
            against=comparison.against,
            captured=digest,
            measures=comparison.measures,
        )
        if self._visitor is not visitor or not door.decide(visitor.live.state, command):
            return  # somebody else stands there, or it is decided: that picture stays
        visitor.comparison = comparison
        self._live_frame = comparison.frame
        keep = partial(self._keep_pictures, visitor.live.name, comparison)
        tools.store.run(
            keep, lambda _: self._give(visitor, command, self._after_decision), self._fail
        )

    def _keep_pictures(self, stream: StreamId, comparison: Comparison) -> None:
        delete_after = UnixMs(self._tools.clock.wall() + KEEP_DAYS * DAY_MS)
        for role, jpeg in ((DOOR, comparison.captured), (HEAD, comparison.head)):
            self._tools.pictures.put(stream, role, jpeg, delete_after)

    def _after_decision(self, visitor: Visitor) -> None:
        if visitor.live.state.phase is CheckInPhase.CLEARED:
            self._give(visitor, ask.Admit(visitor.entry.seat), self._after_admission)

    def _after_admission(self, visitor: Visitor) -> None:
        if visitor.live.state.phase is not CheckInPhase.ADMITTED:
            return
        tools = self._tools
        head = visitor.comparison.head if visitor.comparison else visitor.entry.photo

        def loaded(records: tuple[Record, ...]) -> None:
            tools.admitted(Admission(entry=visitor.entry, head=head, records=records))

        tools.store.run(partial(tools.log.read, visitor.live.name), loaded, self._fail)

    # The check-in's stream

    def _live(self, entry: RosterEntry) -> Live:
        """A check-in has one stream with one writer, however often the card is laid down."""
        tools = self._tools
        name = check_in_stream(tools.session.package.session, entry)
        if entry.candidate in self._lives:
            return self._lives[entry.candidate]
        ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
        self._lives[entry.candidate] = LiveStream(name, CHECK_IN, ledger)
        return self._lives[entry.candidate]

    def _give(
        self, visitor: Visitor, command: CheckInCommand, then: Callable[[Visitor], None]
    ) -> None:
        def saved(_: tuple[Record, ...]) -> None:
            self.check_ins[visitor.entry.candidate] = visitor.live.state
            then(visitor)
            self._tools.changed()

        visitor.live.give(command, saved, self._fail)

    def _load(self) -> dict[CandidateId, tuple[Record, ...]]:
        package, log = self._tools.session.package, self._tools.log
        return {
            entry.candidate: log.read(check_in_stream(package.session, entry))
            for entry in package.roster
        }

    def _show_frame(self, frame: Frame) -> None:
        self._looking, self._live_frame, self._no_camera = False, frame, None
        self._tools.changed()

    def _no_frame(self, error: StationError) -> None:
        self._looking, self._live_frame, self._no_camera = False, None, error
        self._tools.changed()

    def _fail(self, error: StationError) -> None:
        self._trouble = error
        self._tools.changed()


def _verdict(state: CheckIn) -> Verdict:
    return VERDICTS[state.compared.band] if state.compared else Verdict.NONE
