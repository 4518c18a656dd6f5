"""The list for the door says where everybody sits now, also those who were moved."""

import io

import pypdfium2 as pdfium

from station.errors.flow import SlipNotShown
from station.flow.door_list import NAME, ShowDoorList
from station.flow.room_view import MoveCandidate
from station.ids import CandidateId, SeatNumber


def pages(centre):
    return len(pdfium.PdfDocument(io.BytesIO(centre.reports[NAME])))


def test_the_list_is_opened_and_follows_a_move(sitting, monkeypatch):
    made = []
    real = "station.flow.door_list.door_pdf"

    def note(door):
        made.append({line.seat: line.tail for line in door.lines})
        return b"pdf"

    monkeypatch.setattr(real, note)
    sitting.wish(ShowDoorList())
    assert made == [{1: "0011", 2: "0022"}]
    sitting.open_seat(2)
    for _ in range(2):
        sitting.pass_ms(1_000)
    sitting.wish(MoveCandidate(CandidateId("c-1"), SeatNumber(2), "broken"))
    sitting.wish(ShowDoorList())
    assert made[-1].keys() == {2}
    assert sitting.errors == []


def test_where_no_pdf_can_be_opened_it_is_said(centre):
    centre.wish(ShowDoorList())
    assert pages(centre) == 2
    centre.can_show = False
    centre.wish(ShowDoorList())
    assert isinstance(centre.console_state.trouble, SlipNotShown)
