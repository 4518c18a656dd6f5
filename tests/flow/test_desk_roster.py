"""Who may not sit today, and whose names need a second look, at the admission desk."""

from dataclasses import replace
from datetime import date

import pytest
from stdnum.iso7064 import mod_11_2

from station.credential.card_job import CardStage
from station.errors.identity import (
    AgeUnknown,
    BarredBecause,
    BarredUntil,
    BornAlike,
    ExpectedElsewhere,
    HoursMissing,
    TypedByHand,
)
from station.flow import desk_view as view
from station.flow.desk_tools import Elsewhere
from station.flow.desk_view import Verdict
from station.flow.room_view import MoveCandidate, StartSession
from station.flow.seat_view import (
    AskForSeat,
    CheckScreen,
    CloseFinder,
    OpenFinder,
    QuestionScreen,
    ReadyScreen,
)
from station.identity.admission_rules import Paper
from station.identity.check_in_events import TwoPersonsDecided
from station.identity.names import Glyph
from station.identity.number import NumberKind
from station.identity.roster import Standing
from station.ids import CandidateId, SeatNumber, digest_of
from station.messages import explain
from station.ui.language import languages, translator
from tests.flow.people import NUMBERS
from tests.flow.test_console_faults import restart
from tests.flow.test_desk import decide, events, read, type_document
from tests.flow.test_main_job import answer_all, hand_in

ANN, BEN = NUMBERS


def with_roster(centre, candidate, **changes):
    package = centre.session.package
    roster = tuple(
        replace(entry, **changes) if entry.candidate == candidate else entry
        for entry in package.roster
    )
    centre.session = replace(centre.session, package=replace(package, roster=roster))
    restart(centre)


def look_until_unsure(centre, seats):
    """Look on, three seconds at most, until these seats cannot tell who sits there."""
    for _ in range(60):
        centre.pass_ms(50)
        if all(centre.console_state.seats[seat - 1].unsure for seat in seats):
            return


def test_who_lacks_hours_hears_how_many(centre):
    standing = Standing(hours_needed=8, hours_offline=3, hours_online=99)
    with_roster(centre, "c-1", standing=standing)
    shown = read(centre, ANN)
    assert isinstance(shown.trouble, HoursMissing)
    assert shown.trouble.facts == {"missing": 1}
    assert (shown.unfit, shown.live) == (True, None)  # and nobody is pictured
    assert not decide(centre, True).admitted  # two persons cannot make up for it


@pytest.mark.parametrize(
    ("changes", "trouble", "facts"),
    [
        ({"barred": "违纪处理中"}, BarredBecause, {"why": "违纪处理中"}),
        (
            {"standing": Standing(barred_until=date(2099, 5, 31))},
            BarredUntil,
            {"until": "2099-05-31"},
        ),
    ],
)
def test_who_is_barred_hears_why_or_until_when(centre, changes, trouble, facts):
    with_roster(centre, "c-1", **changes)
    shown = read(centre, ANN)
    assert isinstance(shown.trouble, trouble)
    assert shown.trouble.facts == facts
    for tongue in languages():
        said = explain(shown.trouble, translator(tongue))
        assert next(iter(facts.values())) in said
    assert not decide(centre, True).admitted


def test_f04_a_passport_states_no_birth_date_and_two_persons_look_at_the_age(centre):
    with_roster(centre, "c-1", number="E00000001")
    centre.wish(view.StartTyping())
    typed = view.TypeDocument(
        kind=NumberKind.PASSPORT, paper=Paper.PERMIT_OR_PASSPORT, number="e0000 0001", name=""
    )
    centre.wish(typed)
    centre.wish(view.SkipSides())
    centre.beat(3)
    shown = centre.console_state.desk
    assert {type(doubt) for doubt in shown.doubts} == {TypedByHand, AgeUnknown}
    assert decide(centre, True).admitted
    centre.beat(2)
    assert centre.console_state.cards[0].stage is CardStage.COMPOSED  # whose sex nobody states


def test_who_comes_to_the_wrong_session_hears_the_right_one(centre):
    package = centre.session.package
    others = tuple(entry for entry in package.roster if entry.candidate != "c-1")
    centre.session = replace(centre.session, package=replace(package, roster=others))
    centre.elsewhere = {ANN: Elsewhere(session="afternoon", starts_at=1_790_000_000_000)}
    restart(centre)
    trouble = read(centre, ANN).trouble
    assert isinstance(trouble, ExpectedElsewhere)
    assert trouble.facts == {"session": "afternoon", "starts": "2026-09-21 22:13"}


# F06, twins


def test_f06_twins_of_one_session_are_both_looked_at_by_two_persons(centre):
    """Same birthday and region on the roster: that is asked for before any face is seen."""
    twin = ANN[:16] + "3"
    twin += mod_11_2.calc_check_digit(twin)
    with_roster(centre, "c-2", number=twin)
    like = centre.people.cards[ANN]
    centre.people.cards[twin] = replace(
        centre.people.cards[BEN], number=twin, birth=like.birth, sex=like.sex
    )
    for number, faces in ((ANN, ANN), (twin, BEN)):
        centre.cameras[0].stand_here(faces)
        shown = read(centre, number)
        assert (shown.verdict, shown.admitted, shown.to_decide) == (Verdict.PASS, False, True)
        assert [type(doubt) for doubt in shown.doubts] == [BornAlike]
        assert decide(centre, True).admitted
    del centre.people.cards[twin]


# F22 and F25: names


def test_f22_two_persons_of_one_name_are_told_apart_by_tail_and_seat(centre):
    with_roster(centre, "c-2", name="考生1")
    shown = read(centre, ANN)
    assert shown.admitted
    (other,) = shown.namesakes
    assert (shown.tail, shown.seat) == ("0011", 1)
    assert (other.tail, other.seat) == ("0022", 2)


def test_f22_the_end_of_the_number_goes_with_the_name_to_the_seat_and_to_the_wall(centre):
    with_roster(centre, "c-2", name="考生１")  # written otherwise, and the same name to an ear
    centre.open_seat(2)
    centre.cameras[1].stand_here(BEN)  # they sit on each other's seats: only the tails tell
    centre.cameras[2].stand_here(ANN)
    assert read(centre, ANN).namesakes
    for person in (ANN, BEN):
        centre.cameras[0].stand_here(person)
        assert read(centre, person).admitted or decide(centre, True).admitted
    look_until_unsure(centre, (1, 2))
    tiles = centre.console_state.seats[:2]
    for seat, tail in ((1, "0011"), (2, "0022")):
        assert (centre.screens[seat].seat, centre.screens[seat].tail) == (seat, tail)
        assert (tiles[seat - 1].unsure, tiles[seat - 1].tail) == (True, tail)
        assert tiles[seat - 1].reference.startswith(b"\xff\xd8")  # whom two persons look for
    centre.cameras[1].stand_here(ANN)
    centre.cameras[2].stand_here(BEN)
    for _ in range(3):
        centre.pass_ms(1_000)
    assert [centre.screens[seat].tail for seat in (1, 2)] == ["0011", "0022"]
    assert [tile.reference for tile in centre.console_state.seats[:2]] == [b"", b""]
    centre.wish(StartSession())
    assert [centre.screens[seat].tail for seat in (1, 2)] == ["0011", "0022"]


def test_f25_a_rare_character_is_compared_by_two_persons_before_it_is_printed(centre):
    with_roster(centre, "c-1", name="考生𠮷")
    card = centre.people.cards[ANN]
    centre.people.cards[ANN] = replace(card, name="考生\ue000")
    try:
        shown = read(centre, ANN)
    finally:
        centre.people.cards[ANN] = card
    assert (shown.name, shown.chip_name, shown.to_decide) == ("考生𠮷", "考生\ue000", True)
    assert not decide(centre, True).admitted
    assert decide(centre, True, name_compared=True).admitted
    decided = next(each for each in events(centre) if isinstance(each, TwoPersonsDecided))
    assert decided.name == digest_of("考生𠮷".encode())


@pytest.fixture
def lacking(centre):
    """The roster has a code of an old card where the chip has one, too: nobody can type it."""
    with_roster(centre, "c-1", name="考生\ue5e5")
    card = centre.people.cards[ANN]
    centre.people.cards[ANN] = replace(card, name="考生\ue5e5")
    yield centre
    centre.people.cards[ANN] = card


def test_f25_a_character_that_nobody_can_type_is_chosen_by_its_picture(lacking):
    shown = read(lacking, ANN)
    assert (shown.rare, shown.lacks, shown.admitted) == (True, 1, False)
    lacking.wish(view.OpenGlyphs())
    page = lacking.console_state.desk.glyphs
    assert (lacking.console_state.desk.step, page.place, page.found) == (view.Step.GLYPHS, 2, ())
    lacking.wish(view.FindByStrokes(30, 3))
    page = lacking.console_state.desk.glyphs
    assert page.pages > 1
    while "𠮷" not in {found.character for found in page.found}:
        lacking.wish(view.TurnGlyphs(page.page + 1))
        page = lacking.console_state.desk.glyphs
    lacking.wish(view.ChooseGlyph("𠮷"))
    shown = lacking.console_state.desk
    assert (shown.step, shown.name, shown.lacks) == (view.Step.PERSON, "考生𠮷", 0)
    assert not decide(lacking, True).admitted  # nobody has compared it
    assert decide(lacking, True, name_compared=True).admitted
    (decided,) = (each for each in events(lacking) if isinstance(each, TwoPersonsDecided))
    assert (decided.glyphs, decided.name) == (
        (Glyph(place=2, character="𠮷"),),
        digest_of("考生𠮷".encode()),
    )
    restart(lacking)
    lacking.beat(2)
    shown = lacking.console_state
    names = {
        shown.roster[0].name,
        shown.cards[0].name,
        shown.seats[0].name,
        lacking.screens[1].name,
    }
    assert names == {"考生𠮷"}
    assert shown.cards[0].stage is CardStage.COMPOSED


def test_f25_without_the_character_the_exam_is_sat_and_the_card_waits(lacking):
    read(lacking, ANN)
    lacking.wish(view.OpenGlyphs())
    lacking.wish(view.FindByWords("10FFFD"))  # no font has it
    page = lacking.console_state.desk.glyphs
    assert (page.asked, page.found) == (True, ())
    lacking.wish(view.ChooseGlyph("𠮷"))  # was not found: nothing is chosen
    lacking.wish(view.LeaveGlyphs())
    assert decide(lacking, True, name_compared=True).admitted
    assert isinstance(lacking.screens[1], ReadyScreen)
    lacking.wish(StartSession())
    answer_all(lacking, right=4)
    hand_in(lacking)
    lacking.pass_ms(2_000)
    (card,) = lacking.console_state.cards
    assert (card.stage, card.reason.code) == (CardStage.NEW, "CRD-02")
    assert lacking.printer_below.tray == []


def test_f25_a_name_that_is_whole_opens_no_page(centre):
    centre.cameras[0].stand_here(BEN)
    assert read(centre, ANN).to_decide
    centre.wish(view.OpenGlyphs())
    assert centre.console_state.desk.glyphs is None


def test_f25_a_typed_document_without_a_name_can_be_compared_too(lacking):
    """The name was left to the roster; two persons compare that one with the document."""
    shown = type_document(lacking, name="")
    lacking.wish(view.SkipSides())
    lacking.beat(3)
    shown = lacking.console_state.desk
    assert (shown.rare, shown.chip_name, shown.to_decide) == (True, "", True)
    assert decide(lacking, True, name_compared=True).admitted


# F08: the wrong seat


def test_f08_the_seat_refuses_whoever_is_not_its_candidate_and_the_list_says_where_they_sit(centre):
    centre.open_seat(2)
    centre.cameras[1].stand_here(BEN)  # candidate 2 sits down at seat 1
    assert read(centre, ANN).admitted
    centre.cameras[0].stand_here(BEN)
    assert read(centre, BEN).admitted
    look_until_unsure(centre, (1,))
    assert isinstance(centre.screens[1], CheckScreen)
    assert centre.console_state.seats[0].unsure
    (row,) = [row for row in centre.console_state.roster if row.tail == BEN[-4:]]
    assert row.seat == 2
    centre.cameras[1].stand_here(ANN)
    centre.beat(4)
    assert isinstance(centre.screens[1], ReadyScreen)


def test_f08_at_the_wrong_seat_the_last_four_digits_tell_the_right_one(centre):
    centre.open_seat(2)
    centre.cameras[1].stand_here(BEN)
    assert read(centre, ANN).admitted
    centre.beat(3)
    assert centre.screens[1].name == "考生1"  # candidate 2 reads another name there
    assert centre.press(1, OpenFinder()).found is None
    told = centre.press(1, AskForSeat("0022"))
    assert (told.asked, told.found, told.seat) == ("0022", (2,), 1)
    assert centre.press(1, AskForSeat("9999")).found == ()
    assert centre.press(1, AskForSeat("22")).found == ()
    assert isinstance(centre.press(1, CloseFinder()), CheckScreen)


def test_f08_the_answer_follows_whoever_was_moved_and_goes_from_the_screen(centre):
    centre.open_seat(2)
    for camera in (1, 2):
        centre.cameras[camera].stand_here(BEN)
    assert read(centre, ANN).admitted
    centre.wish(MoveCandidate(CandidateId("c-1"), SeatNumber(2), "by mistake"))
    centre.beat(3)
    centre.press(2, OpenFinder())
    assert centre.press(2, AskForSeat("0011")).found == (2,)
    for _ in range(31):
        centre.pass_ms(1_000)
    assert isinstance(centre.screens[2], CheckScreen)


def test_f08_nobody_looks_for_a_seat_in_the_middle_of_an_exam(sitting):
    assert isinstance(sitting.press(1, OpenFinder()), QuestionScreen)


def test_f08_without_the_coordinator_the_page_says_so(centre):
    centre.connect(False)
    centre.press(1, OpenFinder())
    shown = centre.press(1, AskForSeat("0022"))
    assert (shown.online, shown.found) == (False, None)
