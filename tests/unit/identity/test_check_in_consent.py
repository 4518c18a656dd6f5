"""Consent, typed documents, look-alikes and rare characters at the admission desk."""

from dataclasses import replace
from datetime import date

import pytest

from station.identity.admission_rules import AdmissionRules, Paper
from station.identity.check_in import CheckIn, CheckInPhase, decide, evolve
from station.identity.check_in_commands import (
    Admit,
    Alike,
    AnswerConsent,
    Compare,
    DecideTogether,
    PictureDocument,
    Present,
)
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Against,
    Doubt,
    Reason,
    Refused,
    Source,
)
from station.identity.document import TypedDocument
from station.identity.document_check import explained
from station.identity.names import Glyph, with_glyphs
from station.identity.number import born_alike, parse_number
from station.identity.rules import FaceRules
from station.ids import CandidateId, Digest, SeatNumber, StaffId, digest_of
from tests.unit.identity.people import FINGERPRINT, TODAY, document, entry

TEXT = digest_of(b"pictures of you are kept for three years")
ANN, BEN = StaffId("s-1"), StaffId("s-2")
SEAT = SeatNumber(7)
PICTURE = Digest(bytes(32))


def present(card=None, listed=None, **changes):
    return Present(
        document=card or document(),
        entry=listed or entry(),
        fingerprint=FINGERPRINT,
        today=TODAY,
        **changes,
    )


def typed(**changes):
    facts = {
        "kind": None,
        "paper": Paper.UNREADABLE_CARD,
        "number": "990000199001010009",
        "name": "甲乙",
    }
    return TypedDocument(**(facts | changes))


def compare(similarity=0.9, alike=None):
    return Compare(
        similarity=similarity,
        rules=FaceRules(),
        model="m",
        against=Against.CHIP,
        alike=alike,
    )


def together(admit=True, **more):
    return DecideTogether(admit=admit, first=ANN, second=BEN, **more)


def agree(given=True, text=TEXT):
    return AnswerConsent(given=given, text=text, version=3)


def run(*commands):
    check_in, happened = CheckIn(), []
    for command in commands:
        events = decide(check_in, command)
        for event in events:
            assert CHECK_IN_EVENT.unpack(CHECK_IN_EVENT.pack(event)) == event
            check_in = evolve(check_in, event)
        happened.append(events)
    return check_in, happened


def test_no_face_is_compared_before_consent():
    check_in, happened = run(present(consent=TEXT), compare())
    assert happened[1] == ()
    assert check_in.asks_consent
    assert not check_in.may_picture


def test_with_consent_the_face_is_compared():
    check_in, happened = run(present(consent=TEXT), agree(), compare(), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED
    assert (happened[1][0].text, happened[1][0].version) == (TEXT, 3)


def test_consent_to_another_text_is_none():
    check_in, happened = run(present(consent=TEXT), agree(text=digest_of(b"else")), compare())
    assert happened[1:] == [(), ()]
    assert check_in.asks_consent


def test_who_does_not_agree_is_looked_at_by_two_persons_and_never_pictured():
    check_in, happened = run(
        present(consent=TEXT),
        agree(given=False),
        compare(),
        PictureDocument(front=PICTURE, back=PICTURE),
        together(),
        Admit(SEAT),
    )
    assert check_in.phase is CheckInPhase.ADMITTED
    assert happened[2:4] == [(), ()]
    assert check_in.compared is None


def test_who_did_not_agree_is_asked_again_with_the_next_document_and_who_did_is_not():
    refused, _ = run(present(consent=TEXT), agree(given=False), present(consent=TEXT))
    assert refused.asks_consent
    given, _ = run(present(consent=TEXT), agree(), present(consent=TEXT))
    assert not given.asks_consent
    assert given.may_picture


def test_a_new_text_asks_anew():
    check_in, _ = run(present(consent=TEXT), agree(), present(consent=digest_of(b"new")))
    assert not check_in.may_picture


def test_consent_is_not_asked_where_the_law_is_the_basis():
    check_in, _ = run(present(), compare(), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED


# A document that is typed


def test_f03_a_typed_number_lets_nobody_in_without_two_persons():
    check_in, happened = run(
        present(typed()),
        PictureDocument(front=PICTURE, back=PICTURE),
        compare(0.99),
        Admit(SEAT),
        together(),
        Admit(SEAT),
    )
    assert happened[3] == ()
    assert check_in.phase is CheckInPhase.ADMITTED
    assert check_in.document.source is Source.TYPED
    assert check_in.document.paper is Paper.UNREADABLE_CARD
    assert check_in.pictured.front == PICTURE


def test_f03_a_mistyped_number_is_refused_at_once():
    check_in, _ = run(present(typed(number="990000199001010008")))
    assert check_in.refused.reason is Reason.NUMBER_WRONG


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper is not Paper.NONE])
def test_f04_the_rule_pack_says_which_papers_two_persons_may_accept(paper):
    accepted, _ = run(present(typed(paper=paper), rules=AdmissionRules(papers=(paper,))))
    assert accepted.document.paper is paper
    refused, _ = run(present(typed(paper=paper), rules=AdmissionRules(papers=())))
    assert refused.phase is CheckInPhase.DOCUMENT_REFUSED
    assert explained(refused.refused.reason).code.startswith("IDN-")


def test_f04_each_refused_paper_has_a_reason_of_its_own():
    reasons = set()
    for paper in Paper:
        refused, _ = run(present(typed(paper=paper), rules=AdmissionRules(papers=())))
        reasons.add(refused.refused.reason)
    assert len(reasons) == len(Paper)


def test_f04_nobody_comes_in_with_nothing():
    check_in, happened = run(present(typed(paper=Paper.NONE)), together(), Admit(SEAT))
    assert check_in.refused.reason is Reason.NO_PAPER
    assert happened[1:] == [(), ()]


def test_f04_an_expired_card_is_refused_unless_the_rules_let_two_persons_accept_it():
    old = document(valid_until=date(2026, 11, 21))
    assert run(present(old))[0].refused.reason is Reason.EXPIRED
    rules = AdmissionRules(papers=(Paper.EXPIRED_CARD,))
    check_in, happened = run(present(old, rules=rules), compare(), Admit(SEAT))
    assert check_in.document.doubts == (Doubt.EXPIRED,)
    assert check_in.document.paper is Paper.EXPIRED_CARD
    assert happened[-1] == ()


def test_someone_of_another_session_is_told_so():
    missing = Present(
        document=document(), entry=None, fingerprint=FINGERPRINT, today=TODAY, elsewhere=True
    )
    assert run(missing)[0].refused.reason is Reason.ANOTHER_SESSION


# Look-alikes


def test_f06_who_was_born_alike_is_looked_at_by_two_persons():
    check_in, happened = run(present(born_alike=True), compare(0.99), Admit(SEAT))
    assert check_in.phase is CheckInPhase.TO_DECIDE
    assert check_in.document.doubts == (Doubt.BORN_ALIKE,)
    assert happened[-1] == ()


def test_f06_who_looks_like_somebody_inside_is_looked_at_by_two_persons():
    twin = Alike(other=CandidateId("c-9"), similarity=0.7, alike_at=0.45)
    check_in, happened = run(present(), compare(0.99, twin), Admit(SEAT), together(), Admit(SEAT))
    assert happened[2] == ()
    assert check_in.phase is CheckInPhase.ADMITTED
    assert check_in.alike.other == "c-9"


def test_f06_laying_the_card_down_again_does_not_make_a_twin_forgotten():
    twin = Alike(other=CandidateId("c-9"), similarity=0.7, alike_at=0.45)
    check_in, _ = run(present(), compare(0.4, twin), present(), compare(0.99))
    assert check_in.phase is CheckInPhase.TO_DECIDE


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("990000199001010009", "990000199001010017", True),
        ("990000199001010009", "990000199001010009", False),
        ("990000199001010009", "990000199001020004", False),
        ("990000199001010009", "ABC000000000000", False),
        ("990000199001010009", "nothing", False),
    ],
)
def test_f06_twins_share_birthday_and_region(one, other, alike):
    assert born_alike(one, other, TODAY) is alike


# Sent away by two persons


def test_f07_once_sent_away_by_two_a_face_that_passes_opens_nothing():
    refused = (present(), compare(0.4), together(False, why=Refused.ANOTHER_PERSON))
    check_in, happened = run(*refused, present(), compare(0.99), Admit(SEAT))
    assert check_in.phase is CheckInPhase.TO_DECIDE
    assert happened[-1] == ()
    one_alone = DecideTogether(admit=True, first=ANN, second=ANN)
    assert decide(check_in, one_alone) == ()


def test_f07_why_somebody_was_sent_away_is_recorded():
    check_in, _ = run(present(), compare(0.1), together(False, why=Refused.ANOTHER_PERSON))
    assert check_in.decided.why is Refused.ANOTHER_PERSON
    assert check_in.face_refused


# A rare character


def test_f25_a_rare_character_needs_the_name_to_be_compared():
    rare = document(name="甲\ue000"), entry(name="甲𠮷")
    check_in, happened = run(present(*rare), compare(0.99), together(), Admit(SEAT))
    assert Doubt.RARE_GLYPH in check_in.document.doubts
    assert happened[2:] == [(), ()]
    seen = digest_of("甲𠮷".encode())
    check_in, _ = run(present(*rare), compare(0.99), together(name=seen), Admit(SEAT))
    assert check_in.phase is CheckInPhase.ADMITTED
    assert check_in.decided.name == seen


def test_f25_sending_away_needs_no_name():
    rare = document(name="甲\ue000"), entry(name="甲𠮷")
    assert run(present(*rare), together(False))[0].phase is CheckInPhase.REFUSED


LACKING = (document(name="甲\ue000"), entry(name="甲\ue000"))
WHOLE = digest_of("甲𠮷".encode())
CHOSEN = Glyph(place=1, character="𠮷")


def test_f25_two_persons_put_a_character_where_something_stood_for_it():
    check_in, happened = run(
        present(*LACKING), compare(0.99), together(name=WHOLE, glyphs=(CHOSEN,)), Admit(SEAT)
    )
    assert check_in.document.open_places == (1,)
    assert check_in.phase is CheckInPhase.ADMITTED
    assert with_glyphs("甲\ue000", check_in.glyphs) == "甲𠮷"
    assert CHECK_IN_EVENT.unpack(CHECK_IN_EVENT.pack(happened[2][0])) == happened[2][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"glyphs": (Glyph(place=0, character="𠮷"),)},  # nobody is renamed
        {"glyphs": (CHOSEN, CHOSEN)},
        {"glyphs": (CHOSEN, Glyph(place=2, character="乙"))},
        {"glyphs": (CHOSEN,), "name": None},
    ],
)
def test_f25_a_character_that_is_there_is_changed_by_nobody(wrong):
    asked = {"name": WHOLE, "glyphs": (CHOSEN,)} | wrong
    check_in, happened = run(present(*LACKING), compare(0.99), together(**asked))
    assert happened[-1] == ()
    assert check_in.phase is CheckInPhase.TO_DECIDE


def test_f25_a_whole_name_has_no_open_place():
    rare = (document(name="甲𠮷"), entry(name="甲𠮷"))
    asked = together(name=WHOLE, glyphs=(CHOSEN,))
    assert run(present(*rare), compare(0.99), asked)[1][-1] == ()


def test_f25_who_is_sent_away_gets_no_other_name():
    asked = together(False, name=WHOLE, glyphs=(CHOSEN,))
    assert run(present(*LACKING), asked)[1][-1] == ()


@pytest.mark.parametrize(
    "raw",
    [
        {"place": -1, "character": "甲"},
        {"place": 0, "character": "□"},
        {"place": 0, "character": "甲乙"},
    ],
)
def test_f25_a_glyph_is_one_character_at_a_place(raw):
    with pytest.raises(ValueError, match="one character"):
        Glyph(**raw)


# Old bytes


def test_events_of_before_keep_their_bytes():
    accepted = run(present())[1][0][0]
    raw = CHECK_IN_EVENT.pack(accepted)
    assert b"consent" not in raw
    assert b"paper" not in raw
    assert CHECK_IN_EVENT.unpack(raw) == accepted
    assert b"paper" in CHECK_IN_EVENT.pack(replace(accepted, paper=Paper.TEMPORARY_CARD))


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("330325196001010006", False),
        ("330381199001010000", True),
        ("990000199001010009", True),
        ("810000199408230005", True),
        ("110101199001010007", True),
    ],
)
def test_a_region_that_is_in_no_list_only_warns(number, known):
    assert parse_number(number, TODAY).region_known is known
