"""Whether a bank is large enough for a blueprint, said cell by cell before anyone sits an exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.exam.blueprint import Blueprint
from station.exam.compose import Supply, supply
from station.exam.question import Question

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


def check_supply(
    questions: Iterable[Question], blueprint: Blueprint, *, practice: bool
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
        for cell in supply(questions, blueprint)
    )


def _enough(cell: Supply, least: int) -> Enough:
    if cell.have < least * cell.need:
        return Enough.NO
    return Enough.THIN if cell.have < WARN_BELOW * cell.need else Enough.YES
