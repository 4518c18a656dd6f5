"""What seats noticed and two persons decided: on the officer's page, and not believed unseen."""

from dataclasses import replace

import pytest

from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Notice,
    RecordGrade,
    Start,
    Submit,
)
from station.exam.attempt_events import Amiss, Cause
from station.exam.incident import INCIDENT_EVENT, IncidentClosed
from station.ids import StaffId, StreamId
from station.province.incident_page import incidents_page
from station.ui.language import translator
from tests.unit.province.test_centre_records import sealed, told
from tests.unit.province.test_intake import deliver
from tests.unit.province.world import FIRST, LI, SECOND, SESSION, chain, happen, opening

DECIDED = StreamId(f"decided/attempt/{SESSION}/{LI}")
NOTICED_SEQ = 5


def closed(**changes):
    plain = IncidentClosed(
        seq=NOTICED_SEQ,
        harmless=True,
        first=FIRST,
        first_reason="he picked up a pen",
        second=SECOND,
        second_reason="I saw it, too",
    )
    return replace(plain, **changes)


def decisions(*events, stream=DECIDED):
    return chain([(event, n * 1_000) for n, event in enumerate(events)], stream, INCIDENT_EVENT)


@pytest.fixture
def noticed(world):
    """Li was away from the seat for a while, and the result is with the province."""
    paper = world.paper(LI)
    notice = Notice(what=Amiss.ABSENT, similarity=None, threshold=0.36, model="m", picture=None)
    answers = [Answer(item.question, item.key) for item in paper.items]
    marks = sum(item.marks for item in paper.items)
    events = happen(
        [
            opening(world, paper, LI),
            ConfirmIdentity(similarity=0.7, threshold=0.36, model="m"),
            Start(),
            notice,
            *answers,
            Submit(Cause.CANDIDATE),
            RecordGrade(marks=marks, of=marks, passed=True),
        ]
    )
    deliver(world, world.sealed(replace(world.bundle(LI), records=chain(events, "attempt"))))
    return world


def incident(world):
    (entry,) = world.office.incidents.incidents(SESSION)
    return entry


def test_what_was_noticed_waits_for_a_decision(noticed):
    entry = incident(noticed)
    assert (entry.candidate, entry.seat, entry.seq) == (LI, 1, NOTICED_SEQ)
    assert (entry.what, entry.decided, entry.sound, entry.amiss) == (Amiss.ABSENT, None, True, True)


def test_a_decision_travels_sealed_and_is_shown_with_both_reasons(noticed):
    deliver(noticed, sealed(noticed, told(noticed, decisions(closed()))))
    entry = incident(noticed)
    assert (entry.decided, entry.sound, entry.amiss) == (closed(), True, False)
    page = incidents_page(SESSION, (entry,), translator("en"))
    assert "harmless" in page
    assert "he picked up a pen" in page
    assert "I saw it, too" in page


def test_the_last_word_counts_and_an_upheld_incident_stands_out(noticed):
    both = decisions(closed(), closed(harmless=False))
    for record in both:  # one envelope after the other, as the days go by
        deliver(noticed, sealed(noticed, told(noticed, (record,))))
    entry = incident(noticed)
    assert not entry.decided.harmless
    assert (entry.sound, entry.amiss) == (True, True)
    assert "不发证" in incidents_page(SESSION, (entry,), translator("zh_CN"))


@pytest.mark.parametrize(
    "forged",
    [
        {"second": FIRST},
        {"second": StaffId("a stranger")},
        {"first_reason": ""},
        {"second_reason": "x" * 201},
    ],
)
def test_a_decision_that_the_rules_would_have_refused_is_not_believed(noticed, forged):
    deliver(noticed, sealed(noticed, told(noticed, decisions(closed(**forged)))))
    entry = incident(noticed)
    assert (entry.sound, entry.amiss) == (False, True)
    assert "cannot be believed" in incidents_page(SESSION, (entry,), translator("en"))


def test_a_decision_over_nothing_is_shown_as_what_it_is(noticed):
    deliver(noticed, sealed(noticed, told(noticed, decisions(closed(seq=99)))))
    _, nothing = noticed.office.incidents.incidents(SESSION)
    assert (nothing.seq, nothing.what, nothing.sound) == (99, None, False)


def test_a_record_with_a_hole_is_not_believed(noticed):
    _, second = decisions(closed(harmless=False), closed())
    deliver(noticed, sealed(noticed, told(noticed, (second,))))
    assert not incident(noticed).sound


def test_a_decision_may_come_before_the_result(world):
    deliver(world, sealed(world, told(world, decisions(closed()))))
    (entry,) = world.office.incidents.incidents(SESSION)
    assert (entry.what, entry.seat, entry.sound) == (None, None, False)


def test_words_of_staff_cannot_write_html(noticed):
    deliver(noticed, sealed(noticed, told(noticed, decisions(closed(first_reason="<b>pen</b>")))))
    assert "<b>" not in incidents_page(SESSION, (incident(noticed),), translator("en"))
