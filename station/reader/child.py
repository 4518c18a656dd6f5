"""A process that may crash or hang without harm: for libraries whose inside nobody here knows."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any, Protocol


class ChildFailed(Exception):
    """The child died, or did not answer in time; it is gone, and the next question starts anew."""


class Pipe(Protocol):
    """Our end of the pipe; systems have classes of their own for it."""

    def send_bytes(self, buf: bytes, /) -> None: ...

    def poll(self, timeout: float, /) -> bool: ...

    def recv_bytes(self) -> bytes: ...

    def close(self) -> None: ...


class Child:
    """Answers one question after the other, in a process that is started when it is needed.

    Args:
        serve: What the process runs: a function of a module, called with the pipe and the
            arguments. It receives bytes and sends bytes until the pipe closes.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        self._serve = serve
        self._arguments = arguments
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        """Return the child's answer.

        Raises:
            ChildFailed: It died or was silent for too long, and has been ended.
        """
        pipe = self._started()
        try:
            pipe.send_bytes(question)
            if pipe.poll(timeout_s):
                return pipe.recv_bytes()
        except (EOFError, OSError) as exc:
            self.close()
            raise ChildFailed from exc
        self.close()
        raise ChildFailed

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _started(self) -> Pipe:
        if self._pipe is None:
            spawn = get_context("spawn")
            ours, theirs = spawn.Pipe()
            process = spawn.Process(
                target=self._serve, args=(theirs, *self._arguments), daemon=True
            )
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
        return self._pipe
