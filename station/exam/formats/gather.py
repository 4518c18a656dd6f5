"""From what a reader found in a file to questions, each with its place, and none twice."""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.imported import Imported, LeftOut, Place
from station.exam.key_cell import is_right_and_wrong
from station.exam.picture import PICTURE_NAME
from station.exam.question import Question, QuestionKind, must_keep_order
from station.exam.row_fault import RowDoubt
from station.ids import Digest, QuestionId, TopicId

UNSORTED = "unsorted"
"""The topic of questions whose file names none."""

MIDDLING = 2
MAX_OPTIONS = 26
MAX_PICTURE_BYTES = 16 << 20
EXCERPT = 80

_TEX = re.compile(
    r"\\[(\[]|\$\$|\\(?:frac|sqrt|times|cdot|text|left|alpha|beta|Omega|omega|leq?|geq?)\b"
)
Beside = Callable[[str], bytes | None]
"""Gives what stands beside a file, by its path from there; None if it is not there."""

_PICTURES = (
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"\xff\xd8\xff"),
    re.compile(rb"GIF8[79]a"),
    re.compile(rb"RIFF....WEBP", re.DOTALL),
    re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|svg|\w+:svg)", re.DOTALL),
)


def nothing_beside(_: str) -> bytes | None:
    """Tell that a file stands alone."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question as its file has it.

    Attributes:
        key: Indexes of the right options.
        pictures: The pictures themselves, in order.
        shuffle: Whether the file allows the options to be shuffled.
        topic: A chapter, such as "1.2 Electric shock"; empty if the file names none.
        doubts: What a person should look at.
    """

    stem: str
    options: Sequence[str]
    key: Sequence[int]
    several: bool
    shuffle: bool = True
    explanation: str = ""
    topic: str = ""
    pictures: Sequence[bytes] = ()
    doubts: Sequence[RowDoubt] = ()


def picture(source: str | bytes, beside: Beside) -> bytes:
    """Fetch a picture from beside its file; never from a network.

    Raises:
        ItemRefused: It is not there, or is no picture.
    """
    raw = source if isinstance(source, bytes) else _fetch(source, beside)
    if raw is None:
        raise ItemRefused(ItemFault.PICTURE_MISSING, str(source)[:EXCERPT])
    svg_as_text = raw[: 1 << 16].lower()
    if len(raw) > MAX_PICTURE_BYTES or not any(kind.match(raw) for kind in _PICTURES):
        raise ItemRefused(ItemFault.PICTURE_UNREADABLE)
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and b"svg" not in svg_as_text:
        raise ItemRefused(ItemFault.PICTURE_UNREADABLE)
    return raw


def with_picture(text: str, number: int) -> str:
    """Return an option's text; a picture in it is called by its number, from 1, 0 for none."""
    if not number:
        return text
    name = PICTURE_NAME.format(number=number)
    return f"{text}（{name}）" if text else name


def _fetch(source: str, beside: Beside) -> bytes | None:
    if inline := re.match(r"data:image/[\w.+-]+;base64,", source):
        try:
            return base64.b64decode(source[inline.end() :], validate=True)
        except (binascii.Error, ValueError) as exc:
            raise ItemRefused(ItemFault.PICTURE_UNREADABLE) from exc
    if not source or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", source):
        return None
    return beside(source)


@dataclass(slots=True)
class Gathering:
    """Collects what a reader finds in one file."""

    file: str
    _found: list[tuple[Question, Place, str]] = field(default_factory=list)
    _left_out: list[LeftOut] = field(default_factory=list)
    _media: dict[Digest, bytes] = field(default_factory=dict)
    _doubts: dict[Place, tuple[RowDoubt, ...]] = field(default_factory=dict)
    _row: int = 0

    def place(self, part: str, row: int | None = None) -> Place:
        """Return the place of the next item; items are counted if they have no row."""
        self._row += 1
        return Place(file=self.file, part=part, row=row if row is not None else self._row)

    def leave(self, place: Place, fault: ItemFault, excerpt: str) -> None:
        """Note an item that is left out."""
        plain = " ".join(excerpt.split())[:EXCERPT]
        self._left_out.append(LeftOut(place=place, code=fault.value, excerpt=plain))

    def draft(self, place: Place, draft: Draft) -> None:
        """Add an item as a new question.

        Raises:
            ItemRefused: It is none.
        """
        question, title = _question(draft)
        self.question(place, question, title, draft.pictures, draft.doubts)

    def question(
        self,
        place: Place,
        question: Question,
        title: str,
        pictures: Sequence[bytes],
        doubts: Sequence[RowDoubt] = (),
    ) -> None:
        """Add a question that is whole."""
        if any(map(_TEX.search, (question.stem, *question.options))):
            doubts = (*doubts, RowDoubt.TEX)
        if doubts:
            self._doubts[place] = tuple(doubts)
        for raw in pictures:
            self._media[digest(raw)] = raw
        self._found.append((question, place, title))

    def imported(self) -> Imported:
        """Return all; of equal questions the first, and none of them if their keys disagree."""
        groups: dict[tuple[QuestionId, int], list[tuple[Question, Place, str]]] = {}
        for found in self._found:
            groups.setdefault((found[0].id, found[0].revision), []).append(found)
        kept: list[tuple[Question, Place]] = []
        titles: dict[TopicId, str] = {}
        for group in groups.values():
            answers = {frozenset(q.options[i] for i in q.key) for q, _, _ in group}
            agree = len(answers) == 1
            fault = ItemFault.DUPLICATE if agree else ItemFault.DUPLICATE_DISAGREES
            for question, place, _ in group[1 if agree else 0 :]:
                self.leave(place, fault, question.stem)
            if agree:
                question, place, title = group[0]
                kept.append((question, place))
                titles.setdefault(question.topic, title)
        used = {each for question, _ in kept for each in question.pictures}
        return Imported(
            questions=tuple(kept),
            topics=tuple(titles.items()),
            left_out=tuple(self._left_out),
            media={each: raw for each, raw in self._media.items() if each in used},
            doubts=dict(self._doubts),
        )


def digest(raw: bytes) -> Digest:
    """Return a picture's name."""
    return Digest(hashlib.sha256(raw).digest())


def content_id(kind: QuestionKind, stem: str, options: Sequence[str]) -> QuestionId:
    """Make an id from what a candidate reads, so that it is the same in every file."""
    plain = [_compact(text) for text in (kind.value, stem, *sorted(options))]
    return QuestionId("q-" + hashlib.sha256("\n".join(plain).encode()).hexdigest()[:20])


def topic_of(chapter: str) -> tuple[TopicId, str]:
    """Take "1.2 Electric shock" apart; a chapter without a number is its own id."""
    plain = " ".join(chapter.split()) or UNSORTED
    numbered = re.match(r"(\d+(?:[.．]\d+)*)[.．、\s]*(.*)", plain)
    if numbered is None:
        return TopicId(plain), plain
    number = unicodedata.normalize("NFKC", numbered.group(1))
    return TopicId(number), numbered.group(2).strip() or number


def _question(draft: Draft) -> tuple[Question, str]:
    options = tuple(option.strip() for option in draft.options)
    refuse_wrong(draft)
    judge = not draft.several and is_right_and_wrong([option.upper() for option in options])
    kind = QuestionKind.MULTIPLE if draft.several else QuestionKind.SINGLE
    kind = QuestionKind.JUDGE if judge else kind
    topic, title = topic_of(draft.topic)
    pictures = tuple(digest(raw) for raw in draft.pictures)
    question = Question(
        id=content_id(kind, draft.stem, (*options, *(each.hex() for each in pictures))),
        revision=1,
        kind=kind,
        stem=draft.stem,
        options=options,
        key=tuple(sorted(draft.key)),
        topic=topic,
        difficulty=MIDDLING,
        explanation=draft.explanation,
        pictures=pictures,
    )
    keep = not draft.shuffle or must_keep_order(kind, options)
    return replace(question, keep_order=keep), title


def refuse_wrong(draft: Draft) -> None:
    """Refuse what is no question.

    Raises:
        ItemRefused: Something is missing, double or outside.
    """
    options = [option.strip() for option in draft.options]
    wrong = {
        ItemFault.STEM_EMPTY: not draft.stem.strip(),
        ItemFault.OPTIONS_TOO_FEW: len(options) < 2,
        ItemFault.OPTIONS_TOO_MANY: len(options) > MAX_OPTIONS,
        ItemFault.OPTION_EMPTY: not all(options),
        ItemFault.OPTIONS_EQUAL: len({_compact(option) for option in options}) < len(options),
        ItemFault.KEY_MISSING: not draft.key,
        ItemFault.KEY_REPEATED: len(set(draft.key)) < len(draft.key),
        ItemFault.KEY_TOO_MANY: not draft.several and len(draft.key) > 1,
        ItemFault.KEY_OUTSIDE: any(not 0 <= index < len(options) for index in draft.key),
    }
    for fault, is_so in wrong.items():
        if is_so:
            raise ItemRefused(fault)


def _compact(text: str) -> str:
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
