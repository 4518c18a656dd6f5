"""A new seat's window, step by step; the other side is a function that asks for the digits."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from station.errors.lan import CoordinatorUnfound, EnrolmentRefused
from station.flow.enrol import Compared, EnrolFlow, EnrolStage, EnrolTools, Look, Reach
from station.ids import SeatNumber
from station.ui.enrol_window import EnrolWindow
from station.ui.language import translator
from station.ui.plain_label import PlainLabel
from station.ui.qt_lane import QtLane, QtMailbox

HERE = (("127.0.0.1", 8766),)


@pytest.fixture
def start(qtbot):
    opened = []

    def begin(find):
        asked = []

        def ask(places, same):
            asked.append(places)
            if not same("480 317"):
                raise EnrolmentRefused
            return SeatNumber(12)

        lane, mailbox, window = QtLane("enrolment"), QtMailbox(), EnrolWindow(translator("en"))
        tools = EnrolTools(lane=lane, find=find, ask=ask, hang_up=lambda: None, post=mailbox.post)
        flow = EnrolFlow(tools, window.show_state)
        window.intent.connect(flow.intent)
        qtbot.addWidget(window)
        opened.append((flow, mailbox, lane))
        flow.start()
        return flow, window, asked

    yield begin
    for flow, mailbox, lane in opened:
        flow.stop()
        mailbox.close()
        lane.close()


def nobody():
    raise CoordinatorUnfound


def press(window, name):
    window.findChild(QPushButton, name).click()


def test_a_seat_that_finds_its_coordinator_is_enrolled_after_one_press(start, qtbot):
    flow, window, _ = start(lambda: HERE)
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.COMPARING)
    assert window.findChild(PlainLabel, "enrol-code").text() == "480 317"
    press(window, "enrol-same")
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.DONE)
    assert flow.screen.seat == 12


def test_digits_that_differ_enrol_nothing_and_say_so(start, qtbot):
    flow, window, _ = start(lambda: HERE)
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.COMPARING)
    press(window, "enrol-differ")
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.ADDRESS)
    assert flow.screen.trouble.code == "LAN-08"


def test_where_nobody_is_found_an_address_can_be_typed(start, qtbot):
    flow, window, asked = start(nobody)
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.ADDRESS)
    assert flow.screen.trouble.code == "LAN-09"
    window.findChild(QLineEdit, "enrol-address").setText(" 192.0.2.7 ")
    press(window, "enrol-go")
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.COMPARING)
    assert asked == [(("192.0.2.7", 8766),)]


@pytest.mark.parametrize("raw", ["", ":", ":8766", "host:x", "host:²", "host:999999"])
def test_an_address_that_is_none_goes_nowhere(start, qtbot, raw):
    flow, _, asked = start(nobody)
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.ADDRESS)
    flow.intent(Reach(raw))
    assert flow.screen.stage is EnrolStage.ADDRESS
    assert not asked


def test_a_press_that_does_not_fit_the_step_does_nothing(start, qtbot):
    flow, _, asked = start(lambda: HERE)
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.COMPARING)
    flow.intent(Look())
    flow.intent(Reach("elsewhere"))
    assert flow.screen.stage is EnrolStage.COMPARING
    assert asked == [HERE]
    flow.intent(Compared(same=True))
    qtbot.waitUntil(lambda: flow.screen.stage is EnrolStage.DONE)
