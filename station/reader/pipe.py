"""The USB pipes of a SAM-V reader, which carry frames whole or in two parts."""

from station.reader.sam_v import HEAD_SIZE
from station.usb.pipes import BulkPipes
from station.usb.search import Interface


class SamVPipe(BulkPipes):
    """Bulk pipes in single-pair or in split mode; the descriptors say in which.

    In split mode the head of each frame goes over the first pair and its body over the
    second.
    """

    WRITE_TIMEOUT_MS = 1_000
    CLEAR_PACKETS = 256

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self._body = 1 if self.pairs > 1 else 0

    def send(self, frame: bytes) -> None:
        """Send one whole frame."""
        if self._body:
            self.write(frame[:HEAD_SIZE])
            self.write(frame[HEAD_SIZE:], self._body)
        else:
            self.write(frame)

    def receive(self, *, head: bool, timeout_ms: int) -> bytes:
        """Return what comes next, of a frame's head or of its body; at least one byte."""
        return self.read(timeout_ms, 0 if head else self._body)

    def clear(self) -> None:
        """Undo a stall, and throw away what the reader still has to say."""
        self.unstall()
        for pipe in range(self.pairs):
            self.drain(self.CLEAR_PACKETS, pipe)
