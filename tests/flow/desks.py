"""Small desks of a centre's console, built beside its flows for tests."""

from typing import TYPE_CHECKING

from station.flow.enrolment_desk import EnrolmentFlow, EnrolmentTools
from station.flow.lane import InlineLane
from station.flow.stick_desk import StickDesk, StickTools
from station.ids import SeatNumber
from station.seal.identity import issue
from station.seal.kinds import SignerKind
from tests.flow.documents import CENTRE

if TYPE_CHECKING:
    from tests.flow.centre import Centre

LANE = InlineLane()


def enrolment_flow(centre: "Centre") -> EnrolmentFlow:
    """Enrolment with nobody at the network's end; what was decided stands in `decided`."""

    def certify(csr: bytes, seat: SeatNumber) -> tuple[bytes, ...]:
        now = centre.clock.wall()
        return issue(centre.keys.centre, csr, SignerKind.SEAT, str(seat), CENTRE, now, 30)

    return EnrolmentFlow(
        EnrolmentTools(
            store=LANE,
            office=LANE,
            certificates=centre.certificates,
            duty=centre.session.duty,
            open=lambda: "192.0.2.1:8766",
            close=lambda: None,
            certify=certify,
            decide=centre.decided.__setitem__,
            order=lambda order: centre.room.orders.give(order, centre.console.changed),
            changed=centre.console.changed,
            show=centre.console.changed,
        )
    )


def stick_desk(centre: "Centre") -> StickDesk:
    """Where a stick is taken in: the one that is plugged in anywhere."""
    return StickDesk(
        StickTools(
            find=lambda: centre.stick,
            store=LANE,
            memory=centre.room._tools.memory,
            room=centre.room,
            trust=centre.keys.trust,
            centre=CENTRE,
            clock=centre.clock,
            changed=centre.console.changed,
            failed=centre._failed,
        )
    )
