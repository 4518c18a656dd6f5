"""F30: each blank is written down by itself, and a day that does not balance is not closed."""

import io

import pypdfium2
import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_events import VoidReason
from station.credential.card_job import CardStage
from station.errors.flow import DayNotClosed, StockEntryRefused
from station.errors.identity import PinWrong
from station.flow import card_view as view
from station.flow import stock_view as stock
from station.flow.stock import STREAM
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.mechanism import SilentAfterPrint
from tests.flow.card_desk import CardDesk, many
from tests.flow.documents import open_session
from tests.flow.test_card_counter import SERIAL, signed


@pytest.fixture
def desk(tmp_path, keys, people):
    """A box of 100 blanks and two ribbons are there; two candidates have their cards composed."""
    now = SystemClock().wall()
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    session = many(session, 2, people.portraits[0].enrolment_jpeg())
    desk = CardDesk(tmp_path, session, HeldClock(now), (SimulatedEvolis(),), people)
    desk.open()
    desk.flow.intent(view.OpenStock())
    desk.flow.intent(stock.ReceiveBox("B-7", 100))
    desk.flow.intent(stock.ReceiveRibbons(2))
    desk.flow.intent(stock.LoadRibbon())
    desk.admit_all()
    yield desk
    desk.close()


def books(desk):
    return desk.flow.sheet.stock


def void(desk):
    first, second = signed()
    desk.flow.intent(view.CloseStock())
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    desk.flow.intent(
        view.ConfirmVoid(serial=SERIAL, reason=VoidReason.DAMAGED, first=first, second=second)
    )
    desk.flow.intent(view.OpenStock())


def test_f30_printed_and_voided_cards_are_in_the_books_by_themselves(desk):
    desk.passed(1)
    assert books(desk).expected.blanks == 99
    void(desk)
    desk.flow.intent(view.PrintAgain(SERIAL))
    assert (books(desk).expected.blanks, books(desk).expected.voids) == (98, 1)
    assert (books(desk).samples, books(desk).made, books(desk).cut) == (2, 0, 1), "a drill's"


def test_f30_the_day_is_closed_when_it_balances_and_leaves_a_report(desk):
    desk.passed(1)
    desk.flow.intent(stock.CloseDay())
    assert isinstance(desk.flow.sheet.trouble, DayNotClosed), "nobody has counted"
    desk.flow.intent(stock.CountStock(99, 0, 1))
    desk.flow.intent(stock.CloseDay())
    assert desk.flow.sheet.closed
    ((name, raw),) = desk.reports.items()
    assert name == f"cards-{desk.today.isoformat()}.pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(raw))
    assert len(document) == 2, "and who has not collected a card yet"
    document.close()
    desk.flow.intent(stock.CountStock(99, 0, 1))
    desk.flow.intent(stock.CloseDay())
    assert isinstance(desk.flow.sheet.trouble, DayNotClosed), "a day is closed once"


def test_f30_a_missing_blank_locks_the_printers_until_two_persons_stand_for_it(desk):
    desk.flow.intent(stock.CountStock(98, 0, 1))
    assert books(desk).locked
    desk.passed(1)
    assert desk.row(1).stage is CardStage.QUEUED
    desk.flow.intent(stock.CloseDay())
    assert isinstance(desk.flow.sheet.trouble, DayNotClosed)
    first, second = signed(s2="00000")
    desk.flow.intent(stock.SignDifference(case="two are gone", first=first, second=second))
    assert isinstance(desk.flow.sheet.trouble, PinWrong)
    assert desk.row(1).stage is CardStage.QUEUED
    first, second = signed()
    desk.flow.intent(stock.SignDifference(case="two are gone", first=first, second=second))
    assert not books(desk).locked
    desk.second()
    assert desk.row(1).stage is CardStage.PRINTED
    assert books(desk).expected.blanks == 97


def test_f30_the_days_report_tells_of_the_difference_and_who_signed(desk):
    desk.flow.intent(stock.CountStock(98, 0, 1))
    first, second = signed()
    case = "两张空白卡不见了，已报告 \N{GRINNING FACE}" + "，查看录像" * 20
    desk.flow.intent(stock.SignDifference(case=case, first=first, second=second))
    desk.flow.intent(stock.CloseDay())
    assert desk.flow.sheet.closed
    ((_, raw),) = desk.reports.items()
    document = pypdfium2.PdfDocument(io.BytesIO(raw))
    assert len(document) == 2, "the balance, and the case"
    document.close()
    assert [(each.amount.blanks, each.first) for each in books(desk).signed] == []
    assert books(desk).opening.blanks == 98


def test_f30_a_day_with_a_card_of_unknown_fate_is_not_closed(desk):
    desk.below[0].story = [SilentAfterPrint()]
    desk.passed(1)
    assert desk.flow.sheet.unanswered == 1
    desk.flow.intent(stock.CountStock(100, 0, 1))
    desk.flow.intent(stock.CloseDay())
    assert isinstance(desk.flow.sheet.trouble, DayNotClosed)


@pytest.mark.parametrize(
    "entry",
    [
        stock.ReceiveBox("B-7", 100),
        stock.ReceiveBox("", 5),
        stock.ReceiveBox("B-8", 0),
        stock.SpoilBlanks(1, ""),
    ],
)
def test_f30_an_entry_that_makes_no_sense_is_refused_and_said_so(desk, entry):
    desk.flow.intent(entry)
    assert isinstance(desk.flow.sheet.trouble, StockEntryRefused)
    assert books(desk).expected.blanks == 100


def test_f30_a_blank_whose_note_was_cut_off_by_a_power_cut_is_noted_after_the_restart(desk):
    written = len(desk.log.read(STREAM))

    def lose_stock_notes(moment, stream, bodies):
        if moment == "before" and stream == STREAM:
            raise SystemExit

    desk.cut = lose_stock_notes
    with pytest.raises(SystemExit):
        desk.passed(1)
    assert len(desk.log.read(STREAM)) == written
    desk.restart()
    desk.flow.intent(view.OpenStock())
    assert books(desk).expected.blanks == 99
    desk.restart()
    desk.flow.intent(view.OpenStock())
    assert books(desk).expected.blanks == 99, "and only once"
