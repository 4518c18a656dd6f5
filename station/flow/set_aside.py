"""Keeps the next candidate's ticket until the seat is free."""

from station.ids import StreamId
from station.lan.messages import Draw, FromHub, MovedOn, SeatsFound, Tell, Welcome
from station.lan.ticket import Ticket


class SetAside:
    """Tickets that came too early, each with what was said of it since, such as the start."""

    def __init__(self) -> None:
        self._kept: dict[StreamId, list[FromHub]] = {}

    def keep(self, ticket: Ticket) -> None:
        """Keep a ticket; a newer one of the same attempt replaces it."""
        self._kept[ticket.stream] = [ticket]

    def takes(self, message: FromHub) -> bool:
        """Keep a message too, if it speaks of a ticket that is kept; one moved on is let go."""
        if isinstance(message, Welcome | Ticket | Draw | Tell | SeatsFound):
            return False
        if message.stream not in self._kept:
            return False
        if isinstance(message, MovedOn):
            del self._kept[message.stream]
            return False
        self._kept[message.stream].append(message)
        return True

    def take_next(self) -> tuple[FromHub, ...]:
        """Return what was kept for the candidate who waits longest, and keep it no more."""
        stream = next(iter(self._kept), None)
        return tuple(self._kept.pop(stream)) if stream is not None else ()
