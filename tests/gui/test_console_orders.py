"""What the console asks for before it gives an order: who, why, and for some two persons."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from station.flow.room_view import (
    GiveMinutes,
    HoldAll,
    HoldOne,
    MoveCandidate,
    ResumeAll,
    SettleDispute,
    SignIn,
    SignOff,
    StopAll,
)
from station.ids import CandidateId
from station.ui.console_window import ConsoleWindow
from station.ui.gallery_console import console_states
from station.ui.language import translator
from tests.gui.hands import button, press, words
from tests.gui.test_console_window import sign, signature

pytestmark = pytest.mark.gui


@pytest.fixture
def states(qapp):
    return console_states()


@pytest.fixture
def window(qtbot):
    window = ConsoleWindow(translator("en"))
    qtbot.addWidget(window)
    window.show()
    return window


def open_seat_23(qtbot, window, state, held=False):
    """Press the tile of seat 23, whose computer is silent; seats 84 and 85 could take somebody."""
    seats = tuple(
        replace(
            tile,
            free=tile.seat in (84, 85),
            candidate=CandidateId("c") if tile.name else None,
            held=held,
        )
        for tile in state.seats
    )
    window.show_state(replace(state, seats=seats))
    qtbot.mouseClick(window.findChild(QWidget, "seat-23"), Qt.MouseButton.LeftButton)


def test_a_candidate_is_moved_from_the_tile_with_one_confirmation(qtbot, window, states):
    open_seat_23(qtbot, window, states["console-running"])
    button(window, "order-move").click()
    assert not button(window, "order-confirm").isEnabled()
    window.findChild(QLineEdit, "order-why").setText("screen broken")
    window.findChild(QComboBox, "order-seat").setCurrentIndex(1)
    wish = press(qtbot, window, "order-confirm")
    assert wish == MoveCandidate(CandidateId("c"), 85, "screen broken")


def test_extra_time_takes_a_reason_and_two_persons(qtbot, window, states):
    open_seat_23(qtbot, window, states["console-running"])
    button(window, "order-time").click()
    window.findChild(QLineEdit, "order-why").setText("large print")
    assert not button(window, "order-confirm").isEnabled()
    sign(window, "order-")
    wish = press(qtbot, window, "order-confirm")
    first, second = signature(0, "1111"), signature(1, "2222")
    assert wish == GiveMinutes(23, 10, "large print", first, second)
    assert window.findChild(QLineEdit, "order-first-pin").text() == ""


def test_the_room_is_cleared_by_two_presses_and_no_slip(qtbot, window, states):
    window.show_state(states["console-running"])
    with qtbot.assertNotEmitted(window.intent):
        button(window, "stop-all").click()
    assert press(qtbot, window, "stop-all") == StopAll()


def test_two_persons_let_the_clocks_run_on(qtbot, window, states):
    window.show_state(states["console-stopped"])
    sign(window, "resume-")
    first, second = signature(0, "1111"), signature(1, "2222")
    assert not button(window, "resume-all").isEnabled()
    window.findChild(QLineEdit, "resume-why").setText("it was an exercise")
    wish = press(qtbot, window, "resume-all")
    assert wish == ResumeAll(first, second, "it was an exercise")


@pytest.mark.parametrize("typed", ["", "a dog in the room"])
def test_all_clocks_are_paused_with_a_reason_by_one_more_press(qtbot, window, states, typed):
    window.show_state(states["console-running"])
    with qtbot.assertNotEmitted(window.intent):
        button(window, "hold-all").click()
    if typed:
        line = window.findChild(QLineEdit, "pause-why")
        line.setText(typed)
        with qtbot.waitSignal(window.intent) as wish:
            qtbot.keyClick(line, Qt.Key.Key_Return)
        assert wish.args == [HoldAll(typed)]
    else:
        assert press(qtbot, window, "pause-1") == HoldAll("Power cut")
    assert window.findChild(QWidget, "pause-form").isHidden()


def test_nobody_is_in_charge_before_the_pin_was_typed(qtbot, window, states):
    window.show_state(states["console-nobody"])
    assert button(window, "duty").text() == "Nobody signed in"
    window.findChild(QComboBox, "duty-staff").setCurrentIndex(1)
    assert not button(window, "duty-sign-in").isEnabled()
    window.findChild(QLineEdit, "duty-pin").setText("2222")
    assert press(qtbot, window, "duty-sign-in") == SignIn(signature(1, "2222"))
    assert window.findChild(QLineEdit, "duty-pin").text() == ""
    window.show_state(states["console-running"])
    assert window.findChild(QWidget, "duty-form").isHidden()
    button(window, "duty").click()
    assert press(qtbot, window, "duty-sign-off") == SignOff()


@pytest.mark.parametrize("held", [False, True])
def test_a_clock_stands_and_runs_on_with_a_reason(qtbot, window, states, held):
    seats = tuple(replace(t, held=held) for t in states["console-running"].seats)
    open_seat_23(qtbot, window, replace(states["console-running"], seats=seats), held=held)
    button(window, "order-hold").click()
    assert not button(window, "order-confirm").isEnabled()
    window.findChild(QComboBox, "order-why-list").setCurrentIndex(0)
    wish = press(qtbot, window, "order-confirm")
    why = "The candidate can go on" if held else "The candidate is unwell"
    assert wish == HoldOne(23, not held, why)


@pytest.mark.parametrize(("name", "stands"), [("dispute-stands", True), ("dispute-refer", False)])
def test_two_persons_settle_which_answers_count(qtbot, window, states, name, stands):
    window.show_state(states["console-dispute"])
    assert "Question 12: A there, C here" in words(window)
    sign(window, "dispute-")
    first, second = signature(0, "1111"), signature(1, "2222")
    assert press(qtbot, window, name) == SettleDispute("attempt/s/c", 23, stands, first, second)
