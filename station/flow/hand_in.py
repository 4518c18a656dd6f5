"""What leaves the seat after the paper is handed in."""

from station.exam.grading import Grade, grade
from station.exam.paper import Paper
from station.flow.sitting import Sitting
from station.ids import SeatNumber
from station.seal.envelope import seal
from station.seal.identity import Identity
from station.store.stream import Record
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle


def mark(sitting: Sitting, paper: Paper) -> Grade:
    """Grade what was answered; the same answers always give the same grade."""
    return grade(paper, sitting.attempt.answers, sitting.rules.exam.partial_marks)


def seal_bundle(
    sitting: Sitting,
    paper: Paper,
    seat: SeatNumber,
    signer: Identity,
    records: tuple[Record, ...],
) -> bytes:
    """Return the attempt, signed by the seat and sealed so that only the province reads it."""
    ticket = sitting.ticket
    bundle = AttemptBundle(
        centre=ticket.centre,
        session=ticket.session,
        candidate=ticket.candidate,
        seat=seat,
        rule_pack=sitting.rule_pack,
        paper=paper,
        records=records,
        check_in=ticket.check_in,
    )
    return seal(ATTEMPT_BUNDLE.pack(bundle), ticket.seal_to, ticket.stream.encode(), signer)
