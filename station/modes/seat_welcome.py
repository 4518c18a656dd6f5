"""The window in which a new seat is enrolled, before it is a seat."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from station.flow.enrol import EnrolFlow, EnrolStage, EnrolTools
from station.modes.seat_enrolment import SeatAsks, find_enrolment
from station.modes.window import application
from station.ui.enrol_window import EnrolWindow
from station.ui.language import translator
from station.ui.qt_lane import QtLane, QtMailbox


def enrol_in_window(folder: Path, passphrase: str, language: str) -> bool:
    """Let a person enrol this seat.

    Returns:
        Whether it is enrolled now; False if the window was closed before.
    """
    application()
    lane, mailbox, window = QtLane("enrolment"), QtMailbox(), EnrolWindow(translator(language))
    asks = SeatAsks(folder, passphrase)
    tools = EnrolTools(
        lane=lane, find=find_enrolment, ask=asks.ask, hang_up=asks.hang_up, post=mailbox.post
    )
    flow = EnrolFlow(tools, window.show_state)
    window.intent.connect(flow.intent)
    window.finished.connect(window.close)
    flow.start()
    window.show()
    QApplication.exec()
    flow.stop()
    mailbox.close()
    lane.close()
    return flow.screen.stage is EnrolStage.DONE
