"""What a reader makes of a file of questions: nothing of it is ever dropped silently."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.exam.question import Question
from station.exam.row_fault import RowDoubt
from station.ids import Digest, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something stood.

    Attributes:
        part: Sheet of a workbook, or path within a package; empty if there is only one.
        row: Row of a sheet, line of a text, or number of the item; from 1.
    """

    file: str
    part: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that did not become a question.

    Attributes:
        code: A finding's code, such as "answer-outside".
        excerpt: Its beginning, to find it by.
    """

    place: Place
    code: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """All that a reader found: each row or item is a question or was left out.

    Attributes:
        questions: Each with the place that it came from.
        topics: Each topic that a question has, with its title.
        media: Pictures by their SHA-256.
        doubts: What a person should look at, by the place of a question.
    """

    questions: tuple[tuple[Question, Place], ...]
    topics: tuple[tuple[TopicId, str], ...]
    left_out: tuple[LeftOut, ...]
    media: Mapping[Digest, bytes] = field(default_factory=dict)
    doubts: Mapping[Place, tuple[RowDoubt, ...]] = field(default_factory=dict)
