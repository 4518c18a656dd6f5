"""How a paper is composed from a bank."""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import later
from station.ids import BlueprintCode, ItemCode, TopicId

LEVELS = 3
"""Of difficulty."""
WHOLE = 100


class Stage(StrEnum):
    """Why a candidate sits the exam; a review needs no practical exam."""

    INITIAL = "init"
    REVIEW = "review"
    REISSUE = "reissue"


class SectionKind(StrEnum):
    """What a section asks: questions of one kind, or cases with their questions."""

    JUDGE = "judge"
    SINGLE = "single"
    MULTIPLE = "multiple"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLimits:
    """What is asked of a paper beside how many of each topic.

    Attributes:
        difficulty: How many easy, middling and hard questions go together, such as 5, 4 and 1;
            empty for any.
        national_percent: Questions that are not the province's own; None for any.
        pictures: Most questions with pictures; None for any number.
        neighbour_percent: Most questions that the papers of neighbours may share; None for any.
    """

    difficulty: tuple[int, ...] = ()
    national_percent: int | None = None
    pictures: int | None = None
    neighbour_percent: int | None = None

    def __post_init__(self) -> None:
        if self.difficulty and (len(self.difficulty) != LEVELS or max(self.difficulty) < 1):
            raise ValueError("a mix of difficulties has three numbers, and not all nought")
        if self.difficulty and min(self.difficulty) < 0:
            raise ValueError("a mix of difficulties has no negative number")
        for percent in (self.national_percent, self.neighbour_percent):
            if percent is not None and not 0 <= percent <= WHOLE:
                raise ValueError("per cent lie from 0 to 100")
        if self.pictures is not None and self.pictures < 0:
            raise ValueError("there are not fewer than no pictures")

    @property
    def mixes(self) -> bool:
        """Whether difficulty or source matter for what is drawn."""
        return bool(self.difficulty) or self.national_percent is not None


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
    """Questions of one kind, or cases, asked together, each worth the same."""

    kind: SectionKind
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
    limits: DrawLimits = later(DrawLimits())

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.version < 1 or not self.sections:
            raise ValueError("a blueprint needs minutes, a version and sections")
        if not 0 < self.pass_marks <= self.marks:
            raise ValueError("the pass mark lies within the marks")

    @property
    def questions(self) -> int:
        """Questions on the paper; a case counts as one."""
        return sum(section.questions for section in self.sections)

    @property
    def marks(self) -> int:
        """Marks of the whole paper."""
        return sum(section.marks for section in self.sections)
