"""Cards of earlier sessions: which wait at the desk yet, and who has such a certificate already."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from station.clock import Clock, day_of
from station.credential.card import IssueGrant
from station.credential.card_events import CARD_EVENT, Composed, HandedOver, Printed, TrayAnswered
from station.credential.card_job import OUT, CardStage, replay
from station.credential.catalogue import title_of
from station.ids import CardSerial
from station.printer.day_report import Uncollected
from station.seal.identity import Trust
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.stream import Record
from station.sync.centre_records import card_stream
from station.sync.held_sessions import held_sessions
from station.sync.session_package import SessionPackage

DAY_MS = 86_400_000
LOOKS_BACK_DAYS = 60
"""So old may a session be whose cards are looked for at the desk."""


@dataclass(slots=True)
class EarlierCards:
    """What earlier sessions left.

    Attributes:
        uncollected: Cards that wait for their holders, the latest session's first.
        issued: Grants of the open session whose certificate was printed in an earlier one:
            the same person, item and day of first issue (RULES 2.6).
    """

    uncollected: list[Uncollected] = field(default_factory=list)
    issued: set[CardSerial] = field(default_factory=set)


def earlier_cards(
    shelf: DocumentShelf, log: EventLog, trust: Trust, clock: Clock, open_now: SessionPackage
) -> EarlierCards:
    """Look through the earlier sessions of this centre."""
    found, now = EarlierCards(), clock.wall()
    known = {grant.serial for grant in open_now.grants}
    mine = {_certificate(open_now, grant): grant.serial for grant in open_now.grants}
    for package in held_sessions(shelf, trust, now):
        if package.starts_at > now:
            continue
        recent = package.starts_at >= now - LOOKS_BACK_DAYS * DAY_MS
        names = {entry.candidate: entry.name for entry in package.roster}
        for grant in package.grants:
            again = mine.get(_certificate(package, grant))
            if grant.serial in known or not (recent or again):
                continue
            known.add(grant.serial)
            if again is not None and _may_exist(log, grant):
                found.issued.add(again)
            last = log.last(card_stream(grant.serial)) if recent else None
            if last is not None:
                found.uncollected += _waiting(grant, names.get(grant.candidate, ""), last)
    return found


def _certificate(package: SessionPackage, grant: IssueGrant) -> tuple[str, str, str]:
    """What tells one certificate from another; candidates are called otherwise in each session."""
    numbers = (entry.number for entry in package.roster if entry.candidate == grant.candidate)
    return next(numbers, grant.candidate), grant.item, grant.first_issued.isoformat()


def _may_exist(log: EventLog, grant: IssueGrant) -> bool:
    """Whether a card of this grant is out and was not cut up, as far as anybody knows."""
    records = log.read(card_stream(grant.serial))
    way = replay(CARD_EVENT.unpack(record.body) for record in records)
    return way.stage in (*OUT, CardStage.PRINTING, CardStage.UNKNOWN)


def _waiting(grant: IssueGrant, name: str, last: Record) -> Iterator[Uncollected]:
    """Yield a card that its holder has not taken; only its newest record is looked at."""
    event = CARD_EVENT.unpack(last.body)
    if not isinstance(event, Composed | HandedOver):
        yield Uncollected(
            name=name,
            serial=grant.serial,
            item=title_of(grant.item),
            printed=isinstance(event, Printed)
            or (isinstance(event, TrayAnswered) and event.printed),
            since=day_of(last.wall),
        )
