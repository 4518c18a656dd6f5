"""Our own form, as people edit it: each line ends as a question or with its reason."""

import json

import pytest

from station.exam.doctor.intake import read_file
from station.exam.formats.gather import digest
from station.exam.formats.reader import read_any
from tests.unit.exam.formats.made import PNG

GOOD = {
    "id": "g",
    "type": "single",
    "stem": "安全色中表示禁止的是（ ）。",
    "options": ["红", "黄", "蓝"],
    "answer": "A",
    "knowledge": "1.1",
    "difficulty": 1,
}
CASE = {
    **{field: GOOD[field] for field in ("knowledge", "difficulty")},
    "id": "c",
    "type": "case",
    "stem": "电工未断电就拆线。",
    "subs": [
        {"type": "single", "stem": f"问{n}（ ）。", "options": ["对", "错"], "answer": "A"}
        for n in range(3)
    ],
}


def lines(*plains):
    return "\n".join(
        plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
        for plain in plains
    ).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answer": "D"}, "key-outside"),
        ({"answer": "AB"}, "key-too-many"),
        ({"answer": ""}, "key-missing"),
        ({"answer": "a"}, "key-unclear"),
        ({"type": "multi", "answer": "AA"}, "key-repeated"),
        ({"options": ["红", "红", "蓝"]}, "options-equal"),
        ({"options": ["红"]}, "options-too-few"),
        ({"options": ["红", " "]}, "option-empty"),
        ({"stem": " "}, "stem-empty"),
        ({"stem": None}, "stem-empty"),
        ({"type": "image"}, "picture-missing"),
        ({"media": ["ab" * 32]}, "picture-missing"),
        ({"media": ["sign.svg"]}, "line-unreadable"),
        ({"type": "essay"}, "line-unreadable"),
        ({"difficulty": 9}, "line-unreadable"),
        ({"unheard": 1}, "line-unreadable"),
        ({"id": "first"}, "identifier-repeated"),
    ],
)
def test_a_bad_line_is_left_out_and_the_others_stay(change, code):
    first, last = {**GOOD, "id": "first"}, {**GOOD, "id": "last", "stem": "另一题（ ）。"}
    imported = read_any("bank.jsonl", lines(first, "", {**GOOD, **change}, last))
    assert [question.id for question, _ in imported.questions] == ["first", "last"]
    assert [place.row for _, place in imported.questions] == [1, 4]
    assert [(out.code, out.place.row) for out in imported.left_out] == [(code, 3)]


@pytest.mark.parametrize("line", ["{", "[]", "null", '{"stem": "x"}', "[" * 5_000, "\\ud800"])
def test_a_line_that_is_no_question_at_all_is_one_bad_line(line):
    imported = read_any("bank.jsonl", lines(GOOD, line))
    assert [question.id for question, _ in imported.questions] == ["g"]
    (left,) = imported.left_out
    assert left.code in ("line-unreadable", "stem-empty")


def test_a_case_is_taken_or_left_as_a_whole_and_no_row_falls_on_another():
    broken = {**CASE, "id": "d", "subs": [*CASE["subs"][:2], {**CASE["subs"][2], "answer": "C"}]}
    table = read_file("bank.jsonl", lines(GOOD, CASE, broken, {**GOOD, "id": "z"}))
    assert len({row.place for row in table.rows}) == len(table.rows) == 6
    assert [row.fault for row in table.rows if row.fault] == ["key-outside"]


def test_pictures_beside_the_file_come_along():
    name = digest(PNG).hex()
    beside = {f"media/{name}.png": PNG}.get
    imported = read_any("bank.jsonl", lines({**GOOD, "media": [name]}), beside)
    assert list(imported.media.values()) == [PNG]
