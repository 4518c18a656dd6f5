"""Questions as JSON Lines: one question a line, as in question_banks/ (RULES 5.1).

Fields: id, rev, type (judge, single, multi), stem, options, answer (letters, "A" the first
option), analysis, knowledge (topic), difficulty, shuffle_options, pool (secure, practice), media
(SHA-256 of each picture, as hex digits, or a path that ends in them and a suffix), trades,
industries, key_areas, person_classes, law_refs, exclusive_group, source (national, province).
`trade` is one place of `trades`; `image_brief`, how a picture is to be drawn, is passed over.

A line of type "case" has the case's text as its stem and its questions in `subs`, each with type,
stem, options, answer and, if it likes, analysis and shuffle_options; sub-question 2 of C01 becomes
the question C01-2. We write sub-questions one a line, with `case` and `case_stem`. A line of type
"image" is a single or a multiple choice whose picture may not be missing.
"""

import json
import re
from typing import Any

from station.errors.exam import QuestionsUnreadable
from station.exam.question import Pool, Question, QuestionKind, Source, must_keep_order
from station.ids import Digest, ItemCode, QuestionId, TopicId

MAX_BYTES = 256 << 20
MAX_LIST = 100
MAX_SUBS = 9
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_KINDS = {
    "judge": QuestionKind.JUDGE,
    "single": QuestionKind.SINGLE,
    "multi": QuestionKind.MULTIPLE,
}
_WORDS = {kind: word for word, kind in _KINDS.items()}
_NEEDED = {"id", "type", "stem", "options", "answer", "knowledge", "difficulty"}
_LISTS = {"trades", "industries", "key_areas", "person_classes", "law_refs"}
_OPTIONAL = {
    "source",
    "case",
    "case_stem",
    "trade",
    "image_brief",
    "rev",
    "analysis",
    "shuffle_options",
    "pool",
    "media",
    "exclusive_group",
    *_LISTS,
}
_SUB_NEEDED = {"type", "stem", "options", "answer"}
_SUB_FIELDS = {*_SUB_NEEDED, "analysis", "shuffle_options", "media", "law_refs"}
_SOURCES = {
    "national": Source.NATIONAL,
    "国家": Source.NATIONAL,
    "国家级": Source.NATIONAL,
    "province": Source.PROVINCE,
    "省": Source.PROVINCE,
    "省级": Source.PROVINCE,
}
_MEDIUM = re.compile(r"(?:.*/)?([0-9a-f]{64})(?:\.(?:svg|png|webp|jpe?g|gif))?")


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
            plain = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            for question in read_case(plain) if is_case(plain) else (read_plain(plain),):
                _refuse_second(question, seen)
                questions.append(question)
        except (ValueError, TypeError, RecursionError) as exc:
            raise QuestionsUnreadable(line=number, why=str(exc)[:200]) from exc
    return tuple(questions)


def write_questions(questions: tuple[Question, ...]) -> bytes:
    """Write what read_questions reads back, equal."""
    return "".join(write_line(question) + "\n" for question in questions).encode()


def write_line(question: Question) -> str:
    """Write one question as JSON, without a line's end."""
    return json.dumps(_plain(question), ensure_ascii=False)


def read_plain(plain: Any) -> Question:
    """Read one question that JSON gave.

    Raises:
        ValueError, TypeError: It is none.
    """
    if not isinstance(plain, dict):
        raise TypeError("a line holds one object")
    missing, unknown = _NEEDED - set(plain), set(plain) - _NEEDED - _OPTIONAL
    if missing or unknown:
        raise ValueError(f"fields missing {sorted(missing)}, unknown {sorted(unknown)}")
    kind = _kind(plain)
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
        pictures=tuple(_digest(medium) for medium in _texts(plain.get("media", []))),
        trades=tuple(map(ItemCode, _texts(plain.get("trades", _trade(plain))))),
        industries=_texts(plain.get("industries", [])),
        key_areas=_texts(plain.get("key_areas", [])),
        person_classes=_texts(plain.get("person_classes", [])),
        laws=_texts(plain.get("law_refs", [])),
        exclusive=_any_text(plain.get("exclusive_group", "")),
        pool=Pool(plain.get("pool", Pool.SECURE)),
        source=_source(plain.get("source", "")),
        case=_any_text(plain.get("case", "")),
        case_text=_any_text(plain.get("case_stem", "")),
    )


def read_case(plain: dict[str, Any]) -> tuple[Question, ...]:
    """Read a case that JSON gave: its sub-questions, in order.

    Raises:
        ValueError, TypeError: It is none.
    """
    subs = plain.get("subs")
    if not isinstance(subs, list) or not 0 < len(subs) <= MAX_SUBS:
        raise ValueError(f"a case has 1 to {MAX_SUBS} sub-questions")
    if plain.get("options") or plain.get("answer"):
        raise ValueError("options and answers of a case are its sub-questions'")
    name, text = _text(plain.get("id")), _text(plain.get("stem"))
    own = {"id", "type", "stem", "options", "answer", "analysis", "subs", "case", "case_stem"}
    shared = {field: value for field, value in plain.items() if field not in own}
    questions = []
    for number, sub in enumerate(subs, start=1):
        if not isinstance(sub, dict) or not _SUB_NEEDED <= set(sub) <= _SUB_FIELDS:
            raise ValueError(f"sub-question {number} needs {sorted(_SUB_NEEDED)}, and no others")
        named = {"id": f"{name}-{number}", "case": name, "case_stem": text}
        questions.append(read_plain({**shared, **sub, **named}))
    return tuple(questions)


def is_case(plain: Any) -> bool:
    """Whether JSON gave a case, which has its questions in `subs`."""
    return isinstance(plain, dict) and plain.get("type") == "case"


def _kind(plain: dict[str, Any]) -> QuestionKind:
    if plain["type"] == "image":
        if not plain.get("media"):
            raise ValueError("a question of type 'image' needs its picture in 'media'")
        return QuestionKind.MULTIPLE if len(_key(plain["answer"])) > 1 else QuestionKind.SINGLE
    if plain["type"] not in _KINDS:
        raise ValueError(f"type {plain['type']!r} is not delivered")
    return _KINDS[plain["type"]]


def _trade(plain: dict[str, Any]) -> list[Any]:
    return [plain["trade"]] if plain.get("trade") else []


def _source(plain: Any) -> Source:
    """Read who wrote a question; an import says here from which row it came, and not that."""
    return _SOURCES.get(plain, Source.UNSAID) if isinstance(plain, str) else Source.UNSAID


def _refuse_second(question: Question, seen: set[tuple[QuestionId, int]]) -> None:
    if (question.id, question.revision) in seen:
        raise ValueError(f"{question.id} stands twice")
    seen.add((question.id, question.revision))


def _plain(question: Question) -> dict[str, Any]:
    seldom = {
        "media": [picture.hex() for picture in question.pictures],
        "trades": list(question.trades),
        "industries": list(question.industries),
        "key_areas": list(question.key_areas),
        "person_classes": list(question.person_classes),
        "law_refs": list(question.laws),
        "exclusive_group": question.exclusive,
        "source": question.source.value,
        "case": question.case,
        "case_stem": question.case_text,
    }
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
        **{field: value for field, value in seldom.items() if value},
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


def _texts(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list) or len(plain) > MAX_LIST:
        raise TypeError(f"a list of at most {MAX_LIST} texts was expected")
    return tuple(_text(each) for each in plain)


def _digest(medium: str) -> Digest:
    named = _MEDIUM.fullmatch(medium)
    if named is None:
        raise ValueError(f"{medium[:80]!r} does not name a picture by its SHA-256")
    return Digest(bytes.fromhex(named.group(1)))


def _number(plain: Any) -> int:
    if type(plain) is not int:
        raise TypeError("a whole number was expected")
    return plain


def _truth(plain: Any) -> bool:
    if type(plain) is not bool:
        raise TypeError("true or false was expected")
    return plain
