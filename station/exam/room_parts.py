"""What each colour of a room draws from, so that neighbours share as little as can be.

Of the four colours every two are neighbours somewhere, so no two of their parts may have much in
common. Each cell's pool is dealt out question by question: a quarter to each colour, alike in
difficulty, source and pictures. Where a quarter is less than a paper needs, a colour borrows from
the others, always where the colours that it then shares with have shared least: so the six pairs of
colours come out alike.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from station.exam import mix
from station.exam.blueprint import WHOLE, Blueprint
from station.exam.compose import Composer
from station.exam.draw import Draw
from station.exam.pools import CellKey, Pools, Unit, is_pictured, pool_of, was_seen
from station.ids import QuestionId

COLOURS = 4
DEALINGS = 8
"""That are tried at most."""

Part = dict[CellKey, list[Unit]]
"""What one colour draws from, cell by cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCell:
    """A cell as a whole room sees it.

    Attributes:
        need: Questions that one paper draws.
        pool: All that the bank holds for it, shuffled by lot.
    """

    key: CellKey
    need: int
    pool: tuple[Unit, ...]


def room_cells(pools: Pools, blueprint: Blueprint, secret: bytes) -> tuple[RoomCell, ...]:
    """Return a blueprint's cells, in its order."""
    needs: Counter[CellKey] = Counter()
    held: dict[CellKey, Sequence[Unit]] = {}
    for section in blueprint.sections:
        for cell in section.cells:
            needs[section.kind, cell.topic] += cell.questions
            held[section.kind, cell.topic] = pool_of(pools, section, cell)
    return tuple(
        RoomCell(key=key, need=need, pool=_by_lot(held[key], secret, key))
        for key, need in needs.items()
    )


def least_common(needs: Iterable[tuple[int, int]]) -> int:
    """Return what two neighbours share at least, however the pools are dealt.

    Four papers that need more than a cell holds give some of its questions twice or more often.
    Each question that n papers have is shared by n * (n - 1) / 2 of the six pairs.

    Args:
        needs: For each cell what one paper draws, and what there is.
    """
    shared = 0
    for need, have in needs:
        if have:
            often, over = divmod(COLOURS * need, have)
            shared += (have - over) * comb(often, 2) + over * comb(often + 1, 2)
    return -(-shared // comb(COLOURS, 2))


def deal(bank: Composer, blueprint: Blueprint, secret: bytes) -> "DealtParts":
    """Return the first dealing in which neighbours share no more than the blueprint allows.

    Mostly that is the first of all. Where the bank is just large enough some do not come out, and
    where it is too small none does: then the best of them counts.
    """
    share = blueprint.limits.neighbour_percent
    most = WHOLE if share is None else share
    dealings: list[DealtParts] = []
    for number in range(DEALINGS):
        dealings.append(DealtParts(bank, blueprint, secret, number))
        if WHOLE * dealings[-1].most_common() <= most * blueprint.questions:
            return dealings[-1]
    return min(dealings, key=DealtParts.most_common)


class DealtParts:
    """The parts of the four colours of one session.

    Args:
        bank: The whole bank, made ready.
        secret: The session's own; who gets which question depends on it.
        number: Of the dealing, from 0.
    """

    def __init__(self, bank: Composer, blueprint: Blueprint, secret: bytes, number: int) -> None:
        self._bank = bank.bank
        secret += b"deal 2 %d" % number
        self._cells = cells = room_cells(bank.pools, blueprint, secret)
        self._parts: list[Part] = [{cell.key: [] for cell in cells} for _ in range(COLOURS)]
        self._holders: defaultdict[tuple[CellKey, QuestionId], set[int]] = defaultdict(set)
        self._shared: list[Counter[int]] = [Counter() for _ in range(COLOURS)]
        first = Draw(hashlib.sha256(secret).digest()).below(COLOURS)
        self._deal(first)
        for place, cell in enumerate(cells):
            self._fill(cell, [(first + place + turn) % COLOURS for turn in range(COLOURS)])
        pictures = blueprint.limits.pictures
        if pictures is not None:
            for colour in range(COLOURS):
                self._offer_plain(colour, pictures)

    def composer(
        self,
        colour: int,
        seen: Collection[QuestionId] = frozenset(),
        most_use: Fraction = mix.MOST_USE,
    ) -> Composer:
        """Return what draws the papers of a colour; for who comes again, without what was seen."""
        part = self._fresh(colour, seen) if seen else self._parts[colour]
        return Composer((), self._bank, pools=part, most_use=most_use)

    def most_common(self) -> int:
        """Return how many questions the papers of two neighbours can have in common at most."""
        return max(
            sum(self._common(cell, one, other) for cell in self._cells)
            for one, other in combinations(range(COLOURS), 2)
        )

    def _fresh(self, colour: int, seen: Collection[QuestionId]) -> Part:
        fresh: Part = {}
        shared = Counter(self._shared[colour])
        for cell in self._cells:
            own = [u for u in self._parts[colour][cell.key] if not was_seen(u, seen)]
            others = [u for u in cell.pool if not was_seen(u, seen)]
            while _goes_for(own) < cell.need:
                unit = self._least_shared(cell, own, shared, others)
                if unit is None:
                    break
                own.append(unit)
                shared.update(self._holders[cell.key, unit[0].id] - {colour})
            fresh[cell.key] = own
        return fresh

    def _common(self, cell: RoomCell, one: int, other: int) -> int:
        both = {one, other}
        held = sum(both <= self._holders[cell.key, unit[0].id] for unit in cell.pool)
        return min(cell.need, held)

    def _deal(self, turn: int) -> None:
        """Give each question to one colour, of each class as many to each as can be."""
        owners: dict[QuestionId, int] = {}
        for cell in self._cells:
            for unit in sorted(cell.pool, key=_class):
                name = unit[0].id
                if name not in owners:
                    owners[name], turn = turn, (turn + 1) % COLOURS
                self._give(cell, owners[name], unit)

    def _give(self, cell: RoomCell, colour: int, unit: Unit) -> None:
        self._parts[colour][cell.key].append(unit)
        self._holders[cell.key, unit[0].id].add(colour)

    def _fill(self, cell: RoomCell, lacking: list[int]) -> None:
        """Let colours borrow in turn, until each can fill a paper or there is no more."""
        while lacking:
            lacking = [
                colour
                for colour in lacking
                if _goes_for(self._parts[colour][cell.key]) < cell.need
                and self._borrow(cell, colour, cell.pool)
            ]

    def _offer_plain(self, colour: int, most: int) -> None:
        """Let a colour borrow until no paper must have more pictures than are allowed."""
        part = self._parts[colour]
        for cell in self._cells:
            plain = [unit for unit in cell.pool if not is_pictured(unit)]
            while (
                _pictures_needed(self._cells, part) > most
                and _pictures_needed((cell,), part)
                and self._borrow(cell, colour, plain)
            ):
                pass

    def _borrow(self, cell: RoomCell, colour: int, pool: Iterable[Unit]) -> bool:
        """Let a colour have one more question of the others; False if there is none."""
        shared = self._shared[colour]
        unit = self._least_shared(cell, self._parts[colour][cell.key], shared, pool)
        if unit is None:
            return False
        for other in self._holders[cell.key, unit[0].id]:
            shared[other] += 1
            self._shared[other][colour] += 1
        self._give(cell, colour, unit)
        return True

    def _least_shared(
        self, cell: RoomCell, own: Sequence[Unit], shared: Counter[int], pool: Iterable[Unit]
    ) -> Unit | None:
        """Find what is best borrowed: held by the fewest, who share the least with the borrower."""
        names = {unit[0].id for unit in own}
        groups = {unit[0].exclusive for unit in own if unit[0].exclusive}
        free = (u for u in pool if u[0].id not in names and u[0].exclusive not in groups)

        def cost(unit: Unit) -> tuple[int, int]:
            holders = self._holders[cell.key, unit[0].id]
            return len(holders), max((shared[other] for other in holders), default=0)

        return min(free, key=cost, default=None)


def _goes_for(part: Sequence[Unit]) -> int:
    """Return how many questions one paper can draw; of those that exclude each other, one."""
    groups = {unit[0].exclusive for unit in part if unit[0].exclusive}
    return sum(not unit[0].exclusive for unit in part) + len(groups)


def _pictures_needed(cells: Iterable[RoomCell], part: Part) -> int:
    """Return how many questions with pictures a paper of these cells cannot do without."""
    return sum(
        max(0, cell.need - sum(not is_pictured(unit) for unit in part[cell.key])) for cell in cells
    )


def _class(unit: Unit) -> tuple[int, bool, bool]:
    return (*mix.class_of(unit), is_pictured(unit))


def _by_lot(pool: Sequence[Unit], secret: bytes, key: CellKey) -> tuple[Unit, ...]:
    kind, topic = key
    label = f" {kind} {topic}".encode()
    return tuple(Draw(hashlib.sha256(secret + label).digest()).shuffled(pool))
