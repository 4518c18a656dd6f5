"""A seat whose clock is hours or days behind believes who was certified a minute ago.

A machine's clock cannot be moved in a test, but only the distance counts: what was made by a clock
that is ahead of this machine's is what a machine that is behind is shown. So OpenSSL itself, and
not only our own check, sees a clock that is behind here.
"""

import pytest

from station.clock import HeldClock
from station.errors.document import SignerUntrusted
from station.errors.lan import ClockUnbelievable
from station.ids import UnixMs
from station.lan.messages import VERSION, Refused, Welcome
from station.lan.offered_time import OfferedTime
from station.lan.peers import PeerCheck
from station.lan.seat_link import SeatLink
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.tls import client_context, server_context

from .conftest import CLOCK, HELLO, PATIENT

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def certify(issuer, kind, name, behind_ms, days=30):
    asked = request(kind, name)
    now = UnixMs(CLOCK.wall() + behind_ms)
    return complete(asked, issue(issuer, asked.csr, kind, name, "T-1", now, days))


def linked(hub, seat, trust, flow, clock=CLOCK, heard=lambda _: None):
    link = SeatLink(
        client_context(seat, trust),
        f"wss://127.0.0.1:{hub.port}",
        lambda: HELLO,
        flow.post,
        identify=PeerCheck(trust, "T-1", clock).coordinator,
        timing=PATIENT,
    )
    link.start(heard, lambda there: flow.note("online", there))
    return link


@pytest.mark.parametrize("behind_ms", [2 * HOUR_MS, DAY_MS, 20 * DAY_MS])
def test_a_fresh_room_is_believed_through_tls_by_a_clock_behind(start_hub, centre, flow, behind_ms):
    """Centre, standby and replaced seat all certified only now, by a clock that is right."""
    young = certify(centre.root, SignerKind.CENTRE, "Enrolled today", behind_ms)
    standby = certify(young, SignerKind.COORDINATOR, "coordinator", behind_ms)
    seat = certify(young, SignerKind.SEAT, "7", behind_ms)
    hub = start_hub(context=server_context(standby, centre.trust))
    link = linked(hub, seat, centre.trust, flow)
    flow.until(7, "joined", HELLO)
    flow.until("online", True)
    link.stop()


def test_our_own_check_sees_the_same(start_hub, centre, flow):
    standby = certify(centre.centre, SignerKind.COORDINATOR, "coordinator", 0)
    behind = HeldClock(UnixMs(CLOCK.wall() - 20 * DAY_MS))
    hub = start_hub(context=server_context(standby, centre.trust))
    link = linked(hub, certify(centre.centre, SignerKind.SEAT, "7", 0), centre.trust, flow, behind)
    flow.until("online", True)
    link.stop()


def test_an_end_is_never_moved():
    root = new_root("P", CLOCK.wall())
    centre = certify(root, SignerKind.CENTRE, "c", 0, days=10)
    desk = certify(centre, SignerKind.COORDINATOR, "coordinator", 0, days=365)
    trust = Trust(root.certificate)
    assert trust.peer(desk.chain, UnixMs(CLOCK.wall() + 9 * DAY_MS))
    with pytest.raises(SignerUntrusted):
        trust.peer(desk.chain, UnixMs(CLOCK.wall() + 11 * DAY_MS))


def test_a_date_that_is_beyond_belief_is_said(start_hub, centre, flow):
    """A battery on the mainboard is empty: the seat stands before the root itself."""
    root = new_root("Test Province", UnixMs(CLOCK.wall() + 3_000 * DAY_MS))
    trust = Trust(root.certificate)
    young = certify(root, SignerKind.CENTRE, "Later", 3_000 * DAY_MS)
    desk = certify(young, SignerKind.COORDINATOR, "coordinator", 3_000 * DAY_MS)
    seat = certify(young, SignerKind.SEAT, "7", 3_000 * DAY_MS)
    hub = start_hub(context=server_context(desk, trust))
    link = linked(hub, seat, trust, flow, heard=lambda message: flow.note("heard", message))
    flow.until("heard", Refused(ClockUnbelievable.code))
    link.stop()


def test_the_offer_says_how_far_off_and_sets_nothing():
    own = HeldClock(UnixMs(1_790_000_000_000))
    offered = OfferedTime(own)
    assert offered.off_ms() == 0
    assert offered.latest() == own.wall()
    offered.hear(Welcome(version=VERSION, wall=UnixMs(own.wall() + 3 * HOUR_MS), term=1))
    own.pass_ms(10_000)
    assert offered.off_ms() == -3 * HOUR_MS
    assert offered.latest() == own.wall() + 3 * HOUR_MS
    own.set_wall(UnixMs(own.wall() + 5 * HOUR_MS))
    assert offered.off_ms() == 2 * HOUR_MS
    assert offered.latest() == own.wall(), "what has run out is not made valid by an offer"
