"""Pictures go when the rule pack says so, and a signed record says that they went."""

from dataclasses import replace

import cbor2
import pytest

from station.codec import Codec
from station.errors.flow import ClockFarAhead, ManyPersonsStored
from station.errors.store import StoreFull
from station.flow.picture_keeping import KeepingTools, PictureKeeping
from station.identity.check_in_events import Refused
from station.identity.retention_rules import RetentionRules
from station.ids import StreamId, digest_of
from station.seal.documents import sign, verify
from station.seal.envelope import open_envelope
from station.seal.kinds import DocumentKind, SignerKind
from station.store.documents import DocumentShelf
from station.store.persons import Persons
from station.store.picture_book import PictureBook
from station.store.pictures import REFERENCE, Pictures
from station.sync.attempt_bundle import ATTEMPT_BUNDLE
from station.sync.deletion_record import DELETION_RECORD
from station.sync.held_sessions import held_sessions, let_go
from station.sync.session_package import SESSION_PACKAGE
from tests.flow.people import NUMBERS
from tests.flow.test_console_faults import admit, restart
from tests.flow.test_desk import decide, desk, read, with_rules
from tests.flow.test_main_job import answer_all, hand_in

ANN, BEN = NUMBERS
DAY_MS = 86_400_000
CHECK_IN = StreamId("check-in/session-1/c-1")


def roles(centre):
    rows = centre.database.rows("SELECT role FROM picture WHERE stream = ?", (CHECK_IN,))
    return {role for (role,) in rows}


def records(centre):
    raws = DocumentShelf(centre.database).all(DocumentKind.DELETION)
    now = centre.clock.wall()
    signed = [verify(raw, DocumentKind.DELETION, centre.keys.trust, now) for raw in raws]
    assert all(each.signer.kind is SignerKind.COORDINATOR for each in signed)
    return [DELETION_RECORD.unpack(each.payload) for each in signed]


@pytest.fixture
def short(centre):
    """Two days for those let in, one for all others: within the life of the test's keys."""
    with_rules(centre, retention=RetentionRules(admitted_days=2, others_days=1))
    return centre


def pass_days(centre, days):
    centre.pass_ms(days * DAY_MS)
    centre.beat(2)


def test_pictures_of_somebody_let_in_stay_longer_than_those_of_others(short):
    read(short, ANN)
    pass_days(short, 1)
    assert roles(short) == {"chip", "door", "head"}
    assert records(short) == []
    pass_days(short, 1)
    assert roles(short) == set()


def test_pictures_of_somebody_not_let_in_go_soon(short):
    short.cameras[0].stand_here(BEN)
    read(short, ANN)
    pass_days(short, 1)
    assert roles(short) == set()


def test_what_an_incident_rests_on_stays_as_long_as_the_file(short):
    short.cameras[0].stand_here(BEN)
    read(short, ANN)
    decide(short, False, why=Refused.ANOTHER_PERSON)
    pass_days(short, 1)
    kept = {role.partition("-")[0] for role in roles(short)}
    assert kept == {"chip", "door", "head", "impostor"}


def test_the_record_says_how_many_of_which_kind_until_when_and_never_whose(short):
    short.cameras[0].stand_here(BEN)
    began = short.clock.wall()
    read(short, ANN)
    pass_days(short, 1)
    (record,) = records(short)
    assert [(each.role, each.count) for each in record.kinds] == [
        ("chip", 1),
        ("door", 1),
        ("head", 1),
    ]
    assert all(began < each.kept_until <= record.at for each in record.kinds)
    assert (record.centre, record.at) == ("centre-1", short.clock.wall())
    assert ANN.encode() not in DELETION_RECORD.pack(record)
    pass_days(short, 1)
    assert len(records(short)) == 1  # a day without anything due leaves no record


def test_without_room_for_the_record_nothing_is_deleted(short):
    short.cameras[0].stand_here(BEN)
    read(short, ANN)
    execute = short.database.execute

    def full(statement, values=()):
        if statement.startswith("INSERT INTO document"):
            raise StoreFull
        return execute(statement, values)

    short.database.execute = full
    pass_days(short, 1)
    assert roles(short) == {"chip", "door", "head"}
    assert isinstance(desk(short).warning, StoreFull)
    del short.database.execute
    pass_days(short, 1)
    assert roles(short) == set()
    assert len(records(short)) == 1
    assert desk(short).warning is None


def test_a_coordinator_that_was_off_deletes_at_its_start(short):
    short.cameras[0].stand_here(BEN)
    read(short, ANN)
    short.clock.pass_ms(DAY_MS)
    restart(short)
    assert roles(short) == set()


def test_the_staff_are_told_in_time_that_the_centre_must_register(centre):
    with_rules(centre, retention=RetentionRules(warn_at_persons=1))
    assert desk(centre).warning is None
    read(centre, ANN)
    restart(centre)
    warning = desk(centre).warning
    assert isinstance(warning, ManyPersonsStored)
    assert warning.facts == {"count": 1}


@pytest.mark.parametrize("allowed", [False, True])
def test_no_picture_leaves_in_an_envelope(sitting, keys, allowed):
    rules = replace(sitting.session.rules, send_photos=allowed)
    sitting.session = replace(sitting.session, rules=rules)
    answer_all(sitting, right=4)
    hand_in(sitting)
    ((_, envelope),) = sitting.outbox.pending()
    opened = open_envelope(envelope, keys.sealing.private, keys.trust, sitting.clock.wall())
    assert ATTEMPT_BUNDLE.unpack(opened.content).check_in
    for picture in (b"JFIF\0", b"\x89PNG", b"WLf"):
        assert picture not in opened.content
    face = sitting.desk._tools.file.pictures.get(CHECK_IN, "door")
    assert face[20:60] not in opened.content


# Faces that a ticket brings to seats, and clocks that nobody bears out

ATTEMPT = StreamId("attempt/session-1/c-1")
FACE = b"\xff\xd8\xff"
YEAR_MS = 365 * DAY_MS


def seat_job(centre, number, borne_out):
    seat = centre.seats[number]
    return PictureKeeping(
        KeepingTools(
            book=PictureBook(seat.database),
            store=centre.seat_lane,
            clock=centre.clock,
            centre="centre-1",
            signer=centre.keys.seats[number],
            rules=RetentionRules(),
            borne_out=borne_out,
        )
    )


def faces_anywhere(database):
    """Every JPEG in any cell of the database, whichever table it lies in."""
    tables = [
        name for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    cells = (
        cell for name in tables for row in database.rows(f"SELECT * FROM {name}") for cell in row
    )
    return sum(FACE in cell for cell in cells if isinstance(cell, bytes))


def test_the_face_in_a_ticket_goes_from_the_seat_too_with_a_signed_record(centre):
    admit(centre)
    seat = centre.seats[1].database
    assert faces_anywhere(seat) == 1
    job = seat_job(centre, 1, centre.clock.wall)
    centre.clock.pass_ms(6 * DAY_MS)
    job.tick()
    assert faces_anywhere(seat) == 1
    centre.clock.pass_ms(DAY_MS)
    job.tick()
    assert faces_anywhere(seat) == 0
    (raw,) = DocumentShelf(seat).all(DocumentKind.SEAT_DELETION)
    signed = verify(raw, DocumentKind.SEAT_DELETION, centre.keys.trust, centre.clock.wall())
    assert signed.signer.kind is SignerKind.SEAT
    assert [each.role for each in DELETION_RECORD.unpack(signed.payload).kinds] == [REFERENCE]


def test_a_seat_without_the_coordinators_time_deletes_nothing(centre):
    admit(centre)
    job = seat_job(centre, 1, lambda: None)
    centre.clock.pass_ms(YEAR_MS)
    job.tick()
    assert faces_anywhere(centre.seats[1].database) == 1


def test_a_seat_knows_the_face_again_after_a_power_cut_and_nobody_after_its_day(centre):
    admit(centre)
    before = centre.seats[1].sitting.ticket.reference
    centre.kill_seat(1)
    assert centre.open_seat(1).sitting.ticket.reference == before != b""


def test_the_coordinator_keeps_the_face_of_a_ticket_as_a_picture_alone(centre):
    admit(centre)
    documents = centre.database.rows("SELECT raw FROM document WHERE kind LIKE 'ticket/%'")
    assert documents
    assert not any(FACE in raw for (raw,) in documents)
    assert Pictures(centre.database).get(ATTEMPT, REFERENCE).startswith(FACE)


def test_a_clock_years_ahead_deletes_nothing_and_says_so(centre):
    read(centre, ANN)
    before = roles(centre)
    centre.clock.pass_ms(4 * YEAR_MS)
    centre.beat(2)
    assert roles(centre) == before
    assert isinstance(desk(centre).warning, ClockFarAhead)
    assert records(centre) == []


@pytest.mark.parametrize(("days", "goes"), [(60, True), (61, False)])
def test_a_clock_is_believed_for_as_long_as_the_rules_say(centre, days, goes):
    pictures, until = Pictures(centre.database), centre.session.package.valid_until
    pictures.put(CHECK_IN, "door", b"x", 1)
    centre.clock.pass_ms(until + days * DAY_MS - centre.clock.wall())
    centre.beat(2)
    assert (roles(centre) == set()) is goes


def test_persons_are_counted_and_not_their_pictures_or_sessions(centre):
    pictures, later = Pictures(centre.database), centre.clock.wall() + DAY_MS
    for session in ("session-1", "session-2"):
        for role in ("door", "head"):
            pictures.put(StreamId(f"check-in/{session}/c-1"), role, b"x", later)
        pictures.put(StreamId(f"attempt/{session}/c-1"), REFERENCE, b"x", later)
    pictures.put(StreamId("check-in/session-1/c-2"), "front", b"x", later)  # typed, no face seen
    pictures.put(StreamId("attempt/session-1/c-3"), "still", b"x", later)
    pictures.put(StreamId("card/A00102"), "panel", b"x", later)
    persons = Persons(centre.database)
    assert persons.count() == 4  # nobody has said who they are: each sitting counts
    persons.note({"session-1/c-1": (b"one", False), "session-2/c-1": (b"one", False)})
    assert persons.count() == 3
    persons.note({"session-2/c-9": (b"other", True), "session-1/c-9": (b"one", True)})
    assert persons.count() == 4  # with a roster's photo, too; and one is one
    persons.note({"session-2/c-9": (b"other", False)})
    assert persons.count() == 3


# Rosters


def issue_package(centre, number=1):
    """Put the session's package on the shelf, as the courier does; return its digest."""
    package = replace(centre.session.package, session=f"session-{number}")
    raw = sign(DocumentKind.SESSION_PACKAGE, SESSION_PACKAGE.pack(package), centre.keys.province)
    shelf = DocumentShelf(centre.database)
    shelf.put(DocumentKind.SESSION_PACKAGE, digest_of(raw), raw)
    return digest_of(raw)


def end_of(centre, days):
    until = centre.session.package.valid_until + days * DAY_MS
    centre.pass_ms(until - centre.clock.wall())
    centre.beat(2)


def test_a_roster_photo_goes_with_the_days_of_others_and_the_rest_of_the_roster_stays(short):
    was, shelf = issue_package(short), DocumentShelf(short.database)
    assert faces_anywhere(short.database) == 1
    end_of(short, 1)
    assert faces_anywhere(short.database) == 0
    assert shelf.get(was) is None
    (package,) = held_sessions(shelf, short.keys.trust, short.clock.wall())
    assert package == replace(
        short.session.package,
        roster=tuple(replace(entry, photo=b"") for entry in short.session.package.roster),
    )
    (kind,) = [each for each in records(short)[-1].kinds if each.role == "enrolment"]
    assert (kind.count, kind.kept_until) == (2, short.clock.wall())
    assert let_go(shelf, short.keys.trust) == {was}  # and is not fetched again


def test_a_roster_photo_stays_until_its_day(short):
    issue_package(short)
    end_of(short, 0)
    assert faces_anywhere(short.database) == 1


def test_one_person_of_two_rosters_is_one_whatever_they_are_called(centre):
    issue_package(centre)
    roster = centre.session.package.roster
    called = tuple(replace(entry, candidate=f"x-{n}") for n, entry in enumerate(roster))
    centre.session = replace(
        centre.session, package=replace(centre.session.package, roster=called, grants=())
    )
    issue_package(centre, 2)
    with_rules(centre, retention=RetentionRules(warn_at_persons=2))
    assert desk(centre).warning.facts == {"count": 2}
    numbers = centre.database.rows("SELECT key || value FROM setting")
    assert not any(ANN in text or ANN[-4:] in text[-8:] for (text,) in numbers)


def test_a_seat_that_cannot_delete_says_so_on_the_wall(centre):
    seat, job = centre.seats[1], seat_job(centre, 1, lambda: 0)
    object.__setattr__(seat._tools, "not_deleted", lambda: job.trouble)
    centre.pass_ms(1_000)
    assert centre.console_state.seats[0].keeping == ""
    job.tick()  # its clock is far ahead of what the coordinator named
    centre.pass_ms(1_000)
    assert centre.console_state.seats[0].keeping == "FLO-14"


def test_old_rules_have_all_days():
    old = {"admitted_days": 5, "others_days": 4, "warn_at_persons": 3}
    read_back = Codec(RetentionRules).unpack(cbor2.dumps(old, canonical=True))
    assert read_back == RetentionRules(admitted_days=5, others_days=4, warn_at_persons=3)
