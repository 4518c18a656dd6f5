"""What the slip says, read from the words it is set with."""

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest

from station.credential.template import Certificate
from station.printer.collection_slip import CollectionSlip, slip_pdf
from station.printer.day_report import Uncollected

SLIP = CollectionSlip(
    centre="centre-1",
    issuer="某省应急管理厅",
    name="阿卜杜拉·买买提明",
    number_tail="101X",
    certificate=Certificate.OPERATION,
    item="低压电工作业",
    serial="A00102",
    print_number=2,
    valid_from=date(2026, 11, 22),
    valid_until=date(2032, 11, 21),
    review_by=date(2029, 11, 21),
    handed_over=date(2026, 12, 30),
    lookup_days=3,
    sample=False,
)


def test_it_says_where_and_from_which_day_the_card_is_found():
    words = "".join(SLIP.lookup())
    assert "cx.mem.gov.cn" in words
    assert "国家安全生产考试" in words
    assert "2027年1月2日" in words


def test_it_says_what_was_handed_over_and_no_number():
    words = dict(SLIP.rows())
    assert words["有效期限"] == "2026年11月22日 至 2032年11月21日"
    assert words["应复审日期"] == "2029年11月21日 前"
    assert words["持证人"] == "阿卜杜拉·买买提明（证件尾号 101X）"
    assert words["卡片记录"] == "A00102（第 2 次制作）"
    assert "买买提" not in repr(SLIP)


def test_a_managers_certificate_is_named_and_has_no_review():
    slip = replace(SLIP, certificate=Certificate.MANAGER, item="金属冶炼", review_by=None)
    words = dict(slip.rows())
    assert words["证件"].startswith("安全生产知识和管理能力考核合格证")
    assert words["行业类别"] == "金属冶炼"
    assert "应复审日期" not in words


@pytest.mark.parametrize("name", ["王小明", "阿卜杜拉·买买提明", "𠮷" * 25, "长" * 25])
def test_every_name_is_set_inside_the_page(name):
    pdf = pdfium.PdfDocument(slip_pdf(replace(SLIP, name=name)))
    assert len(pdf) == 1
    ink = pdf[0].render(scale=1, grayscale=True).to_numpy()
    assert ink.min() == 0
    assert ink[:, :50].min() == ink[:, -50:].min() == 255, "the margins are free"


def test_equal_slips_are_equal_bytes():
    assert slip_pdf(SLIP) == slip_pdf(replace(SLIP))
    assert slip_pdf(SLIP) != slip_pdf(replace(SLIP, sample=True))


def test_an_uncollected_card_names_nobody_in_a_log():
    card = Uncollected(name="王小明", serial="A1", item="低压电工作业", printed=True)
    assert "王小明" not in repr(card)
