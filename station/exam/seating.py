"""Papers for a room: neighbours share few questions, and never an order.

Seats are coloured like a map: rows and columns, even and odd, give four colours, and no seat has
the colour of any of the eight around it. Each colour draws from a part of its own, cut once a
session (room_parts). So a paper depends on the session, the place and the candidate's own seed, and
never on who else came.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from station.exam import mix
from station.exam.blueprint import Blueprint
from station.exam.compose import Composer
from station.exam.paper import Paper
from station.exam.room_parts import COLOURS, DealtParts, deal
from station.exam.room_quarters import QuarterParts
from station.ids import QuestionId


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


class RoomForm(IntEnum):
    """How a session's papers are drawn; a session keeps the form that it was issued with.

    Attributes:
        QUARTERS: Pools are cut in four runs.
        DEALT: Pools are dealt question by question.
        EVEN: The same, and no question is drawn more than a sixth above its fair share on average.
    """

    QUARTERS = 1
    DEALT = 2
    EVEN = 3

    @property
    def most_use(self) -> Fraction:
        """How often a question is drawn at most, of its fair share, on average."""
        return mix.MOST_USE if self is RoomForm.EVEN else mix.FIRST_MOST_USE


class RoomComposer:
    """Draws the papers of one session; the pools are cut once.

    Args:
        bank: The whole bank, made ready.
        secret: The session's own; cuts the pools.
    """

    def __init__(
        self,
        bank: Composer,
        blueprint: Blueprint,
        secret: bytes,
        form: RoomForm = RoomForm.EVEN,
    ) -> None:
        self._blueprint = blueprint
        self._parts: DealtParts | QuarterParts = (
            QuarterParts(bank, blueprint, secret)
            if form is RoomForm.QUARTERS
            else deal(bank, blueprint, secret)
        )
        self._most_use = form.most_use
        self._composers = tuple(
            self._parts.composer(colour, most_use=form.most_use) for colour in range(COLOURS)
        )
        for composer in self._composers:
            composer.prepare(blueprint)

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
            composer = self._parts.composer(place.colour, frozenset(seen), self._most_use)
        return composer.compose(self._blueprint, seed, seen=seen)

    def most_common(self) -> int:
        """Return how many questions the papers of two neighbours can have in common at most."""
        return self._parts.most_common()


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
