import io
import zipfile
from datetime import date

import openpyxl
import pytest

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel import read_workbook
from station.exam.question import QuestionKind
from station.exam.row_fault import RowFault
from station.messages.exam import ROW_TEXTS
from tests.unit.exam.made import HEADER, JUDGE, xlsx

FOUR = "**A.红**B.黄**C.蓝**D.绿"


def row(kind="单选题", stem="1.灯是什么颜色？", options=FOUR, key="A", topic="1.1概述"):
    return ("电工", topic, kind, stem, options, key)


def read_one(*cells, header=HEADER):
    book = read_workbook(xlsx([cells], header=header))
    assert len(book.questions) + len(book.refused) == 1
    return book


def question(*cells, header=HEADER):
    book = read_one(*cells, header=header)
    assert book.refused == ()
    return book.questions[0]


def fault(*cells, header=HEADER):
    return read_one(*cells, header=header).refused[0].why


def test_a_row_becomes_a_question():
    made = question(*row())
    assert (made.kind, made.stem) == (QuestionKind.SINGLE, "灯是什么颜色？")
    assert (made.options, made.key) == (("红", "黄", "蓝", "绿"), (0,))
    assert (made.topic, made.revision, made.difficulty) == ("1.1", 1, 2)
    assert not made.keep_order


@pytest.mark.parametrize(
    ("kind", "is_a"),
    [
        ("判断题", QuestionKind.JUDGE),
        ("是非题", QuestionKind.JUDGE),
        (" 单选题 ", QuestionKind.SINGLE),
        ("单项选择题", QuestionKind.SINGLE),
        ("多选题", QuestionKind.MULTIPLE),
    ],
)
def test_kinds_by_their_names(kind, is_a):
    options = JUDGE if is_a is QuestionKind.JUDGE else FOUR
    key = "AB" if is_a is QuestionKind.MULTIPLE else "A"
    assert question(*row(kind=kind, options=options, key=key)).kind is is_a


@pytest.mark.parametrize(
    "options",
    [
        FOUR,
        "A.红##B.黄##C.蓝##D.绿",
        "A.红\nB.黄\nC.蓝\nD.绿",
        "A.红\r\nB.黄\r\nC.蓝\r\nD.绿\r\n",
        "A、红 B、黄 C、蓝 D、绿",
        "A.红B.黄C.蓝D.绿",
        "**A红**B黄**C蓝**D绿",
        "**红**黄**蓝**绿",
        "红##黄##蓝##绿",
        "**Ａ．红**Ｂ．黄**Ｃ．蓝**Ｄ．绿",
        "**A.红 ** B.黄\t**C. 蓝**D.绿\xa0",
        "（A）红".replace("（A）", "A) ") + "**B) 黄**C) 蓝**D) 绿",
    ],
)
def test_options_however_they_are_separated(options):
    assert question(*row(options=options)).options == ("红", "黄", "蓝", "绿")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (None, RowFault.OPTIONS_EMPTY),
        ("**A.红", RowFault.OPTIONS_TOO_FEW),
        ("**A.红**B.**C.蓝", RowFault.OPTION_EMPTY),
        ("**A.红**C.黄**B.蓝", RowFault.OPTION_LETTERS),
        ("**A.红**B.黄**B.蓝", RowFault.OPTION_LETTERS),
        ("**A.红B.黄**C.蓝", RowFault.OPTION_LETTERS),
        ("**A.30m**A**B.50m**A**C.100m**A", RowFault.OPTION_LETTERS),
        ("**A.红**黄**C.蓝", RowFault.OPTION_LETTERS),
        ("**A.红**B.黄C.蓝", RowFault.OPTION_HIDDEN),
        ("**A水**B沙C湿布", RowFault.OPTION_HIDDEN),
        ("**A2**B4C6", RowFault.OPTION_HIDDEN),
        ("**A.20℃**B.30℃C.40℃", RowFault.OPTION_HIDDEN),
        ("**A.红**B.红 **C.蓝", RowFault.OPTIONS_EQUAL),
        ("**A.红##B.黄", RowFault.SEPARATORS_MIXED),
        ("**A.红\nB.黄**C.蓝", RowFault.SEPARATORS_MIXED),
        ("**红\n一点**黄", RowFault.SEPARATORS_MIXED),
        ("**" + "**".join("甲" * n for n in range(1, 28)), RowFault.OPTIONS_TOO_MANY),
    ],
)
def test_options_that_can_be_read_in_two_ways_are_refused(options, why):
    assert fault(*row(options=options)) is why


@pytest.mark.parametrize(
    ("key", "index"), [("A", 0), ("d ", 3), ("Ｃ", 2), ("蓝", 2), ("B.", 1), (" B、", 1)]
)
def test_keys(key, index):
    assert question(*row(key=key)).key == (index,)


@pytest.mark.parametrize("key", ["ABD", "A,B,D", "A、B、D", "D B A", "ａｂｄ", "ABD  "])
def test_keys_of_several(key):
    assert question(*row(kind="多选题", key=key)).key == (0, 1, 3)


@pytest.mark.parametrize(
    ("kind", "key", "why"),
    [
        ("单选题", None, RowFault.KEY_EMPTY),
        ("单选题", "E", RowFault.KEY_OUTSIDE),
        ("单选题", "AB", RowFault.KEY_TOO_MANY),
        ("多选题", "A", RowFault.KEY_TOO_FEW),
        ("多选题", "ABA", RowFault.KEY_REPEATED),
        ("单选题", "紫", RowFault.KEY_UNCLEAR),
        ("单选题", "2", RowFault.KEY_UNCLEAR),
        ("填空题", "A", RowFault.KIND_UNKNOWN),
        ("单选或多选", "A", RowFault.KIND_UNKNOWN),
        (None, "A", RowFault.KIND_UNKNOWN),
    ],
)
def test_keys_and_kinds_that_are_not_clear_are_refused(kind, key, why):
    assert fault(*row(kind=kind, key=key)) is why


def test_a_letter_that_is_also_the_text_of_another_option_is_refused():
    assert fault(*row(options="**A.L**B.E**C.A**D.V", key="A")) is RowFault.KEY_UNCLEAR


@pytest.mark.parametrize(
    ("options", "key", "right"),
    [
        (JUDGE, "A", "正确"),
        (JUDGE, "错误", "错误"),
        (JUDGE, "×", "错误"),
        ("**A.错**B.对", "B", "对"),
        ("**A.错**B.对", "√", "对"),
        (None, "对", "正确"),
    ],
)
def test_judges(options, key, right):
    made = question(*row(kind="判断题", options=options, key=key))
    assert made.options[made.key[0]] == right
    assert made.keep_order


@pytest.mark.parametrize(
    ("options", "key", "why"),
    [
        (FOUR, "A", RowFault.JUDGE_OPTIONS),
        ("**A.高于**B.低于", "A", RowFault.JUDGE_OPTIONS),
        ("**A.对**B.正确", "A", RowFault.JUDGE_OPTIONS),
        (None, "A", RowFault.OPTIONS_EMPTY),
        (JUDGE, "AB", RowFault.KEY_TOO_MANY),
        (JUDGE, "C", RowFault.KEY_OUTSIDE),
    ],
)
def test_judges_with_other_options_are_refused(options, key, why):
    assert fault(*row(kind="判断题", options=options, key=key)) is why


@pytest.mark.parametrize(
    "stem",
    ["看{}", "12.看{}", "12、看{}", "12．看{}", "12)看{}", " 12. 看{}", "12.\xa0\xa0看{}"],
)
def test_numbers_are_taken_off_stems(stem):
    assert question(*row(stem=stem.format("灯"))).stem == "看灯"


@pytest.mark.parametrize("stem", ["36V是安全电压", "36 V是安全电压", "220，380都是电压"])
def test_numbers_that_belong_to_a_stem_stay(stem):
    assert question(*row(stem=stem)).stem == stem


def test_a_number_that_may_belong_to_the_stem_is_refused():
    assert fault(*row(stem="1.5倍额定电流")) is RowFault.STEM_NUMBER_UNCLEAR


def test_neighbours_tell_whether_a_number_counts():
    stems = ["16.起重机", "17.50m3液氯储槽", "18\t氩气", "19采用电弧", "1.2004年11月", "2.2005年"]
    book = read_workbook(xlsx([row(stem=stem) for stem in stems]))
    assert [q.stem for q in book.questions] == [
        "起重机",
        "50m3液氯储槽",
        "氩气",
        "采用电弧",
        "2004年11月",
        "2005年",
    ]


def test_an_empty_stem_is_refused():
    assert fault(*row(stem=None)) is RowFault.STEM_EMPTY
    assert fault(*row(stem="  \xa0 ")) is RowFault.STEM_EMPTY


@pytest.mark.parametrize(
    "stem", ["如图所示，是什么？", "下图为起重机", "见图3", "图 所示的装置", "看img:a.png"]
)
def test_a_picture_that_is_missed_is_a_reason(stem):
    assert fault(*row(stem=stem)) is RowFault.PICTURE_MISSING


@pytest.mark.parametrize("stem", ["平面布置图中的因素", "以下图纸应保存", "特性曲线图可知"])
def test_words_with_picture_in_them_are_no_reason(stem):
    assert question(*row(stem=stem)).stem == stem


def test_a_picture_column_is_heeded():
    header = (*HEADER, "图片", "是否有图片")
    assert fault(*row(), None, 1, header=header) is RowFault.PICTURE_MISSING
    assert question(*row(), None, 0, header=header)


def test_columns_are_found_by_meaning():
    header = ("答 案", "题干", "备注", "难易程度", "A", "B", "C", "D", "题型（单选、多选）", "解析")
    made = question("C", "灯？", "无", "难", "红", "黄", "蓝", None, "单选", "因为", header=header)
    assert (made.options, made.key, made.difficulty) == (("红", "黄", "蓝"), (2,), 3)
    assert (made.explanation, made.topic) == ("因为", "unsorted")


def test_an_option_column_left_out_is_refused():
    header = ("答案", "题目", "选项A", "选项B", "选项C", "题型")
    assert fault("A", "灯？", "红", None, "蓝", "单选", header=header) is RowFault.OPTION_EMPTY


def test_two_columns_of_one_meaning_are_refused():
    header = (*HEADER[:-1], "题目答案", "正确答案")
    assert fault(*row(), "B", header=header) is RowFault.HEADER_UNCLEAR


def test_a_sheet_without_a_header_whose_columns_are_unclear_is_refused_row_by_row():
    book = read_workbook(
        xlsx([("电工", "灯？", "红黄", "A"), ("电工", "火？", "红蓝", "B")], header=None)
    )
    assert [refused.why for refused in book.refused] == [RowFault.NO_HEADER] * 2


def test_titles_above_the_header_and_blank_rows_are_not_rows():
    book = read_workbook(xlsx([("题库",), (None,), HEADER, (None,), row(), (" ",)], header=None))
    assert (len(book.questions), book.refused) == (1, ())
    assert book.sources == (("Sheet1", 5),)


@pytest.mark.parametrize(
    ("topic", "held", "name"),
    [
        ("1.2 触电", "1.2", "触电"),
        ("1．10触电", "1.10", "触电"),
        ("一、概论", "一、概论", "一、概论"),
        (None, "电工", "电工"),
        ("3", "3", "3"),
    ],
)
def test_topics(topic, held, name):
    assert read_one(*row(topic=topic)).topics == ((held, name),)


def test_doubles_keep_the_first_and_disagreeing_ones_keep_none():
    rows = [row(stem="灯"), row(stem="灯 "), row(stem="火"), row(stem="火", key="B")]
    book = read_workbook(xlsx(rows))
    assert [q.stem for q in book.questions] == ["灯"]
    assert [(r.row, r.why) for r in book.refused] == [
        (3, RowFault.DUPLICATE),
        (4, RowFault.DUPLICATE_DISAGREES),
        (5, RowFault.DUPLICATE_DISAGREES),
    ]


def test_an_id_stays_when_rows_are_moved():
    rows = [row(stem=f"{n}.题{n}号") for n in range(1, 5)]
    one = {q.stem: q.id for q in read_workbook(xlsx(rows)).questions}
    two = {q.stem: q.id for q in read_workbook(xlsx([], rows[::-1])).questions}
    assert one == two
    assert len(set(one.values())) == 4


def test_cells_that_excel_has_changed_are_refused():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for n in range(6):
        sheet.append(row(stem=f"{n + 1}.第{n}题"))
    sheet["E2"].value, sheet["E2"].number_format = 0.85, "0%"
    sheet["D3"] = date(2026, 1, 2)
    sheet["D4"] = "坏\ue000字"
    sheet["F5"], sheet["F5"].data_type = "#N/A", "e"
    sheet["D6"].value, sheet["D6"].number_format = 1.5, "0.00"
    raw = io.BytesIO()
    book.save(raw)
    read = read_workbook(raw.getvalue())
    assert {r.row: r.why for r in read.refused} == {
        2: RowFault.OPTIONS_TOO_FEW,
        3: RowFault.DATE_CELL,
        4: RowFault.BAD_CHARACTERS,
        5: RowFault.ERROR_CELL,
        6: RowFault.STEM_NUMBER_UNCLEAR,
    }


def test_a_hidden_sheet_is_not_imported():
    book = openpyxl.load_workbook(io.BytesIO(xlsx([row()], [row(stem="b")])))
    book["Sheet2"].sheet_state = "hidden"
    raw = io.BytesIO()
    book.save(raw)
    read = read_workbook(raw.getvalue())
    assert len(read.questions) == 1
    assert {r.why for r in read.refused} == {RowFault.HIDDEN_SHEET}


def changed(raw, part, change):
    """The workbook with one of its parts rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not a zip",
        b"PK\x03\x04" + bytes(100),
        xlsx([row()])[:-200],
        changed(xlsx([row()]), SHEET, lambda xml: xml[:-30]),
        changed(xlsx([row()]), SHEET, lambda _: b"<worksheet/>" * 2),
        changed(xlsx([row()]), "xl/workbook.xml", lambda _: b"<nothing/>"),
        changed(xlsx([row()]), SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml),
        changed(xlsx([row()]), SHEET, lambda xml: xml.replace(b'r="A1"', b'r="??"')),
    ],
)
def test_what_is_no_workbook_is_refused(raw):
    with pytest.raises(WorkbookUnreadable):
        read_workbook(raw)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * (40 << 20))),
        (SHEET, lambda xml: xml.replace(b"</row>", b"<c/>" * 20_000 + b"</row>", 1)),
        (SHEET, lambda xml: xml.replace(b"<sheetData>", b"<a>" * 80 + b"</a>" * 80, 1)),
    ],
)
def test_bombs_are_not_opened(part, change):
    with pytest.raises(WorkbookTooLarge):
        read_workbook(changed(xlsx([row()]), part, change))


def test_a_row_far_down_costs_little():
    far = changed(xlsx([row()]), SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="999999"'))
    assert len(read_workbook(far).questions) == 1


def test_each_fault_has_a_text():
    assert set(ROW_TEXTS) == {why.value for why in RowFault}
