"""Odd but legal tables, written by hand as centres write them, from questions known beforehand.

Nothing here is shared with the reader. A table says what it must be read as, row by row: a
question, word for word, or a line that is none.
"""

import csv
import io
import random
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment

LETTERS = "ABCDEFGH"
SUBJECTS = (
    "接地线",
    "断路器",
    "安全带",
    "灭火器",
    "钢丝绳",
    "压力表",
    "电焊机",
    "脚手架",
    "配电箱",
    "验电器",
)
ACTS = ("安装前", "检修时", "停电后", "带电作业中", "交接班时", "雷雨天", "受潮以后", "首次使用前")
ASKED = ("首先应当", "必须做到的是", "不允许", "主要目的是", "检查的重点是", "最短间隔为")
WORDS = (
    "切断电源", "悬挂标示牌", "设专人监护", "测量绝缘", "检查外观", "戴绝缘手套", "清理现场",
    "报告负责人", "36V", "12V", "0.5m", "1.5m", "30mA", "500V", "10%", "2h", "每年一次",
    "每6个月一次", "A类火灾", "TN-S系统",
)  # fmt: skip


@dataclass
class Known:
    """A question as it must be read."""

    kind: str
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]


@dataclass
class OddTable:
    """A file, and what its rows are: a question, or None for a line that is none."""

    name: str
    raw: bytes
    rows: list[Known | None] = field(default_factory=list)


def questions(draw, count, kinds=("judge", "single", "multiple")):
    """So many different questions."""
    made = {}
    while len(made) < count:
        begun = f"{draw.choice(SUBJECTS)}{draw.choice(ACTS)}，"
        stem = f"{begun}{draw.choice(SUBJECTS)}{draw.choice(ASKED)}"
        kind = draw.choice(kinds)
        if kind == "judge":
            stem, options = f"{stem}{draw.choice(WORDS)}。", ("正确", "错误")
            key = (draw.randrange(2),)
        else:
            stem, options = f"{stem}（ ）。", tuple(draw.sample(WORDS, draw.choice((3, 4, 4, 5))))
            several = draw.randrange(2, len(options) + 1) if kind == "multiple" else 1
            key = tuple(sorted(draw.sample(range(len(options)), several)))
        made.setdefault(stem, Known(kind, stem, options, key))
    return list(made.values())


NAMES = {
    "judge": ("判断", "是非题", "判断题（每题1分）", "一、判断题", "对错题", "判断正误题"),
    "single": ("单选", "单项", "单项选择题", "单选题(每题1分)", "选择题（单选）", "2.单选题"),
    "multiple": ("多选", "多项", "多项选择题", "选择题（多选）", "多选题（每题2分，共20分）"),
}
MARKS = {
    "A.": lambda n: LETTERS[n] + ".",
    "a)": lambda n: LETTERS[n].lower() + ")",
    "a.": lambda n: LETTERS[n].lower() + ".",
    "（A）": lambda n: f"（{LETTERS[n]}）",
    "【A】": lambda n: f"【{LETTERS[n]}】",
    "A ": lambda n: LETTERS[n] + " ",
    "①": lambda n: "①②③④⑤⑥⑦⑧"[n],
    "1、": lambda n: f"{n + 1}、",
    "(1)": lambda n: f"({n + 1})",
    "Ａ．": lambda n: chr(0xFF21 + n) + "．",
}
KEYS = (
    "".join,
    "、".join,
    lambda letters: "；".join(letters) + ";",
    lambda letters: "".join(letters).lower(),
    lambda letters: ",".join(letters).lower(),
    lambda letters: "(" + " ".join(letters) + ")",
    lambda letters: "正确答案：" + "".join(letters) + "。",
)
JUDGED = (
    ("√", "×"),
    ("对", "错"),
    ("正确", "错误"),
    ("T", "F"),
    ("1", "0"),
    ("V", "X"),
    ("是", "否"),
    ("Y", "N"),
)


def joined(known, mark, draw):
    """Options in one cell, two on a line, or all on one."""
    pieces = [mark(n) + text for n, text in enumerate(known.options)]
    way = draw.choice(("lines", "pairs", "line", "**", "##"))
    if way == "lines":
        return "\n".join(pieces)
    if way == "pairs" and mark(0)[0] in "A（【Ａ" and mark(0) != "A ":
        return "\n".join("   ".join(pieces[n : n + 2]) for n in range(0, len(pieces), 2))
    if way in ("**", "##"):
        return way + way.join(pieces)
    return "  ".join(pieces)


def judge_cell(draw):
    return draw.choice(
        ("A 对 B 错", "对/错", "A.正确 B.错误", "正确；错误", "√、×", "", "①正确 ②错误")
    )


def one_cell(seed):
    """One sheet, options in one cell, each row in a hand of its own."""
    draw = random.Random(f"one cell {seed}")
    known = questions(draw, 60)
    mark = MARKS[draw.choice(list(MARKS))]
    judged, key = draw.choice(JUDGED), draw.choice(KEYS)
    names = {kind: draw.choice(words) for kind, words in NAMES.items()}
    head = ["序号", "题型", "试题内容", "备选项", "标准答案", "难易程度", "备注"]
    rows = [["2023年考试题库"], ["编制：培训科"], head]
    for n, each in enumerate(known, start=1):
        if each.kind == "judge":
            options, answer = judge_cell(draw), judged[each.key[0]]
        else:
            options = joined(each, mark, draw)
            answer = key([LETTERS[place] for place in each.key])
        level = draw.choice(("易", "中", "难", "", "一级", "0.7"))
        rows.append(
            [
                n,
                names[each.kind],
                f"{n}. {each.stem}",
                options,
                answer,
                level,
                draw.choice(("", "需更新")),
            ]
        )
    rows.append(["合计", None, None, None, None, None, f"{len(known)}题"])
    return OddTable(f"one-cell-{seed}", as_xlsx([("题库", rows)]), [*known, None])


def numbered_columns(seed):
    """Columns 选项1, 选项2 and on; answers 1 or 1,3."""
    draw = random.Random(f"numbered {seed}")
    known = questions(draw, 60)
    head = ["试题编号", "试题类型", "题干", *(f"选项{n}" for n in range(1, 6)), "答案", "知识点"]
    rows = [head]
    sign = draw.choice((",", "、", "", "，", " "))
    for n, each in enumerate(known, start=1):
        answer = sign.join(str(place + 1) for place in each.key)
        cells = [*each.options, *[None] * (5 - len(each.options))]
        rows.append(
            [n, draw.choice(NAMES[each.kind]), each.stem, *cells, answer, f"1.{n % 3 + 1} 章"]
        )
    return OddTable(f"numbered-{seed}", as_xlsx([("Sheet1", rows)]), known)


def two_line_header(seed):
    """A header on two lines, merged: 选项 over A, B, C, D; judge rows without options."""
    draw = random.Random(f"two lines {seed}")
    known = questions(draw, 60)
    rows = [
        ["题库明细表"],
        ["序号", "章节", "题型", "题目", "选项", None, None, None, None, "答案"],
        [None, None, None, None, "A", "B", "C", "D", "E", None],
    ]
    judged = draw.choice(JUDGED)
    for n, each in enumerate(known, start=1):
        chapter = f"第{n // 20 + 1}章 安全知识" if n % 20 == 1 or n == 1 else None
        options = [] if each.kind == "judge" else list(each.options)
        answer = (
            judged[each.key[0]] if each.kind == "judge" else "".join(LETTERS[p] for p in each.key)
        )
        rows.append(
            [
                n,
                chapter,
                NAMES[each.kind][0],
                each.stem,
                *options,
                *[None] * (5 - len(options)),
                answer,
            ]
        )
    merged = ["A1:J1", "E2:I2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "J2:J3"]
    return OddTable(f"two-lines-{seed}", as_xlsx([("Sheet1", rows)], merged), known)


def blocks(seed):
    """一、单选题 ... 二、判断题 ... in one sheet, each with a header of its own."""
    draw = random.Random(f"blocks {seed}")
    rows, wanted = [["安全生产知识考试题库"]], []
    order = ["single", "judge", "multiple"]
    draw.shuffle(order)
    for number, kind in enumerate(order):
        name = {"single": "单选题", "judge": "判断题", "multiple": "多选题"}[kind]
        heading = (
            f"{'一二三'[number]}、{name}{draw.choice(('', '（每题1分，共20分）', '：共20题'))}"
        )
        rows.append([heading])
        head = (
            ["序号", "题目", "答案"]
            if kind == "judge"
            else ["序号", "题目", "A", "B", "C", "D", "E", "答案"]
        )
        rows.append(head)
        wanted += [None, None] if number else []
        for n, each in enumerate(questions(draw, 20, (kind,)), start=1):
            if kind == "judge":
                rows.append([n, each.stem, ("√", "×")[each.key[0]]])
            else:
                cells = [*each.options, *[None] * (5 - len(each.options))]
                rows.append([n, each.stem, *cells, "".join(LETTERS[p] for p in each.key)])
            wanted.append(each)
    return OddTable(f"blocks-{seed}", as_xlsx([("Sheet1", rows)]), wanted)


def letters_for_judging(seed):
    """Columns A to D; judge rows have none and are answered with A and B."""
    draw = random.Random(f"letters {seed}")
    known = questions(draw, 60)
    rows = [["题型", "题干", "选项(A)", "选项(B)", "选项(C)", "选项(D)", "选项(E)", "正确答案"]]
    for each in known:
        options = [] if each.kind == "judge" else list(each.options)
        rows.append([
            NAMES[each.kind][0], each.stem, *options, *[None] * (5 - len(options)),
            "".join(LETTERS[place] for place in each.key),
        ])  # fmt: skip
    return OddTable(f"letters-{seed}", as_xlsx([("Sheet1", rows)]), known)


def signs(seed):
    """Options without letters behind one sign, or a table as text in an office's encoding."""
    draw = random.Random(f"signs {seed}")
    known = questions(draw, 60, ("single", "multiple"))
    sign = draw.choice("|;；")
    rows = [["题型", "题目", "选项", "答案"]]
    rows += [
        [
            NAMES[each.kind][0],
            each.stem,
            sign.join(each.options),
            "".join(LETTERS[p] for p in each.key),
        ]
        for each in known
    ]
    encoding = draw.choice(("gb18030", "utf-8-sig", "utf-16", "utf-8"))
    text = io.StringIO()
    csv.writer(text, delimiter=draw.choice(",\t")).writerows(rows)
    return OddTable(f"signs-{seed}.csv", text.getvalue().encode(encoding), known)


FORMS = (one_cell, numbered_columns, two_line_header, blocks, letters_for_judging, signs)


def as_xlsx(sheets, merged=()):
    """Write a workbook by hand."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
        sheet["A1"].alignment = Alignment(horizontal="center")
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
