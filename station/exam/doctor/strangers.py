"""Options that belong to another stem.

Two signs are looked for: a run of rows whose options stand again elsewhere at one distance, and a
stem that asks for a number of volts, metres or years beside options without any number.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import Doubt, Finding
from station.exam.doctor.plain import plain
from station.exam.question import Question, QuestionKind
from station.exam.table_row import TableRow, TableSheet

SHORTEST_RUN = 3
OFTEN = 20
"""Options that stand so often ("larger / smaller / equal") belong to many stems."""


def find_strangers(sheet: TableSheet) -> Iterator[Finding]:
    """Look through one sheet."""
    column = sheet.columns.get("options", "")
    told: set[int] = set()
    for row in _repeated_runs(sheet.rows):
        told.add(row.place.row)
        yield _finding(row, column, Doubt.OPTIONS_OF_ANOTHER)
    for row in sheet.rows:
        if row.place.row not in told and row.question is not None and _is_strange(row.question):
            yield _finding(row, column, Doubt.OPTIONS_STRANGE)


def _finding(row: TableRow, column: str, doubt: Doubt) -> Finding:
    return Finding(code=doubt.value, place=row.place, column=column, excerpt=excerpt(row.options))


def _repeated_runs(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Yield choice rows of a run whose options stand again, row by row, in another run."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    texts = ["".join(row.options.split()) for row in rows]
    for n, text in enumerate(texts):
        if text and row_is_choice(rows[n]):
            at[text].append(n)
    again = [
        (later, earlier)
        for places in at.values()
        if len(places) < OFTEN
        for earlier, later in itertools.pairwise(places)
    ]
    known = set(again)
    for n, before in sorted(again):
        run = 1
        while (n + run, before + run) in known:
            run += 1
        distinct = {texts[n + step] for step in range(run)}
        stems = {plain(rows[n + step].stem) for step in range(run)}
        olds = {plain(rows[before + step].stem) for step in range(run)}
        if len(distinct) >= SHORTEST_RUN and not stems & olds:
            for step in range(run):
                yield rows[n + step]
                yield rows[before + step]


def row_is_choice(row: TableRow) -> bool:
    """Whether a row became a question with options of its own."""
    return row.question is not None and row.question.kind is not QuestionKind.JUDGE


_ASKS_NUMBER = re.compile(
    r"[(（][\s_]*[)）]\s*(?:V|kV|mA|A|Hz|kW|W|Ω|MΩ|m|mm|cm|km|kg|t|℃|°|%|MPa|kPa|Pa|"
    r"伏|安|米|毫米|厘米|公斤|千克|吨|度|次|年|天|日|小时|分钟|秒|个月|倍|周岁|岁|元)(?![A-Za-z素件生期的])"
)
_NUMBER = re.compile(r"[0-9０-９零一二两三四五六七八九十百千万半几Ⅰ-Ⅻ①-⑩]|年|月|季|周")


def _is_strange(question: Question) -> bool:
    """Whether the stem asks for a number of a unit, and no option has a number."""
    asks = question.kind is not QuestionKind.JUDGE and _ASKS_NUMBER.search(question.stem)
    return bool(asks) and not any(map(_NUMBER.search, question.options))
