"""A second folder that can take over: kept up with every commit, and raised by hand."""

import shutil
from pathlib import Path

from station.clock import SystemClock
from station.errors.store import StoreUnreadable
from station.modes.enrol import DESK_DAYS, certified
from station.modes.folder import StationFolder
from station.seal.derive import store_key
from station.seal.identity import Identity
from station.seal.kinds import SignerKind
from station.store.database import Database
from station.store.page_copy import settle
from station.store.settings import Settings

TERM = "term"


def term_of(database: Database) -> int:
    """Return which of the centre's coordinators this folder is; the first is 1."""
    return int(Settings(database).get(TERM) or 1)


def prepare(folder: StationFolder, second: Path) -> None:
    """Make a second folder: keys under their passphrase, and no data yet.

    Raises:
        StoreUnreadable: It cannot be written there.
    """
    try:
        second.mkdir(parents=True, exist_ok=True)
        for file in folder.small_files():
            shutil.copyfile(file, second / file.name)
    except OSError as exc:
        raise StoreUnreadable(reason=str(exc.strerror)) from exc


def keep_up(folder: StationFolder, second: Path, centre: Identity, database: Database) -> None:
    """Make a second folder that holds all of the first, and goes on holding it.

    The keys in it stay under the passphrase they are under here.

    Raises:
        StoreFull, StoreUnreadable: The second disk refuses; nothing is kept up.
    """
    prepare(folder, second)
    database.mirror_into(second / folder.database_file.name, store_key(centre))


def attach_again(folder: StationFolder, second: Path, centre: Identity, database: Database) -> None:
    """Take back a second disk that was lost; for the store's lane.

    Raises:
        StoreFull, StoreUnreadable: It is not there, or refuses still.
    """
    if not any((second / file.name).is_file() for file in folder.small_files()):
        raise StoreUnreadable(reason="the second disk is not there")
    keep_up(folder, second, centre, database)


def take_over(folder: StationFolder, passphrase: str) -> int:
    """Make this folder the centre's next coordinator, with a certificate of its own.

    Returns:
        Its term: seats that have heard it serve no earlier one again.
    """
    centre = folder.identity(passphrase)
    settle(folder.database_file)
    database = folder.database(centre)
    term = term_of(database) + 1
    now = SystemClock().wall()
    desk = certified(centre, SignerKind.COORDINATOR, "coordinator", now, DESK_DAYS)
    folder.keep_desk_identity(desk, passphrase)
    Settings(database).put(TERM, str(term))
    database.close()
    return term
