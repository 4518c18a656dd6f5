"""The session packages that a centre holds: as the province signed them, or without their photos.

A package is kept for its grants, names and keys long after its session; the photos in it are not.
When their day has come the coordinator signs a copy without them, which takes the package's place.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from station.codec import Codec
from station.errors import StationError
from station.ids import Digest, UnixMs
from station.seal.documents import sign, verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.store.documents import DocumentShelf
from station.sync.session_package import SESSION_PACKAGE, SessionPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A session package without photos.

    Attributes:
        was: SHA-256 of the package as the province signed it.
    """

    was: Digest
    package: SessionPackage


KEPT_SESSION: Codec[KeptSession] = Codec(KeptSession)


def held_sessions(
    shelf: DocumentShelf, trust: Trust, now: UnixMs | None
) -> Iterator[SessionPackage]:
    """Yield the sessions of which a package is here, the latest start first.

    One that does not verify says nothing.
    """
    found = []
    for kind in (DocumentKind.SESSION_PACKAGE, DocumentKind.KEPT_SESSION):
        for raw in shelf.all(kind):
            with suppress(StationError):
                found.append(read_held(raw, kind, trust, now))
    found.reverse()  # of those that start together, the one that came last
    yield from sorted(found, key=lambda package: -package.starts_at)


def read_held(raw: bytes, kind: DocumentKind, trust: Trust, now: UnixMs | None) -> SessionPackage:
    """Read one that was taken in before, with its photos or without them.

    Args:
        now: None for one that is only looked up. Our own copies are always: a coordinator's
            certificate does not last as long as a certificate card.

    Raises:
        StationError: As seal.verify.
    """
    if kind is DocumentKind.SESSION_PACKAGE:
        return SESSION_PACKAGE.unpack(verify(raw, kind, trust, now).payload)
    return KEPT_SESSION.unpack(verify(raw, kind, trust, None).payload).package


def without_photos(was: Digest, package: SessionPackage, signer: Identity) -> bytes:
    """Return what is kept of a package once its photos go."""
    roster = tuple(replace(entry, photo=b"") for entry in package.roster)
    kept = KeptSession(was=was, package=replace(package, roster=roster))
    return sign(DocumentKind.KEPT_SESSION, KEPT_SESSION.pack(kept), signer)


def let_go(shelf: DocumentShelf, trust: Trust) -> frozenset[Digest]:
    """Return the packages that were replaced here; they are not fetched again."""
    kept = set()
    for raw in shelf.all(DocumentKind.KEPT_SESSION):
        with suppress(StationError):
            signed = verify(raw, DocumentKind.KEPT_SESSION, trust, None)
            kept.add(KEPT_SESSION.unpack(signed.payload).was)
    return frozenset(kept)
