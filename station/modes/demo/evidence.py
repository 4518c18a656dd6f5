"""What the demo looks up afterwards, where it was saved, and not where it was shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from station.clock import SystemClock, day_of
from station.exam.attempt import replay
from station.exam.attempt_events import EVENT
from station.exam.grading import Reason, ReasonGrade
from station.ids import StreamId, digest_of
from station.modes.demo.cast import CANDIDATE, Person
from station.modes.demo.stage import Stage
from station.modes.demo.timeline import check
from station.modes.enrol import PROVINCE_URL, TOKEN
from station.modes.folder import StationFolder
from station.printer.score_report import NextStep, ScoreReport, TopicLine, score_pdf
from station.seal.tls import client_context
from station.store.database import Database
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.settings import Settings
from station.sync.courier import read_receipt
from station.sync.province_client import ProvinceClient
from station.sync.receipt import Receipt


def answers_saved(stage: Stage) -> dict[int, list[int]]:
    """Return the coordinator's copy of the answers, by the question's index on the paper."""
    with _database(stage) as database:
        records = EventLog(database).read(StreamId(f"attempt/drill-1/{CANDIDATE.candidate}"))
    attempt = replay(EVENT.unpack(record.body) for record in records)
    if attempt.opened is None:
        return {}
    order = {place.question: index for index, place in enumerate(attempt.opened.places)}
    return {order[question]: list(chosen) for question, chosen in attempt.answers.items()}


def save_score(path: Path, shown: dict[str, Any], person: Person) -> None:
    """Write the score sheet of what the seat showed."""
    report = ScoreReport(
        centre="演示考点",
        exam="低压电工作业复审考试（演练）",
        name=person.name,
        number_tail=person.number[-4:],
        seat=person.seat,
        day=day_of(SystemClock().wall()),
        marks=shown["marks"],
        of=shown["of"],
        pass_marks=shown["pass_marks"],
        passed=shown["passed"],
        topics=tuple(
            TopicLine(title=each["topic"], right=each["right"], of=each["of"])
            for each in shown["topics"]
        ),
        reasons=tuple(
            ReasonGrade(
                reason=Reason(each["reason"]),
                questions=each["questions"],
                marks=each["marks"],
                of=each["of"],
            )
            for each in shown["reasons"]
        ),
        next_step=NextStep.CARD_TODAY,
        reference=person.candidate,
        sample=True,
    )
    path.write_bytes(score_pdf(report))


def waiting_envelope(stage: Stage) -> bytes:
    """Return the sealed result that waits in the coordinator's outbox."""
    with _database(stage) as database:
        ((_, envelope),) = Outbox(database).pending()
    return envelope


def receipt_of(stage: Stage, envelope: bytes) -> Receipt:
    """Return the province's receipt for an envelope, as the coordinator keeps it."""
    folder = StationFolder(stage.centre)
    digest = digest_of(envelope)
    with _database(stage) as database:
        raw = Outbox(database).receipt(digest)
    check(raw is not None, "there is a receipt")
    return read_receipt(raw or b"", digest, folder.trust(), SystemClock().wall())


def deliver(stage: Stage, envelope: bytes) -> Receipt:
    """Hand an envelope to the province as the courier would, and return what it says."""
    folder = StationFolder(stage.centre)
    trust = folder.trust()
    with _database(stage) as database:
        token = Settings(database).get(TOKEN) or ""
    url = folder.fact(PROVINCE_URL)
    with ProvinceClient(url, client_context(None, trust), token) as client:
        raw = client.deliver(envelope)
    digest = digest_of(envelope)
    return read_receipt(raw, digest, trust, SystemClock().wall())


@contextmanager
def _database(stage: Stage) -> Iterator[Database]:
    folder = StationFolder(stage.centre)
    database = folder.database(folder.identity(stage.secrets["STATION_PASSPHRASE"]))
    try:
        yield database
    finally:
        database.close()
