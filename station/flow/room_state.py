"""From the room's flow to what the seat wall shows: pure."""

from station.exam.attempt import Phase
from station.flow.attempt_copy import SeatLife
from station.flow.outages import outage_row
from station.flow.room import RoomFlow
from station.flow.room_moves import answers_apart
from station.flow.room_view import DisputeRow, MoveOffer, RoomState, SeatTile
from station.flow.seat_limits import LEAST_DISK_MB
from station.ids import MonoMs, SeatNumber, StreamId
from station.lan.messages import Power, SeatDoing

Named = tuple[tuple[SeatNumber, str], ...]
HANDED_IN = (Phase.SUBMITTED, Phase.GRADED)


def seat_tile(room: RoomFlow, seat: SeatNumber, now: MonoMs) -> SeatTile:
    """One seat on the wall."""
    life = room.seats.get(seat, SeatLife(seat))
    copy, beat = room.at_seat(seat), life.beat
    online = life.online(now)
    remaining = copy.attempt.remaining(copy.elapsed) if copy and copy.attempt.opened else None
    stream = copy.issued.ticket.stream if copy else None
    well = beat is not None and beat.free_disk_mb >= LEAST_DISK_MB
    taken = copy is not None and not copy.delivered
    unsure = bool(online and beat and beat.unsure)
    return SeatTile(
        seat=seat,
        online=online,
        doing=life.doing if beat else SeatDoing.IDLE,
        unsure=unsure,
        name=copy.issued.ticket.name if copy else "",
        answered=len(copy.attempt.answers) if copy else 0,
        questions=len(copy.issued.ticket.places) if copy else 0,
        remaining_ms=remaining,
        candidate=copy.issued.ticket.candidate if copy else None,
        tail=room.tail_of(copy.issued.ticket.candidate) if copy else "",
        reference=copy.issued.ticket.reference if copy and unsure else b"",
        over=copy.over if copy else False,
        held=bool(stream and room.session.held.get(stream, (False,))[0]),
        locked=seat in room.session.locked,
        free=online and well and not taken and life.doing is not SeatDoing.FAULT,
        off_ms=life.off_ms,
        free_disk_mb=beat.free_disk_mb if beat else None,
        camera=beat.camera if beat else True,
        low_power=beat is not None and beat.power is Power.BATTERY,
        battery_percent=beat.battery_percent if beat else None,
        keeping=beat.keeping if beat else "",
        software=life.software,
        amiss=copy.amiss if copy else None,
    )


def room_state(room: RoomFlow, postpone_minutes: int, now: MonoMs) -> RoomState:
    """What concerns the room as a whole.

    Args:
        postpone_minutes: An outage that is longer is for another date; see ExamRules.
    """
    returned = room.session.returned
    rows = [
        outage_row(copy, returned.get(stream, 0), postpone_minutes)
        for stream, copy in room.copies.items()
    ]
    outages = sorted(
        (row for row in rows if row is not None), key=lambda row: (-row.owed_ms, row.seat)
    )
    inside, finished = _inside(room)
    open_disputes = [key for key, settled in room.session.disputes.items() if settled is None]
    return RoomState(
        stopped=room.session.stopped,
        inside=inside,
        finished=finished,
        outages=tuple(outages),
        away=room.session.away,
        strangers=tuple(room.strangers.items()),
        offer=_offer(room, now),
        disputes=tuple(_dispute(room, *key) for key in open_disputes if key in room.leftovers),
    )


def _inside(room: RoomFlow) -> tuple[Named, Named]:
    """Who sits an exam, and who has handed in and may be gone: to be counted apart outside."""
    inside: list[tuple[SeatNumber, str]] = []
    finished: list[tuple[SeatNumber, str]] = []
    for copy in room.copies.values():
        who = finished if copy.attempt.phase in HANDED_IN else inside
        who.append((copy.issued.seat, copy.issued.ticket.name))
    return tuple(sorted(inside)), tuple(sorted(finished))


def _offer(room: RoomFlow, now: MonoMs) -> MoveOffer | None:
    if room.asks_to_move is None:
        return None
    candidate, to = room.asks_to_move
    copy = room.of_candidate(candidate)
    if copy is None or copy.delivered:
        return None
    ticket = copy.issued.ticket
    tiles = (seat_tile(room, seat, now) for seat in sorted(room.seats))
    return MoveOffer(
        candidate=candidate,
        name=ticket.name,
        tail=room.tail_of(candidate),
        left=copy.issued.seat,
        to=to,
        free=tuple(tile.seat for tile in tiles if tile.free),
    )


def _dispute(room: RoomFlow, stream: StreamId, seat: SeatNumber) -> DisputeRow:
    copy = room.copies[stream]
    leftover = room.leftovers[stream, seat]
    apart = answers_apart(leftover, copy)
    return DisputeRow(
        stream=copy.issued.ticket.stream,
        name=copy.issued.ticket.name,
        left=seat,
        here=copy.issued.seat,
        apart=tuple((one.number, one.left, one.here) for one in apart),
    )
