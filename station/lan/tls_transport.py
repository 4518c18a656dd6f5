"""TLS right on its socket, for a server's end of a connection on a selector loop.

asyncio's own speaks TLS in memory and copies every byte twice more: it costs a hub with a room of
seats half of its time and most of its memory. It also does the handshakes of strangers as they
come; here whoever makes the connection says when the next step, a millisecond of signatures, is
taken.
"""

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

READ_BYTES = 64 * 1024
"""More than one record of TLS has, so that nothing read from the socket stays behind in it."""
HIGH_WATER = 64 * 1024
"""Bytes that wait to be sent from which the protocol is asked to pause."""

Turn = Callable[[Callable[[], None]], None]
"""Has a step of a handshake taken, soon."""
Failed = Callable[[Exception | None], None]


class TlsTransport(asyncio.Transport):
    """A connection that is shaken hands over, and then an ordinary transport.

    Args:
        plain: A connected socket; it is closed with the transport.
        protocol: Hears of the connection once the handshake is done, and of nothing before.
        turn: Has a step of the handshake taken.
        failed: Hears why there was no handshake; None if it was given up.
    """

    def __init__(
        self,
        plain: socket.socket,
        context: ssl.SSLContext,
        protocol: asyncio.Protocol,
        turn: Turn,
        failed: Failed,
    ) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._plain = plain  # what counts the connections is told when this one is closed
        self._address = plain.getpeername()
        plain.setblocking(False)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self._tls = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._protocol = protocol
        self._turn, self._failed = turn, failed
        self._waiting: deque[memoryview] = deque()
        self._waiting_bytes = 0
        self._high, self._low = HIGH_WATER, HIGH_WATER // 4
        self._shaken = self._reading = self._paused = False
        self._closing = self._lost = False

    def begin(self) -> None:
        """Begin the handshake."""
        self._turn(self._shake)

    # The handshake

    def _shake(self) -> None:
        if self._lost:
            return
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._loop.add_reader(self._tls, self._shake_again)
        except ssl.SSLWantWriteError:
            self._loop.add_writer(self._tls, self._shake_again)
        except OSError as exc:
            self._end(exc)
        else:
            self._shaken = True
            self._protocol.connection_made(self)
            self.resume_reading()

    def _shake_again(self) -> None:
        self._loop.remove_reader(self._tls)
        self._loop.remove_writer(self._tls)
        self._turn(self._shake)

    # Reading

    def is_reading(self) -> bool:
        """Whether what comes is heard."""
        return self._reading

    def pause_reading(self) -> None:
        """Hear nothing for now; what comes waits at the other end."""
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._tls)

    def resume_reading(self) -> None:
        """Hear again."""
        if not (self._reading or self._closing):
            self._reading = True
            self._loop.add_reader(self._tls, self._read)

    def _read(self) -> None:
        try:
            data = self._tls.recv(READ_BYTES)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError as exc:
            self._end(exc)
            return
        if data:
            self._protocol.data_received(data)
        else:
            self._protocol.eof_received()
            self.close()

    # Writing

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send, or keep what the socket does not take at once."""
        if self._closing or not data:
            return
        rest = memoryview(data)
        if not self._waiting:
            rest = self._send(rest)
        if rest and not self._lost:
            if not self._waiting:
                self._loop.add_writer(self._tls, self._write_on)
            self._waiting.append(rest)
            self._waiting_bytes += len(rest)
            if self._waiting_bytes > self._high and not self._paused:
                self._paused = True
                self._protocol.pause_writing()

    def _send(self, data: memoryview) -> memoryview:
        """Send as much as the socket takes; return the rest."""
        try:
            while data:
                data = data[self._tls.send(data) :]
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError as exc:
            self._end(exc)
        return data

    def _write_on(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            rest = self._send(first)
            if self._lost:
                return
            self._waiting_bytes -= len(first) - len(rest)
            if rest:
                self._waiting[0] = rest
                break
            self._waiting.popleft()
        if not self._waiting:
            self._loop.remove_writer(self._tls)
            if self._closing:
                self._say_goodbye()
        if self._paused and self._waiting_bytes <= self._low and not self._closing:
            self._paused = False
            self._protocol.resume_writing()

    def get_write_buffer_size(self) -> int:
        """Bytes that the socket has not taken yet."""
        return self._waiting_bytes

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Say from how many bytes that wait the protocol shall pause, and go on again."""
        self._high = HIGH_WATER if high is None else high
        self._low = self._high // 4 if low is None else low

    def can_write_eof(self) -> bool:
        """TLS cannot: it ends as a whole."""
        return False

    # Ending

    def is_closing(self) -> bool:
        """Whether nothing more is sent or heard."""
        return self._closing

    def close(self) -> None:
        """End once everything is sent."""
        if not self._closing:
            self.pause_reading()
            self._closing = True
            if not self._waiting:
                self._say_goodbye()

    def abort(self) -> None:
        """End at once."""
        self._end(None)

    def _say_goodbye(self) -> None:
        with suppress(OSError):
            self._tls.unwrap()  # it does not wait for the other side's goodbye
        self._end(None)

    def _end(self, exc: Exception | None) -> None:
        if self._lost:
            return
        self._lost = self._closing = True
        self._reading = False
        self._loop.remove_reader(self._tls)
        self._loop.remove_writer(self._tls)
        self._waiting.clear()
        self._waiting_bytes = 0
        self._loop.call_soon(self._let_go, exc)

    def _let_go(self, exc: Exception | None) -> None:
        self._tls.close()
        self._plain.close()
        if self._shaken:
            self._protocol.connection_lost(exc)
        else:
            self._failed(exc)

    # What it is

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return the other end's address, or the connection itself."""
        return {"peername": self._address, "ssl_object": self._tls}.get(name, default)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Return who hears what comes."""
        return self._protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Let somebody else hear what comes."""
        self._protocol = cast(asyncio.Protocol, protocol)
