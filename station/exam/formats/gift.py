"""GIFT, Moodle's form for typing questions by hand.

$CATEGORY: 1.2 Electric shock
// a remark
::Q1:: Which is the metal? {=copper#yes ~glass#no ~rubber ####Copper conducts.}
::Q2:: Copper conducts. {T}
::Q3:: Which conduct? {~%50%copper ~%50%iron ~%-100%glass}
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from station.errors.formats import QuestionFileBroken, QuestionFileUnsafe
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Draft, Gathering
from station.exam.formats.moodle import WHOLE, chapter, key_by_marks
from station.exam.formats.readable import read_html, refuse_bad_characters
from station.exam.imported import Imported
from station.exam.key_cell import RIGHT_AND_WRONG

MAX_BYTES = 64 << 20

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARK = re.compile(r"\s*%([-+]?\d{1,3}(?:\.\d{0,12})?)%")
_FORMAT = re.compile(r"\s*\[(html|plain|markdown|moodle)\]")
_HIDE = {sign: chr(0xE000 + place) for place, sign in enumerate("~=#{}:\\n")}
"""Stand-ins for escaped signs while a question is taken apart; no text holds them by then."""
_SHOW = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in _HIDE.items()}


@dataclass(frozen=True, slots=True)
class _Answer:
    sign: str
    mark: float | None
    text: str
    feedback: str


def looks_like_gift(start: str) -> bool:
    """Whether a text begins like a file of GIFT."""
    return bool(
        re.search(r"^\s*(::|\$CATEGORY:|//)", start, re.MULTILINE)
        or re.search(r"(?<!\\)\{[^{}]*(?<!\\)[=~TF#][^{}]*\}", start)
    )


def read_gift(name: str, raw: bytes) -> Imported:
    """Read a file of GIFT; the place of a question is its first line.

    Raises:
        QuestionFileBroken: It is not UTF-8.
        QuestionFileUnsafe: It is too large.
    """
    if len(raw) > MAX_BYTES:
        raise QuestionFileUnsafe(file=name, why="larger than 64 MiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise QuestionFileBroken(file=name, why="not UTF-8") from exc
    gathering = Gathering(name)
    topic = ""
    for row, block in _blocks(text):
        category = re.match(r"\$CATEGORY:(.*)", block)
        if category:
            topic = chapter(category.group(1).strip())
            continue
        place = gathering.place("", row)
        try:
            gathering.draft(place, _draft(block, topic))
        except ItemRefused as refusal:
            what = f"{refusal.what}: " if refusal.what else ""
            gathering.leave(place, refusal.fault, what + block)
    return gathering.imported()


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each question with its first line's number; blank lines part them."""
    lines: list[str] = []
    first = 0
    for number, line in enumerate((*text.splitlines(), ""), start=1):
        if line.strip().startswith("//"):
            continue
        category = line.startswith("$CATEGORY:")
        if (not line.strip() or category) and lines:
            yield first, "\n".join(lines)
            lines = []
        if category:
            yield number, line
        elif line.strip():
            first = first if lines else number
            lines.append(line)


def _draft(block: str, topic: str) -> Draft:
    refuse_bad_characters(block)
    hidden = _ESCAPED.sub(_hide, block)
    title = re.match(r"\s*::(.*?)::", hidden, re.DOTALL)
    body = hidden[title.end() :] if title else hidden
    html = False
    if written := _FORMAT.match(body):
        body, html = body[written.end() :], written.group(1) in ("html", "markdown")
    if "{" not in body and "}" not in body:
        raise ItemRefused(ItemFault.NO_INTERACTION)
    parts = re.fullmatch(r"([^{}]*)\{([^{}]*)\}([^{}]*)", body, re.DOTALL)
    if parts is None:
        raise ItemRefused(ItemFault.MARKUP_WRONG)
    before, inner, after = parts.groups()
    stem = _show(f"{before.rstrip()} _____ {after.strip()}" if after.strip() else before, html=html)
    inner, _, general = inner.partition("####")
    explanation = _show(general, html=html)
    if judged := re.fullmatch(r"\s*(T|TRUE|F|FALSE)\s*((?:#[^#]*){0,2})", inner, re.IGNORECASE):
        return _judge(stem, judged, explanation, topic)
    return _choice(stem, inner, explanation, topic, html=html)


def _judge(stem: str, judged: re.Match[str], explanation: str, topic: str) -> Draft:
    notes = [_show(note, html=False) for note in judged.group(2).split("#")]
    lines = [line for line in (explanation, *notes) if line]
    key = 0 if judged.group(1).upper().startswith("T") else 1
    return Draft(
        stem=stem,
        options=RIGHT_AND_WRONG,
        key=(key,),
        several=False,
        shuffle=False,
        explanation="\n".join(lines),
        topic=topic,
    )


def _choice(stem: str, inner: str, explanation: str, topic: str, *, html: bool) -> Draft:
    if not inner.strip():
        raise ItemRefused(ItemFault.NOT_DELIVERED, "essay")
    if inner.strip().startswith("#"):
        raise ItemRefused(ItemFault.NOT_DELIVERED, "numerical")
    answers = list(_answers(inner, html=html))
    signs = {answer.sign for answer in answers}
    if "~" not in signs:
        kind = "matching" if "->" in inner else "shortanswer"
        raise ItemRefused(ItemFault.NOT_DELIVERED, kind)
    several = "=" not in signs
    marks = [_mark_of(answer) for answer in answers]
    if several and not any(mark > 0 for mark in marks):
        raise ItemRefused(ItemFault.KEY_MISSING)
    hints = [f"{answer.text}：{answer.feedback}" for answer in answers if answer.feedback]
    return Draft(
        stem=stem,
        options=[answer.text for answer in answers],
        key=key_by_marks(marks, several=several),
        several=several,
        explanation="\n".join(line for line in (explanation, *hints) if line),
        topic=topic,
    )


def _answers(inner: str, *, html: bool) -> Iterator[_Answer]:
    pieces = re.split(r"([=~])", inner)
    if pieces[0].strip():
        raise ItemRefused(ItemFault.MARKUP_WRONG)
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        mark = _MARK.match(piece)
        text, _, feedback = (piece[mark.end() :] if mark else piece).partition("#")
        yield _Answer(
            sign,
            float(mark.group(1)) if mark else None,
            _show(text, html=html),
            _show(feedback, html=html),
        )


def _mark_of(answer: _Answer) -> float:
    if answer.mark is not None:
        return answer.mark
    return WHOLE if answer.sign == "=" else 0.0


def _hide(escaped: re.Match[str]) -> str:
    sign = escaped.group(1)
    return _HIDE.get(sign, escaped.group(0))


def _show(text: str, *, html: bool) -> str:
    plain = text.translate(_SHOW).strip()
    if not html:
        return plain
    shown = read_html(plain)
    if shown.pictures:
        raise ItemRefused(ItemFault.PICTURE_MISSING)
    return shown.text
