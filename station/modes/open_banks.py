"""The open banks and blueprints that come with the program."""

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from station.errors.exam import BlueprintMissing
from station.exam.blueprint_file import BlueprintFile, read_blueprint_file
from station.exam.jsonl import write_questions
from station.exam.question import Question
from station.ids import Digest


def _home() -> Path:
    """Return the folder question_banks/: data without code, so it is found and not imported."""
    found = find_spec("question_banks")
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0] if places else "question_banks")


HOME = _home()
BLUEPRINTS = HOME / "blueprints"

_BY_TRADE = {
    "1.2": "low_voltage",
    "2.1": "welding",
    "3.1": "height",
    "3.2": "height",
    "MG-CHEM": "manager_chemical",
}


def find_blueprint(code: str) -> BlueprintFile:
    """Read a blueprint by its code, or from a file.

    Raises:
        BlueprintMissing: There is none of that name.
        BlueprintUnreadable: It is wrong.
    """
    ours = {path.stem: path for path in BLUEPRINTS.glob("*.json")}
    path = ours.get(code, Path(code))
    if not path.is_file():
        raise BlueprintMissing(code=code)
    return read_blueprint_file(path.read_bytes())


def open_bank_files(file: BlueprintFile) -> list[Path]:
    """Return the files of practice questions for a blueprint's trade; none if we have no bank."""
    folder = _BY_TRADE.get(file.blueprint.trade)
    return sorted((HOME / folder).glob("*.jsonl")) if folder else []


def bank_digest(questions: Iterable[Question]) -> Digest:
    """Name a bank that is not signed by what it holds, whatever the order of its files."""
    ordered = sorted(questions, key=lambda question: (question.id, question.revision))
    return Digest(hashlib.sha256(write_questions(tuple(ordered))).digest())
