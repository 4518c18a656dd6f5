"""Cells that say more, or less, than their plain text."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from station.exam.excel import imported, read_table
from station.exam.question import QuestionKind
from station.exam.row_fault import RowDoubt, RowFault
from tests.unit.exam.made import HEADER, JUDGE, xlsx

FOUR = "**A.红**B.黄**C.蓝**D.绿"


def row(n, kind="单选题", options=FOUR, key="A", chapter="1.1概述", words="灯是什么颜色的呢"):
    return ("电工", chapter, kind, f"第{'甲乙丙丁戊己庚辛壬癸'[n]}盏{words}？", options, key)


def changed(rows, change):
    """A workbook in which something was done to the sheet by hand."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    change(book.active)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def raised(text):
    return TextBlock(InlineFont(vertAlign="superscript"), text)


def lowered(text):
    return TextBlock(InlineFont(vertAlign="subscript"), text)


@pytest.mark.parametrize("kept", ["in the cell", "beside the sheet"])
def test_a_raised_figure_behind_another_is_no_digit_of_it(kept):
    def change(sheet):
        sheet["D2"] = CellRichText(
            "约10", raised("5"), "Pa时，", "压力单位kg/cm", raised("2"), "？"
        )
        sheet["D3"] = CellRichText("三相端子U", lowered("1"), "与U", lowered("2"), "怎样连接？")

    raw = changed([row(1), row(2)], change)
    raw = shared_strings(raw) if kept == "beside the sheet" else raw
    stems = [made.question.stem for made in read_table(raw).rows]
    assert stems == ["约10⁵Pa时，压力单位kg/cm2？", "三相端子U1与U2怎样连接？"]


def shared_strings(raw):
    """The same workbook with its texts beside the sheet, as Excel itself keeps them."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strings = []

    def moved(match):
        strings.append(match.group(2))
        return f'{match.group(1)}t="s"><v>{len(strings) - 1}</v></c>'

    inline = re.compile(
        r'(<c r="[A-Z]+\d+" (?:s="\d+" )?)t="inlineStr"><is>(.*?)</is></c>', re.DOTALL
    )
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = inline.sub(moved, parts[sheet])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    listed = "".join(f"<si>{text}</si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{listed}</sst>'
    links = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts[links] = parts[links].replace("</Relationships>", link)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_a_hidden_row_is_read_and_told():
    def change(sheet):
        sheet.row_dimensions[3].hidden = True

    rows = read_table(changed([row(1), row(2)], change)).rows
    assert [each.doubts for each in rows] == [(), (RowDoubt.HIDDEN_ROW,)]


def test_a_chapter_that_is_written_once_counts_for_the_rows_below():
    chapters = ["1.1概述", None, None, "1.2急救", None]
    rows = [row(n, chapter=chapter) for n, chapter in enumerate(chapters)]
    topics = [each.question.topic for each in read_table(xlsx(rows)).rows]
    assert topics == ["1.1", "1.1", "1.1", "1.2", "1.2"]


def test_a_single_blank_chapter_is_not_filled_in():
    chapters = ["1.1概述", "1.1概述", None, "1.2急救", "1.2急救"]
    rows = [row(n, chapter=chapter) for n, chapter in enumerate(chapters)]
    assert [each.question.topic for each in read_table(xlsx(rows)).rows][2] == "电工"


def test_merged_kinds_and_chapters_count_for_all_their_rows():
    rows = [row(1), row(2, kind=None, chapter=None), row(3, kind=None, chapter=None), row(4)]

    def change(sheet):
        sheet.merge_cells("B2:B4")
        sheet.merge_cells("C2:C4")

    made = [each.question for each in read_table(changed(rows, change)).rows]
    assert [each.topic for each in made] == ["1.1"] * 4
    assert {each.kind for each in made} == {QuestionKind.SINGLE}


def test_a_difficulty_in_other_words_is_taken_as_middling_and_told():
    rows = [(*row(n), level) for n, level in enumerate(("易", "0.65", "★★★"))]
    read = read_table(xlsx(rows, header=(*HEADER, "难度系数"))).rows
    assert [each.question.difficulty for each in read] == [1, 2, 3]
    assert [each.doubts for each in read] == [(), (RowDoubt.DIFFICULTY_UNKNOWN,), ()]


def test_a_multiple_choice_of_any_number_may_have_one_right_option():
    one, two = read_table(xlsx([row(1, "不定项选择题"), row(2, "多选题")])).rows
    assert (one.question.kind, one.question.key) == (QuestionKind.MULTIPLE, (0,))
    assert two.fault is RowFault.KEY_TOO_FEW


def test_a_choice_of_no_named_number_is_read_by_its_answer_and_told():
    rows = read_table(xlsx([row(1, "选择题", key="C"), row(2, "选择题", key="BD")])).rows
    assert [each.question.kind.value for each in rows] == ["single", "multiple"]
    assert all(each.doubts == (RowDoubt.KIND_BY_SHAPE,) for each in rows)


TWO = "A.红 B.黄\nC.蓝 D.绿"


@pytest.mark.parametrize(
    ("options", "doubts"),
    [
        (TWO, ()),
        ("A.红色的\n灯 B.黄\nC.蓝 D.绿", (RowDoubt.LINE_BREAK,)),
        ("A.红 B.黄\nC.蓝\nD.绿 E.紫", (RowDoubt.SEPARATOR_MISSING,)),
        ("a.红 b.黄 c.蓝", ()),
        ("①红②黄③蓝", ()),
        ("1.红 2.黄 3.蓝", ()),
        ("(1)红\n(2)黄\n(3)蓝", ()),
    ],
)
def test_options_parted_by_their_marks(options, doubts):
    (read,) = read_table(xlsx([row(1, options=options)])).rows
    assert (read.question.options[1], read.doubts) == ("黄", doubts)


@pytest.mark.parametrize(
    "options", ["**①②**①③**②③", "**1.5m**2.5m**3.5m", "**A类**水**沙", "**1.红**3.黄**4.蓝"]
)
def test_what_is_no_mark_stays_or_is_refused(options):
    (read,) = read_table(xlsx([row(1, options=options)])).rows
    kept = tuple(options.strip("*").split("**"))
    assert read.fault is RowFault.OPTION_LETTERS or read.question.options == kept


def test_numbers_of_options_that_are_the_text_of_another_stay_unclear():
    (read,) = read_table(xlsx([row(1, options="1.4V 2.1V 3.2V", key="2")])).rows
    assert read.question is None


@pytest.mark.parametrize(("key", "right"), [("1", 0), ("0", 1), ("X", 1), ("V", 0), ("2", 1)])
def test_judge_answers_of_one_kind_only(key, right):
    rows = [row(n, "判断题", JUDGE, key) for n in range(3)]
    assert [each.question.key for each in read_table(xlsx(rows)).rows] == [(right,)] * 3


HEADED = (
    *HEADER, "编号", "版次", "行业", "重点领域", "人员类别", "用途", "法规依据", "出题来源", "乱序",
)  # fmt: skip


def test_where_a_question_belongs_is_read_from_its_columns():
    told = (
        "LV-S-001",
        "3",
        "化工、建材",
        "有限空间",
        "班组长/一线从业人员",
        "练习",
        "安全生产法 第三十条",
        "省级",
        "否",
    )
    (read,) = read_table(xlsx([(*row(1), *told)], header=HEADED)).rows
    made = read.question
    assert (made.id, made.revision, made.pool.value, made.source.value, made.keep_order) == (
        "LV-S-001",
        3,
        "practice",
        "province",
        True,
    )
    assert made.industries == ("化工", "建材")
    assert made.person_classes == ("班组长", "一线从业人员")
    assert made.laws == ("安全生产法 第三十条",)


def test_a_pool_that_is_none_is_refused_and_a_banks_name_is_no_pool():
    header = (*HEADER, "用途")
    rows = read_table(xlsx([(*row(1), "保密"), (*row(2), "内部")], header=header)).rows
    assert [each.fault for each in rows] == [None, RowFault.POOL_UNKNOWN]
    named = read_table(xlsx([(*row(1), "低压电工题库")], header=(*HEADER, "题库"))).rows
    assert named[0].fault is None


def test_an_id_that_two_questions_share_is_nobodys():
    header = (*HEADER, "编号")
    table = read_table(
        xlsx([(*row(1), "LV-001"), (*row(2), "LV-001")], [(*row(3), "LV-002")], header=header)
    )
    first, second, third = table.rows
    assert first.doubts == second.doubts == (RowDoubt.ID_REPEATED,)
    assert first.question.id != second.question.id
    assert third.question.id == "LV-002"
    twice = read_table(xlsx([(*row(1), "LV-001"), (*row(1), "LV-009")], header=header))
    assert [out.code for out in imported([twice]).left_out] == ["duplicate"]


def stems(*words):
    return [each.question.stem for each in read_table(xlsx([named(word) for word in words])).rows]


def named(stem):
    return ("电工", "1.1", "单选题", stem, FOUR, "A")


def test_numbers_that_belong_to_their_stems_stay():
    classes = [f"第{n}类防雷建筑物应当怎样接地？" for n in range(1, 5)]
    assert stems(*classes) == classes
    volts = ["35kV线路怎样巡视？", "36V以下怎样布线？", "37级风以上怎样停工？"]
    assert stems(*volts) == volts


def test_numbers_without_a_sign_go_where_many_rows_have_them():
    words = ["怎样接地？", "怎样验电？", "怎样放电？", "怎样挂牌？", "怎样监护？"]
    assert stems(*(f"{n}{word}" for n, word in enumerate(words, start=7))) == words


def as_text(*lines):
    return "\r\n".join(lines).encode("gb18030")


HEAD = "题型,题目,选项,答案"


def test_quotes_that_do_not_pair_are_signs_of_the_text_and_told():
    raw = as_text(
        HEAD,
        '单选题,"安全第一"是什么方针？,A.甲 B.乙,A',
        '单选题,"带引号的""题目"",怎样读？","A.甲\nB.乙",B',
        '单选题,"缺一个引号的题目怎样读？,A.甲 B.乙,B',
        "单选题,没有引号的题目怎样读？,A.甲 B.乙,A",
    )
    rows = read_table(raw, "a.csv").rows
    assert [each.question.stem for each in rows] == [
        '"安全第一"是什么方针？',
        '带引号的"题目",怎样读？',
        '"缺一个引号的题目怎样读？',
        "没有引号的题目怎样读？",
    ]
    told = (RowDoubt.QUOTES_LOOSE,)
    assert [each.doubts for each in rows] == [told, (), told, ()]
