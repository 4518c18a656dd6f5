"""Questions as JSON Lines: one question a line, as in question_banks/ (RULES 5.1).

Fields: id, rev, type (judge, single, multi), stem, options, answer (letters, "A" the first
option), analysis, knowledge (topic), difficulty, shuffle_options, pool (secure, practice).
"""

import json
import re
from typing import Any

from station.errors.exam import QuestionsUnreadable
from station.exam.question import Pool, Question, QuestionKind, must_keep_order
from station.ids import QuestionId, TopicId

MAX_BYTES = 256 << 20
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_KINDS = {
    "judge": QuestionKind.JUDGE,
    "single": QuestionKind.SINGLE,
    "multi": QuestionKind.MULTIPLE,
}
_WORDS = {kind: word for word, kind in _KINDS.items()}
_NEEDED = {"id", "type", "stem", "options", "answer", "knowledge", "difficulty"}
_OPTIONAL = {"rev", "analysis", "shuffle_options", "pool"}


def read_questions(raw: bytes) -> tuple[Question, ...]:
    """Read a whole file, or nothing of it.

    Raises:
        QuestionsUnreadable: A line is not a question; `line` counts from 1, `why` says more.
    """
    if len(raw) > MAX_BYTES:
        raise QuestionsUnreadable(line=0, why="larger than 256 MiB")
    questions: list[Question] = []
    seen: set[tuple[QuestionId, int]] = set()
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8")))
            _refuse_second(question, seen)
        except (ValueError, TypeError, RecursionError) as exc:
            raise QuestionsUnreadable(line=number, why=str(exc)[:200]) from exc
        questions.append(question)
    return tuple(questions)


def write_questions(questions: tuple[Question, ...]) -> bytes:
    """Write what read_questions reads back, equal."""
    lines = (json.dumps(_plain(question), ensure_ascii=False) + "\n" for question in questions)
    return "".join(lines).encode()


def _question(plain: Any) -> Question:
    if not isinstance(plain, dict):
        raise TypeError("a line holds one object")
    missing, unknown = _NEEDED - set(plain), set(plain) - _NEEDED - _OPTIONAL
    if missing or unknown:
        raise ValueError(f"fields missing {sorted(missing)}, unknown {sorted(unknown)}")
    if plain["type"] not in _KINDS:
        raise ValueError(f"type {plain['type']!r} is not delivered")
    kind = _KINDS[plain["type"]]
    options = _options(plain["options"])
    return Question(
        id=QuestionId(_text(plain["id"])),
        revision=_number(plain.get("rev", 1)),
        kind=kind,
        stem=_text(plain["stem"]),
        options=options,
        key=_key(plain["answer"]),
        topic=TopicId(_text(plain["knowledge"])),
        difficulty=_number(plain["difficulty"]),
        explanation=_any_text(plain.get("analysis", "")),
        keep_order=not _truth(plain.get("shuffle_options", not must_keep_order(kind, options))),
        pool=Pool(plain.get("pool", Pool.SECURE)),
    )


def _refuse_second(question: Question, seen: set[tuple[QuestionId, int]]) -> None:
    if (question.id, question.revision) in seen:
        raise ValueError(f"{question.id} stands twice")
    seen.add((question.id, question.revision))


def _plain(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "rev": question.revision,
        "type": _WORDS[question.kind],
        "stem": question.stem,
        "options": list(question.options),
        "answer": "".join(LETTERS[index] for index in question.key),
        "analysis": question.explanation,
        "knowledge": question.topic,
        "difficulty": question.difficulty,
        "shuffle_options": not question.keep_order,
        "pool": question.pool.value,
    }


def _options(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list) or len(plain) > len(LETTERS):
        raise ValueError("options are a list of at most 26 texts")
    return tuple(_text(option) for option in plain)


def _key(plain: Any) -> tuple[int, ...]:
    if not isinstance(plain, str) or not re.fullmatch("[A-Z]+", plain):
        raise ValueError("an answer is one or more letters from A to Z")
    if len(set(plain)) != len(plain):
        raise ValueError("the answer names an option twice")
    return tuple(sorted(LETTERS.index(letter) for letter in plain))


def _any_text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("a text was expected")
    return plain


def _text(plain: Any) -> str:
    if not _any_text(plain).strip():
        raise ValueError("a text is empty")
    return str(plain)


def _number(plain: Any) -> int:
    if type(plain) is not int:
        raise TypeError("a whole number was expected")
    return plain


def _truth(plain: Any) -> bool:
    if type(plain) is not bool:
        raise TypeError("true or false was expected")
    return plain
