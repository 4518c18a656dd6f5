"""What a machine needs to serve as a station, looked at one by one."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from station.errors import StationError
from station.errors.printer import PrinterAbsent
from station.messages import explain
from station.modes.output import line, spoken

FREE_MB = 2_000

ROOM_NEEDED = "{free} MB free; an exam day needs {needed} MB. Make room."
PART_MISSING = "A part of the program is missing ({part}). Install Exam Station again."
UNSEEN = "It cannot be looked at (system error {code}). Ask whoever looks after this computer."
NO_VOICE = "no voice; install espeak-ng, or staff read the consent to candidates"
NO_QUEUE = "none; add the printer to the system, or use a raw USB printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        needed: Every station needs it; the others are needed at some desks only.
    """

    what: str
    ok: bool
    needed: bool
    says: str


def check_up() -> tuple[Finding, ...]:
    """Look at everything; nothing is changed, and nothing is left behind."""
    return tuple(_looks())


def _looks() -> Iterator[Finding]:
    yield _look("Python", True, _python)
    yield _look("disk", True, _disk)
    yield _look("database", True, _database)
    yield _look("face models", True, _faces)
    yield _look("fonts", True, _fonts)
    yield _look("read aloud", False, _voice)
    yield _look("camera", False, _camera)
    yield _look("ID card reader", False, _reader)
    yield _look("card printer", False, _printer)
    yield _look("print queues", False, _queues)


def _look(what: str, needed: bool, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, ok=True, needed=needed, says=look())
    except StationError as error:
        return Finding(what=what, ok=False, needed=needed, says=explain(error, spoken()))
    except ImportError as error:
        says = line(PART_MISSING, part=error.name or what)
        return Finding(what=what, ok=False, needed=needed, says=says)
    except OSError as error:
        return Finding(what=what, ok=False, needed=needed, says=line(UNSEEN, code=error.errno or 0))
    except _Lacking as lacking:
        return Finding(what=what, ok=False, needed=needed, says=str(lacking))


class _Lacking(Exception):
    """Something is not as it should be; what it says is in the user's words."""


def _python() -> str:
    return line("{version} on {system}", version=sys.version.split()[0], system=sys.platform)


def _disk() -> str:
    free_mb = shutil.disk_usage(Path.home()).free // (1 << 20)
    if free_mb < FREE_MB:
        raise _Lacking(line(ROOM_NEEDED, free=free_mb, needed=FREE_MB))
    return line("{free} MB free", free=free_mb)


def _database() -> str:
    from station.store.database import open_database  # noqa: PLC0415 - each look loads its own

    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "look.db", os.urandom(32)).close()
    return line("encrypted database opens")


def _faces() -> str:
    from station.camera.sface import SFaceEngine  # noqa: PLC0415

    return SFaceEngine().model


def _fonts() -> str:
    import pylopdf_fonts_zh_cn  # noqa: PLC0415

    path = Path(pylopdf_fonts_zh_cn.sans_path())
    if not path.is_file():
        raise _Lacking(line(PART_MISSING, part=path.name))
    return path.name


def _voice() -> str:
    from station.modes.voice import open_voice  # noqa: PLC0415

    if not open_voice().can_speak:
        raise _Lacking(line(NO_VOICE))
    return line("speaks")


def _camera() -> str:
    from station.camera.capture import open_camera  # noqa: PLC0415
    from station.camera.quiet import quiet  # noqa: PLC0415

    quiet()
    camera = open_camera(0)
    height, width, _ = camera.read().shape
    camera.close()
    return f"{width} x {height}"


def _reader() -> str:
    from station.reader.usb_readers import UsbReaders  # noqa: PLC0415

    readers = UsbReaders()
    try:
        return line("answers; SAM {numbers}", numbers=", ".join(readers.sam_ids()))
    finally:
        readers.close()


def _printer() -> str:
    from station.printer.usb import UsbCardPrinter, open_printer  # noqa: PLC0415

    found: list[UsbCardPrinter] = []
    try:
        while True:
            found.append(open_printer())
    except PrinterAbsent:
        if not found:
            raise
        return "; ".join(printer.status().in_words() for printer in found)
    finally:
        for printer in found:
            printer.close()


def _queues() -> str:
    from station.modes.printers import SPOOLER, open_named_printer, print_queues  # noqa: PLC0415

    names = print_queues()
    if not names:
        raise _Lacking(line(NO_QUEUE))
    said = []
    for name in names:
        queue = open_named_printer(f"{SPOOLER}{name}")
        try:
            said.append(f"{SPOOLER}{name}: {queue.status().in_words()}")
        except StationError as error:
            said.append(f"{SPOOLER}{name}: {explain(error, spoken())}")
        finally:
            queue.close()
    return "; ".join(said)
