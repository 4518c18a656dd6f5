"""F24 and F32: two persons open one attempt, or void a question; nothing of a result changes."""

from dataclasses import replace

import psycopg
import pypdfium2
import pytest

from station.errors.document import EnvelopeSealed
from station.errors.province import QuestionNotAsked, ResultUnknown, SessionUnknown
from station.exam.grading import Reason, Voided
from station.ids import CandidateId, QuestionId, SessionId, StaffId
from station.printer.answer_sheet import answer_pdf
from station.province.page import results_page, sessions_page
from station.province.review import TwoPersons
from tests.unit.province.world import LI, SESSION, WANG

NOW_LATER = 60_000


@pytest.fixture
def held(world):
    """The world with two results: Li has all right, Wang the first four of six (4 of 8 marks)."""
    for candidate, right in ((LI, 6), (WANG, 4)):
        world.office.intake.take_in(world.sealed(world.bundle(candidate, right)), world.now)
    return world


def two(world, **changes):
    key = world.office.archive.bank_key(world.bank)
    plain = TwoPersons(first=StaffId("h1"), second=StaffId("h2"), content_key=key)
    return replace(plain, **changes)


def test_f24_two_persons_open_what_a_candidate_answered(held):
    record = held.office.review.answers(SESSION, WANG, two(held), held.now)
    assert (record.grade.marks, record.grade.of, record.grade.passed) == (4, 8, False)
    assert (record.seat_marks, record.candidate) == (4, WANG)
    assert record.signer == "centre-1 1"
    reasons = [item.reason for item in record.grade.items]
    assert reasons == [Reason.RIGHT] * 4 + [Reason.WRONG] * 2
    for item, place in zip(record.paper.items, range(6), strict=True):
        (change,) = record.changes[item.question]
        assert change.at == (3 + place) * 1_000
        assert (change.choices == item.key) == (place < 4)


def test_f24_the_sheet_says_all_of_it(held):
    record = held.office.review.answers(SESSION, WANG, two(held), held.now)
    raw = answer_pdf(record)
    assert answer_pdf(record) == raw
    assert len(pypdfium2.PdfDocument(raw)) >= 1
    assert len(answer_pdf(replace(record, changes={}))) != len(raw)


@pytest.mark.parametrize(
    "changes", [{"content_key": bytes(32)}, {"second": StaffId("h1")}, {"first": StaffId("h2")}]
)
def test_f24_one_person_or_the_wrong_keys_open_nothing(held, changes):
    with pytest.raises(EnvelopeSealed):
        held.office.review.answers(SESSION, LI, two(held, **changes), held.now)
    with pytest.raises(EnvelopeSealed):
        held.office.review.void(
            SESSION, QuestionId("s1"), Voided.GIVEN, two(held, **changes), held.now
        )


def test_f24_who_has_no_result_is_said(held):
    with pytest.raises(ResultUnknown):
        held.office.review.answers(SESSION, CandidateId("c3"), two(held), held.now)
    with pytest.raises(SessionUnknown):
        held.office.review.answers(SessionId("never"), LI, two(held), held.now)


def test_f24_each_opening_is_noted_and_the_note_stays(held, database):
    held.office.review.answers(SESSION, LI, two(held), held.now)
    with database.transaction() as db:
        rows = db.execute("SELECT candidate, first, second FROM answers_opened").fetchall()
    assert rows == [(LI, "h1", "h2")]
    with pytest.raises(psycopg.errors.RaiseException), database.transaction() as db:
        db.execute("DELETE FROM answers_opened")


def wrong_single(world):
    """A question that Wang was asked and missed, worth two marks."""
    paper = world.paper(WANG)
    return paper.items[-1].question


def test_f32_voiding_gives_a_list_of_before_and_after(held):
    question = wrong_single(held)
    listed = {
        each.candidate: each
        for each in held.office.review.void(SESSION, question, Voided.GIVEN, two(held), held.now)
    }
    wang = listed[WANG]
    assert (wang.marks_before, wang.marks_after, wang.of_after) == (4, 6, 8)
    assert (wang.passed_before, wang.passed_after, wang.turned) == (False, True, True)
    assert (listed[LI].marks_after, listed[LI].turned) == (8, False)


def test_f32_the_officers_page_shows_both_what_came_and_what_it_comes_to_now(held):
    question = wrong_single(held)
    plain = page_of(held)
    assert "As it was received" not in plain
    held.office.review.void(SESSION, question, Voided.GIVEN, two(held), held.now)
    page = page_of(held)
    assert f"Question {question} is void: its marks are given to all." in page
    assert '<td class="number">6 / 8</td><td class="bad">passed</td>' in page
    assert "4 / 8 · not passed" in page
    assert page.count("8 / 8 · passed") == 1


def test_f32_the_first_page_counts_who_passes_now_and_who_passed_as_received(held):
    review, counts = held.office.review, held.office.ledger.sessions()
    assert review.passed_with(counts) == {}
    assert "as received" not in sessions_page(counts, [], str, review.passed_with(counts))
    review.void(SESSION, wrong_single(held), Voided.GIVEN, two(held), held.now)
    assert review.passed_with(counts) == {SESSION: 2}
    page = sessions_page(counts, [], str, review.passed_with(counts))
    assert '<td class="number">2<br><small>1 as received</small></td>' in page


def test_a_result_that_came_later_is_counted_as_well(held):
    review, ledger = held.office.review, held.office.ledger
    review.void(SESSION, wrong_single(held), Voided.GIVEN, two(held), held.now)
    (count,) = ledger.sessions()
    assert review.passed_with([count]) == {SESSION: 2}
    fewer = replace(count, received=count.received - 1)
    review.passed_with([fewer])
    assert review.passed_with([count]) == {SESSION: 2}


def test_a_session_that_cannot_be_marked_again_is_said_so_on_the_first_page(held, database):
    review = held.office.review
    review.void(SESSION, wrong_single(held), Voided.GIVEN, two(held), held.now)
    with database.transaction() as db:
        db.execute("ALTER TABLE envelope DISABLE TRIGGER envelope_is_final")
        db.execute("UPDATE envelope SET raw = 'x'::bytea WHERE candidate = %s", (WANG,))
    counts = held.office.ledger.sessions()
    assert review.passed_with(counts) == {SESSION: None}
    page = sessions_page(counts, [], str, review.passed_with(counts))
    assert "cannot be marked again" in page
    assert "1 as received" in page


def page_of(held):
    lines, review = held.office.ledger.results(SESSION), held.office.review.of_session(SESSION)
    return results_page(SESSION, lines, str, review)


def test_f32_voiding_again_changes_nothing_and_says_the_same(held):
    question = wrong_single(held)
    first = held.office.review.void(SESSION, question, Voided.STRUCK, two(held), held.now)
    again = held.office.review.void(
        SESSION, question, Voided.STRUCK, two(held), held.now + NOW_LATER
    )
    assert first == again
    assert held.office.review.voided(SESSION) == {question: Voided.STRUCK}
    with pytest.raises(QuestionNotAsked):
        held.office.review.void(SESSION, question, Voided.GIVEN, two(held), held.now)


def test_f32_a_second_voided_question_is_compared_with_the_first_in_force(held):
    one, other = (item.question for item in held.paper(WANG).items[-2:])
    held.office.review.void(SESSION, one, Voided.GIVEN, two(held), held.now)
    listed = held.office.review.void(SESSION, other, Voided.GIVEN, two(held), held.now)
    wang = next(each for each in listed if each.candidate == WANG)
    assert (wang.marks_before, wang.marks_after) == (6, 8)


def test_f32_the_result_itself_stays_as_it_was_received(held):
    before = held.office.ledger.results(SESSION)
    held.office.review.void(SESSION, wrong_single(held), Voided.GIVEN, two(held), held.now)
    assert held.office.ledger.results(SESSION) == before
    record = held.office.review.answers(SESSION, WANG, two(held), held.now)
    assert (record.grade.marks, record.seat_marks) == (6, 4)
    assert record.grade.items[-1].reason is Reason.GIVEN


def test_f32_a_question_that_nobody_was_asked_is_not_voided(held):
    with pytest.raises(QuestionNotAsked):
        held.office.review.void(SESSION, QuestionId("nowhere"), Voided.GIVEN, two(held), held.now)
    assert held.office.review.voided(SESSION) == {}
