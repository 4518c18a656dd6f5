"""Runs a window with its flow: one thread for both, a beat, and a mailbox for the lanes."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import structlog
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

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


def show_file(path: Path) -> bool:
    """Open a file with what the system has for it; False if it has nothing."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve())))


def _stop_at_a_bug(
    kind: type[BaseException], bug: BaseException, trace: TracebackType | None
) -> None:
    """Write down where the bug is, never with what data, and stop: what was saved is safe."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    LOG.error("bug", kind=kind.__name__, where=where)
    if not isinstance(bug, KeyboardInterrupt):
        QApplication.exit(BUG)
