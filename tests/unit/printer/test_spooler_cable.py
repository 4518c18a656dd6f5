"""F17 on the way to a print queue: the connection is cut at every byte where it matters.

A card that the queue has begun is never called not printed, and nothing is printed twice.
"""

import random
import socket
import threading
from contextlib import suppress

import pytest

from station.errors.printer import PrinterAbsent, PrintUnconfirmed, QueueRefused
from station.printer.card_document import card_pdf
from station.printer.spooler import SpooledPrinter
from tests.unit.printer.emulated_queue import EmulatedQueue
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import job

POINTS = 200


class Cable:
    """Carries bytes to a queue until so many have gone; then it is cut, both ways.

    Attributes:
        gone: Bytes that went to the queue.
        marks: Where each request began.
    """

    def __init__(self, queue, cut_after=None):
        self._queue = queue
        self._cut_after = cut_after
        self.gone = 0
        self.marks = []
        self._listener = socket.create_server(("localhost", 0))
        self.server = f"localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def pull(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("localhost", self._queue.port))
                threading.Thread(target=self._down, args=(far, near), daemon=True).start()
                self._up(near, far)

    def _up(self, near, far):
        with near, far, suppress(OSError):
            while data := near.recv(65_536):
                if data.startswith(b"POST"):
                    self.marks.append(self.gone)
                left = len(data) if self._cut_after is None else self._cut_after - self.gone
                far.sendall(data[: max(0, left)])
                self.gone += min(len(data), max(0, left))
                if left < len(data):
                    far.shutdown(socket.SHUT_RDWR)
                    self.pull()
                    return
            far.shutdown(socket.SHUT_RDWR)

    def _down(self, far, near):
        with suppress(OSError):
            while data := far.recv(65_536):
                near.sendall(data)
            near.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def queue():
    queue = EmulatedQueue()
    yield queue
    queue.unplug()


def printer_on(cable):
    printer = SpooledPrinter("card", cable.server, sleep_ms=lambda _: None)
    printer.HTTP_TIMEOUT_S = 5
    return printer


def way():
    """Where the Print-Job begins and ends among the bytes of a whole conversation."""
    queue = EmulatedQueue()
    cable = Cable(queue)
    printer = printer_on(cable)
    assert failure_of(printer, job()) is PrintUnconfirmed
    printer.close()
    cable.pull()
    queue.unplug()
    _, _, begins, ends, *_ = cable.marks
    return begins, ends - len(card_pdf(job())), ends


BEGINS, DATA, ENDS = way()
"""Where the Print-Job begins, where its document does, and where both end."""

CUTS = sorted(
    {
        *range(0, BEGINS, 20),
        *range(BEGINS, DATA + 1),
        *random.Random(7).sample(range(DATA, ENDS), POINTS),
        *range(ENDS - 4, ENDS + 4),
    }
)


@pytest.mark.parametrize("part", range(4))
def test_f17_the_connection_is_cut_at_any_byte(queue, part):
    for after_bytes in CUTS[part::4]:
        queue.documents.clear()
        cable = Cable(queue, after_bytes)
        printer = printer_on(cable)
        failure = failure_of(printer, job())
        printer.close()
        cable.pull()
        if queue.documents:
            assert failure is PrintUnconfirmed, after_bytes
        else:
            assert failure in (PrinterAbsent, QueueRefused, PrintUnconfirmed), after_bytes
        if after_bytes < BEGINS:
            assert failure is PrinterAbsent, "nothing of the job had gone"
        came = len(queue.documents)
        assert came <= 1
        if came or after_bytes % 50 == 0:  # it is printed again, once a person has looked
            assert failure_of(printer_on(queue), job()) is PrintUnconfirmed
            assert len(queue.documents) == came + 1
