"""How a paper is composed from a bank."""

from dataclasses import dataclass
from enum import StrEnum

from station.exam.question import QuestionKind
from station.ids import BlueprintCode, ItemCode, TopicId


class Stage(StrEnum):
    """Why a candidate sits the exam; a review needs no practical exam."""

    INITIAL = "init"
    REVIEW = "review"
    REISSUE = "reissue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The share of a section that one topic gets."""

    topic: TopicId
    questions: int

    def __post_init__(self) -> None:
        if self.questions < 1:
            raise ValueError(f"{self.topic}: a cell draws at least one question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions of one kind, asked together, each worth the same."""

    kind: QuestionKind
    marks_each: int
    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        topics = [cell.topic for cell in self.cells]
        if self.marks_each < 1 or not topics or len(set(topics)) != len(topics):
            raise ValueError("a section needs marks, and each of its topics once")

    @property
    def questions(self) -> int:
        """Questions this section adds to the paper."""
        return sum(cell.questions for cell in self.cells)

    @property
    def marks(self) -> int:
        """Marks this section adds to the paper."""
        return self.questions * self.marks_each


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What a paper must hold, how long it takes and when it is passed."""

    code: BlueprintCode
    version: int
    title: str
    trade: ItemCode
    stage: Stage
    minutes: int
    pass_marks: int
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.version < 1 or not self.sections:
            raise ValueError("a blueprint needs minutes, a version and sections")
        if not 0 < self.pass_marks <= self.marks:
            raise ValueError("the pass mark lies within the marks")

    @property
    def questions(self) -> int:
        """Questions on the paper."""
        return sum(section.questions for section in self.sections)

    @property
    def marks(self) -> int:
        """Marks of the whole paper."""
        return sum(section.marks for section in self.sections)
