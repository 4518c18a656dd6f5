"""The hub: who comes in, what is heard, and who is shown out."""

import ssl
from dataclasses import replace

import cbor2
import pytest
from websockets.exceptions import ConnectionClosed

from station.errors.document import SignerOfWrongKind
from station.errors.lan import (
    MessageMalformed,
    MessageTooLarge,
    PeerTooSlow,
    PortTaken,
    SeatReplaced,
    VersionUnknown,
)
from station.lan.exchange import FRAME_BYTES, IN_HAND, SEAT_FRAME_BYTES
from station.lan.messages import (
    FROM_HUB,
    FROM_SEAT,
    VERSION,
    Acknowledge,
    Append,
    Deliver,
    Go,
    Refused,
    Welcome,
)
from station.lan.timing import Timing
from station.seal.kinds import SignerKind
from station.seal.tls import client_context

from .conftest import HELLO, PATIENT, Centre
from .raw_peer import RawSeat

BYE = (7, "left")


@pytest.fixture
def raw(centre, hub, flow):
    """Seat 7, let in and welcomed."""
    with RawSeat(centre.seat(7), hub.port) as raw:
        raw.say(FROM_SEAT.pack(HELLO))
        welcome = FROM_HUB.unpack(raw.hear())
        assert isinstance(welcome, Welcome)
        assert welcome.version == VERSION
        flow.until(7, "joined", HELLO)
        yield raw


def test_a_seat_and_the_hub_hear_each_other_in_order(raw, hub, flow):
    said = [Deliver("s", bytes([n])) for n in range(50)]
    for message in said:
        raw.say(FROM_SEAT.pack(message))
    assert flow.until(7, "said", said[-1]) == [(7, "said", message) for message in said]
    answers = [Acknowledge("s", n) for n in range(50)]
    for answer in answers:
        assert hub.send(7, answer)
    assert [FROM_HUB.unpack(raw.hear()) for _ in answers] == answers


def test_a_seat_that_goes_has_left(raw, hub, flow):
    raw.end()
    flow.until(*BYE)
    assert not hub.send(7, Go("s", b"key"))


def test_a_seats_last_words_are_heard_before_it_has_left(raw, flow):
    last_words = [Deliver("s", bytes([n])) for n in range(20)]
    for message in last_words:
        raw.say(FROM_SEAT.pack(message))
    raw.end()
    assert flow.until(*BYE) == [*((7, "said", message) for message in last_words), BYE]


def test_a_seat_that_is_not_there_is_sent_nothing(hub):
    assert not hub.send(7, Go("s", b"key"))


FIRST_WORDS = [
    (FROM_SEAT.pack(replace(HELLO, version=VERSION + 1)), VersionUnknown),
    (cbor2.dumps({"is": "Hello", "version": 99, "by": "a later program"}), VersionUnknown),
    (cbor2.dumps({"is": "Hello", "version": VERSION, "more": 1}), MessageMalformed),
    (cbor2.dumps({"is": "Hello", "version": "1"}), MessageMalformed),
    (FROM_SEAT.pack(Deliver("s", b"")), MessageMalformed),
    (FROM_SEAT.pack(HELLO) + b"\x00", MessageMalformed),
    (b"", MessageMalformed),
    (b"\x9f" * 5000, MessageMalformed),
    ("hello", MessageMalformed),
]


@pytest.mark.parametrize(("first_word", "error"), FIRST_WORDS)
def test_a_wrong_first_word_is_refused_by_name(centre, hub, flow, first_word, error):
    with RawSeat(centre.seat(7), hub.port) as raw:
        raw.say(first_word)
        assert FROM_HUB.unpack(raw.hear()) == Refused(error.code)
        with pytest.raises(ConnectionClosed):
            raw.hear()
    assert flow.mailbox.empty()


@pytest.mark.parametrize(
    "later", [b"", b"\xff" * 100, "text", FROM_SEAT.pack(HELLO), FROM_HUB.pack(Go("s", b"k"))]
)
def test_a_malformed_message_is_refused_and_not_acted_on(raw, hub, flow, later):
    raw.say(later)
    assert FROM_HUB.unpack(raw.hear()) == Refused(MessageMalformed.code)
    with pytest.raises(ConnectionClosed):
        raw.hear()
    assert flow.until(*BYE) == [BYE]


def test_a_frame_over_the_limit_is_not_read(raw, flow):
    with pytest.raises((ConnectionClosed, OSError)):  # noqa: PT012 - whichever comes first
        raw.say(bytes(SEAT_FRAME_BYTES + 1))
        raw.hear()
    assert flow.until(*BYE) == [BYE]


def test_a_message_over_the_limit_is_not_sent(raw, hub):
    with pytest.raises(MessageTooLarge):
        hub.send(7, Go("s", bytes(FRAME_BYTES)))
    assert hub.send(7, Go("s", b"key"))


def test_somebody_else_of_the_centre_is_no_seat(centre, hub, flow):
    context = client_context(centre.coordinator, centre.trust)
    with RawSeat(context, hub.port) as raw:
        assert FROM_HUB.unpack(raw.hear()) == Refused(SignerOfWrongKind.code)
    assert flow.mailbox.empty()


def test_a_seat_of_another_centre_is_none_of_ours(centre, hub, flow):
    neighbour = centre.identity(SignerKind.CENTRE, "Next Centre", centre.root, "T-2")
    foreign = centre.identity(SignerKind.SEAT, "7", neighbour, "T-2")
    with RawSeat(client_context(foreign, centre.trust), hub.port) as raw:
        assert FROM_HUB.unpack(raw.hear()) == Refused(SignerOfWrongKind.code)
    assert flow.mailbox.empty()


def test_nobody_comes_in_without_a_certificate_of_ours(centre, hub, flow):
    stranger = Centre()
    borrowed = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    borrowed.load_verify_locations(cadata=centre.trust.root)
    foreign = stranger.seat(7)
    foreign.check_hostname = False
    foreign.verify_mode = ssl.CERT_NONE
    for context in (borrowed, foreign):
        with pytest.raises((OSError, ConnectionClosed)):
            RawSeat(context, hub.port)
    assert flow.mailbox.empty()


def test_an_older_tls_is_not_spoken(centre, hub):
    context = centre.seat(7)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        RawSeat(context, hub.port)


def test_a_newer_connection_replaces_the_older_one(raw, centre, hub, flow):
    with RawSeat(centre.seat(7), hub.port) as newer:
        newer.say(FROM_SEAT.pack(HELLO))
        newer.hear()
        assert flow.until(7, "joined", HELLO) == [BYE, (7, "joined", HELLO)]
        assert FROM_HUB.unpack(raw.hear()) == Refused(SeatReplaced.code)
        assert hub.send(7, Go("s", b"key"))
        assert FROM_HUB.unpack(newer.hear()) == Go("s", b"key")
    assert flow.until(*BYE) == [BYE]


def test_a_seat_that_does_not_listen_blocks_nobody_and_is_shown_out(centre, flow, start_hub):
    hub = start_hub(timing=replace(PATIENT, goodbye_s=0.2))
    with RawSeat(centre.seat(7), hub.port) as deaf, RawSeat(centre.seat(8), hub.port) as other:
        for number, seat in ((7, deaf), (8, other)):
            seat.say(FROM_SEAT.pack(HELLO))
            flow.until(number, "joined", HELLO)
        other.hear()
        large = Go("s", bytes(2**20))
        sent = 0
        while hub.send(7, large):
            sent += 1
            assert sent < 1000
            assert hub.send(8, Acknowledge("s", sent))
            assert FROM_HUB.unpack(other.hear()) == Acknowledge("s", sent)
        assert flow.until(*BYE) == [BYE]
        assert not hub.send(7, Go("s", b"key"))
    assert PeerTooSlow.code == "LAN-05"


def test_a_seat_that_talks_too_much_waits_for_the_flow(raw, centre, hub, flow):
    for n in range(100):
        raw.say(FROM_SEAT.pack(Deliver("s", bytes([n]))))
    with RawSeat(centre.seat(8), hub.port) as other:
        other.say(FROM_SEAT.pack(HELLO))
        other.hear()
        waiting = [flow.mailbox.get(timeout=20) for _ in range(IN_HAND + 1)]
        assert flow.mailbox.empty()  # eight of seat 7, and the other one's coming in
        for work in waiting:
            work()
        flow.until(7, "said", Deliver("s", bytes([99])))
        other.say(FROM_SEAT.pack(Deliver("t", b"x")))
        flow.until(8, "said", Deliver("t", b"x"))


def test_a_dead_seat_is_noticed(centre, flow, start_hub):
    """The cable is pulled: nothing is closed, nothing answers."""
    hub = start_hub(timing=replace(PATIENT, ping_every_s=0.1, ping_wait_s=0.2, goodbye_s=0.1))
    with RawSeat(centre.seat(7), hub.port) as dead:
        dead.say(FROM_SEAT.pack(HELLO))
        flow.until(7, "joined", HELLO)
        flow.until(*BYE)


def test_by_default_a_dead_seat_shows_within_five_seconds():
    assert Timing().ping_every_s + Timing().ping_wait_s < 5


def test_someone_who_says_nothing_is_shown_out(centre, flow, start_hub):
    hub = start_hub(timing=replace(PATIENT, first_word_s=0.5))
    with RawSeat(centre.seat(7), hub.port) as silent, pytest.raises(ConnectionClosed):
        silent.hear()
    assert flow.mailbox.empty()


def test_two_hubs_cannot_have_one_port(hub, start_hub):
    with pytest.raises(PortTaken):
        start_hub(port=hub.port)


def test_after_it_stopped_nothing_is_heard(centre, flow, start_hub):
    hub = start_hub(timing=replace(PATIENT, goodbye_s=0.2))
    with RawSeat(centre.seat(7), hub.port) as raw:
        raw.say(FROM_SEAT.pack(HELLO))
        raw.say(FROM_SEAT.pack(Append("s", ())))
        waiting = [flow.mailbox.get(timeout=20) for _ in range(2)]
        hub.stop()
        for work in waiting:
            work()
        assert flow.heard == []
        assert flow.mailbox.empty()
        assert not hub.send(7, Go("s", b"key"))
        with pytest.raises((ConnectionClosed, OSError)):  # noqa: PT012
            while True:
                raw.hear()
