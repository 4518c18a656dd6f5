"""A second PC follows a database over TLS, and nobody else does."""

import socket
import ssl
import threading
from contextlib import suppress

import pytest

from station.errors.lan import PortTaken
from station.lan.feed import Feed, follow
from station.lan.seat_link import SERVER_NAME
from station.seal.kinds import SignerKind
from station.seal.tls import client_context
from station.store.database import open_database
from station.store.page_copy import changes
from station.store.settings import Settings

KEY = bytes(range(32))


@pytest.fixture
def original(tmp_path):
    db = open_database(tmp_path / "first.db", KEY)
    yield db, tmp_path / "first.db"
    db.close()


@pytest.fixture
def feed(centre, flow, original):
    """A coordinator that is followed; its flow works while the test waits for something."""
    _, path = original

    def collect(held, found):
        found(changes(path, held))

    feed = Feed(
        centre.server(),
        identify=centre.check.coordinator,
        collect=collect,
        post=flow.post,
        every_s=0.01,
    )
    feed.start(("127.0.0.1", 0), lambda count: flow.note("following", count))
    yield feed
    feed.stop()


class Second:
    """A second PC that follows until it is stopped."""

    def __init__(self, context, port, path):
        plain = socket.create_connection(("127.0.0.1", port), 20)
        self._tls = context.wrap_socket(plain, server_hostname=SERVER_NAME)
        self.rounds = 0
        self.path = path
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def _follow(self):
        with suppress(OSError):
            follow(self._tls, self.path, self._heard)

    def _heard(self):
        self.rounds += 1

    def rounds_more(self, flow, count=3):
        """Let so many more rounds be whole; the flow works meanwhile."""
        until = self.rounds + count
        while self.rounds < until:
            flow.mailbox.get(timeout=20)()

    def stop(self):
        with suppress(OSError):
            self._tls.shutdown(socket.SHUT_RDWR)
        self._tls.close()
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def second(centre, feed, tmp_path):
    (tmp_path / "second").mkdir()
    started = []

    def start():
        context = client_context(centre.coordinator, centre.trust)
        started.append(Second(context, feed.port, tmp_path / "second" / "first.db"))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def kept(second):
    db = open_database(second.path, KEY)
    try:
        return Settings(db).get("a")
    finally:
        db.close()


def test_f14_a_second_pc_has_what_was_saved_and_follows_again_after_a_break(second, original, flow):
    db, _ = original
    Settings(db).put("a", "1")
    one = second()
    flow.until("following", 1)
    one.rounds_more(flow)
    for value in "23456":
        Settings(db).put("a", value)
        if value == "4":
            db.forget()
        one.rounds_more(flow)
    one.stop()
    flow.until("following", -1)
    assert kept(one) == "6"
    Settings(db).put("a", "7")
    again = second()
    again.rounds_more(flow)
    again.stop()
    assert kept(again) == "7"


def test_who_is_no_coordinator_of_ours_gets_no_byte(centre, feed, flow):
    neighbour = centre.identity(SignerKind.CENTRE, "Next Centre", centre.root, "T-2")
    theirs = centre.identity(SignerKind.COORDINATOR, "coordinator", neighbour, "T-2")
    seat = centre.identity(SignerKind.SEAT, "7", centre.centre)
    for context in (
        client_context(theirs, centre.trust),
        client_context(seat, centre.trust),
        client_context(None, centre.trust),
    ):
        plain = socket.create_connection(("127.0.0.1", feed.port), 20)
        with (
            suppress(ssl.SSLError, ConnectionError),
            context.wrap_socket(plain, server_hostname=SERVER_NAME) as tls,
        ):
            assert tls.recv(1) == b""
    assert flow.mailbox.empty()


def test_nonsense_is_hung_up_on(centre, feed, flow):
    plain = socket.create_connection(("127.0.0.1", feed.port), 20)
    context = client_context(centre.coordinator, centre.trust)
    with context.wrap_socket(plain, server_hostname=SERVER_NAME) as tls:
        tls.sendall(b"\xff\xff\xff\xff")
        assert tls.recv(1) == b""
    assert flow.mailbox.empty()


def test_a_port_that_is_taken_is_said(centre, feed, flow):
    other = Feed(
        centre.server(), identify=print, collect=lambda *_: None, post=flow.post, every_s=1
    )
    with pytest.raises(PortTaken):
        other.start(("127.0.0.1", feed.port), print)
