"""Whether a bank is large enough for a blueprint, said cell by cell before anyone sits an exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.errors.exam import NeighboursAlike, PoolTooSmall
from station.exam.blueprint import Blueprint
from station.exam.compose import Composer
from station.exam.pools import Supply, supply_of
from station.exam.room_parts import COLOURS, least_common
from station.exam.seating import RoomComposer

WARN_BELOW = 10
REFUSE_BELOW = 3


class Enough(StrEnum):
    """How far a cell's pool goes."""

    YES = "yes"
    THIN = "thin"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSupply:
    """A cell of a blueprint, and whether its pool is enough for it."""

    supply: Supply
    enough: Enough


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSupply:
    """Whether a bank is enough for a room full of people.

    Attributes:
        cells: In the blueprint's order.
        common: Questions that two neighbours can have in common at most.
        least_common: What no other dealing of these pools brings below.
        may_be_common: What the blueprint allows; None for any number.
        crowded: Cells with less than neighbours need to share nothing of them, the worst first.
        pictured: Questions with pictures that each paper has at least.
        may_be_pictured: What the blueprint allows; None for any number.
        retake: Cells that cannot be filled a second time without a question seen before.
        practice: It is for practice or a drill, where neighbours may share what they like.
    """

    cells: tuple[CellSupply, ...]
    common: int
    least_common: int
    may_be_common: int | None
    crowded: tuple[Supply, ...]
    pictured: int
    may_be_pictured: int | None
    retake: tuple[Supply, ...]
    practice: bool

    @property
    def alike(self) -> bool:
        """Whether neighbours may come to share more than the blueprint allows."""
        return self.may_be_common is not None and self.common > self.may_be_common

    @property
    def enough(self) -> Enough:
        """The worst that can be said of it."""
        found = {cell.enough for cell in self.cells}
        too_many = self.may_be_pictured is not None and self.pictured > self.may_be_pictured
        if Enough.NO in found or too_many or (self.alike and not self.practice):
            return Enough.NO
        return Enough.THIN if Enough.THIN in found or self.alike or self.retake else Enough.YES


def check_supply(
    composer: Composer, blueprint: Blueprint, *, practice: bool
) -> tuple[CellSupply, ...]:
    """Judge each cell of a blueprint.

    An exam needs three times what one paper draws, and is warned of below ten times. For practice
    and drills one paper is enough, and less than ten times is thin.

    Source:
        RULES 5.3.
    """
    least = 1 if practice else REFUSE_BELOW
    return tuple(
        CellSupply(supply=cell, enough=_enough(cell, least))
        for cell in supply_of(composer.pools, blueprint)
    )


def check_room(
    composer: Composer, blueprint: Blueprint, secret: bytes, *, practice: bool
) -> RoomSupply:
    """Judge a bank for a session: its cells, its neighbours, its pictures and who comes again.

    Args:
        secret: The session's, if it has one already; how the pools are cut depends on it.
    """
    cells = check_supply(composer, blueprint, practice=practice)
    share = blueprint.limits.neighbour_percent
    pools = [cell.supply for cell in cells]
    crowded = [each for each in pools if each.have < COLOURS * each.need]
    return RoomSupply(
        cells=cells,
        common=RoomComposer(composer, blueprint, secret).most_common(),
        least_common=least_common((each.need, each.have) for each in pools),
        crowded=tuple(sorted(crowded, key=_short, reverse=True)),
        practice=practice,
        may_be_common=None if share is None else blueprint.questions * share // 100,
        pictured=composer.pictured(blueprint),
        may_be_pictured=blueprint.limits.pictures,
        retake=tuple(each.supply for each in cells if each.supply.have < 2 * each.supply.need),
    )


def refuse_short(cells: Iterable[CellSupply]) -> None:
    """Refuse the first cell that is too small.

    Raises:
        PoolTooSmall: It names the cell.
    """
    for cell in cells:
        if cell.enough is Enough.NO:
            short = cell.supply
            raise PoolTooSmall(topic=short.topic, kind=short.kind, have=short.have, need=short.need)


def refuse_alike(room: RoomSupply) -> None:
    """Refuse a bank with which neighbours at an exam would share too much.

    Raises:
        NeighboursAlike: It names the cell that is short by most.
    """
    if room.alike and not room.practice:
        worst = room.crowded[0]
        raise NeighboursAlike(
            common=room.common,
            most=room.may_be_common or 0,
            topic=worst.topic,
            kind=worst.kind,
            have=worst.have,
            want=COLOURS * worst.need,
        )


def _short(cell: Supply) -> int:
    return COLOURS * cell.need - cell.have


def _enough(cell: Supply, least: int) -> Enough:
    if cell.have < least * cell.need:
        return Enough.NO
    return Enough.THIN if cell.have < WARN_BELOW * cell.need else Enough.YES
