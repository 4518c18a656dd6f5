"""Nothing is cut off: every text of every state has the room that it needs."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from station.ui.console_window import ConsoleWindow
from station.ui.elided_label import ElidedLabel
from station.ui.enrol_window import EnrolWindow
from station.ui.gallery import draw_gallery
from station.ui.gallery_console import console_states
from station.ui.gallery_enrol import enrol_states
from station.ui.gallery_failures import AT_THE_SEAT, ON_THE_CONSOLE
from station.ui.gallery_seat import seat_states
from station.ui.language import languages, translator
from station.ui.seat_window import SeatWindow

pytestmark = pytest.mark.gui

IN_LISTS = ("tray", "print", "hand", "void", "slip")
"""Buttons of lines that scroll."""


def cut_off(window):
    """Yield the visible texts that have less room than they need."""
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, ElidedLabel):
            continue
        width = 0 if label.wordWrap() else label.sizeHint().width()
        height = label.heightForWidth(label.width()) if label.wordWrap() else 0
        if label.width() < width or label.height() < height:
            yield label.objectName(), label.text()
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.width() < button.minimumSizeHint().width():
            yield button.objectName(), button.text()


def outside(window):
    """Yield what is asked to be seen and lies outside the window."""
    for button in window.findChildren(QPushButton):
        corner = button.mapTo(window, button.rect().bottomRight())
        in_list = button.objectName().startswith(IN_LISTS)
        if button.isVisible() and not in_list and not window.rect().contains(corner):
            yield button.objectName()


def need_room_for_all(window, states, size, qapp):
    window.resize(*size)
    window.show()
    for name, state in states.items():
        window.show_state(state)
        for _ in range(2):
            qapp.processEvents()
        assert (window.width(), window.height()) == size, name
        assert (name, list(cut_off(window))) == (name, [])
        assert (name, list(outside(window))) == (name, [])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
def test_no_text_of_the_seat_is_cut_off(qtbot, qapp, language, size):
    window = SeatWindow(translator(language))
    qtbot.addWidget(window)
    need_room_for_all(window, seat_states(), size, qapp)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
def test_no_text_of_an_enrolment_is_cut_off(qtbot, qapp, language, size):
    window = EnrolWindow(translator(language))
    qtbot.addWidget(window)
    need_room_for_all(window, enrol_states(), size, qapp)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_no_text_of_the_console_is_cut_off(qtbot, qapp, language, size):
    window = ConsoleWindow(translator(language))
    qtbot.addWidget(window)
    need_room_for_all(window, console_states(), size, qapp)


def test_the_gallery_draws_a_picture_for_each_state(qapp, tmp_path):
    drawn = draw_gallery(tmp_path, ["zh_CN"])
    assert len(drawn) == len(set(drawn))
    once = len(seat_states()) + len(enrol_states())
    assert len(drawn) == once + 2 * len(console_states())
    assert all(picture.stat().st_size > 5_000 for picture in drawn)


def test_f03_to_f08_f22_and_f25_each_have_pictures(qapp):
    console, seat = console_states(), seat_states()
    assert set(ON_THE_CONSOLE) == {"F03", "F04", "F05", "F06", "F07", "F08", "F22", "F25"}
    assert {name for names in ON_THE_CONSOLE.values() for name in names} <= set(console)
    assert {name for names in AT_THE_SEAT.values() for name in names} <= set(seat)
