"""TLS on its socket: every byte in order both ways, nothing without a bound, and a heard end."""

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager

import pytest

from station.lan.seat_link import SERVER_NAME
from station.lan.tls_transport import HIGH_WATER, TlsTransport

MUCH = bytes(range(256)) * 20_000  # 5 MB: many records, and more than a socket holds


class Ear(asyncio.Protocol):
    """Notes what it hears; the first note of an end ends the test's wait."""

    def __init__(self):
        self.transport, self.heard, self.paused, self.notes = None, bytearray(), 0, []
        self.met, self.over = asyncio.Event(), asyncio.Event()
        self.enough, self.wanted = asyncio.Event(), 1
        self.writable = asyncio.Event()

    def connection_made(self, transport):
        self.transport = transport
        self.met.set()

    def data_received(self, data):
        self.heard += data
        if len(self.heard) >= self.wanted:
            self.enough.set()

    def pause_writing(self):
        self.paused += 1
        self.writable.clear()

    def resume_writing(self):
        self.writable.set()

    def connection_lost(self, exc):
        self.notes.append(exc)
        self.over.set()

    def failed(self, exc):
        self.notes.append(("failed", exc))
        self.over.set()


@pytest.fixture
def hold(centre):
    """Hold one conversation: `client(plain)` in a thread, `server(ear, transport)` on a loop."""

    def hold(client, server, *, turn=lambda step: asyncio.get_running_loop().call_soon(step)):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            theirs = socket.create_connection(listener.getsockname(), 20)
            ours, _ = listener.accept()
        found = []

        async def main():
            ear = Ear()
            transport = TlsTransport(ours, centre.server(), ear, turn, ear.failed)
            transport.begin()
            async with asyncio.timeout(20):
                await server(ear, transport)
                transport.abort()
                await ear.over.wait()
            assert ours.fileno() == -1
            return ear

        thread = threading.Thread(target=lambda: found.append(client(theirs)))
        thread.start()
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                ear = runner.run(main())
        finally:
            ours.close()
            thread.join()
            theirs.close()
        return ear, found[0]

    return hold


@pytest.fixture
def shaken(centre):
    @contextmanager
    def shake(plain):
        context = centre.seat(7)
        with context.wrap_socket(plain, server_hostname=SERVER_NAME) as tls:
            yield tls

    return shake


def read_all(tls):
    raw = bytearray()
    while piece := tls.recv(65_536):
        raw += piece
    return bytes(raw)


def test_all_that_is_said_arrives_in_order_both_ways_and_before_the_end(hold, shaken):
    def client(plain):
        with shaken(plain) as tls:
            tls.sendall(MUCH)
            return read_all(tls)

    async def server(ear, _):
        ear.wanted = len(MUCH)
        await ear.enough.wait()
        ear.transport.write(MUCH)
        ear.transport.write(b"the end")
        ear.transport.close()
        await ear.over.wait()

    ear, heard = hold(client, server)
    assert ear.heard == MUCH
    assert heard == MUCH + b"the end"
    assert ear.notes == [None]


def test_who_writes_is_asked_to_pause_and_told_when_to_go_on(hold, shaken):
    may_read = threading.Event()

    def client(plain):
        with shaken(plain) as tls:
            may_read.wait(20)
            return read_all(tls)

    async def server(ear, _):
        await ear.met.wait()
        while not ear.paused:
            ear.transport.write(MUCH[: HIGH_WATER // 2])
        assert ear.transport.get_write_buffer_size() > HIGH_WATER
        may_read.set()
        await ear.writable.wait()
        assert ear.transport.get_write_buffer_size() <= HIGH_WATER // 4
        ear.transport.close()
        await ear.over.wait()

    ear, heard = hold(client, server)
    assert ear.paused == 1
    assert heard.startswith(MUCH[: HIGH_WATER // 2])


def test_who_does_not_read_is_told_nothing_until_it_does(hold, shaken):
    said = threading.Event()

    def client(plain):
        with shaken(plain) as tls:
            tls.sendall(b"word")
            said.set()
            return read_all(tls)

    async def server(ear, _):
        await ear.met.wait()
        ear.transport.pause_reading()
        await asyncio.to_thread(said.wait, 20)
        assert not ear.transport.is_reading()
        assert ear.heard == b""
        ear.transport.resume_reading()
        await ear.enough.wait()
        ear.transport.close()
        await ear.over.wait()

    ear, _ = hold(client, server)
    assert ear.heard == b"word"


def test_a_step_of_the_handshake_is_taken_only_when_it_is_its_turn(hold, shaken):
    steps = []

    def client(plain):
        with shaken(plain) as tls:
            return read_all(tls)

    async def server(ear, _):
        taken = 0
        while not ear.met.is_set():
            while not steps:
                await asyncio.sleep(0)
            assert len(steps) == 1
            steps.pop()()
            taken += 1
        assert taken >= 2
        ear.transport.close()
        await ear.over.wait()

    hold(client, server, turn=steps.append)


@pytest.mark.parametrize("word", [b"", b"GET / HTTP/1.1\r\n\r\n"])
def test_who_leaves_or_talks_nonsense_before_the_end_of_the_handshake(hold, word):
    def client(plain):
        plain.sendall(word)
        plain.shutdown(socket.SHUT_WR)

    async def server(ear, _):
        await ear.over.wait()
        assert ear.transport is None

    ear, _ = hold(client, server)
    ((failed, exc),) = ear.notes
    assert failed == "failed"
    assert isinstance(exc, ssl.SSLEOFError) == (word == b"")


def test_it_is_cut_off_in_the_middle_of_the_handshake(hold):
    gone = threading.Event()

    def client(plain):
        gone.wait(20)
        return plain.recv(1)

    async def server(ear, transport):
        transport.abort()
        await ear.over.wait()
        gone.set()

    ear, heard = hold(client, server)
    assert ear.notes == [("failed", None)]
    assert heard == b""


def test_the_other_side_breaks_off_without_a_goodbye(hold, shaken):
    def client(plain):
        with shaken(plain) as tls:
            tls.sendall(b"word")
            tls.shutdown(socket.SHUT_RDWR)

    async def server(ear, _):
        await ear.over.wait()

    ear, _ = hold(client, server)
    assert ear.heard == b"word"
    assert len(ear.notes) == 1
