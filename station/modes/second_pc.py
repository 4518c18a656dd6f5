"""The two ends of a second PC that follows the coordinator, to take over when that dies."""

import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from typing import Never

from station.clock import SystemClock
from station.errors.document import DocumentMalformed
from station.flow.lane import Lane
from station.flow.second_disk import SecondDisk
from station.ids import CentreId
from station.lan.exchange import Post
from station.lan.feed import WORD_S, Changes, Feed, follow
from station.lan.peers import PeerCheck
from station.lan.seat_link import SERVER_NAME
from station.modes.folder import StationFolder
from station.seal.identity import Identity
from station.seal.tls import client_context, server_context
from station.store.page_copy import Held, changes

AGAIN_S = 2.0


class SecondPc:
    """The coordinator's end: says whether a second PC follows.

    Attributes:
        state: NONE until one came; LOST while none is there that was.
    """

    def __init__(self, folder: StationFolder, desk: Identity, store: Lane, post: Post) -> None:
        self.state = SecondDisk.NONE
        self._following = 0
        self._store = store
        self._database = folder.database_file
        trust = folder.trust()
        self._feed = Feed(
            server_context(desk, trust),
            identify=PeerCheck(trust, CentreId(desk.centre), SystemClock()).coordinator,
            collect=self._collect,
            post=post,
        )

    def start(self, place: tuple[str, int], changed: Callable[[], None]) -> None:
        """Let a second PC follow.

        Raises:
            PortTaken: Another program listens there.
        """
        self._changed = changed
        self._feed.start(place, self._counted)

    def stop(self) -> None:
        """Let nobody follow any more."""
        self._feed.stop()

    def _counted(self, more: int) -> None:
        self._following += more
        self.state = SecondDisk.WHOLE if self._following else SecondDisk.LOST
        self._changed()

    def _collect(self, held: Held, found: Callable[[Changes | None], None]) -> None:
        look = partial(changes, self._database, held)
        self._store.run(look, found, lambda _: found(None))


def follow_coordinator(
    folder: StationFolder, passphrase: str, place: tuple[str, int], say: Callable[[bool], None]
) -> Never:
    """Follow a coordinator, and come back to it whenever it is gone, until a person ends it.

    Args:
        say: Hears when it follows (True) and when the coordinator is silent (False).
    """
    desk, trust = folder.desk_identity(passphrase), folder.trust()
    context = client_context(desk, trust)
    check = PeerCheck(trust, CentreId(desk.centre), SystemClock())
    told: bool | None = None

    def tell(following: bool) -> None:
        nonlocal told
        if following is not told:
            told = following
            say(following)

    while True:
        try:
            with _reach(context, place) as connection:
                check.coordinator(connection)
                follow(connection, folder.database_file, partial(tell, True))
        except (OSError, DocumentMalformed):
            tell(False)
        time.sleep(AGAIN_S)


def _reach(context: ssl.SSLContext, place: tuple[str, int]) -> ssl.SSLSocket:
    plain = socket.create_connection(place, timeout=WORD_S)
    try:
        return context.wrap_socket(plain, server_hostname=SERVER_NAME)
    except OSError:
        plain.close()
        raise
