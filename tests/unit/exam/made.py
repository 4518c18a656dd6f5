"""Questions, blueprints and workbooks made for tests."""

import io

from openpyxl import Workbook

from station.exam.blueprint import Blueprint, Cell, Section, Stage
from station.exam.question import Question, QuestionKind
from station.ids import BlueprintCode, ItemCode, QuestionId, TopicId

HEADER = ("作业种类", "章节", "试题类型", "题目内容", "题目选项", "题目答案")
JUDGE = "**A.正确**B.错误"


def question(name, topic="1.1", kind=QuestionKind.SINGLE, options=("红", "黄", "蓝", "绿"), **more):
    """A question whose first option is right."""
    if kind is QuestionKind.JUDGE:
        options = ("正确", "错误")
    fields = {"revision": 1, "key": (0,), "difficulty": 1, "stem": f"题{name}", **more}
    return Question(
        id=QuestionId(name),
        kind=kind,
        options=options,
        topic=TopicId(topic),
        **fields,
    )


def bank(count=20, topics=("1.1", "1.2")):
    """`count` judge and `count` single-choice questions of each topic."""
    return [
        question(f"{topic}-{kind.value}-{n:03}", topic, kind)
        for topic in topics
        for kind in (QuestionKind.JUDGE, QuestionKind.SINGLE)
        for n in range(count)
    ]


def blueprint(judges=3, singles=2, topics=("1.1", "1.2")):
    """So many of each kind from each topic; one mark each."""

    def section(kind, count):
        cells = tuple(Cell(topic=TopicId(topic), questions=count) for topic in topics)
        return Section(kind=kind, marks_each=1, cells=cells)

    return Blueprint(
        code=BlueprintCode("TEST"),
        version=1,
        title="测试",
        trade=ItemCode("1.2"),
        stage=Stage.REVIEW,
        minutes=10,
        pass_marks=min(8, (judges + singles) * len(topics)),
        sections=(section(QuestionKind.JUDGE, judges), section(QuestionKind.SINGLE, singles)),
    )


def xlsx(*sheets, header=HEADER):
    """The bytes of a workbook; each sheet a list of rows below the header."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        if header:
            sheet.append(header)
        for row in rows:
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
