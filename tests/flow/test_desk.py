"""The admission desk on the days that the failure book knows, by their numbers in it."""

from dataclasses import replace

import pytest

from station.errors.camera import CameraAbsent
from station.errors.identity import (
    LooksAlike,
    NoPaper,
    NumberMistyped,
    TypedByHand,
)
from station.errors.reader import CardUnreadable
from station.flow import desk_view as view
from station.flow.card_view import Holder
from station.flow.desk_view import Step, Verdict
from station.flow.room_view import Arrival, StartSession, VouchAtSeat
from station.flow.seat_view import ReadyScreen
from station.identity.admission_rules import AdmissionRules, Paper
from station.identity.check_in import CheckInPhase
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    ConsentAnswered,
    FaceCompared,
    Refused,
    TwoPersonsDecided,
)
from station.ids import CandidateId, SeatNumber, StreamId, digest_of
from station.reader.sam_v import Command
from station.reader.simulated import Says
from tests.flow.people import NUMBERS
from tests.flow.test_console_faults import restart
from tests.flow.test_main_job import signatures

ANN, BEN = NUMBERS
CHECK_IN = StreamId("check-in/session-1/c-1")
CONSENT = "Pictures are kept for three years."


def desk(centre):
    return centre.console_state.desk


def read(centre, number):
    centre.lay_card(number)
    centre.wish(view.ReadCard())
    centre.beat(2)
    return desk(centre)


def decide(centre, admit, *, signed=None, **more):
    first, second = signed or signatures()
    centre.wish(view.DecideTogether(admit, first, second, **more))
    centre.beat(2)
    return desk(centre)


def type_document(centre, number=ANN, name="考生1", paper=Paper.UNREADABLE_CARD):
    centre.wish(view.StartTyping())
    assert desk(centre).step is Step.TYPING
    centre.wish(view.TypeDocument(kind=None, paper=paper, number=number, name=name))
    centre.beat()
    return desk(centre)


def events(centre, stream=CHECK_IN):
    return [CHECK_IN_EVENT.unpack(record.body) for record in centre.log.read(stream)]


def with_rules(centre, **changes):
    centre.session = replace(centre.session, rules=replace(centre.session.rules, **changes))
    restart(centre)


# Consent


@pytest.fixture
def asking(centre):
    """The rule pack asks for consent."""
    with_rules(centre, consent_text=CONSENT)
    return centre


class CountingCamera:
    """Counts how often it was looked through."""

    def __init__(self, camera):
        self.camera = camera
        self.frames = 0

    def read(self):
        self.frames += 1
        return self.camera.read()

    def close(self):
        self.camera.close()


def watch_camera(centre):
    camera = CountingCamera(centre.cameras[0])
    object.__setattr__(centre.desk._tools, "camera", camera)
    return camera


def test_no_frame_is_taken_before_consent_and_the_text_is_recorded(asking):
    camera = watch_camera(asking)
    shown = read(asking, ANN)
    asking.beat(5)
    assert (shown.step, shown.consent) == (Step.CONSENT, CONSENT)
    assert camera.frames == 0
    asking.wish(view.AnswerConsent(True))
    asking.beat(3)
    assert desk(asking).admitted
    (answered,) = [each for each in events(asking) if isinstance(each, ConsentAnswered)]
    assert answered == ConsentAnswered(given=True, text=digest_of(CONSENT.encode()), version=1)


def test_who_declines_is_let_in_by_two_persons_and_never_pictured(asking):
    camera, seat = watch_camera(asking), asking.cameras[1]
    read(asking, ANN)
    asking.wish(view.AnswerConsent(False))
    shown = desk(asking)
    assert (shown.to_decide, shown.pictured, shown.live) == (True, False, None)
    asking.wish(view.CompareAgain())
    asking.beat(5)
    assert decide(asking, True).admitted
    assert camera.frames == 0
    stored = asking.database.row("SELECT count(*) FROM picture WHERE stream = ?", (CHECK_IN,))
    assert stored == (0,)
    seat.read = None  # the camera of the seat stays shut, too
    asking.pass_ms(1_000)
    asking.pass_ms(1_000)
    assert asking.console_state.seats[0].unsure
    asking.wish(VouchAtSeat(SeatNumber(1), *signatures()))
    asking.beat(2)
    assert isinstance(asking.screens[1], ReadyScreen)
    asking.wish(StartSession())
    for _ in range(100):
        asking.pass_ms(2_000)  # nor does it look on during the exam
    (copy,) = asking.room.copies.values()
    assert (copy.noticed, copy.stills) == ({}, {})
    card = next(iter(asking.cards._cards.values()))
    asking.cameras[0].read = None
    asking.cards._sheets.open_hand_over(card)  # nor is there a look when the card is handed over
    asking.beat(3)
    assert asking.cards._sheets.sheet.holder is Holder.UNSURE
    assert camera.frames == 0


def test_the_text_is_read_aloud_on_request(asking):
    said = []

    class Speaker:
        can_speak = True

        def say(self, text, tongue):
            said.append((tongue, text))

        def hush(self):
            said.append(None)

    object.__setattr__(asking.desk._tools, "voice", Speaker())
    read(asking, ANN)
    asking.wish(view.ReadAloud())
    assert said[-1] == ("zh", CONSENT)
    asking.wish(view.AnswerConsent(True))
    assert said[-1] is None


def test_consent_is_shown_read_and_recorded_in_the_language_that_is_chosen(centre):
    english = "They are kept for three years."
    with_rules(centre, consent_text=CONSENT, consent_in=(("en", english),))
    shown = read(centre, ANN)
    assert (shown.consent, shown.tongues, shown.tongue) == (CONSENT, ("zh", "en"), 0)
    for tongue in (-1, 2, 1):  # of which the last is there
        centre.wish(view.ShowConsentIn(tongue))
    assert (desk(centre).consent, desk(centre).tongue) == (english, 1)
    centre.wish(view.AnswerConsent(True))
    centre.beat(3)
    assert desk(centre).admitted
    (answered,) = [each for each in events(centre) if isinstance(each, ConsentAnswered)]
    assert answered.text == digest_of(english.encode())


# F03 and F04: the card does not answer, or there is none


def test_f03_an_unreadable_card_is_typed_photographed_and_signed_for(centre):
    centre.reader_below.story = [Says(Command.READ, 0x41)]
    assert isinstance(read(centre, ANN).trouble, CardUnreadable)
    shown = type_document(centre)
    assert shown.step is Step.SIDES
    centre.wish(view.PictureSide())
    assert desk(centre).front
    centre.wish(view.PictureSide())
    centre.beat(3)
    shown = desk(centre)
    assert [type(doubt) for doubt in shown.doubts] == [TypedByHand]
    assert (shown.verdict, shown.admitted, shown.to_decide) == (Verdict.PASS, False, True)
    assert decide(centre, True).admitted
    kept = centre.database.rows("SELECT role FROM picture WHERE stream = ?", (CHECK_IN,))
    assert {role for (role,) in kept} == {"door", "head", "front", "back"}
    assert isinstance(centre.screens[1], ReadyScreen)


def test_f03_a_wrong_digit_is_said_at_once_and_what_was_typed_stays(centre):
    shown = type_document(centre, number=ANN[:-1] + "0")
    assert isinstance(shown.trouble, NumberMistyped)
    assert shown.step is Step.TYPING
    assert events(centre) == []


def test_f03_without_a_camera_two_persons_let_in_whom_they_typed(centre):
    class Unplugged:
        def read(self):
            raise CameraAbsent

        def close(self):
            pass

    object.__setattr__(centre.desk._tools, "camera", Unplugged())
    type_document(centre)
    centre.wish(view.PictureSide())
    assert isinstance(desk(centre).trouble, CameraAbsent)
    centre.wish(view.SkipSides())
    assert desk(centre).to_decide
    assert decide(centre, True).admitted


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper is not Paper.NONE])
def test_f04_the_reason_for_each_paper_is_recorded(centre, paper):
    with_rules(centre, admission=AdmissionRules(papers=(paper,)))
    type_document(centre, paper=paper)
    assert events(centre)[0].paper is paper


def test_f04_without_any_paper_the_candidate_hears_why(centre):
    assert isinstance(type_document(centre, paper=Paper.NONE).trouble, NoPaper)
    assert not decide(centre, True).admitted


# F05: the queue goes on while two persons are fetched


def test_f05_the_next_candidate_is_read_while_the_first_waits_for_two_persons(centre):
    centre.open_seat(2)
    centre.cameras[0].stand_here(BEN)
    assert read(centre, ANN).verdict is Verdict.REFUSE
    centre.wish(view.ClearDesk())
    centre.pass_ms(20_000)
    (waiting,) = desk(centre).waiting
    assert (waiting.candidate, waiting.seat, waiting.seconds) == ("c-1", 1, 20)
    assert read(centre, BEN).admitted
    assert len(desk(centre).waiting) == 1
    centre.wish(view.TurnTo(CandidateId("c-1")))
    shown = desk(centre)
    assert (shown.candidate, shown.verdict, shown.to_decide) == ("c-1", Verdict.REFUSE, True)
    assert shown.captured_photo
    assert shown.waiting == ()
    assert decide(centre, True, candidate=CandidateId("c-1")).admitted
    assert [row.arrival for row in centre.console_state.roster] == [Arrival.ADMITTED] * 2


def test_f05_a_decision_is_never_taken_over_somebody_else(centre):
    centre.cameras[0].stand_here(BEN)
    read(centre, ANN)
    centre.cameras[0].stand_here(ANN)
    read(centre, BEN)
    assert not decide(centre, True, candidate=CandidateId("c-1")).admitted
    assert not any(isinstance(each, TwoPersonsDecided) for each in events(centre))


def test_f05_whoever_waits_still_waits_after_a_restart(centre):
    centre.cameras[0].stand_here(BEN)
    read(centre, ANN)
    restart(centre)
    (waiting,) = desk(centre).waiting
    assert waiting.candidate == "c-1"
    centre.wish(view.TurnTo(CandidateId("c-1")))
    shown = desk(centre)
    assert shown.captured_photo
    assert shown.chip_photo == centre.people.cards[ANN].photo_png
    assert decide(centre, False).sent_away
    assert desk(centre).waiting == ()


# F06, twins


def test_f06_the_same_face_under_another_name_is_shown_to_two_persons(centre):
    assert read(centre, ANN).admitted
    centre.people.cards[BEN], genuine = (
        replace(centre.people.cards[BEN], photo_png=centre.people.cards[ANN].photo_png),
        centre.people.cards[BEN],
    )
    try:
        shown = read(centre, BEN)
    finally:
        centre.people.cards[BEN] = genuine
    assert (shown.verdict, shown.admitted, shown.to_decide) == (Verdict.PASS, False, True)
    assert [type(doubt) for doubt in shown.doubts] == [LooksAlike]
    assert (shown.alike.name, shown.alike.seat) == ("考生1", 1)


def test_f06_who_was_let_in_before_a_restart_is_known_again(centre):
    read(centre, ANN)
    restart(centre)
    alikes = centre.desk._camera._alikes
    assert len(alikes) == 1


# F07: another person


def test_f07_an_impostor_is_locked_out_with_a_picture_and_only_two_can_unlock(centre):
    centre.cameras[0].stand_here(BEN)
    read(centre, ANN)
    shown = decide(centre, False, why=Refused.ANOTHER_PERSON)
    assert shown.sent_away
    assert centre.console_state.roster[0].arrival is Arrival.REFUSED
    decided = events(centre)[-1]
    assert decided.why is Refused.ANOTHER_PERSON
    (compared,) = [each for each in events(centre) if isinstance(each, FaceCompared)]
    picture = centre.desk._tools.file.pictures.get(CHECK_IN, "door")
    assert digest_of(picture) == compared.captured
    centre.cameras[0].stand_here(ANN)  # the face fits now, and still nobody is let in alone
    shown = read(centre, ANN)
    assert (shown.verdict, shown.admitted) == (Verdict.PASS, False)
    alone = signatures("s-1", "s-1")
    assert not decide(centre, True, signed=alone).admitted
    assert decide(centre, True).admitted


RELEASES = {
    "reading the card again": lambda centre: read(centre, ANN),
    "comparing again": lambda centre: centre.wish(view.CompareAgain()),
    "clearing the desk": lambda centre: centre.wish(view.ClearDesk()),
    "typing the number": type_document,
    "skipping the pictures": lambda centre: centre.wish(view.SkipSides()),
    "photographing": lambda centre: centre.wish(view.PictureSide()),
    "turning to": lambda centre: centre.wish(view.TurnTo(CandidateId("c-1"))),
    "consenting": lambda centre: centre.wish(view.AnswerConsent(True)),
    "declining": lambda centre: centre.wish(view.AnswerConsent(False)),
    "one person twice": lambda centre: decide(centre, True, signed=signatures("s-1", "s-1")),
    "a wrong PIN": lambda centre: decide(
        centre, True, signed=signatures(**{"s-2": "00000"}), name_compared=True
    ),
    "a stranger": lambda centre: decide(
        centre, True, signed=signatures("s-1", "s-9", **{"s-9": "13579"})
    ),
    "vouching at the seat": lambda centre: centre.wish(VouchAtSeat(SeatNumber(1), *signatures())),
    "a restart": restart,
    "starting the exam": lambda centre: centre.wish(StartSession()),
}


@pytest.mark.parametrize("way", RELEASES.values(), ids=RELEASES)
@pytest.mark.parametrize("sent_away", [False, True], ids=["refused", "sent away"])
def test_nobody_can_release_a_refused_candidate_alone(centre, way, sent_away):
    centre.cameras[0].stand_here(BEN)
    assert read(centre, ANN).verdict is Verdict.REFUSE
    if sent_away:
        decide(centre, False, why=Refused.ANOTHER_PERSON)
    centre.cameras[0].stand_here(ANN)
    way(centre)
    centre.beat(3)
    assert centre.desk.check_ins[CandidateId("c-1")].phase is not CheckInPhase.ADMITTED
    assert not centre.room.copies
