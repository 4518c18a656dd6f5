"""Mixes, limits and cases: what a blueprint asks of a paper beside how many of each topic."""

import hashlib
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.exam import PoolTooSmall
from station.exam import mix
from station.exam.blueprint import Cell, DrawLimits, Section, SectionKind
from station.exam.compose import Composer, compose
from station.exam.question import QuestionKind, Source
from station.ids import Digest, TopicId
from tests.unit.exam.made import blueprint, question

BANK = Digest(bytes(32))
TOPICS = tuple(f"1.{n}" for n in range(1, 11))
PICTURE = Digest(bytes(32))


def seed(*words):
    return hashlib.sha256(repr(words).encode()).digest()


def level(n):
    """Of ten questions, five easy, four middling, one hard."""
    return 1 if n % 10 < 5 else 2 if n % 10 < 9 else 3


def bank(count=40, difficulty=level, **more):
    made = []
    for topic in TOPICS:
        for kind in (QuestionKind.JUDGE, QuestionKind.SINGLE):
            for n in range(count):
                source = Source.NATIONAL if n % 5 else Source.PROVINCE
                name = f"{topic}-{kind.value}-{n:03}"
                fields = {"difficulty": difficulty(n), "source": source, **more}
                made.append(question(name, topic, kind, **fields))
    return made


def plan(judges=7, singles=3, **limits):
    """A hundred questions of ten topics."""
    return replace(blueprint(judges, singles, TOPICS), limits=DrawLimits(**limits))


def classes_of(papers, questions):
    known = {each.id: each for each in questions}
    for paper in papers:
        drawn = [known[item.question] for item in paper.items]
        yield Counter(q.difficulty for q in drawn), sum(q.source is Source.PROVINCE for q in drawn)


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 3), st.booleans()), st.integers(1, 50), min_size=1, max_size=6
    ),
    st.data(),
)
def test_shares_fill_the_cell_and_wear_no_question_out(sizes, data):
    total = sum(sizes.values())
    need = data.draw(st.integers(1, total))
    weights = data.draw(st.sampled_from([(), (5, 4, 1), (1, 0, 0), (0, 0, 9)]))
    percent = data.draw(st.sampled_from([None, 0, 80, 100]))
    share = mix.shares(sizes, need, DrawLimits(difficulty=weights, national_percent=percent))
    assert sum(share.values()) == need
    fair = Fraction(need, total)
    for each, size in sizes.items():
        assert 0 <= share[each] <= size
        assert share[each] <= fair * mix.MOST_USE * size


@given(st.lists(st.fractions(0, 9), min_size=1, max_size=6), st.integers(0, 99), st.data())
def test_whole_numbers_keep_the_sum_and_never_stray_by_one(parts, cell, data):
    whole = -(-sum(parts) // 1)
    share = dict(enumerate([*parts, whole - sum(parts)]))
    offset = data.draw(st.integers(0, mix.OFFSETS - 1))
    counts = mix.counts(mix.edges(share), cell, offset)
    assert sum(counts.values()) == whole
    assert all(abs(counts[each] - share[each]) < 1 for each in share)


def test_a_paper_has_the_mix_that_the_blueprint_asks_for():
    questions, asked = bank(), plan(difficulty=(5, 4, 1), national_percent=80)
    composer = Composer(questions, BANK)
    papers = [composer.compose(asked, seed(n)) for n in range(40)]
    for difficulty, provincial in classes_of(papers, questions):
        assert abs(difficulty[1] - 50) <= 5
        assert abs(difficulty[2] - 40) <= 5
        assert abs(difficulty[3] - 10) <= 4
        assert abs(provincial - 20) <= 5


def test_a_mix_that_the_bank_does_not_have_is_neared_and_no_question_wears_out():
    """Nine in ten are easy, half are asked to be: the rest is used a sixth more, and no more."""
    questions = bank(difficulty=lambda n: 1 if n % 10 else 3)
    composer, asked = Composer(questions, BANK), plan(difficulty=(5, 4, 1))
    papers = [composer.compose(asked, seed(n)) for n in range(400)]
    hard = [difficulty[3] for difficulty, _ in classes_of(papers, questions)]
    assert 10 <= sum(hard) / len(hard) <= 11.7 * 1.1
    used = Counter(item.question for paper in papers for item in paper.items)
    fair = {QuestionKind.JUDGE: 400 * 7 / 40, QuestionKind.SINGLE: 400 * 3 / 40}
    drawn = Counter()
    for each in questions:
        drawn[each.kind, each.difficulty] += used[each.id] / fair[each.kind]
    assert drawn[QuestionKind.JUDGE, 3] / 40 <= 1.3


def test_the_same_seed_gives_the_same_mixed_paper():
    asked = plan(difficulty=(5, 4, 1), national_percent=80, pictures=3)
    questions = bank(pictures=(PICTURE,))[::2] + bank()[1::2]
    one = compose(questions, asked, BANK, seed(1))
    assert one == compose(reversed(questions), asked, BANK, seed(1))
    assert one != compose(questions, asked, BANK, seed(2))


@pytest.mark.parametrize("most", [0, 3, 10])
def test_a_paper_has_no_more_pictures_than_allowed(most):
    questions = bank(pictures=(PICTURE,))[::2] + bank()[1::2]
    composer = Composer(questions, BANK)
    for n in range(10):
        paper = composer.compose(plan(pictures=most), seed(n))
        assert sum(bool(item.pictures) for item in paper.items) <= most


def test_a_cell_that_has_pictures_only_keeps_its_place_in_the_limit():
    questions = [q for q in bank() if q.topic != "1.9"]
    questions += [replace(q, pictures=(PICTURE,)) for q in bank() if q.topic in ("1.1", "1.9")]
    composer, asked = Composer({q.id: q for q in questions}.values(), BANK), plan(pictures=20)
    assert composer.pictured(asked) == 20
    paper = composer.compose(asked, seed(1))
    assert {item.topic for item in paper.items if item.pictures} == {"1.1", "1.9"}
    with pytest.raises(PoolTooSmall):
        composer.compose(plan(pictures=19), seed(1))


# Cases


def case(name, parts, topic="4.1"):
    kinds = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.JUDGE)
    return [
        question(f"{name}-{n}", topic, kinds[n % 3], case=name, case_text=f"事故{name}")
        for n in range(1, parts + 1)
    ]


def case_plan(cases=2, marks=5):
    section = Section(
        kind=SectionKind.CASE,
        marks_each=marks,
        cells=(Cell(topic=TopicId("4.1"), questions=cases),),
    )
    return replace(blueprint(1, 1, ("1.1",)), sections=(section,), pass_marks=1)


CASES = [part for n in range(6) for part in case(f"C{n}", 2 + n % 2)]


def test_a_case_is_drawn_whole_and_in_order():
    for n in range(20):
        items = compose(CASES, case_plan(), BANK, seed(n)).items
        runs = [(name, list(parts)) for name, parts in groupby(items, lambda item: item.case)]
        assert len(runs) == 2
        for name, parts in runs:
            assert [p.question for p in parts] == [q.id for q in CASES if q.case == name]
            assert {p.case_text for p in parts} == {f"事故{name}"}


@pytest.mark.parametrize(
    ("parts", "marks", "each"), [(2, 5, [2, 3]), (3, 5, [1, 2, 2]), (2, 4, [2, 2])]
)
def test_the_marks_of_a_case_go_to_its_questions(parts, marks, each):
    items = compose(case("C", parts), case_plan(1, marks), BANK, seed(1)).items
    assert [item.marks for item in items] == each


def test_a_case_with_more_questions_than_marks_cannot_be_drawn():
    with pytest.raises(PoolTooSmall):
        compose(case("C", 3), case_plan(1, 2), BANK, seed(1))


def test_a_sub_question_is_never_drawn_without_its_case():
    asked = blueprint(1, 1, ("4.1",))
    with pytest.raises(PoolTooSmall):
        compose(CASES, asked, BANK, seed(1))


def test_who_saw_one_question_of_a_case_does_not_get_the_case():
    for n in range(20):
        items = compose(CASES, case_plan(), BANK, seed(n), seen={"C1-2"}).items
        assert "C1" not in {item.case for item in items}
