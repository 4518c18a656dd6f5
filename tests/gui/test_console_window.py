"""The coordinator's window: what it shows, and what a press asks for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView, QWidget

from station.credential.card_events import VoidReason
from station.flow.card_view import (
    AnswerTray,
    CloseSheet,
    ConfirmVoid,
    HandOver,
    PrintAgain,
    TakePicture,
    VoidCard,
)
from station.flow.desk_view import ClearDesk, CompareAgain, DecideTogether, ReadCard
from station.flow.room_view import (
    StartSession,
    VouchAtSeat,
)
from station.flow.signatures import Signature
from station.flow.stock_view import CloseDay, CountStock
from station.identity.check_in_events import Refused
from station.ids import CandidateId
from station.ui.console_window import ConsoleWindow
from station.ui.gallery_console import STAFF, console_states
from station.ui.language import translator
from tests.gui.hands import button, press, words

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


def top(widget):
    return widget.mapToGlobal(QPoint(0, 0)).y()


def signature(person, pin):
    return Signature(staff=STAFF[person][0], pin=pin)


def sign(window, prefix="", pins=("1111", "2222"), persons=(0, 1)):
    for name, pin, person in zip(("first", "second"), pins, persons, strict=True):
        window.findChild(QComboBox, f"{prefix}{name}-staff").setCurrentIndex(person)
        window.findChild(QLineEdit, f"{prefix}{name}-pin").setText(pin)


@pytest.mark.parametrize(
    ("state", "name", "wish"),
    [
        ("console-before", "read-card", ReadCard()),
        ("console-grey", "compare-again", CompareAgain()),
        ("console-running", "clear-desk", ClearDesk()),
        ("console-before", "start-session", StartSession()),
        ("console-running", "tray-yes-A00103", AnswerTray("A00103", printed=True)),
        ("console-running", "tray-no-A00103", AnswerTray("A00103", printed=False)),
        ("console-running", "print-again-A00105", PrintAgain("A00105")),
        ("console-running", "hand-over-A00102", HandOver("A00102")),
        ("console-running", "void-A00102", VoidCard("A00102")),
        ("console-running", "print-again-A00109", PrintAgain("A00109")),
        ("card-hand-over", "close-sheet", CloseSheet("A00102")),
        ("card-hand-over-unsure", "look-again", HandOver("A00102")),
        ("card-void", "take-picture", TakePicture("A00102")),
    ],
)
def test_each_button_asks_for_one_thing(qtbot, window, states, state, name, wish):
    window.resize(1920, 1080)
    window.show_state(states[state])
    qtbot.waitExposed(window)
    assert press(qtbot, window, name) == wish


def test_two_different_persons_decide_and_the_pins_are_wiped(qtbot, window, states):
    window.show_state(states["console-grey"])
    assert not button(window, "decide-admit").isEnabled()
    sign(window, persons=(1, 1))
    assert not button(window, "decide-admit").isEnabled()
    sign(window, pins=("1111", ""))
    assert not button(window, "decide-admit").isEnabled()
    sign(window)
    first, second = signature(0, "1111"), signature(1, "2222")
    who = states["console-grey"].desk.candidate
    assert press(qtbot, window, "decide-admit") == DecideTogether(
        True, first, second, candidate=who
    )
    assert window.findChild(QLineEdit, "first-pin").text() == ""
    assert window.findChild(QLineEdit, "second-pin").text() == ""
    sign(window)
    assert press(qtbot, window, "decide-refuse") == DecideTogether(
        False, first, second, why=Refused.NOT_SURE, candidate=who
    )


def test_what_is_typed_stays_while_states_come(window, states):
    window.show_state(states["console-grey"])
    sign(window, pins=("12", ""))
    window.show_state(replace(states["console-grey"], outbox=9))
    assert window.findChild(QLineEdit, "first-pin").text() == "12"
    assert window.findChild(QComboBox, "first-staff").currentIndex() == 0


def test_the_next_person_does_not_inherit_signatures(window, states):
    grey = states["console-grey"]
    window.show_state(grey)
    sign(window)
    window.show_state(replace(grey, desk=replace(grey.desk, candidate=CandidateId("other"))))
    assert window.findChild(QLineEdit, "first-pin").text() == ""
    assert window.findChild(QComboBox, "second-staff").currentIndex() == -1


def test_a_pass_asks_nobody_to_decide(window, states):
    window.show_state(states["console-running"])
    assert not button(window, "decide-admit").isVisible()
    window.show_state(states["console-refused"])
    assert button(window, "decide-admit").isVisible()


def test_two_persons_vouch_for_a_candidate_at_a_seat(qtbot, window, states):
    window.show_state(states["console-running"])
    assert not button(window, "vouch").isVisible()
    window.show_state(states["console-unsure"])
    sign(window, "vouch-", persons=(2, 0))
    first, second = signature(2, "1111"), signature(0, "2222")
    assert press(qtbot, window, "vouch") == VouchAtSeat(66, first, second)


def test_a_pin_is_shown_to_nobody(window, states):
    window.show_state(states["console-grey"])
    sign(window)
    for name in ("first-pin", "second-pin"):
        assert window.findChild(QLineEdit, name).displayText() == "●●●●"
    assert "1111" not in repr(Signature(staff=STAFF[0][0], pin="1111"))


def test_all_88_seats_are_on_the_wall_and_tell_what_they_do(window, states):
    window.show_state(states["console-running"])
    tiles = [window.findChild(QWidget, f"seat-{number}") for number in range(1, 89)]
    assert all(tile.isVisible() for tile in tiles)
    assert "Offline" in tiles[22].accessibleName()
    assert "Offline: 23" in words(window)
    assert "Fault: 31" in words(window)
    assert "88" not in words(window).partition("Offline:")[2].partition("\n")[0]  # free, not lost


def test_a_seat_that_comes_back_is_no_longer_lost(window, states):
    running = states["console-running"]
    window.show_state(running)
    back = tuple(replace(tile, online=True) for tile in running.seats)
    window.show_state(replace(running, seats=back))
    assert "Offline" not in words(window)


def test_cards_that_need_an_answer_come_first_and_lines_stay(qtbot, window, states):
    running = states["console-running"]
    window.resize(1920, 1080)
    window.show_state(running)
    line = button(window, "hand-over-A00102")
    question = button(window, "tray-yes-A00103")
    qtbot.waitUntil(lambda: top(question) < top(line))
    window.show_state(replace(running, cards=running.cards[1:]))
    assert button(window, "hand-over-A00102") is line


def test_the_roster_shows_everybody_once(window, states):
    window.show_state(states["console-running"])
    model = window.findChild(QTableView, "roster").model()
    cells = [[model.index(row, column).data() for column in range(5)] for row in range(88)]
    assert model.rowCount() == 88
    assert cells[4] == ["5", "吴永红", "6855", "Finished", "✓ 91"]
    assert cells[39][4] == "· 74"


def test_a_changed_row_alone_is_drawn_again(qtbot, window, states):
    running = states["console-running"]
    window.show_state(running)
    model = window.findChild(QTableView, "roster").model()
    changed = []
    model.dataChanged.connect(lambda first, last, roles: changed.append(first.row()))
    rows = (running.roster[0], replace(running.roster[1], tail="0000"), *running.roster[2:])
    window.show_state(replace(running, roster=rows))
    assert changed == [1]


def test_trouble_is_told_in_words_with_its_code(window, states):
    window.show_state(states["console-trouble"])
    assert "STO-01" in words(window)
    assert "DOC-05" in words(window)


def test_a_photo_that_is_no_picture_leaves_the_place_empty(window, states):
    grey = states["console-grey"]
    window.show_state(replace(grey, desk=replace(grey.desk, chip_photo=b"not a picture")))
    window.grab()
    assert button(window, "decide-admit").isVisible()


def test_no_button_has_the_focus_before_somebody_gives_it(qtbot, window, states):
    window.show_state(states["console-running"])
    window.activateWindow()
    qtbot.waitActive(window)
    assert not isinstance(window.focusWidget(), QAbstractButton)


def test_f16_a_void_needs_a_reason_a_picture_and_two_persons(qtbot, window, states):
    window.show_state(states["card-void"])
    sign(window, prefix="void-")
    window.findChild(QComboBox, "void-reason").setCurrentIndex(0)
    assert not button(window, "confirm-void").isEnabled()
    window.show_state(states["card-void-pictured"])
    wish = press(qtbot, window, "confirm-void")
    assert wish == ConfirmVoid(
        serial="A00102",
        reason=VoidReason.SMUDGED,
        first=signature(0, "1111"),
        second=signature(1, "2222"),
    )


def test_f15_a_printer_in_trouble_says_what_to_do(qtbot, window, states):
    window.show_state(states["console-running"])
    qtbot.waitUntil(lambda: "Printer 2  ·  Put a ribbon in" in words(window))
    assert "The province's grant has expired. Ask for a new one." in words(window)


def test_f30_the_day_is_closed_with_one_press_once_it_balances(qtbot, window, states):
    window.show_state(states["card-stock"])
    assert not button(window, "close-day").isEnabled()
    for name, count in (("blanks", 156), ("voids", 2), ("ribbons", 3)):
        window.findChild(QSpinBox, f"count-{name}").setValue(count)
    assert press(qtbot, window, "count-stock") == CountStock(156, 2, 3)
    sheet = states["card-stock"].sheet
    balanced = replace(sheet, stock=replace(sheet.stock, counted=sheet.stock.expected))
    window.show_state(replace(states["card-stock"], sheet=balanced))
    assert press(qtbot, window, "close-day") == CloseDay()


def test_f30_a_difference_needs_words_and_two_persons(qtbot, window, states):
    window.show_state(states["card-stock-locked"])
    assert "blanks -2" in words(window)
    sign(window, prefix="stock-")
    assert not button(window, "sign-difference").isEnabled()
    window.findChild(QLineEdit, "difference-case").setText("a box was opened")
    wish = press(qtbot, window, "sign-difference")
    assert (wish.case, wish.first) == ("a box was opened", signature(0, "1111"))


def test_f29_a_revoked_card_stands_first_and_is_red(qtbot, window, states):
    window.show_state(states["console-running"])
    text = "The province took this card back. Get it back and void it."
    qtbot.waitUntil(lambda: text in words(window))
    assert press(qtbot, window, "void-A00110") == VoidCard("A00110")


def rows_of(window):
    model = window.findChild(QTableView, "roster").model()
    return [
        (model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())
    ]


def test_f08_staff_find_the_right_seat_by_the_last_four_digits_or_the_name(window, states):
    """Nobody is searched for by a face: the candidate says the digits, and the list the seat."""
    state = states["console-running"]
    window.show_state(state)
    wanted = state.roster[11]
    find = window.findChild(QLineEdit, "find-candidate")
    find.setText(wanted.tail)
    assert (str(wanted.seat), wanted.name) in [(str(seat), name) for seat, name in rows_of(window)]
    assert len(rows_of(window)) < 5
    window.show_state(replace(state, outbox=7))  # what was typed stays
    assert len(rows_of(window)) < 5
    find.setText(wanted.name)
    assert all(name == wanted.name for _, name in rows_of(window))
    find.clear()
    assert len(rows_of(window)) == len(state.roster)
