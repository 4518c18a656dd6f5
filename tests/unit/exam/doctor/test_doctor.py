"""Checks that look at several rows or at a list, and the reports."""

import io
import json
from html.parser import HTMLParser

import openpyxl
import pytest
from typer.testing import CliRunner

from station.errors.exam import ListUnreadable
from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Doubt, Outcome
from station.exam.doctor.laws import RepealedLaws
from station.exam.doctor.mends import safe_mends
from station.exam.doctor.near import near_pairs
from station.exam.excel import read_table
from station.exam.jsonl import read_questions
from station.exam.row_fault import RowDoubt, RowFault
from station.messages.bank import DOUBT_TEXTS
from station.modes.commands.bank import app
from tests.unit.exam.doctor.test_oracle import sound_rows
from tests.unit.exam.made import HEADER, JUDGE, xlsx


def found(rows, laws=None, header=HEADER):
    examined = examine([read_table(xlsx(rows, header=header), "a.xlsx")], laws)
    return {(finding.place.row, finding.code) for finding in examined.findings}


def test_each_doubt_has_a_text():
    assert set(DOUBT_TEXTS) == {doubt.value for doubt in (*RowDoubt, *Doubt)}


def test_a_run_of_options_that_stands_again_is_doubted_on_both_sides():
    rows = [row for row in sound_rows() if row[2] == "单选题"][:20]
    for n in range(4):
        rows[10 + n][4:] = rows[2 + n][4:]
    told = {row for row, code in found(rows) if code == "options-of-another"}
    assert told == {4, 5, 6, 7, 12, 13, 14, 15}


def test_a_row_that_doubles_one_and_disagrees_with_another_hears_both():
    stem = "电焊机在潮湿场所作业以前，应当检查（ ）是否完好。"
    rows = [
        ["电工", "1", "单选题", stem, "**A.绝缘手套**B.接地线**C.脚手架", "A"],
        ["电工", "1", "单选题", stem, "**A.绝缘手套**B.接地线**C.脚手架", "A"],
        ["电工", "1", "单选题", stem, "**A.绝缘手套**B.接地线**C.灭火器", "B"],
    ]
    told = found(rows)
    assert {(2, "duplicate-below"), (3, "duplicate")} <= told
    assert {(2, "same-stem-disagrees"), (4, "same-stem-disagrees")} <= told


def test_a_stem_that_asks_for_volts_wants_numbers():
    rows = [["电工", "1", "单选题", "安全电压为（ ）V。", "**A.红**B.黄", "A"]]
    assert found(rows) == {(2, "options-strange")}


def test_a_header_that_names_another_separator():
    header = (*HEADER[:4], "题目选项（用##隔开）", HEADER[5])
    rows = sound_rows()
    assert found(rows, header=header) == {(1, "separator-unlike-header")}


def test_letters_that_are_too_often_the_same():
    rows = sound_rows()
    for row in rows:
        row[5] = "C" if row[2] == "单选题" else row[5]
    assert found(rows) == {(1, "letters-skewed")}


@pytest.mark.parametrize(("same", "told"), [(9, False), (12, False), (13, True)])
def test_in_a_small_bank_letters_must_be_clearly_the_same(same, told):
    rows = [row for row in sound_rows() if row[2] == "单选题"][:20]
    for n, row in enumerate(rows):
        row[5] = "C" if n < same else "ABD"[n % 3]
    assert ((1, "letters-skewed") in found(rows)) is told


def test_in_a_small_bank_another_separator_is_seen():
    rows = [row for row in sound_rows() if row[2] == "单选题"][:5]
    rows[3][4] = rows[3][4].replace("**", "##")
    assert (5, "separator-unlike") in found(rows)


@pytest.mark.parametrize(
    ("stem", "is_repealed"),
    [
        ("按 GB 5044—1985 分级（ ）", True),
        ("按 GB5044-2008 分级（ ）", False),
        ("按《压力容器安全技术监察规程》（ ）", True),
        ("按《固定式压力容器安全技术监察规程》（ ）", False),
    ],
)
def test_repealed_laws(stem, is_repealed):
    laws = RepealedLaws(
        "# 废止\nGB 5044-1985,GBZ 230-2010\nGB 5044—1985\n《压力容器安全技术监察规程》\t\n".encode(
            "gb18030"
        )
    )
    rows = [["电工", "1", "单选题", stem, "**A.红**B.黄", "A"]]
    assert ((2, "law-repealed") in found(rows, laws)) is is_repealed


def test_a_list_of_laws_that_is_no_text():
    with pytest.raises(ListUnreadable):
        RepealedLaws(b"\x00\x01")


def test_safe_mends_are_listed_and_change_no_meaning():
    table = read_table(
        xlsx([["电工", "1", "单选题", "7、甲　　在（   ）Ｖ", "**A.红**B.黄", "Ａ"]])
    )
    told = {(mend.column, mend.after) for mend in safe_mends(table)}
    assert told == {("D", "甲 在（ ）V"), ("F", "A")}


def test_near_texts_meet_and_far_ones_seldom_do():
    texts = [row[3] * 2 for row in sound_rows()]
    changed = [text[:5] + text[6:] for text in texts]
    pairs = {(min(pair), max(pair)) for pair in near_pairs(texts + changed)}
    met = sum((n, n + len(texts)) in pairs for n in range(len(texts)))
    assert met >= 0.99 * len(texts)
    assert list(near_pairs([])) == list(near_pairs(["甲"])) == []


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def file(tmp_path):
    rows = [
        ["电工", "1", "单选题", "1.<script>甲</script>（ ）", "**A.红**B.黄", "A"],
        ["电工", "1", "单选题", "2.=1+1 丙（ ）", "**A.红**B.黄**", "B"],
        ["电工", "1", "单选题", "3.丁（ ）", "**A.红**B.黄", "C"],
        ["电工", "1", "判断题", "4.戊", JUDGE, "A"],
        ["电工", "1", "判断题", "5.戊", JUDGE, "A"],
    ]
    path = tmp_path / "甲.xlsx"
    path.write_bytes(xlsx(rows))
    return path


def test_the_command_writes_three_reports_that_agree(file, tmp_path):
    report, page, copy = (tmp_path / name for name in ("r.json", "r.html", "r.xlsx"))
    arguments = ["check", file, "--json", report, "--html", page, "--excel", copy, "--mend"]
    done = CliRunner().invoke(app, [*map(str, arguments), "--language", "zh_CN"])
    assert done.exit_code == 0, done.output
    data = json.loads(report.read_text("utf-8"))
    assert (data["rows_in"], data["clean"], data["warned"], data["refused"]) == (5, 1, 3, 1)
    assert [(f["row"], f["column"], f["code"]) for f in data["findings"]] == [
        (3, "E", "separator-left-over"),
        (4, "F", "key-outside"),
        (5, "D", "duplicate-below"),
        (6, "D", "duplicate"),
    ]
    assert all(f["mend"] and f["file"] == "甲.xlsx" for f in data["findings"])
    html = Page()
    html.feed(page.read_text("utf-8"))
    assert "script" not in html.tags
    assert "答案所指的选项不存在" in html.text
    assert "3.丁（ ）" in html.text  # the stem beside the answer that is to blame
    sheet = openpyxl.load_workbook(io.BytesIO(copy.read_bytes())).active
    lines = list(sheet.iter_rows(values_only=True))
    assert [line[6] for line in lines] == ["结果", "合格", "需核对", "未导入", "需核对", "需核对"]
    assert (lines[2][3], sheet["D3"].data_type) == ("=1+1 丙（ ）", "s")


def test_the_import_writes_every_question_with_its_row(file, tmp_path):
    lines = tmp_path / "q.jsonl"
    arguments = ["import", file, "--out", tmp_path / "out", "--jsonl", lines]
    done = CliRunner().invoke(app, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    told = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [line["source"]["row"] for line in told] == [2, 3, 5, 6]
    assert len(read_questions((tmp_path / "out" / "questions.jsonl").read_bytes())) == 3
    assert len(read_questions(lines.read_text("utf-8").splitlines()[0].encode())) == 1
    (left, double) = json.loads((tmp_path / "out" / "left_out.json").read_text("utf-8"))
    assert (left["row"], left["code"]) == (4, RowFault.KEY_OUTSIDE.value)
    assert (double["row"], double["code"]) == (6, "duplicate")


def test_rows_of_several_files_are_compared():
    rows = sound_rows()[:12]
    tables = [read_table(xlsx(rows), name) for name in ("a.xlsx", "b.xlsx")]
    examined = examine(tables)
    assert len(examined.outcomes) == 24
    assert examined.count(Outcome.WARNED) == 24
    named = {(finding.place.file, finding.about.split()[0]) for finding in examined.findings}
    assert named == {("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")}


def test_mending_writes_a_file_beside_and_leaves_the_original_alone(file, tmp_path):
    before = file.read_bytes()
    report = tmp_path / "r.json"
    done = CliRunner().invoke(app, ["check", str(file), "--json", str(report), "--mend"])
    assert done.exit_code == 0, done.output
    assert file.read_bytes() == before
    mended = openpyxl.load_workbook(tmp_path / "甲.mended.xlsx").active
    mends = json.loads(report.read_text("utf-8"))["mends"]
    assert mends
    assert all(mended[f"{m['column']}{m['row']}"].value == m["after"] for m in mends)


def test_without_mending_nothing_is_written_beside(file, tmp_path):
    CliRunner().invoke(app, ["check", str(file), "--json", str(tmp_path / "r.json")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.json", "甲.xlsx"]
