"""The deletion job of a test's centre, as its mode builds it."""

from station.clock import HeldClock
from station.flow.lane import InlineLane
from station.flow.papers import OpenSession
from station.flow.picture_keeping import KeepingTools, PictureKeeping
from station.flow.roster_photos import RosterPhotos, RosterTools
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.persons import Persons
from station.store.picture_book import PictureBook
from tests.flow.documents import CENTRE, Keys


def picture_keeping(
    database: Database, session: OpenSession, clock: HeldClock, keys: Keys
) -> PictureKeeping:
    """Return the job over one database."""
    rules = session.rules.retention
    photos = RosterPhotos(
        RosterTools(
            shelf=DocumentShelf(database),
            persons=Persons(database),
            trust=keys.trust,
            key=bytes(32),
            signer=keys.coordinator,
            rules=rules,
        )
    )
    return PictureKeeping(
        KeepingTools(
            book=PictureBook(database),
            store=InlineLane(),
            clock=clock,
            centre=CENTRE,
            signer=keys.coordinator,
            rules=rules,
            borne_out=lambda: session.package.valid_until,
            persons=photos.count,
            outdated=photos.outdated,
        )
    )
