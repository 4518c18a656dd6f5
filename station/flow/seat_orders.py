"""What the coordinator's orders ask of the attempt at a seat: pure.

Each order says how things stand, not what to change, so that a seat which hears it twice, or
after having been away, does the same as one that was there.
"""

from station.exam.attempt import Attempt
from station.exam.attempt_commands import Command, Continue, Credit, Pause, Submit
from station.exam.attempt_events import Cause
from station.lan.messages import ExtraTime, Finish, Hold

Order = Hold | ExtraTime | Finish


def commands(attempt: Attempt, order: Order) -> tuple[Command, ...]:
    """Return what an order asks of the attempt; what was done before is refused by it."""
    match order:
        case Hold(_, paused, by):
            return (Pause(by) if paused else Continue(by),)
        case ExtraTime(_, credits):
            numbered = list(enumerate(credits, start=1))[attempt.credits :]
            return tuple(Credit(credit.extra, credit.by, number) for number, credit in numbered)
        case Finish():
            return (Submit(Cause.STAFF),)
