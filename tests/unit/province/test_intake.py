"""What becomes of an envelope: honest, repeated, contradicting, tampered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    DocumentVersionUnknown,
    EnvelopeSealed,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.errors.province import (
    AttemptConflict,
    AttemptMismatched,
    AttemptUnfinished,
    BodyTooLarge,
    CandidateNotExpected,
    CheckInWrong,
    DatabaseAway,
    EventsImpossible,
    PaperNotDrawn,
    SeatOfAnotherCentre,
    SessionUnknown,
)
from station.errors.store import StreamForked
from station.exam.attempt_events import EVENT, Answered, Graded
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId, UnixMs
from station.province.intake import ENVELOPE_BYTES
from station.seal.documents import verify
from station.seal.envelope import new_sealing_key, seal
from station.seal.identity import complete, issue, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.sync.attempt_bundle import ATTEMPT_BUNDLE
from station.sync.receipt import RECEIPT, Outcome
from tests.unit.province.world import LI, WANG, attempt, chain, enrol, seat_of

SIGNATURE_CODES = {
    error.code
    for error in (
        DocumentForged,
        DocumentMalformed,
        DocumentVersionUnknown,
        SignerOfWrongKind,
        SignerUntrusted,
    )
}


def deliver(world, raw):
    return receipt(world, world.office.intake.take_in(raw, world.now))


def receipt(world, raw):
    trust = world.office.keys.trust
    return RECEIPT.unpack(verify(raw, DocumentKind.RECEIPT, trust, world.now).payload)


def refusal(world, bundle):
    answer = deliver(world, world.sealed(bundle))
    assert answer.outcome is Outcome.REFUSED
    assert answer.marks is None
    assert world.office.ledger.results(bundle.session) == ()
    return answer.code


@pytest.mark.parametrize(("right", "marks", "passed"), [(6, 8, True), (4, 4, False), (0, 0, False)])
def test_an_honest_attempt_is_marked_again_and_accepted(world, right, marks, passed):
    answer = deliver(world, world.sealed(world.bundle(right=right)))
    assert (answer.outcome, answer.marks, answer.mark_equal) == (Outcome.ACCEPTED, marks, True)
    (line,) = world.office.ledger.results(answer.session)
    assert (line.candidate, line.marks, line.of, line.passed) == (LI, marks, 8, passed)


def test_the_same_bytes_get_the_same_receipt(world):
    raw = world.sealed(world.bundle())
    first = world.office.intake.take_in(raw, world.now)
    world.clock.pass_ms(1000)
    assert world.office.intake.take_in(raw, world.now) == first
    assert len(world.office.ledger.results(world.package.session)) == 1


def test_the_same_attempt_sealed_again_is_the_same_result(world):
    bundle = world.bundle()
    answers = [deliver(world, world.sealed(bundle)) for _ in range(2)]
    assert [answer.outcome for answer in answers] == [Outcome.ACCEPTED] * 2
    assert answers[0].envelope != answers[1].envelope
    assert world.office.ledger.troubles() == ()


def test_the_same_attempt_with_other_content_is_a_conflict_and_both_are_kept(world, database):
    deliver(world, world.sealed(world.bundle(right=2)))
    raw = world.sealed(world.bundle(right=6))
    answer = deliver(world, raw)
    assert (answer.outcome, answer.code) == (Outcome.CONFLICT, AttemptConflict.code)
    assert [line.marks for line in world.office.ledger.results(answer.session)] == [2]
    assert [trouble.code for trouble in world.office.ledger.troubles()] == [AttemptConflict.code]
    with database.transaction() as db:
        kept = db.execute("SELECT raw FROM envelope WHERE outcome = 'conflict'").fetchall()
    assert kept == [(raw,)]


def test_one_envelope_in_eight_threads_at_once_gives_one_result_and_one_receipt(world):
    raw = world.sealed(world.bundle())
    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(lambda _: world.office.intake.take_in(raw, world.now), range(16)))
    assert len(receipts) == 1
    assert len(world.office.ledger.results(world.package.session)) == 1


def test_contradicting_envelopes_at_once_give_one_result_and_conflicts(world):
    envelopes = [world.sealed(world.bundle(right=right)) for right in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda raw: deliver(world, raw), envelopes))
    outcomes = sorted(answer.outcome for answer in answers)
    assert outcomes == [Outcome.ACCEPTED] + [Outcome.CONFLICT] * 5
    (line,) = world.office.ledger.results(world.package.session)
    accepted = next(answer for answer in answers if answer.outcome is Outcome.ACCEPTED)
    assert line.marks == accepted.marks


def test_a_mark_that_differs_is_accepted_with_ours_and_reported(world):
    events = attempt(world, world.paper(), LI, 4)
    events[-1] = (Graded(marks=8, of=8, passed=True), events[-1][1])
    answer = deliver(world, world.sealed(world.bundle(records=chain(events, "attempt"))))
    assert (answer.outcome, answer.marks, answer.mark_equal) == (Outcome.ACCEPTED, 4, False)
    (count,) = world.office.ledger.sessions()
    assert (count.received, count.passed, count.unequal) == (1, 0, 1)


def test_any_changed_byte_is_refused_before_anything_is_parsed(world):
    raw = world.sealed(world.bundle())
    for place in range(0, len(raw), max(1, len(raw) // 40)):
        bad = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        answer = deliver(world, bad)
        assert answer.outcome is Outcome.REFUSED
        assert answer.code in SIGNATURE_CODES
        assert (answer.session, answer.candidate) == ("", "")
    assert world.office.ledger.results(world.package.session) == ()


def test_what_no_centre_signed_is_not_kept(world, database):
    deliver(world, b"\xd2 no envelope")
    with database.transaction() as db:
        assert db.execute("SELECT raw FROM envelope").fetchall() == [(None,)]


def test_an_envelope_sealed_to_another_key_is_refused_and_kept(world, database):
    raw = seal(b"content", new_sealing_key().public, b"attempt", world.seat)
    assert deliver(world, raw).code == EnvelopeSealed.code
    with database.transaction() as db:
        assert db.execute("SELECT raw FROM envelope").fetchall() == [(raw,)]


def test_a_seat_of_another_province_is_refused(world):
    root = new_root("other", world.now)
    asked = request(SignerKind.CENTRE, "c")
    made = issue(root, asked.csr, SignerKind.CENTRE, "c", CentreId("centre-1"), world.now, 9)
    raw = world.sealed(world.bundle(), seat_of(complete(asked, made), world.now))
    assert deliver(world, raw).code == SignerUntrusted.code


def test_a_seat_of_another_centre_is_refused(world):
    other, _ = enrol(world.office, CentreId("centre-2"), world.now)
    raw = world.sealed(world.bundle(), seat_of(other, world.now))
    assert deliver(world, raw).code == SeatOfAnotherCentre.code


def test_a_session_of_another_centre_is_refused(world):
    other, _ = enrol(world.office, CentreId("centre-2"), world.now)
    raw = world.sealed(world.bundle(centre=CentreId("centre-2")), seat_of(other, world.now))
    assert deliver(world, raw).code == SessionUnknown.code


def test_a_receipt_is_no_envelope(world):
    raw = world.office.intake.take_in(world.sealed(world.bundle()), world.now)
    assert deliver(world, raw).code in SIGNATURE_CODES


def test_what_is_not_a_bundle_is_refused(world):
    raw = seal(b"\xa0", world.package.seal_to, b"attempt", world.seat)
    assert deliver(world, raw).code == DocumentMalformed.code


def test_an_invented_easier_paper_is_refused(world):
    paper = world.paper()
    easy = replace(paper, items=tuple(replace(item, key=(0,)) for item in paper.items))
    assert refusal(world, world.bundle(paper=easy)) == PaperNotDrawn.code


def test_another_candidates_paper_is_refused(world):
    assert refusal(world, world.bundle(paper=world.paper(WANG))) == PaperNotDrawn.code


def test_a_paper_of_another_secret_is_refused(world):
    assert refusal(world, world.bundle(paper=world.paper(secret=bytes(32)))) == PaperNotDrawn.code


@pytest.mark.parametrize("candidate", [CandidateId("nobody"), CandidateId("c3")])
def test_a_candidate_who_was_not_expected_is_refused(world, candidate):
    assert refusal(world, world.bundle(candidate)) == CandidateNotExpected.code


@pytest.mark.parametrize("changes", [{"seat": SeatNumber(2)}, {"rule_pack": Digest(bytes(32))}])
def test_a_bundle_that_contradicts_its_events_is_refused(world, changes):
    assert refusal(world, world.bundle(**changes)) == AttemptMismatched.code


def test_one_candidates_answers_under_anothers_name_are_refused(world):
    stolen = replace(world.bundle(WANG), records=world.bundle(LI).records)
    assert refusal(world, stolen) == AttemptMismatched.code


def test_an_unknown_session_is_refused(world):
    assert refusal(world, world.bundle(session=SessionId("never"))) == SessionUnknown.code


def test_a_record_that_was_changed_or_taken_out_is_refused(world):
    records = world.bundle().records
    body = EVENT.pack(Answered(world.paper().items[0].question, (1,)))
    changed = (*records[:3], replace(records[3], body=body), *records[4:])
    for broken in (changed, records[:4] + records[5:], records[1:], (*records, records[-1]), ()):
        assert refusal(world, world.bundle(records=broken)) == StreamForked.code


def test_a_check_in_chain_that_does_not_hold_is_refused(world):
    check = world.bundle().check_in
    for broken in (check[1:], (check[0], check[2]), ()):
        assert refusal(world, world.bundle(check_in=broken)) == StreamForked.code


def test_a_check_in_of_another_person_is_refused(world):
    check = world.bundle(WANG).check_in
    assert refusal(world, world.bundle(check_in=check)) == CheckInWrong.code


def test_an_attempt_that_was_not_handed_in_is_refused(world):
    records = world.bundle().records
    for cut in (1, 3, len(records) - 2, len(records) - 1):
        assert refusal(world, world.bundle(records=records[:cut])) == AttemptUnfinished.code


def test_an_event_against_the_rules_is_refused_though_the_chain_holds(world):
    events = attempt(world, world.paper(), LI, 6)
    late = (Answered(world.paper().items[0].question, ()), events[-1][1])
    records = chain([*events, late], "attempt")
    assert refusal(world, world.bundle(records=records)) == EventsImpossible.code


def test_an_envelope_that_is_too_large_is_not_looked_at(world):
    with pytest.raises(BodyTooLarge):
        world.office.intake.take_in(bytes(ENVELOPE_BYTES + 1), world.now)


def test_without_a_database_there_is_no_receipt_and_afterwards_there_is(world, url):
    raw = world.sealed(world.bundle())
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name = current_setting('application_name')"
    )
    with psycopg.connect(url, autocommit=True) as admin:
        assert admin.execute(query).fetchall()
    with pytest.raises(DatabaseAway):
        world.office.intake.take_in(raw, world.now)
    assert deliver(world, raw).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("table", ["result", "envelope"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET received_at = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_what_was_received(world, database, table, verb):
    deliver(world, world.sealed(world.bundle()))
    with pytest.raises(psycopg.errors.RaiseException), database.transaction() as db:
        db.execute(verb.format(table))


def test_a_receipt_is_dated_when_it_was_given(world):
    world.clock.set_wall(UnixMs(world.now + 5))
    assert deliver(world, world.sealed(world.bundle())).received_at == world.now


def test_nothing_secret_lies_in_the_database_in_the_clear(world, database):
    bundle = world.bundle()
    deliver(world, world.sealed(bundle))
    query = (
        "SELECT raw FROM envelope UNION SELECT shut FROM document UNION SELECT shut FROM bank_key"
    )
    with database.transaction() as db:
        held = [bytes(raw) for (raw,) in db.execute(query)]
    stem = bundle.paper.items[0].stem.encode()
    assert stem in ATTEMPT_BUNDLE.pack(bundle)
    for secret in (stem, world.package.paper_secret, world.package.roster[0].number.encode()):
        assert not any(secret in raw for raw in held)
