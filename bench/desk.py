"""How long staff are busy with the two slow ways in: `python -m bench desk`.

The desk's real pane stands on the real flow, reader, models and store of bench/_lane. A hand types
and presses in it what staff would: a card that cannot be read is typed, pictured and signed for
(F03, 60 s), and two persons decide over a grey face (F05, 20 s). What the program takes is
measured. What the hands take is counted and estimated by the keystroke-level model of Card, Moran
and Newell (1980), for somebody who types slowly; what is left is looking, fetching and reading,
which no program measures.
"""

import os
import tempfile
import time
from dataclasses import dataclass
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
KEY_S, POINT_S, PRESS_S, THINK_S = 0.5, 1.1, 0.2, 1.35
"""Of the model: a key, pointing, pressing, and making up one's mind before each press."""
HOLD_S = 4.0
"""Holding one side of a document before the camera."""
LOOK_S = 5.0
"""Two persons look at three photos side by side and at the person."""


@dataclass
class Hand:
    """Presses and types, and keeps count.

    Attributes:
        program_s: What the program took to answer.
    """

    pane: DeskPane
    presses: int = 0
    keys: int = 0
    program_s: float = 0.0

    def press(self, name: str) -> None:
        """Click a button that can be seen."""
        button: Any = self.pane.findChild(QPushButton, name)
        if not button.isVisible() or not button.isEnabled():
            raise LookupError(f"nobody could press {name}")
        began = time.perf_counter()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.program_s += time.perf_counter() - began
        self.presses += 1

    def type(self, name: str, text: str, *, enter: bool = False) -> None:
        """Type into the field that has the focus; a click is needed where it has it not."""
        place: Any = self.pane.findChild(QLineEdit, name)
        if not place.isVisible():
            raise LookupError(f"nobody could type into {name}")
        if self.pane.focusWidget() is not place:
            place.setFocus()
            self.presses += 1
        began = time.perf_counter()
        QTest.keyClicks(place, text)
        if enter:
            QTest.keyClick(place, Qt.Key.Key_Return)
        self.program_s += time.perf_counter() - began
        self.keys += len(text) + enter

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
        hands_s = self.keys * KEY_S + self.presses * (THINK_S + POINT_S + PRESS_S)
        whole_s = self.program_s + hands_s + waits_s
        return {
            "presses": self.presses,
            "keys": self.keys,
            "program_s": round(self.program_s, 2),
            "hands_s_by_the_model": round(hands_s, 1),
            "people_s_assumed": waits_s,
            "whole_s": round(whole_s, 1),
            "bar_s": bar_s,
        }


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
    hand.press("picture-side")
    hand.press("picture-side")
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
