"""A paper on A4: how its lines are broken."""

from station.printer.paper_sheet import CLOSING, broken
from station.printer.type_setter import Style


def test_a_line_begins_with_no_closing_mark_and_breaks_no_number():
    style = Style(size_mm=4.0)
    text = "按照GB 30871-2022，动火分析的浓度不应大于0.5%，取样后不超过30 min；" * 6
    for room_mm in (30.0, 47.0, 120.0):
        lines = list(broken(text, room_mm, style))
        assert "".join(lines) == text
        assert not any(line[0] in CLOSING for line in lines)
        for whole in ("30871-2022", "0.5%"):
            assert sum(line.count(whole) for line in lines) == 6


def test_a_word_longer_than_a_line_is_broken_all_the_same():
    text = "x" * 300
    lines = list(broken(text, 40.0, Style(size_mm=4.0)))
    assert "".join(lines) == text
    assert len(lines) > 5
