"""Any file of questions, its form known by what it holds and not by its name."""

import io
import zipfile

from station.errors.formats import FormatUnknown
from station.exam.excel import imported, read_table
from station.exam.formats.gather import Beside, nothing_beside
from station.exam.formats.gift import looks_like_gift, read_gift
from station.exam.formats.json_lines import read_json_lines
from station.exam.formats.moodle import read_moodle
from station.exam.formats.qti import read_package, read_qti
from station.exam.imported import Imported

_SIGNS = ("\ufeff", " ", "\t", "\r", "\n")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_any(name: str, raw: bytes, beside: Beside = nothing_beside) -> Imported:
    """Read a file of questions.

    Args:
        name: What the file is called; it stands in each place.
        beside: Gives pictures that stand beside a single file.

    Raises:
        StationError: The file cannot be read at all; nothing was imported.
    """
    if name.lower().endswith((".xlsx", ".xls", ".csv", ".tsv")):
        return _workbook(name, raw)
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(name, raw) if _is_workbook(raw) else read_package(name, raw)
    if raw.startswith(_OLD_EXCEL):
        return _workbook(name, raw)
    start = _start(raw)
    if start.startswith("<"):
        return _xml(name, raw, start, beside)
    if start.startswith("{") and '"stem"' in start:
        return read_json_lines(name, raw, beside)
    if looks_like_gift(start):
        return read_gift(name, raw)
    raise FormatUnknown(file=name)


def _start(raw: bytes) -> str:
    """Return the beginning of a text, whatever its encoding."""
    head = raw[: 1 << 16]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head.decode(encoding, "replace").strip("".join(_SIGNS))
    return head.decode("utf-8", "replace").strip("".join(_SIGNS))


def _xml(name: str, raw: bytes, start: str, beside: Beside) -> Imported:
    if "<quiz" in start and "assessment" not in start.partition("<quiz")[0]:
        return read_moodle(name, raw)
    return read_qti(name, raw, beside)


def _is_workbook(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return any(path.startswith("xl/") for path in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _workbook(name: str, raw: bytes) -> Imported:
    return imported([read_table(raw, name)])
