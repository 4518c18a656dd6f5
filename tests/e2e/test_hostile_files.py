"""Files made to harm: each gives a coded error, or rows that are refused, within fixed limits.

Each is read in a process of its own that may use 1.5 GB and a minute of processor time; beyond
either the system ends it, and the test fails.
"""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from tests.unit.exam.formats.made import V3, item
from tests.unit.exam.made import HEADER, xlsx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process: POSIX only")

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def zipped(files, level=1):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in files:
            with archive.open(name, "w", force_zip64=True) as member:
                for part in content if isinstance(content, list) else [content]:
                    member.write(part)
    return raw.getvalue()


def workbook_with(part, content):
    """A workbook of which one part says something else."""
    with zipfile.ZipFile(io.BytesIO(xlsx([("电工",) * 6]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = content
    return zipped(parts.items())


def sheet(inner):
    return f"<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>".encode()


def package(files):
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv3p0" href="{name}"/>'
        for n, name in enumerate(files)
    )
    manifest = f"<manifest><resources>{resources}</resources></manifest>".encode()
    return zipped([("imsmanifest.xml", manifest), *files.items()])


ZEROS = [bytes(1 << 20)] * 300
CELL = '<c r="{}1" t="inlineStr"><is><t>x</t></is></c>'
ITEM = item().encode()

HOSTILE = {
    "sheet of zeros.xlsx": lambda: workbook_with(SHEET, ZEROS),
    "strings of zeros.xlsx": lambda: workbook_with("xl/sharedStrings.xml", ZEROS),
    "picture of zeros.xlsx": lambda: workbook_with("xl/media/image1.png", ZEROS),
    "entities.xlsx": lambda: workbook_with(SHEET, ENTITIES.encode() + sheet("&a8;")),
    "a file from outside.xlsx": lambda: workbook_with(SHEET, OUTSIDE.encode() + sheet("&a;")),
    "far cell.xlsx": lambda: workbook_with(SHEET, sheet('<row r="9">' + CELL.format("ZZZZZ"))),
    "far row.xlsx": lambda: workbook_with(
        SHEET, sheet('<row r="1"><c r="A1"/></row><row r="999999999"><c r="XFD999999999"/></row>')
    ),
    "million cells in a row.xlsx": lambda: workbook_with(
        SHEET, sheet('<row r="1">' + "<c><v>1</v></c>" * 1_000_000 + "</row>")
    ),
    "deep.xlsx": lambda: workbook_with(SHEET, b"<a>" * 1_000_000),
    "broken.xlsx": lambda: workbook_with(SHEET, sheet("<row><c></row>")),
    "half.xlsx": lambda: xlsx([HEADER])[:-200],
    "many parts.xlsx": lambda: zipped([(f"xl/{n}.xml", b"") for n in range(30_000)]),
    "no workbook.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(1 << 20),
    "million columns.csv": lambda: b"a,b\n" + b"," * 1_000_000,
    "one field.csv": lambda: b'a,b\n"' + b"x" * (100 << 20),
    "no table.csv": lambda: os.urandom(1 << 20),
    "many lines.csv": lambda: b"a,b\n" * 1_200_000,
    "half a character.csv": lambda: "题干,答案\n".encode("gb18030") + b"\xff\xfe\x81",
    "entities.xml": (ENTITIES + item().partition("?>")[2].replace("luggage", "&a8;")).encode,
    "a file from outside.xml": (OUTSIDE + item().partition("?>")[2]).encode,
    "deep.xml": lambda: f'<assessmentItem xmlns="{V3}">'.encode() + b"<p>" * 2_000_000,
    "wide.xml": lambda: f'<assessmentItem xmlns="{V3}">'.encode() + b"<p/>" * 12_000_000,
    "attributes.xml": lambda: b"<quiz " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)),
    "another encoding.xml": lambda: b'<?xml version="1.0" encoding="utf-7"?><quiz/>',
    "broken.xml": lambda: ITEM[:-40],
    "zeros.zip": lambda: package({"a.xml": ZEROS}),
    "out.zip": lambda: zipped([("imsmanifest.xml", b"<manifest/>"), ("../../evil.xml", ITEM)]),
    "absolute.zip": lambda: zipped([("imsmanifest.xml", b"<manifest/>"), ("/etc/evil.xml", ITEM)]),
    "twice.zip": lambda: zipped([("imsmanifest.xml", b"<manifest/>"), ("a", b""), ("A", b"")]),
    "entities.zip": lambda: package({"a.xml": (ENTITIES + "<assessmentItem/>").encode()}),
    "deep.jsonl": lambda: b'{"stem":' + b"[" * 1_000_000,
    "long number.jsonl": lambda: b'{"stem": "x", "rev": ' + b"9" * 1_000_000 + b"}",
    "braces.gift": lambda: b"::a:: " + b"{" * 1_000_000,
    "titles.gift": lambda: b"::" * 2_000_000,
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_code_within_its_limits(name, tmp_path):
    file = tmp_path / name
    file.write_bytes(HOSTILE[name]())
    ended = subprocess.run(
        [sys.executable, "-m", "tests.e2e.hostile_read", str(file)],
        capture_output=True,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-600:]
    said = ended.stdout.strip()
    rows, _, refused = said.partition(" rows, ")
    assert "-" in said or refused.startswith(f"{rows} "), said


def test_nothing_of_a_file_from_outside_is_read(tmp_path):
    file = tmp_path / "a.xml"
    file.write_bytes((OUTSIDE + item().partition("?>")[2].replace("luggage", "&a;")).encode())
    ended = subprocess.run(
        [sys.executable, "-m", "tests.e2e.hostile_read", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0
    assert "root:" not in ended.stdout + ended.stderr
