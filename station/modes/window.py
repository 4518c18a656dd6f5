"""Runs a window with its flow: one thread for both, a beat, and a mailbox for the lanes."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import structlog
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from station.errors.camera import CameraStopped
from station.ui.qt_lane import QtLane
from station.ui.theme import dress

BEAT_MS = 100
BUG = 70
"""Exit status after a bug: the kiosk session starts the program again, and it goes on."""

LOG = structlog.get_logger(__name__)


def application() -> QApplication:
    """Return the program's one QApplication, dressed; a bug from here on ends it."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    dress(app)
    sys.excepthook = _stop_at_a_bug
    return app


def beat(app: QApplication, tick: Callable[[], None], every_ms: int = BEAT_MS) -> QTimer:
    """Call `tick` ten times a second, or as often as is said; the timer is the application's."""
    timer = QTimer(app)
    timer.timeout.connect(tick)
    timer.start(every_ms)
    return timer


def camera_lane() -> QtLane:
    """Return the camera's lane: a bug in a look costs that look, and is written down."""

    def lost(bug: BaseException) -> CameraStopped:
        _note(type(bug), bug.__traceback__)
        return CameraStopped()

    return QtLane("camera", bug=lost)


def show_file(path: Path) -> bool:
    """Open a file with what the system has for it; False if it has nothing."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve())))


def _stop_at_a_bug(
    kind: type[BaseException], bug: BaseException, trace: TracebackType | None
) -> None:
    """Write it down and stop: what was saved is safe."""
    _note(kind, trace)
    if not isinstance(bug, KeyboardInterrupt):
        QApplication.exit(BUG)


def _note(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Write down where a bug is, never with what data."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    LOG.error("bug", kind=kind.__name__, where=where)
