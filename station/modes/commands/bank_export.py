"""station bank export"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station.errors.exam import QuestionsUnreadable
from station.exam.formats.beside import beside_file, names_apart
from station.exam.formats.reader import read_any
from station.exam.formats.write_excel import write_workbook
from station.exam.formats.write_qti import write_package
from station.exam.imported import Imported
from station.exam.jsonl import write_questions
from station.modes.output import say, write_output
from station.modes.question_files import write_media


class Form(StrEnum):
    """What a bank can be written as."""

    QTI = "qti"
    EXCEL = "excel"
    JSONL = "jsonl"


def export(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Question files of any form.")
    ],
    to: Annotated[Form, typer.Option(help="Form to write.")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="File to write.")],
) -> None:
    """Write questions as QTI 3, Excel or JSON Lines. What was left out is said; status 1 if any."""
    read = [
        read_any(name, path.read_bytes(), beside_file(path))
        for path, name in names_apart(files).items()
    ]
    together = _together(read)
    questions = tuple(question for question, _ in together.questions)
    topics = dict(together.topics)
    match to:
        case Form.QTI:
            raw = write_package(questions, topics, together.media)
        case Form.EXCEL:
            raw = write_workbook(questions, topics, together.media)
        case Form.JSONL:
            raw = write_questions(questions)
            write_media(out.parent, together.media)
    write_output(out, raw)
    for left in together.left_out:
        where = " ".join(part for part in (left.place.file, left.place.part) if part)
        typer.echo(f"{where} {left.place.row}: {left.code} {left.excerpt}", err=True)
    say(
        "{count} questions written to {file}, {left} left out",
        count=len(questions),
        file=out,
        left=len(together.left_out),
    )
    raise typer.Exit(1 if together.left_out else 0)


def _together(read: list[Imported]) -> Imported:
    questions = tuple(pair for each in read for pair in each.questions)
    seen: set[tuple[str, int]] = set()
    for question, place in questions:
        if (question.id, question.revision) in seen:
            raise QuestionsUnreadable(line=place.row, why=f"{question.id} stands twice")
        seen.add((question.id, question.revision))
    return Imported(
        questions=questions,
        topics=tuple(dict(topic for each in read for topic in each.topics).items()),
        left_out=tuple(left for each in read for left in each.left_out),
        media={name: raw for each in read for name, raw in each.media.items()},
    )
