"""Pull the cable, kill the program, fill the disk, change the clock: nothing is lost."""

from dataclasses import replace

import pytest

from station.credential.card_job import CardStage
from station.errors.store import StoreFull
from station.flow import seat_view as seat
from station.flow.card_view import AnswerTray, PrintAgain
from station.flow.room_view import HoldAll, ResumeAll
from station.flow.seat_view import Saved
from station.ids import StreamId, UnixMs
from station.printer.mechanism import SilentAfterPrint
from tests.flow.test_main_job import answer_all, hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
MINUTE_MS = 60_000


def test_a_killed_seat_goes_on_at_the_same_question_with_the_same_time(sitting):
    sitting.press(1, seat.ChooseOption(1))
    sitting.press(1, seat.ToggleFlag())
    sitting.press(1, seat.GoTo(2))
    sitting.pass_ms(MINUTE_MS)
    before = sitting.screens[1]
    sitting.kill_seat(1)
    sitting.clock.pass_ms(5 * MINUTE_MS)
    sitting.open_seat(1)
    after = sitting.screens[1]
    assert replace(after, saved=before.saved) == before
    assert sitting.press(1, seat.GoTo(0)).chosen == {1}
    assert sitting.screens[1].flagged


@pytest.mark.parametrize("steps", range(7))
def test_a_seat_killed_at_any_step_ends_with_the_same_result(sitting, steps):
    wishes = [
        seat.ChooseOption(0),
        seat.GoTo(1),
        seat.ChooseOption(2),
        seat.ToggleFlag(),
        seat.AskSubmit(),
        seat.ConfirmSubmit(),
    ]
    for wish in wishes[:steps]:
        sitting.press(1, wish)
    sitting.kill_seat(1)
    sitting.open_seat(1)
    if steps < len(wishes):
        for wish in [*wishes[steps:], seat.AskSubmit(), seat.ConfirmSubmit()]:
            sitting.press(1, wish)
    sitting.beat(2)
    copy = sitting.room.copies[ATTEMPT]
    chosen = {p.question: copy.attempt.answers.get(p.question) for p in copy.attempt.opened.places}
    assert list(chosen.values()) == [(0,), (2,), None, None]
    assert sitting.outbox.count() == 1


def test_the_exam_goes_on_without_the_coordinator(sitting):
    sitting.close_coordinator()
    answer_all(sitting, right=4)
    assert sitting.screens[1].saved is Saved.HERE
    screen = hand_in(sitting)
    assert screen.passed
    assert not screen.delivered
    sitting.open_coordinator()
    sitting.connect(True)
    sitting.beat(2)
    assert sitting.screens[1].delivered
    assert sitting.outbox.count() == 1
    assert len(sitting.printer_below.tray) == 1


def test_an_envelope_is_made_once_and_never_again(sitting):
    sitting.close_coordinator()
    answer_all(sitting, right=4)
    hand_in(sitting)
    for _ in range(3):
        sitting.kill_seat(1)
        sitting.open_seat(1)
    sitting.open_coordinator()
    sitting.connect(True)
    sitting.beat(2)
    sitting.connect(True)
    sitting.beat(2)
    assert sitting.outbox.count() == 1


def test_an_answer_that_was_not_saved_is_not_shown_as_chosen(sitting):
    first = sitting.press(1, seat.ChooseOption(0))
    assert first.chosen == {0}
    database = sitting.seats[1].database
    (pages,) = database.row("PRAGMA page_count")
    database.row(f"PRAGMA max_page_count = {pages}")
    full = None
    for index in range(200):
        screen = sitting.press(1, seat.ChooseOption(index % 3))
        if screen.trouble is not None:
            full = screen
            break
    assert isinstance(full.trouble, StoreFull)
    saved = sitting.room.copies[ATTEMPT].attempt
    assert full.chosen == frozenset(saved.answers[saved.opened.places[0].question])
    database.row("PRAGMA max_page_count = 1000000")
    wanted = (min(full.chosen) + 1) % 3
    mended = sitting.press(1, seat.ChooseOption(wanted))
    assert mended.chosen == {wanted}
    assert mended.trouble is None


def test_changing_the_wall_clock_changes_no_remaining_time(sitting):
    sitting.pass_ms(MINUTE_MS)
    before = sitting.screens[1].remaining_ms
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() + 86_400_000))
    sitting.beat()
    assert sitting.screens[1].remaining_ms == before
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() - 2 * 86_400_000))
    sitting.beat()
    assert sitting.screens[1].remaining_ms == before


def test_a_pause_stops_every_clock_and_locks_the_paper(sitting):
    sitting.wish(HoldAll("a call"))
    sitting.beat()
    held = sitting.screens[1]
    sitting.pass_ms(3 * MINUTE_MS)
    assert sitting.screens[1].remaining_ms == held.remaining_ms
    assert sitting.screens[1].locked
    assert sitting.press(1, seat.ChooseOption(0)).chosen == frozenset()
    sitting.wish(ResumeAll(*signatures(), "over"))
    sitting.beat()
    assert not sitting.screens[1].locked
    assert sitting.press(1, seat.ChooseOption(0)).chosen == {0}


def test_the_paper_is_taken_in_when_the_time_is_up(sitting):
    answer_all(sitting, right=4)
    sitting.pass_ms(10 * MINUTE_MS)
    sitting.beat(3)
    assert isinstance(sitting.screens[1], seat.ScoreScreen)
    assert sitting.screens[1].marks == 4


def test_a_card_of_unknown_fate_is_asked_about_and_never_sent_again(sitting):
    sitting.printer_below.story.append(SilentAfterPrint())
    answer_all(sitting, right=4)
    hand_in(sitting)
    (card,) = sitting.console_state.cards
    assert card.stage is CardStage.UNKNOWN
    sitting.wish(PrintAgain(card.serial))
    sitting.beat(3)
    assert sitting.console_state.cards[0].stage is CardStage.UNKNOWN
    assert len(sitting.printer_below.tray) == 1
    sitting.wish(AnswerTray(card.serial, True))
    assert sitting.console_state.cards[0].stage is CardStage.PRINTED
    sitting.beat(3)
    assert len(sitting.printer_below.tray) == 1


def test_a_card_that_was_not_printed_is_printed_once_the_printer_is_well(sitting):
    cards, sitting.printer_below.cards = sitting.printer_below.cards, 0
    answer_all(sitting, right=4)
    hand_in(sitting)
    (card,) = sitting.console_state.cards
    assert card.stage is CardStage.NOT_PRINTED
    assert card.reason is not None
    sitting.printer_below.load(cards)
    sitting.wish(PrintAgain(card.serial))
    sitting.beat(2)
    assert sitting.console_state.cards[0].stage is CardStage.PRINTED
    assert len(sitting.printer_below.tray) == 1


def test_a_coordinator_that_died_while_printing_asks_what_became_of_the_card(sitting):
    """The power goes between the card's Sent and the printer's answer."""
    answer_all(sitting, right=4)

    class PowerCut(BaseException):
        pass

    def cut(_):
        raise PowerCut

    sitting.printer.print_card = cut
    with pytest.raises(PowerCut):
        hand_in(sitting)
    sitting._post.clear()
    sitting.close_coordinator()
    sitting.open_coordinator()
    sitting.connect(True)
    sitting.beat(3)
    (card,) = sitting.console_state.cards
    assert card.stage is CardStage.UNKNOWN
    assert sitting.printer_below.tray == []
    sitting.wish(AnswerTray(card.serial, False))
    sitting.wish(PrintAgain(card.serial))
    sitting.beat(2)
    assert sitting.console_state.cards[0].stage is CardStage.PRINTED
    assert len(sitting.printer_below.tray) == 1
