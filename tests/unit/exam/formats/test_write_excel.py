import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from station.errors.formats import QuestionNotExportable
from station.exam.excel import read_table, read_workbook
from station.exam.formats.write_excel import write_workbook
from station.exam.jsonl import read_questions
from station.exam.question import Pool, QuestionKind, Source, must_keep_order
from station.ids import Digest, ItemCode, TopicId, digest_of
from tests.unit.exam.made import question

BANK = Path(__file__).parents[4] / "question_banks" / "low_voltage" / "questions.jsonl"


def plain(name, **more):
    """A question with what a workbook holds, and nothing else."""
    made = question(name, **more)
    return replace(made, keep_order=must_keep_order(made.kind, made.options))


def test_our_own_bank_goes_through_excel_unchanged():
    questions = [q for q in read_questions(BANK.read_bytes()) if not q.pictures]
    book = read_workbook(write_workbook(questions, {TopicId("1.1"): "法规"}))
    assert book.refused == ()
    assert list(book.questions) == questions
    assert dict(book.topics)["1.1"] == "法规"


def test_several_right_options_and_explanations_travel():
    made = plain(
        "M-001", kind=QuestionKind.MULTIPLE, key=(0, 2), difficulty=3, explanation="铜能导电。"
    )
    (again,) = read_workbook(write_workbook([made], {})).questions
    assert again == made


def test_where_a_question_belongs_travels():
    made = replace(
        plain("T-001"),
        revision=4,
        trades=(ItemCode("1.2"), ItemCode("9.16")),
        industries=("化工", "建材"),
        key_areas=("有限空间",),
        person_classes=("班组长",),
        laws=("安全生产法, 第三十条", "GB 50054-2011 5.2.9"),
        pool=Pool.PRACTICE,
        source=Source.PROVINCE,
        exclusive="电-1",
        keep_order=True,
    )
    again, other = read_workbook(write_workbook([made, plain("T-002")], {})).questions
    assert (again, other) == (made, plain("T-002"))


def test_an_id_that_could_be_a_rows_number_is_made_again():
    made = plain("17")
    (again,) = read_workbook(write_workbook([made], {})).questions
    assert again.id != made.id
    assert replace(again, id=made.id) == made


def test_a_text_that_looks_like_a_formula_stays_a_text():
    made = replace(plain("f"), stem="=HYPERLINK(1)是什么？")
    (again,) = read_workbook(write_workbook([made], {})).questions
    assert again.stem == made.stem


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "坏\x01字"},
        {"stem": " 前有空格"},
        {"options": ("红**黄", "蓝", "绿", "白")},
        {"pictures": (Digest(bytes(32)),)},
        {"laws": ("甲；乙",)},
        {"industries": ("石油、天然气",)},
    ],
)
def test_what_would_not_read_back_is_refused_by_name(change):
    made = replace(plain("x"), **change)
    with pytest.raises(QuestionNotExportable) as refusal:
        write_workbook([plain("good"), made], {})
    assert refusal.value.facts["question"] == "x"


def drawn(colour, form):
    raw = io.BytesIO()
    Image.new("RGB", (640, 320), colour).save(raw, form)
    return raw.getvalue()


def test_pictures_travel_in_their_own_bytes():
    files = [drawn("red", "PNG"), drawn("blue", "JPEG"), drawn("green", "GIF")]
    media = {digest_of(raw): raw for raw in files}
    names = tuple(media)
    made = [plain("P-1", pictures=names[:1]), plain("P-2"), plain("P-3", pictures=names[1:])]
    table = read_table(write_workbook(made, {}, media))
    assert [row.question for row in table.rows] == made
    assert table.media == media
    assert [row.doubts for row in table.rows] == [(), (), ()]


@pytest.mark.parametrize("raw", [b"<svg/>", b"", b"\x89PNG\r\n\x1a\n", drawn("red", "WEBP")])
def test_a_picture_that_a_sheet_cannot_hold_is_refused_by_name(raw):
    made = plain("x", pictures=(digest_of(raw),))
    with pytest.raises(QuestionNotExportable) as refusal:
        write_workbook([made], {}, {digest_of(raw): raw})
    assert refusal.value.facts["question"] == "x"
