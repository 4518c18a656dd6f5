"""An invented session at an invented centre, and its candidates' sealed results.

A paper has 100 questions of a bank of 1,000; its stream has 205 events, as at a real seat.
"""

from collections.abc import Iterable
from functools import reduce
from typing import TypeVar

from station.codec import Codec
from station.credential.rules import CardRules
from station.exam.attempt import Attempt, decide, evolve
from station.exam.attempt_commands import (
    Answer,
    Command,
    ConfirmIdentity,
    Open,
    RecordGrade,
    Start,
    Submit,
    Visit,
)
from station.exam.attempt_events import EVENT, Cause, Event, Place
from station.exam.blueprint import Blueprint, Cell, Section, SectionKind, Stage
from station.exam.compose import Composer
from station.exam.paper import PAPER, Paper
from station.exam.question import Pool, Question, QuestionKind
from station.exam.rules import ExamRules
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Admitted,
    Against,
    Band,
    CheckInEvent,
    DocumentAccepted,
    FaceCompared,
    Source,
)
from station.identity.roster import RosterEntry, Staff
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    CentreId,
    Digest,
    ElapsedMs,
    Epoch,
    ItemCode,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
    StreamId,
    TopicId,
    UnixMs,
    digest_of,
)
from station.province.office import Office
from station.province.session_order import SessionOrder
from station.seal.derive import paper_seed
from station.seal.documents import verify
from station.seal.envelope import seal
from station.seal.identity import Identity, complete, issue, request
from station.seal.kinds import DocumentKind, SignerKind
from station.store.stream import Head, Record
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle
from station.sync.bank_package import BankTitle, master
from station.sync.enrolment_grant import ENROLMENT_GRANT
from station.sync.rule_pack import PackKind, RulePack
from station.sync.session_package import SESSION_PACKAGE

T = TypeVar("T")

CENTRE = CentreId("bench")
SESSION = SessionId("bench")
TOPIC = TopicId("1.1")
TRADE = ItemCode("1.2")
DAY = 24 * 60 * 60_000
SECOND = 1_000

BLUEPRINT = Blueprint(
    code=BlueprintCode("B-1"),
    version=1,
    title="Bench",
    trade=TRADE,
    stage=Stage.REVIEW,
    minutes=120,
    pass_marks=80,
    sections=(
        Section(kind=SectionKind.SINGLE, marks_each=1, cells=(Cell(topic=TOPIC, questions=100),)),
    ),
)


class MadeSession:
    """A session that the office has issued to a centre with one seat."""

    def __init__(self, office: Office, candidates: int, now: UnixMs) -> None:
        self._seat = _seat(office, now)
        questions = tuple(question(n) for n in range(1_000))
        raw_bank, key = master(
            questions,
            BankTitle(title="Bench", version=1, trade=TRADE, opens_at=now),
            topics=((TOPIC, "Law"),),
            signer=office.keys.province,
        )
        self._rules = office.issue.issue_rule_pack(rules(now), now)
        self._bank = office.issue.register_bank(raw_bank, key, now)
        order = _order(self._rules, self._bank, candidates, now)
        issued = office.archive.document(office.issue.issue_session(order, now))
        signed = verify(issued.raw, DocumentKind.SESSION_PACKAGE, office.keys.trust, now)
        self._package = SESSION_PACKAGE.unpack(signed.payload)
        self._composer = Composer(questions, self._bank)

    def envelope(self, number: int) -> bytes:
        """Return the sealed result of one candidate, who answers 90 questions rightly."""
        candidate = CandidateId(f"c{number}")
        paper = self._composer.compose(
            BLUEPRINT, paper_seed(self._package.paper_secret, SESSION, candidate)
        )
        bundle = AttemptBundle(
            centre=CENTRE,
            session=SESSION,
            candidate=candidate,
            seat=SeatNumber(1),
            rule_pack=self._rules,
            paper=paper,
            records=chain(EVENT, StreamId("attempt"), self._attempt(candidate, paper)),
            check_in=chain(CHECK_IN_EVENT, StreamId("check-in"), _check_in(candidate)),
        )
        label = f"attempt/{SESSION}/{candidate}".encode()
        return seal(ATTEMPT_BUNDLE.pack(bundle), self._package.seal_to, label, self._seat)

    def _attempt(self, candidate: CandidateId, paper: Paper) -> list[Event]:
        opening = Open(
            session=SESSION,
            candidate=candidate,
            seat=SeatNumber(1),
            paper=digest_of(PAPER.pack(paper)),
            rule_pack=self._rules,
            duration=ElapsedMs(120 * 60 * SECOND),
            earliest_submit=ElapsedMs(0),
            places=tuple(
                Place(question=each.question, options=4, several=False) for each in paper.items
            ),
        )
        answers: list[Command] = []
        for n, item in enumerate(paper.items):
            choice = item.key[0] if n < 90 else (item.key[0] + 1) % 4
            answers += [Visit(n), Answer(item.question, (choice,))]
        commands: list[Command] = [
            opening,
            ConfirmIdentity(similarity=0.7, threshold=0.36, model="bench"),
            Start(),
            *answers,
            Submit(Cause.CANDIDATE),
            RecordGrade(marks=90, of=100, passed=True),
        ]
        events: list[Event] = []
        state = Attempt()
        for n, command in enumerate(commands):
            made = decide(state, command, ElapsedMs(n * SECOND))
            state = reduce(evolve, made, state)
            events += made
        return events


def question(n: int) -> Question:
    """Return an invented question of four options."""
    return Question(
        id=QuestionId(f"q{n}"),
        revision=1,
        kind=QuestionKind.SINGLE,
        stem=f"电工作业人员遇到第 {n} 种情形时，应当怎样处理？",
        options=tuple(f"第 {n} 题的选项 {k}" for k in range(4)),
        key=(n % 4,),
        topic=TOPIC,
        difficulty=2,
        pool=Pool.SECURE,
    )


def rules(now: UnixMs, days: int = 1) -> RulePack:
    """Return a drill's rules, valid from now on."""
    return RulePack(
        name="bench",
        version=1,
        kind=PackKind.DRILL,
        valid_from=now,
        valid_until=UnixMs(now + days * DAY),
        exam=ExamRules(earliest_submit_minutes=0),
        face=FaceRules(),
        card=CardRules(),
        consent_text="",
    )


def _order(rules: Digest, bank: Digest, candidates: int, now: UnixMs) -> SessionOrder:
    return SessionOrder(
        session=SESSION,
        centre=CENTRE,
        title="Bench",
        issuer="Bench",
        starts_at=now,
        valid_until=UnixMs(now + DAY),
        rule_pack=rules,
        bank=bank,
        blueprint=BLUEPRINT,
        roster=tuple(
            RosterEntry(
                candidate=CandidateId(f"c{n}"),
                number=f"{n:018d}",
                name="Bench",
                seat=SeatNumber(n + 1),
                photo=b"",
                barred="",
            )
            for n in range(candidates)
        ),
        staff=tuple(Staff(id=StaffId(each), name="Bench", pin_check=b"") for each in ("s1", "s2")),
        grants=(),
    )


def _seat(office: Office, now: UnixMs) -> Identity:
    code = office.enrolment.invite(CENTRE, "Bench", now)
    asked = request(SignerKind.CENTRE, "bench")
    raw = office.enrolment.enrol(code, asked.csr, now)
    grant = verify(raw, DocumentKind.ENROLMENT, office.keys.trust, now)
    centre = complete(asked, ENROLMENT_GRANT.unpack(grant.payload).chain)
    seat = request(SignerKind.SEAT, "1")
    return complete(seat, issue(centre, seat.csr, SignerKind.SEAT, "1", CENTRE, now, 1))


def _check_in(candidate: CandidateId) -> list[CheckInEvent]:
    return [
        DocumentAccepted(
            candidate=candidate,
            seat=SeatNumber(1),
            source=Source.CHIP,
            fingerprint=Digest(bytes(32)),
            doubts=(),
        ),
        FaceCompared(
            similarity=0.8,
            band=Band.PASS,
            pass_at=0.45,
            grey_at=0.33,
            model="bench",
            against=Against.CHIP,
            captured=None,
        ),
        Admitted(SeatNumber(1)),
    ]


def chain(codec: Codec[T], stream: StreamId, events: Iterable[T]) -> tuple[Record, ...]:
    """Return events as the records of a stream, a second apart."""
    head, records = Head(), []
    for n, event in enumerate(events):
        record = Record(
            stream=stream,
            seq=head.seq + 1,
            epoch=Epoch(1),
            elapsed=ElapsedMs(n * SECOND),
            wall=UnixMs(1_790_000_000_000 + n * SECOND),
            previous=head.digest,
            body=codec.pack(event),
        )
        records.append(record)
        head = Head(seq=record.seq, epoch=record.epoch, digest=record.digest)
    return tuple(records)
