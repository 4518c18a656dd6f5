"""The coordinator's flow: desk, room and cards behind one window."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.clock import Clock
from station.errors import StationError
from station.exam.attempt import Phase
from station.flow import console_view as view
from station.flow.attempt_copy import AttemptCopy, SeatLife
from station.flow.cards import CardFlow
from station.flow.desk import Admission, DeskFlow
from station.flow.lane import Lane
from station.flow.papers import OpenSession, issue_ticket
from station.flow.room import RoomFlow
from station.flow.signatures import check_signatures
from station.identity.check_in import CheckInPhase
from station.identity.roster import RosterEntry
from station.ids import CardSerial, SeatNumber
from station.lan.messages import SeatDoing
from station.store.outbox import Outbox

SECOND_MS = 1_000

ARRIVALS = {
    CheckInPhase.NEW: view.Arrival.EXPECTED,
    CheckInPhase.DOCUMENT_REFUSED: view.Arrival.AT_DESK,
    CheckInPhase.PRESENTED: view.Arrival.AT_DESK,
    CheckInPhase.TO_DECIDE: view.Arrival.TO_DECIDE,
    CheckInPhase.CLEARED: view.Arrival.AT_DESK,
    CheckInPhase.REFUSED: view.Arrival.REFUSED,
    CheckInPhase.ADMITTED: view.Arrival.ADMITTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleTools:
    """What the window's flow joins together.

    Attributes:
        office: Where slow sums are done, such as composing a paper.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    office: Lane
    outbox: Outbox
    show: Callable[[view.ConsoleState], None]


class ConsoleFlow:
    """The coordinator's window. It is called on one thread.

    The three flows below it call `admitted`, `finished`, `changed` and `failed`; the mode
    ties them together before `start`.
    """

    def __init__(self, tools: ConsoleTools) -> None:
        self._tools = tools
        self._waiting_results = 0
        self._trouble: StationError | None = None
        self._dirty = True
        self._last_second = -1
        self._desk: DeskFlow
        self._room: RoomFlow
        self._cards: CardFlow

    def start(self, desk: DeskFlow, room: RoomFlow, cards: CardFlow) -> None:
        """Take up the work where it was left."""
        self._desk, self._room, self._cards = desk, room, cards
        cards.start(lambda: room.start(lambda: desk.start(self._take_up)))

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
            reference=admission.head,
            check_in=admission.records,
            started_at=self._room.started_at,
            now=self._tools.clock.wall(),
        )

        if self._room.of_candidate(admission.entry.candidate) is None:
            self._tools.office.run(issue, self._room.seat_candidate, self.failed)
        self._cards.make_ready(admission)

    def finished(self, copy: AttemptCopy) -> None:
        """An attempt is graded: the card's turn, if it was passed."""
        self._cards.finished(copy)

    # What the staff wish

    def intent(self, intent: view.ConsoleIntent) -> None:
        """Hear what the staff wish."""
        self._trouble = None
        match intent:
            case view.ReadCard():
                self._desk.read_card()
            case view.CompareAgain():
                self._desk.compare_again()
            case view.ClearDesk():
                self._desk.clear()
            case view.DecideTogether():
                self._desk.decide_together(intent)
            case view.VouchAtSeat():
                self._vouch(intent)
            case view.StartSession():
                self._room.start_session()
            case view.HoldAll(paused):
                self._room.hold_all(paused, self._tools.session.duty)
            case view.PrintAgain(serial):
                self._print_again(serial)
            case view.AnswerTray(serial, printed):
                self._cards.answer_tray(serial, printed)
            case view.HandOver(serial):
                self._cards.hand_over(serial)
            case _:
                assert_never(intent)
        self.changed()

    def tick(self) -> None:
        """Hear that a tenth of a second went by; draw, if something changed."""
        self._desk.tick()
        second = self._tools.clock.mono() // SECOND_MS
        if second != self._last_second:
            self._last_second = second
            self._tools.store.run(self._tools.outbox.count, self._count, self.failed)
            self._cards.go_on()
        if self._dirty:
            self._dirty = False
            self._tools.show(self.state())

    def _print_again(self, serial: CardSerial) -> None:
        holder = self._cards.without_picture(serial)
        for entry in self._tools.session.package.roster:
            if entry.candidate == holder:
                self._desk.recall(entry)  # the picture is made anew, and then printed
        if holder is None:
            self._cards.print_again(serial)

    def _vouch(self, intent: view.VouchAtSeat) -> None:
        staff = self._tools.session.package.staff
        signed = partial(check_signatures, staff, intent.first, intent.second)
        self._tools.office.run(
            signed,
            lambda _: self._room.vouch(intent.seat, intent.first.staff, intent.second.staff),
            self.failed,
        )

    def _count(self, waiting: int) -> None:
        self._waiting_results = waiting
        self.changed()

    # What the window shows

    def state(self) -> view.ConsoleState:
        """The whole window."""
        session = self._tools.session
        return view.ConsoleState(
            title=session.package.title,
            drill=session.drill,
            started=self._room.started_at is not None,
            paused=self._room.paused,
            roster=tuple(self._row(entry) for entry in session.package.roster),
            seats=tuple(self._tile(entry.seat) for entry in self._by_seat()),
            cards=self._cards.rows(),
            desk=self._desk.state(),
            outbox=self._waiting_results,
            staff=tuple((person.id, person.name) for person in session.package.staff),
            trouble=self._trouble,
        )

    def _by_seat(self) -> list[RosterEntry]:
        return sorted(self._tools.session.package.roster, key=lambda entry: entry.seat)

    def _row(self, entry: RosterEntry) -> view.RosterRow:
        copy = self._room.of_candidate(entry.candidate)
        graded = copy.attempt.graded if copy else None
        return view.RosterRow(
            candidate=entry.candidate,
            name=entry.name,
            tail=entry.tail,
            seat=entry.seat,
            arrival=self._arrival(entry, copy),
            marks=graded.marks if graded else None,
            passed=graded.passed if graded else None,
        )

    def _arrival(self, entry: RosterEntry, copy: AttemptCopy | None) -> view.Arrival:
        if copy is not None and copy.over:
            return view.Arrival.FINISHED
        if copy is not None and copy.attempt.phase in (Phase.RUNNING, Phase.PAUSED):
            return view.Arrival.SITTING
        check_in = self._desk.check_ins.get(entry.candidate)
        return ARRIVALS[check_in.phase] if check_in else view.Arrival.EXPECTED

    def _tile(self, seat: SeatNumber) -> view.SeatTile:
        life = self._room.seats.get(seat, SeatLife(seat))
        copy = self._room.at_seat(seat)
        online = life.online(self._tools.clock.mono())
        remaining = copy.attempt.remaining(copy.elapsed) if copy and copy.attempt.opened else None
        return view.SeatTile(
            seat=seat,
            online=online,
            doing=life.doing if life.beat else SeatDoing.IDLE,
            unsure=bool(online and life.beat and life.beat.unsure),
            name=copy.issued.ticket.name if copy else "",
            answered=len(copy.attempt.answers) if copy else 0,
            questions=len(copy.issued.ticket.places) if copy else 0,
            remaining_ms=remaining,
        )
