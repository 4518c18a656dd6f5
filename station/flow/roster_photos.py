"""The photos that come with rosters: whose they are, and when they go."""

import hashlib
import hmac
from dataclasses import dataclass

from station.errors import StationError
from station.identity.number import normalise_number
from station.identity.retention_rules import RetentionRules, days_after
from station.ids import Digest, UnixMs
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.store.documents import DocumentShelf
from station.store.persons import Persons
from station.store.picture_book import Outdated
from station.sync.held_sessions import read_held, without_photos
from station.sync.session_package import SessionPackage

KINDS = (DocumentKind.SESSION_PACKAGE, DocumentKind.KEPT_SESSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterTools:
    """What is needed to know the photos of rosters.

    Attributes:
        key: The centre's secret by which persons are told apart.
        signer: The coordinator.
    """

    shelf: DocumentShelf
    persons: Persons
    trust: Trust
    key: bytes
    signer: Identity
    rules: RetentionRules


class RosterPhotos:
    """Every call is made on the store's lane. Each package is read once, for it is large."""

    def __init__(self, tools: RosterTools) -> None:
        self._tools = tools
        self._read: set[Digest] = set()
        self._with_photos: dict[Digest, tuple[UnixMs, int]] = {}

    def outdated(self, now: UnixMs) -> tuple[Outdated, ...]:
        """Name the packages whose photos go: as those of others, so long after their session."""
        self._look()
        due = {digest: each for digest, each in self._with_photos.items() if each[0] <= now}
        return tuple(self._stripped(digest, *each) for digest, each in due.items())

    def count(self) -> int:
        """Count the persons of whom there are pictures here, in rosters or beside them.

        Raises:
            StoreFull: The disk has no room to note who they are.
        """
        self._look()
        return self._tools.persons.count()

    def _look(self) -> None:
        """Note whose sittings the packages are about that came or went since the last time."""
        shelf = self._tools.shelf
        here = {kind: shelf.digests(kind) for kind in KINDS}
        self._with_photos = {
            digest: each
            for digest, each in self._with_photos.items()
            if digest in here[DocumentKind.SESSION_PACKAGE]
        }
        for kind in KINDS:
            for digest in here[kind]:
                if digest not in self._read:
                    self._take_in(digest, kind)

    def _take_in(self, digest: Digest, kind: DocumentKind) -> None:
        package = self._package(digest, kind)
        self._read.add(digest)
        if package is None:
            return
        self._tools.persons.note(
            {
                f"{package.session}/{entry.candidate}": (
                    self._person(entry.number),
                    bool(entry.photo),
                )
                for entry in package.roster
            }
        )
        photos = sum(bool(entry.photo) for entry in package.roster)
        if photos:
            until = days_after(package.valid_until, self._tools.rules.others_days)
            self._with_photos[digest] = (until, photos)

    def _package(self, digest: Digest, kind: DocumentKind) -> SessionPackage | None:
        raw = self._tools.shelf.get(digest)
        try:
            return read_held(raw, kind, self._tools.trust, None) if raw is not None else None
        except StationError:
            return None  # it says nothing that may be believed

    def _stripped(self, digest: Digest, until: UnixMs, photos: int) -> Outdated:
        package = self._package(digest, DocumentKind.SESSION_PACKAGE)
        if package is None:
            raise ValueError("a package that was read is here until it is replaced")
        return Outdated(
            digest=digest,
            instead=without_photos(digest, package, self._tools.signer),
            kind=DocumentKind.KEPT_SESSION,
            photos=photos,
            until=until,
        )

    def _person(self, number: str) -> bytes:
        raw = b"person " + normalise_number(number).encode()
        return hmac.new(self._tools.key, raw, hashlib.sha256).digest()
