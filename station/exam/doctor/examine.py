"""Looks at every row of every table, and says how each ends."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from station.exam.collector import collector_at_rest
from station.exam.doctor.doubles import find_doubles
from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import OF_THE_SHEET, Doubt, Finding, Outcome
from station.exam.doctor.laws import RepealedLaws, find_repealed
from station.exam.doctor.letters import find_skew
from station.exam.doctor.misfits import find_misfits
from station.exam.doctor.separators import find_separators
from station.exam.doctor.strangers import find_strangers
from station.exam.excel import Table
from station.exam.imported import Place
from station.exam.look_alike import looks_alike
from station.exam.question import QuestionKind, must_keep_order
from station.exam.table_row import TableRow, TableSheet

_COLUMN_OF = {
    "kind": "kind",
    "stem": "stem",
    "option": "options",
    "options": "options",
    "separator": "options",
    "separators": "options",
    "judge": "options",
    "line": "options",
    "order": "options",
    "key": "key",
    "difficulty": "difficulty",
    "picture": "stem",
}
"""The column that a code blames, by the code's first word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the doctor says of some tables.

    Attributes:
        findings: In the order of files, sheets and rows.
        outcomes: How each row ended, by its place.
    """

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    outcomes: Mapping[Place, Outcome]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows ended so."""
        return Counter(self.outcomes.values())[outcome]


Progress = Callable[[str], None]
"""Hears what is being looked at."""


def examine(
    tables: Sequence[Table], laws: RepealedLaws | None = None, progress: Progress = lambda _: None
) -> Examined:
    """Look at all rows of some files together."""
    with collector_at_rest():
        return _examine(tables, laws, progress)


def _examine(tables: Sequence[Table], laws: RepealedLaws | None, progress: Progress) -> Examined:
    findings: list[Finding] = []
    for table in tables:
        progress(table.file)
        findings += _of_file(table, laws)
    progress("doubles")
    rows = [
        (row, row.question, sheet.columns.get("stem", ""))
        for table in tables
        for sheet in table.sheets
        for row in sheet.rows
        if row.question is not None
    ]
    findings += find_doubles(rows)
    order = {place: n for n, place in enumerate(_places(tables))}
    findings.sort(key=lambda finding: order.get(finding.place, -1))
    outcomes = dict.fromkeys(order, Outcome.CLEAN)
    for finding in findings:
        if finding.code in OF_THE_SHEET:
            continue
        worse = finding.refusing or outcomes[finding.place] is Outcome.REFUSED
        outcomes[finding.place] = Outcome.REFUSED if worse else Outcome.WARNED
    return Examined(tables=tuple(tables), findings=tuple(findings), outcomes=outcomes)


def _places(tables: Sequence[Table]) -> Iterator[Place]:
    return (row.place for table in tables for row in table.rows)


def _of_file(table: Table, laws: RepealedLaws | None) -> Iterator[Finding]:
    for sheet in table.sheets:
        for row in sheet.rows:
            yield from _of_row(row, sheet, table)
        yield from find_separators(sheet, table.file)
        yield from find_skew(sheet, table.file)
        yield from find_strangers(sheet)
        column = sheet.columns.get("stem", "")
        yield from find_repealed([(row, column) for row in sheet.rows], laws)
    if not table.declares_order:  # only in a table can options slip away from their stems
        yield from find_misfits(table.sheets)


def _of_row(row: TableRow, sheet: TableSheet, table: Table) -> Iterator[Finding]:
    if row.fault is not None:
        yield _finding(str(row.fault), row, sheet, refusing=True)
    for doubt in row.doubts:
        yield _finding(doubt.value, row, sheet)
    question = row.question
    if question is None or not table.declares_order:
        return
    chosen = question.kind is not QuestionKind.JUDGE
    if chosen and not question.keep_order and must_keep_order(question.kind, question.options):
        yield _finding(Doubt.SHUFFLE_CONFLICT.value, row, sheet)
    if looks_alike(" ".join((question.stem, *question.options))):
        yield _finding("look-alike", row, sheet)


def _finding(code: str, row: TableRow, sheet: TableSheet, *, refusing: bool = False) -> Finding:
    meaning = _COLUMN_OF.get(code.partition("-")[0], "stem")
    cell = {"options": row.options, "key": row.key}.get(meaning, row.stem) or row.stem
    return Finding(
        code=code,
        place=row.place,
        column=sheet.columns.get(meaning, ""),
        excerpt=excerpt(cell),
        refusing=refusing,
    )
