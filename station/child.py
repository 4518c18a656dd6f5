"""A process that may crash or hang without harm: for libraries whose inside nobody here knows."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Event, Thread, Timer
from types import TracebackType
from typing import Any, Protocol

MOST_BYTES = 80 << 20
"""The largest answer: above any picture that is read. What claims to be larger is garbage."""

BUG = 70


class ChildFailed(Exception):
    """The child died, or did not answer in time; it is gone, and the next question starts anew."""


class Pipe(Protocol):
    """Our end of the pipe; systems have classes of their own for it."""

    def send_bytes(self, buf: bytes, /) -> None: ...

    def recv_bytes(self, maxlength: int, /) -> bytes: ...

    def close(self) -> None: ...


class Child:
    """Answers one question after the other, in a process that is started when it is needed.

    It ends with the program that started it, even while it hangs.

    Args:
        serve: What the process runs: a function of a module, called with the pipe and the
            arguments. It receives bytes and sends bytes until the pipe closes.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        self._serve = serve
        self._arguments = arguments
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return self._process.pid if self._process is not None else None

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        """Return the child's answer.

        Raises:
            ChildFailed: It died or was silent for too long, and has been ended.
        """
        process, pipe = self._started()
        late = Event()

        def give_up() -> None:
            late.set()
            process.kill()  # whatever we wait in, sending or hearing, ends with it

        patience = Timer(timeout_s, give_up)
        patience.daemon = True
        patience.start()
        failure: Exception | None = None
        answer = b""
        try:
            pipe.send_bytes(question)
            answer = pipe.recv_bytes(MOST_BYTES)
        except (EOFError, OSError) as exc:
            failure = exc
        patience.cancel()
        patience.join()
        if failure is None and not late.is_set():
            return answer
        self.close()
        raise ChildFailed from failure

    def start(self) -> None:
        """Start the process, if there is none, and do not wait for it."""
        self._started()

    def kill(self) -> None:
        """End it from another thread; whoever waits for an answer gets none."""
        process = self._process
        if process is not None:
            with suppress(ValueError):  # it is being closed
                process.kill()

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

    def _started(self) -> tuple[BaseProcess, Pipe]:
        if self._process is None or self._pipe is None:
            spawn = get_context("spawn")
            ours, theirs = spawn.Pipe()
            process = spawn.Process(
                target=_live, args=(theirs, self._serve, self._arguments), daemon=True
            )
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
        return self._process, self._pipe


# In the child


def _live(pipe: Any, serve: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us decides when we end
    _leave_no_core()
    Thread(target=_end_with_parent, name="parent", daemon=True).start()
    with _Discreet():
        serve(pipe, *arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _leave_no_core() -> None:
    """A crash writes no memory to the disk: there may be a face in it."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Discreet:
    """Ends the process at a bug; what is written down says where it was, never with what data."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        bug: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            return
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        logging.getLogger(__name__).error("bug in a child process: %s at %s", kind.__name__, where)
        os._exit(BUG)
