"""A hand at a real window, for the demo and the tests.

    python -m station.modes.robot seat '{"folder": "...", "hub": "...", "camera": "..."}'
    python -m station.modes.robot coordinator '{"folder": "...", "listen": "...", ...}'

It runs a mode exactly as the command line does and beside it reads one JSON object a line
from standard input, does what it says with the real widgets, and prints one object back:

    {"do": "press", "name": "choice-2"}        a click, where a hand would click
    {"do": "type", "name": "first-pin", "text": "..."}
    {"do": "pick", "name": "first-staff", "index": 0}
    {"do": "draw", "name": "signature-pad"}    a wave with the button down
    {"do": "shot", "file": "seat.png"}         a picture of the window
    {"do": "look"}                             what the window shows now
    {"do": "quit"}

Each time the picture of a question changes it says so, {"shown": {...}}, so that a test knows
what a candidate had seen when the power went. Under a production rule pack it stops at once.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from station.flow.console_view import ConsoleState
from station.flow.seat_view import QuestionScreen, SeatScreen
from station.modes.asking import passphrase
from station.modes.bank_keys import ask_bank_keys
from station.modes.coordinator import CoordinatorMode
from station.modes.coordinator_choices import CoordinatorChoices
from station.modes.seat import SeatChoices, SeatMode
from station.ui.console_window import ConsoleWindow
from station.ui.qt_lane import QtMailbox
from station.ui.seat_window import SeatWindow

NOT_A_DRILL = 3


class Robot:
    """Does what the lines say, on the main thread.

    Args:
        window: The mode's window.
        say: Prints one object.
    """

    def __init__(self, window: QWidget, say: Callable[[dict[str, Any]], None]) -> None:
        self._window = window
        self._say = say
        self._state: SeatScreen | ConsoleState | None = None
        self._last_shown: dict[str, Any] | None = None

    def watch(self, state: SeatScreen | ConsoleState) -> None:
        """Remember what the window was given to show; only drills are for robots."""
        self._state = state
        drill = state.drill
        name = type(state).__name__
        if not drill and name != "WaitingScreen":
            os._exit(NOT_A_DRILL)  # nothing of a real exam may be touched, not even to say goodbye
        if isinstance(state, QuestionScreen):
            shown = {"index": state.index, "chosen": sorted(state.chosen)}
            if shown != self._last_shown:
                self._last_shown = shown
                self._say({"shown": shown})

    def obey(self, line: str) -> None:
        """Do what one line says, and answer it."""
        order = json.loads(line)
        name = str(order.get("name", ""))
        match order["do"]:
            case "press":
                self._say({"pressed": self._press(name)})
            case "type":
                self._say({"typed": self._type(name, str(order["text"]))})
            case "pick":
                self._say({"picked": self._pick(name, int(order["index"]))})
            case "draw":
                self._say({"drawn": self._draw(name)})
            case "shot":
                self._say({"shot": self._window.grab().save(str(Path(order["file"])))})
            case "look":
                self._say({"look": _plain(self._state)})
            case "quit":
                QApplication.quit()

    def _find(self, name: str) -> QWidget | None:
        found = cast(list[QWidget], self._window.findChildren(QWidget, name))
        return next((each for each in found if each.isVisible() and each.isEnabled()), None)

    def _press(self, name: str) -> bool:
        widget = self._find(name)
        if widget is None:
            return False
        none = Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, none, QPoint())
        return True

    def _draw(self, name: str) -> bool:
        widget = self._find(name)
        if widget is None:
            return False
        wave = [QPoint(x, widget.height() * (1 + x // 30 % 2) // 3) for x in range(30, 180, 30)]
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(widget, left, none, wave[0])
        for at in wave[1:]:
            QTest.mouseMove(widget, at)
        QTest.mouseRelease(widget, left, none, wave[-1])
        return True

    def _type(self, name: str, text: str) -> bool:
        widget = self._find(name)
        if not isinstance(widget, QLineEdit):
            return False
        widget.clear()
        QTest.keyClicks(widget, text)
        return True

    def _pick(self, name: str, index: int) -> bool:
        widget = self._find(name)
        if not isinstance(widget, QComboBox):
            return False
        widget.setCurrentIndex(index)
        return True


def main() -> None:
    """Run a mode with a robot at its window."""
    mode, choices = sys.argv[1], json.loads(sys.argv[2])
    robots: list[Robot] = []

    def watch(window: SeatWindow | ConsoleWindow) -> Callable[[Any], None]:
        robot = Robot(window, _print)
        robots.append(robot)

        def show(state: Any) -> None:
            window.show_state(state)
            robot.watch(state)

        return show

    running = _mode(mode, choices, watch)
    mailbox = QtMailbox()
    threading.Thread(target=_listen, args=(robots[0], mailbox), name="robot", daemon=True).start()
    sys.exit(running.run())


def _mode(
    mode: str, choices: dict[str, Any], watch: Callable[[Any], Callable[[Any], None]]
) -> SeatMode | CoordinatorMode:
    folder, language = Path(choices["folder"]), choices.get("language", "zh_CN")
    if mode == "seat":
        seat = SeatChoices(
            folder=folder,
            hub=choices["hub"],
            camera=choices["camera"],
            language=language,
            kiosk=False,
        )
        return SeatMode(seat, passphrase(), watch)
    host, _, port = choices["listen"].rpartition(":")
    coordinator = CoordinatorChoices(
        folder=folder,
        listen=(host, int(port)),
        camera=choices["camera"],
        readers=(choices["reader"],),
        printers=(choices["printer"],),
        language=language,
        session=None,
        bank_keys=ask_bank_keys([Path(path) for path in choices["bank_keys"]]),
    )
    return CoordinatorMode(coordinator, passphrase(), watch)


def _listen(robot: Robot, mailbox: QtMailbox) -> None:
    for line in sys.stdin:
        mailbox.post(partial(robot.obey, line))
    mailbox.post(QApplication.quit)  # whoever drove the robot is gone


def _print(said: dict[str, Any]) -> None:
    print(json.dumps(said, ensure_ascii=False), flush=True)


def _plain(value: Any) -> Any:
    """Return a state as JSON can hold it: pictures by their size, errors by their code."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **plain}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return len(value)
    return getattr(value, "code", type(value).__name__)
