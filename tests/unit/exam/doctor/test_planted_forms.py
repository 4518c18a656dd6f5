"""Defects planted into tables of every form that centres keep: each is found in each form."""

import random

import pytest

from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.excel import read_table
from station.exam.question import QuestionKind
from tests.unit.exam.test_import_oracle import OPTIONS, Form

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
JUDGES = (QuestionKind.JUDGE,)
ALL = (*CHOICES, *JUDGES)


def within(what):
    return lambda form, question, row: row | {"stem": row["stem"][:9] + what + row["stem"][9:]}


def options(change):
    def plant(form, question, row):
        texts = change(list(question.options))
        return row | {"options": OPTIONS[form.options](texts, QuestionKind.SINGLE)}

    return plant


def set_to(field, value):
    return lambda form, question, row: row | {field: value}


def no_options(form, question, row):
    return row | {"options": [None] * len(row["options"])}


def letters(*places):
    return lambda form, question, row: row | {"key": form.key(places)}


DEFECTS = {
    "answer outside": (CHOICES, letters("H")),
    "answer empty": (ALL, set_to("key", None)),
    "several letters in single choice": ((QuestionKind.SINGLE,), letters("A", "C")),
    "one letter in multiple choice": ((QuestionKind.MULTIPLE,), letters("B")),
    "stem empty": (ALL, set_to("stem", None)),
    "options empty": (CHOICES, no_options),
    "option empty": (CHOICES, options(lambda texts: [texts[0], "", *texts[2:]])),
    "options equal": (CHOICES, options(lambda texts: [texts[0], texts[0], *texts[2:]])),
    "speaks of the others": (CHOICES, options(lambda texts: [*texts[:-1], "以上都对"])),
    "judge with three options": (JUDGES, options(lambda _: ["正确", "错误", "不知道"])),
    "judge with four of another": (JUDGES, options(lambda _: ["铜", "铁", "铝", "锌"])),
    "kind unknown": (ALL, set_to("kind", "简答题")),
    "picture missing": (ALL, within("如图所示")),
    "private character": (ALL, within("\ue123")),
    "replaced character": (ALL, within("\ufffd")),
    "invisible character": (ALL, within("\u200b")),
    "look-alike letter": (ALL, within("\u0421")),
}


class Planted(Form):
    """A form into whose rows one defect of each kind goes.

    Attributes:
        planted: The kind of defect, by the question that it went into.
    """

    def __init__(self, name, seed):
        super().__init__(name, seed)
        draw = random.Random(seed)
        left = draw.sample(range(len(self.questions)), len(self.questions))
        self.planted = {}
        for kind, (fit, _) in DEFECTS.items():
            fitting = (n for n in left if self.questions[n].kind in fit)
            chosen = next(n for n in fitting if len(self.questions[n].options) != 3)
            left.remove(chosen)
            self.planted[chosen] = kind

    def row(self, question, n):
        fields = self.fields(question, n)
        if (kind := self.planted.get(n - 1)) is not None:
            fields = DEFECTS[kind][1](self, question, fields)
        return self.in_order(fields)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", OPTIONS)
def test_each_defect_is_found_in_each_form(name, seed):
    form = Planted(name, seed)
    table = read_table(form.write(), "bank")
    outcomes = examine([table]).outcomes
    ended = [outcomes[row.place] for row in table.rows]
    assert len(ended) == len(form.questions)
    missed = [kind for n, kind in form.planted.items() if ended[n] is Outcome.CLEAN]
    assert missed == [], vars(form)["container"]
