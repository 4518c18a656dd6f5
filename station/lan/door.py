"""The hub's door: how many connections there may be at all, and how many from one address.

A connection costs the hub something before TLS has said who it is. So a machine that connects
ten thousand times is turned away by its address, before anything is built for it, and the seats
that are inside notice nothing. Whoever comes in waits on the porch.
"""

import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass

_RESET = struct.pack("hh" if hasattr(socket, "WSAStartup") else "ii", 1, 0)
TURNS = 64
"""Connections turned away before the hub does something else."""
AT_ONCE = 4
"""Connections taken in before the hub does something else: to hear its seats, for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Connections that may be open at once.

    Attributes:
        of_one_address: A seat has one, and for a moment a second one when it comes back.
    """

    connections: int = 1_000
    of_one_address: int = 16


LIMITS = Limits()


class Door(socket.socket):
    """A listening socket that takes in no more than its limits allow.

    It goes to a server of asyncio, whose selector loop calls `accept`.

    Attributes:
        turned_away: How many were.
    """

    def __init__(self, listener: socket.socket, limits: Limits) -> None:
        super().__init__(listener.family, listener.type, listener.proto, listener.detach())
        self._limits = limits
        self._inside: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.turned_away = 0
        self._taken = 0

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        """Return the next connection that may come in.

        Raises:
            BlockingIOError: There is none now, or others have their turn first.
        """
        if self._taken == AT_ONCE:
            self._taken = 0
            raise BlockingIOError
        for _ in range(TURNS):
            plain, address = super().accept()
            if self._comes_in(address[0]):
                self._taken += 1
                return _Guest(plain, self, address[0]), address
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            plain.close()
        raise BlockingIOError

    def _comes_in(self, address: str) -> bool:
        with self._lock:
            full = self._inside.total() >= self._limits.connections
            if full or self._inside[address] >= self._limits.of_one_address:
                self.turned_away += 1
                return False
            self._inside[address] += 1
            return True

    def goes(self, address: str) -> None:
        """One of this address has gone."""
        with self._lock:
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]


class _Guest(socket.socket):
    """A connection that was taken in; its place is free when it is closed."""

    def __init__(self, plain: socket.socket, door: Door | None, address: str) -> None:
        super().__init__(plain.family, plain.type, plain.proto, plain.detach())
        self._door = door
        self._address = address

    def dup(self) -> "_Guest":
        """Return the same connection once more; its place goes along."""
        again = socket.socket(self.family, self.type, self.proto, socket.dup(self.fileno()))
        door, self._door = self._door, None
        return _Guest(again, door, self._address)

    def close(self) -> None:
        super().close()
        door, self._door = self._door, None
        if door is not None:
            door.goes(self._address)
