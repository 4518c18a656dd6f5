"""An attempt goes on at another seat; what the seat before alone still holds is evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.errors import StationError
from station.errors.session import AttemptOver, SeatHoldsOther, SeatNotReady, SeatTaken
from station.exam.attempt_events import EVENT, Answered, Flagged, Submitted
from station.flow.attempt_copy import AttemptCopy, SeatLife
from station.flow.papers import IssuedTicket
from station.flow.room_memory import Leftover
from station.flow.seat_limits import LEAST_DISK_MB
from station.ids import NOWHERE, Epoch, MonoMs, SeatNumber
from station.lan.messages import MovedOn, SeatDoing
from station.store.stream import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerApart:
    """A question that was answered otherwise at the seat before.

    Attributes:
        number: On the paper, from 1.
        left: Options chosen at the seat before, as shown, from 0; none if it has no answer.
        here: The same where the attempt went on.
    """

    number: int
    left: tuple[int, ...]
    here: tuple[int, ...]


def reissue(copy: AttemptCopy, to: SeatNumber) -> IssuedTicket:
    """Return the ticket for another seat: the next epoch, so that the seat before is fenced off."""
    issued = copy.issued
    ticket = replace(issued.ticket, epoch=Epoch(issued.ticket.epoch + 1))
    return replace(issued, seat=to, ticket=ticket)


def follow_move(copy: AttemptCopy, issued: IssuedTicket) -> None:
    """Note that an attempt has another seat from now on; its ticket is saved."""
    before = copy.issued
    copy.issued = issued
    copy.left.pop(issued.seat, None)
    if before.seat not in (NOWHERE, issued.seat):
        copy.left[before.seat] = before.ticket.epoch


def obstacle(
    copy: AttemptCopy,
    to: SeatNumber,
    there: AttemptCopy | None,
    life: SeatLife | None,
    leftovers: Iterable[Leftover],
    now: MonoMs,
) -> StationError | None:
    """Return why an attempt cannot go on at a seat; None if it can.

    Args:
        there: The attempt at that seat; None if nobody sits there.
        life: What was heard of that seat; None if nothing.
    """
    stream = copy.issued.ticket.stream
    if copy.delivered:
        return AttemptOver()
    if to == NOWHERE:
        return None
    if there is not None and not there.delivered:
        return SeatTaken()
    if life is None or life.beat is None or not life.online(now):
        return SeatNotReady()
    if life.doing is SeatDoing.FAULT or life.beat.free_disk_mb < LEAST_DISK_MB:
        return SeatNotReady()
    other = any(one.seat == to and one.stream == stream and one.records for one in leftovers)
    return SeatHoldsOther() if other or to in copy.left else None


def moved_on(copy: AttemptCopy, left: SeatNumber) -> MovedOn:
    """Return what a seat is told that an attempt was moved away from."""
    ticket = copy.issued.ticket
    return MovedOn(
        stream=ticket.stream,
        epoch=ticket.epoch,
        seat=copy.issued.seat,
        held=copy.held_of(copy.left[left]),
    )


def matters(records: Iterable[Record]) -> bool:
    """Say whether records that one seat alone holds could make another result."""
    events = (EVENT.unpack(record.body) for record in records)
    return any(isinstance(event, Answered | Flagged | Submitted) for event in events)


def answers_apart(leftover: Leftover, copy: AttemptCopy) -> tuple[AnswerApart, ...]:
    """Compare what was last answered at the seat before with what stands where it went on."""
    events = (EVENT.unpack(record.body) for record in leftover.records)
    left = {event.question: event.choices for event in events if isinstance(event, Answered)}
    here = copy.attempt.answers
    return tuple(
        AnswerApart(number=number, left=left[place.question], here=here.get(place.question, ()))
        for number, place in enumerate(copy.issued.ticket.places, start=1)
        if place.question in left and left[place.question] != here.get(place.question, ())
    )
