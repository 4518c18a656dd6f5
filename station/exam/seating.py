"""Papers for a room: neighbours share few questions, and never an order.

Seats are coloured like a map: rows and columns, even and odd, give four colours, and no seat has
the colour of any of the eight around it. Each cell's pool is cut into four parts by lot, once a
session, and each colour draws from a part of its own. So a paper depends on the session, the place
and the candidate's own seed, and never on who else came.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

from station.exam.blueprint import Blueprint, Cell, Section
from station.exam.compose import Composer
from station.exam.draw import Draw
from station.exam.paper import Paper
from station.exam.pools import Pools, Unit, pool_of
from station.exam.question import Question
from station.ids import QuestionId

COLOURS = 4


@dataclass(frozen=True, slots=True, order=True)
class SeatPlace:
    """Where a seat stands in the room, both from 0."""

    row: int
    column: int

    @property
    def colour(self) -> int:
        """0 to 3; none of the eight places around has the same."""
        return 2 * (self.row % 2) + self.column % 2

    def is_beside(self, other: "SeatPlace") -> bool:
        """Whether the other place is one of the eight around this one."""
        apart = max(abs(self.row - other.row), abs(self.column - other.column))
        return apart == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two neighbours whose papers are too much alike.

    Attributes:
        common: Questions that both have.
        same_order: Whether both have the same questions in the same order.
    """

    one: SeatPlace
    other: SeatPlace
    common: int
    same_order: bool


class RoomComposer:
    """Draws the papers of one session; the pools are cut once.

    Args:
        bank: The whole bank, made ready.
        secret: The session's own; cuts the pools.
    """

    def __init__(self, bank: Composer, blueprint: Blueprint, secret: bytes) -> None:
        self._blueprint = blueprint
        self._bank = bank.bank
        self._cells = tuple(
            (cell.questions, _by_lot(bank.pools, secret, section, cell))
            for section in blueprint.sections
            for cell in section.cells
        )
        self._composers = tuple(self._composer(colour, frozenset()) for colour in range(COLOURS))

    def compose(self, place: SeatPlace, seed: bytes, *, seen: Collection[QuestionId] = ()) -> Paper:
        """Draw the paper of a candidate at a place.

        Args:
            seed: The candidate's own.
            seen: Questions that the candidate had before; none of them is drawn.

        Raises:
            PoolTooSmall: What the place may draw from cannot fill the blueprint.
        """
        composer = self._composers[place.colour]
        if seen:
            composer = self._composer(place.colour, frozenset(seen))
        return composer.compose(self._blueprint, seed, seen=seen)

    def most_common(self) -> int:
        """Return how many questions the papers of two neighbours can have in common at most."""
        parts = [list(self._parts(colour, frozenset())) for colour in range(COLOURS)]
        return max(
            sum(
                min(need, len({unit[0].id for unit in one} & {unit[0].id for unit in other}))
                for (need, _), one, other in zip(self._cells, first, second, strict=True)
            )
            for first, second in combinations(parts, 2)
        )

    def _composer(self, colour: int, seen: frozenset[QuestionId]) -> Composer:
        part: dict[QuestionId, Question] = {
            question.id: question
            for units in self._parts(colour, seen)
            for unit in units
            for question in unit
        }
        return Composer(part.values(), self._bank)

    def _parts(self, colour: int, seen: frozenset[QuestionId]) -> Iterator[list[Unit]]:
        """Yield a colour's part of each cell: a quarter of its pool, or all it needs."""
        for need, around in self._cells:
            start, end = (len(around) * edge // COLOURS for edge in (colour, colour + 1))
            own = around[start:end]
            fresh = sum(not _was_seen(unit, seen) for unit in own)
            others = (each for each in around[end:] + around[:start] if not _was_seen(each, seen))
            yield [*own, *islice(others, max(0, need - fresh))]


def alike(papers: Mapping[SeatPlace, Paper], most_percent: int) -> tuple[Alike, ...]:
    """Name the neighbours who share more than so many per cent of their questions, or an order."""
    places = sorted(papers)
    shown = {place: [item.question for item in papers[place].items] for place in places}
    found = []
    for one in places:
        for other in (each for each in places if one < each and one.is_beside(each)):
            common = len(set(shown[one]) & set(shown[other]))
            same_order = shown[one] == shown[other]
            if same_order or 100 * common > most_percent * min(len(shown[one]), len(shown[other])):
                found.append(Alike(one=one, other=other, common=common, same_order=same_order))
    return tuple(found)


def _was_seen(unit: Unit, seen: frozenset[QuestionId]) -> bool:
    return any(part.id in seen for part in unit)


def _by_lot(pools: Pools, secret: bytes, section: Section, cell: Cell) -> tuple[Unit, ...]:
    pool = pool_of(pools, section, cell)
    label = f"part 1 {section.kind} {cell.topic}".encode()
    return tuple(Draw(hashlib.sha256(secret + label).digest()).shuffled(pool))
