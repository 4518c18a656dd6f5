"""The command language of Evolis card printers: commands, jobs and replies.

Documented for Pebble, Dualys, Tattoo and Quantum; later models are said to be compatible,
which is to be confirmed on the unit. A command is ESC, its name and parameters, CR. Data in
a command may hold any byte, so a printer reads it by its length. Nothing here touches a device.
"""

import re

from station.printer.evolis_encoding import compressed_panel, raw_panel
from station.printer.job_bytes import EncodedJob, cut_job
from station.printer.panels import COLOUR_BITS, for_head, ink_of, whole_sides
from station.printer.port import CardJob, CardSide, PrinterState, Ribbon

PANEL_PX = (648, 1016)
"""Pixels of one line across the card, and lines along the feed; a little more than the card."""

LAST_ERROR = "Rlr;p"
CARDS_PRINTED = "Rco;p"
RIBBON = "Rr"
PRINTS_LEFT = "Rcr"
MODEL = "Rtp"
SERIAL_NUMBER = "Rsn"
CLEAR_STATUS = "Scs"

_FRONT, _BACK = "Sr", "Sv"
"""Recto and verso: each turns to its side, so a front never follows a back in one sequence."""

REPLIES = {
    "OK": PrinterState.READY,
    "CLEANING": PrinterState.READY,
    "CLEANING DUE": PrinterState.READY,
    "BUSY": PrinterState.BUSY,
    "HEAD TOO HOT": PrinterState.HEAD_HOT,
    "NO CARD": PrinterState.NO_CARDS,
    "FEEDER EMPTY": PrinterState.NO_CARDS,
    "COVER OPEN": PrinterState.COVER_OPEN,
    "NO RIBBON": PrinterState.NO_RIBBON,
    "RIBBON END": PrinterState.NO_RIBBON,
    "RIBBON ENDED": PrinterState.NO_RIBBON,
    "WRONG RIBBON": PrinterState.WRONG_RIBBON,
    "ERR CARD": PrinterState.JAMMED,
    "CARD STUCK": PrinterState.JAMMED,
    "HOPPER FULL": PrinterState.TRAY_FULL,
    "REJECT FULL": PrinterState.REJECT_FULL,
    "REJECT BOX FULL": PrinterState.REJECT_FULL,
    "CLEANING REQUIRED": PrinterState.CLEANING,
}
"""What the printer's words mean; any other word is a fault. Only NO CARD and ERR CARD are
documented: confirm the others on the unit."""

NOT_FED = "NO CARD"
CLEANING_DUE = ("CLEANING", "CLEANING DUE")

_PANELS_SAID = re.compile(r"Y?M?C?KO?K?")


def command(text: str) -> bytes:
    """Return the frame of a command without data."""
    return b"\x1b" + text.encode("ascii") + b"\r"


def encode_job(
    job: CardJob, *, ribbon: Ribbon | None = None, compressed: bool = True
) -> EncodedJob:
    """Return the bytes that print a card.

    The printer is told to leave errors to us (Pem;2): else it would print a job, that we have
    given up, as soon as somebody loads cards. Compressed panels say how long they are; about the
    size of a raw one the documents disagree (82,296 bytes by its pixels, 84,624 in one table).

    Args:
        ribbon: What is in the printer; if that is not known, what the job needs.
    """
    sides = whole_sides(job)
    panels = [[_panel(side, letter, compressed) for letter in side.panels] for side in sides]
    kind = (ribbon or smallest_ribbon(job)).value
    start = b"".join(command(text) for text in ("Pem;2", f"Pr;{kind}", "Ss", _FRONT))
    first, *others = panels[0]
    rest = b"".join(others)
    for back in panels[1:]:
        rest += command(_BACK) + b"".join(back)
    return cut_job(start, first[:-1], first[-1:] + rest + command("Se"))


def smallest_ribbon(job: CardJob) -> Ribbon:
    """Return the kind of ribbon that has the panels of a job and not more than it must."""
    coloured = any(side.colour is not None for side in job.sides)
    if coloured and job.back is not None and job.back.panels == "k":
        return Ribbon.COLOUR_BLACK_BACK
    return next(kind for kind in Ribbon if kind.carries(job))


def parse_replies(raw: bytes) -> tuple[str, ...]:
    """Split what the printer sent into words; it may end each with NUL, CR or LF, or not."""
    text = raw.decode("ascii", "replace").replace("\r", "\0").replace("\n", "\0")
    return tuple(word for part in text.split("\0") if (word := part.strip().upper()))


def state_of(reply: str) -> PrinterState:
    """Return what a reply to LAST_ERROR says about the printer."""
    return REPLIES.get(reply, PrinterState.FAULT)


def number_in(reply: str) -> int | None:
    """Return the number that a reply is; None if it is none, as from firmware without it."""
    return int(reply) if reply.isascii() and reply.isdecimal() and len(reply) < 10 else None


def ribbon_in(reply: str) -> Ribbon | None:
    """Return the ribbon that a reply names by its panels, alone or among other words."""
    words = re.split(r"[^A-Z]+", reply)
    said = [word.lower() for word in words if word and _PANELS_SAID.fullmatch(word)]
    return Ribbon(said[0]) if len(said) == 1 and said[0] in set(Ribbon) else None


def _panel(side: CardSide, letter: str, compressed: bool) -> bytes:
    """Return the command with the data of one panel."""
    bits = 1 if letter in "ko" else COLOUR_BITS
    panel = for_head(ink_of(side, letter), PANEL_PX)
    if not compressed:
        return b"\x1b" + f"Db;{letter};{2**bits};".encode("ascii") + raw_panel(panel, bits) + b"\r"
    data = compressed_panel(panel, bits)
    return b"\x1b" + f"Dbc;{letter};{2**bits};{len(data)};".encode("ascii") + data + b"\r"
