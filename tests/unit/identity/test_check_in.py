"""The check-in machine, story by story."""

import pytest

from station.identity.check_in import COMPARISONS, CheckIn, CheckInPhase, decide, evolve, replay
from station.identity.check_in_commands import Admit, Compare, DecideTogether, Present
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Admitted,
    Against,
    Band,
    DocumentAccepted,
    DocumentRefused,
    FaceCompared,
    Reason,
    Source,
    TwoPersonsDecided,
)
from station.identity.face_judgement import band
from station.identity.rules import FaceRules
from station.ids import Digest, SeatNumber, StaffId
from tests.unit.identity.people import FINGERPRINT, TODAY, document, entry

RULES = FaceRules()
ANN, BEN = StaffId("s-1"), StaffId("s-2")
SEAT = SeatNumber(7)


LISTED = entry()


def present(entry=LISTED, source=Source.CHIP, **changes):
    return Present(
        document=document(**changes),
        entry=entry,
        fingerprint=FINGERPRINT,
        today=TODAY,
        source=source,
    )


def compare(similarity, against=Against.CHIP):
    return Compare(
        similarity=similarity, rules=RULES, model="m", against=against, captured=FINGERPRINT
    )


def together(admit=True, first=ANN, second=BEN):
    return DecideTogether(admit=admit, first=first, second=second)


def run(*commands):
    """Play commands; a command that makes nothing happen shows as None."""
    check_in, events = CheckIn(), []
    for command in commands:
        happened = decide(check_in, command)
        for event in happened:
            check_in = evolve(check_in, event)
        events.append(happened[0] if happened else None)
    assert replay(event for event in events if event) == check_in
    return check_in, events


def test_a_genuine_candidate_walks_in():
    check_in, events = run(present(), compare(0.8), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED
    assert check_in.seat == SEAT
    accepted, compared, admitted = events
    assert (accepted.candidate, accepted.seat, accepted.doubts) == ("c-1", SEAT, ())
    assert (compared.band, compared.pass_at, compared.grey_at) == (Band.PASS, 0.45, 0.33)
    assert admitted == Admitted(SEAT)


def test_an_impostor_with_a_genuine_card_stays_out_for_one_person_alone():
    check_in, events = run(present(), compare(0.1), Admit(SEAT), together(True, ANN, ANN))
    assert events[2:] == [None, None]
    assert check_in.phase is CheckInPhase.TO_DECIDE


def test_two_persons_can_decide_otherwise():
    check_in, _ = run(present(), compare(0.1), together(), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED
    assert check_in.decided == TwoPersonsDecided(admit=True, first=ANN, second=BEN)


def test_two_persons_can_refuse_and_later_know_better():
    refused, events = run(present(), compare(0.1), together(False), Admit(SEAT))
    assert refused.phase is CheckInPhase.REFUSED
    assert events[-1] is None
    check_in, _ = run(present(), compare(0.1), together(False), together(), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED


def test_two_persons_can_refuse_a_face_that_passed():
    check_in, events = run(present(), compare(0.9), together(False), Admit(SEAT))
    assert check_in.phase is CheckInPhase.REFUSED
    assert events[-1] is None


def test_without_a_camera_two_persons_decide():
    check_in, _ = run(present(), together(), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED


def test_a_grey_face_may_look_again():
    check_in, _ = run(present(), compare(0.4), compare(0.5))
    assert check_in.phase is CheckInPhase.CLEARED


def test_a_refused_face_stays_refused_however_often_the_card_is_laid_down():
    check_in, events = run(
        present(), compare(0.1), compare(0.9), present(), compare(0.9), Admit(SEAT)
    )
    assert check_in.face_refused
    assert check_in.phase is CheckInPhase.TO_DECIDE
    assert events[-1] is None


def test_nobody_looks_into_the_camera_for_ever():
    check_in, events = run(present(), *[compare(0.4)] * COMPARISONS, compare(0.9))
    assert events[-1] is None
    assert check_in.comparisons == COMPARISONS


def test_laying_the_card_down_again_does_not_give_new_looks_without_end():
    looks = [present(), *[compare(0.4)] * COMPARISONS]
    check_in, events = run(*looks, present(), compare(0.9))
    assert events[-1] is None
    assert check_in.phase is CheckInPhase.PRESENTED


@pytest.mark.parametrize(
    "doubtful", [present(name="丙丁"), present(source=Source.TYPED), present(name="甲\ue000")]
)
def test_a_doubt_about_the_document_outlives_a_good_face(doubtful):
    both = DecideTogether(admit=True, first=ANN, second=BEN, name=FINGERPRINT)
    check_in, events = run(doubtful, compare(0.9), Admit(SEAT), both, Admit(SEAT))
    assert events[2] is None
    assert check_in.phase is CheckInPhase.ADMITTED


def test_a_refused_document_is_not_compared_and_not_decided():
    check_in, events = run(present(entry=None), compare(0.9), together(), Admit(SEAT))
    assert check_in.refused.reason is Reason.NOT_ON_ROSTER
    assert check_in.phase is CheckInPhase.DOCUMENT_REFUSED
    assert events[1:] == [None, None, None]


def test_another_document_may_be_presented_after_a_refused_one():
    check_in, _ = run(present(number="1"), present(), compare(0.9))
    assert check_in.phase is CheckInPhase.CLEARED


def test_nothing_happens_before_a_document_or_after_the_door():
    commands = [compare(0.9), together(), Admit(SEAT)]
    assert run(*commands)[1] == [None, None, None]
    _, events = run(present(), compare(0.9), Admit(SEAT), present(), *commands)
    assert events[3:] == [None] * 4


@pytest.mark.parametrize(
    ("similarity", "against", "expected"),
    [
        (0.45, Against.CHIP, Band.PASS),
        (0.4499, Against.CHIP, Band.GREY),
        (0.33, Against.CHIP, Band.GREY),
        (0.3299, Against.CHIP, Band.REFUSE),
        (0.36, Against.ENROLMENT, Band.GREY),
        (0.3599, Against.ENROLMENT, Band.REFUSE),
        (0.45, Against.ENROLMENT, Band.PASS),
        (-1.0, Against.CHIP, Band.REFUSE),
        (float("nan"), Against.CHIP, Band.REFUSE),
    ],
)
def test_bands_begin_where_the_rules_say(similarity, against, expected):
    assert band(similarity, RULES, against) is expected


EVENTS = [
    DocumentAccepted(
        candidate="c-1",
        seat=SEAT,
        source=Source.CHIP,
        fingerprint=FINGERPRINT,
        doubts=("name-unlike",),
    ),
    DocumentRefused(reason=Reason.BARRED, source=Source.TYPED, fingerprint=FINGERPRINT),
    decide(run(present())[0], compare(0.5))[0],
    TwoPersonsDecided(admit=False, first=ANN, second=BEN),
    Admitted(SEAT),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_saved_event_comes_back(event):
    assert CHECK_IN_EVENT.unpack(CHECK_IN_EVENT.pack(event)) == event


def test_no_event_holds_a_name_or_a_number():
    _, events = run(present(), compare(0.1), together(), Admit(SEAT))
    saved = b"".join(CHECK_IN_EVENT.pack(event) for event in events)
    for secret in (document().number, document().name):
        assert secret.encode() not in saved


def test_a_comparison_without_a_document_never_clears():
    alone = FaceCompared(
        similarity=0.9,
        band=Band.PASS,
        pass_at=0.45,
        grey_at=0.33,
        model="m",
        against=Against.CHIP,
        captured=Digest(bytes(32)),
    )
    assert replay([alone]).phase is CheckInPhase.TO_DECIDE
