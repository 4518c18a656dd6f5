import random
from collections import Counter

import pytest

from station.errors.exam import PoolTooSmall
from station.exam.blueprint import Cell, Section
from station.exam.compose import Composer, compose
from station.exam.pools import supply_of
from station.exam.question import QuestionKind
from station.ids import Digest, TopicId
from tests.unit.exam.made import bank, blueprint, question

BANK = Digest(bytes(32))
SEED = bytes(range(32))


def test_a_paper_holds_what_the_blueprint_asks():
    paper = compose(bank(), blueprint(), BANK, SEED)
    assert Counter((item.kind, item.topic) for item in paper.items) == {
        (QuestionKind.JUDGE, "1.1"): 3,
        (QuestionKind.JUDGE, "1.2"): 3,
        (QuestionKind.SINGLE, "1.1"): 2,
        (QuestionKind.SINGLE, "1.2"): 2,
    }
    assert len({item.question for item in paper.items}) == 10
    assert [item.kind for item in paper.items] == [QuestionKind.JUDGE] * 6 + [
        QuestionKind.SINGLE
    ] * 4
    assert (paper.marks, paper.pass_marks, paper.minutes, paper.seed) == (10, 8, 10, SEED)


def test_the_order_of_the_bank_does_not_matter():
    questions = bank()
    shuffled = random.Random(1).sample(questions, len(questions))
    assert compose(questions, blueprint(), BANK, SEED) == compose(shuffled, blueprint(), BANK, SEED)


def test_another_seed_gives_another_paper():
    one = compose(bank(), blueprint(), BANK, SEED)
    two = compose(bank(), blueprint(), BANK, SEED[::-1])
    assert [item.question for item in one.items] != [item.question for item in two.items]


def test_the_key_follows_its_option():
    held = {q.id: q for q in bank()}
    for item in compose(bank(), blueprint(), BANK, SEED).items:
        right = {held[item.question].options[index] for index in held[item.question].key}
        assert {item.options[index] for index in item.key} == right
        assert list(item.key) == sorted(item.key)


def test_options_that_must_keep_their_order_keep_it():
    questions = [question(f"q{n}", keep_order=True) for n in range(12)]
    questions += bank(1, ("1.1",))[:1]
    paper = compose(questions, blueprint(judges=1, singles=12, topics=("1.1",)), BANK, SEED)
    assert all(
        item.options == ("红", "黄", "蓝", "绿")
        for item in paper.items
        if item.kind is QuestionKind.SINGLE
    )


def test_options_are_shuffled_otherwise():
    paper = compose(bank(), blueprint(), BANK, SEED)
    singles = [item for item in paper.items if item.kind is QuestionKind.SINGLE]
    assert len({item.options for item in singles}) > 1
    assert all(sorted(item.options) == sorted(("红", "黄", "蓝", "绿")) for item in singles)


def test_judges_are_never_shuffled():
    paper = compose(bank(), blueprint(judges=20), BANK, SEED)
    judges = [item for item in paper.items if item.kind is QuestionKind.JUDGE]
    assert {item.options for item in judges} == {("正确", "错误")}


def test_too_small_a_pool_is_named():
    with pytest.raises(PoolTooSmall) as refusal:
        compose(bank(2), blueprint(judges=3), BANK, SEED)
    assert refusal.value.facts == {"topic": "1.1", "kind": "judge", "have": 2, "need": 3}
    short = [
        (s.kind, s.topic, s.have)
        for s in supply_of(Composer(bank(2), BANK).pools, blueprint())
        if s.have < s.need
    ]
    assert short == [(QuestionKind.JUDGE, "1.1", 2), (QuestionKind.JUDGE, "1.2", 2)]


def test_the_newest_revision_is_drawn():
    questions = [*bank(3), *[question(q.id, q.topic, q.kind, revision=2) for q in bank(3)]]
    paper = compose(questions, blueprint(), BANK, SEED)
    assert {item.revision for item in paper.items} == {2}


def test_a_topic_holds_the_topics_below_it_but_no_question_twice():
    questions = [question(f"q{n}", f"1.{n % 3}") for n in range(9)]
    cells = (
        Cell(topic=TopicId("1.0"), questions=3),
        Cell(topic=TopicId("1"), questions=6),
    )
    plan = blueprint()
    section = Section(kind=QuestionKind.SINGLE, marks_each=1, cells=cells)
    plan = type(plan)(
        code=plan.code,
        version=1,
        title=plan.title,
        trade=plan.trade,
        stage=plan.stage,
        minutes=1,
        pass_marks=1,
        sections=(section,),
    )
    paper = compose(questions, plan, BANK, SEED)
    assert {item.question for item in paper.items} == {q.id for q in questions}


def test_a_retaker_sees_no_question_again():
    had = {item.question for item in compose(bank(), blueprint(), BANK, SEED).items}
    again = compose(bank(), blueprint(), BANK, SEED[::-1], seen=had)
    assert had.isdisjoint(item.question for item in again.items)
    with pytest.raises(PoolTooSmall):
        compose(bank(3), blueprint(), BANK, SEED, seen={bank(3)[0].id})


def test_questions_that_exclude_each_other_never_meet():
    groups = [
        question(f"q{n:02}", exclusive=f"g{n % 4}" if n < 12 else "") for n in range(14)
    ] + bank(1, ("1.1",))[:1]
    plan = blueprint(judges=1, singles=6, topics=("1.1",))
    words = {q.id: q.exclusive for q in groups}
    for number in range(200):
        paper = compose(groups, plan, BANK, number.to_bytes(32, "big"))
        drawn = [words[item.question] for item in paper.items if words[item.question]]
        assert len(drawn) == len(set(drawn))
    with pytest.raises(PoolTooSmall) as refusal:
        compose(groups, blueprint(judges=1, singles=7, topics=("1.1",)), BANK, SEED)
    assert refusal.value.facts["have"] == 6


def test_no_question_wears_out():
    """Over 10,000 papers none of a cell is used more than 1.5 times its fair share."""
    questions = bank(30, ("1.1",))
    used = Counter(
        item.question
        for number in range(10_000)
        for item in compose(
            questions, blueprint(topics=("1.1",)), BANK, number.to_bytes(32, "big")
        ).items
    )
    judges = max(times for name, times in used.items() if "judge" in name)
    singles = max(times for name, times in used.items() if "single" in name)
    assert judges <= 1.5 * 10_000 * 3 / 30
    assert singles <= 1.5 * 10_000 * 2 / 30
