"""What a province would send: keys, rules and a session, small enough to read."""

from dataclasses import dataclass
from datetime import timedelta

from station.clock import day_of
from station.credential.card import IssueGrant
from station.credential.rules import CardRules
from station.exam.blueprint import Blueprint, Cell, Section, Stage
from station.exam.compose import Composer
from station.exam.question import Question, QuestionKind
from station.exam.rules import ExamRules
from station.flow.duty import Duty
from station.flow.papers import OpenSession
from station.identity.roster import RosterEntry, Staff
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    CardSerial,
    CentreId,
    Digest,
    ItemCode,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
    TopicId,
    UnixMs,
)
from station.seal.documents import sign, verify
from station.seal.envelope import SealingKey, new_sealing_key
from station.seal.identity import Identity, Trust, complete, issue, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.pins import pin_check
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers
from tests.flow.people import NUMBERS, People

CENTRE = CentreId("centre-1")
SESSION = SessionId("session-1")
PINS = {"s-1": "24681", "s-2": "13579"}
STAFF = tuple(
    Staff(id=StaffId(who), name=who, pin_check=pin_check(pin)) for who, pin in PINS.items()
)
DAY_MS = 86_400_000


def questions(count: int = 8) -> tuple[Question, ...]:
    """Return a small bank; the right option is always the first."""
    return tuple(
        Question(
            id=QuestionId(f"q-{index}"),
            revision=1,
            kind=QuestionKind.SINGLE,
            stem=f"question {index}",
            options=(f"right {index}", f"wrong {index}", f"worse {index}"),
            key=(0,),
            topic=TopicId("1.1"),
            difficulty=1,
        )
        for index in range(count)
    )


def blueprint(minutes: int = 10) -> Blueprint:
    """Return a review of four questions, three of which must be right."""
    return Blueprint(
        code=BlueprintCode("SMALL"),
        version=1,
        title="a small review",
        trade=ItemCode("1.2"),
        stage=Stage.REVIEW,
        minutes=minutes,
        pass_marks=3,
        sections=(
            Section(
                kind=QuestionKind.SINGLE,
                marks_each=1,
                cells=(Cell(topic=TopicId("1.1"), questions=4),),
            ),
        ),
    )


@dataclass(frozen=True)
class Keys:
    """The identities of a province, a centre and two seats."""

    province: Identity
    centre: Identity
    coordinator: Identity
    seats: dict[int, Identity]
    trust: Trust
    sealing: SealingKey


def make_keys(now: UnixMs) -> Keys:
    """Make a province with one centre and two seats."""
    root = new_root("Province", now)

    def certified(issuer: Identity, kind: SignerKind, name: str, centre: str) -> Identity:
        asked = request(kind, name)
        return complete(asked, issue(issuer, asked.csr, kind, name, CentreId(centre), now, 30))

    centre = certified(root, SignerKind.CENTRE, "centre", CENTRE)
    return Keys(
        province=certified(root, SignerKind.PROVINCE, "Province", ""),
        centre=centre,
        coordinator=certified(centre, SignerKind.COORDINATOR, "coordinator", CENTRE),
        seats={n: certified(centre, SignerKind.SEAT, str(n), CENTRE) for n in (1, 2)},
        trust=Trust(root.certificate),
        sealing=new_sealing_key(),
    )


def open_session(
    keys: Keys, people: People, now: UnixMs, *, minutes: int, earliest_submit_minutes: int
) -> OpenSession:
    """Return a drill session for both persons, with a card for each, at seats 1 and 2."""
    rules = RulePack(
        name="drill",
        version=1,
        kind=PackKind.DRILL,
        valid_from=UnixMs(now - DAY_MS),
        valid_until=UnixMs(now + 30 * DAY_MS),
        exam=ExamRules(earliest_submit_minutes=earliest_submit_minutes),
        face=FaceRules(),
        card=CardRules(),
        consent_text="",
    )
    raw_rules = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules), keys.province)
    digest = verify(raw_rules, DocumentKind.RULE_PACK, keys.trust, now).digest
    package = _package(keys, people, now, digest, minutes)
    return OpenSession(
        package=package,
        rules=rules,
        raw_rule_pack=raw_rules,
        papers=SessionPapers(Composer(questions(), Digest(bytes(32))), package),
        topics=((TopicId("1.1"), "safety"),),
        duty=Duty(StaffId("s-1")),
    )


def _package(
    keys: Keys, people: People, now: UnixMs, rules: Digest, minutes: int
) -> SessionPackage:
    today = day_of(now)
    return SessionPackage(
        session=SESSION,
        centre=CENTRE,
        title="a drill",
        starts_at=now,
        valid_until=UnixMs(now + DAY_MS),
        rule_pack=rules,
        bank=Digest(bytes(32)),
        blueprint=blueprint(minutes),
        roster=tuple(
            RosterEntry(
                candidate=CandidateId(f"c-{seat}"),
                number=number,
                name=f"考生{number[-1]}",
                seat=SeatNumber(seat),
                photo=people.portraits[seat - 1].enrolment_jpeg(),
            )
            for seat, number in enumerate(NUMBERS, 1)
        ),
        staff=STAFF,
        grants=tuple(
            IssueGrant(
                serial=CardSerial(f"card-{seat}"),
                candidate=CandidateId(f"c-{seat}"),
                item=ItemCode("1.2"),
                qr=f"https://example.invalid/{seat}",
                expires=today + timedelta(days=30),
                first_issued=today,
                valid_from=today,
            )
            for seat in (1, 2)
        ),
        seal_to=keys.sealing.public,
        paper_secret=bytes(32),
        issuer="演示省应急管理厅",
    )
