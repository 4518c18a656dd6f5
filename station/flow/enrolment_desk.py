"""Seats are enrolled, replaced and withdrawn on the console, any number, in a session too."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.errors.session import ReasonMissing
from station.exam.session_orders import EnrolSeat, Order, WithdrawSeat
from station.flow.duty import Duty
from station.flow.enrolment_view import (
    AdmitSeat,
    AskingRow,
    CloseEnrolment,
    EnrolmentIntent,
    EnrolmentState,
    OpenEnrolment,
    RevokeSeat,
    TurnSeatAway,
)
from station.flow.lane import Lane
from station.ids import SeatNumber, digest_of
from station.lan.enrolment_desk import Asking, Chain
from station.store.seat_certificates import REVOKED, SeatCertificates

MOST_SEATS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentTools:
    """What enrolment works with.

    Attributes:
        office: Where a certificate is signed, and the network is told of us.
        duty: Who is in charge here, and confirms.
        open: Lets seats ask from now on, and returns the address to type in at a seat; on the
            office's lane.
        close: Lets nobody ask any more; on the office's lane.
        certify: Signs a certificate for the request, as that seat; on the office's lane.
        decide: Hands over a certificate, or None to say no.
        order: Writes down who enrolled or withdrew which seat.
        changed: Hears that another certificate counts for a seat.
        show: Hears that something is to be drawn anew.
    """

    store: Lane
    office: Lane
    certificates: SeatCertificates
    duty: Duty
    open: Callable[[], str]
    close: Callable[[], None]
    certify: Callable[[bytes, SeatNumber], Chain]
    decide: Callable[[int, Chain | None], None]
    order: Callable[[Order], None]
    changed: Callable[[], None]
    show: Callable[[], None]


class EnrolmentFlow:
    """The console's side of enrolment. It is called on one thread."""

    def __init__(self, tools: EnrolmentTools) -> None:
        self._tools = tools
        self._open = False
        self._place = ""
        self._asking: dict[int, Asking] = {}
        self._granting: set[int] = set()
        self._counted: dict[SeatNumber, str] = {}
        self._given: SeatNumber | None = None
        self._trouble: StationError | None = None

    def intent(self, intent: EnrolmentIntent) -> None:
        """Hear what the staff wish."""
        self._trouble = None
        match intent:
            case OpenEnrolment():
                self._open_door()
            case CloseEnrolment():
                self._close_door()
            case AdmitSeat(number, seat):
                self._admit(number, seat)
            case TurnSeatAway(number):
                self._tools.decide(number, None)
            case RevokeSeat(seat, why):
                self._revoke(seat, why)
            case _:
                assert_never(intent)
        self._tools.show()

    def asked(self, asking: Asking) -> None:
        """A computer asks to be a seat."""
        self._asking[asking.number] = asking
        self._tools.show()

    def gone(self, number: int) -> None:
        """A computer has its answer, or does not wait any more."""
        self._asking.pop(number, None)
        self._granting.discard(number)
        self._tools.show()

    def state(self) -> EnrolmentState:
        """What the console shows."""
        counted = self._counted
        without = (n for n in range(1, MOST_SEATS + 1) if SeatNumber(n) not in counted)
        waiting = [one for one in self._asking.values() if one.number not in self._granting]
        return EnrolmentState(
            open=self._open,
            place=self._place,
            waiting=tuple(
                AskingRow(
                    number=one.number,
                    address=one.address,
                    code=one.code,
                    proposed=SeatNumber(next(without, MOST_SEATS)),
                )
                for one in waiting
            ),
            enrolled=tuple(sorted(seat for seat, of in counted.items() if of != REVOKED)),
            revoked=tuple(sorted(seat for seat, of in counted.items() if of == REVOKED)),
            given=self._given,
            trouble=self._trouble,
        )

    def _open_door(self) -> None:
        if self._open:
            return
        self._open, self._given = True, None

        def opened(place: str) -> None:
            self._place = place
            self._tools.show()

        def not_opened(error: StationError) -> None:
            self._open = False
            self._fail(error)

        self._look()
        self._tools.office.run(self._tools.open, opened, not_opened)

    def _close_door(self) -> None:
        if self._open:
            self._open, self._place = False, ""
            self._tools.office.run(self._tools.close, lambda _: None, self._fail)

    def _admit(self, number: int, seat: SeatNumber) -> None:
        """Sign, save that this certificate counts, and only then hand it over."""
        asking = self._asking.get(number)
        if asking is None or number in self._granting:
            return
        self._granting.add(number)
        tools = self._tools

        def failed(error: StationError) -> None:
            tools.decide(number, None)
            self._fail(error)

        def certified(chain: Chain) -> None:
            def noted(_: None) -> None:
                tools.decide(number, chain)
                tools.order(EnrolSeat(seat, fingerprint, tools.duty.who))
                self._given = seat
                self._news()

            fingerprint = digest_of(chain[0])
            tools.store.run(partial(tools.certificates.note, seat, fingerprint), noted, failed)

        tools.office.run(partial(tools.certify, asking.csr, seat), certified, failed)

    def _revoke(self, seat: SeatNumber, why: str) -> None:
        tools = self._tools
        if not why.strip():
            self._trouble = ReasonMissing()
            return

        def revoked(_: None) -> None:
            tools.order(WithdrawSeat(seat, tools.duty.who, why))
            self._news()

        tools.store.run(partial(tools.certificates.revoke, seat), revoked, self._fail)

    def _news(self) -> None:
        self._tools.changed()
        self._look()

    def _look(self) -> None:
        def found(counted: dict[SeatNumber, str]) -> None:
            self._counted = counted
            self._tools.show()

        self._tools.store.run(self._tools.certificates.counted, found, self._fail)

    def _fail(self, error: StationError) -> None:
        self._trouble = error
        self._tools.show()
