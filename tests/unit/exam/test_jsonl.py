import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.exam import QuestionsUnreadable
from station.exam.formats.reader import read_any
from station.exam.jsonl import read_questions, write_questions
from station.exam.question import Pool, QuestionKind, Source
from tests.unit.exam.made import question

LINE = {
    "id": "q1",
    "type": "single",
    "stem": "灯？",
    "options": ["红", "黄", "蓝"],
    "answer": "B",
    "knowledge": "1.1",
    "difficulty": 1,
}


def line(**changes):
    return (json.dumps({**LINE, **changes}) + "\n").encode()


def test_what_is_left_out_has_its_usual_value():
    (made,) = read_questions(b"\xef\xbb\xbf" + line() + b"\n")
    assert (made.revision, made.explanation, made.keep_order, made.pool) == (
        1,
        "",
        False,
        Pool.SECURE,
    )
    assert made.key == (1,)


@pytest.mark.parametrize("option", ["以上都对", "A和B", "都不对", "A、C", "上述全部"])
def test_options_that_speak_of_others_keep_their_place(option):
    (made,) = read_questions(line(options=["红", "黄", option]))
    assert made.keep_order


@pytest.mark.parametrize("medium", ["ab" * 32, "media/" + "ab" * 32 + ".svg"])
def test_a_picture_is_named_by_its_hash(medium):
    (made,) = read_questions(line(media=[medium]))
    assert made.pictures == (bytes.fromhex("ab" * 32),)


@pytest.mark.parametrize("option", ["U、V、W", "AB类", "L1、N", "全部切断电源"])
def test_other_options_are_shuffled(option):
    (made,) = read_questions(line(options=["红", "黄", option]))
    assert not made.keep_order


@given(
    st.lists(
        st.builds(
            question,
            st.text("abc1.-", min_size=1),
            st.sampled_from(["1", "1.2", "概论"]),
            st.sampled_from([QuestionKind.SINGLE, QuestionKind.MULTIPLE]),
            key=st.sampled_from([(0,), (3,)]),
            keep_order=st.booleans(),
            pool=st.sampled_from(Pool),
            explanation=st.text(),
            revision=st.integers(1, 9),
            pictures=st.lists(st.binary(min_size=32, max_size=32), max_size=2).map(tuple),
            trades=st.sampled_from([(), ("1.2", "1.1")]),
            industries=st.sampled_from([(), ("冶金",)]),
            key_areas=st.sampled_from([(), ("有限空间",)]),
            person_classes=st.sampled_from([(), ("班组长",)]),
            laws=st.sampled_from([(), ("GB 50054-2011 5.2.9",)]),
            exclusive=st.text("ab ", max_size=2),
        ),
        unique_by=lambda q: (q.id, q.revision),
    )
)
def test_what_is_written_is_read_back(questions):
    assert read_questions(write_questions(tuple(questions))) == tuple(questions)


@pytest.mark.parametrize(
    "raw",
    [
        b"nothing\n",
        b"[]\n",
        b"\xff\xfe\n",
        b"[" * 100_000,
        line(type="case"),
        line(answer="D"),
        line(answer="BB"),
        line(answer="b"),
        line(answer=["B"]),
        line(answer="AB"),
        line(options=["红", "红"]),
        line(options="红黄"),
        line(options=["红", " "]),
        line(options=["红", 3]),
        line(options=[str(n) for n in range(27)]),
        line(difficulty=4),
        line(difficulty=True),
        line(rev="1"),
        line(rev=0),
        line(pool="open"),
        line(shuffle_options=1),
        line(stem=" "),
        line(stem=None),
        line(analysis=None),
        line(other=1),
        line(media=["sign.svg"]),
        line(media="0" * 64),
        line(trades="1.2"),
        line(law_refs=[""]),
        line(industries=["x"] * 101),
        line(exclusive_group=None),
        line(type="judge"),
        line() + line(),
    ],
)
def test_a_bad_line_refuses_the_file_and_is_named(raw):
    with pytest.raises(QuestionsUnreadable) as refusal:
        read_questions(line(id="good") + raw)
    assert refusal.value.facts["line"] >= 2


def test_a_missing_field_is_named():
    plain = {name: value for name, value in LINE.items() if name != "stem"}
    with pytest.raises(QuestionsUnreadable, match="stem"):
        read_questions(json.dumps(plain).encode())


CASE = {
    "id": "C01",
    "type": "case",
    "trade": "1.2",
    "stem": "电工甲未断开上级开关就拆线。",
    "options": None,
    "answer": None,
    "analysis": "",
    "knowledge": "1.2.4",
    "difficulty": 2,
    "subs": [
        {"type": "single", "stem": "原因是（　）。", "options": ["带电", "天热"], "answer": "A"},
        {"type": "multi", "stem": "措施有（　）。", "options": ["停电", "验电", "赶工"],
         "answer": "AB", "analysis": "先停后验。"},
    ],
}  # fmt: skip


def test_a_case_becomes_its_questions():
    one, two = read_questions(json.dumps(CASE).encode())
    assert (one.id, two.id) == ("C01-1", "C01-2")
    assert (one.kind, two.kind) == (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    assert one.case == two.case == "C01"
    assert one.case_text == two.case_text == CASE["stem"]
    assert (two.topic, two.difficulty, two.trades) == ("1.2.4", 2, ("1.2",))
    assert (one.explanation, two.explanation) == ("", "先停后验。")
    assert read_questions(write_questions((one, two))) == (one, two)


@pytest.mark.parametrize(
    "change",
    [
        {"subs": []},
        {"subs": [CASE["subs"][0]] * 10},
        {"subs": [{"type": "single"}]},
        {"subs": [{**CASE["subs"][0], "id": "x"}]},
        {"subs": [{**CASE["subs"][0], "type": "case"}]},
        {"subs": None},
        {"options": ["a", "b"]},
        {"answer": "A"},
        {"stem": " "},
        {"id": 3},
    ],
)
def test_a_case_that_is_none_is_refused(change):
    with pytest.raises(QuestionsUnreadable):
        read_questions(json.dumps({**CASE, **change}).encode())


def test_a_picture_question_is_single_or_multiple_by_its_answer():
    plain = {"type": "image", "media": ["ab" * 32], "options": ["红", "黄", "蓝"]}
    (one,) = read_questions(line(**plain, answer="B"))
    (more,) = read_questions(line(**plain, answer="AB"))
    assert (one.kind, more.kind) == (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


def test_a_picture_question_without_its_picture_is_named_and_never_asked():
    plain = {"type": "image", "image_brief": "黄底黑边三角形", "options": ["红", "黄"]}
    raw = line(**plain) + json.dumps(CASE).encode()
    with pytest.raises(QuestionsUnreadable):
        read_questions(raw)
    imported = read_any("bank.jsonl", raw)
    assert [(out.code, out.place.row) for out in imported.left_out] == [("picture-missing", 1)]
    assert len(imported.questions) == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("national", Source.NATIONAL),
        ("国家", Source.NATIONAL),
        ("省", Source.PROVINCE),
        ("our own", Source.UNSAID),
        ({"file": "a.xlsx", "sheet": "", "row": 2}, Source.UNSAID),
    ],
)
def test_the_source_of_a_question(said, meant):
    (made,) = read_questions(line(source=said))
    assert made.source is meant
