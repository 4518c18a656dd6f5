"""An invented centre with real certificates, a hub on the loopback, and a flow's thread."""

import queue
import time

import pytest

from station.clock import SystemClock
from station.lan.door import LIMITS
from station.lan.hub import Hub
from station.lan.messages import VERSION, Hello
from station.lan.peers import PeerCheck
from station.lan.seat_link import SeatLink
from station.lan.timing import Timing
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.tls import client_context, server_context

PATIENT = Timing(ping_every_s=30, ping_wait_s=30, retries_s=(0.02,), refused_s=600, goodbye_s=10)
HELLO = Hello(version=VERSION, software="test", wall=1, term=0)
CLOCK = SystemClock()


class Centre:
    """A root of its own, a coordinator and as many seats as are asked for."""

    def __init__(self):
        self.root = new_root("Test Province", CLOCK.wall())
        self.trust = Trust(self.root.certificate)
        self.centre = self.identity(SignerKind.CENTRE, "Test Centre", self.root)
        self.coordinator = self.identity(SignerKind.COORDINATOR, "coordinator", self.centre)
        self._seats = {}
        self.check = PeerCheck(self.trust, "T-1", CLOCK)

    def identity(self, kind, name, issuer, centre="T-1"):
        asked = request(kind, name)
        chain = issue(issuer, asked.csr, kind, name, centre, CLOCK.wall(), 30)
        return complete(asked, chain)

    def seat(self, number):
        if number not in self._seats:
            self._seats[number] = self.identity(SignerKind.SEAT, str(number), self.centre)
        return client_context(self._seats[number], self.trust)

    def server(self, identity=None):
        return server_context(identity or self.coordinator, self.trust)


class Flow:
    """The flow's thread: the test itself, when it waits for something."""

    def __init__(self):
        self.mailbox = queue.Queue()
        self.heard = []

    def post(self, work):
        self.mailbox.put(work)

    def note(self, *what):
        self.heard.append(what)

    def until(self, *what, seconds=20):
        """Work until this was heard; return all that was heard up to it."""
        deadline = time.monotonic() + seconds
        while what not in self.heard:
            self.mailbox.get(timeout=max(0, deadline - time.monotonic()))()
        at = self.heard.index(what) + 1
        heard, self.heard = self.heard[:at], self.heard[at:]
        return heard


@pytest.fixture(scope="session")
def centre():
    return Centre()


@pytest.fixture
def flow():
    return Flow()


@pytest.fixture
def start_hub(centre, flow):
    """Start a hub that notes (seat, what, message) in the flow."""
    hubs = []

    def start(*, timing=PATIENT, port=0, context=None, limits=LIMITS):
        hub = Hub(
            context or centre.server(),
            "127.0.0.1",
            port,
            identify=centre.check.seat,
            post=flow.post,
            clock=CLOCK,
            timing=timing,
            limits=limits,
        )
        hub.start(
            lambda seat, hello: flow.note(seat, "joined", hello),
            lambda seat, message: flow.note(seat, "said", message),
            lambda seat: flow.note(seat, "left"),
        )
        hubs.append(hub)
        return hub

    yield start
    for hub in hubs:
        hub.stop()


@pytest.fixture
def hub(start_hub):
    return start_hub()


@pytest.fixture
def start_link(centre, flow):
    """Start a seat's link that notes (name, what, message) in the flow."""
    links = []

    def start(number, port, *, name=None, timing=PATIENT, hello=HELLO, look=lambda: ""):
        name = name or f"link {number}"
        link = SeatLink(
            centre.seat(number),
            f"wss://127.0.0.1:{port}" if port else "",
            lambda: hello,
            flow.post,
            identify=centre.check.coordinator,
            look=look,
            timing=timing,
        )
        link.start(
            lambda message: flow.note(name, "heard", message),
            lambda there: flow.note(name, "online", there),
        )
        links.append(link)
        return link

    yield start
    for link in links:
        link.stop()
