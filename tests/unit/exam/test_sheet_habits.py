"""What a sheet's other rows make plain, and what they do not."""

import pytest

from station.exam.excel import read_table
from station.exam.row_fault import RowFault
from tests.unit.exam.made import xlsx

TRADE = ("电工", "1.1概述")


def rows_of(*rows):
    made = [(*TRADE, "单选题", stem, options, key) for stem, options, key in rows]
    return read_table(xlsx(made)).rows


def plain(n, letter="{}.", key="B"):
    words = [f"{word}{n}" for word in ("红灯", "黄灯", "蓝灯", "绿灯")]
    pieces = [letter.format("ABCD"[place]) + word for place, word in enumerate(words)]
    return f"第{'甲乙丙丁'[n]}种情况亮什么灯？", "**".join(pieces), key


UNIT = ("电流的单位是什么？", "A.伏**B.A**C.欧**D.瓦", "A")


def test_a_letter_is_a_place_where_all_other_answers_are_letters():
    *_, last = rows_of(*map(plain, range(3)), UNIT)
    assert (last.question.options, last.question.key) == (("伏", "A", "欧", "瓦"), (0,))


def test_a_letter_stays_unclear_where_others_answer_in_words():
    *_, last = rows_of(*map(plain, range(3)), plain(3, key="绿灯3"), UNIT)
    assert last.fault is RowFault.KEY_UNCLEAR


def test_a_letter_stays_unclear_on_a_sheet_that_says_too_little():
    assert rows_of(plain(0), UNIT)[-1].fault is RowFault.KEY_UNCLEAR


CLASSES = ("哪种灭火器不可用？", "A类灭火器**水**二氧化碳**干粉", "B")


def test_a_word_that_begins_with_a_is_a_word_where_no_option_has_a_letter():
    *_, last = rows_of(*(plain(n, letter="") for n in range(3)), CLASSES)
    assert last.question.options == ("A类灭火器", "水", "二氧化碳", "干粉")


@pytest.mark.parametrize("options", [CLASSES[1], "A甲**乙**C丙**D丁"])
def test_letters_that_are_missing_are_a_fault_where_others_have_them(options):
    *_, last = rows_of(*map(plain, range(3)), (CLASSES[0], options, "B"))
    assert last.fault is RowFault.OPTION_LETTERS


def test_letters_with_marks_are_never_words():
    bare = [plain(n, letter="") for n in range(3)]
    *_, last = rows_of(*bare, (CLASSES[0], "A.甲**乙**C.丙**D.丁", "B"))
    assert last.fault is RowFault.OPTION_LETTERS
