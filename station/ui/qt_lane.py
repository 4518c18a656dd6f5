"""Threads below, the main thread above: the two ways in which work comes back to the screen."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from station.errors import StationError
from station.lan.bundle import Bundle

T = TypeVar("T")


class QtLane(QObject):
    """One thread that owns one device, so the device is never used by two.

    Args:
        bug: Turns a bug in a task into a failure of this lane, where the program must outlive
            it; without it, a bug in a task surfaces on the main thread.
    """

    _returned = Signal(object, object)

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        bug: Callable[[BaseException], StationError] | None = None,
    ) -> None:
        super().__init__(parent)
        self._open = True
        self._bug = bug
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Run the task on the lane, then done or failed on the main thread.

        Once the lane is closed, nothing runs and nothing is answered.
        """
        if not self._open:
            return

        def work() -> Callable[[], None]:
            try:
                return partial(done, task())
            except StationError as error:
                return partial(failed, error)

        def emit(future: Future[Callable[[], None]]) -> None:
            self._returned.emit(future, failed)

        self._worker.submit(work).add_done_callback(emit)

    def _deliver(
        self, future: Future[Callable[[], None]], failed: Callable[[StationError], None]
    ) -> None:
        if not self._open:
            return
        bug = future.exception()
        if bug is not None and self._bug is not None:
            failed(self._bug(bug))
            return
        answer = future.result()  # a bug in the task surfaces here, on the main thread
        answer()

    def close(self) -> None:
        """Finish the task under way, drop the rest, and answer no more."""
        self._open = False
        self._worker.shutdown(wait=True, cancel_futures=True)


class QtMailbox(QObject):
    """Brings what the network's thread has to say to the main thread, in order."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._letters = Bundle(self._posted.emit)
        self._posted.connect(self._open_bundle, Qt.ConnectionType.QueuedConnection)

    def post(self, letter: Callable[[], None]) -> None:
        """Have a callable run on the main thread soon; may be called from any thread."""
        self._letters.add(partial(self._run, letter))

    def close(self) -> None:
        """Throw away what has not been run yet, and all that still comes."""
        self._open = False

    def _open_bundle(self, deliver: Callable[[], None]) -> None:
        deliver()

    def _run(self, letter: Callable[[], None]) -> None:
        if self._open:
            letter()
