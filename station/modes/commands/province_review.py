"""station province answers, station province void-question"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from station.clock import SystemClock
from station.errors.document import TwoKeysNeeded
from station.exam.grading import Voided
from station.ids import CandidateId, QuestionId, SessionId
from station.modes.asking import passphrase
from station.modes.bank_keys import ask_bank_keys
from station.modes.output import say, write_output
from station.printer.answer_sheet import answer_pdf
from station.province.office import office_in
from station.province.review import TwoPersons
from station.seal.two_keys import holder_of, join

Folder = Annotated[Path, typer.Argument(help="The province's folder.")]
Session = Annotated[str, typer.Argument(help="The session's name.")]
Keys = Annotated[
    list[Path],
    typer.Option("--key", exists=True, help="The two persons' bank keys, one option each."),
]
Url = Annotated[
    str, typer.Option("--database", help="A PostgreSQL address; the embedded one otherwise.")
]


def answers(
    folder: Folder,
    session: Session,
    candidate: Annotated[str, typer.Argument(help="The candidate's name in the roster.")],
    key: Keys,
    out: Annotated[Path, typer.Option(dir_okay=False, help="PDF to write; it holds questions.")],
    database: Url = "",
) -> None:
    """Open one candidate's answers as a PDF, for two persons who decide a disputed score."""
    clock, persons = SystemClock(), _two_persons(key)
    with office_in(folder, passphrase(), database or None, clock) as office:
        record = office.review.answers(
            SessionId(session), CandidateId(candidate), persons, clock.wall()
        )
    write_output(out, answer_pdf(record))
    say("{marks} of {of}: {file}", marks=record.grade.marks, of=record.grade.of, file=out)


def void_question(
    folder: Folder,
    session: Session,
    question: Annotated[str, typer.Argument(help="The question's id.")],
    how: Annotated[Voided, typer.Option(help="Give its marks to all, or strike it for all.")],
    key: Keys,
    database: Url = "",
) -> None:
    """Void a question for a whole session; prints each result before and after, as JSON.

    Given again it changes nothing and prints the same. A result that turned is marked: look at its
    card.
    """
    clock, persons = SystemClock(), _two_persons(key)
    with office_in(folder, passphrase(), database or None, clock) as office:
        listed = office.review.void(
            SessionId(session), QuestionId(question), how, persons, clock.wall()
        )
    plain = [{**asdict(each), "turned": each.turned} for each in listed]
    typer.echo(json.dumps(plain, ensure_ascii=False, indent=1))


def _two_persons(paths: list[Path]) -> TwoPersons:
    keys = ask_bank_keys(paths)
    if keys is None:
        raise TwoKeysNeeded
    return TwoPersons(
        first=holder_of(keys.first),
        second=holder_of(keys.second),
        content_key=join(keys.first, keys.first_passphrase, keys.second, keys.second_passphrase),
    )
