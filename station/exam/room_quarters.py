"""The parts of the first rooms: kept so that their papers come out the same for ever.

Each cell's pool is cut into four runs by lot. A colour whose run is too short takes what follows,
all of it the next colour's: in a small bank two neighbours share much. See room_parts.
"""

import hashlib
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations, islice

from station.exam import mix
from station.exam.blueprint import Blueprint, Cell, Section
from station.exam.compose import Composer
from station.exam.draw import Draw
from station.exam.pools import Pools, Unit, pool_of, was_seen
from station.exam.question import Question
from station.exam.room_parts import COLOURS
from station.ids import QuestionId


class QuarterParts:
    """The parts of the four colours of one session, as the first form has them."""

    def __init__(self, bank: Composer, blueprint: Blueprint, secret: bytes) -> None:
        self._bank = bank.bank
        self._cells = tuple(
            (cell.questions, _by_lot(bank.pools, secret, section, cell))
            for section in blueprint.sections
            for cell in section.cells
        )

    def composer(
        self,
        colour: int,
        seen: Collection[QuestionId] = frozenset(),
        most_use: Fraction = mix.FIRST_MOST_USE,
    ) -> Composer:
        """Return what draws the papers of a colour."""
        part: dict[QuestionId, Question] = {
            question.id: question
            for units in self._parts(colour, seen)
            for unit in units
            for question in unit
        }
        return Composer(part.values(), self._bank, most_use=most_use)

    def most_common(self) -> int:
        """Return how many questions the papers of two neighbours can have in common at most."""
        parts = [list(self._parts(colour, ())) for colour in range(COLOURS)]
        return max(
            sum(
                min(need, len({unit[0].id for unit in one} & {unit[0].id for unit in other}))
                for (need, _), one, other in zip(self._cells, first, second, strict=True)
            )
            for first, second in combinations(parts, 2)
        )

    def _parts(self, colour: int, seen: Collection[QuestionId]) -> Iterator[list[Unit]]:
        """Yield a colour's part of each cell: a quarter of its pool, or all it needs."""
        for need, around in self._cells:
            start, end = (len(around) * edge // COLOURS for edge in (colour, colour + 1))
            own = around[start:end]
            fresh = sum(not was_seen(unit, seen) for unit in own)
            others = (each for each in around[end:] + around[:start] if not was_seen(each, seen))
            yield [*own, *islice(others, max(0, need - fresh))]


def _by_lot(pools: Pools, secret: bytes, section: Section, cell: Cell) -> tuple[Unit, ...]:
    pool = pool_of(pools, section, cell)
    label = f"part 1 {section.kind} {cell.topic}".encode()
    return tuple(Draw(hashlib.sha256(secret + label).digest()).shuffled(pool))
