"""Cards of earlier sessions that nobody has collected yet; they wait at the desk."""

from collections.abc import Iterator

from station.clock import Clock, day_of
from station.credential.card_events import CARD_EVENT, Composed, HandedOver, Printed, TrayAnswered
from station.credential.catalogue import title_of
from station.errors import StationError
from station.ids import UnixMs
from station.printer.day_report import Uncollected
from station.seal.documents import verify
from station.seal.identity import Trust
from station.seal.kinds import DocumentKind
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.sync.centre_records import card_stream
from station.sync.session_package import SESSION_PACKAGE, SessionPackage

DAY_MS = 86_400_000
LOOKS_BACK_DAYS = 60


def uncollected_before(
    shelf: DocumentShelf, log: EventLog, trust: Trust, clock: Clock, open_now: SessionPackage
) -> tuple[Uncollected, ...]:
    """List them by session, the latest first; only a stream's newest record is looked at."""
    known = {grant.serial for grant in open_now.grants}
    found: list[Uncollected] = []
    for package in _earlier(shelf, trust, clock.wall()):
        names = {entry.candidate: entry.name for entry in package.roster}
        for grant in package.grants:
            record = None if grant.serial in known else log.last(card_stream(grant.serial))
            known.add(grant.serial)
            event = CARD_EVENT.unpack(record.body) if record else None
            if record is None or isinstance(event, Composed | HandedOver):
                continue
            found.append(
                Uncollected(
                    name=names.get(grant.candidate, ""),
                    serial=grant.serial,
                    item=title_of(grant.item),
                    printed=isinstance(event, Printed)
                    or (isinstance(event, TrayAnswered) and event.printed),
                    since=day_of(record.wall),
                )
            )
    return tuple(found)


def _earlier(shelf: DocumentShelf, trust: Trust, now: UnixMs) -> Iterator[SessionPackage]:
    for raw in reversed(shelf.all(DocumentKind.SESSION_PACKAGE)):
        try:
            signed = verify(raw, DocumentKind.SESSION_PACKAGE, trust, now)
            package = SESSION_PACKAGE.unpack(signed.payload)
        except StationError:
            continue  # one that does not verify says nothing
        if now - LOOKS_BACK_DAYS * DAY_MS <= package.starts_at <= now:
            yield package
