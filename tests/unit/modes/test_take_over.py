"""F14: a copy becomes the coordinator by two persons' word, and never two of one copy at once."""

import shutil
import tempfile
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.errors.document import DocumentMissing
from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.errors.session import CoordinatorPassed, CoordinatorTwin, FolderInUse, StandbyNotRaised
from station.errors.store import StoreUnreadable
from station.flow.signatures import Signature
from station.ids import Digest, StaffId, digest_of
from station.lan.messages import VERSION, Welcome
from station.lan.terms import TermWatch
from station.modes.coordinator import CoordinatorMode
from station.modes.coordinator_choices import CoordinatorChoices
from station.modes.folder import StationFolder
from station.modes.served_term import note_served, watch_of
from station.modes.standby import (
    attach_again,
    is_apart,
    is_whole,
    keep_up,
    prepare,
    raise_term,
    raised_by,
    take_over,
    term_of,
)
from station.seal.documents import sign
from station.seal.kinds import DocumentKind
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.settings import Settings
from station.sync.session_package import SESSION_PACKAGE
from tests.e2e.papers import bank, open_session
from tests.flow.documents import PINS, make_keys

SECRET = "centre's"


def signature(who, pin=None):
    return Signature(staff=StaffId(who), pin=pin or PINS[who])


@pytest.fixture(scope="module")
def keys():
    return make_keys(SystemClock().wall())


@pytest.fixture
def first(tmp_path, keys):
    """A centre's first coordinator, of which a session is known."""
    folder = StationFolder(tmp_path / "first")
    folder.create(keys.centre, keys.trust._root.der, SECRET, {})
    folder.keep_desk_identity(keys.coordinator, SECRET)
    package = open_session(keys, bank()).package
    raw = sign(DocumentKind.SESSION_PACKAGE, SESSION_PACKAGE.pack(package), keys.province)
    database = folder.database(keys.centre)
    DocumentShelf(database).put(DocumentKind.SESSION_PACKAGE, digest_of(raw), raw)
    database.close()
    return folder


@pytest.fixture
def copies(first, tmp_path, keys):
    """Two copies of the same coordinator, such as a second disk and somebody's copy of it."""
    found = []
    for name in ("second", "third"):
        database = first.database(keys.centre)
        keep_up(first, tmp_path / name, keys.centre, database)
        database.close()
        found.append(StationFolder(tmp_path / name))
    return found


def fingerprint(folder):
    return digest_of(folder.desk_identity(SECRET).certificate)


def test_f14_two_of_the_staff_take_over_and_stand_for_it(copies, keys):
    second = copies[0]
    assert take_over(second, SECRET, signature("s-1"), signature("s-2")) == 2
    database = second.database(keys.centre)
    assert (term_of(database), raised_by(database)) == (2, ("s-1", "s-2"))
    database.close()
    assert not second.stands_by


@pytest.mark.parametrize(
    ("signed", "error"),
    [
        ((signature("s-1"), signature("s-1")), TwoPersonsNeeded),
        ((signature("s-1"), signature("s-2", "00000")), PinWrong),
        ((signature("s-1"), signature("s-9", "24681")), PinWrong),
    ],
)
def test_f14_one_person_alone_takes_nothing_over(copies, signed, error):
    before = fingerprint(copies[0])
    with pytest.raises(error):
        take_over(copies[0], SECRET, *signed)
    assert fingerprint(copies[0]) == before
    assert copies[0].stands_by


def test_f14_where_no_session_is_known_nobody_can_sign(tmp_path, keys):
    folder = StationFolder(tmp_path / "empty")
    folder.create(keys.centre, keys.trust._root.der, SECRET, {})
    with pytest.raises(DocumentMissing):
        take_over(folder, SECRET, signature("s-1"), signature("s-2"))


def test_f14_a_copy_is_not_started_beside_its_coordinator(qapp, copies):
    choices = CoordinatorChoices(
        folder=copies[0].path,
        listen=("127.0.0.1", 0),
        camera="none",
        readers=(),
        printers=(),
        language="en",
        bank_keys=None,
        session=None,
    )
    with pytest.raises(StandbyNotRaised):
        CoordinatorMode(choices, SECRET)


def test_f14_the_first_one_never_writes_over_the_one_that_took_over(first, copies, keys):
    second = copies[0]
    raise_term(second, SECRET, ())
    before = fingerprint(second)
    database = first.database(keys.centre)
    with pytest.raises(FolderInUse):
        keep_up(first, second.path, keys.centre, database)
    with pytest.raises(FolderInUse):
        prepare(second, first.path)
    database.close()
    assert fingerprint(second) == before


def test_f14_of_two_that_took_over_from_one_copy_a_seat_serves_only_the_first(copies):
    for copy in copies:
        assert raise_term(copy, SECRET, ()) == 2
    one, other = map(fingerprint, copies)
    watch = TermWatch(0)
    second_term = Welcome(version=VERSION, wall=0, term=2)
    watch.check(Welcome(version=VERSION, wall=0, term=1), Digest(b"the first"))
    watch.check(second_term, one)
    with pytest.raises(CoordinatorTwin):
        watch.check(second_term, other)
    assert (watch.served, watch.rival) == (one, other)
    watch.check(second_term, one)
    with pytest.raises(CoordinatorPassed):
        watch.check(Welcome(version=VERSION, wall=0, term=1), Digest(b"the first"))
    watch.check(Welcome(version=VERSION, wall=0, term=3), other)  # took over once more
    assert (watch.term, watch.served, watch.rival) == (3, other, b"")


def test_f14_a_seat_that_was_started_again_still_holds_to_whom_it_served(tmp_path):
    settings = Settings(open_database(tmp_path / "seat.db", bytes(32)))
    watch = watch_of(settings)
    watch.check(Welcome(version=VERSION, wall=0, term=2), Digest(b"one"))
    settings.put("term", "2")
    note_served(settings, watch)
    with pytest.raises(CoordinatorTwin):
        watch_of(settings).check(Welcome(version=VERSION, wall=0, term=2), Digest(b"other"))


def test_a_seat_of_before_that_noted_no_certificate_serves_whoever_has_its_term(tmp_path):
    settings = Settings(open_database(tmp_path / "seat.db", bytes(32)))
    settings.put("term", "2")
    watch = watch_of(settings)
    watch.check(Welcome(version=VERSION, wall=0, term=2), Digest(b"one"))
    assert watch.served == b"one"


def test_a_copy_on_the_same_disk_is_known_and_an_empty_place_is_no_disk(first, tmp_path, keys):
    """Where the second disk would be mounted is a folder of the first one, until it is."""
    second = tmp_path / "not" / "mounted"
    assert not is_apart(first, second)
    database = first.database(keys.centre)
    with pytest.raises(StoreUnreadable):
        attach_again(first, second, keys.centre, database)
    assert not second.exists()
    keep_up(first, second, keys.centre, database)
    assert is_whole(first, second, database)
    for file in second.iterdir():  # a fresh disk is mounted over it
        file.unlink()
    assert not is_whole(first, second, database)
    keep_up(first, second, keys.centre, database)
    assert is_whole(first, second, database)
    database.close()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second file system here")
def test_a_fresh_disk_that_comes_after_the_start_is_taken(first, keys):
    second = Path(tempfile.mkdtemp(dir="/dev/shm")) / "centre"
    try:
        assert is_apart(first, second)
        database = first.database(keys.centre)
        attach_again(first, second, keys.centre, database)
        assert is_whole(first, second, database)
        database.close()
    finally:
        shutil.rmtree(second.parent)
