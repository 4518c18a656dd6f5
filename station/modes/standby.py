"""A second folder that can take over: kept up with every commit, and raised by two persons."""

import shutil
from pathlib import Path

from station.clock import SystemClock
from station.errors import StationError
from station.errors.session import FolderInUse
from station.errors.store import StoreUnreadable
from station.flow.lane import InlineLane
from station.flow.signatures import Signature
from station.flow.signing import Signing, SigningTools
from station.ids import CentreId, StaffId
from station.modes.enrol import DESK_DAYS, certified
from station.modes.folder import StationFolder
from station.modes.open_session import session_package
from station.seal.derive import store_key
from station.seal.identity import Identity
from station.seal.kinds import SignerKind
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.page_copy import settle
from station.store.settings import Settings

TERM, RAISED_BY = "term", "term-raised-by"


def term_of(database: Database) -> int:
    """Return which of the centre's coordinators this folder is; the first is 1."""
    return int(Settings(database).get(TERM) or 1)


def raised_by(database: Database) -> tuple[StaffId, ...]:
    """Return who took over with this folder; nobody did with a centre's first."""
    names = Settings(database).get(RAISED_BY) or ""
    return tuple(StaffId(name) for name in names.split("\n") if name)


def prepare(folder: StationFolder, second: Path) -> None:
    """Make a second folder: keys under their passphrase, and no data yet.

    Raises:
        StoreUnreadable: It cannot be written there.
        FolderInUse: It is a coordinator's own: one that was the copy, and took over.
    """
    copy = StationFolder(second)
    if copy.is_set_up and not copy.stands_by:
        raise FolderInUse
    try:
        second.mkdir(parents=True, exist_ok=True)
        copy.mark_standby()
        for file in folder.small_files():
            shutil.copyfile(file, second / file.name)
    except OSError as exc:
        raise StoreUnreadable(reason=str(exc.strerror)) from exc


def keep_up(folder: StationFolder, second: Path, centre: Identity, database: Database) -> None:
    """Make a second folder that holds all of the first, and goes on holding it.

    The keys in it stay under the passphrase they are under here.

    Raises:
        StoreFull, StoreUnreadable: The second disk refuses; nothing is kept up.
        FolderInUse: Somebody has taken over with that folder.
    """
    prepare(folder, second)
    database.mirror_into(second / folder.database_file.name, store_key(centre))


def attach_again(folder: StationFolder, second: Path, centre: Identity, database: Database) -> None:
    """Take back a second disk that was lost; for the store's lane.

    Raises:
        StoreFull, StoreUnreadable: It is not there, or refuses still.
    """
    there = any((second / file.name).is_file() for file in folder.small_files())
    if not there and not is_apart(folder, second):  # the empty place where it would be mounted
        raise StoreUnreadable(reason="the second disk is not there")
    keep_up(folder, second, centre, database)


def is_apart(folder: StationFolder, second: Path) -> bool:
    """Whether a second folder is on another disk than the first, as far as the system says."""
    try:
        there = next(place for place in (second, *second.parents) if place.exists())
        return there.stat().st_dev != folder.path.stat().st_dev
    except OSError:
        return False


def is_whole(folder: StationFolder, second: Path, database: Database) -> bool:
    """Whether each transaction is in the second folder too; another disk may hide it since."""
    return database.mirrored and (second / folder.database_file.name).is_file()


def take_over(folder: StationFolder, passphrase: str, first: Signature, second: Signature) -> int:
    """Make this folder the centre's next coordinator, if two of its staff sign for that.

    Returns:
        Its term: seats that have heard it serve no earlier one again.

    Raises:
        DocumentMissing: No session was imported, so nobody is known who could sign.
        StationError: What flow.signing says of signatures that do not fit.
    """
    centre = folder.identity(passphrase)
    settle(folder.database_file)
    database, clock = folder.database(centre), SystemClock()
    try:
        shelf, trust = DocumentShelf(database), folder.trust()
        package = session_package(shelf, trust, CentreId(centre.centre), None, clock.wall())
        lane, refused = InlineLane(), list[StationError]()
        tools = SigningTools(
            staff=package.staff, settings=Settings(database), store=lane, office=lane, clock=clock
        )
        Signing(tools).two(first, second, lambda: None, refused.append)
    finally:
        database.close()
    if refused:
        raise refused[0]
    return raise_term(folder, passphrase, (first.staff, second.staff))


def raise_term(folder: StationFolder, passphrase: str, by: tuple[StaffId, ...]) -> int:
    """Give a folder the next term and a certificate of its own; return the term."""
    centre = folder.identity(passphrase)
    settle(folder.database_file)
    database = folder.database(centre)
    term = term_of(database) + 1
    now = SystemClock().wall()
    desk = certified(centre, SignerKind.COORDINATOR, "coordinator", now, DESK_DAYS)
    folder.keep_desk_identity(desk, passphrase)
    with database.writing():
        Settings(database).put(TERM, str(term))
        Settings(database).put(RAISED_BY, "\n".join(by))
    database.close()
    folder.raise_standby()
    return term
