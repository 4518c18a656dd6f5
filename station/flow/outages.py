"""The outage ledger: who could not work, for how long, and what is owed. Pure.

While a seat is dead its exam clock stands still, so nothing is owed for that. While it stands
frozen the clock runs on: that time is owed, and two persons give it back.
"""

from station.exam.rules import MINUTE_MS
from station.flow.attempt_copy import AttemptCopy
from station.flow.room_view import OutageRow

NOTICED_MS = 2_000
"""A shorter one is a restart that nobody saw."""


def owed(copy: AttemptCopy, returned_ms: int) -> int:
    """Return the exam time that went by while the candidate could not work, less what was given."""
    return max(0, sum(one.lost_ms for one in copy.outages if one.counted) - returned_ms)


def outage_row(copy: AttemptCopy, returned_ms: int, postpone_minutes: int) -> OutageRow | None:
    """Return a candidate's line in the ledger; None if nothing was noticed."""
    outages = [one for one in copy.outages if one.lost_ms > NOTICED_MS]
    if not outages:
        return None
    return OutageRow(
        seat=copy.issued.seat,
        name=copy.issued.ticket.name,
        stood_ms=sum(one.lost_ms for one in outages if not one.counted),
        owed_ms=owed(copy, returned_ms),
        given_ms=returned_ms,
        too_long=max(one.lost_ms for one in outages) > postpone_minutes * MINUTE_MS,
    )
