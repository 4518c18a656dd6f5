"""What is the same for every paper of a blueprint: worked out once for each of its cells."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import overload

from station.exam import mix
from station.exam.blueprint import Blueprint, Cell, DrawLimits, Section, SectionKind
from station.exam.pools import Pools, Unit, is_pictured, pool_of
from station.ids import QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlan:
    """One cell of a blueprint, and what a bank has for it.

    Attributes:
        number: Of the cell on the paper, from 0.
        classes: The pool by difficulty and source; empty if the blueprint asks for no mix.
        edges: Where each class's share of the cell ends (mix.edges).
        pictured: Questions with pictures that this cell cannot do without.
        places: Where in the pool a question lies, a case by its first question.
        groups: Where in the pool the questions of a group lie that exclude each other.
    """

    number: int
    kind: SectionKind
    cell: Cell
    pool: Sequence[Unit]
    classes: Mapping[mix.Class, Sequence[Unit]]
    edges: Mapping[mix.Class, mix.Edge]
    pictured: int
    places: Mapping[QuestionId, int]
    groups: Mapping[str, Sequence[int]]

    def free(self, gone: Collection[QuestionId], groups: Iterable[str]) -> Sequence[Unit]:
        """Return the pool without what is gone, so that no lot is drawn for it."""
        places = {self.places[name] for name in gone if name in self.places}
        for group in groups:
            places.update(self.groups.get(group, ()))
        return _Without(self.pool, sorted(places)) if places else self.pool


@dataclass(frozen=True, slots=True)
class BlueprintPlan:
    """The cells of a blueprint, section by section.

    Attributes:
        pictured: Questions with pictures that no paper can do without.
    """

    sections: tuple[tuple[Section, tuple[CellPlan, ...]], ...]
    pictured: int


def plan_blueprint(
    blueprint: Blueprint, pools: Pools, most_use: Fraction = mix.MOST_USE
) -> BlueprintPlan:
    """Prepare the drawing of many papers."""
    numbers = count()
    sections = tuple(
        (
            section,
            tuple(
                _plan(next(numbers), section, cell, pools, blueprint.limits, most_use)
                for cell in section.cells
            ),
        )
        for section in blueprint.sections
    )
    pictured = sum(plan.pictured for _, plans in sections for plan in plans)
    return BlueprintPlan(sections, pictured)


class _Without(Sequence[Unit]):
    """A pool without a few of its places; nothing is copied, however large it is."""

    def __init__(self, pool: Sequence[Unit], gone: Sequence[int]) -> None:
        self._pool = pool
        self._gone = gone

    def __len__(self) -> int:
        return len(self._pool) - len(self._gone)

    @overload
    def __getitem__(self, place: int) -> Unit: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Unit]: ...

    def __getitem__(self, place: int | slice) -> Unit | Sequence[Unit]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        for gone in self._gone:
            if gone > place:
                break
            place += 1
        return self._pool[place]


def _plan(
    number: int,
    section: Section,
    cell: Cell,
    pools: Pools,
    limits: DrawLimits,
    most_use: Fraction,
) -> CellPlan:
    pool, need = pool_of(pools, section, cell), cell.questions
    mixes = limits.mixes and len(pool) >= need
    classes = mix.by_class(pool) if mixes else {}
    sizes = {each: len(units) for each, units in classes.items()}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(pool):
        if unit[0].exclusive:
            groups[unit[0].exclusive].append(place)
    return CellPlan(
        number=number,
        kind=section.kind,
        cell=cell,
        pool=pool,
        classes=classes,
        edges=mix.edges(mix.shares(sizes, need, limits, most_use)) if mixes else {},
        pictured=max(0, need - sum(not is_pictured(unit) for unit in pool)),
        places={unit[0].id: place for place, unit in enumerate(pool)},
        groups=groups,
    )
