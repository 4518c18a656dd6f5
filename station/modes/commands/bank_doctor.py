"""station bank import, station bank check"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from station.exam.doctor.copy import as_workbook
from station.exam.doctor.examine import Examined, examine
from station.exam.doctor.finding import Outcome
from station.exam.doctor.intake import read_file
from station.exam.doctor.laws import RepealedLaws
from station.exam.doctor.mends import Mend, safe_mends
from station.exam.doctor.page import as_page
from station.exam.doctor.report import as_data
from station.exam.excel import Table, double_rows, imported
from station.exam.formats.beside import beside_file, names_apart
from station.exam.imported import Imported, Place
from station.exam.jsonl import write_line, write_questions
from station.exam.lineage import carry_on
from station.exam.question import Question
from station.exam.row_fault import RowFault
from station.ids import QuestionId
from station.messages import Translate
from station.modes.asking import language_of
from station.modes.output import say, write_output
from station.modes.question_files import read_question_files, write_media
from station.ui.language import languages, translator

Files = Annotated[
    list[Path],
    typer.Argument(
        exists=True,
        dir_okay=False,
        help="Question files: .xlsx, .xls, .csv, QTI, Moodle, GIFT, JSON Lines.",
    ),
]


def _known(language: str) -> str:
    if language and language not in languages():
        raise typer.BadParameter(f"there are {', '.join(languages())}")
    return language


PACKED_ROW_BYTES, PLAIN_ROW_BYTES = 90, 250
"""What a row takes in a workbook and in a text, measured on the files that we have."""

Language = Annotated[str, typer.Option(help="Of the report: zh_CN or en.", callback=_known)]


def import_(
    files: Files,
    out: Annotated[Path, typer.Option(help="Folder for the questions and their pictures.")],
    jsonl: Annotated[
        Path | None, typer.Option(help="Each imported question and its source row, one a line.")
    ] = None,
    trade: Annotated[str, typer.Option(help="Topic of rows that name none.")] = "",
    previous: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="questions.jsonl, and retired.jsonl, of the bank before: ids are carried on.",
        ),
    ] = None,
) -> None:
    """Read question files as one bank; say how many rows became questions and how many did not."""
    tables = [table for table, _ in _read(files, trade)]
    bank = imported(tables)
    before = read_question_files(previous or ())
    before.say_left_out()
    lineage = carry_on([question for question, _ in bank.questions], before.questions)
    kept = {
        question.id: now
        for (question, _), now in zip(bank.questions, lineage.questions, strict=True)
    }
    named = {picture for question in lineage.retired for picture in question.pictures}
    old_pictures = {digest: raw for digest, raw in before.media.items() if digest in named}
    write_media(out, {**old_pictures, **bank.media})
    write_output(out / "questions.jsonl", write_questions(lineage.questions))
    if lineage.retired:
        write_output(out / "retired.jsonl", write_questions(lineage.retired))
    write_output(out / "left_out.json", _left_out(bank).encode())
    if jsonl is not None:
        write_output(jsonl, "".join(_lines(tables, kept)).encode())
    doubles = sum(left.code == RowFault.DUPLICATE for left in bank.left_out)
    say(
        "{rows} rows: {questions} questions, {left} left out, {doubles} of them because they "
        "double a question, which bank check only warns of (why: {file})",
        rows=sum(len(table.rows) for table in tables),
        questions=len(bank.questions),
        left=len(bank.left_out),
        doubles=doubles,
        file=out / "left_out.json",
    )
    if previous:
        say(
            "{mended} questions are mended ones of the bank before, {gone} of its are gone: their "
            "revisions are in {file}",
            mended=len(lineage.mended),
            gone=len(lineage.gone),
            file=out / "retired.jsonl",
        )


def check(
    files: Files,
    report: Annotated[Path | None, typer.Option("--json", help="Report as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Report as a page to work through.")] = None,
    excel: Annotated[
        Path | None, typer.Option(help="The rows again as .xlsx, findings beside them.")
    ] = None,
    mend: Annotated[
        bool,
        typer.Option(
            "--mend",
            help=(
                "Mend white space, full-width forms and numbers: in the copy of --excel, or in "
                "NAME.mended.xlsx beside each file. The files themselves stay as they are."
            ),
        ),
    ] = False,
    repealed: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Repealed laws, one a line."),
    ] = None,
    language: Language = "",
) -> None:
    """Look at every row of question files: each ends as clean, warned or refused.

    Without --json the report goes to the screen. The status is 0 whatever is found, and 1 if a
    file cannot be read.
    """
    translate = translator(language_of(language))
    laws = RepealedLaws(repealed.read_bytes()) if repealed else None
    read = list(_read(files, ""))
    tables = [table for table, _ in read]
    with _progress("", 2 * len(files) + 1) as step:
        examined = examine(tables, laws, step)
        mends = [each for table in tables for each in safe_mends(table)] if mend else []
        data = json.dumps(as_data(examined, mends, translate), ensure_ascii=False, indent=1)
        if html is not None:
            write_output(html, as_page(examined, mends, translate).encode())
        if excel is not None:
            step(excel.name)
            write_output(excel, as_workbook(read, examined, mends, translate))
    if excel is None:
        _write_mended(list(zip(names_apart(files), read, strict=True)), examined, mends, translate)
    if report is None:
        typer.echo(data)
    else:
        write_output(report, data.encode())
        say(
            "{rows} rows: {clean} clean, {warned} warned, {refused} refused",
            rows=len(examined.outcomes),
            clean=examined.count(Outcome.CLEAN),
            warned=examined.count(Outcome.WARNED),
            refused=examined.count(Outcome.REFUSED),
        )


def _write_mended(
    read: Sequence[tuple[Path, tuple[Table, bytes]]],
    examined: Examined,
    mends: Sequence[Mend],
    translate: Translate,
) -> None:
    """Write each file that has something to mend anew, beside it."""
    for file, (table, raw) in read:
        own = [each for each in mends if each.place.file == table.file]
        if own:
            mended = file.with_name(f"{file.stem}.mended.xlsx")
            write_output(mended, as_workbook([(table, raw)], examined, own, translate))
            say("{count} cells mended in {file}", err=True, count=len(own), file=mended)


def _read(files: Sequence[Path], trade: str) -> Iterator[tuple[Table, bytes]]:
    with _bar() as bar:
        for file, name in names_apart(files).items():
            raw = file.read_bytes()
            task = bar.add_task(name, total=_rows_about(raw))
            advance = partial(bar.advance, task)
            yield read_file(name, raw, trade, beside_file(file), advance), raw
            bar.update(task, total=1, completed=1)


def _rows_about(raw: bytes) -> int:
    """Return about how many rows a file has, for a bar that goes on evenly."""
    return max(1, len(raw) // (PACKED_ROW_BYTES if raw.startswith(b"PK") else PLAIN_ROW_BYTES))


@contextmanager
def _progress(title: str, steps: int) -> Iterator[Callable[[str], None]]:
    with _bar() as bar:
        task = bar.add_task(title, total=steps)

        def step(what: str) -> None:
            bar.update(task, advance=1, description=what)

        yield step


def _bar() -> Progress:
    """Return a bar; where nobody looks at a terminal it is silent."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _lines(tables: Iterable[Table], kept: Mapping[QuestionId, Question]) -> Iterator[str]:
    """Yield each row that is a question, doubles too, as a line; none whose answers disagree.

    Args:
        kept: The questions of the bank as they are kept, by the ids that the files gave them.
    """
    rows = [row for table in tables for row in table.rows]
    doubles = double_rows(rows)
    for row in rows:
        if doubles.get(row.place) is not RowFault.DUPLICATE_DISAGREES and row.question is not None:
            now = kept.get(row.question.id, row.question)
            named = replace(row.question, id=now.id, revision=now.revision)
            yield _line(named, row.place) + "\n"


def _line(question: Question, place: Place) -> str:
    plain = json.loads(write_line(question))
    plain["source"] = {"file": place.file, "sheet": place.part, "row": place.row}
    return json.dumps(plain, ensure_ascii=False)


def _left_out(bank: Imported) -> str:
    told = [
        {
            "file": out.place.file,
            "sheet": out.place.part,
            "row": out.place.row,
            "code": out.code,
            "excerpt": out.excerpt,
        }
        for out in bank.left_out
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)
