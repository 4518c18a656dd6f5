"""How few presses the desk's slow ways take: see also `python -m bench desk`."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from station.flow.desk_view import PictureSide, Step
from station.identity.admission_rules import Paper
from station.ui.console_window import ConsoleWindow
from station.ui.gallery_console import console_states
from station.ui.language import translator
from tests.gui.hands import button

pytestmark = pytest.mark.gui


@pytest.fixture
def states(qapp):
    return console_states()


@pytest.fixture
def window(qtbot):
    window = ConsoleWindow(translator("en"))
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    return window


def test_f05_where_two_are_on_duty_only_their_pins_are_typed(qtbot, window, states):
    window.show_state(replace(states["console-grey"], staff=states["console-grey"].staff[:2]))
    first, second = (window.findChild(QLineEdit, f"{name}-pin") for name in ("first", "second"))
    qtbot.keyClicks(first, "24681")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert window.focusWidget() is second
    qtbot.keyClicks(second, "13579")
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.mouseClick(button(window, "decide-admit"), Qt.MouseButton.LeftButton)
    (decided,) = wish.args
    assert (decided.first.pin, decided.second.pin) == ("24681", "13579")
    assert decided.first.staff != decided.second.staff
    assert (first.text(), second.text()) == ("", "")


def test_f03_a_number_is_typed_at_once_and_is_enough(qtbot, window, states):
    running = states["console-running"]
    window.show_state(replace(running, desk=replace(running.desk, step=Step.TYPING)))
    number = window.findChild(QLineEdit, "typed-number")
    assert window.focusWidget() is number
    assert not button(window, "typed-check").isEnabled()
    qtbot.keyClicks(number, "990000197003010011")
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.keyClick(number, Qt.Key.Key_Return)
    (typed,) = wish.args
    assert (typed.number, typed.name, typed.paper) == (
        "990000197003010011",
        "",
        Paper.UNREADABLE_CARD,
    )


def test_f03_the_space_bar_photographs_both_sides(qtbot, window, states):
    window.show_state(states["desk-sides"])
    picture = button(window, "picture-side")
    assert window.focusWidget() is picture
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.keyClick(picture, Qt.Key.Key_Space)
    assert wish.args == [PictureSide()]


def test_f05_the_first_pin_can_be_typed_at_once_and_nobodys_typing_is_moved_away(
    qtbot, window, states
):
    two = {"staff": states["console-grey"].staff[:2]}
    window.show_state(replace(states["console-running"], **two))
    window.show_state(replace(states["console-grey"], **two))
    assert window.focusWidget() is window.findChild(QLineEdit, "first-pin")
    window.show_state(replace(states["console-running"], **two))
    find = window.findChild(QLineEdit, "find-candidate")
    find.setFocus()
    window.show_state(replace(states["console-grey"], **two))
    assert window.focusWidget() is find
