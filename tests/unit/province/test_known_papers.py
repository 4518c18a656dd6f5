"""A paper that is known is not read again; no seat is believed the more for it."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors.document import DocumentMalformed
from station.errors.province import ArchiveDamaged, PaperNotDrawn
from station.errors.store import StreamForked
from station.exam.key_sheet import key_sheet
from station.ids import (
    CandidateId,
    CentreId,
    Digest,
    SeatNumber,
    SessionId,
)
from station.province.archive import Archive
from station.province.centre_ledger import CentreLedger
from station.province.checking import Checker
from station.sync.attempt_bundle import (
    ATTEMPT_BUNDLE,
    AttemptBundle,
    cover_of,
    read_cover,
)
from station.sync.receipt import Outcome
from tests.unit.exam.test_key_sheet import item, paper
from tests.unit.province.test_intake import deliver
from tests.unit.province.world import LI, SESSION, WANG, enrol, order, seat_of
from tests.unit.store.test_stream_in_place import whole

PAPER = paper([item(0, (1,), 2), item(1, (0, 2), 3)])
OTHER = paper([item(0, (2,), 2), item(1, (0, 2), 3)])
RECORDS = whole([(0, 5, b"epaper"), (7, 2**40, b"irule_pack"), (7, 9, bytes(300))])
BUNDLE = AttemptBundle(
    centre=CentreId("c"),
    session=SessionId("s"),
    candidate=CandidateId("x"),
    seat=SeatNumber(7),
    rule_pack=Digest(bytes(32)),
    paper=PAPER,
    records=RECORDS,
    check_in=RECORDS[:1],
)
SHEETS = [None, key_sheet(PAPER), key_sheet(OTHER), replace(key_sheet(PAPER), size=3)]


def outcome(read):
    """What reading comes to: all that a cover says, or that it is no bundle, or no chain."""
    try:
        cover = read()
        said = {name: getattr(cover, name) for name in cover.__dataclass_fields__}
        return said | {name: said[name].followed() for name in ("records", "check_in")}
    except (DocumentMalformed, StreamForked) as error:
        return type(error)


def same_both_ways(raw):
    slow = outcome(lambda: cover_of(ATTEMPT_BUNDLE.unpack(raw)))
    for sheet in SHEETS:
        assert outcome(partial(read_cover, raw, sheet)) == slow
    return slow


@pytest.mark.parametrize("seat", [1, 23, 24, 255, 256, 999, 65_536, 2**40])
@pytest.mark.parametrize("drawn", [PAPER, OTHER])
def test_a_bundle_is_read_alike_whether_its_paper_is_known_or_not(seat, drawn):
    bundle = replace(BUNDLE, seat=SeatNumber(seat), paper=drawn)
    raw = ATTEMPT_BUNDLE.pack(bundle)
    assert same_both_ways(raw) == outcome(lambda: cover_of(bundle))
    in_place = read_cover(raw, key_sheet(drawn)).records.steps
    assert len(in_place) == len(RECORDS)


@pytest.mark.parametrize("broken", [RECORDS[1:], RECORDS[:1] + RECORDS[2:], ()])
@pytest.mark.parametrize("field", ["records", "check_in"])
def test_a_chain_that_does_not_hold_is_found_both_ways(field, broken):
    raw = ATTEMPT_BUNDLE.pack(replace(BUNDLE, **{field: broken}))
    assert same_both_ways(raw) is StreamForked


@settings(max_examples=400)
@given(st.data())
def test_whatever_is_changed_in_a_bundle_is_read_alike_both_ways(data):
    raw = ATTEMPT_BUNDLE.pack(BUNDLE)
    place = data.draw(st.integers(0, len(raw) - 1))
    gone = data.draw(st.integers(0, 40))
    put = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from(PIECES)))
    same_both_ways(raw[:place] + put + raw[place + gone :])


PIECES = [b"epaper", b"\xa8dseat", b"X " + key_sheet(PAPER).paper, b"\x18\x01", b"\xf6", b"\xff"]


def tricks():
    """Bundles that a knowing hand would try against a reader that skips the paper."""
    raw = ATTEMPT_BUNDLE.pack(BUNDLE)
    sheet = key_sheet(PAPER)
    start = raw.index(b"epaper") + len(b"epaper")
    end = start + sheet.size
    told, digest = raw[start:end], b"X " + sheet.paper
    yield "the digest in the paper's place", raw[:start] + digest + raw[end:]
    yield "the paper twice", raw[:start] + told + told + raw[end:]
    yield "the paper under its key twice", raw[:start] + told + b"epaper" + told + raw[end:]
    yield (
        "another paper before it",
        (
            b"\xa9"
            + raw[1:start]
            + ATTEMPT_BUNDLE.pack(replace(BUNDLE, paper=OTHER))[start:end]
            + b"epaper"
            + told
            + raw[end:]
        ),
    )
    yield "a seat that holds the key", b"\xa8dseatFepaper" + told + raw[end:]
    yield "a seat that holds the key and the paper", b"\xa8dseatY\x08\x00epaper" + told + raw[end:]
    yield "a long form of the seat", raw.replace(b"dseat\x07", b"dseat\x18\x07", 1)
    yield "bytes after the end", raw + b"\x00"
    yield "no end", raw[:-1]
    yield "a paper cut short", raw[:start] + told[:-1] + raw[end:]
    yield "null for the paper", raw[:start] + b"\xf6" + raw[end:]


def test_no_trick_is_read_as_a_bundle():
    for what, raw in tricks():
        assert same_both_ways(raw) is DocumentMalformed, what


LABELS = [
    f"attempt/{SESSION}/{LI}",
    f"attempt/{SESSION}/{WANG}",
    f"attempt/{SESSION}/nobody",
    f"attempt/never/{LI}",
    "attempt",
    "",
    "a/b/c/d",
    "attempt/\x00/\x00",
    f"attempt/{'s' * 300}/{LI}",
    "\ufffd/\ufffd/\ufffd",
]


@pytest.mark.parametrize("label", LABELS)
def test_what_an_envelope_is_labelled_changes_no_verdict(world, label):
    content = ATTEMPT_BUNDLE.pack(world.bundle(right=4))
    easy = replace(world.paper(), title="Easier")
    forged = ATTEMPT_BUNDLE.pack(world.bundle(paper=easy))
    assert deliver(world, world.sealed_bytes(forged, label)).code == PaperNotDrawn.code
    answer = deliver(world, world.sealed_bytes(content, label))
    assert (answer.outcome, answer.marks, answer.mark_equal) == (Outcome.ACCEPTED, 4, True)


def test_a_label_of_another_centre_changes_no_verdict(world):
    other, _ = enrol(world.office, CentreId("centre-2"), world.now)
    content = ATTEMPT_BUNDLE.pack(world.bundle())
    stolen, bare = (
        deliver(world, world.sealed_bytes(content, label, seat_of(other, world.now)))
        for label in (f"attempt/{SESSION}/{LI}", "attempt")
    )
    assert stolen.outcome is Outcome.REFUSED
    assert stolen.code == bare.code


def test_the_same_attempt_read_either_way_is_one_result(world):
    content = ATTEMPT_BUNDLE.pack(world.bundle())
    for label in (f"attempt/{SESSION}/{LI}", "attempt"):
        assert deliver(world, world.sealed_bytes(content, label)).outcome is Outcome.ACCEPTED
    assert len(world.office.ledger.results(SESSION)) == 1
    assert world.office.ledger.troubles() == ()


def test_what_was_kept_at_the_issue_is_what_the_bank_gives(world):
    archive = world.office.archive
    for candidate in (LI, WANG, CandidateId("c3")):
        assert archive.saved_sheet(SESSION, candidate) == key_sheet(
            archive.papers(SESSION).draw_for(candidate)
        )
    assert archive.saved_sheet(SESSION, CandidateId("nobody")) is None


def test_a_session_of_before_is_marked_by_papers_that_are_drawn_again(world, database):
    with database.transaction() as db:
        db.execute("DELETE FROM key_sheets")
    keys = world.office.keys
    archive = Archive(keys, database)
    checker = Checker(keys, archive, CentreLedger(keys, database))
    assert archive.saved_sheet(SESSION, LI) is None
    honest = checker.check(world.sealed(world.bundle(right=4)), world.now)
    assert (honest.code, honest.mark.marks) == ("", 4)
    easy = replace(world.paper(), title="Easier")
    assert (
        checker.check(world.sealed(world.bundle(paper=easy)), world.now).code == PaperNotDrawn.code
    )


def test_keys_that_were_changed_in_the_database_stop_the_intake_and_nothing_is_said(
    world, database
):
    with database.transaction() as db:
        (locked,) = db.execute("SELECT shut FROM key_sheets").fetchone()
        db.execute("UPDATE key_sheets SET shut = %b", (locked[:-1] + bytes([locked[-1] ^ 1]),))
    raw = world.sealed(world.bundle())
    with pytest.raises(ArchiveDamaged):
        world.office.intake.take_in(raw, world.now)
    with database.transaction() as db:
        assert db.execute("SELECT 1 FROM envelope").fetchall() == []


def test_keys_of_another_session_do_not_open(world, database):
    """Swapped by whoever can write to the database."""
    again = replace(
        order(world.now, world.rule_pack, world.bank), session=SessionId("another"), grants=()
    )
    world.office.issue.issue_session(again, world.now)
    with database.transaction() as db:
        db.execute(
            "UPDATE key_sheets SET shut = (SELECT shut FROM key_sheets WHERE session = 'another')"
            " WHERE session = %s",
            (SESSION,),
        )
    with pytest.raises(ArchiveDamaged):
        world.office.archive.saved_sheet(SESSION, LI)


def test_right_answers_do_not_lie_in_the_database_in_the_clear(world, database):
    with database.transaction() as db:
        ((locked,),) = db.execute("SELECT shut FROM key_sheets").fetchall()
    assert len(locked) > 100
    for each in world.paper().items:
        assert each.question.encode() + b"dmarks" not in bytes(locked)
    assert b"question" not in bytes(locked)
