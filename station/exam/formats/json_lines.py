"""Our own form line by line: a line that is no question is left out with its reason, like any row.

`station.exam.jsonl` reads the same form whole or not at all; that is for files that we wrote.
"""

import json
from typing import Any

from station.errors.exam import QuestionsUnreadable
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Beside, Gathering, digest
from station.exam.imported import Imported, Place
from station.exam.jsonl import LETTERS, MAX_BYTES, is_case, read_case, read_plain
from station.exam.question import Question
from station.ids import Digest, QuestionId

_SUFFIXES = ("svg", "png", "webp", "jpg", "gif")


def read_json_lines(name: str, raw: bytes, beside: Beside) -> Imported:
    """Read a file; pictures are media/HASH.svg and the like beside it.

    Raises:
        QuestionsUnreadable: It is larger than a question bank can be.
    """
    if len(raw) > MAX_BYTES:
        raise QuestionsUnreadable(line=0, why="larger than 256 MiB")
    gathering = Gathering(name)
    seen: set[tuple[QuestionId, int]] = set()
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            questions = _questions(line)
            pictures = [_pictures(question, beside) for question in questions]
            seen |= _named_anew(questions, seen)
        except ItemRefused as refused:
            gathering.leave(gathering.place("", number), refused.fault, refused.what)
            continue
        for place, question, found in zip(
            _places(gathering, number, questions), questions, pictures, strict=True
        ):
            gathering.question(place, question, question.topic, found)
    return gathering.imported()


def _named_anew(
    questions: tuple[Question, ...], seen: set[tuple[QuestionId, int]]
) -> set[tuple[QuestionId, int]]:
    """Return ids and revisions, of which none may have been there before."""
    named = {(question.id, question.revision) for question in questions}
    if named & seen:
        raise ItemRefused(ItemFault.IDENTIFIER_REPEATED, questions[0].id)
    return named


def _places(gathering: Gathering, number: int, questions: tuple[Question, ...]) -> list[Place]:
    """Return the line for a question of its own, and the number within it for a case's."""
    if not questions[0].case:
        return [gathering.place("", number)]
    return [gathering.place(questions[0].case, n) for n in range(1, len(questions) + 1)]


def _questions(line: bytes) -> tuple[Question, ...]:
    text = line.decode("utf-8-sig", "replace")
    try:
        plain = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise ItemRefused(ItemFault.LINE_UNREADABLE, text) from exc
    for question in plain.get("subs") or [plain] if is_case(plain) else [plain]:
        _refuse_fault(question)
    try:
        return read_case(plain) if is_case(plain) else (read_plain(plain),)
    except (ValueError, TypeError) as exc:
        raise ItemRefused(ItemFault.LINE_UNREADABLE, text) from exc


def _refuse_fault(plain: Any) -> None:
    """Name what is wrong with a question, where it can be named better than as a bad line."""
    if not isinstance(plain, dict):
        return
    stem, options, answer = (plain.get(field) for field in ("stem", "options", "answer"))
    if not isinstance(stem, str) or not stem.strip():
        raise ItemRefused(ItemFault.STEM_EMPTY, str(plain.get("id", "")))
    if plain.get("type") == "image" and not plain.get("media"):
        raise ItemRefused(ItemFault.PICTURE_MISSING, stem)
    if isinstance(options, list):
        _refuse_options(options, stem)
        if isinstance(answer, str):
            _refuse_key(answer, plain.get("type"), len(options), stem)


def _refuse_options(options: list[Any], stem: str) -> None:
    texts = [option for option in options if isinstance(option, str)]
    if any(not text.strip() for text in texts):
        raise ItemRefused(ItemFault.OPTION_EMPTY, stem)
    if len(options) < 2:
        raise ItemRefused(ItemFault.OPTIONS_TOO_FEW, stem)
    if len(set(texts)) < len(texts):
        raise ItemRefused(ItemFault.OPTIONS_EQUAL, stem)


def _refuse_key(answer: str, kind: Any, options: int, stem: str) -> None:
    if not answer.strip():
        raise ItemRefused(ItemFault.KEY_MISSING, stem)
    if any(letter not in LETTERS for letter in answer):
        raise ItemRefused(ItemFault.KEY_UNCLEAR, stem)
    if any(LETTERS.index(letter) >= options for letter in answer):
        raise ItemRefused(ItemFault.KEY_OUTSIDE, stem)
    if len(set(answer)) < len(answer):
        raise ItemRefused(ItemFault.KEY_REPEATED, stem)
    if kind in ("single", "judge") and len(answer) > 1:
        raise ItemRefused(ItemFault.KEY_TOO_MANY, stem)


def _pictures(question: Question, beside: Beside) -> list[bytes]:
    found = [_medium(picture, beside) for picture in question.pictures]
    if None in found:
        raise ItemRefused(ItemFault.PICTURE_MISSING, question.stem)
    return [raw for raw in found if raw is not None]


def _medium(name: Digest, beside: Beside) -> bytes | None:
    paths = (f"media/{name.hex()}.{suffix}" for suffix in _SUFFIXES)
    found = (raw for path in paths if (raw := beside(path)) is not None)
    return next((raw for raw in found if digest(raw) == name), None)
