"""A message that the other side would not accept is said so, and stops nobody."""

from dataclasses import replace

from station.errors.lan import MessageTooLarge
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.room_view import StartSession
from station.lan.messages import Deliver
from station.lan.ticket import Ticket
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, hand_in


def refuse(kind, speak):
    """Return a link over which messages of one kind are too large."""

    def send(*to_and_what):
        if isinstance(to_and_what[-1], kind):
            raise MessageTooLarge(size=2**24 + 1)
        return speak(*to_and_what)

    return send


def test_a_ticket_that_is_too_large_is_shown_at_the_desk(centre):
    telling = centre.room.telling
    telling._tools = replace(telling._tools, send=refuse(Ticket, telling._tools.send))
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    assert isinstance(centre.errors[0], MessageTooLarge)
    assert isinstance(centre.screens[1], seat.WaitingScreen)
    centre.wish(StartSession())
    centre.beat()


def test_a_result_that_is_too_large_is_shown_at_the_seat_and_stays_there(sitting):
    sitting.too_large = (Deliver,)
    answer_all(sitting, right=4)
    screen = hand_in(sitting)
    assert screen.passed
    assert not screen.delivered
    sitting.too_large = ()
    for _ in range(6):
        sitting.pass_ms(1_000)
    assert sitting.screens[1].delivered
