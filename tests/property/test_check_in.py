"""Promises of the admission desk, judged from the saved events alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from station.identity.check_in import CheckIn, CheckInPhase, decide, evolve, replay
from station.identity.check_in_commands import (
    Admit,
    Alike,
    AnswerConsent,
    Compare,
    DecideTogether,
    Present,
)
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Admitted,
    Against,
    ConsentAnswered,
    DocumentAccepted,
    DocumentPictured,
    DocumentRefused,
    FaceCompared,
    FoundAlike,
    Source,
    TwoPersonsDecided,
)
from station.identity.rules import FaceRules
from station.ids import CandidateId, Digest, SeatNumber, StaffId
from tests.unit.identity.people import FINGERPRINT, TODAY, document, entry

TEXT = Digest(bytes(32))
STAFF = st.sampled_from([StaffId("s-1"), StaffId("s-2"), StaffId("s-3")])
DOCUMENTS = st.builds(
    Present,
    document=st.sampled_from([document(), document(), document(name="丙"), document(number="1")]),
    entry=st.sampled_from([entry(), entry(), entry(barred="retake"), None]),
    fingerprint=st.just(FINGERPRINT),
    today=st.just(TODAY),
    source=st.sampled_from([Source.CHIP, Source.CHIP, Source.TYPED]),
    consent=st.sampled_from([None, TEXT]),
    born_alike=st.sampled_from([False, False, True]),
)
TWIN = Alike(other=CandidateId("c-9"), similarity=0.9, alike_at=0.45)
LOOKS = st.builds(
    Compare,
    similarity=st.sampled_from([0.1, 0.33, 0.36, 0.45, 0.9, float("nan")]) | st.floats(-1, 1),
    rules=st.just(FaceRules()),
    model=st.just("m"),
    against=st.sampled_from(Against),
    alike=st.sampled_from([None, None, TWIN]),
)
DECISIONS = st.builds(DecideTogether, admit=st.booleans(), first=STAFF, second=STAFF)
ANSWERS = st.builds(AnswerConsent, given=st.booleans(), text=st.just(TEXT), version=st.just(1))
DOOR = st.builds(Admit, st.just(SeatNumber(7)))
VISITS = st.tuples(
    st.lists(DOCUMENTS, min_size=1, max_size=2),
    st.lists(ANSWERS, max_size=1),
    st.lists(LOOKS, max_size=3),
    st.lists(DECISIONS, max_size=1),
    st.lists(DOOR, max_size=1),
).map(lambda parts: [command for part in parts for command in part])
"""Commands in the order of a real visit to the desk, so that most of them count."""
ANYHOW = st.lists(st.one_of(DOCUMENTS, ANSWERS, LOOKS, DECISIONS, DOOR), max_size=12)
COMMANDS = st.lists(VISITS | ANYHOW, max_size=4).map(lambda runs: sum(runs, []))  # noqa: RUF017


GENUINE = [
    Present(document=document(), entry=entry(), fingerprint=FINGERPRINT, today=TODAY),
    Compare(similarity=0.9, rules=FaceRules(), model="m", against=Against.CHIP),
    Admit(SeatNumber(7)),
]


def play(commands):
    check_in, log = CheckIn(), []
    for command in commands:
        for event in decide(check_in, command):
            check_in = evolve(check_in, event)
            log.append(event)
    return check_in, log


def let_in_rightly(before):
    """Tell from the events before the door whether it was right to open it."""
    laid = [n for n, e in enumerate(before) if isinstance(e, DocumentAccepted | DocumentRefused)]
    if not laid or isinstance(before[laid[-1]], DocumentRefused):
        return False
    since = before[laid[-1] + 1 :]
    decisions = [event for event in since if isinstance(event, TwoPersonsDecided)]
    if decisions:
        return decisions[-1].admit and decisions[-1].first != decisions[-1].second
    sent_away = any(isinstance(e, TwoPersonsDecided) and not e.admit for e in before)
    if sent_away or any(isinstance(event, FoundAlike) for event in before):
        return False
    looks = [event for event in before if isinstance(event, FaceCompared)]
    never_refused = all(look.similarity >= look.grey_at for look in looks)
    last = since[-1] if since else None
    passed = isinstance(last, FaceCompared) and last.similarity >= last.pass_at
    return passed and never_refused and not before[laid[-1]].doubts


@settings(max_examples=200)
@given(COMMANDS, st.booleans())
def test_nobody_is_let_in_without_a_pass_or_two_different_persons(commands, once_more):
    check_in, log = play([*commands, *GENUINE] if once_more else commands)
    doors = [index for index, event in enumerate(log) if isinstance(event, Admitted)]
    assert (check_in.phase is CheckInPhase.ADMITTED) == bool(doors)
    for door in doors:
        assert door == len(log) - 1
        assert let_in_rightly(log[:door])


@settings(max_examples=200)
@given(COMMANDS)
def test_nobody_is_pictured_without_consent(commands):
    _, log = play(commands)
    for index, event in enumerate(log):
        if isinstance(event, FaceCompared | DocumentPictured):
            laid = [e for e in log[:index] if isinstance(e, DocumentAccepted)][-1]
            answers = [e for e in log[:index] if isinstance(e, ConsentAnswered)]
            assert laid.consent is None or (answers and answers[-1].given)


@given(COMMANDS, STAFF)
def test_one_person_alone_changes_nothing(commands, alone):
    check_in, _ = play(commands)
    for admit in (True, False):
        assert decide(check_in, DecideTogether(admit=admit, first=alone, second=alone)) == ()


@given(COMMANDS)
def test_the_log_is_the_state(commands):
    check_in, log = play(commands)
    saved = [CHECK_IN_EVENT.pack(event) for event in log]
    assert repr(replay(CHECK_IN_EVENT.unpack(raw) for raw in saved)) == repr(check_in)


@given(COMMANDS)
def test_the_way_past_the_camera_is_always_open(commands):
    check_in, log = play(commands)
    stuck = (CheckInPhase.NEW, CheckInPhase.DOCUMENT_REFUSED, CheckInPhase.ADMITTED)
    if check_in.phase not in stuck:
        both = DecideTogether(admit=True, first=StaffId("s-8"), second=StaffId("s-9"))
        (decision,) = decide(check_in, both)
        (door,) = decide(evolve(check_in, decision), Admit(SeatNumber(7)))
        assert let_in_rightly([*log, decision])
        assert door == Admitted(SeatNumber(7))
