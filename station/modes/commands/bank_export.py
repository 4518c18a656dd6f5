"""station bank export"""

from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from station.exam.formats.beside import beside_file, names_apart
from station.exam.formats.reader import read_any
from station.exam.formats.write_excel import write_workbook
from station.exam.formats.write_qti import write_package
from station.exam.imported import Imported, LeftOut
from station.exam.jsonl import write_questions
from station.modes.output import say, write_output
from station.modes.question_files import together, write_media
from station.modes.window import application
from station.ui.picture_image import picture_png

SHOWN_PX = 600
"""Width of the PNG that stands before an SVG in Excel."""


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
    bank = together(read)
    if to is Form.EXCEL:
        bank = _without_cases(bank)
    questions = tuple(question for question, _ in bank.questions)
    topics = dict(bank.topics)
    match to:
        case Form.QTI:
            raw = write_package(questions, topics, bank.media)
        case Form.EXCEL:
            application()  # an SVG may hold text
            draw = partial(picture_png, width_px=SHOWN_PX)
            raw = write_workbook(questions, topics, bank.media, draw)
        case Form.JSONL:
            raw = write_questions(questions)
            write_media(out.parent, bank.media)
    write_output(out, raw)
    for left in bank.left_out:
        where = " ".join(part for part in (left.place.file, left.place.part) if part)
        typer.echo(f"{where} {left.place.row}: {left.code} {left.excerpt}", err=True)
    say(
        "{count} questions written to {file}, {left} left out",
        count=len(questions),
        file=out,
        left=len(bank.left_out),
    )
    raise typer.Exit(1 if bank.left_out else 0)


def _without_cases(bank: Imported) -> Imported:
    """Leave out what Excel has no place for: questions that belong to a case."""
    cases = [(question, place) for question, place in bank.questions if question.case]
    left = (LeftOut(place=place, code="case", excerpt=question.id) for question, place in cases)
    return replace(
        bank,
        questions=tuple(pair for pair in bank.questions if not pair[0].case),
        left_out=(*bank.left_out, *left),
    )
