"""The sheet on which a card is handed over: who signs, and when the button can be pressed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from station.flow.card_view import ConfirmHandOver
from station.ui.console_window import ConsoleWindow
from station.ui.gallery_console import console_states
from station.ui.language import translator
from tests.gui.hands import button, press
from tests.gui.test_console_window import sign, signature

pytestmark = pytest.mark.gui

MOVE, NO_KEY = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def states(qapp):
    return console_states()


@pytest.fixture
def window(qtbot):
    window = ConsoleWindow(translator("en"))
    qtbot.addWidget(window)
    window.show()
    return window


def write(qtbot, pad):
    """Draw one stroke, as a pen does."""
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(pad, left, pos=QPoint(40, 60))
    for place in (QPoint(70, 50), QPoint(90, 70), QPoint(140, 50)):
        at, on_screen = QPointF(place), QPointF(pad.mapToGlobal(place))
        QApplication.sendEvent(pad, QMouseEvent(MOVE, at, on_screen, left, left, NO_KEY))
    qtbot.mouseRelease(pad, left, pos=QPoint(140, 50))


def test_a_holder_who_cannot_sign_takes_the_card_before_two_persons_who_say_why(
    qtbot, window, states
):
    window.show_state(states["card-hand-over"])
    qtbot.mouseClick(button(window, "cannot-sign"), Qt.MouseButton.LeftButton)
    assert not window.findChild(QWidget, "signature-pad").isVisible()
    sign(window, prefix="holder-")
    assert not button(window, "confirm-hand-over").isEnabled()
    window.findChild(QLineEdit, "unsigned-why").setText("右手受伤")
    wish = press(qtbot, window, "confirm-hand-over")
    assert (wish.signature, wish.unsigned) == (b"", "右手受伤")
    assert wish.together == (signature(0, "1111"), signature(1, "2222"))


def test_a_known_holder_signs_with_the_pen_and_takes_the_card(qtbot, window, states):
    window.show_state(states["card-hand-over"])
    pad = window.findChild(QWidget, "signature-pad")
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    assert not button(window, "confirm-hand-over").isEnabled(), "a touch is no signature"
    write(qtbot, pad)
    wish = press(qtbot, window, "confirm-hand-over")
    assert isinstance(wish, ConfirmHandOver)
    assert wish.together is None
    drawn = QImage.fromData(wish.signature)
    assert drawn.size() == pad.size()
    assert drawn.pixelColor(20, 30).lightness() < 128
    assert drawn.pixelColor(100, 10).lightness() > 250


def test_a_signature_does_not_stay_for_the_next_holder(qtbot, window, states):
    shown = states["card-hand-over"]
    window.show_state(shown)
    pad = window.findChild(QWidget, "signature-pad")
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    window.show_state(replace(shown, sheet=replace(shown.sheet, serial="A00999")))
    assert pad.png() == b""


def test_a_holder_who_is_not_known_needs_two_persons(qtbot, window, states):
    window.show_state(states["card-hand-over-unsure"])
    assert not button(window, "confirm-hand-over").isEnabled()
    sign(window, prefix="holder-")
    assert not button(window, "confirm-hand-over").isEnabled()
    write(qtbot, window.findChild(QWidget, "signature-pad"))
    wish = press(qtbot, window, "confirm-hand-over")
    assert wish.together == (signature(0, "1111"), signature(1, "2222"))
