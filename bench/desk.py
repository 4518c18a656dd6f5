"""How long staff are busy with the two slow ways in: `python -m bench desk`.

The desk's real pane stands on the real flow, reader, models and store of bench/_lane. A hand types
and presses in it what staff would: a card that cannot be read is typed, pictured and signed for
(F03, 60 s), and two persons decide over a grey face (F05, 20 s).

What the program takes is measured. What the hands take is counted at the real widgets, operator
by operator, and given the times of the keystroke-level model (Card, Moran and Newell, "The
keystroke-level model for user performance time with interactive systems", Communications of the
ACM 23(7), 1980, table I), with its typist of random characters. A press of the keyboard is taken
only where the focus is already; else the hand goes to the mouse. How long a document is held up
and how long two persons look is no matter of keys: it is assumed, and said apart.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from bench._lane.lane import PINS, Lane, number_of
from station.camera.sface import SFaceEngine
from station.flow.desk_view import DeskIntent
from station.reader.sam_v import Command
from station.reader.simulated import Says
from station.ui.desk_pane import DeskPane

TYPED_BAR_S, DECIDED_BAR_S = 60.0, 20.0
OPERATORS_S = {"K": 0.5, "P": 1.1, "B": 0.2, "H": 0.4, "M": 1.35}
"""A key, as of random characters; pointing; pressing and releasing; a hand from mouse to keyboard
or back; making up one's mind, before each unit of what is done."""
HOLD_S = 4.0
"""Holding one side of a document before the camera."""
LOOK_S = 5.0
"""Two persons look at three photos side by side and at the person."""


@dataclass
class Hand:
    """Presses and types, and keeps count.

    Attributes:
        done: How often each operator of the model was needed.
        program_s: What the program took to answer.
    """

    pane: DeskPane
    done: Counter[str] = field(default_factory=Counter)
    program_s: float = 0.0
    _on_keys: bool = False

    def press(self, name: str) -> None:
        """Click a button that can be seen."""
        button = self._button(name)
        self._reach(keys=False)
        self.done.update("MPB")
        self._timed(partial(QTest.mouseClick, button, Qt.MouseButton.LeftButton))

    def space(self, name: str) -> None:
        """Press the button that has the focus by the space bar; there is nothing to point at."""
        button = self._button(name)
        if self.pane.focusWidget() is not button:
            raise LookupError(f"the space bar would not press {name}")
        self._reach(keys=True)
        self.done.update("MK")
        self._timed(partial(QTest.keyClick, button, Qt.Key.Key_Space))

    def type(self, name: str, text: str, *, enter: bool = False) -> None:
        """Type into a field; a click is needed where it has not the focus."""
        place: Any = self.pane.findChild(QLineEdit, name)
        if not place.isVisible():
            raise LookupError(f"nobody could type into {name}")
        if self.pane.focusWidget() is not place:
            self._reach(keys=False)
            self.done.update("PB")
            place.setFocus()
        self._reach(keys=True)
        self.done.update("M" + "K" * (len(text) + enter))

        def type_it() -> None:
            QTest.keyClicks(place, text)
            if enter:
                QTest.keyClick(place, Qt.Key.Key_Return)

        self._timed(type_it)

    def sign(self) -> None:
        """Two persons type their PINs, and let the person in."""
        first, second = PINS.values()
        self.type("first-pin", first, enter=True)
        self.type("second-pin", second)
        self.press("decide-admit")

    def told(self, waits_s: float, bar_s: float) -> dict[str, Any]:
        """Return what it came to.

        Args:
            waits_s: Of people, for something else than keys and buttons.
        """
        hands_s = sum(OPERATORS_S[each] * count for each, count in self.done.items())
        whole_s = self.program_s + hands_s + waits_s
        return {
            "operators": dict(sorted(self.done.items())),
            "program_s": round(self.program_s, 2),
            "hands_s_by_the_model": round(hands_s, 1),
            "people_s_assumed": waits_s,
            "whole_s": round(whole_s, 1),
            "bar_s": bar_s,
        }

    def _button(self, name: str) -> Any:
        button: Any = self.pane.findChild(QPushButton, name)
        if not button.isVisible() or not button.isEnabled():
            raise LookupError(f"nobody could press {name}")
        return button

    def _reach(self, *, keys: bool) -> None:
        """Move the hand between mouse and keyboard, if it is not there."""
        self.done["H"] += self._on_keys is not keys
        self._on_keys = keys

    def _timed(self, act: Callable[[], None]) -> None:
        began = time.perf_counter()
        act()
        self.program_s += time.perf_counter() - began


def run() -> dict[str, Any]:
    """Type one document, and decide over one grey face."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        lane = Lane(Path(folder), SFaceEngine(), 2)
        try:
            typed, decided = _typed(lane), _decided(lane)
            let_in = len(lane.let_in)
        finally:
            lane.close()
            app.quit()
    holds = typed["whole_s"] <= TYPED_BAR_S and decided["whole_s"] <= DECIDED_BAR_S
    return {
        "name": "desk",
        "figures": {"typed": typed, "decided": decided, "let_in": let_in},
        "bar": f"typed within {TYPED_BAR_S:.0f} s, decided within {DECIDED_BAR_S:.0f} s;"
        " the program's part is measured, the hands' is estimated",
        "holds": holds and let_in == 2,
    }


def _typed(lane: Lane) -> dict[str, Any]:
    lane.lay(0)
    lane.stand(0)
    lane.device.story = [Says(Command.READ, 0x41)]
    hand = Hand(_pane(lane))
    hand.press("read-card")
    hand.press("type-document")
    hand.type("typed-number", number_of(0), enter=True)
    hand.press("consent-agree")
    hand.space("picture-side")
    hand.space("picture-side")
    hand.sign()
    return hand.told(2 * HOLD_S + LOOK_S, TYPED_BAR_S)


def _decided(lane: Lane) -> dict[str, Any]:
    lane.lay(1)
    lane.stand(1, grey=True)
    pane = _pane(lane)
    before = Hand(pane)
    before.press("read-card")
    before.press("consent-agree")
    hand = Hand(pane)
    hand.sign()
    return hand.told(LOOK_S, DECIDED_BAR_S)


def _pane(lane: Lane) -> DeskPane:
    """Open the desk's pane on a lane; each wish is heard, and what came of it drawn."""
    pane = DeskPane(str)
    staff = tuple((person.id, person.name) for person in lane.session.package.staff)

    def show() -> None:
        pane.show_state(lane.desk.state(), staff)

    def hear(intent: DeskIntent) -> None:
        lane.desk.intent(intent)
        lane.desk.tick()
        lane.clock.pass_ms(1_000)
        show()

    pane.intent.connect(hear)
    pane.resize(700, 900)
    pane.show()
    show()
    pane.activateWindow()
    return pane
