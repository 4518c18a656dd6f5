"""Moodle's XML: multiple choice with one or several answers, and true or false."""

import base64
import binascii
import math
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from station.errors.formats import FormatUnknown
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Draft, Gathering, picture, with_picture
from station.exam.formats.readable import Readable, read_html, refuse_bad_characters
from station.exam.formats.xml_tree import Element, child, local, parse_xml, text_of
from station.exam.imported import Imported
from station.exam.key_cell import RIGHT_AND_WRONG
from station.exam.row_fault import RowDoubt

_FILES = "@@PLUGINFILE@@/"
WHOLE = 100.0
"""A fraction is per cent of the marks."""

NEARLY = 0.5
"""Three right answers of 33.333 per cent are a whole."""


def read_moodle(name: str, raw: bytes) -> Imported:
    """Read a quiz.

    Raises:
        QuestionFileBroken, QuestionFileUnsafe: The XML cannot be read.
        FormatUnknown: It is no quiz of Moodle.
    """
    root = parse_xml(raw, name)
    if local(root) != "quiz":
        raise FormatUnknown(file=name)
    gathering = Gathering(name)
    topic = ""
    for question in root:
        if local(question) != "question":
            continue
        kind = question.get("type", "")
        if kind == "category":
            topic = chapter(_inner(question, "category"))
            continue
        place = gathering.place("")
        try:
            gathering.draft(place, _draft(question, kind, topic))
        except ItemRefused as refusal:
            what = f"{refusal.what}: " if refusal.what else ""
            gathering.leave(place, refusal.fault, what + _inner(question, "name"))
    return gathering.imported()


def chapter(category: str) -> str:
    """Return the last part of a category's path; "//" is a slash within a part."""
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", category)]
    last = next((part for part in reversed(parts) if part), "")
    return "" if last in ("top", "$course$", "$system$", "$module$") else last.replace("//", "/")


def _draft(question: Element, kind: str, topic: str) -> Draft:
    if kind not in ("multichoice", "truefalse"):
        raise ItemRefused(ItemFault.NOT_DELIVERED, kind or "question")
    body = child(question, "questiontext")
    stem = _shown(body)
    answers = [each for each in question if local(each) == "answer"]
    marks = [_fraction(answer) for answer in answers]
    several = kind == "multichoice" and _truth(question, "single", usual=True) is False
    shown = [] if kind == "truefalse" else [_shown(each) for each in answers]
    pictures = [_pictures(stem, body), *map(_pictures, shown, answers)]
    options = _options(shown, len(pictures[0])) if shown else _true_false(answers)
    general = child(question, "generalfeedback")
    hints = [
        f"{option}：{text}"
        for option, answer in zip(options, answers, strict=True)
        if (text := _shown(child(answer, "feedback")).text)
    ]
    return Draft(
        stem=stem.text,
        options=options,
        key=key_by_marks(marks, several=several),
        several=several,
        shuffle=kind == "multichoice"
        and _truth(question, "shuffleanswers", usual=True)
        and not any(pictures[1:]),
        explanation="\n".join(line for line in (_shown(general).text, *hints) if line),
        topic=topic,
        pictures=[raw for each in pictures for raw in each],
        doubts=[RowDoubt.STRESS_LOST] if any(each.stressed for each in (stem, *shown)) else (),
    )


def key_by_marks(marks: Sequence[float], *, several: bool) -> tuple[int, ...]:
    """Return the right options by the per cent that each brings.

    Raises:
        ItemRefused: No option, or no set of them, is the one right answer.
    """
    right = [index for index, mark in enumerate(marks) if mark > 0]
    if several:
        if not right:
            raise ItemRefused(ItemFault.KEY_MISSING)
        if abs(sum(marks[index] for index in right) - WHOLE) > NEARLY:
            raise ItemRefused(ItemFault.KEY_UNCLEAR)
        return tuple(right)
    whole = [index for index in right if abs(marks[index] - WHOLE) <= NEARLY]
    if len(whole) > 1:
        raise ItemRefused(ItemFault.KEY_TOO_MANY)
    if not whole:
        raise ItemRefused(ItemFault.KEY_UNCLEAR if right else ItemFault.KEY_MISSING)
    return tuple(whole)


def _true_false(answers: Sequence[Element]) -> list[str]:
    words = [_inner(answer).lower() for answer in answers]
    if sorted(words) != ["false", "true"]:
        raise ItemRefused(ItemFault.RESPONSE_WRONG, "truefalse")
    return [RIGHT_AND_WRONG[0 if word == "true" else 1] for word in words]


def _options(shown: Sequence[Readable], before: int) -> list[str]:
    """Return the texts of options; a picture in one is called by its number beside the question.

    Args:
        before: Pictures of the stem, which come first.

    Raises:
        ItemRefused: An option has several pictures.
    """
    texts = []
    for option in shown:
        if len(option.pictures) > 1:
            raise ItemRefused(ItemFault.OPTION_PICTURE)
        before += len(option.pictures)
        texts.append(with_picture(option.text, before if option.pictures else 0))
    return texts


def _pictures(shown: Readable, holder: Element | None) -> list[bytes]:
    files = _files(holder)
    return [picture(source, files.get) for source in map(_source, shown.pictures)]


def _shown(element: Element | None) -> Readable:
    if element is None:
        return Readable("", ())
    text = _inner(element)
    if element.get("format", "html") in ("html", "moodle_auto_format", "markdown"):
        return read_html(text)
    refuse_bad_characters(text)
    return Readable(text.strip(), ())


def _inner(element: Element, name: str = "") -> str:
    """Return the <text> of an element, or of its child of that name."""
    holder = child(element, name) if name else element
    text = None if holder is None else child(holder, "text")
    return text_of(text).strip()


def _fraction(answer: Element) -> float:
    written = answer.get("fraction", "")
    if not re.fullmatch(r"\s*[-+]?[0-9]{1,4}(\.[0-9]{0,12})?\s*", written):
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, "fraction")
    mark = float(written)
    if not math.isfinite(mark) or mark > WHOLE:
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, "fraction")
    return mark


def _truth(question: Element, name: str, *, usual: bool) -> bool:
    element = child(question, name)
    word = text_of(element).strip().lower()
    if element is None or not word:
        return usual
    if word not in ("true", "false", "0", "1"):
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, name)
    return word in ("true", "1")


def _files(body: Element | None) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for file in () if body is None else body:
        if local(file) == "file" and file.get("encoding", "base64") == "base64":
            path = (file.get("path", "/").strip("/") + "/" + file.get("name", "")).lstrip("/")
            try:
                packed = "".join(text_of(file).split())
                files[path] = base64.b64decode(packed, validate=True)
            except (binascii.Error, ValueError) as exc:
                raise ItemRefused(ItemFault.PICTURE_UNREADABLE, path) from exc
    return files


def _source(source: str | bytes) -> str | bytes:
    if isinstance(source, str) and source.startswith(_FILES):
        return unquote(source.removeprefix(_FILES))
    return source
