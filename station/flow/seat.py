"""The seat's flow: what the candidate wishes, the coordinator says and the clock brings."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.errors.flow import AttemptNotHere
from station.errors.session import SeatRevoked
from station.errors.store import StreamFenced, StreamForked
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.eye import Eye
from station.flow.seat_attempt import SeatAttempt, SeatPlace
from station.flow.seat_beat import sign_of_life
from station.flow.seat_card import SeatCard
from station.flow.seat_carry import SeatCarry
from station.flow.seat_clock import SeatClock
from station.flow.seat_curtain import SeatCurtain
from station.flow.seat_fault import SeatFault
from station.flow.seat_finder import SeatFinder
from station.flow.seat_leaving import SeatLeaving
from station.flow.seat_limits import CLOCK_OFF_MS
from station.flow.seat_probe import SeatProbe
from station.flow.seat_refusal import SeatRefusal
from station.flow.seat_tools import SeatTools, carefully
from station.flow.set_aside import SetAside
from station.flow.sitting import SavedSitting, Sitting
from station.lan.messages import (
    Acknowledge,
    Delivered,
    Draw,
    ExtraTime,
    Finish,
    FromHub,
    Go,
    Hold,
    LeftoversKept,
    MovedOn,
    Refused,
    SeatsFound,
    Tell,
    Vouch,
    Welcome,
)
from station.lan.ticket import Ticket

SECOND_MS = 1_000
TRY_AGAIN_SECONDS = 5


class SeatFlow:
    """One seat. It is called on one thread, and calls `show` on the same.

    Args:
        show: Draws a screen.
    """

    def __init__(self, tools: SeatTools, show: Callable[[view.SeatScreen], None]) -> None:
        self._eye = Eye(tools.eye, tools.clock)
        tools = replace(carefully(tools, self._note_trouble), eye=self._eye)
        self._tools = tools
        self._show_screen = show
        self._online = False
        self._last_second = -1
        self._refusal = SeatRefusal(tools.clock)
        self._fault = SeatFault(self._show)
        self._doorstep: Doorstep[FromHub] = Doorstep(tools.store, self._hear)
        self._leaving = SeatLeaving(tools, self._doorstep)
        self._attempt = SeatAttempt(
            SeatPlace(
                tools=tools,
                doorstep=self._doorstep,
                fault=self._fault,
                began=self._leaving.forget,
                show=self._show,
            )
        )
        self._probe = SeatProbe(tools, self._eye)
        self._aside = SetAside()
        self._finder = SeatFinder(tools)
        self._carry = SeatCarry(tools)
        self._card = SeatCard(tools, self._show)
        self._clock = SeatClock(tools.seat, tools.clock, tools.slept_ms)
        self._curtain = SeatCurtain(tools.seat, tools.store, tools.memory, self._attempt.not_saved)

    @property
    def sitting(self) -> Sitting | None:
        """The candidate who sits here; None if nobody does."""
        return self._attempt.sitting

    # What happens to a seat

    def start(self) -> None:
        """Find out what this seat was at when it last stopped."""
        failed = self._fault.have_until(self.start)
        self._curtain.start()
        self._doorstep.look_up(self._tools.memory.newest, self._found, failed)

    def _found(self, saved: SavedSitting | None) -> None:
        if saved is not None and not saved.delivered:
            self._attempt.begin(saved)
        else:
            self._leaving.follow(saved)
            self._fault.mend()

    def online(self, online: bool) -> None:
        """Hear that the coordinator came or went."""
        self._online = online
        if online:
            self._refusal.forget()
        self._show()

    def received(self, message: FromHub) -> None:
        """Hear what the coordinator says."""
        self._doorstep.knock(message)

    def intent(self, intent: view.SeatIntent) -> None:
        """Hear what the candidate wishes."""
        if isinstance(intent, view.ReadWords):
            self._curtain.read()
            self._show()
            return
        if isinstance(intent, view.CarryIntent):
            self._carry.hear(intent)
            self._show()
            return
        if isinstance(intent, view.FinderIntent):
            self._finder.hear(intent)
            self._show()
            return
        if self.sitting is None or self._covered(drill=True) is not None:
            return  # nobody works at a paper that cannot be seen
        command = self._attempt.pages.command(self.sitting, intent)
        if command is not None:
            self._attempt.give(command)
        else:
            self._show()

    def tick(self) -> None:
        """Hear that a tenth of a second went by."""
        for noticed in self._clock.look():
            self._attempt.give(noticed)
        self._eye.tick()
        self._attempt.tick()
        second = self._tools.clock.mono() // SECOND_MS
        if second != self._last_second:
            self._last_second = second
            self._each_second()

    def _each_second(self) -> None:
        attempt, fault = self._attempt, self._fault.error is not None
        free = attempt.sitting is None and not fault
        self._probe.tick(attempt.sitting)
        sign_of_life(
            self._tools,
            attempt.sitting,
            attempt.check,
            camera=self._eye.works,
            fault=fault,
            failed=attempt.not_saved,
        )
        self._card.each_second(free=free)
        if self._last_second % TRY_AGAIN_SECONDS == 0:
            self._leaving.say_again()
            if not self._fault.try_again():
                attempt.try_again()
        self._show()

    # The coordinator

    def _hear(self, message: FromHub) -> None:
        if self._aside.takes(message):
            return
        match message:
            case Welcome(term=term):
                self._welcomed(term)
            case Ticket():
                self._take_ticket(message)
            case Go():
                self._attempt.take_go(message)
            case Acknowledge():
                self._acknowledged(message)
            case Delivered():
                self._attempt.delivered(message)
                self._bring_next()
            case Hold() | ExtraTime() | Finish():
                self._attempt.obey(message)
            case Vouch():
                self._attempt.vouch(message)
            case Draw(curtain):
                self._curtain.draw(curtain)
            case Tell():
                self._curtain.tell(message)
            case MovedOn():
                self._move_on(message)
            case LeftoversKept(stream):
                self._leaving.kept(stream)
                self._bring_next()
            case SeatsFound():
                self._finder.told(message)
            case Refused():
                self._refused(message)
            case _:
                assert_never(message)
        self._show()

    def _welcomed(self, term: int) -> None:
        note = partial(self._tools.memory.note_term, term)
        self._tools.store.run(note, lambda _: None, self._attempt.not_saved)
        self._attempt.catch_up()
        self._attempt.result.offer_owed()
        self._leaving.say_again()

    def _take_ticket(self, ticket: Ticket) -> None:
        """Let a candidate sit down, once nothing of the one before can be lost."""
        attempt = self._attempt
        known = attempt.at(ticket.stream) is not None
        if known or (attempt.gives_way(ticket) and not self._leaving.busy):
            attempt.take_ticket(ticket)
        else:
            self._aside.keep(ticket)

    def _bring_next(self) -> None:
        """Let the next candidate in, if this one's result is safe."""
        for message in self._aside.take_next():
            self._doorstep.knock(message)

    def _move_on(self, moved: MovedOn) -> None:
        """The candidate was moved away: stop, and hand over what is here alone."""
        here = self._attempt.at(moved.stream)
        if here is not None and here.ticket.epoch >= moved.epoch:
            return
        ticket = self._attempt.leave(moved)
        self._leaving.begin(moved, ticket, self._fault.have_until(partial(self._move_on, moved)))

    def _acknowledged(self, message: Acknowledge) -> None:
        try:
            if not self._attempt.acknowledged(message):
                self._leaving.acknowledged(message)
        except StreamForked as error:
            self._fault.error = error  # the coordinator has records that this seat does not
        self._bring_next()

    def _refused(self, message: Refused) -> None:
        sitting = self._attempt.at(message.stream) if message.stream else None
        if message.stream is None:
            self._refusal.hear(message.code)  # an exam goes on: it needs nobody
        if message.code == SeatRevoked.code and self.sitting is None:
            self._fault.error = SeatRevoked()  # an exam that is under way goes on to its end
        if sitting is None:
            self._leaving.refused(message)
            self._bring_next()
            return
        match message.code:
            case StreamFenced.code:
                self._fault.error = StreamFenced()  # the exam goes on at another seat
            case StreamForked.code:
                self._fault.error = StreamForked()  # the coordinator has other records
            case AttemptNotHere.code if sitting.over:
                sitting.put_by = True  # of a session before: its envelope is kept and offered
                self._bring_next()

    # The screen

    def _note_trouble(self, error: StationError) -> None:
        self._attempt.pages.trouble = error

    def _show(self) -> None:
        attempt, sitting = self._attempt, self.sitting
        drill = sitting.drill if sitting else self._tools.drill
        covered = self._covered(drill=drill) or self._leaving.screen(drill=drill)
        if covered is None and (sitting is None or sitting.attempt.unchecked):
            covered = self._finder.screen(online=self._online, drill=drill)
        screen = covered or attempt.pages.screen(
            sitting,
            online=self._online,
            fault=self._fault.error,
            look=attempt.check.look,
            unsure=attempt.check.unsure(sitting),
            saved_twice=attempt.twice,
            card_laid=self._card.laid,
        )
        if isinstance(screen, view.WaitingScreen):
            screen = self._with_clock(screen)
        self._show_screen(screen)

    def _covered(self, *, drill: bool) -> view.SeatScreen | None:
        """What hangs before the pages: the way out first of all, then what staff do here."""
        curtain = self._curtain.screen(drill=drill)
        if self._curtain.way_out:
            return curtain
        return self._carry.screen(drill=drill) or curtain

    def _with_clock(self, screen: view.WaitingScreen) -> view.WaitingScreen:
        off_ms = self._tools.off_ms()
        worth = abs(off_ms) > CLOCK_OFF_MS
        return replace(screen, off_ms=off_ms if worth else 0, trouble=self._refusal.shown)
