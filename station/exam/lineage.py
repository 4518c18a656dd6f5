"""A bank read anew beside the bank before: who is the same question, mended, new or gone.

Files that people keep by hand name no ids. A question's id never changes, and a mended question is
a new revision of it (RULES 5.1), so each question is looked for among those of the bank before:
by its id, which an untouched question of such a file keeps, then by its words. Only a pair that
each side finds best is taken for one question. The rest is new, or retired.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from station.exam.doctor.near import near_pairs
from station.exam.doctor.plain import alike, pairs, plain
from station.exam.question import Question, QuestionKind
from station.ids import QuestionId

NEAR = 0.65
"""Share of common pairs of characters from which a mended text is still the same question."""
NEAR_WITH_SAME_OPTIONS = 0.5
FEW = 1_000_000
"""So many pairs are looked at one by one; of more, those that near_pairs and options suggest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What became of a bank.

    Attributes:
        questions: Those read, in their order, with the ids and revisions that they have for good.
        mended: Those of them that are a new revision.
        retired: Revisions that nobody draws any more, for the papers that name them; of questions
            that were mended or are gone.
        gone: Ids that the new files do not have.
    """

    questions: tuple[Question, ...]
    mended: tuple[QuestionId, ...]
    retired: tuple[Question, ...]
    gone: tuple[QuestionId, ...]


def carry_on(read: Sequence[Question], before: Sequence[Question]) -> Lineage:
    """Give the questions read the ids and revisions that they have in the bank before.

    Args:
        before: Every revision that the bank before knows, in any order.
    """
    newest: dict[QuestionId, Question] = {}
    for question in before:
        held = newest.get(question.id)
        if held is None or question.revision > held.revision:
            newest[question.id] = question
    same = _by_id(read, newest)
    left = [question for question in newest.values() if question.id not in same.values()]
    same |= _by_words(read, [at for at in range(len(read)) if at not in same], left)
    questions: list[Question] = []
    mended: list[QuestionId] = []
    for at, question in enumerate(read):
        old = newest[same[at]] if at in same else None
        questions.append(question if old is None else _revised(question, old))
        if old is not None and questions[-1].revision > old.revision:
            mended.append(old.id)
    drawn = {(question.id, question.revision) for question in questions}
    return Lineage(
        questions=tuple(questions),
        mended=tuple(mended),
        retired=tuple(each for each in before if (each.id, each.revision) not in drawn),
        gone=tuple(sorted(newest.keys() - {question.id for question in questions})),
    )


def _revised(question: Question, old: Question) -> Question:
    """Return a question as the old one's latest revision, a new one if anything differs."""
    as_before = replace(question, id=old.id, revision=old.revision)
    if as_before == old:
        return replace(old, revision=max(question.revision, old.revision))
    return replace(as_before, revision=max(question.revision, old.revision + 1))


def _by_id(read: Sequence[Question], newest: dict[QuestionId, Question]) -> dict[int, QuestionId]:
    return {at: question.id for at, question in enumerate(read) if question.id in newest}


def _by_words(
    read: Sequence[Question], open_places: Sequence[int], left: Sequence[Question]
) -> dict[int, QuestionId]:
    """Return the pairs, each the best of both sides and no second one as good."""
    best: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for place, old in _met([read[at] for at in open_places], left):
        share = _likeness(read[open_places[place]], left[old])
        if share:
            best[place].append((share, old))
            found[old].append((share, place))
    matched: dict[int, QuestionId] = {}
    for place, candidates in best.items():
        chosen = _only_best(candidates)
        if chosen is not None and _only_best(found[chosen]) == place:
            matched[open_places[place]] = left[chosen].id
    return matched


def _only_best(candidates: Sequence[tuple[float, int]]) -> int | None:
    ordered = sorted(set(candidates), reverse=True)
    alone = len(ordered) == 1 or ordered[0][0] > ordered[1][0]
    return ordered[0][1] if alone else None


def _met(read: Sequence[Question], left: Sequence[Question]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places that are worth a look, each once: near stems, or the same options."""
    if len(read) * len(left) <= FEW:
        yield from product(range(len(read)), range(len(left)))
        return
    stems = [plain(question.stem) for question in (*read, *left)]
    met = {
        (min(pair), max(pair) - len(read))
        for pair in near_pairs(stems)
        if min(pair) < len(read) <= max(pair)
    }
    by_options: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for at, question in enumerate(left):
        if question.kind is not QuestionKind.JUDGE:
            by_options[_options(question)].append(at)
    for place, question in enumerate(read):
        met.update((place, old) for old in by_options.get(_options(question), ()))
    yield from sorted(met)


def _likeness(question: Question, old: Question) -> float:
    """Return how alike two questions are, 0 if they are not the same one."""
    if question.kind is not old.kind or question.case != old.case:
        return 0.0
    stems = alike(pairs(plain(question.stem)), pairs(plain(old.stem)))
    if question.kind is QuestionKind.JUDGE:
        return stems if stems >= NEAR else 0.0
    common = len(_options(question) & _options(old)) / len(_options(question) | _options(old))
    if common == 1:
        return 1 + stems if stems >= NEAR_WITH_SAME_OPTIONS else 0.0
    return stems + common if stems >= NEAR and common else 0.0


def _options(question: Question) -> frozenset[str]:
    return frozenset(map(plain, question.options))
