"""Composing a paper: the same bank, blueprint and seed give the same paper, for ever."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.errors.exam import PoolTooSmall
from station.exam.blueprint import Blueprint, Cell, Section
from station.exam.draw import Draw
from station.exam.paper import Paper, PaperItem
from station.exam.question import Question, QuestionKind
from station.ids import Digest, QuestionId, TopicId

Pools = Mapping[tuple[QuestionKind, TopicId], Sequence[Question]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """How many questions a bank holds for one cell of a blueprint.

    Attributes:
        need: Questions that one paper draws.
        have: Questions that could be drawn.
    """

    kind: QuestionKind
    topic: TopicId
    need: int
    have: int


def supply(questions: Iterable[Question], blueprint: Blueprint) -> tuple[Supply, ...]:
    """Say for each cell what it needs and what there is, before anyone sits an exam."""
    pools = pools_of(questions)
    return tuple(
        Supply(
            kind=section.kind,
            topic=cell.topic,
            need=cell.questions,
            have=len(pools.get((section.kind, cell.topic), ())),
        )
        for section in blueprint.sections
        for cell in section.cells
    )


class Composer:
    """A bank made ready to draw many papers from: sorting it is most of the work of one paper.

    Args:
        questions: In any order; of a question's revisions the newest counts.
        bank: Digest of the bank that they came from; written on each paper.
    """

    def __init__(self, questions: Iterable[Question], bank: Digest) -> None:
        self._pools = pools_of(questions)
        self._bank = bank

    def compose(
        self, blueprint: Blueprint, seed: bytes, *, seen: Collection[QuestionId] = ()
    ) -> Paper:
        """Draw a paper.

        Cells are drawn in the blueprint's order; then each section's questions are shuffled, then
        the options of each question that allows it. A cell of topic "1.2" also draws from "1.2.3".
        Of questions that exclude each other, the one drawn first is taken.

        Args:
            seed: 32 bytes (seal.derive.paper_seed).
            seen: Questions that the candidate had before; none of them is drawn.

        Raises:
            PoolTooSmall: A cell asks for more questions than the bank holds for it.
        """
        draw = Draw(seed)
        taken = _Taken(set(seen), set())
        items: list[PaperItem] = []
        for section in blueprint.sections:
            drawn = _section(section, self._pools, taken, draw)
            items += [_item(question, section.marks_each, draw) for question in drawn]
        return Paper(
            blueprint=blueprint.code,
            blueprint_version=blueprint.version,
            title=blueprint.title,
            bank=self._bank,
            seed=seed,
            minutes=blueprint.minutes,
            pass_marks=blueprint.pass_marks,
            items=tuple(items),
        )


def compose(
    questions: Iterable[Question],
    blueprint: Blueprint,
    bank: Digest,
    seed: bytes,
    *,
    seen: Collection[QuestionId] = (),
) -> Paper:
    """Draw a single paper, as a Composer does."""
    return Composer(questions, bank).compose(blueprint, seed, seen=seen)


@dataclass(slots=True)
class _Taken:
    """What can no longer be drawn: questions, and words of groups that exclude each other."""

    questions: set[QuestionId]
    groups: set[str]

    def allows(self, question: Question) -> bool:
        return question.id not in self.questions and question.exclusive not in self.groups

    def add(self, question: Question) -> None:
        self.questions.add(question.id)
        if question.exclusive:
            self.groups.add(question.exclusive)


def pools_of(questions: Iterable[Question]) -> Pools:
    """Return what each cell can draw from, by kind and topic, in the order of the ids."""
    newest: dict[QuestionId, Question] = {}
    for question in questions:
        held = newest.get(question.id)
        if held is None or question.revision > held.revision:
            newest[question.id] = question
    pools: defaultdict[tuple[QuestionKind, TopicId], list[Question]] = defaultdict(list)
    for _, question in sorted(newest.items()):
        for topic in _topic_and_above(question.topic):
            pools[question.kind, topic].append(question)
    return pools


def _topic_and_above(topic: TopicId) -> Iterable[TopicId]:
    parts = topic.split(".")
    return (TopicId(".".join(parts[:depth])) for depth in range(len(parts), 0, -1))


def _section(section: Section, pools: Pools, taken: _Taken, draw: Draw) -> Sequence[Question]:
    drawn: list[Question] = []
    for cell in section.cells:
        drawn += _cell(cell, section.kind, pools, taken, draw)
    return draw.shuffled(drawn)


def _cell(
    cell: Cell, kind: QuestionKind, pools: Pools, taken: _Taken, draw: Draw
) -> Sequence[Question]:
    gone, groups = taken.questions, taken.groups
    pool = pools.get((kind, cell.topic), ())
    free = [each for each in pool if each.id not in gone and each.exclusive not in groups]
    drawn: list[Question] = []
    lots = draw.each(free)
    while len(drawn) < cell.questions:
        question = next(lots, None)
        if question is None:
            raise PoolTooSmall(topic=cell.topic, kind=kind, have=len(drawn), need=cell.questions)
        if taken.allows(question):
            taken.add(question)
            drawn.append(question)
    return drawn


def _item(question: Question, marks: int, draw: Draw) -> PaperItem:
    order = list(range(len(question.options)))
    if not question.keep_order and question.kind is not QuestionKind.JUDGE:
        order = draw.shuffled(order)
    return PaperItem(
        question=question.id,
        revision=question.revision,
        kind=question.kind,
        stem=question.stem,
        options=tuple(question.options[index] for index in order),
        key=tuple(place for place, index in enumerate(order) if index in question.key),
        topic=question.topic,
        marks=marks,
        pictures=question.pictures,
        case=question.case,
        case_text=question.case_text,
    )
