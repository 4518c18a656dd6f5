"""The forms of files that centres keep, beside the plain workbook."""

import csv
import io

import openpyxl
import pytest
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel import imported, read_table
from station.exam.question import QuestionKind
from station.exam.row_fault import RowDoubt, RowFault
from tests.unit.exam.made import HEADER, JUDGE, xlsx

FOUR = "**A.红**B.黄**C.蓝**D.绿"


def row(n, kind="单选题", options=FOUR, key="A", words="灯是什么颜色的呢"):
    return ("电工", "1.1概述", kind, f"{n}.第{'甲乙丙丁戊己庚辛壬癸'[n]}盏{words}？", options, key)


ROWS = [
    row(1),
    row(2, key="C"),
    row(3, "多选题", key="ABD"),
    row(4, "判断题", JUDGE, "B"),
    row(5, "是非题", JUDGE, "A"),
]


def as_csv(rows, encoding, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def said(raw):
    return [
        (r.question.stem, r.question.options, r.question.key, r.fault) for r in read_table(raw).rows
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_as_text_says_what_the_workbook_says(encoding, delimiter):
    assert said(as_csv([HEADER, *ROWS], encoding, delimiter)) == said(xlsx(ROWS))


def test_what_takes_no_room_is_doubted_in_a_table_as_text_too():
    hidden = row(1, words="灯是什么\u200b颜色的呢")
    (first, *_) = read_table(as_csv([HEADER, hidden, *ROWS[1:]], "utf-8")).rows
    assert first.doubts == (RowDoubt.INVISIBLE,)
    assert "\u200b" not in first.question.stem


@pytest.mark.parametrize("options", ["A.12 V**B.24 V**C.36 VD.48 V", "A±2%**B±7%**C±15%D±20%"])
def test_an_option_behind_a_unit_is_hidden_too(options):
    (first, *_) = read_table(xlsx([row(1, options=options), *ROWS[1:]])).rows
    assert first.fault is RowFault.OPTION_HIDDEN


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("红\n\n蓝\n绿", RowFault.OPTION_EMPTY),
        ("红\n黄\n \n绿", RowFault.OPTION_EMPTY),
        ("红\n\n黄\n\n蓝", None),
        ("A.红\n\nB.黄\nC.蓝\n", None),
    ],
)
def test_an_empty_line_among_options_without_letters_is_an_empty_option(options, fault):
    (first, *_) = read_table(xlsx([row(1, options=options)])).rows
    assert first.fault is fault


def test_a_name_that_ends_in_the_next_letter_hides_no_option():
    (first, *_) = read_table(xlsx([row(1, options="A.熔断器**B.隔离**C.装SPD、RCD等")])).rows
    assert first.question.options[2] == "装SPD、RCD等"


def test_a_sheet_without_a_header_is_read_by_what_its_columns_hold():
    assert said(xlsx(ROWS, header=None)) == said(xlsx(ROWS))
    (first, *_) = read_table(xlsx(ROWS, header=None)).rows
    assert (first.place.row, first.question.topic) == (1, "1.1")


def test_options_in_columns_without_a_header():
    rows = [(k, s, "红的", "黄的", "蓝的", "绿的", key) for _, _, k, s, _, key in ROWS[:3]]
    assert [r.question.options for r in read_table(xlsx(rows, header=None)).rows] == [
        ("红的", "黄的", "蓝的", "绿的")
    ] * 3


def test_a_sheet_named_for_its_kind_needs_no_column_for_it():
    book = openpyxl.load_workbook(io.BytesIO(xlsx([row(1)[3:], row(2)[3:]], header=HEADER[3:])))
    book.active.title = "一、单选题"
    raw = io.BytesIO()
    book.save(raw)
    kinds = [r.question.kind for r in read_table(raw.getvalue()).rows]
    assert kinds == [QuestionKind.SINGLE] * 2


@pytest.mark.parametrize(
    ("header", "options"),
    [("题目选项（选项之间用##隔开）", FOUR.replace("**", "##")), ("选项(用|分隔)", "红|黄|蓝|绿")],
)
def test_a_header_names_its_separator(header, options):
    raw = xlsx([row(1, options=options)], header=(*HEADER[:4], header, HEADER[5]))
    assert read_table(raw).rows[0].question.options == ("红", "黄", "蓝", "绿")


def test_digits_mean_places_where_they_can_mean_nothing_else():
    rows = [row(n, key=n % 4 + 1) for n in range(1, 6)]
    assert [r.question.key[0] for r in read_table(xlsx(rows)).rows] == [1, 2, 3, 0, 1]


def test_digits_mean_texts_where_another_row_says_so():
    numbers = "**A.4**B.3**C.2**D.36"
    rows = [row(n, "数字类选择题", numbers, key) for n, key in enumerate((36, 3, 2), start=1)]
    assert [r.question.key[0] for r in read_table(xlsx(rows)).rows] == [3, 1, 2]
    (alone,) = read_table(xlsx(rows[1:2])).rows
    assert alone.fault is RowFault.KEY_UNCLEAR


def test_a_number_finds_its_option_with_a_unit():
    (made,) = read_table(xlsx([row(1, "数字类选择题", "**A.24V**B.36V**C.360V", 36)])).rows
    assert made.question.key == (1,)


def test_ones_and_noughts_judge():
    rows = [row(n, "判断题", JUDGE, n % 2) for n in range(1, 5)]
    assert [r.question.key for r in read_table(xlsx(rows)).rows] == [(0,), (1,), (0,), (1,)]


@pytest.mark.parametrize(
    ("options", "doubt"),
    [
        ("**A.红**B.黄**", RowDoubt.SEPARATOR_LEFT_OVER),
        ("**A.红B.黄C.蓝", RowDoubt.SEPARATOR_MISSING),
        ("**A.红\n色**B.黄", RowDoubt.LINE_BREAK),
        ("**A.红**B.以上都不是", RowDoubt.ORDER_KEPT),
        ("**A.红**B.\u0421级", RowDoubt.LOOK_ALIKE),
        ("**A.红\u200b**B.黄", RowDoubt.INVISIBLE),
    ],
)
def test_what_can_be_read_in_one_way_only_is_read_and_doubted(options, doubt):
    (made,) = read_table(xlsx([row(1, options=options)])).rows
    assert made.question is not None
    assert made.doubts == (doubt,)


def picture(colour):
    raw = io.BytesIO()
    Image.new("RGB", (20, 60), colour).save(raw, "PNG")
    raw.seek(0)
    return raw


def test_pictures_belong_to_their_rows():
    header = (*HEADER, "图片", "是否有图片")
    rows = [(*row(n), None, flag) for n, flag in ((1, 1), (2, None), (3, 1))]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows, header=header)))
    book.active.add_image(SheetImage(picture("red")), "G2")
    book.active.add_image(SheetImage(picture("blue")), "G3")
    raw = io.BytesIO()
    book.save(raw)
    table = read_table(raw.getvalue())
    first, second, third = table.rows
    assert len(first.question.pictures) == len(second.question.pictures) == 1
    assert first.question.pictures != second.question.pictures
    assert set(table.media) == {*first.question.pictures, *second.question.pictures}
    assert second.doubts == (RowDoubt.PICTURE_UNASKED,)
    assert third.fault is RowFault.PICTURE_MISSING


def test_every_row_of_every_form_is_accounted_for():
    rows = [*ROWS, (None, None, None, "注：本表由安全科编制", None, None), row(6, key=None), HEADER]
    table = read_table(xlsx(rows, ROWS[:1]), "a.xlsx")
    bank = imported([table])
    assert len(bank.questions) + len(bank.left_out) == len(table.rows) == 9
    assert {out.code for out in bank.left_out} == {
        "kind-unknown",
        "key-empty",
        "header-repeated",
        "duplicate",
    }


OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00",
        b"a,b\n\x00,1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        b"\x81\xff",
    ],
)
def test_broken_tables_are_refused(raw):
    with pytest.raises(WorkbookUnreadable):
        read_table(raw)


def test_a_million_columns_are_not_held():
    with pytest.raises(WorkbookTooLarge):
        read_table(b"a,b\n" + b"," * 1_000_000)


def test_a_number_that_stands_twice_is_taken_off_twice():
    rows = [list(row(n)) for n in range(1, 4)]
    rows[1][3] = "2.2、第二盏灯是什么颜色的？"
    rows[2][3] = "3.3V是几伏？"
    stems = [r.question.stem for r in read_table(xlsx(rows)).rows]
    assert stems[1:] == ["第二盏灯是什么颜色的？", "3V是几伏？"]
