"""A seat and a hub that say what the test likes, and listen only when they are told to."""

import socket

from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode
from websockets.server import ServerProtocol
from websockets.uri import parse_uri


class RawPeer:
    """One TLS connection and websockets' own protocol, without any thread."""

    def __init__(self, plain, protocol):
        self._socket = plain
        self._protocol = protocol
        self._events = []

    def say(self, raw):
        """Send one frame: bytes, or text."""
        if isinstance(raw, str):
            self._protocol.send_text(raw.encode())
        else:
            self._protocol.send_binary(raw)
        self._flush()

    def hear(self):
        """Return the next binary frame; raise ConnectionClosed when there is none."""
        while True:
            frame = self._next()
            if frame.opcode is Opcode.BINARY:
                return frame.data
            if frame.opcode is Opcode.CLOSE:
                raise ConnectionClosed(self._protocol.close_rcvd, None)

    def end(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def _next(self):
        while not self._events:
            raw = self._socket.recv(65_536)
            if not raw:
                raise ConnectionClosed(None, None)
            self._protocol.receive_data(raw)
            self._events += self._protocol.events_received()
        return self._events.pop(0)

    def _flush(self):
        for data in self._protocol.data_to_send():
            if data:
                self._socket.sendall(data)


class RawSeat(RawPeer):
    """Connects at once."""

    def __init__(self, context, port, address="127.0.0.1"):
        plain = socket.create_connection(("127.0.0.1", port), 20, source_address=(address, 0))
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        uri = parse_uri(f"wss://coordinator:{port}")
        super().__init__(plain, ClientProtocol(uri, max_size=None))
        try:
            self._socket = context.wrap_socket(plain, server_hostname="coordinator")
            self._protocol.send_request(self._protocol.connect())
            self._flush()
            self._next()  # the response
        except BaseException:
            self.end()
            raise
        if self._protocol.handshake_exc:
            self.end()
            raise self._protocol.handshake_exc


class RawHub(RawPeer):
    """Takes in one seat."""

    def __init__(self, context, listener):
        plain, _ = listener.accept()
        super().__init__(context.wrap_socket(plain, server_side=True), ServerProtocol())
        self._protocol.send_response(self._protocol.accept(self._next()))
        self._flush()
