"""The seat's link: on, off, on again, and never fooled."""

import socket
import ssl
from dataclasses import replace

import cbor2
import pytest
from websockets.exceptions import ConnectionClosed

from station.errors.document import SignerOfWrongKind
from station.errors.lan import (
    CertificateForeign,
    MessageMalformed,
    MessageTooLarge,
    SeatReplaced,
    VersionUnknown,
)
from station.lan.exchange import SEAT_FRAME_BYTES
from station.lan.messages import (
    FROM_HUB,
    VERSION,
    Acknowledge,
    Append,
    Deliver,
    Go,
    Refused,
    Welcome,
)
from station.lan.seat_link import SeatLink
from station.seal.kinds import SignerKind

from .conftest import HELLO, PATIENT, Centre
from .raw_peer import RawHub

ON = ("link 7", "online", True)
OFF = ("link 7", "online", False)


def test_it_comes_on_is_welcomed_and_speaks(hub, start_link, flow):
    link = start_link(7, hub.port)
    flow.until(7, "joined", HELLO)
    flow.until(*ON)
    assert hub.send(7, Go("s", b"key"))
    heard = flow.until("link 7", "heard", Go("s", b"key"))
    assert isinstance(heard[0][2], Welcome)
    for n in range(100):
        assert link.send(Deliver("s", bytes([n])))
    said = flow.until(7, "said", Deliver("s", bytes([99])))
    assert [message.envelope[0] for _, what, message in said if what == "said"] == [*range(100)]


def test_it_may_speak_the_moment_it_is_online(hub, centre, flow):
    link = SeatLink(
        centre.seat(7),
        f"wss://127.0.0.1:{hub.port}",
        lambda: HELLO,
        flow.post,
        identify=centre.check.coordinator,
        timing=PATIENT,
    )
    link.start(lambda message: None, lambda there: flow.note(link.send(Append("s", ()))))
    flow.until(True)
    link.stop()


def test_it_comes_back_when_the_coordinator_does(start_hub, start_link, flow):
    hub = start_hub()
    link = start_link(7, hub.port)
    flow.until(*ON)
    for _ in range(3):
        hub.stop()
        flow.until(*OFF)
        assert not link.send(Deliver("s", b"x"))
        hub = start_hub(port=hub.port)
        flow.until(*ON)
        assert link.send(Deliver("s", b"x"))
        flow.until(7, "said", Deliver("s", b"x"))


def test_it_may_begin_before_the_coordinator(start_hub, start_link, flow):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    start_link(7, port)
    start_hub(port=port)
    flow.until(*ON)


QUICK = replace(PATIENT, refused_s=0.05)


def test_a_coordinator_that_moved_is_looked_for_and_found(start_hub, start_link, flow):
    """F14: the standby has another address than the coordinator that died."""
    places = []
    first = start_hub()
    start_link(7, first.port, look=lambda: ",".join(places))
    flow.until(*ON)
    first.stop()
    flow.until(*OFF)
    second = start_hub()
    places.append(f"wss://127.0.0.1:{second.port}")
    flow.until(*ON)
    assert second.send(7, Go("s", b"key"))
    flow.until("link 7", "heard", Go("s", b"key"))


def test_a_seat_that_was_told_of_no_place_finds_one(hub, start_link, flow):
    start_link(7, None, look=lambda: f"wss://127.0.0.1:{hub.port}")
    flow.until(*ON)


def test_whoever_else_announces_himself_is_passed_over(centre, start_hub, start_link, flow):
    """The coordinator of another centre, one of another province, and ours at last."""
    neighbour = centre.identity(SignerKind.CENTRE, "Next Centre", centre.root, "T-2")
    theirs = centre.identity(SignerKind.COORDINATOR, "coordinator", neighbour, "T-2")
    rogues = (start_hub(context=centre.server(theirs)), start_hub(context=Centre().server()))
    hub = start_hub()
    ports = [rogue.port for rogue in rogues] + [hub.port]
    places = ",".join(f"wss://127.0.0.1:{port}" for port in ports)
    start_link(7, None, timing=QUICK, look=lambda: places)
    flow.until(*ON)
    assert hub.send(7, Go("s", b"key"))
    assert not any(rogue.send(7, Go("s", b"key")) for rogue in rogues)


def test_many_seats_at_once(hub, start_link, flow):
    for number in range(1, 13):
        start_link(number, hub.port)
    joined = set()
    while len(joined) < 12:
        flow.mailbox.get(timeout=20)()
        joined = {seat for seat, what, *_ in flow.heard if what == "joined"}
    for number in range(1, 13):
        assert hub.send(number, Acknowledge("s", number))
        flow.until(f"link {number}", "heard", Acknowledge("s", number))


def test_a_twin_is_told_so(hub, start_link, flow):
    start_link(7, hub.port, name="first")
    flow.until("first", "online", True)
    start_link(7, hub.port, name="second")
    flow.until("first", "heard", Refused(SeatReplaced.code))
    flow.until("first", "online", False)


def test_it_says_its_version_and_hears_the_refusal(hub, start_link, flow):
    start_link(7, hub.port, hello=replace(HELLO, version=VERSION + 1))
    assert flow.until("link 7", "heard", Refused(VersionUnknown.code)) == [
        ("link 7", "heard", Refused(VersionUnknown.code))
    ]


FIRST_WORDS = [
    (cbor2.dumps({"is": "Welcome", "version": 9, "later": True}), VersionUnknown),
    (FROM_HUB.pack(Go("s", b"key")), MessageMalformed),
    (b"\xff", MessageMalformed),
    ("welcome", MessageMalformed),
]


@pytest.mark.parametrize(("first_word", "error"), FIRST_WORDS)
def test_a_hub_with_a_wrong_first_word_is_left_alone(centre, start_link, flow, first_word, error):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start_link(7, listener.getsockname()[1])
        with RawHub(centre.server(), listener) as hub:
            hub.hear()
            hub.say(first_word)
            refused = ("link 7", "heard", Refused(error.code))
            assert flow.until(*refused) == [refused]


def test_it_shows_itself_to_no_false_coordinator(centre, start_link, flow):
    """A seat's certificate, or another province's, at the coordinator's address."""
    seat = centre.identity(SignerKind.SEAT, "8", centre.centre)
    stranger = Centre()
    for context in (centre.server(seat), stranger.server()):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            start_link(7, listener.getsockname()[1])
            plain, _ = listener.accept()
            with pytest.raises((ssl.SSLError, ConnectionResetError)):
                context.wrap_socket(plain, server_side=True).recv(1)
            plain.close()
        refused = ("link 7", "heard", Refused(CertificateForeign.code))
        assert flow.until(*refused) == [refused]


def test_the_coordinator_of_another_centre_hears_no_word(centre, start_link, flow):
    """Same province, right kind, valid certificate: and still not ours."""
    neighbour = centre.identity(SignerKind.CENTRE, "Next Centre", centre.root, "T-2")
    rogue = centre.identity(SignerKind.COORDINATOR, "coordinator", neighbour, "T-2")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start_link(7, listener.getsockname()[1])
        with RawHub(centre.server(rogue), listener) as hub, pytest.raises(ConnectionClosed):
            hub.hear()
    refused = ("link 7", "heard", Refused(SignerOfWrongKind.code))
    assert flow.until(*refused) == [refused]


def test_what_is_too_large_is_not_sent(hub, start_link, flow):
    link = start_link(7, hub.port)
    flow.until(*ON)
    with pytest.raises(MessageTooLarge):
        link.send(Deliver("s", bytes(SEAT_FRAME_BYTES)))
    assert link.send(Deliver("s", b"x"))


def test_it_does_not_speak_in_the_clear(centre, flow):
    check = centre.check.coordinator
    with pytest.raises(ValueError, match="TLS"):
        SeatLink(centre.seat(7), "ws://127.0.0.1:1", lambda: HELLO, flow.post, identify=check)


def test_after_it_stopped_nothing_is_heard(hub, start_link, flow):
    link = start_link(7, hub.port)
    flow.until(*ON)
    link.stop()
    link.stop()
    flow.until(7, "left")
    assert OFF not in flow.heard
    assert not link.send(Deliver("s", b"x"))


def test_it_can_stop_while_a_hub_keeps_it_waiting(start_link):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = start_link(7, listener.getsockname()[1])
        plain, _ = listener.accept()
        plain.recv(1)  # the first byte of TLS, which is never answered
        link.stop()
        plain.close()
