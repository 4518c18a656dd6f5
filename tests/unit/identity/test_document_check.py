"""Whether a document will do."""

from datetime import date

import pytest

from station.errors.identity import NotOnRoster, TypedByHand
from station.identity.admission_rules import Paper
from station.identity.check_in_events import Doubt, Reason, Source
from station.identity.document import TypedDocument
from station.identity.document_check import (
    doubts,
    explained,
    fingerprint,
    is_age_unknown,
    refusal,
)
from station.identity.number import NumberKind
from station.messages import TEXTS
from tests.unit.identity.people import TODAY, document, entry


def test_a_good_document_will_do():
    assert refusal(document(), entry(), TODAY) is None
    assert refusal(document(valid_until=None), entry(), TODAY) is None
    assert doubts(document(), entry(), Source.CHIP) == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": "990000199001010008"}, Reason.NUMBER_WRONG),
        ({"number": ""}, Reason.NUMBER_WRONG),
        ({"birth": date(1990, 1, 2)}, Reason.BIRTH_UNLIKE),
        ({"valid_from": date(2026, 11, 23)}, Reason.NOT_YET_VALID),
        ({"valid_until": date(2026, 11, 21)}, Reason.EXPIRED),
    ],
)
def test_a_bad_document_is_refused(changes, reason):
    assert refusal(document(**changes), entry(), TODAY) is reason


def test_a_document_is_good_on_its_first_and_on_its_last_day():
    assert refusal(document(valid_from=TODAY), entry(), TODAY) is None
    assert refusal(document(valid_until=TODAY), entry(), TODAY) is None


def test_someone_who_is_not_expected_is_refused():
    assert refusal(document(), None, TODAY) is Reason.NOT_ON_ROSTER
    other = entry(number="990000199001020004")
    assert refusal(document(), other, TODAY) is Reason.NOT_ON_ROSTER


def test_someone_who_is_barred_is_refused():
    assert refusal(document(), entry(barred="retake"), TODAY) is Reason.BARRED


@pytest.mark.parametrize(
    ("today", "reason"), [(date(2026, 1, 31), Reason.TOO_YOUNG), (date(2026, 2, 1), None)]
)
def test_the_eighteenth_birthday_counts(today, reason):
    number = "990000200802010004"
    young = document(number=number, birth=date(2008, 2, 1))
    assert refusal(young, entry(number=number), today) is reason


def test_a_number_without_a_birth_is_taken_as_the_chip_has_it():
    old_form = document(number="ABC000000000000")
    assert refusal(old_form, entry(number="ABC000000000000"), TODAY) is None


@pytest.mark.parametrize(
    ("changes", "on_list", "source", "found"),
    [
        ({"name": "甲丙"}, {}, Source.CHIP, (Doubt.NAME_UNLIKE,)),
        ({"name": "甲\ue000"}, {"name": "甲\ue000"}, Source.CHIP, (Doubt.RARE_GLYPH,)),
        ({}, {"name": "甲□"}, Source.CHIP, (Doubt.NAME_UNLIKE, Doubt.RARE_GLYPH)),
        ({}, {}, Source.TYPED, (Doubt.TYPED,)),
        ({"name": ""}, {}, Source.TYPED, (Doubt.TYPED,)),
        ({"name": ""}, {}, Source.CHIP, (Doubt.NAME_UNLIKE,)),
        ({"name": "甲丙"}, {}, Source.TYPED, (Doubt.NAME_UNLIKE, Doubt.TYPED)),
    ],
)
def test_what_two_persons_must_look_at(changes, on_list, source, found):
    assert doubts(document(**changes), entry(**on_list), source) == found


def test_a_fingerprint_knows_a_document_again_and_hides_it_without_the_key():
    one = fingerprint(document(), b"k" * 32)
    assert len(one) == 32
    assert fingerprint(document(), b"k" * 32) == one
    assert fingerprint(document(), b"l" * 32) != one
    assert fingerprint(document(name="甲丙"), b"k" * 32) != one


@pytest.mark.parametrize("why", [*Reason, *Doubt])
def test_every_reason_has_a_text(why):
    assert explained(why).code in TEXTS


def test_reasons_are_told_apart():
    assert isinstance(explained(Reason.NOT_ON_ROSTER), NotOnRoster)
    assert isinstance(explained(Doubt.TYPED), TypedByHand)
    assert len({explained(why).code for why in (*Reason, *Doubt)}) == len((*Reason, *Doubt))


@pytest.mark.parametrize(
    ("kind", "number", "unknown"),
    [
        (NumberKind.PASSPORT, "E00000000", True),
        (NumberKind.TRAVEL_HK_MO, "H00000000", True),
        (None, "990000199001010009", False),
    ],
)
def test_an_age_that_nothing_states_is_for_a_person_to_look_at(kind, number, unknown):
    typed = TypedDocument(kind=kind, paper=Paper.PERMIT_OR_PASSPORT, number=number, name="考生")
    assert is_age_unknown(typed, TODAY) is unknown
