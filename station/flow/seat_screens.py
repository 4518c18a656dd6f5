"""From a sitting to the screen that shows it: pure."""

from station.errors import StationError
from station.exam.attempt import Attempt
from station.exam.grading import Grade
from station.exam.paper import Paper
from station.flow.seat_eye import Look
from station.flow.seat_view import (
    CheckScreen,
    OverviewScreen,
    QuestionScreen,
    ReadyScreen,
    ReasonScore,
    Saved,
    ScoreScreen,
    TopicScore,
)
from station.flow.sitting import Sitting
from station.identity.face_quality import Advice
from station.ids import ElapsedMs, SeatNumber

MINUTE_MS = 60_000


def check_screen(
    sitting: Sitting, seat: SeatNumber, look: Look | None, unsure: bool
) -> CheckScreen:
    """The candidate before the seat's camera."""
    return CheckScreen(
        seat=seat,
        name=sitting.ticket.name,
        tail=sitting.ticket.tail,
        frame=look.frame if look else None,
        advice=look.advice if look else Advice.NONE,
        unsure=unsure,
        drill=sitting.drill,
    )


def ready_screen(sitting: Sitting, seat: SeatNumber) -> ReadyScreen:
    """Checked, and waiting for the start."""
    ticket = sitting.ticket
    return ReadyScreen(
        seat=seat,
        name=ticket.name,
        tail=ticket.tail,
        title=ticket.title,
        questions=len(ticket.places),
        minutes=ticket.duration // MINUTE_MS,
        pass_marks=ticket.pass_marks,
        started=sitting.may_begin,
        drill=sitting.drill,
    )


def question_screen(
    sitting: Sitting,
    paper: Paper,
    seat: SeatNumber,
    *,
    saved: Saved,
    locked: bool,
    trouble: StationError | None,
    enlarged: int | None,
) -> QuestionScreen:
    """The question that the candidate is at."""
    attempt = sitting.attempt
    item = paper.items[attempt.current]
    return QuestionScreen(
        seat=seat,
        name=sitting.ticket.name,
        tail=sitting.ticket.tail,
        index=attempt.current,
        total=len(paper.items),
        kind=item.kind,
        stem=item.stem,
        options=item.options,
        chosen=frozenset(attempt.answers.get(item.question, ())),
        flagged=item.question in attempt.flags,
        answered=len(attempt.answers),
        remaining_ms=attempt.remaining(sitting.elapsed),
        may_submit_in_ms=_may_submit_in(attempt, sitting.elapsed),
        saved=saved,
        locked=locked,
        trouble=trouble,
        drill=sitting.drill,
        pictures=tuple(sitting.pictures[digest] for digest in item.pictures),
        case_text=item.case_text,
        enlarged=enlarged if enlarged is not None and enlarged < len(item.pictures) else None,
    )


def overview_screen(
    sitting: Sitting,
    paper: Paper,
    seat: SeatNumber,
    *,
    asking: bool,
    trouble: StationError | None,
) -> OverviewScreen:
    """All questions at once."""
    attempt = sitting.attempt
    questions = [item.question for item in paper.items]
    return OverviewScreen(
        seat=seat,
        name=sitting.ticket.name,
        tail=sitting.ticket.tail,
        current=attempt.current,
        answered=tuple(question in attempt.answers for question in questions),
        flagged=tuple(question in attempt.flags for question in questions),
        remaining_ms=attempt.remaining(sitting.elapsed),
        may_submit_in_ms=_may_submit_in(attempt, sitting.elapsed),
        asking=asking,
        trouble=trouble,
        drill=sitting.drill,
    )


def score_screen(sitting: Sitting, paper: Paper, grade: Grade, seat: SeatNumber) -> ScoreScreen:
    """The score, and what comes next."""
    names = dict(sitting.ticket.topics)
    return ScoreScreen(
        seat=seat,
        name=sitting.ticket.name,
        tail=sitting.ticket.tail,
        marks=grade.marks,
        of=grade.of,
        pass_marks=paper.pass_marks,
        passed=grade.passed,
        card_today=grade.passed and sitting.ticket.card_today,
        topics=tuple(
            TopicScore(
                topic=names.get(result.topic, result.topic), right=result.right, of=result.of
            )
            for result in grade.by_topic()
        ),
        reasons=tuple(
            ReasonScore(reason=each.reason, questions=each.questions, marks=each.marks, of=each.of)
            for each in grade.by_reason()
        ),
        delivered=sitting.delivered,
        drill=sitting.drill,
    )


def _may_submit_in(attempt: Attempt, elapsed: ElapsedMs) -> int:
    earliest = attempt.opened.earliest_submit if attempt.opened else 0
    return max(0, earliest - elapsed)
