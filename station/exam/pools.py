"""What each cell of a blueprint can draw from: a bank, sorted once for many papers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.exam.blueprint import Blueprint, Cell, Section, SectionKind
from station.exam.question import Question
from station.ids import QuestionId, TopicId

Unit = tuple[Question, ...]
"""What is drawn at once: one question, or all the sub-questions of a case in their order."""

CellKey = tuple[SectionKind, TopicId]

Pools = Mapping[CellKey, Sequence[Unit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """How many questions a bank holds for one cell of a blueprint.

    Attributes:
        need: Questions that one paper draws; of a section of cases, cases.
        have: Questions that could be drawn.
    """

    kind: SectionKind
    topic: TopicId
    need: int
    have: int


def pools_of(questions: Iterable[Question]) -> Pools:
    """Return what each cell can draw from, by kind and topic, in the order of the ids.

    Of a question's revisions the newest counts. A cell of topic "1.2" also draws from "1.2.3".
    """
    newest: dict[QuestionId, Question] = {}
    for question in questions:
        held = newest.get(question.id)
        if held is None or question.revision > held.revision:
            newest[question.id] = question
    pools: defaultdict[CellKey, list[Unit]] = defaultdict(list)
    cases: defaultdict[str, list[Question]] = defaultdict(list)
    for _, question in sorted(newest.items()):
        if question.case:
            cases[question.case].append(question)
        else:
            _put(pools, SectionKind(question.kind), (question,))
    for _, parts in sorted(cases.items()):
        _put(pools, SectionKind.CASE, tuple(parts))
    return pools


def pool_of(pools: Pools, section: Section, cell: Cell) -> Sequence[Unit]:
    """Return what one cell can draw from: a case with more questions than marks cannot be."""
    pool = pools.get((section.kind, cell.topic), ())
    if section.kind is SectionKind.CASE:
        return [unit for unit in pool if len(unit) <= section.marks_each]
    return pool


def supply_of(pools: Pools, blueprint: Blueprint) -> tuple[Supply, ...]:
    """Say for each cell what it needs and what there is."""
    return tuple(
        Supply(
            kind=section.kind,
            topic=cell.topic,
            need=cell.questions,
            have=len(pool_of(pools, section, cell)),
        )
        for section in blueprint.sections
        for cell in section.cells
    )


def was_seen(unit: Unit, seen: Collection[QuestionId]) -> bool:
    """Whether a candidate had something of it before."""
    return any(part.id in seen for part in unit)


def is_pictured(unit: Unit) -> bool:
    """Whether something of it has a picture."""
    return any(part.pictures for part in unit)


def _put(pools: defaultdict[CellKey, list[Unit]], kind: SectionKind, unit: Unit) -> None:
    parts = unit[0].topic.split(".")
    for depth in range(len(parts), 0, -1):
        pools[kind, TopicId(".".join(parts[:depth]))].append(unit)
