"""One session of many candidates at one seat: real tickets over real, shut papers."""

from dataclasses import replace
from pathlib import Path

from station.clock import SystemClock
from station.credential.rules import CardRules
from station.exam.blueprint import Blueprint, Cell, Section, Stage
from station.exam.compose import Composer
from station.exam.paper import PAPER, Paper
from station.exam.question import Question, QuestionKind
from station.exam.rules import ExamRules
from station.flow.duty import Duty
from station.flow.papers import IssuedTicket, OpenSession, issue_ticket
from station.identity.roster import RosterEntry
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    Digest,
    ElapsedMs,
    ItemCode,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
    TopicId,
    UnixMs,
)
from station.modes.folder import StationFolder
from station.seal.documents import sign, verify
from station.seal.kinds import DocumentKind
from station.seal.shut import unshut
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers
from tests.flow.documents import CENTRE, STAFF, Keys

DAY_MS = 86_400_000
MINUTES = 10
TOPIC = TopicId("1.1")
SHAPES = ((QuestionKind.JUDGE, 2, 4), (QuestionKind.SINGLE, 4, 4), (QuestionKind.MULTIPLE, 5, 4))
"""Kind, options and questions of each section."""
PASSPHRASE = "correct horse"


def bank() -> tuple[Question, ...]:
    """Return questions of every kind; the right options are those that say so."""
    return tuple(
        Question(
            id=QuestionId(f"{kind}-{number}"),
            revision=1,
            kind=kind,
            stem=f"{kind} question {number}",
            options=tuple(f"option {n} of {number}" for n in range(options)),
            key=(0, 2) if kind is QuestionKind.MULTIPLE else (1,),
            topic=TOPIC,
            difficulty=1,
        )
        for kind, options, wanted in SHAPES
        for number in range(wanted + 2)
    )


def open_session(keys: Keys, questions: tuple[Question, ...]) -> OpenSession:
    """Return a drill's session with no devices and no staff to ask."""
    now = SystemClock().wall()
    rules = RulePack(
        name="drill",
        version=1,
        kind=PackKind.DRILL,
        valid_from=UnixMs(now - DAY_MS),
        valid_until=UnixMs(now + 30 * DAY_MS),
        exam=ExamRules(earliest_submit_minutes=0),
        face=FaceRules(),
        card=CardRules(),
        consent_text="",
    )
    raw = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules), keys.province)
    blueprint = Blueprint(
        code=BlueprintCode("KILL"),
        version=1,
        title="an exam with power cuts",
        trade=ItemCode("1.2"),
        stage=Stage.REVIEW,
        minutes=MINUTES,
        pass_marks=6,
        sections=tuple(
            Section(kind=kind, marks_each=1, cells=(Cell(topic=TOPIC, questions=wanted),))
            for kind, _, wanted in SHAPES
        ),
    )
    package = SessionPackage(
        session=SessionId("kill"),
        centre=CENTRE,
        title="power cuts",
        starts_at=now,
        valid_until=UnixMs(now + DAY_MS),
        rule_pack=verify(raw, DocumentKind.RULE_PACK, keys.trust, now).digest,
        bank=Digest(bytes(32)),
        blueprint=blueprint,
        roster=(),
        staff=STAFF,
        grants=(),
        seal_to=keys.sealing.public,
        paper_secret=bytes(32),
        issuer="演示省应急管理厅",
    )
    return OpenSession(
        package=package,
        rules=rules,
        raw_rule_pack=raw,
        papers=SessionPapers(Composer(questions, Digest(bytes(32))), package),
        topics=((TOPIC, "safety"),),
        duty=Duty(StaffId("s-1")),
    )


def ticket_for(
    session: OpenSession, number: int, duration_ms: int | None = None, *, reference: bytes = b""
) -> IssuedTicket:
    """Return the ticket of the so manieth candidate for seat 1."""
    entry = RosterEntry(
        candidate=CandidateId(f"c-{number}"),
        number="990000197003010011",
        name=f"考生{number}",
        seat=SeatNumber(1),
        photo=b"",
    )
    now = session.package.starts_at
    issued = issue_ticket(
        session, entry, reference=reference, check_in=(), started_at=None, now=now
    )
    if duration_ms is not None:
        issued = replace(issued, ticket=replace(issued.ticket, duration=ElapsedMs(duration_ms)))
    return issued


def paper_of(issued: IssuedTicket) -> Paper:
    """Return the paper that a ticket carries."""
    ticket = issued.ticket
    return PAPER.unpack(unshut(ticket.sealed_paper, issued.go.paper_key, ticket.stream.encode()))


def make_seat(folder: Path, keys: Keys) -> None:
    """Set seat 1 up in a folder, as 'coordinator seat' does."""
    StationFolder(folder).create(keys.seats[1], keys.trust.root, PASSPHRASE, {})
