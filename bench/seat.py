"""How soon a seat shows its first screen, what it holds in memory, how fast the next question is.

Without a screen of its own to draw on, Qt draws into memory: set QT_QPA_PLATFORM for another.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import cast

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from station.clock import SystemClock
from station.exam.attempt_events import EVENT, Visited
from station.flow.seat_view import GoTo, SeatScreen
from station.ids import CentreId, ElapsedMs, Epoch, StreamId
from station.modes.folder import StationFolder
from station.modes.seat import SeatChoices, SeatMode
from station.modes.window import application
from station.seal.identity import complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.store.database import open_database
from station.store.event_log import EventLog
from station.ui.gallery_seat import SINGLE
from station.ui.language import translator
from station.ui.seat_window import SeatWindow

STARTS = 7
PRESSES = 500
WARM_UP = 20
PASSPHRASE = "correct horse"
MIB = 1 << 20

BARE = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("hello")
label.show()
label.repaint()
print(0)
"""

SEAT = """
import sys
from pathlib import Path
from bench.seat import show_first_screen
show_first_screen(Path(sys.argv[1]))
"""


def run() -> dict[str, object]:
    """Start seats and bare windows in turn, then press "next" in a window of our own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bare_s: list[float] = []
    seat_s: list[float] = []
    memory: list[int] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        make_seat(folder / "seat")
        for _ in range(STARTS):
            bare_s.append(_first_screen(BARE, folder)[0])
            seconds, resident = _first_screen(SEAT, folder / "seat")
            seat_s.append(seconds)
            memory.append(resident)
        next_ms = sorted(_next_questions(folder))
    start, p50 = median(seat_s), _at(next_ms, 0.5)
    return {
        "name": "seat",
        "figures": {
            "starts": STARTS,
            "bare_window_s": round(median(bare_s), 2),
            "first_screen_s": round(start, 2),
            "first_screen_ratio": round(start / median(bare_s), 1),
            "resident_mb": max(memory) // MIB,
            "presses": PRESSES,
            "next_p50_ms": round(p50, 1),
            "next_p99_ms": round(_at(next_ms, 0.99), 1),
        },
        "bar": "first screen <= 3 s, resident <= 350 MB, next question saved and painted <= 16 ms "
        "(median)",
        "holds": start <= 3 and max(memory) <= 350 * MIB and p50 <= 16,
    }


def make_seat(folder: Path) -> None:
    """Set up a seat of a centre that does not exist."""
    now = SystemClock().wall()
    root = new_root("bench", now)
    centre = request(SignerKind.CENTRE, "bench")
    chain = issue(root, centre.csr, SignerKind.CENTRE, "bench", CentreId("bench"), now, 30)
    seat = request(SignerKind.SEAT, "7")
    issuer = complete(centre, chain)
    chain = issue(issuer, seat.csr, SignerKind.SEAT, "7", CentreId("bench"), now, 30)
    StationFolder(folder).create(complete(seat, chain), root.certificate, PASSPHRASE, {})


def show_first_screen(folder: Path) -> None:
    """Be a seat until its first screen is painted; print the bytes it holds in memory then."""

    def watch(window: SeatWindow) -> Callable[[SeatScreen], None]:
        def show(state: SeatScreen) -> None:
            window.show_state(state)
            window.repaint()
            print(psutil.Process().memory_info().rss, flush=True)
            os._exit(0)

        return show

    choices = SeatChoices(
        folder=folder, hub="127.0.0.1:1", camera="none", language="zh_CN", kiosk=True
    )
    SeatMode(choices, PASSPHRASE, watch).run()


def _first_screen(program: str, folder: Path) -> tuple[float, int]:
    begun = time.perf_counter()
    command = [sys.executable, "-c", program, str(folder)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, int(shown.stdout)


def _next_questions(folder: Path) -> list[float]:
    """Press "next" as a hand would: each press is saved as at work, then drawn.

    What the flow thinks in between is left out; it is a fraction of a millisecond.

    Returns:
        Milliseconds from the press to the painted question, for each press.
    """
    app = application()
    database = open_database(folder / "seat.db", bytes(32))
    log, stream = EventLog(database), StreamId("attempt-1")
    window = SeatWindow(translator("zh_CN"))
    states = [
        replace(SINGLE, index=n, stem=f"{n}. {SINGLE.stem}", options=SINGLE.options[: 2 + n % 3])
        for n in range(SINGLE.total)
    ]

    def go(wish: object) -> None:
        if isinstance(wish, GoTo):
            log.write(stream, Epoch(1), ElapsedMs(0), clock.wall(), [EVENT.pack(Visited(1))])
            window.show_state(states[wish.index])

    clock = SystemClock()
    window.intent.connect(go)
    window.show_state(states[0])
    window.open()
    app.processEvents()
    (button,) = cast(list[QPushButton], window.findChildren(QPushButton, "next"))
    taken = []
    for press in range(PRESSES + WARM_UP):
        if press % (len(states) - 1) == 0:
            window.show_state(states[0])
            app.processEvents()
        begun = time.perf_counter()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        app.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    database.close()
    return taken[WARM_UP:]


def _at(ordered: list[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]
