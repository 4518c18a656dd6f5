"""A print queue for the spooler's driver: CUPS's side of IPP, written apart from the driver's.

It keeps the documents it is sent, and looks at them as a printer would.
"""

import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pypdfium2

INTEGER, BOOLEAN, ENUM, KEYWORD, NAME, NO_VALUE = 0x21, 0x22, 0x23, 0x44, 0x42, 0x13
PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x02, 0x08, 0x09, 0x0A, 0x0B


def attribute(tag, label, *values):
    """One attribute with all its values."""
    raw = b""
    for index, value in enumerate(values):
        name = label.encode() if index == 0 else b""
        raw += struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value
    return raw


def number(value):
    return struct.pack(">i", value)


class EmulatedQueue:
    """A queue called "card" on a port of its own.

    Attributes:
        reasons: What is wrong with the printer.
        state: 3 idle, 4 processing, 5 stopped.
        fate: State of a job when it is looked at, and whether it was ever begun.
        documents: The PDFs of the jobs that were begun.
        cancelled: Numbers of the jobs that were cancelled.
        left_over: Names of the jobs in the queue, by number.
        answer: Bytes to answer with instead, whatever is asked.
        status: Of a Print-Job.
        hang_up: Take a Print-Job, and say nothing of it.
    """

    def __init__(self):
        self.reasons = [b"none"]
        self.state = 3
        self.accepting = True
        self.policy = b"abort-job"
        self.colour = True
        self.fate = (9, True)
        self.documents = []
        self.asked = []
        self.cancelled = []
        self.left_over = {}
        self.answer = None
        self.status = 0
        self.hang_up = False
        self.port = 0
        self._server = None
        self.plug()

    @property
    def server(self):
        return f"localhost:{self.port}"

    def plug(self):
        """Listen."""
        queue = self

        class Counter(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", -1))
                raw = self.rfile.read(max(size, 0))
                reply = queue.reply_to(raw) if len(raw) == size else None  # else it was cut
                if reply is None:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("localhost", self.port), Counter)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self):
        """Listen no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def reply_to(self, raw):
        (operation,) = struct.unpack_from(">H", raw, 2)
        self.asked.append(raw)
        if self.answer is not None:
            return self.answer
        if operation == PRINT_JOB:
            return self._take(raw)
        body = {GET_PRINTER: self._printer, GET_JOB: self._job, GET_JOBS: self._jobs}
        if operation == CANCEL_JOB:
            at = raw.index(b"job-id") + len("job-id") + 2
            self.cancelled.append(struct.unpack_from(">i", raw, at)[0])
            self.left_over.pop(self.cancelled[-1], None)
            return self._reply(0, b"")
        return self._reply(0, body[operation]())

    def _take(self, raw):
        _, begun = self.fate
        if self.status < 0x0100 and begun:
            self.documents.append(raw[raw.index(b"%PDF") :])
        if self.hang_up:
            return None
        return self._reply(self.status, b"\x02" + attribute(INTEGER, "job-id", number(7)))

    def _reply(self, status, groups):
        head = b"\x01\x01" + struct.pack(">HI", status, 1)
        said = attribute(0x47, "attributes-charset", b"utf-8")
        return head + b"\x01" + said + groups + b"\x03"

    def _printer(self):
        sides = b"\x04" + attribute(ENUM, "printer-state", number(self.state))
        sides += attribute(KEYWORD, "printer-state-reasons", *self.reasons)
        sides += attribute(BOOLEAN, "printer-is-accepting-jobs", bytes([self.accepting]))
        sides += attribute(NAME, "printer-error-policy", self.policy)
        sides += attribute(BOOLEAN, "color-supported", bytes([self.colour]))
        return sides + attribute(KEYWORD, "sides-supported", b"one-sided", b"two-sided-short-edge")

    def _job(self):
        state, begun = self.fate
        group = b"\x02" + attribute(ENUM, "job-state", number(state))
        if begun:
            return group + attribute(INTEGER, "time-at-processing", number(1_790_000_000))
        return group + attribute(NO_VALUE, "time-at-processing", b"")

    def _jobs(self):
        return b"".join(
            b"\x02" + attribute(INTEGER, "job-id", number(key)) + attribute(NAME, "job-name", name)
            for key, name in self.left_over.items()
        )


def sides_of(document):
    """Return the pictures of a document as a person sees the card, on its long side."""
    pdf = pypdfium2.PdfDocument(document)
    sides = []
    for index in range(len(pdf)):
        page = pdf[index]
        assert [round(side * 25.4 / 72, 2) for side in page.get_size()] == [53.98, 85.6]
        (image,) = page.get_objects()
        assert [round(edge / 72 * 300, 3) for edge in image.get_bounds()] == [0, 0, 638, 1011]
        upright = np.array(image.get_bitmap().to_pil().convert("RGB"))
        sides.append(upright[:, ::-1].swapaxes(0, 1))
        page.close()
    pdf.close()
    return sides
