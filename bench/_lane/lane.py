"""The lane itself: the real desk flow, reader driver, models and encrypted store, one thread."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from stdnum.iso7064 import mod_11_2

from bench._lane.crowd import Crowd, Photos, drawn
from station.camera.port import FaceEngine
from station.credential.rules import CardRules
from station.errors import StationError
from station.exam.blueprint import Blueprint, Cell, Section, SectionKind, Stage
from station.exam.rules import ExamRules
from station.flow import desk_view as view
from station.flow.desk import DeskFlow
from station.flow.desk_file import Admission, DeskFile
from station.flow.desk_tools import DeskTools
from station.flow.lane import InlineLane
from station.flow.papers import OpenSession
from station.flow.picture_keeping import KeepingTools, PictureKeeping
from station.flow.signatures import Signature
from station.flow.signing import Signing, SigningTools
from station.flow.voice import NoVoice
from station.identity.check_in import CheckInPhase
from station.identity.roster import RosterEntry, Staff
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    CentreId,
    Digest,
    ItemCode,
    SeatNumber,
    SessionId,
    StaffId,
    TopicId,
    UnixMs,
)
from station.reader.simulated import SimulatedSamV
from station.reader.simulated_card import SimulatedCard, SimulatedPhotoDecoder
from station.reader.usb import open_reader
from station.seal.identity import Identity, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.pins import pin_check
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.picture_book import PictureBook
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.sync.rule_pack import PackKind, RulePack
from station.sync.session_package import SessionPackage

PINS = {StaffId("s-1"): "24681", StaffId("s-2"): "13579"}
DAY_MS = 86_400_000
MOST_STEPS = 200
"""Of the desk's camera in one look: a minute."""
CONSENT = "Your picture is compared with your card and kept for three years. You may decline."
TOPIC = TopicId("1.1")


def number_of(person: int) -> str:
    """Return an ID number that nobody can have: region 990000, sequence 000."""
    birth = date(1975, 1, 1) + timedelta(days=37 * person)
    digits = f"990000{birth:%Y%m%d}000"
    return digits + str(mod_11_2.calc_check_digit(digits))


def name_of(person: int) -> str:
    """Return an invented name, each one once."""
    return f"考生{person:03}号"


class Lane:
    """A desk and those who come to it; staff are two who always agree.

    Attributes:
        let_in: The candidates for whom a paper would be drawn, in order.
        seconds: What each candidate cost the program, by roster place.
        said: Every error that was shown.
    """

    def __init__(
        self, folder: Path, engine: FaceEngine, candidates: int, crowd: Crowd | None = None
    ) -> None:
        crowd = crowd or drawn(engine)
        self.looks = crowd.looks
        self.camera = crowd.camera
        self.alive = crowd.open_meter is not None
        self.device = SimulatedSamV()
        self.clock = self.camera.clock
        self.database = open_database(folder / "centre.db", bytes(range(32)))
        self.cards = {person: self._card(person) for person in range(candidates)}
        self.session = _session(self.looks, crowd.rules, candidates, self.clock.wall())
        self.let_in: list[CandidateId] = []
        self.seconds: dict[int, float] = {}
        self.said: list[StationError] = []
        self.log = EventLog(self.database)
        self.pictures = Pictures(self.database)
        inline = InlineLane()
        self.reader = open_reader(self.device)
        signing = SigningTools(
            staff=self.session.package.staff,
            settings=Settings(self.database),
            store=inline,
            office=inline,
            clock=self.clock,
        )
        self.desk = DeskFlow(
            DeskTools(
                session=self.session,
                clock=self.clock,
                store=inline,
                file=DeskFile(
                    session=self.session,
                    log=self.log,
                    pictures=self.pictures,
                    clock=self.clock,
                ),
                reader_lane=inline,
                reader=self.reader,
                decoder=SimulatedPhotoDecoder.of(self.cards.values()),
                eye=inline,
                camera=self.camera,
                faces=crowd.faces,
                open_meter=crowd.open_meter,
                signing=Signing(signing),
                voice=NoVoice(),
                fingerprint_key=bytes(32),
                keeping=PictureKeeping(
                    KeepingTools(
                        book=PictureBook(self.database),
                        store=inline,
                        clock=self.clock,
                        centre=CentreId("lane"),
                        signer=_coordinator(self.clock.wall()),
                        rules=self.session.rules.retention,
                        borne_out=self.clock.wall,
                    )
                ),
                elsewhere={},
                started_at=lambda: None,
                admitted=self._admitted,
                changed=lambda: None,
            )
        )
        self.desk.start(lambda: None, _fail)
        self.camera.asked = lambda: self.desk.state().cue

    def close(self) -> None:
        """Let the store and the reader go."""
        self.reader.close()
        self.camera.close()
        self.database.close()

    def wish(self, candidate: int, *intents: view.DeskIntent) -> view.DeskState:
        """Do what the staff wish, and count the time for a candidate."""
        began, filmed = time.perf_counter(), self.camera.spent_s
        for intent in intents:
            self.desk.intent(intent)
            self.desk.tick()
            self._look_on()
            trouble = self.desk.state().trouble
            self.said += [trouble] if trouble else []
        state = self.desk.state()
        spent = time.perf_counter() - began - (self.camera.spent_s - filmed)
        self.seconds[candidate] = self.seconds.get(candidate, 0.0) + spent
        self.said += state.doubts
        self.clock.pass_ms(1_000)
        return state

    def _look_on(self) -> None:
        """Let the look go on to its end, where people are asked to move."""
        for _ in range(MOST_STEPS if self.alive else 0):
            state = self.desk.state()
            looking = state.step is view.Step.PERSON and state.verdict is view.Verdict.NONE
            if not looking or state.live is None or state.trouble:
                return
            self.desk.tick()

    def stand(self, person: int, *, grey: bool = False) -> None:
        """Let a person step before the camera."""
        self.camera.person, self.camera.grey = person, grey

    def lay(self, person: int) -> None:
        """Lay a person's card on the reader."""
        self.device.lift()
        self.device.lay(self.cards[person])

    def decide(self, candidate: int, *, admit: bool, **more: object) -> view.DeskState:
        """Two persons decide over a candidate, who is turned to if beside the desk."""
        who = CandidateId(f"c-{candidate}")
        first, second = (Signature(staff=staff, pin=pin) for staff, pin in PINS.items())
        wish = view.DecideTogether(admit, first, second, candidate=who)
        wish = replace(wish, **more)  # type: ignore[arg-type]
        turn: Iterable[view.DeskIntent] = ()
        if self.desk.state().candidate != who:
            turn = (view.TurnTo(who),)
        return self.wish(candidate, *turn, wish)

    def phase(self, candidate: int) -> CheckInPhase:
        """How far a candidate's check-in has come."""
        found = self.desk.check_ins.get(CandidateId(f"c-{candidate}"))
        return found.phase if found else CheckInPhase.NEW

    def _admitted(self, admission: Admission) -> None:
        self.let_in.append(admission.entry.candidate)

    def _card(self, person: int) -> SimulatedCard:
        number = number_of(person)
        return SimulatedCard(
            number=number,
            name=name_of(person),
            sex="1",
            birth=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
            valid_from=date(2020, 1, 1),
            valid_until=None,
            photo_png=self.looks.chip(person),
        )


def _coordinator(now: UnixMs) -> Identity:
    root = new_root("Lane", now)

    def certified(issuer: Identity, kind: SignerKind) -> Identity:
        asked = request(kind, kind)
        return complete(asked, issue(issuer, asked.csr, kind, kind, CentreId("lane"), now, 1))

    return certified(certified(root, SignerKind.CENTRE), SignerKind.COORDINATOR)


def _fail(error: Exception) -> None:
    raise error


def _session(looks: Photos, face: FaceRules, candidates: int, now: UnixMs) -> OpenSession:
    rules = RulePack(
        name="lane",
        version=1,
        kind=PackKind.DRILL,
        valid_from=now,
        valid_until=UnixMs(now + DAY_MS),
        exam=ExamRules(),
        face=face,
        card=CardRules(),
        consent_text=CONSENT,
    )
    section = Section(
        kind=SectionKind.SINGLE, marks_each=1, cells=(Cell(topic=TOPIC, questions=1),)
    )
    package = SessionPackage(
        session=SessionId("lane"),
        centre=CentreId("lane"),
        title="Lane",
        starts_at=now,
        valid_until=UnixMs(now + DAY_MS),
        rule_pack=Digest(bytes(32)),
        bank=Digest(bytes(32)),
        blueprint=Blueprint(
            code=BlueprintCode("LANE"),
            version=1,
            title="Lane",
            trade=ItemCode("1.2"),
            stage=Stage.REVIEW,
            minutes=120,
            pass_marks=1,
            sections=(section,),
        ),
        roster=tuple(
            RosterEntry(
                candidate=CandidateId(f"c-{person}"),
                number=number_of(person),
                name=name_of(person),
                seat=SeatNumber(person + 1),
                photo=looks.enrolment(person),
            )
            for person in range(candidates)
        ),
        staff=tuple(
            Staff(id=staff, name=staff, pin_check=pin_check(pin)) for staff, pin in PINS.items()
        ),
        grants=(),
        seal_to=b"",
        paper_secret=bytes(32),
        issuer="Lane",
    )
    return OpenSession(
        package=package,
        rules=rules,
        raw_rule_pack=b"",
        papers=None,
        topics=(),
    )
