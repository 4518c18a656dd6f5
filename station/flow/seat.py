"""The seat's flow: what the candidate wishes, the coordinator says and the clock brings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.camera.port import Advice, Camera, FaceEngine
from station.clock import Clock
from station.errors import StationError
from station.errors.document import DrillMixedWithProduction
from station.errors.store import StreamFenced, StreamForked
from station.exam.attempt import Phase
from station.exam.attempt_commands import (
    Command,
    ConfirmIdentity,
    Continue,
    Pause,
    RecordGrade,
    Start,
    Submit,
)
from station.exam.attempt_events import Cause
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.hand_in import mark, seal_bundle
from station.flow.lane import Lane
from station.flow.live_stream import Ledger
from station.flow.replication import Replication
from station.flow.seat_eye import Look, SeatEye
from station.flow.seat_memory import SeatMemory
from station.flow.seat_pages import SeatPages
from station.flow.sitting import SavedSitting, Sitting
from station.ids import ElapsedMs, SeatNumber, StaffId
from station.lan.messages import (
    Acknowledge,
    Deliver,
    Delivered,
    FromHub,
    FromSeat,
    Go,
    Heartbeat,
    Hold,
    Refused,
    SeatDoing,
    Ticket,
    Vouch,
    Welcome,
)
from station.seal.identity import Identity
from station.store.stream import Record

SECOND_MS = 1_000
LOOKS_BEFORE_UNSURE = 20

DOING = {
    Phase.NEW: SeatDoing.IDLE,
    Phase.OPENED: SeatDoing.CHECKING,
    Phase.CONFIRMED: SeatDoing.READY,
    Phase.RUNNING: SeatDoing.RUNNING,
    Phase.PAUSED: SeatDoing.PAUSED,
    Phase.SUBMITTED: SeatDoing.SUBMITTED,
    Phase.GRADED: SeatDoing.SUBMITTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTools:
    """What a seat works with; the mode chooses each.

    Attributes:
        store: The database's lane; `memory` is used on it alone.
        eye: The camera's lane; `camera` and `faces` are used on it alone.
        camera: None if this seat has none: then two persons vouch for the candidate.
        drill: Some device of this seat is simulated: only drills may be held here.
        send: Says something to the coordinator; False if it is not there.
    """

    seat: SeatNumber
    identity: Identity
    clock: Clock
    store: Lane
    memory: SeatMemory
    eye: Lane
    camera: Camera | None
    faces: FaceEngine
    send: Callable[[FromSeat], bool]
    free_disk_mb: Callable[[], int]
    drill: bool


class SeatFlow:
    """One seat. It is called on one thread, and calls `show` on the same.

    Args:
        show: Draws a screen.
    """

    def __init__(self, tools: SeatTools, show: Callable[[view.SeatScreen], None]) -> None:
        self._tools = tools
        self._show_screen = show
        self._online = False
        self._fault: StationError | None = None
        self._sitting: Sitting | None = None
        self._replication: Replication | None = None
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._eye: SeatEye | None = None
        self._look: Look | None = None
        self._looks = 0
        self._best: float | None = None
        self._last_second = -1
        self._busy = False
        self._doorstep: Doorstep[FromHub] = Doorstep(tools.store, self._hear)

    # What happens to a seat

    def start(self) -> None:
        """Find out what this seat was at when it last stopped."""
        self._doorstep.look_up(self._tools.memory.newest, self._found, self._fail)

    def online(self, online: bool) -> None:
        """Hear that the coordinator came or went."""
        self._online = online
        self._show()

    def received(self, message: FromHub) -> None:
        """Hear what the coordinator says."""
        self._doorstep.knock(message)

    def _hear(self, message: FromHub) -> None:
        match message:
            case Welcome():
                self._catch_up()
            case Ticket():
                self._take_ticket(message)
            case Go():
                self._take_go(message)
            case Acknowledge():
                self._acknowledged(message)
            case Delivered():
                self._note_delivered(message)
            case Hold(_, True, by):
                self._give(Pause(by))
            case Hold(_, _, by):
                self._give(Continue(by))
            case Vouch(_, first, second):
                self._confirm(None, (first, second))
            case Refused(code):
                self._refused(code)
            case _:
                assert_never(message)
        self._show()

    def intent(self, intent: view.SeatIntent) -> None:
        """Hear what the candidate wishes."""
        sitting = self._sitting
        if sitting is None:
            return
        command = self._pages.command(sitting, intent)
        if command is not None:
            self._give(command)
        else:
            self._show()

    def tick(self) -> None:
        """Hear that a tenth of a second went by."""
        sitting = self._sitting
        if sitting is not None and sitting.attempt.phase is Phase.OPENED and self._eye:
            self._eye.look(self._seen, self._not_seen)
        if sitting is not None and sitting.time_is_up and not self._busy:
            self._give(Submit(Cause.TIME_UP))
        second = self._tools.clock.mono() // SECOND_MS
        if second != self._last_second:
            self._last_second = second
            self._each_second()

    # The candidate's sitting

    def _found(self, saved: SavedSitting | None) -> None:
        if saved is None or saved.delivered:
            self._show()
        else:
            self._begin(saved)

    def _take_ticket(self, ticket: Ticket) -> None:
        sitting = self._sitting
        if sitting is not None:
            same = sitting.ticket.stream == ticket.stream
            newer = ticket.epoch > sitting.ticket.epoch
            if (same and not newer) or (not same and not sitting.over):
                return
        memory = self._tools.memory
        self._doorstep.look_up(partial(memory.take_ticket, ticket), self._begin, self._fail)

    def _begin(self, saved: SavedSitting) -> None:
        tools = self._tools
        try:
            ledger = Ledger(log=tools.memory.log, lane=tools.store, clock=tools.clock)
            sitting = Sitting(saved, tools.seat, ledger)
            if tools.drill and not sitting.drill:
                raise DrillMixedWithProduction
        except StationError as error:
            self._fail(error)
            return
        self._fault = None
        self._sitting = sitting
        self._replication = Replication(saved.ticket.stream, saved.records, tools.send)
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._look, self._looks, self._best = None, 0, None
        if tools.camera is not None:
            self._eye = SeatEye(tools.camera, tools.faces, tools.eye, saved.ticket.reference)
        sitting.begin_or_go_on(self._saved, self._fail)
        self._catch_up()

    def _take_go(self, go: Go) -> None:
        sitting = self._sitting
        if sitting is None or sitting.ticket.stream != go.stream or sitting.paper is not None:
            return
        memory = self._tools.memory
        self._tools.store.run(partial(memory.take_go, go), self._go, self._fail)

    def _go(self, go: Go) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        try:
            sitting.unlock(go)
        except StationError as error:
            self._fail(error)
            return
        self._give(Start())  # whoever is checked begins with the room; the others press Begin

    def _give(self, command: Command) -> None:
        if self._sitting is None:
            return
        self._busy = True
        self._sitting.give(command, self._saved, self._not_saved)

    def _saved(self, records: tuple[Record, ...]) -> None:
        self._busy = False
        if self._replication:
            self._replication.saved(records)
        if records:
            self._pages.trouble = None
        self._go_further()
        self._show()

    def _not_saved(self, error: StationError) -> None:
        self._busy = False
        self._pages.trouble = error
        self._show()

    def _go_further(self) -> None:
        """Take the step that follows by itself from where the attempt stands."""
        sitting = self._sitting
        if sitting is None or sitting.paper is None:
            return
        if sitting.attempt.phase is Phase.SUBMITTED:
            grade = mark(sitting, sitting.paper)
            self._give(RecordGrade(marks=grade.marks, of=grade.of, passed=grade.passed))
        elif sitting.attempt.phase is Phase.GRADED and not sitting.delivered:
            self._hand_in(sitting)

    def _hand_in(self, sitting: Sitting) -> None:
        tools, paper = self._tools, sitting.paper
        if paper is None:
            return
        make = partial(seal_bundle, sitting, paper, tools.seat, tools.identity)
        stream = sitting.ticket.stream
        tools.store.run(
            partial(tools.memory.envelope, stream, make),
            lambda envelope: self._deliver(Deliver(stream, envelope)),
            self._not_saved,
        )

    def _deliver(self, delivery: Deliver) -> None:
        self._tools.send(delivery)

    def _note_delivered(self, message: Delivered) -> None:
        sitting, memory = self._sitting, self._tools.memory
        if sitting is None or sitting.ticket.stream != message.stream:
            return
        sitting.delivered = True
        self._tools.store.run(
            partial(memory.note_delivered, message.stream), lambda _: None, self._not_saved
        )

    # The coordinator

    def _catch_up(self) -> None:
        """Offer the coordinator whatever it may not have."""
        if self._replication:
            self._replication.restart()
        sitting = self._sitting
        if sitting and sitting.attempt.phase is Phase.GRADED and not sitting.delivered:
            self._hand_in(sitting)

    def _acknowledged(self, message: Acknowledge) -> None:
        replication = self._replication
        if replication is None or replication.stream != message.stream:
            return
        try:
            replication.acknowledge(message.next_seq)
        except StreamForked as error:
            self._fault = error  # the coordinator has records that this seat does not

    def _refused(self, code: str) -> None:
        if code == StreamFenced.code:
            self._fault = StreamFenced()  # the exam goes on at another seat

    def _each_second(self) -> None:
        sitting, tools = self._sitting, self._tools
        doing = SeatDoing.FAULT if self._fault else SeatDoing.IDLE
        if sitting is not None and not self._fault:
            doing = DOING[sitting.attempt.phase]
            if sitting.attempt.phase is Phase.RUNNING:
                tools.store.run(
                    partial(tools.memory.mark, sitting.ticket.stream, sitting.elapsed),
                    lambda _: None,
                    self._not_saved,
                )
        tools.send(self._heartbeat(doing))
        self._show()

    def _heartbeat(self, doing: SeatDoing) -> Heartbeat:
        sitting = self._sitting
        return Heartbeat(
            stream=sitting.ticket.stream if sitting else None,
            doing=doing,
            unsure=self._unsure,
            elapsed=sitting.elapsed if sitting else ElapsedMs(0),
            answered=len(sitting.attempt.answers) if sitting else 0,
            questions=len(sitting.ticket.places) if sitting else 0,
            free_disk_mb=self._tools.free_disk_mb(),
            wall=self._tools.clock.wall(),
        )

    # The face at the seat

    @property
    def _unsure(self) -> bool:
        sitting = self._sitting
        checking = sitting is not None and sitting.attempt.phase is Phase.OPENED
        return checking and (self._eye is None or self._looks >= LOOKS_BEFORE_UNSURE)

    def _seen(self, look: Look) -> None:
        self._look = look
        self._looks += look.advice is not Advice.NO_FACE
        if look.similarity is not None:
            self._best = max(look.similarity, self._best or -1.0)
            self._confirm(self._best, ())
        self._show()

    def _not_seen(self, error: StationError) -> None:
        self._pages.trouble = error
        self._eye = None  # the invigilator is called; two persons vouch
        self._show()

    def _confirm(self, similarity: float | None, by: tuple[StaffId, ...]) -> None:
        sitting = self._sitting
        if sitting is None or sitting.attempt.phase is not Phase.OPENED:
            return
        threshold = sitting.rules.face.presence
        if by or (similarity is not None and similarity >= threshold):
            model = self._tools.faces.model
            self._give(
                ConfirmIdentity(
                    similarity=similarity, threshold=threshold, model=model, decided_by=by
                )
            )

    # The screen

    def _fail(self, error: StationError) -> None:
        self._fault = error
        self._show()

    def _show(self) -> None:
        self._show_screen(
            self._pages.screen(
                self._sitting,
                online=self._online,
                fault=self._fault,
                look=self._look,
                unsure=self._unsure,
                saved_twice=self._replication is not None and self._replication.twice,
            )
        )
