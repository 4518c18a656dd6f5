"""Tables damaged at random: each row is accounted for, or the file is refused with a code."""

import csv
import io
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.exam.doctor.examine import examine
from station.exam.doctor.intake import read_file
from station.exam.doctor.mends import safe_mends
from station.exam.excel import imported
from tests.unit.exam.doctor.test_oracle import sound_rows
from tests.unit.exam.made import HEADER, xlsx

ROWS = sound_rows()[:12]
BOOK = xlsx(ROWS)
OLD = (Path(__file__).parents[1] / "samples" / "xls" / "workbook.xls").read_bytes()
TEXT = io.StringIO()
csv.writer(TEXT).writerows([HEADER, *ROWS])
PARTS = {}
with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
    PARTS = {name: archive.read(name) for name in archive.namelist()}

WORDS = st.sampled_from(
    [
        "**",
        "##",
        "A.",
        "B、",
        "（ ）",
        "Ａ",
        "\n",
        "1.",
        "正确",
        "判断题",
        "单选题",
        "AB",
        "36",
        "如图所示",
        "\u200b",
        "\ue000",
        "\t",
        "以上都对",
        "=1+1",
        "<br>",
        "℃",
        "。",
        " ",
        "题",
        "0.5",
        "#REF!",
        "С",
    ]
)
CELLS = st.one_of(
    st.none(),
    st.integers(-5, 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.booleans(),
    st.lists(WORDS, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
damage = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), min_size=1, max_size=6)


def account(name, raw):
    """Read, examine, mend and join a file: all rows in are rows out."""
    try:
        table = read_file(name, raw)
    except StationError:
        return
    examined = examine([table])
    bank = imported([table])
    assert len(examined.outcomes) == len(table.rows)
    assert len(bank.questions) + len(bank.left_out) == len(table.rows)
    list(safe_mends(table))


def damaged(raw, changes):
    spoilt = bytearray(raw)
    for at, content in changes:
        place = at % (len(spoilt) + 1)
        spoilt[place : place + len(content)] = content or b""
    return bytes(spoilt)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=8), min_size=1, max_size=12), st.booleans())
def test_any_cells_are_accounted_for(rows, has_header):
    account("a.xlsx", xlsx(rows, header=HEADER if has_header else None))


@settings(max_examples=60)
@given(st.sampled_from(sorted(PARTS)), damage)
def test_a_damaged_part_of_a_workbook_is_accounted_for(part, changes):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as spoilt:
        for name, content in PARTS.items():
            spoilt.writestr(name, damaged(content, changes) if name == part else content)
    account("a.xlsx", raw.getvalue())


@settings(max_examples=60)
@given(st.sampled_from([BOOK, OLD]), damage)
def test_a_damaged_workbook_is_accounted_for(raw, changes):
    account("a.xls", damaged(raw, changes))


@settings(max_examples=60)
@given(st.sampled_from(["utf-8", "gb18030", "utf-16"]), damage)
def test_a_damaged_table_of_text_is_accounted_for(encoding, changes):
    account("a.csv", damaged(TEXT.getvalue().encode(encoding), changes))
