"""What a comparison comes to, and that it can be judged again from what was recorded."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.identity.check_in import CheckIn, CheckInPhase, decide, evolve
from station.identity.check_in_commands import Compare, Present
from station.identity.check_in_events import CHECK_IN_EVENT, Against, Band, FaceCompared
from station.identity.face_judgement import band, judge, rejudge
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.rules import FaceRules, LivenessRules, PresenceRules, QualityRules
from tests.unit.identity.people import FINGERPRINT, TODAY, document, entry

ASKED = FaceRules(liveness=LivenessRules(cues=2))
SILENT = FaceRules(liveness=LivenessRules(cues=0))
GOOD = FaceMeasures(
    count=1,
    face_px=150,
    face_share=0.4,
    sharpness=6.0,
    brightness=130.0,
    nod=0.56,
    mouth_relief=0.9,
)


def judged(similarity, rules=ASKED, *, measures=GOOD, liveness=Liveness.SHOWN, suspicions=()):
    return judge(
        similarity,
        Against.CHIP,
        rules,
        measures=measures,
        liveness=liveness,
        suspicions=suspicions,
    )


def test_a_face_that_is_alike_and_alive_passes():
    assert judged(0.45) is Band.PASS


@pytest.mark.parametrize(
    "doubt",
    [
        {"liveness": Liveness.NOT_SHOWN},
        {"liveness": Liveness.NOT_ASKED},
        {"liveness": Liveness.UNAVAILABLE},
        {"suspicions": (Suspicion.MOIRE,)},
        {"suspicions": (Suspicion.BORDER, Suspicion.RIGID)},
        {"measures": replace(GOOD, sharpness=1.0)},
        {"measures": replace(GOOD, count=2)},
    ],
)
def test_f07_a_photo_held_up_that_is_alike_goes_to_two_persons(doubt):
    assert judged(0.9, **doubt) is Band.GREY


@pytest.mark.parametrize("liveness", Liveness)
@pytest.mark.parametrize("suspicions", [(), tuple(Suspicion)])
def test_no_cue_refuses_anybody_or_saves_anybody(liveness, suspicions):
    found = {
        similarity: judged(similarity, liveness=liveness, suspicions=suspicions)
        for similarity in (0.9, 0.4, 0.1)
    }
    assert found[0.9] in (Band.PASS, Band.GREY)
    assert found[0.4] is Band.GREY
    assert found[0.1] is Band.REFUSE


def test_rules_that_ask_for_no_movement_are_content_without():
    assert judged(0.9, SILENT, liveness=Liveness.NOT_ASKED) is Band.PASS


@pytest.mark.parametrize(("eased_cues", "expected"), [(1, Band.PASS), (0, Band.GREY)])
def test_whoever_cannot_do_what_is_asked_has_an_easier_way(eased_cues, expected):
    rules = FaceRules(liveness=LivenessRules(cues=2, eased_cues=eased_cues))
    assert judged(0.9, rules, liveness=Liveness.EASED) is expected


def test_what_is_only_asked_for_keeps_nobody_from_passing():
    masked = replace(GOOD, mouth_relief=0.1, eyes_open=0.05)
    assert judged(0.9, measures=masked) is Band.PASS


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12), st.floats(-1, 1))
def test_of_several_frames_the_middle_one_is_judged_again_whatever_was_said(several, said):
    event = FaceCompared(
        similarity=said,
        band=Band.PASS,
        pass_at=0.45,
        grey_at=0.33,
        model="m",
        against=Against.CHIP,
        captured=None,
        similarities=tuple(several),
    )
    middle = sorted(several)[(len(several) - 1) // 2]
    assert rejudge(event, SILENT) is judged(middle, SILENT)


FACTS = st.builds(
    Compare,
    similarity=st.floats(-1, 1),
    rules=st.sampled_from([ASKED, SILENT]),
    model=st.just("m"),
    against=st.sampled_from(Against),
    measures=st.sampled_from([None, GOOD, replace(GOOD, face_px=10)]),
    liveness=st.sampled_from(Liveness),
    suspicions=st.lists(st.sampled_from(Suspicion), unique=True).map(tuple),
)


@given(FACTS)
def test_a_saved_comparison_is_judged_the_same_for_ever(command):
    present = Present(document=document(), entry=entry(), fingerprint=FINGERPRINT, today=TODAY)
    check_in = CheckIn()
    for given_command in (present, command):
        (event,) = decide(check_in, given_command)
        check_in = evolve(check_in, CHECK_IN_EVENT.unpack(CHECK_IN_EVENT.pack(event)))
    saved = CHECK_IN_EVENT.unpack(CHECK_IN_EVENT.pack(event))
    assert isinstance(saved, FaceCompared)
    assert rejudge(saved, command.rules) is saved.band
    clear = check_in.phase is CheckInPhase.CLEARED
    assert clear == (saved.band is Band.PASS)
    if clear:
        assert band(command.similarity, command.rules, command.against) is Band.PASS


def test_a_stricter_province_judges_the_same_facts_otherwise():
    event = FaceCompared(
        similarity=0.5,
        band=Band.PASS,
        pass_at=0.45,
        grey_at=0.33,
        model="m",
        against=Against.CHIP,
        captured=None,
        measures=GOOD,
        liveness=Liveness.NOT_ASKED,
    )
    assert rejudge(event, SILENT) is Band.PASS
    assert rejudge(event, ASKED) is Band.GREY
    assert rejudge(event, FaceRules(chip_pass=0.7, chip_grey=0.6)) is Band.REFUSE


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: QualityRules(least_brightness=226.0),
        lambda: QualityRules(least_nod=0.8),
        lambda: QualityRules(least_face_px=0),
        lambda: LivenessRules(cues=-1),
        lambda: LivenessRules(cue_ms=10),
        lambda: PresenceRules(looks=0),
        lambda: FaceRules(alike=1.0),
    ],
)
def test_rules_that_make_no_sense_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
