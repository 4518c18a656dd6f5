"""Questions that stand more than once, equal or nearly so, and whether their answers agree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import Doubt, Finding
from station.exam.doctor.near import near_pairs
from station.exam.doctor.plain import alike, pairs, plain
from station.exam.question import Question, QuestionKind
from station.exam.row_fault import RowFault
from station.exam.table_row import TableRow

NEAR = 0.8
"""Share of common pairs from which two stems are nearly the same."""

NEAR_WITH_SAME_OPTIONS = 0.6
LOOK_BACK = 4
LONG_STEM = 10
"""A shorter stem ("which is wrong?") says little: only common options make it the same."""


def find_doubles(rows: Sequence[tuple[TableRow, Question, str]]) -> Iterator[Finding]:
    """Look at every question beside those that resemble it.

    Args:
        rows: Each row with its question and the letters of its stem's column.
    """
    seen = _Seen(rows)
    for group in seen.same_words():
        yield from seen.of_same_words(group)
    for one, other in seen.same_stems():
        yield from seen.both(one, other, (Doubt.SAME_STEM, Doubt.SAME_STEM_DISAGREES))
    for one, other in seen.near():
        yield from seen.both(one, other, (Doubt.NEAR_DUPLICATE, Doubt.NEAR_DUPLICATE_DISAGREES))


class _Seen:
    """The questions in plain words."""

    def __init__(self, rows: Sequence[tuple[TableRow, Question, str]]) -> None:
        self._rows = rows
        self._stems = [plain(question.stem) for _, question, _ in rows]
        self._texts = [tuple(map(plain, question.options)) for _, question, _ in rows]
        self._options = [frozenset(texts) for texts in self._texts]
        self._pairs: dict[int, frozenset[str]] = {}
        self._group: dict[int, int] = {}
        self._compared: set[tuple[int, int]] = set()
        self._told: set[tuple[int, Doubt]] = set()

    def same_words(self) -> Iterator[list[int]]:
        """Yield the rows that say the same in all their words."""
        groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for n, (_, question, _) in enumerate(self._rows):
            options = self._options[n] if len(self._options[n]) == len(question.options) else n
            groups[question.kind, self._stems[n], options, question.pictures].append(n)
        yield from (group for group in groups.values() if len(group) > 1)

    def of_same_words(self, group: Sequence[int]) -> Iterator[Finding]:
        """Say of equal questions whether their answers agree; if not, none can be trusted."""
        self._group |= dict.fromkeys(group, group[0])
        agree = len({self._right(n) for n in group}) == 1
        if agree:
            yield self._one(group[0], Doubt.DUPLICATE_BELOW.value, group[1])
            for n in group[1:]:
                yield self._one(n, RowFault.DUPLICATE.value, group[0])
            return
        for n in group:
            other = next(m for m in group if self._right(m) != self._right(n))
            yield self._one(n, RowFault.DUPLICATE_DISAGREES.value, other, refusing=True)

    def same_stems(self) -> Iterator[tuple[int, int]]:
        """Yield pairs with the same stem and other options."""
        groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for n, (_, question, _) in enumerate(self._rows):
            if question.kind is not QuestionKind.JUDGE:
                groups[question.kind, self._stems[n], question.pictures].append(n)
        for group in groups.values():
            for at, n in enumerate(group[1:], start=1):
                before = group[max(0, at - LOOK_BACK) : at]
                shared = [m for m in before if self._options[m] & self._options[n]]
                rare = len(group) == 2 and len(self._stems[n]) >= LONG_STEM
                if shared or rare:
                    yield (shared or before)[0], n

    def near(self) -> Iterator[tuple[int, int]]:
        """Yield pairs, earlier and later, that say nearly the same."""
        looked: set[tuple[int, int]] = set()
        for pair in (*near_pairs(self._stems), *self._same_options()):
            one, other = min(pair), max(pair)
            if (one, other) not in looked:
                looked.add((one, other))
                if self._is_near(one, other):
                    yield one, other

    def both(self, one: int, other: int, doubts: tuple[Doubt, Doubt]) -> Iterator[Finding]:
        """Say of two rows that they resemble each other, once of each pair and row.

        Args:
            doubts: What to say if their answers agree, and if they do not.
        """
        equal = one in self._group and self._group[one] == self._group.get(other)
        if equal or (one, other) in self._compared:
            return
        self._compared.add((one, other))
        code = doubts[self._right(one) != self._right(other)]
        for n, beside in ((one, other), (other, one)):
            if (n, code) not in self._told:
                self._told.add((n, code))
                yield self._one(n, code.value, beside)

    def _same_options(self) -> Iterator[tuple[int, int]]:
        groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
        for n, (_, question, _) in enumerate(self._rows):
            if question.kind is not QuestionKind.JUDGE:
                groups[self._options[n]].append(n)
        for group in groups.values():
            for at, n in enumerate(group):
                yield from ((m, n) for m in group[max(0, at - LOOK_BACK) : at])

    def _is_near(self, one: int, other: int) -> bool:
        kinds = {self._rows[one][1].kind, self._rows[other][1].kind}
        if self._rows[one][1].pictures != self._rows[other][1].pictures:
            return False
        share = alike(self._pairs_of(one), self._pairs_of(other))
        if len(kinds) > 1:
            return False
        if QuestionKind.JUDGE in kinds:
            return share >= NEAR
        if self._options[one] == self._options[other]:
            return share >= NEAR_WITH_SAME_OPTIONS
        return share >= NEAR and bool(self._options[one] & self._options[other])

    def _pairs_of(self, n: int) -> frozenset[str]:
        if n not in self._pairs:
            self._pairs[n] = pairs(self._stems[n])
        return self._pairs[n]

    def _right(self, n: int) -> frozenset[str]:
        question = self._rows[n][1]
        return frozenset(self._texts[n][place] for place in question.key)

    def _one(self, n: int, code: str, other: int, *, refusing: bool = False) -> Finding:
        row, question, column = self._rows[n]
        return Finding(
            code=code,
            place=row.place,
            column=column,
            excerpt=excerpt(question.stem),
            about=_name(self._rows[other][0], row),
            refusing=refusing,
        )


def _name(other: TableRow, beside: TableRow) -> str:
    """Say where a row is, as shortly as it can be found from another."""
    place = other.place
    parts = [
        place.file if place.file != beside.place.file else "",
        place.part if place.part != beside.place.part else "",
        str(place.row),
    ]
    return " ".join(filter(None, parts))
