"""Plants defects of many kinds into rows that are known to be sound.

A row is a list: trade, chapter, kind, stem, options, answer. Each kind of defect changes some rows
in place and says which of them are defective now; other rows stay sound.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date

from station.exam.question import Question, QuestionKind
from tests.unit.exam.made import JUDGE

KIND, STEM, OPTIONS, KEY = 2, 3, 4, 5
NAMES = {
    QuestionKind.JUDGE: "判断题",
    QuestionKind.SINGLE: "单选题",
    QuestionKind.MULTIPLE: "多选题",
}
JUDGES, SINGLES, MULTIPLES = NAMES.values()
CHOICES = (SINGLES, MULTIPLES)
LETTERS = "ABCDEFGH"
Row = list[object]


def as_row(question: Question, number: int) -> Row:
    """Write a question as a centre would."""
    options = "".join(f"**{LETTERS[n]}.{text}" for n, text in enumerate(question.options))
    if question.kind is QuestionKind.JUDGE:
        options = JUDGE
    key = "".join(LETTERS[place] for place in question.key)
    if question.kind is QuestionKind.JUDGE:
        key = "A" if question.options[question.key[0]] in ("正确", "对") else "B"
    return ["电工", "1.1概述", NAMES[question.kind], f"{number}.{question.stem}", options, key]


class Field:
    """The rows of a bank and which of them nothing was planted into yet."""

    def __init__(self, rows: Sequence[Row], seed: int) -> None:
        self.rows = [list(row) for row in rows]
        self.draw = random.Random(seed)
        self._free = set(range(len(rows)))

    def take(self, *kinds: str) -> int:
        """Choose a row that is still sound."""
        fit = sorted(n for n in self._free if not kinds or self.rows[n][KIND] in kinds)
        chosen = self.draw.choice(fit)
        self._free.discard(chosen)
        return chosen

    def take_run(self, length: int) -> list[int]:
        """Choose choice rows that follow each other among the choice rows."""
        choices = [n for n, row in enumerate(self.rows) if row[KIND] in CHOICES]
        starts = [
            at
            for at in range(len(choices) - length)
            if self._free.issuperset(choices[at : at + length])
        ]
        at = self.draw.choice(starts)
        self._free -= set(choices[at : at + length])
        return choices[at : at + length]

    def text(self, row: int, column: int) -> str:
        """Return a cell."""
        return str(self.rows[row][column])

    def pieces(self, row: int) -> list[str]:
        """Return the options with their letters."""
        return self.text(row, OPTIONS).split("**")[1:]


Plant = Callable[[Field], list[int]]


def cell(column: int, change: Callable[[str], object], *kinds: str) -> Plant:
    """Return what rewrites one cell of one row."""

    def plant(field: Field) -> list[int]:
        n = field.take(*kinds)
        field.rows[n][column] = change(field.text(n, column))
        return [n]

    return plant


def options(change: Callable[[list[str], random.Random], list[str]], *kinds: str) -> Plant:
    """Return what rewrites the options of one row."""

    def plant(field: Field) -> list[int]:
        n = field.take(*(kinds or CHOICES))
        field.rows[n][OPTIONS] = "".join(f"**{p}" for p in change(field.pieces(n), field.draw))
        return [n]

    return plant


def repeat(change: Callable[[str], str], *, disagree: bool, kinds: tuple[str, ...] = ()) -> Plant:
    """Return what writes one row over another, with a changed stem, or with another answer."""

    def plant(field: Field) -> list[int]:
        n, other = field.take(), field.take(*kinds)
        field.rows[n][KIND:] = field.rows[other][KIND:]
        number, _, stem = field.text(other, STEM).partition(".")
        field.rows[n][STEM] = f"{int(number) + 1_000}.{change(stem)}"
        if disagree:
            field.rows[n][KEY] = another(field.text(n, KEY), field.text(n, KIND))
            return [n, other]
        return [n]

    return plant


def another(key: str, kind: str) -> str:
    """Return another answer that such a question can have."""
    if kind == MULTIPLES:
        return "AB" if key != "AB" else "BC"
    return "B" if key == "A" else "A"


def exchange(field: Field) -> list[int]:
    """Exchange the options of two rows of one kind, and their answers with them."""
    one = field.take(*CHOICES)
    other = field.take(field.text(one, KIND))
    rows = field.rows
    rows[one][OPTIONS:], rows[other][OPTIONS:] = rows[other][OPTIONS:], rows[one][OPTIONS:]
    return [one, other]


def copied(field: Field) -> list[int]:
    """Write another row's options and answer beside a stem."""
    one = field.take(*CHOICES)
    other = field.take(field.text(one, KIND))
    field.rows[one][OPTIONS:] = field.rows[other][OPTIONS:]
    return [one]


def four_under_judge(field: Field) -> list[int]:
    """Put options of another subject under a stem that is to be judged."""
    judged, other = field.take(JUDGES), field.take(SINGLES)
    field.rows[judged][OPTIONS:] = field.rows[other][OPTIONS:]
    return [judged]


def judged_under_single(field: Field) -> list[int]:
    """Put right and wrong under a stem that asks to choose."""
    n = field.take(SINGLES)
    field.rows[n][OPTIONS:] = [JUDGE, "A"]
    return [n]


def slipped(step: int) -> Plant:
    """Return what moves the options of a run by one row; the last take the place of the first."""

    def plant(field: Field) -> list[int]:
        run = field.take_run(field.draw.randrange(6, 15))
        cells = [field.rows[n][OPTIONS:] for n in run]
        for place, n in enumerate(run):
            field.rows[n][OPTIONS:] = cells[(place - step) % len(run)]
        return run

    return plant


def drop(pieces: list[str], draw: random.Random) -> list[str]:
    n = draw.randrange(len(pieces))
    return [piece[:2] if place == n else piece for place, piece in enumerate(pieces)]


def same_twice(pieces: list[str], draw: random.Random) -> list[str]:
    return [pieces[0], "B." + pieces[0][2:], *pieces[2:]]


def within(text: str, what: str) -> str:
    """Put something into the middle of a text."""
    return text[: len(text) // 2] + what + text[len(text) // 2 :]


def few_words(stem: str) -> str:
    """Say nearly the same."""
    return stem.replace("应", "应当", 1) if "应" in stem else stem.replace("的", "", 1) + "。"


KINDS: dict[str, Plant] = {
    "answer outside": cell(KEY, lambda key: key[:-1] + "G"),
    "answer empty": cell(KEY, lambda _: None),
    "answer is no letter": cell(KEY, lambda _: "见解析", *CHOICES),
    "several letters in single choice": cell(KEY, lambda _: "AC", SINGLES),
    "one letter in multiple choice": cell(KEY, lambda _: "B", MULTIPLES),
    "a letter twice": cell(KEY, lambda key: key + key[0], MULTIPLES),
    "Cyrillic answer": cell(KEY, lambda _: "\u0412", *CHOICES),
    "judge with three options": cell(OPTIONS, lambda text: text + "**C.不知道", JUDGES),
    "judge with four options of another": four_under_judge,
    "single choice with right and wrong": judged_under_single,
    "letters double": options(lambda p, _: [p[0], "A" + p[1][1:], *p[2:]], *CHOICES),
    "letters out of order": options(lambda p, _: ["B" + p[0][1:], "A" + p[1][1:], *p[2:]]),
    "a letter missing": options(lambda p, _: [p[0], p[1][2:], *p[2:]]),
    "an option empty": options(drop),
    "options empty": cell(OPTIONS, lambda _: None, *CHOICES),
    "options equal": options(same_twice),
    "separators mixed": cell(OPTIONS, lambda text: text.replace("**B", "##B"), *CHOICES),
    "separator lost": cell(OPTIONS, lambda text: text.replace("**B", "B"), *CHOICES),
    "separator unlike the sheet's": cell(OPTIONS, lambda t: t.replace("**", "##"), *CHOICES),
    "separator left over": cell(OPTIONS, lambda text: text + "**", *CHOICES),
    "line break in an option": options(lambda p, _: [p[0], "B.乙\n" + p[1][2:], *p[2:]]),
    "stem empty": cell(STEM, lambda _: None),
    "stem of a number only": cell(STEM, lambda stem: stem.partition(".")[0] + "."),
    "picture missing": cell(STEM, lambda stem: stem.replace(".", ".如图所示，", 1)),
    "private character": cell(STEM, lambda stem: within(stem, "\ue123")),
    "replaced character": cell(STEM, lambda stem: within(stem, "\ufffd")),
    "control character": cell(STEM, lambda stem: within(stem, "_x0007_")),
    "invisible character": cell(STEM, lambda stem: within(stem, "\u200b")),
    "look-alike letter": cell(OPTIONS, lambda text: text + "\u0421级", *CHOICES),
    "radical for a character": cell(STEM, lambda stem: within(stem, "\u2f23")),
    "letter O in a number": cell(OPTIONS, lambda text: text + "，22O0元", *CHOICES),
    "kind unknown": cell(KIND, lambda _: "简答题"),
    "kind empty": cell(KIND, lambda _: None),
    "several marked as single": cell(KIND, lambda _: SINGLES, MULTIPLES),
    "choice marked as judge": cell(KIND, lambda _: JUDGES, *CHOICES),
    "a date for an option": cell(OPTIONS, lambda _: date(2024, 1, 2), *CHOICES),
    "an error for a stem": cell(STEM, lambda _: "#REF!"),
    "speaks of the others": options(lambda p, _: [*p[:-1], p[-1][:2] + "以上都对"]),
    "double": repeat(lambda stem: stem, disagree=False),
    "double with blanks": repeat(lambda stem: within(stem, " "), disagree=False),
    "double that disagrees": repeat(lambda stem: stem, disagree=True),
    "near double": repeat(few_words, disagree=False),
    "near double that disagrees": repeat(few_words, disagree=True),
    "options exchanged": exchange,
    "options copied from another": copied,
    "run that slipped down": slipped(1),
    "run that slipped up": slipped(-1),
}


def plant(rows: Sequence[Row], seed: int, times: int = 2) -> tuple[list[Row], dict[str, list[int]]]:
    """Plant each kind so many times; say which rows are defective, by kind."""
    field = Field(rows, seed)
    runs = {name: make for name, make in KINDS.items() if name.startswith("run")}
    planted: dict[str, list[int]] = {name: list(make(field)) for name, make in runs.items()}
    for name, make in KINDS.items():
        if name not in runs:
            planted[name] = [n for _ in range(times) for n in make(field)]
    return field.rows, planted
