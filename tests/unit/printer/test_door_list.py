"""Everybody of the session is on the list, twice, and no whole number is."""

import io

import pypdfium2 as pdfium
import pytest

from station.ids import SeatNumber
from station.printer import door_list
from station.printer.door_list import DoorLine, DoorList, door_pdf


def of(count, name="阿卜杜拉·买买提艾力·吐尔逊"):
    lines = tuple(
        DoorLine(seat=SeatNumber(n), name=name, tail=f"{n * 137 % 10_000:04}")
        for n in range(1, count + 1)
    )
    return DoorList(title="低压电工作业 复审", begins="2026-11-22 09:00", lines=lines, sample=True)


@pytest.mark.parametrize(("count", "pages"), [(0, 2), (1, 2), (88, 2), (90, 2), (91, 4)])
def test_a_room_of_88_is_on_one_page_each_way(count, pages):
    assert len(pdfium.PdfDocument(io.BytesIO(door_pdf(of(count))))) == pages


def test_everybody_is_set_by_seat_and_by_the_numbers_end(monkeypatch):
    pages = []
    real = door_list._page

    def note(canvas, door, words, lines):
        pages.append([line.seat for line in lines])
        real(canvas, door, words, lines)

    monkeypatch.setattr(door_list, "_page", note)
    door = of(88)
    door_pdf(door)
    by_tail = sorted(door.lines, key=lambda line: line.tail)
    assert pages == [list(range(1, 89)), [line.seat for line in by_tail]]


@pytest.mark.parametrize("name", ["长" * 25, "\U0010ffff小明", "𠮷野", ""])
def test_every_name_is_set(name):
    assert door_pdf(of(3, name)).startswith(b"%PDF")


def test_equal_lists_are_equal_bytes():
    assert door_pdf(of(5)) == door_pdf(of(5))


def test_nobodys_name_is_in_a_repr():
    assert "买买提" not in repr(of(1)) + repr(of(1).lines[0])
