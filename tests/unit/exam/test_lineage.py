"""A bank that is read anew keeps its ids: untouched, mended, new and gone questions apart."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.exam.lineage import carry_on
from station.exam.question import QuestionKind
from tests.unit.exam.made import question

STEMS = (
    "低压停电检修时应当先验电再装设接地线然后悬挂标示牌",
    "手持电动工具在潮湿场所使用时应当选用三类工具或者加装剩余电流动作保护器",
    "登高作业人员必须系好安全带并且做到高挂低用不得将绳打结使用",
    "乙炔瓶与氧气瓶使用时的距离应当不小于五米并且远离明火十米以上",
)


def written(number, stem, **more):
    """A question as a file without ids gives it: its id is what it says."""
    kind = more.pop("kind", QuestionKind.SINGLE)
    options = more.pop("options", (f"甲{number}", f"乙{number}", f"丙{number}", f"丁{number}"))
    made = question("x", kind=kind, options=options, stem=stem, **more)
    return replace(made, id=f"q-{hash((kind, stem, made.options)):x}")


BEFORE = tuple(written(n, stem) for n, stem in enumerate(STEMS))


def test_an_untouched_bank_is_the_same_bank():
    lineage = carry_on(BEFORE, BEFORE)
    assert lineage.questions == BEFORE
    assert (lineage.mended, lineage.retired, lineage.gone) == ((), (), ())


def test_a_mended_stem_is_a_new_revision_of_the_same_question():
    mended = written(0, STEMS[0].replace("应当", "必须"))
    lineage = carry_on((mended, *BEFORE[1:]), BEFORE)
    first = lineage.questions[0]
    assert (first.id, first.revision, first.stem) == (BEFORE[0].id, 2, mended.stem)
    assert lineage.mended == (BEFORE[0].id,)
    assert lineage.retired == (BEFORE[0],)
    assert lineage.questions[1:] == BEFORE[1:]


def test_a_mended_option_or_key_is_a_new_revision_too():
    option = written(1, STEMS[1], options=("甲一", "乙1", "丙1", "丁1"))
    key = replace(BEFORE[2], key=(1,))
    lineage = carry_on((BEFORE[0], option, key, BEFORE[3]), BEFORE)
    told = [(each.id, each.revision) for each in lineage.questions]
    assert told == [(old.id, rev) for old, rev in zip(BEFORE, (1, 2, 2, 1), strict=True)]


def test_what_is_new_is_new_and_what_is_gone_is_kept_for_its_papers():
    fresh = written(9, "有限空间作业前应当先通风再检测合格后方可进入作业")
    lineage = carry_on((fresh, *BEFORE[1:]), BEFORE)
    assert lineage.questions[0] == fresh
    assert lineage.gone == (BEFORE[0].id,)
    assert lineage.retired == (BEFORE[0],)


def test_revisions_go_on_over_three_banks_and_back():
    second = carry_on((written(0, STEMS[0] + "后"), *BEFORE[1:]), BEFORE)
    known = (*second.questions, *second.retired)
    third = carry_on(BEFORE, known)
    assert (third.questions[0].id, third.questions[0].revision) == (BEFORE[0].id, 3)
    assert [each.revision for each in third.retired] == [2, 1]
    assert third.questions[0].stem == BEFORE[0].stem


def test_two_questions_that_fit_one_equally_are_both_new():
    old = written(0, STEMS[0])
    one = written(5, STEMS[0] + "甲", options=old.options)
    other = written(6, STEMS[0] + "乙", options=old.options)
    lineage = carry_on((one, other), (old,))
    assert lineage.questions == (one, other)
    assert lineage.gone == (old.id,)


def test_a_question_of_another_kind_is_another_question():
    judge = written(0, STEMS[0], kind=QuestionKind.JUDGE)
    lineage = carry_on((judge,), BEFORE[:1])
    assert lineage.questions == (judge,)


@given(st.permutations(range(len(STEMS))), st.sets(st.integers(0, len(STEMS) - 1)))
def test_the_order_of_rows_says_nothing(order, mended):
    again = [
        written(n, STEMS[n].replace("应当", "应该").replace("必须", "务必")) if n in mended
        else BEFORE[n]
        for n in order
    ]  # fmt: skip
    lineage = carry_on(again, BEFORE)
    assert [each.id for each in lineage.questions] == [BEFORE[n].id for n in order]
    assert {each.id for each in lineage.retired} == {BEFORE[n].id for n in mended}
    assert not lineage.gone
