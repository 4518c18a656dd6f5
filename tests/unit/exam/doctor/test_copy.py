"""The copy beside which the findings stand: the same rows in the same places, with the same end."""

import io

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from PIL import Image as Drawing

from station.exam.doctor.copy import as_workbook
from station.exam.doctor.examine import examine
from station.exam.doctor.mends import safe_mends
from station.exam.excel import read_table
from tests.unit.exam.doctor.test_planting import SHARED
from tests.unit.exam.made import JUDGE, xlsx

ROWS = [
    ("电工", "1", "判断题", "1.甲。", JUDGE, "A"),
    ("电工", "1", "判断题", "2.乙。", JUDGE, "C"),
    (),
    ("电工", "1", "单选题", "3.如图所示是（ ）。", "**A.红**B.黄", "B"),
]


def ends(raw, file="a.xlsx"):
    """How each row of a file ends, and what is said of it."""
    examined = examine([read_table(raw, file)])
    said = sorted((f.place.row, f.code, f.column) for f in examined.findings)
    return {place.row: end for place, end in examined.outcomes.items()}, said


def copied(raw, file="a.xlsx", *, mend=False):
    table = read_table(raw, file)
    mends = safe_mends(table) if mend else ()
    return as_workbook([(table, raw)], examine([table]), mends, str)


def with_picture(raw, row):
    book = openpyxl.load_workbook(io.BytesIO(raw))
    drawn = io.BytesIO()
    Drawing.new("RGB", (40, 40), "red").save(drawn, "PNG")
    book.active.add_image(Image(drawn), f"G{row}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(raw):
    lines = openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True)
    return "\n".join(",".join(str(cell or "") for cell in line) for line in lines).encode()


def test_a_copy_looked_at_again_ends_as_the_original_with_its_pictures():
    raw = with_picture(xlsx(ROWS), 5)
    assert ends(copied(raw)) == ends(raw)
    (row,) = [r for r in read_table(copied(raw)).rows if r.question and r.question.pictures]
    assert row.place.row == 5


def test_a_file_without_a_form_of_its_own_keeps_its_places_too():
    raw = as_csv(xlsx(ROWS))
    assert ends(copied(raw, "a.csv")) == ends(raw)


def test_what_a_formula_showed_is_kept():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    book.active["F2"] = '="A"'
    out = io.BytesIO()
    book.save(out)
    lines = openpyxl.load_workbook(io.BytesIO(copied(out.getvalue()))).active
    assert lines["F2"].data_type != "f"


def test_mends_stand_in_their_cells():
    rows = [("电工", "1", "判断题", " 1．甲  乙。", JUDGE, "Ａ")]
    lines = openpyxl.load_workbook(io.BytesIO(copied(xlsx(rows), mend=True))).active
    assert lines["F2"].value == "A"
    assert lines["D2"].value == "甲 乙。"


def test_a_sheet_that_is_blank_is_left_as_it_is_and_no_row_is_added():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    book.create_sheet("空")
    out = io.BytesIO()
    book.save(out)
    assert ends(copied(out.getvalue())) == ends(out.getvalue())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared banks are not at hand")
def test_copies_of_what_centres_have_end_as_the_originals():
    for path in sorted(SHARED.glob("*.xls*")):
        raw = path.read_bytes()
        assert ends(copied(raw, path.name), path.name) == ends(raw, path.name), path.name
