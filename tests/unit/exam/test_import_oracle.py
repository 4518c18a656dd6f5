"""Tables of every form that centres keep, written from questions known beforehand.

The writer below shares nothing with the reader. Each form is drawn from lists of habits; what is
read must be what was written, word for word, or be refused: nothing may be read otherwise.
"""

import csv
import io
import random
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from station.exam.excel import read_table
from station.exam.jsonl import read_questions
from station.exam.question import QuestionKind
from tests.unit.exam import made

OPEN_BANKS = Path(__file__).parents[3] / "question_banks"
SAMPLES = Path(__file__).parents[2] / "samples" / "xls"
LETTERS = "ABCDEFGH"
KINDS = {
    QuestionKind.JUDGE: ("判断题", "是非题", "判断", "一、判断题"),
    QuestionKind.SINGLE: ("单选题", "单项选择题", "单选", "二、单选题"),
    QuestionKind.MULTIPLE: ("多选题", "多项选择题", "多选", "三、多选题"),
}
JUDGED = (
    ("正确", "错误"),
    ("√", "×"),
    ("对", "错"),
    ("A", "B"),
    ("T", "F"),
    ("Y", "N"),
    ("是", "否"),
    ("true", "false"),
)
TRAPS = (  # letters and numbers that are no marks
    ("U=I×R中R的单位是（ ）。", ("Ω", "A", "V", "W"), (0,)),
    ("在B类火灾中不可用（ ）。", ("A类灭火器", "水", "CO2", "干粉"), (1,)),
    ("属于特种作业的有（ ）。", ("电工", "焊工", "A级高处作业", "保洁"), (0, 1, 2)),
    ("36V属于（ ）电压。", ("安全", "高", "低", "跨步"), (0,)),
    ("黄绿双色导线只能用作（ ）。", ("中性线", "控制线", "保护导体（PE）", "相线"), (2,)),
    ("2022年起施行的是（ ）。", ("安全生产法（修正）", "消防法", "劳动法", "刑法"), (0,)),
)
NUMBERS = ("{}.{}", "{}、{}", "({}){}", "（{}）{}", "第{}题 {}", "{}．{}", "{}")
KEYS = (
    "".join,
    "、".join,
    ",".join,
    " ".join,
    lambda letters: "".join(map(wide, letters)),
    lambda letters: "".join(letters).lower(),
    lambda letters: "答案：" + "".join(letters),
)
HEADERS = (
    {
        "kind": "试题类型",
        "stem": "题目内容",
        "options": "题目选项",
        "key": "题目答案",
        "topic": "章节",
    },
    {"kind": "题型", "stem": "题干", "options": "选项", "key": "正确答案", "topic": "知识点"},
    {"kind": "type", "stem": "Question", "options": "Options", "key": "Answer", "topic": "Topic"},
    {
        "kind": "考题类型",
        "stem": "试题内容（含图）",
        "options": "备选答案",
        "key": "答案",
        "topic": "章",
    },
)


def wide(letter):
    return chr(ord(letter) + 0xFEE0)


def in_one_cell(separator, letter):
    def write(options, kind):
        return [separator + separator.join(letter(n) + text for n, text in enumerate(options))]

    return write


def on_lines(letter):
    def write(options, kind):
        return ["\n".join(letter(n) + text for n, text in enumerate(options))]

    return write


def on_one_line(options, kind):
    return [" ".join(f"{LETTERS[n]}.{text}" for n, text in enumerate(options))]


def in_columns(options, kind):
    texts = [] if kind is QuestionKind.JUDGE else list(options)
    return [*texts, *[None] * (6 - len(texts))]


OPTIONS = {
    "stars": in_one_cell("**", lambda n: LETTERS[n] + "."),
    "stars, wide letters": in_one_cell("**", lambda n: wide(LETTERS[n]) + "．"),
    "stars, letters in brackets": in_one_cell("**", lambda n: f"（{LETTERS[n]}）"),
    "stars, no letters": in_one_cell("**", lambda _: ""),
    "hashes": in_one_cell("##", lambda n: LETTERS[n] + "、"),
    "hashes, no letters": in_one_cell("##", lambda _: ""),
    "lines": on_lines(lambda n: LETTERS[n] + "."),
    "lines, no letters": on_lines(lambda _: ""),
    "one line": on_one_line,
    "columns": in_columns,
}


def known_questions():
    """Questions of all our banks that are no pictures and no parts of a case."""
    found = [
        question
        for file in sorted(OPEN_BANKS.rglob("*.jsonl"))
        for question in read_questions(file.read_bytes())
    ]
    return [q for q in found if not q.pictures and not q.case]


def trap(stem, options, key):
    kind = QuestionKind.MULTIPLE if len(key) > 1 else QuestionKind.SINGLE
    return made.question(stem, kind=kind, options=options, stem=stem, key=key)


KNOWN = known_questions()
SET = [trap(*each) for each in TRAPS]


class Form:
    """One way of writing a table, drawn by a seed."""

    def __init__(self, options, seed):
        draw = random.Random(f"{options} {seed}")
        self.options = options
        self.number = draw.choice(NUMBERS)
        nameless = options == "columns"  # A and B of no options would have to be guessed
        self.judged = draw.choice([words for words in JUDGED if not nameless or words[0] != "A"])
        self.key = draw.choice(KEYS)
        self.header = draw.choice(HEADERS)
        self.name = {kind: draw.choice(names) for kind, names in KINDS.items()}
        self.titles = draw.random() < 0.8
        self.topic = draw.random() < 0.6
        self.sheets = draw.random() < 0.4
        self.order = draw.choice(("kind first", "answer before options"))
        self.container = draw.choice(("xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
        self.delimiter = draw.choice(",,\t;")
        self.remarks = draw.random() < 0.3
        self.questions = [*draw.sample(KNOWN, 114), *SET]
        draw.shuffle(self.questions)

    def row(self, question, n):
        return self.in_order(self.fields(question, n))

    def fields(self, question, n):
        judge = question.kind is QuestionKind.JUDGE
        if judge:
            key = self.judged["正确对".find(question.options[question.key[0]][0]) < 0]
        else:
            key = self.key([LETTERS[place] for place in question.key])
        texts = ("正确", "错误") if judge else question.options
        return {
            "kind": self.name[question.kind],
            "stem": self.number.format(n, question.stem) if self.number != "{}" else question.stem,
            "options": OPTIONS[self.options](texts, question.kind),
            "key": key,
        }

    def in_order(self, fields):
        topic = ["1.1 概述"] if self.topic else []
        options, key = fields["options"], fields["key"]
        tail = [key, *options] if self.order != "kind first" else [*options, key]
        return [*topic, fields["kind"], fields["stem"], *tail]

    def titles_row(self):
        letters = self.options == "columns"
        options = list(LETTERS[:6]) if letters else [self.header["options"]]
        key = [self.header["key"]]
        tail = [*key, *options] if self.order != "kind first" else [*options, *key]
        topic = [self.header["topic"]] if self.topic else []
        return [*topic, self.header["kind"], self.header["stem"], *tail]

    def write(self):
        rows = [self.row(question, n) for n, question in enumerate(self.questions, start=1)]
        top = [self.titles_row()] if self.titles else []
        if top and self.remarks:
            top = [["某某题库（2023版）"], [], *top]
        if self.container != "xlsx":
            text = io.StringIO()
            csv.writer(text, delimiter=self.delimiter).writerows([*top, *rows])
            return text.getvalue().encode(self.container)
        book = Workbook()
        book.remove(book.active)
        parts = (rows[:60], rows[60:]) if self.sheets else (rows,)
        for number, part in enumerate(parts):
            sheet = book.create_sheet(f"表{number}")
            for row in (*top, *part):
                sheet.append(row)
        raw = io.BytesIO()
        book.save(raw)
        return raw.getvalue()


def wanted(question):
    judge = question.kind is QuestionKind.JUDGE
    options = ("正确", "错误") if judge else question.options
    key = question.key
    if judge:
        key = (0,) if question.options[question.key[0]] in ("正确", "对") else (1,)
    return question.kind, question.stem, options, key


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("options", OPTIONS)
def test_what_was_written_is_read_word_for_word(options, seed):
    form = Form(options, seed)
    rows = read_table(form.write(), "bank").rows
    assert len(rows) == len(form.questions)
    exact = 0
    for row, question in zip(rows, form.questions, strict=True):
        if row.question is None:
            continue
        got = (row.question.kind, row.question.stem, row.question.options, row.question.key)
        assert got == wanted(question), (vars(form)["container"], form.number, row.options)
        exact += 1
    faults = {str(row.fault): row.options[:40] for row in rows if row.fault}
    assert exact >= 0.995 * len(rows), (exact, form.titles, form.order, form.judged, faults)


SHARED = Path(__file__).parents[4] / "shared" / "data" / "banks"


def naive(cells, at):
    """A second reader, for plain rows only: one header, "**" or "##", A. B. C., letters."""
    kind, stem, options, key = (str(cells[at[name]] or "").strip() for name in "类题选答")
    pieces = [piece.strip() for piece in re.split(r"\*\*|##", options) if piece.strip()]
    bare = [re.sub(r"^[A-H][.．、:：]?\s*", "", piece) for piece in pieces]
    lettered = [piece[:1] for piece in pieces] == list(LETTERS[: len(pieces)])
    if len(pieces) < 2 or not lettered or not re.fullmatch("[A-H]+", key):
        return None
    return (
        {"判": "judge", "是": "judge", "单": "single", "多": "multiple", "数": "single"}[kind[0]],
        "".join(stem.split()),
        ["".join(text.split()) for text in bare],
        [LETTERS.index(letter) for letter in key],
    )


def is_alike(read, got):
    """Whether both read the same; what our reader took off a stem must be its number."""
    kind, stem, options, key = read
    ours = "".join(got.stem.split())
    number = stem[: len(stem) - len(ours)]
    return (
        stem.endswith(ours)
        and re.fullmatch(r"([(（]?\d+[)）]?[.．、,，]?){0,2}", number) is not None
        and (kind, options, key)
        == (got.kind.value, ["".join(text.split()) for text in got.options], list(got.key))
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared banks are not at hand")
@pytest.mark.parametrize("file", sorted(SHARED.iterdir()) if SHARED.is_dir() else [])
def test_a_second_reader_reads_the_shared_banks_alike(file):
    ours = {(row.place.part, row.place.row): row for row in read_table(file.read_bytes()).rows}
    compared = same = 0
    for sheet in load_workbook(io.BytesIO(file.read_bytes()), data_only=True):
        at = {}
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            titles = [str(cell or "") for cell in cells]
            if not at:
                marks = {
                    "类": "类型|题型",
                    "题": "内容|题干",
                    "选": "选项(?!数)",
                    "答": "答案(?!数)",
                }
                found = {
                    mark: next((n for n, title in enumerate(titles) if re.search(word, title)), -1)
                    for mark, word in marks.items()
                }
                at = found if min(found.values()) >= 0 else {}
                continue
            read = naive(cells, at)
            row = ours.get((sheet.title, number))
            if read is None or row is None or row.question is None:
                continue
            compared += 1
            same += is_alike(read, row.question)
    assert same >= 0.995 * compared, f"{same} of {compared} alike"


def test_workbooks_of_old_excel():
    (first, second) = read_table((SAMPLES / "workbook.xls").read_bytes()).sheets
    said = [(r.question.stem, r.question.options, r.question.key) for r in first.rows if r.question]
    assert said == [
        ("停电以后可以不验电。", ("正确", "错误"), (1,)),
        ("安全电压最高为（ ）V。", ("12", "36", "220", "380"), (1,)),
        ("使用钳形表时应当（ ）。", ("从大量程开始", "不带电换量程", "把三根线一起钳入"), (0, 1)),
        ("星期有（ ）天。", ("5", "7", "9"), (1,)),
    ]
    assert [str(row.fault) for row in first.rows if row.fault] == ["key-outside"]
    assert [row.question.key for row in second.rows] == [(0,), (1,), (0,)]


def test_numbers_in_old_excel_are_doubted_where_their_form_is_not_told():
    rows = read_table((SAMPLES / "numbers.xls").read_bytes()).rows
    assert [(str(row.fault or ""), [str(doubt) for doubt in row.doubts]) for row in rows] == [
        ("", []),
        ("", ["number-form"]),
        ("", ["number-form"]),
        ("date-cell", []),
        ("", []),
        ("option-empty", []),
        ("", []),
    ]
