"""A paper: the questions one candidate gets, in the order in which they are shown."""

from dataclasses import dataclass

from station.codec import Codec, later
from station.exam.question import QuestionKind
from station.ids import BlueprintCode, Digest, QuestionId, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """One question as this candidate sees it.

    Attributes:
        options: In the order shown.
        key: Indexes of the right options in the order shown, ascending.
        pictures: SHA-256 of each picture of the stem, in order.
        case: The case that this is a sub-question of, its parts one after the other; or empty.
        case_text: What the case tells.
    """

    question: QuestionId
    revision: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    topic: TopicId
    marks: int
    pictures: tuple[Digest, ...] = later(())
    case: str = later("")
    case_text: str = later("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The same bank, blueprint and seed give the same paper, byte for byte, for ever.

    Attributes:
        bank: Digest of the bank it was drawn from.
        seed: What the draw was made with, 32 bytes.
    """

    blueprint: BlueprintCode
    blueprint_version: int
    title: str
    bank: Digest
    seed: bytes
    minutes: int
    pass_marks: int
    items: tuple[PaperItem, ...]

    @property
    def marks(self) -> int:
        """Marks of the whole paper."""
        return sum(item.marks for item in self.items)

    @property
    def pictures(self) -> tuple[Digest, ...]:
        """Each picture of the paper once, in order."""
        return tuple(dict.fromkeys(each for item in self.items for each in item.pictures))


PAPER: Codec[Paper] = Codec(Paper)
