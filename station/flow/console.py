"""The coordinator's flow: desk, room and cards behind one window."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from station.clock import Clock
from station.errors import StationError
from station.errors.session import CoordinatorPassed, CoordinatorTwin, NobodyOnDuty
from station.exam.attempt import Phase
from station.flow.attempt_copy import AttemptCopy
from station.flow.card import Outcome
from station.flow.card_view import CardIntent
from station.flow.cards import CardFlow
from station.flow.console_view import ConsoleIntent, ConsoleState
from station.flow.desk import DeskFlow
from station.flow.desk_file import Admission
from station.flow.desk_view import DeskIntent
from station.flow.door_list import DoorListTools, ShowDoorList, show_door_list
from station.flow.enrolment_desk import EnrolmentFlow
from station.flow.enrolment_view import EnrolmentIntent
from station.flow.lane import InlineLane, Lane
from station.flow.own_health import OwnHealth, OwnHealthTools, OwnLook, OwnState
from station.flow.papers import OpenSession, issue_ticket
from station.flow.room import RoomFlow
from station.flow.room_state import room_state, seat_tile
from station.flow.room_view import Arrival, DecideIncident, RoomIntent, RosterRow, TakeStickIn
from station.flow.second_disk import SecondDisk, SecondDiskTools, SecondDiskWatch
from station.flow.stick_desk import StickDesk
from station.identity.check_in import CheckInPhase
from station.identity.roster import RosterEntry
from station.ids import CandidateId, SeatNumber
from station.store.outbox import Outbox

SECOND_MS = 1_000
UNTOLD_SECONDS = 10
TRY_AGAIN_SECONDS = 5

OF_ONE = CardIntent | EnrolmentIntent | TakeStickIn
"""What one person stands for, beside what the room's flow asks a person for itself."""

ARRIVALS = {
    CheckInPhase.NEW: Arrival.EXPECTED,
    CheckInPhase.DOCUMENT_REFUSED: Arrival.AT_DESK,
    CheckInPhase.PRESENTED: Arrival.AT_DESK,
    CheckInPhase.TO_DECIDE: Arrival.TO_DECIDE,
    CheckInPhase.CLEARED: Arrival.AT_DESK,
    CheckInPhase.REFUSED: Arrival.REFUSED,
    CheckInPhase.ADMITTED: Arrival.ADMITTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleTools:
    """What the window's flow joins together.

    Attributes:
        office: Where slow sums are done, such as composing a paper.
        untold: Counts the centre's own records that are in no envelope yet; it blocks.
        second_disk: What a standby could take over from.
        second_pc: Whether a second PC follows.
        own_look: How this computer is; called on `power`. None where nobody asks.
        show_list: Opens a PDF under a name; False if nothing here can.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    office: Lane
    outbox: Outbox
    show: Callable[[ConsoleState], None]
    power: Lane = field(default_factory=InlineLane)
    own_look: Callable[[], OwnLook] | None = None
    untold: Callable[[], int] = lambda: 0
    second_disk: SecondDiskTools | None = None
    second_pc: Callable[[], SecondDisk] = lambda: SecondDisk.NONE
    show_list: Callable[[str, bytes], bool] = lambda _name, _pdf: False


class ConsoleFlow:
    """The coordinator's window. It is called on one thread.

    The flows below it call `admitted`, `finished`, `changed` and `failed`; the mode
    ties them together before `start`.
    """

    def __init__(self, tools: ConsoleTools) -> None:
        self._tools = tools
        self._waiting_results = self._waiting_records = 0
        self._second_disk = SecondDiskWatch(tools.second_disk, self.changed)
        self._own: OwnHealth | None = None
        self._trouble: StationError | None = None
        self._dirty = True
        self._last_second = -1
        self._next_step = 0
        self._step_failed = False
        self._desk: DeskFlow
        self._room: RoomFlow
        self._cards: CardFlow
        self._enrolment: EnrolmentFlow
        self._stick: StickDesk

    def start(
        self,
        desk: DeskFlow,
        room: RoomFlow,
        cards: CardFlow,
        enrolment: EnrolmentFlow,
        stick: StickDesk,
    ) -> None:
        """Take up the work where it was left."""
        self._desk, self._room, self._cards = desk, room, cards
        self._enrolment, self._stick = enrolment, stick
        self._watch_itself()
        self._take_step()

    def _watch_itself(self) -> None:
        tools = self._tools
        if tools.own_look is not None:
            self._own = OwnHealth(
                OwnHealthTools(
                    clock=tools.clock,
                    lane=tools.power,
                    look=tools.own_look,
                    order=self._room.note,
                    changed=self.changed,
                )
            )

    def _take_step(self) -> None:
        """Read what one flow after the other had saved; one that fails is asked again."""
        steps = (self._desk.start, self._cards.start, self._room.start)
        if self._next_step == len(steps):
            self._take_up()
        else:
            steps[self._next_step](self._step_taken, self._step_not_taken)

    def _step_taken(self) -> None:
        self._next_step += 1
        self._take_step()

    def _step_not_taken(self, error: StationError) -> None:
        self._step_failed = True
        self.failed(error)

    def _take_up(self) -> None:
        """Whoever was let in before a restart and has no paper or card yet gets them now."""
        for entry in self._tools.session.package.roster:
            check_in = self._desk.check_ins.get(entry.candidate)
            admitted = check_in is not None and check_in.phase is CheckInPhase.ADMITTED
            unseated = self._room.of_candidate(entry.candidate) is None
            if admitted and (unseated or self._cards.needs_picture(entry)):
                self._desk.recall(entry)
        self.changed()

    # What the flows below say

    def changed(self) -> None:
        """Something is to be drawn anew; it will be, at the next beat."""
        self._dirty = True

    def failed(self, error: StationError) -> None:
        """Something did not work; the staff should know."""
        self._trouble = error
        self.changed()

    def admitted(self, admission: Admission) -> None:
        """Give a candidate who was let in a paper, and have the card made ready.

        It may be said again, after a restart or with the card laid down again: what is there
        stays, and what could not be made or saved is made now.
        """
        issue = partial(
            issue_ticket,
            self._tools.session,
            admission.entry,
            reference=admission.reference,
            check_in=admission.records,
            started_at=self._room.started_at,
            now=self._tools.clock.wall(),
        )

        if self._room.of_candidate(admission.entry.candidate) is None:
            self._tools.office.run(issue, self._room.seat_candidate, self.failed)
        self._cards.make_ready(admission)

    def came_back(self, candidate: CandidateId) -> None:
        """Somebody who sits an exam laid the card down at the desk: to go on at another seat."""
        self._room.ask_to_move(candidate)

    def recall(self, candidate: CandidateId) -> None:
        """Ask the desk once more for a candidate's picture and admission."""
        for entry in self._tools.session.package.roster:
            if entry.candidate == candidate:
                self._desk.recall(entry)

    def named(self, entry: RosterEntry) -> RosterEntry:
        """Return somebody with the name that two persons made whole at the door."""
        return self._desk.named(entry)

    def finished(self, copy: AttemptCopy) -> None:
        """An attempt is graded: the card's turn, if it was passed."""
        outcome = Outcome.of(copy)
        at_door = self._desk.door.open_of(outcome.candidate)
        self._cards.finished(replace(outcome, open_incidents=outcome.open_incidents + at_door))

    def handed_over(self, candidate: CandidateId) -> None:
        """Two persons have decided over an impostor: a card may have waited for it."""
        copy = self._room.of_candidate(candidate)
        if copy is not None and copy.attempt.phase is Phase.GRADED:
            self.finished(copy)

    # What the staff wish

    def intent(self, intent: ConsoleIntent) -> None:
        """Hear what the staff wish."""
        self._trouble = None
        if self._room.passed:
            self.failed(CoordinatorPassed())
            return
        if isinstance(intent, OF_ONE) and not self._tools.session.duty.taken:
            self.failed(NobodyOnDuty())
            return
        if isinstance(intent, DeskIntent):
            self._desk.intent(intent)
        elif isinstance(intent, DecideIncident) and self._desk.door.knows(intent.stream):
            self._desk.door.decide(intent)
        elif isinstance(intent, RoomIntent):
            self._room.intent(intent)
        elif isinstance(intent, TakeStickIn):
            self._stick.take_in()
        elif isinstance(intent, ShowDoorList):
            self._show_door_list()
        elif isinstance(intent, EnrolmentIntent):
            self._enrolment.intent(intent)
        else:
            self._cards.intent(intent)
        self.changed()

    def _show_door_list(self) -> None:
        session = self._tools.session
        seats = tuple(self._row(entry).seat for entry in session.package.roster)
        tools = DoorListTools(office=self._tools.office, show=self._tools.show_list)
        show_door_list(tools, session, seats, self.failed)

    def tick(self) -> None:
        """Hear that a tenth of a second went by; draw, if something changed."""
        self._desk.tick()
        second = self._tools.clock.mono() // SECOND_MS
        if second != self._last_second:
            self._last_second = second
            self._tools.store.run(self._tools.outbox.count, self._count, self.failed)
            if second % UNTOLD_SECONDS == 0:
                self._tools.store.run(self._tools.untold, self._count_records, self.failed)
            self._second_disk.tick()
            if self._own is not None:
                self._own.tick()
            self._room.note_alive()
            if not self._room.passed:
                self._cards.go_on()
            if self._step_failed and second % TRY_AGAIN_SECONDS == 0:
                self._step_failed = False
                self._take_step()
        if self._dirty:
            self._dirty = False
            self._tools.show(self.state())

    def _count(self, waiting: int) -> None:
        self._waiting_results = waiting
        self.changed()

    def _count_records(self, waiting: int) -> None:
        self._waiting_records = waiting
        self.changed()

    # What the window shows

    def state(self) -> ConsoleState:
        """The whole window."""
        session, now = self._tools.session, self._tools.clock.mono()
        return ConsoleState(
            title=session.package.title,
            drill=session.drill,
            started=self._room.started_at is not None,
            paused=self._room.paused,
            roster=tuple(self._row(entry) for entry in session.package.roster),
            seats=tuple(seat_tile(self._room, seat, now) for seat in self._seats()),
            room=room_state(self._room, session.rules.exam.outage_postpone_minutes, now),
            cards=self._cards.rows(),
            printers=self._cards.printers(),
            sheet=self._cards.sheet,
            desk=self._desk.state(),
            outbox=self._waiting_results,
            records=self._waiting_records,
            staff=tuple((person.id, person.name) for person in session.package.staff),
            duty=session.duty.who if session.duty.taken else None,
            trouble=self._trouble or (CoordinatorTwin() if self._room.twin else None),
            incidents=self._desk.door.rows() + self._room.incidents.rows(),
            enrolment=self._enrolment.state(),
            second_disk=self._second_disk.state,
            second_pc=self._tools.second_pc(),
            from_stick=self._stick.taken,
            own=self._own.state if self._own is not None else OwnState(),
        )

    def _seats(self) -> list[SeatNumber]:
        """Every seat that somebody is expected at or that was ever heard, spare ones too."""
        expected = {entry.seat for entry in self._tools.session.package.roster}
        return sorted(expected | set(self._room.seats))

    def _row(self, entry: RosterEntry) -> RosterRow:
        entry = self._desk.named(entry)
        copy = self._room.of_candidate(entry.candidate)
        graded = copy.attempt.graded if copy else None
        return RosterRow(
            candidate=entry.candidate,
            name=entry.name,
            tail=entry.tail,
            seat=copy.issued.seat if copy else entry.seat,
            arrival=self._arrival(entry, copy),
            marks=graded.marks if graded else None,
            passed=graded.passed if graded else None,
        )

    def _arrival(self, entry: RosterEntry, copy: AttemptCopy | None) -> Arrival:
        if copy is not None and copy.over:
            return Arrival.FINISHED
        if copy is not None and copy.attempt.phase in (Phase.RUNNING, Phase.PAUSED):
            return Arrival.SITTING
        check_in = self._desk.check_ins.get(entry.candidate)
        return ARRIVALS[check_in.phase] if check_in else Arrival.EXPECTED
