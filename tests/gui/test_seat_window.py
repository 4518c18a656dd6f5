"""The seat's window: what it shows, and what a press asks for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from station.errors.store import StoreFull, StoreUnreadable
from station.flow.seat_view import (
    AskForSeat,
    AskSubmit,
    BeginExam,
    CancelSubmit,
    ChooseOption,
    CloseFinder,
    ConfirmSubmit,
    EnlargePicture,
    FaultScreen,
    GoTo,
    OpenFinder,
    Saved,
    ShowOverview,
    ToggleFlag,
    WaitingScreen,
)
from station.ids import SeatNumber
from station.ui.finder_page import FinderPage
from station.ui.gallery_seat import (
    CASE,
    CHECK,
    FINDER,
    JUDGE,
    LONG,
    OVERVIEW,
    PICTURE,
    READY,
    SCORE,
    SINGLE,
    seat_states,
)
from station.ui.language import translator
from station.ui.score_page import weakest
from station.ui.seat_window import SeatWindow
from tests.gui.hands import button, press, words

pytestmark = pytest.mark.gui


@pytest.fixture
def window(qtbot):
    window = SeatWindow(translator("en"))
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_press_is_a_wish_until_it_is_saved(qtbot, window):
    window.show_state(replace(SINGLE, chosen=frozenset()))
    assert press(qtbot, window, "choice-2") == ChooseOption(2)
    assert not button(window, "choice-2").isChecked()
    window.show_state(replace(SINGLE, chosen=frozenset({2})))
    assert button(window, "choice-2").isChecked()


def test_a_second_press_does_not_take_the_mark_off_by_itself(qtbot, window):
    window.show_state(SINGLE)
    assert press(qtbot, window, "choice-1") == ChooseOption(1)
    assert button(window, "choice-1").isChecked()


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Qt.Key.Key_1, ChooseOption(0)),
        (Qt.Key.Key_4, ChooseOption(3)),
        (Qt.Key.Key_0, ToggleFlag()),
        (Qt.Key.Key_Left, GoTo(77)),
        (Qt.Key.Key_Right, GoTo(79)),
    ],
)
def test_keys_do_what_buttons_do(qtbot, window, key, wish):
    window.show_state(SINGLE)
    window.activateWindow()
    qtbot.waitActive(window)
    with qtbot.waitSignal(window.intent) as asked:
        qtbot.keyClick(window, key)
    assert asked.args == [wish]


def test_keys_outlive_a_change_of_question(qtbot, window):
    for state in (SINGLE, JUDGE, LONG, SINGLE):
        window.show_state(state)
    window.activateWindow()
    qtbot.waitActive(window)
    with qtbot.waitSignal(window.intent) as asked:
        qtbot.keyClick(window, Qt.Key.Key_3)
    assert asked.args == [ChooseOption(2)]


def test_a_key_without_an_option_asks_for_nothing(qtbot, window):
    window.show_state(SINGLE)
    window.show_state(JUDGE)
    window.activateWindow()
    qtbot.waitActive(window)
    with qtbot.assertNotEmitted(window.intent, wait=50):
        qtbot.keyClick(window, Qt.Key.Key_3)


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("back", GoTo(77)),
        ("next", GoTo(79)),
        ("flag", ToggleFlag()),
        ("overview", ShowOverview()),
    ],
)
def test_the_footer(qtbot, window, name, wish):
    window.show_state(SINGLE)
    assert press(qtbot, window, name) == wish


def test_the_last_question_leads_to_the_overview_and_the_first_has_none_before(qtbot, window):
    window.show_state(LONG)
    assert press(qtbot, window, "next") == ShowOverview()
    window.show_state(replace(JUDGE, index=0))
    assert not button(window, "back").isEnabled()


@pytest.mark.parametrize("name", ["choice-0", "flag", "next"])
def test_a_locked_question_asks_for_nothing(qtbot, window, name):
    window.show_state(replace(SINGLE, locked=True))
    with qtbot.assertNotEmitted(window.intent):
        qtbot.mouseClick(button(window, name), Qt.MouseButton.LeftButton)


def test_buttons_stay_while_the_clock_ticks(window):
    window.show_state(SINGLE)
    choice, tile = button(window, "choice-0"), button(window, "next")
    for remaining_ms in (9000, 8000, 7000):
        window.show_state(replace(SINGLE, remaining_ms=remaining_ms))
    assert button(window, "choice-0") is choice
    assert button(window, "next") is tile


def test_what_is_saved_and_what_is_not(window):
    window.show_state(replace(SINGLE, saved=Saved.HERE))
    assert "Saved" in words(window)
    assert "Saved twice" not in words(window)
    window.show_state(replace(SINGLE, saved=Saved.TWICE))
    assert "Saved twice" in words(window)
    window.show_state(replace(SINGLE, trouble=StoreFull()))
    assert "Not saved" in words(window)
    assert "Saved twice" not in words(window)
    assert "STO-01" in words(window)


def test_a_stem_is_never_taken_for_html(window):
    window.show_state(replace(SINGLE, stem="<b>220 V</b> & <img src=x>"))
    assert "<b>220 V</b>" in words(window)
    stem = window.findChild(QLabel, "stem")
    assert stem.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("kind", ["short", "usual", "long"])
def test_the_type_is_never_small(window, kind):
    stems = {"short": JUDGE, "usual": SINGLE, "long": LONG}
    window.resize(1366, 768)
    window.show_state(stems[kind])
    stem = window.findChild(QLabel, "stem")
    assert stem.property("type") == kind
    assert stem.fontInfo().pixelSize() >= 26
    assert button(window, "choice-0").fontInfo().pixelSize() >= 26


def test_the_overview_goes_to_a_question(qtbot, window):
    window.show_state(OVERVIEW)
    assert press(qtbot, window, "goto-17") == GoTo(17)
    assert button(window, "goto-17").accessibleName() == "Question 18, not answered, marked"
    assert press(qtbot, window, "resume") == GoTo(78)
    assert press(qtbot, window, "submit") == AskSubmit()


def test_handing_in_too_early_is_not_offered(qtbot, window):
    window.show_state(replace(OVERVIEW, may_submit_in_ms=61_000))
    assert not button(window, "submit").isEnabled()
    assert "2 min" in words(window)


def test_handing_in_is_asked_for_with_the_open_questions(qtbot, window):
    window.show_state(replace(OVERVIEW, asking=True))
    assert "Questions without an answer: 5" in words(window)
    assert press(qtbot, window, "cancel-submit") == CancelSubmit()
    assert press(qtbot, window, "confirm-submit") == ConfirmSubmit()


def test_the_exam_begins_only_once_it_is_started(qtbot, window):
    window.show_state(READY)
    assert not button(window, "begin").isEnabled()
    window.show_state(replace(READY, started=True))
    assert press(qtbot, window, "begin") == BeginExam()


def test_the_score_says_what_is_next(window):
    window.show_state(SCORE)
    assert "92" in words(window)
    assert "card desk" in words(window)
    window.show_state(replace(SCORE, card_today=False))
    assert "card desk" not in words(window)
    window.show_state(replace(SCORE, marks=74, passed=False, card_today=False))
    assert "6 more marks" in words(window)
    assert "resit" in words(window)


def test_the_weakest_topics_come_first_and_right_ones_not_at_all():
    names = [topic.topic for topic in weakest(SCORE.topics)]
    assert names == ["手持与移动电气设备", "电工基础", "触电防护与急救", "低压电器"]


def test_a_fault_says_first_what_is_safe_and_has_a_code(window):
    window.show_state(FaultScreen(seat=JUDGE.seat, error=StoreUnreadable(), drill=False))
    assert "Your saved answers are safe." in words(window)
    assert "STO-06" in words(window)


def test_every_screen_of_a_drill_says_so(window):
    for state in seat_states().values():
        window.show_state(replace(state, drill=True))
        assert "DRILL" in words(window)
        window.show_state(replace(state, drill=False))
        assert "DRILL" not in words(window)


def test_the_time_left_is_always_there(window):
    for state in (SINGLE, OVERVIEW, replace(OVERVIEW, asking=True)):
        window.show_state(replace(state, remaining_ms=61_000))
        assert "01:01" in words(window)


def test_the_seat_number_can_be_read_from_afar(window):
    window.show_state(WaitingScreen(seat=JUDGE.seat, online=True, drill=False))
    number = window.findChild(QWidget, "waiting-number")
    assert number.accessibleName() == "12"
    assert number.height() >= 300


def test_a_kiosk_is_not_closed_by_hand(qtbot):
    window = SeatWindow(translator("en"), kiosk=True)
    window.show_state(WaitingScreen(seat=JUDGE.seat, online=True, drill=False))
    window.open()
    assert window.isFullScreen()
    assert window.close()  # the program itself may


def test_a_picture_is_enlarged_by_a_press_and_put_away_by_another(qtbot, window):
    window.show_state(PICTURE)
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.mouseClick(window.findChild(QWidget, "picture-0"), Qt.MouseButton.LeftButton)
    assert wish.args == [EnlargePicture(0)]
    window.show_state(replace(PICTURE, enlarged=0))
    cover = window.findChild(QWidget, "enlarged")
    assert cover.isVisible()
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.mouseClick(cover, Qt.MouseButton.LeftButton)
    assert wish.args == [EnlargePicture(None)]
    window.show_state(PICTURE)
    assert not cover.isVisible()


@pytest.mark.parametrize(
    ("enlarged", "wish"), [(None, EnlargePicture(0)), (0, EnlargePicture(None))]
)
def test_the_plus_key_enlarges_and_puts_away(qtbot, window, enlarged, wish):
    window.show_state(replace(PICTURE, enlarged=enlarged))
    window.activateWindow()
    qtbot.waitActive(window)
    with qtbot.waitSignal(window.intent) as asked:
        qtbot.keyClick(window, Qt.Key.Key_Plus)
    assert asked.args == [wish]


def test_the_next_question_shows_nothing_of_the_picture_before(window):
    window.show_state(PICTURE)
    assert window.findChild(QWidget, "picture-0").isVisible()
    window.show_state(SINGLE)
    assert not window.findChild(QWidget, "picture-0").isVisible()


def test_an_enlarged_picture_fills_the_page_when_the_window_grows(qapp, window):
    window.show_state(replace(PICTURE, enlarged=0))
    window.resize(1920, 1080)
    qapp.processEvents()
    assert window.findChild(QWidget, "enlarged").width() > 1800


def test_a_case_is_told_beside_each_of_its_questions(window):
    window.show_state(CASE)
    assert CASE.case_text in words(window)
    window.show_state(SINGLE)
    assert CASE.case_text not in words(window)


def test_f08_the_end_of_the_number_is_typed_and_the_seat_is_shown(qtbot, window):
    window.show_state(CHECK)
    assert press(qtbot, window, "open-finder") == OpenFinder()
    window.show_state(FINDER)
    page = window.findChild(FinderPage)
    for key in "041":
        press(qtbot, window, f"key-{key}")
    with qtbot.waitSignal(window.intent) as asked:
        qtbot.keyClick(page, Qt.Key.Key_X)
    assert asked.args == [AskForSeat("041X")]
    window.show_state(replace(FINDER, asked="041X", found=(SeatNumber(61),)))
    number = window.findChild(QWidget, "finder-number")
    assert number.isVisible()
    assert number.accessibleName() == "61"
    assert press(qtbot, window, "finder-close") == CloseFinder()
    window.show_state(CHECK)
    window.show_state(FINDER)  # the next person finds nothing of it
    assert "041" not in words(window)
