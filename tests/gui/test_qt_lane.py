"""Work is done on the lane and answered on the main thread."""

import threading

import cv2
import numpy as np
import pytest

from station.errors.camera import CameraStopped
from station.errors.store import StoreFull
from station.modes.window import camera_lane
from station.ui.qt_lane import QtLane, QtMailbox

pytestmark = pytest.mark.gui


@pytest.fixture
def lane(qapp):
    lane = QtLane("test")
    yield lane
    lane.close()


def test_a_task_runs_elsewhere_and_is_answered_here(qtbot, lane):
    seen = []
    lane.run(
        threading.get_ident,
        lambda there: seen.append((there, threading.get_ident())),
        seen.append,
    )
    qtbot.waitUntil(lambda: seen != [])
    there, here = seen[0]
    assert there != here == threading.get_ident()


def test_tasks_keep_their_order_and_share_one_thread(qtbot, lane):
    order, threads = [], []
    for number in range(20):
        lane.run(
            lambda number=number: (number, threading.get_ident()),
            lambda answer: (order.append(answer[0]), threads.append(answer[1])),
            order.append,
        )
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert len(set(threads)) == 1


def test_an_expected_failure_goes_to_failed(qtbot, lane):
    failure, answers = [], []

    def refuse():
        raise StoreFull

    lane.run(refuse, answers.append, failure.append)
    qtbot.waitUntil(lambda: failure != [])
    assert isinstance(failure[0], StoreFull)
    assert answers == []


def test_a_bug_is_not_swallowed(qtbot, lane):
    def bug():
        raise ZeroDivisionError

    with qtbot.captureExceptions() as escaped:
        lane.run(bug, lambda answer: None, lambda failure: None)
        qtbot.waitUntil(lambda: escaped != [])
    assert escaped[0][0] is ZeroDivisionError


def refuse_strange_pixels():
    cv2.resize(np.zeros((0, 0, 3), np.uint8), (8, 8))


def test_a_bug_in_a_look_costs_that_look_and_not_the_program(qtbot, qapp, capsys):
    """What OpenCV throws, and any bug of ours, on the lane that the modes give the camera."""
    lane, failure, answers = camera_lane(), [], []
    with qtbot.captureExceptions() as escaped:
        lane.run(refuse_strange_pixels, answers.append, failure.append)
        lane.run(lambda: {}["a face"], answers.append, failure.append)
        lane.run(lambda: "seen", answers.append, failure.append)
        qtbot.waitUntil(lambda: answers != [])
    lane.close()
    assert escaped == []
    assert [type(each) for each in failure] == [CameraStopped, CameraStopped]
    assert answers == ["seen"]
    assert "a face" not in capsys.readouterr().err


def test_a_closed_lane_finishes_what_it_does_and_answers_no_more(qtbot, qapp):
    lane, gate, done, answers = QtLane("test"), threading.Event(), [], []

    def slow():
        gate.wait(10)
        done.append("first")

    lane.run(slow, answers.append, answers.append)
    lane.run(lambda: done.append("second"), answers.append, answers.append)
    gate.set()
    lane.close()
    lane.run(lambda: done.append("third"), answers.append, answers.append)
    qapp.processEvents()
    assert done[0] == "first"
    assert "third" not in done
    assert answers == []


def test_letters_are_run_on_the_main_thread_in_order(qtbot, qapp):
    mailbox, read = QtMailbox(), []

    def write():
        for number in range(50):
            mailbox.post(lambda number=number: read.append((number, threading.get_ident())))

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()
    qtbot.waitUntil(lambda: len(read) == 50)
    assert read == [(number, threading.get_ident()) for number in range(50)]


def test_a_letter_is_never_read_while_it_is_written(qapp):
    mailbox, read = QtMailbox(), []
    mailbox.post(lambda: read.append(1))
    assert read == []
    qapp.processEvents()
    assert read == [1]


def test_a_closed_mailbox_throws_letters_away(qapp):
    mailbox, read = QtMailbox(), []
    mailbox.post(lambda: read.append(1))
    mailbox.close()
    mailbox.post(lambda: read.append(2))
    qapp.processEvents()
    assert read == []
