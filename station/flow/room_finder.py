"""Where somebody sits, by the last four characters of the ID number: pure."""

from collections.abc import Callable

from station.flow.attempt_copy import AttemptCopy
from station.flow.papers import OpenSession
from station.identity.number import normalise_number
from station.ids import CandidateId
from station.lan.messages import SeatsFound

TAIL = 4


def seats_found(
    tail: str, session: OpenSession, of_candidate: Callable[[CandidateId], AttemptCopy | None]
) -> SeatsFound:
    """Return where those sit whose numbers end so: as the roster has it, or where they were moved.

    Args:
        of_candidate: Gives a candidate's attempt; None before one was admitted.
    """
    package = session.package
    seats = []
    for entry in package.roster:
        if len(tail) == TAIL and normalise_number(tail) == entry.tail:
            copy = of_candidate(entry.candidate)
            seats.append(copy.issued.seat if copy else entry.seat)
    return SeatsFound(
        tail=tail,
        seats=tuple(sorted(seats)),
        across=package.seats_across,
        last=max(entry.seat for entry in package.roster),
    )
