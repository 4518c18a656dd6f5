"""Composing a paper: the same bank, blueprint and seed give the same paper, for ever."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from station.errors.exam import PoolTooSmall
from station.exam import mix
from station.exam.blueprint import Blueprint, Cell, DrawLimits, Section, SectionKind
from station.exam.draw import Draw
from station.exam.paper import Paper, PaperItem
from station.exam.pools import Pools, Unit, pool_of, pools_of
from station.exam.question import Question, QuestionKind
from station.ids import Digest, QuestionId


class Composer:
    """A bank made ready to draw many papers from: sorting it is most of the work of one paper.

    Args:
        questions: In any order; of a question's revisions the newest counts.
        bank: Digest of the bank that they came from; written on each paper.

    Attributes:
        pools: What each cell draws from.
    """

    def __init__(self, questions: Iterable[Question], bank: Digest) -> None:
        self.pools = pools_of(questions)
        self.bank = bank
        self._planned: dict[Blueprint, tuple[tuple[_Plan, ...], ...]] = {}

    def compose(
        self, blueprint: Blueprint, seed: bytes, *, seen: Collection[QuestionId] = ()
    ) -> Paper:
        """Draw a paper.

        Cells are drawn in the blueprint's order; then each section's questions are shuffled, then
        the options of each question that allows it. Of questions that exclude each other, the one
        drawn first is taken. A case stays together, its questions in their order.

        Args:
            seed: 32 bytes (seal.derive.paper_seed).
            seen: Questions that the candidate had before; none of them is drawn.

        Raises:
            PoolTooSmall: A cell asks for more questions than the bank holds for it.
        """
        draw = Draw(seed)
        plans = self._plans(blueprint)
        taken = _Taken(set(seen), set(), blueprint.limits.pictures)
        taken.reserved = self.pictured(blueprint)
        offset = draw.below(mix.OFFSETS) if blueprint.limits.mixes else 0
        items: list[PaperItem] = []
        for section, cells in zip(blueprint.sections, plans, strict=True):
            drawn = [unit for plan in cells for unit in _cell(plan, taken, draw, offset)]
            for unit in draw.shuffled(drawn):
                items += _items(unit, section.marks_each, draw)
        return Paper(
            blueprint=blueprint.code,
            blueprint_version=blueprint.version,
            title=blueprint.title,
            bank=self.bank,
            seed=seed,
            minutes=blueprint.minutes,
            pass_marks=blueprint.pass_marks,
            items=tuple(items),
        )

    def pictured(self, blueprint: Blueprint) -> int:
        """Return how many questions with pictures no paper of a blueprint can do without."""
        return sum(plan.pictured for section in self._plans(blueprint) for plan in section)

    def _plans(self, blueprint: Blueprint) -> tuple[tuple["_Plan", ...], ...]:
        """Return what is the same for every paper of a blueprint; it is worked out once."""
        if blueprint not in self._planned:
            numbers = count()
            self._planned[blueprint] = tuple(
                tuple(
                    _plan(next(numbers), section, cell, self.pools, blueprint.limits)
                    for cell in section.cells
                )
                for section in blueprint.sections
            )
        return self._planned[blueprint]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One cell of a blueprint, and what this bank has for it.

    Attributes:
        number: Of the cell on the paper, from 0.
        classes: The pool by difficulty and source; empty if the blueprint asks for no mix.
        pictured: Questions with pictures that this cell cannot do without.
    """

    number: int
    kind: SectionKind
    cell: Cell
    pool: Sequence[Unit]
    classes: Mapping[mix.Class, Sequence[Unit]]
    shares: Mapping[mix.Class, Fraction]
    pictured: int


def _plan(number: int, section: Section, cell: Cell, pools: Pools, limits: DrawLimits) -> _Plan:
    pool, need = pool_of(pools, section, cell), cell.questions
    mixes = limits.mixes and len(pool) >= need
    classes = mix.by_class(pool) if mixes else {}
    sizes = {each: len(units) for each, units in classes.items()}
    plain = sum(not _pictured(unit) for unit in pool)
    return _Plan(
        number=number,
        kind=section.kind,
        cell=cell,
        pool=pool,
        classes=classes,
        shares=mix.shares(sizes, need, limits) if mixes else {},
        pictured=max(0, need - plain),
    )


@dataclass(slots=True)
class _Taken:
    """What can no longer be drawn: questions, groups that exclude each other, too many pictures.

    Attributes:
        pictures: Questions with pictures that may still be drawn; None for any number.
        reserved: Those of them that the cells still to be drawn cannot do without.
    """

    questions: set[QuestionId]
    groups: set[str]
    pictures: int | None
    reserved: int = 0

    def allows(self, unit: Unit) -> bool:
        for part in unit:
            if part.id in self.questions or part.exclusive in self.groups:
                return False
        return self.pictures is None or self.pictures > self.reserved or not _pictured(unit)

    def add(self, unit: Unit) -> None:
        for part in unit:
            self.questions.add(part.id)
            if part.exclusive:
                self.groups.add(part.exclusive)
        if self.pictures is not None and _pictured(unit):
            self.pictures -= 1


def _cell(plan: _Plan, taken: _Taken, draw: Draw, offset: int) -> Sequence[Unit]:
    """Draw a cell: each class as often as its share says, and the rest from whatever there is."""
    taken.reserved -= plan.pictured
    drawn: list[Unit] = []
    if plan.classes:
        for each, wanted in mix.counts(plan.shares, plan.number, offset).items():
            drawn += _lots(plan.classes[each], wanted, taken, draw)
    if len(drawn) < plan.cell.questions:
        drawn += _lots(_free(plan.pool, taken), plan.cell.questions - len(drawn), taken, draw)
    if len(drawn) < plan.cell.questions:
        raise PoolTooSmall(
            topic=plan.cell.topic, kind=plan.kind, have=len(drawn), need=plan.cell.questions
        )
    return drawn


def _free(pool: Sequence[Unit], taken: _Taken) -> Sequence[Unit]:
    """Return what a lot is drawn for: never for questions that are gone already."""
    gone, groups = taken.questions, taken.groups
    return [unit for unit in pool if unit[0].id not in gone and unit[0].exclusive not in groups]


def _lots(units: Iterable[Unit], most: int, taken: _Taken, draw: Draw) -> list[Unit]:
    drawn: list[Unit] = []
    lots = draw.each(units)
    while len(drawn) < most and (unit := next(lots, None)) is not None:
        if taken.allows(unit):
            taken.add(unit)
            drawn.append(unit)
    return drawn


def _pictured(unit: Unit) -> bool:
    return any(part.pictures for part in unit)


def _items(unit: Unit, marks: int, draw: Draw) -> Iterator[PaperItem]:
    """Yield a unit's questions; a case's marks go evenly to them, what is left over to the last."""
    each, over = divmod(marks, len(unit))
    for place, question in enumerate(unit, start=1):
        yield _item(question, each + (place > len(unit) - over), draw)


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
