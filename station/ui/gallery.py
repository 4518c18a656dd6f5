"""Pictures of every screen in every language: `python -m station.ui.gallery OUT`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from station.ui.console_window import ConsoleWindow
from station.ui.enrol_window import EnrolWindow
from station.ui.gallery_console import console_states
from station.ui.gallery_enrol import enrol_states
from station.ui.gallery_seat import seat_states
from station.ui.language import languages, translator
from station.ui.seat_window import SeatWindow
from station.ui.theme import dress

SEAT_SIZE = (1366, 768)
CONSOLE_SIZES = ((1366, 768), (1920, 1080))


def draw_gallery(out: Path, tongues: Sequence[str]) -> tuple[Path, ...]:
    """Draw all pictures into a folder and return them. Needs a QApplication that is dressed."""
    out.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    for language in tongues:
        translate = translator(language)
        seat = SeatWindow(translate)
        for name, seat_state in seat_states().items():
            seat.show_state(seat_state)
            drawn.append(_draw(seat, SEAT_SIZE, out / f"seat-{name}.{language}.png"))
        for name, enrol_state in enrol_states().items():
            enrol = EnrolWindow(translate)
            enrol.show_state(enrol_state)
            drawn.append(_draw(enrol, SEAT_SIZE, out / f"enrol-{name}.{language}.png"))
        for size in CONSOLE_SIZES:
            console = ConsoleWindow(translate)
            for name, console_state in console_states().items():
                console.show_state(console_state)
                drawn.append(_draw(console, size, out / f"{name}-{size[0]}.{language}.png"))
    return tuple(drawn)


def _draw(window: QWidget, size: tuple[int, int], path: Path) -> Path:
    window.resize(*size)
    window.show()
    QApplication.processEvents()  # lets what wraps and scrolls find its size
    QApplication.processEvents()
    window.grab().save(str(path))
    window.close()
    return path


def main() -> None:
    """Draw the gallery into the folder named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m station.ui.gallery", description="Draw every screen in every language."
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder for the pictures")
    out = parser.parse_args().out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([parser.prog])
    dress(app)
    draw_gallery(out, languages())


if __name__ == "__main__":
    main()
