"""station bank supply, and which questions a paper may be drawn from"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from station.exam.blueprint_file import BlueprintFile
from station.exam.compose import Composer
from station.exam.question import Pool, Question
from station.exam.supply_check import Enough, check_room
from station.modes.open_banks import bank_digest, find_blueprint, open_bank_files
from station.modes.output import line, say
from station.modes.question_files import read_question_files
from station.modes.supply_text import supply_text

SECRET_BYTES = 32


def supply(
    blueprint: Annotated[str, typer.Option(help="A blueprint's code, or its file.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, dir_okay=False, help="Question files; else our open bank."),
    ] = None,
    exam: Annotated[bool, typer.Option(help="For an exam: pools below 3 papers are short.")] = True,
) -> None:
    """Say cell by cell how far questions go for a blueprint; status 1 if not far enough.

    Our open banks are for practice: they are judged for practice, whatever the blueprint is for.
    """
    plan = find_blueprint(blueprint)
    paths = files or open_bank_files(plan)
    if not paths:
        say("We have no open bank for {code}. Name question files.", code=plan.blueprint.code)
        raise typer.Exit(1)
    read = read_question_files(paths)
    read.say_left_out()
    practice = not (exam and files) or plan.rules.practice_only
    fit = fit_for(plan, read.questions, exam=not practice)
    if not files:
        say(
            "Our open bank: {count} questions, for practice only; no exam draws from them.",
            count=len(fit),
        )
    say_unfit(read.questions, fit)
    composer = Composer(fit, bank_digest(fit))
    found = check_room(composer, plan.blueprint, bytes(SECRET_BYTES), practice=practice)
    typer.echo(supply_text(found))
    if found.enough is Enough.NO and not files:
        say(
            "Our open bank cannot fill {code}. Add question files of your own.",
            code=plan.blueprint.code,
        )
    raise typer.Exit(1 if found.enough is Enough.NO else 0)


def fit_for(
    plan: BlueprintFile, questions: Sequence[Question], *, exam: bool
) -> tuple[Question, ...]:
    """Return the questions that may be drawn: an exam's were never shown, practice shows no other.

    A look at what a blueprint gives, which is neither, may draw from both; so may practice with
    files that know no pools, such as workbooks.
    """
    if plan.rules.practice_only:
        open_ones = tuple(each for each in questions if each.pool is Pool.PRACTICE)
        return open_ones or tuple(questions)
    return tuple(each for each in questions if not exam or each.pool is Pool.SECURE)


def say_unfit(questions: Collection[Question], fit: Collection[Question]) -> None:
    """Tell the user of questions that may not be drawn."""
    if len(fit) == len(questions):
        return
    pools = {each.pool for each in questions} - {each.pool for each in fit}
    say(
        "{count} questions do not count for this blueprint: they are of the {pool} pool.",
        err=True,
        count=len(questions) - len(fit),
        pool=line("secure") if Pool.SECURE in pools else line("practice"),
    )
