"""Pictures reach the candidate with the paper, and stay wherever the paper goes."""

from dataclasses import replace

import pytest

from station.errors.document import DocumentMalformed, EnvelopeSealed
from station.errors.exam import PictureMissing, PicturesTooLarge
from station.exam.compose import Composer
from station.flow.desk_view import ReadCard
from station.flow.paper_pictures import MOST_MIB, open_pictures
from station.flow.papers import issue_ticket, paper_of
from station.flow.room_view import MoveCandidate, StartSession
from station.flow.seat_view import EnlargePicture, GoTo, QuestionScreen
from station.ids import CandidateId, Digest, SeatNumber, StreamId, digest_of
from station.sync.session_papers import SessionPapers
from tests.flow.documents import questions
from tests.flow.people import NUMBERS

ONE = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
TWO = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'
NAMES = (digest_of(ONE), digest_of(TWO))


def pictured(session):
    """The session, each question of its bank with both pictures."""
    bank = [replace(question, pictures=NAMES) for question in questions()]
    return replace(
        session,
        papers=SessionPapers(Composer(bank, Digest(bytes(32))), session.package),
        media={digest_of(raw): raw for raw in (ONE, TWO)},
    )


@pytest.fixture
def centre(centre):
    """A centre whose bank has pictures; candidate 1 sits and sees question 1."""
    centre.session = pictured(centre.session)
    centre.close_coordinator()
    centre.open_coordinator()
    centre.connect(True)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    centre.wish(StartSession())
    centre.beat()
    return centre


def ticket(session, **changes):
    session = replace(session, **changes)
    entry = session.package.roster[0]
    now = session.package.starts_at
    return issue_ticket(session, entry, reference=b"", check_in=(), started_at=None, now=now)


def test_a_question_is_shown_with_its_pictures(centre):
    screen = centre.screens[1]
    assert isinstance(screen, QuestionScreen)
    assert screen.pictures == (ONE, TWO)


def test_a_picture_covers_the_page_until_it_is_pressed_away_or_the_page_is_turned(centre):
    assert centre.press(1, EnlargePicture(1)).enlarged == 1
    assert centre.press(1, EnlargePicture(None)).enlarged is None
    assert centre.press(1, EnlargePicture(7)).enlarged is None
    centre.press(1, EnlargePicture(0))
    assert centre.press(1, GoTo(1)).enlarged is None


def test_pictures_outlive_a_restart_with_the_coordinator_gone(centre):
    centre.kill_seat(1)
    centre.connect(False)
    centre.open_seat(1)
    centre.beat()
    assert centre.screens[1].pictures == (ONE, TWO)


def test_the_ticket_carries_each_picture_once_and_none_in_the_clear(centre):
    issued = ticket(centre.session)
    assert [each.digest for each in issued.ticket.pictures] == list(NAMES)
    assert all(ONE not in each.sealed and TWO not in each.sealed for each in issued.ticket.pictures)


def test_pictures_open_with_their_own_paper_alone(centre):
    issued = ticket(centre.session)
    key, sealed, paper = issued.go.paper_key, issued.ticket.pictures, paper_of(issued)
    stream = issued.ticket.stream
    assert open_pictures(paper, sealed, key, stream) == centre.session.media
    with pytest.raises(EnvelopeSealed):
        open_pictures(paper, sealed, bytes(32), stream)
    with pytest.raises(EnvelopeSealed):
        open_pictures(paper, sealed, key, StreamId("attempt/session-1/c-2"))
    swapped = (replace(sealed[0], sealed=sealed[1].sealed), sealed[1])
    with pytest.raises(EnvelopeSealed):
        open_pictures(paper, swapped, key, stream)
    with pytest.raises(DocumentMalformed):
        open_pictures(paper, sealed[:1], key, stream)


def test_no_ticket_is_issued_without_a_picture_of_its_paper(centre):
    with pytest.raises(PictureMissing):
        ticket(centre.session, media={NAMES[0]: ONE})


def test_no_ticket_carries_more_than_a_seat_is_sent(centre):
    large = {NAMES[0]: ONE, NAMES[1]: bytes(MOST_MIB << 20)}
    with pytest.raises(PicturesTooLarge):
        ticket(centre.session, media=large)


def test_f11_pictures_go_along_to_a_spare_seat(centre):
    centre.cameras[2].stand_here(NUMBERS[0])
    centre.open_seat(2)
    for _ in range(30):
        centre.pass_ms(1_000)
    centre.kill_seat(1)
    centre.pass_ms(90_000)
    centre.wish(MoveCandidate(CandidateId("c-1"), SeatNumber(2), "screen broken"))
    centre.beat(4)
    assert isinstance(centre.screens[2], QuestionScreen)
    assert centre.screens[2].pictures == (ONE, TWO)
