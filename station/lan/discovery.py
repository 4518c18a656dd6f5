"""Finds the coordinator on the room's network, so that nobody needs to type an address.

Anybody may announce anything: what is found here is only where to knock. TLS decides who is
let in, and at enrolment two persons' eyes do.
"""

import asyncio
import secrets
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from queue import Empty, Queue
from time import monotonic

import psutil
import structlog
from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, Zeroconf
from zeroconf import ServiceStateChange as Change

from station.errors.lan import CoordinatorsSeveral, CoordinatorUnfound
from station.ids import CentreId

HUB = "_exam-station._tcp.local."
ENROLMENT = "_exam-enrol._tcp.local."
LOOK_S = 5.0
SETTLE_S = 1.0
"""After the first that is found: what is there besides it answers within this time."""
ANSWER_MS = 2_000
MOST = 8
"""So many places are kept; somebody who announces thousands does not fill the memory."""
MOST_ASKED = 8 * MOST

TERM_DIGITS = 9
MDNS = "224.0.0.251"

LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What somebody announces of himself; nothing of it is proved."""

    centre: CentreId
    term: int
    places: tuple[tuple[str, int], ...]


@contextmanager
def announced(
    service: str, place: tuple[str, int], centre: CentreId, term: int = 0
) -> Iterator[None]:
    """Announce a service for as long as the block runs.

    A machine that cannot announce goes on: an address typed in at the seat does it too.

    Args:
        service: HUB or ENROLMENT.
        place: Where it listens; the host may be 0.0.0.0.
    """
    hosts = own_addresses(place[0])
    zeroconf = _open(hosts)
    if zeroconf is None:
        LOG.warning("not announced")
        yield
        return
    name = f"{secrets.token_hex(8)}.{service}"
    info = ServiceInfo(
        service,
        name,
        port=place[1],
        addresses=[socket.inet_aton(host) for host in hosts],
        properties={"centre": centre, "term": str(term)},
        server=f"{name.partition('.')[0]}.local.",
    )
    try:
        zeroconf.register_service(info, cooperating_responders=True)
        yield
    finally:
        zeroconf.close()


def look_for(
    service: str,
    centre: CentreId | None = None,
    *,
    interfaces: tuple[str, ...] = (),
    look_s: float = LOOK_S,
    settle_s: float = SETTLE_S,
    most: int = MOST,
) -> tuple[Found, ...]:
    """Listen for who announces a service, the latest term first.

    Args:
        centre: Only those who say that they are of this centre.
        interfaces: Own addresses to look from; all of them otherwise.
        settle_s: So long others may still be found after the first.
        most: So many are enough.

    Raises:
        CoordinatorUnfound: Nobody did, or this machine cannot listen.
    """
    zeroconf = _open(interfaces or own_addresses(""))
    if zeroconf is None:
        raise CoordinatorUnfound
    asking = _Asking(zeroconf, service)
    try:
        ServiceBrowser(zeroconf, service, handlers=[asking.heard])
        found = _gather(asking.answers, centre, look_s, settle_s, most)
    finally:
        asking.end()
        zeroconf.close()
    if not found:
        raise CoordinatorUnfound
    return tuple(sorted(found, key=lambda one: -one.term))


def look_for_one(
    service: str,
    *,
    interfaces: tuple[str, ...] = (),
    look_s: float = LOOK_S,
    settle_s: float = SETTLE_S,
) -> Found:
    """Listen for the one that announces a service.

    Raises:
        CoordinatorUnfound: Nobody did, or this machine cannot listen.
        CoordinatorsSeveral: A person must say which.
    """
    found = look_for(service, interfaces=interfaces, look_s=look_s, settle_s=settle_s, most=2)
    if len(found) > 1:
        raise CoordinatorsSeveral
    return found[0]


class _Asking:
    """Asks all who announce themselves at once: one who never answers keeps nobody waiting.

    Attributes:
        answers: What they say of themselves, as it comes.
    """

    def __init__(self, zeroconf: Zeroconf, service: str) -> None:
        self.answers: Queue[ServiceInfo] = Queue()
        self._zeroconf = zeroconf
        self._service = service
        self._asked: list[Future[bool]] = []

    def heard(self, *, name: str, state_change: Change, **_: object) -> None:
        """Somebody announces a name; on zeroconf's thread."""
        loop = self._zeroconf.loop
        if state_change is not Change.Added or len(self._asked) >= MOST_ASKED or loop is None:
            return
        info = ServiceInfo(self._service, name)
        asked = asyncio.run_coroutine_threadsafe(
            info.async_request(self._zeroconf, ANSWER_MS), loop
        )
        self._asked.append(asked)
        asked.add_done_callback(partial(self._answered, info))

    def end(self) -> None:
        """Ask nobody any more."""
        for asked in self._asked:
            asked.cancel()

    def _answered(self, info: ServiceInfo, asked: "Future[bool]") -> None:
        if not asked.cancelled() and asked.result():
            self.answers.put(info)


def _gather(
    answers: "Queue[ServiceInfo]",
    centre: CentreId | None,
    look_s: float,
    settle_s: float,
    most: int,
) -> list[Found]:
    found: list[Found] = []
    until = monotonic() + look_s
    while len(found) < most and (left := until - monotonic()) > 0:
        try:
            one = _read(answers.get(timeout=left))
        except Empty:
            break
        if one is not None and centre in (None, one.centre):
            found.append(one)
            until = min(until, monotonic() + settle_s)
    return found


def _read(info: ServiceInfo) -> Found | None:
    """What a stranger says of himself; None if it makes no sense."""
    said = info.decoded_properties
    centre, term = said.get("centre") or "", said.get("term") or ""
    hosts = info.parsed_addresses(IPVersion.V4Only)[:MOST]
    if not (centre and hosts and info.port and term.isascii() and term.isdecimal()):
        return None
    if len(term) > TERM_DIGITS:
        return None
    places = tuple((host, info.port) for host in hosts)
    return Found(centre=CentreId(centre), term=int(term), places=places)


def _open(hosts: tuple[str, ...]) -> Zeroconf | None:
    """Open multicast on those of our addresses that have it; None if none has."""
    able = [host for host in hosts if _has_multicast(host)]
    try:
        return Zeroconf(able, ip_version=IPVersion.V4Only) if able else None
    except OSError:
        return None


def _has_multicast(host: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
            group = socket.inet_aton(MDNS) + socket.inet_aton(host)
            probe.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
        except OSError:
            return False
    return True


def own_addresses(host: str) -> tuple[str, ...]:
    """The addresses at which a listener on this host is reached; from outside, if there are."""
    if host not in {"", "0.0.0.0"}:  # noqa: S104 - compared with, not listened on
        return (socket.gethostbyname(host),)
    outside = tuple(
        one.address
        for addresses in psutil.net_if_addrs().values()
        for one in addresses
        if one.family is socket.AF_INET and not ip_address(one.address).is_loopback
    )
    return outside or ("127.0.0.1",)
