"""station bank paper"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station.exam.compose import Composer
from station.exam.jsonl import LETTERS
from station.exam.paper import PAPER, Paper, PaperItem
from station.exam.supply_check import CellSupply, Enough, check_supply, refuse_short
from station.ids import BlueprintCode, Digest, QuestionId
from station.modes.commands.bank_supply import fit_for, say_unfit
from station.modes.open_banks import bank_digest, find_blueprint, open_bank_files
from station.modes.output import line, say, write_output
from station.modes.question_files import read_question_files
from station.modes.supply_text import cell_text
from station.modes.window import application
from station.printer.paper_sheet import paper_pdf, paper_text
from station.ui.picture_image import picture_png

SEED_BYTES = 32
PRINTED_PX = 1_000
"""Width of a printed picture: 280 dots an inch."""


class Shape(StrEnum):
    """How a paper is shown."""

    JSON = "json"
    PDF = "pdf"
    TEXT = "text"


def paper(
    blueprint: Annotated[str, typer.Option(help="A blueprint's code, or its file.")],
    seed: Annotated[str, typer.Option(help="Up to 64 hex digits; the same, the same paper.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, dir_okay=False, help="Question files; else our open bank."),
    ] = None,
    shape: Annotated[Shape, typer.Option("--as", help="What to print.")] = Shape.JSON,
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="File to write.")] = None,
    exam: Annotated[bool, typer.Option(help="For an exam: refuse pools below 3 papers.")] = False,
    seen: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Ids that the candidate had before, one a line."
        ),
    ] = None,
) -> None:
    """Compose one paper: the same questions, blueprint and seed give the same paper for ever."""
    plan = find_blueprint(blueprint)
    read = read_question_files(files or open_bank_files(plan))
    read.say_left_out()
    questions = fit_for(plan, read.questions, exam=exam)
    say_unfit(read.questions, questions)
    drawn_from = _seed(seed)
    composer = Composer(questions, bank_digest(questions))
    _say_supply(check_supply(composer, plan.blueprint, practice=not exam))
    had = frozenset(QuestionId(line) for line in seen.read_text("utf-8").split()) if seen else ()
    made = composer.compose(plan.blueprint, drawn_from, seen=had)
    raw = _pdf(made, read.media) if shape is Shape.PDF else _shown(made, shape).encode()
    if out is not None:
        write_output(out, raw)
    else:
        typer.echo(raw, nl=False)


def _pdf(made: Paper, media: Mapping[Digest, bytes]) -> bytes:
    """Set a paper; its pictures are drawn as a seat draws them."""
    if not made.pictures:
        return paper_pdf(made)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application()
    drawn = {each: picture_png(media[each], PRINTED_PX) for each in made.pictures if each in media}
    return paper_pdf(made, {digest: png for digest, png in drawn.items() if png is not None})


def _seed(text: str) -> bytes:
    if not re.fullmatch("[0-9A-Fa-f]{1,64}", text):
        raise typer.BadParameter(line("a seed is 1 to 64 hex digits"))
    return bytes.fromhex(text.rjust(2 * SEED_BYTES, "0"))


def _say_supply(cells: tuple[CellSupply, ...]) -> None:
    """Say each cell that is short before a paper is tried; refuse at the first too short."""
    for cell in cells:
        if cell.enough is Enough.NO:
            typer.echo(cell_text(cell), err=True)
    thin = sum(cell.enough is Enough.THIN for cell in cells)
    if thin:
        say("{count} cells are thin; station bank supply names them", err=True, count=thin)
    refuse_short(cells)


def _shown(made: Paper, shape: Shape) -> str:
    return paper_text(made) if shape is Shape.TEXT else _as_json(made)


def _as_json(made: Paper) -> str:
    plain = {
        "blueprint": BlueprintCode(made.blueprint),
        "version": made.blueprint_version,
        "title": made.title,
        "bank": made.bank.hex(),
        "seed": made.seed.hex(),
        "paper": hashlib.sha256(PAPER.pack(made)).hexdigest(),
        "minutes": made.minutes,
        "marks": made.marks,
        "pass_marks": made.pass_marks,
        "items": [
            {
                "question": item.question,
                "rev": item.revision,
                "type": item.kind.value,
                "stem": item.stem,
                "options": list(item.options),
                "answer": "".join(LETTERS[place] for place in item.key),
                "knowledge": item.topic,
                "marks": item.marks,
                **_seldom(item),
            }
            for item in made.items
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _seldom(item: PaperItem) -> dict[str, object]:
    pictures = [digest.hex() for digest in item.pictures]
    plain = {"media": pictures, "case": item.case, "case_stem": item.case_text}
    return {name: value for name, value in plain.items() if value}
