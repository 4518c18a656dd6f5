"""The command language of Evolis card printers: commands, panels and replies.

Documented for Pebble, Dualys, Tattoo and Quantum; later models are said to be compatible,
which is to be confirmed on the unit. A command is ESC, its name and parameters, CR. Data in
a command may hold any byte, so a printer reads it by its length. Nothing here touches a device.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.printer.port import CARD_PX, PrinterState, Raster

PANEL_PX = (648, 1016)
"""Pixels of one line across the card, and lines along the feed; a little more than the card."""

LAST_ERROR = "Rlr;p"
CARDS_PRINTED = "Rco;p"
CLEAR_STATUS = "Scs"

REPLIES = {
    "OK": PrinterState.READY,
    "CLEANING": PrinterState.READY,
    "BUSY": PrinterState.BUSY,
    "HEAD TOO HOT": PrinterState.BUSY,
    "NO CARD": PrinterState.NO_CARDS,
    "FEEDER EMPTY": PrinterState.NO_CARDS,
    "COVER OPEN": PrinterState.COVER_OPEN,
    "NO RIBBON": PrinterState.NO_RIBBON,
    "RIBBON END": PrinterState.NO_RIBBON,
    "WRONG RIBBON": PrinterState.NO_RIBBON,
    "ERR CARD": PrinterState.JAMMED,
    "HOPPER FULL": PrinterState.TRAY_FULL,
    "REJECT FULL": PrinterState.TRAY_FULL,
}
"""What the printer's words mean; any other word is a fault. Only NO CARD and ERR CARD are
documented: confirm the others on the unit."""

_LINE_WHITE = b"\x00"
_LINE_BLACK = b"\xff"


@dataclass(frozen=True, slots=True)
class EncodedJob:
    """The bytes of a job, cut where its fate is decided.

    Attributes:
        body: Up to the last byte of the panel but one; with this alone nothing can be printed.
        last: The last byte of the panel and the command that ends the job.
    """

    body: bytes
    last: bytes


def command(text: str) -> bytes:
    """Return the frame of a command without data."""
    return b"\x1b" + text.encode("ascii") + b"\r"


def encode_job(black: Raster, *, compressed: bool = True) -> EncodedJob:
    """Return the job that prints one black panel.

    The printer is told to leave errors to us (Pem;2): else it would print a job, that we have
    given up, as soon as somebody loads cards. Compressed panels say how long they are; about the
    size of a raw one the documents disagree (82,296 bytes by its pixels, 84,624 in one table).
    """
    start = b"".join(command(text) for text in ("Pem;2", "Pr;k", "Ss", "Sr"))
    lines = _packed_lines(black)
    if compressed:
        data = b"".join(_compress(line) for line in lines)
        panel = b"\x1b" + f"Dbc;k;2;{len(data)};".encode("ascii") + data
    else:
        panel = b"\x1bDb;k;2;" + b"".join(lines)
    return EncodedJob(body=start + panel[:-1], last=panel[-1:] + b"\r" + command("Se"))


def parse_replies(raw: bytes) -> tuple[str, ...]:
    """Split what the printer sent into words; it may end each with NUL, CR or LF, or not."""
    text = raw.decode("ascii", "replace").replace("\r", "\0").replace("\n", "\0")
    return tuple(word for part in text.split("\0") if (word := part.strip().upper()))


def state_of(reply: str) -> PrinterState:
    """Return what a reply to LAST_ERROR says about the printer."""
    return REPLIES.get(reply, PrinterState.FAULT)


def _packed_lines(black: Raster) -> list[bytes]:
    """Turn the landscape card a quarter clockwise, centre it, and pack eight pixels a byte."""
    if black.shape != (CARD_PX[1], CARD_PX[0]):
        raise ValueError(f"a black panel of a card is {CARD_PX[1]} x {CARD_PX[0]}")
    width, height = PANEL_PX
    upright: NDArray[np.bool_] = np.rot90(black < 128, k=-1)
    top, left = (height - upright.shape[0]) // 2, (width - upright.shape[1]) // 2
    panel = np.zeros((height, width), np.bool_)
    panel[top : top + upright.shape[0], left : left + upright.shape[1]] = upright
    return [line.tobytes() for line in np.packbits(panel, axis=1)]


def _compress(line: bytes) -> bytes:
    inked = line.rstrip(_LINE_WHITE)
    if not inked:
        return _LINE_WHITE
    if inked == _LINE_BLACK * len(line):
        return _LINE_BLACK
    return bytes([len(inked)]) + inked
