"""Composing a paper: the same bank, blueprint and seed give the same paper, for ever."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from station.errors.exam import PoolTooSmall
from station.exam import mix
from station.exam.blueprint import Blueprint
from station.exam.cell_plan import BlueprintPlan, CellPlan, plan_blueprint
from station.exam.draw import Draw
from station.exam.paper import Paper, PaperItem
from station.exam.pools import Pools, Unit, is_pictured, pools_of
from station.exam.question import Question, QuestionKind
from station.ids import Digest, QuestionId

_Fixed = dict[tuple[QuestionId, int], PaperItem]
"""What questions look like whose options are not shuffled, by what they are worth."""


class Composer:
    """A bank made ready to draw many papers from: sorting it is most of the work of one paper.

    Args:
        questions: In any order; of a question's revisions the newest counts.
        bank: Digest of the bank that they came from; written on each paper.
        pools: The same, sorted already, or a part of it.
        most_use: How often a question is drawn at most, of its fair share, on average.

    Attributes:
        pools: What each cell draws from.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        bank: Digest,
        *,
        pools: Pools | None = None,
        most_use: Fraction = mix.MOST_USE,
    ) -> None:
        self.pools = pools_of(questions) if pools is None else pools
        self.bank = bank
        self._most_use = most_use
        self._planned: dict[Blueprint, BlueprintPlan] = {}
        self._fixed: _Fixed = {}

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
        plan = self._plan(blueprint)
        taken = _Taken(set(seen), set(), blueprint.limits.pictures, plan.pictured)
        offset = draw.below(mix.OFFSETS) if blueprint.limits.mixes else 0
        items: list[PaperItem] = []
        for section, cells in plan.sections:
            drawn = [unit for cell in cells for unit in _cell(cell, taken, draw, offset)]
            for unit in draw.shuffled(drawn):
                items += _items(unit, section.marks_each, draw, self._fixed)
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

    def prepare(self, blueprint: Blueprint) -> None:
        """Work out beforehand what is the same for every paper of a blueprint."""
        self._plan(blueprint)

    def pictured(self, blueprint: Blueprint) -> int:
        """Return how many questions with pictures no paper of a blueprint can do without."""
        return self._plan(blueprint).pictured

    def _plan(self, blueprint: Blueprint) -> BlueprintPlan:
        """Return what is the same for every paper of a blueprint; it is worked out once."""
        planned = self._planned.get(blueprint)
        if planned is None:
            planned = self._planned[blueprint] = plan_blueprint(
                blueprint, self.pools, self._most_use
            )
        return planned


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
    """What can no longer be drawn: questions, groups that exclude each other, too many pictures.

    Attributes:
        pictures: Questions with pictures that may still be drawn; None for any number.
        reserved: Those of them that the cells still to be drawn cannot do without.
    """

    questions: set[QuestionId]
    groups: set[str]
    pictures: int | None
    reserved: int

    def allows(self, unit: Unit) -> bool:
        for part in unit:
            if part.id in self.questions or part.exclusive in self.groups:
                return False
        return self.pictures is None or self.pictures > self.reserved or not is_pictured(unit)

    def add(self, unit: Unit) -> None:
        for part in unit:
            self.questions.add(part.id)
            if part.exclusive:
                self.groups.add(part.exclusive)
        if self.pictures is not None and is_pictured(unit):
            self.pictures -= 1


def _cell(plan: CellPlan, taken: _Taken, draw: Draw, offset: int) -> Sequence[Unit]:
    """Draw a cell: each class as often as its share says, and the rest from whatever there is."""
    taken.reserved -= plan.pictured
    drawn: list[Unit] = []
    if plan.classes:
        for each, wanted in mix.counts(plan.edges, plan.number, offset).items():
            drawn += _lots(plan.classes[each], wanted, taken, draw)
    if len(drawn) < plan.cell.questions:
        free = plan.free(taken.questions, taken.groups)
        drawn += _lots(free, plan.cell.questions - len(drawn), taken, draw)
    if len(drawn) < plan.cell.questions:
        raise PoolTooSmall(
            topic=plan.cell.topic, kind=plan.kind, have=len(drawn), need=plan.cell.questions
        )
    return drawn


def _lots(units: Sequence[Unit], most: int, taken: _Taken, draw: Draw) -> list[Unit]:
    drawn: list[Unit] = []
    lots = draw.each(units)
    while len(drawn) < most and (unit := next(lots, None)) is not None:
        if taken.allows(unit):
            taken.add(unit)
            drawn.append(unit)
    return drawn


def _items(unit: Unit, marks: int, draw: Draw, fixed: _Fixed) -> Iterator[PaperItem]:
    """Yield a unit's questions; a case's marks go evenly to them, what is left over to the last."""
    each, over = divmod(marks, len(unit))
    for place, question in enumerate(unit, start=1):
        worth = each + (place > len(unit) - over)
        if question.keep_order or question.kind is QuestionKind.JUDGE:
            item = fixed.get((question.id, worth))
            if item is None:
                item = _item(question, worth, range(len(question.options)))
                fixed[question.id, worth] = item
            yield item
        else:
            yield _item(question, worth, draw.shuffled(range(len(question.options))))


def _item(question: Question, marks: int, order: Sequence[int]) -> PaperItem:
    return PaperItem(
        question=question.id,
        revision=question.revision,
        kind=question.kind,
        stem=question.stem,
        options=tuple([question.options[index] for index in order]),
        key=tuple([place for place, index in enumerate(order) if index in question.key]),
        topic=question.topic,
        marks=marks,
        pictures=question.pictures,
        case=question.case,
        case_text=question.case_text,
    )
