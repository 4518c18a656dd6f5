"""A question as a bank holds it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.codec import later
from station.ids import Digest, ItemCode, QuestionId, TopicId


class QuestionKind(StrEnum):
    """How a question is asked and marked."""

    JUDGE = "judge"
    SINGLE = "single"
    MULTIPLE = "multiple"


class Source(StrEnum):
    """Who wrote a question; a blueprint may ask for so many of each."""

    UNSAID = ""
    NATIONAL = "national"
    PROVINCE = "province"


class Pool(StrEnum):
    """Who may see a question before the exam; the two pools share none."""

    SECURE = "secure"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One revision of a question. A mended stem is a new revision; the id stays.

    Attributes:
        key: Indexes of the right options, ascending, from 0.
        difficulty: 1 easy, 2 middling, 3 hard.
        keep_order: The options may not be shuffled ("all of the above", judge).
        pictures: SHA-256 of each picture that belongs to the stem, in order.
        trades: Places in the national catalogue that it fits, such as "1.2".
        laws: References that it rests on, such as "GB 50054-2011 5.2.9".
        exclusive: Questions with the same word here never meet on one paper; empty for none.
        case: The case that this is a sub-question of; empty for none. A case is drawn as a whole.
        case_text: What the case tells, the same in each of its sub-questions.
    """

    id: QuestionId
    revision: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    topic: TopicId
    difficulty: int
    explanation: str = ""
    keep_order: bool = False
    pictures: tuple[Digest, ...] = ()
    trades: tuple[ItemCode, ...] = ()
    industries: tuple[str, ...] = ()
    key_areas: tuple[str, ...] = ()
    person_classes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    exclusive: str = ""
    pool: Pool = Pool.SECURE
    source: Source = later(Source.UNSAID)
    case: str = later("")
    case_text: str = later("")

    def __post_init__(self) -> None:
        if not self.stem.strip() or not all(map(str.strip, self.options)):
            raise ValueError("a stem and each option need text")
        if len(set(self.options)) != len(self.options) or len(self.options) < 2:
            raise ValueError("a question needs two options or more, all different")
        if not self.key or list(self.key) != sorted(set(self.key)):
            raise ValueError("the key names each right option once, in order")
        if self.key[0] < 0 or self.key[-1] >= len(self.options):
            raise ValueError("the key points outside the options")
        if self.kind is not QuestionKind.MULTIPLE and len(self.key) != 1:
            raise ValueError("only a multiple-choice question has several right options")
        if self.kind is QuestionKind.JUDGE and len(self.options) != 2:
            raise ValueError("a judge question has two options")
        if bool(self.case) != bool(self.case_text.strip()):
            raise ValueError("a case has a name and a text")
        if self.revision < 1 or self.difficulty not in (1, 2, 3):
            raise ValueError("revisions count from 1; difficulty is 1, 2 or 3")


_NAMES_OTHERS = re.compile(
    r"(以上|上述|前述|前面|后面)"
    r"|^(都|均|全|全部|全都|皆)(对|错|是|不|正确|错误|可以?)"
    r"|[A-H]\s*[、和与及或,，+]\s*[A-H](?![A-Za-z])"
)


def must_keep_order(kind: QuestionKind, options: Iterable[str]) -> bool:
    """Whether an option would lose its sense elsewhere ("all of the above", "A and C")."""
    return kind is QuestionKind.JUDGE or any(_NAMES_OTHERS.search(option) for option in options)
