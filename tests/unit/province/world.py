"""A small province for tests: its office, one centre with one seat, one session of two."""

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from station.clock import HeldClock
from station.credential.card import IssueGrant
from station.credential.rules import CardRules
from station.exam.attempt import Attempt, decide, evolve
from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Open,
    RecordGrade,
    Start,
    Submit,
)
from station.exam.attempt_events import EVENT, Cause, Place
from station.exam.blueprint import Blueprint, Cell, Section, Stage
from station.exam.compose import compose
from station.exam.paper import PAPER, Paper
from station.exam.question import Pool, Question, QuestionKind
from station.exam.rules import ExamRules
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Admitted,
    Against,
    Band,
    DocumentAccepted,
    FaceCompared,
    Source,
)
from station.identity.roster import RosterEntry, Staff
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    CardSerial,
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
from station.sync.session_package import SESSION_PACKAGE, SessionPackage

CENTRE = CentreId("centre-1")
SESSION = SessionId("2026-09-01-am")
LI, WANG = CandidateId("c1"), CandidateId("c2")
TOPIC = TopicId("1.1")
FIRST, SECOND = StaffId("s1"), StaffId("s2")
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def questions():
    judge = [
        Question(
            id=QuestionId(f"j{n}"),
            revision=1,
            kind=QuestionKind.JUDGE,
            stem=f"Statement {n} is right.",
            options=("right", "wrong"),
            key=(n % 2,),
            topic=TOPIC,
            difficulty=1,
            keep_order=True,
            pool=Pool.SECURE,
        )
        for n in range(8)
    ]
    single = [
        Question(
            id=QuestionId(f"s{n}"),
            revision=1,
            kind=QuestionKind.SINGLE,
            stem=f"Which is {n}?",
            options=tuple(f"choice {n}.{k}" for k in range(4)),
            key=(n % 4,),
            topic=TOPIC,
            difficulty=2,
            pool=Pool.SECURE,
        )
        for n in range(6)
    ]
    return tuple(judge + single)


BLUEPRINT = Blueprint(
    code=BlueprintCode("T-1"),
    version=1,
    title="Test paper",
    trade=ItemCode("1.2"),
    stage=Stage.REVIEW,
    minutes=20,
    pass_marks=5,
    sections=(
        Section(kind=QuestionKind.JUDGE, marks_each=1, cells=(Cell(topic=TOPIC, questions=4),)),
        Section(kind=QuestionKind.SINGLE, marks_each=2, cells=(Cell(topic=TOPIC, questions=2),)),
    ),
)


def rules(now, **changes):
    pack = RulePack(
        name="drill",
        version=1,
        kind=PackKind.DRILL,
        valid_from=UnixMs(now - DAY),
        valid_until=UnixMs(now + 30 * DAY),
        exam=ExamRules(earliest_submit_minutes=0),
        face=FaceRules(),
        card=CardRules(),
        consent_text="",
    )
    return replace(pack, **changes)


def roster():
    return tuple(
        RosterEntry(
            candidate=candidate,
            number=f"99000019900101{n:03d}9",
            name=name,
            seat=SeatNumber(n),
            photo=b"",
            barred=barred,
        )
        for n, (candidate, name, barred) in enumerate(
            [(LI, "Li", ""), (WANG, "Wang", ""), (CandidateId("c3"), "Zhao", "barred")], start=1
        )
    )


def order(now, rule_pack, bank, **changes):
    grant = IssueGrant(
        serial=CardSerial("k1"),
        candidate=LI,
        item=ItemCode("1.2"),
        qr="https://example.invalid/k1",
        expires=date(2026, 12, 31),
        first_issued=date(2020, 9, 1),
        valid_from=date(2026, 9, 1),
    )
    plain = SessionOrder(
        session=SESSION,
        centre=CENTRE,
        title="Morning",
        issuer="Authority",
        starts_at=UnixMs(now + DAY),
        valid_until=UnixMs(now + 14 * DAY),
        rule_pack=rule_pack,
        bank=bank,
        blueprint=BLUEPRINT,
        roster=roster(),
        staff=(
            Staff(id=FIRST, name="First", pin_check=b""),
            Staff(id=SECOND, name="Second", pin_check=b""),
        ),
        grants=(grant,),
    )
    return replace(plain, **changes)


@dataclass(frozen=True)
class World:
    """A province that has issued one session to one enrolled centre."""

    office: Office
    clock: HeldClock
    centre: Identity
    seat: Identity
    token: str
    rule_pack: Digest
    bank: Digest
    package: SessionPackage

    @property
    def now(self):
        return self.clock.wall()

    def paper(self, candidate=LI, secret=None):
        seed = paper_seed(secret or self.package.paper_secret, SESSION, candidate)
        return compose(questions(), BLUEPRINT, self.bank, seed)

    def bundle(self, candidate=LI, right=6, paper=None, **changes):
        """A whole attempt in which the first `right` questions are answered rightly."""
        paper = paper or self.paper(candidate)
        plain = AttemptBundle(
            centre=CENTRE,
            session=SESSION,
            candidate=candidate,
            seat=SeatNumber(1),
            rule_pack=self.rule_pack,
            paper=paper,
            records=chain(attempt(self, paper, candidate, right), "attempt"),
            check_in=chain(check_in(candidate), "check-in", CHECK_IN_EVENT),
        )
        return replace(plain, **changes)

    def sealed(self, bundle, signer=None):
        label = f"attempt/{bundle.session}/{bundle.candidate}"  # as a seat labels it
        return self.sealed_bytes(ATTEMPT_BUNDLE.pack(bundle), label, signer)

    def sealed_bytes(self, content, label, signer=None):
        return seal(content, self.package.seal_to, label.encode(), signer or self.seat)


def found_world(office, clock):
    now = clock.wall()
    centre, token = enrol(office, CENTRE, now)
    raw, key = master(
        questions(),
        BankTitle(title="Bank", version=1, trade="1.2", opens_at=UnixMs(now + DAY)),
        topics=((TOPIC, "Law"),),
        signer=office.keys.province,
    )
    rule_pack = office.issue.issue_rule_pack(rules(now), now)
    bank = office.issue.register_bank(raw, key, now)
    digest = office.issue.issue_session(order(now, rule_pack, bank), now)
    issued = office.archive.document(digest, CENTRE)
    signed = verify(issued.raw, DocumentKind.SESSION_PACKAGE, office.keys.trust, now)
    return World(
        office=office,
        clock=clock,
        centre=centre,
        seat=seat_of(centre, now),
        token=token,
        rule_pack=rule_pack,
        bank=bank,
        package=SESSION_PACKAGE.unpack(signed.payload),
    )


def enrol(office, centre, now):
    code = office.enrolment.invite(centre, f"Centre {centre}", now)
    asked = request(SignerKind.CENTRE, "asked")
    raw = office.enrolment.enrol(code, asked.csr, now)
    signed = verify(raw, DocumentKind.ENROLMENT, office.keys.trust, now)
    grant = ENROLMENT_GRANT.unpack(signed.payload)
    return complete(asked, grant.chain), grant.token


def seat_of(centre, now):
    asked = request(SignerKind.SEAT, "1")
    made = issue(centre, asked.csr, SignerKind.SEAT, "1", centre.centre, now, 30)
    return complete(asked, made)


def opening(world, paper: Paper, candidate):
    return Open(
        session=SESSION,
        candidate=candidate,
        seat=SeatNumber(1),
        paper=digest_of(PAPER.pack(paper)),
        rule_pack=world.rule_pack,
        duration=ElapsedMs(20 * MINUTE),
        earliest_submit=ElapsedMs(0),
        places=tuple(
            Place(
                question=item.question,
                options=len(item.options),
                several=item.kind is QuestionKind.MULTIPLE,
            )
            for item in paper.items
        ),
    )


def attempt(world, paper, candidate, right):
    """The events of an attempt, as the seat would let them happen, with their exam time."""
    marks = sum(item.marks for item in paper.items[:right])
    graded = RecordGrade(marks=marks, of=8, passed=marks >= 5)
    confirm = ConfirmIdentity(similarity=0.7, threshold=0.36, model="m")
    answers = [
        Answer(
            item.question,
            item.key if n < right else ((item.key[0] + 1) % len(item.options),),
        )
        for n, item in enumerate(paper.items)
    ]
    commands = [opening(world, paper, candidate), confirm, Start(), *answers]
    return happen([*commands, Submit(Cause.CANDIDATE), graded])


def happen(commands, step_ms=1000):
    events, state = [], Attempt()
    for n, command in enumerate(commands):
        made = decide(state, command, ElapsedMs(n * step_ms))
        state = reduce(evolve, made, state)
        events += [(event, n * step_ms) for event in made]
    return events


def check_in(candidate, similarity=0.8, band=Band.PASS):
    return [
        (
            DocumentAccepted(
                candidate=candidate,
                seat=SeatNumber(1),
                source=Source.CHIP,
                fingerprint=Digest(bytes(32)),
                doubts=(),
            ),
            0,
        ),
        (
            FaceCompared(
                similarity=similarity,
                band=band,
                pass_at=0.45,
                grey_at=0.33,
                model="m",
                against=Against.CHIP,
                captured=None,
            ),
            0,
        ),
        (Admitted(SeatNumber(1)), 0),
    ]


def chain(events, stream, codec=EVENT):
    """Records whose chain holds, whatever the events say."""
    head, records = Head(), []
    for event, elapsed in events:
        record = Record(
            stream=StreamId(stream),
            seq=head.seq + 1,
            epoch=Epoch(1),
            elapsed=ElapsedMs(elapsed),
            wall=UnixMs(1_790_000_000_000 + elapsed),
            previous=head.digest,
            body=codec.pack(event),
        )
        records.append(record)
        head = Head(seq=record.seq, epoch=record.epoch, digest=record.digest)
    return tuple(records)
