"""Looks a card up in the centre's own records; no network is needed."""

from collections.abc import Iterator
from dataclasses import dataclass

from station.clock import Clock, day_of
from station.credential.card import IssueGrant
from station.credential.card_events import CARD_EVENT
from station.credential.card_job import replay
from station.credential.check import CardRecord, Finding, check_card
from station.credential.claim import CardClaim
from station.credential.dates import counts_until
from station.errors import StationError
from station.errors.document import DocumentForged, DocumentMalformed
from station.ids import CardSerial, Digest, digest_of
from station.seal.documents import verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.seal.short_mark import PREFIX, read_mark
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.sync.centre_records import card_stream
from station.sync.revocation import REVOCATION
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SESSION_PACKAGE, SessionPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """What a check came to.

    Attributes:
        serial: Of the card's record; empty if it is not known.
        print_number: Which print the card in hand is, if its code tells; else the latest.
    """

    finding: Finding
    serial: str
    print_number: int
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChecker:
    """The records of one centre."""

    shelf: DocumentShelf
    log: EventLog
    trust: Trust
    centre: Identity
    clock: Clock

    def check(self, text: str) -> CardAnswer:
        """Judge a card by the text of its code."""
        if not text.startswith(PREFIX):
            grant = next((g for _, g in self._grants() if g.qr and g.qr == text), None)
            return self._answer(grant.serial if grant else None, None)
        try:
            claim = CardClaim.unpack(read_mark(text, self.centre))
        except (DocumentForged, DocumentMalformed):
            return CardAnswer(finding=Finding.FORGED, serial="", print_number=0, valid_until="")
        return self._answer(claim.serial, claim)

    def _answer(self, serial: CardSerial | None, claim: CardClaim | None) -> CardAnswer:
        record = self._record(serial) if serial else None
        finding = check_card(record, claim, day_of(self.clock.wall()))
        number = record.way.print_number if record else 0
        return CardAnswer(
            finding=finding,
            serial=record.serial if record else "",
            print_number=claim.print_number if claim else number,
            valid_until=record.valid_until.isoformat() if record else "",
        )

    def _record(self, serial: CardSerial) -> CardRecord | None:
        for package, grant in self._grants():
            if grant.serial != serial:
                continue
            rules = self._rules(package)
            if rules is None:
                continue
            records = self.log.read(card_stream(serial))
            return CardRecord(
                serial=serial,
                way=replay(CARD_EVENT.unpack(record.body) for record in records),
                valid_until=counts_until(grant, rules.card),
                revoked=serial in Revoked(self.shelf, self.trust, self.clock)(),
                sample=rules.kind is PackKind.DRILL,
            )
        return None

    def _grants(self) -> Iterator[tuple[SessionPackage, IssueGrant]]:
        """Yield every grant the centre ever had; a package out of its time still tells."""
        for raw in self.shelf.all(DocumentKind.SESSION_PACKAGE):
            try:
                signed = verify(raw, DocumentKind.SESSION_PACKAGE, self.trust, self.clock.wall())
                package = SESSION_PACKAGE.unpack(signed.payload)
            except StationError:
                continue  # one that does not verify grants nothing
            yield from ((package, grant) for grant in package.grants)

    def _rules(self, package: SessionPackage) -> RulePack | None:
        raw = self.shelf.get(package.rule_pack)
        if raw is None:
            return None
        now = self.clock.wall()
        return RULE_PACK.unpack(verify(raw, DocumentKind.RULE_PACK, self.trust, now).payload)


class Revoked:
    """The cards that the province took back, as far as its word has come here (F29).

    It may be asked as often as one likes: a word that was checked is not checked again.
    """

    def __init__(self, shelf: DocumentShelf, trust: Trust, clock: Clock) -> None:
        self._shelf = shelf
        self._trust = trust
        self._clock = clock
        self._checked: dict[Digest, CardSerial | None] = {}

    def __call__(self) -> frozenset[CardSerial]:
        """Return them; it blocks, on the store's lane."""
        for raw in self._shelf.all(DocumentKind.REVOCATION):
            digest = digest_of(raw)
            if digest not in self._checked:
                self._checked[digest] = self._serial(raw)
        return frozenset(serial for serial in self._checked.values() if serial is not None)

    def _serial(self, raw: bytes) -> CardSerial | None:
        try:
            signed = verify(raw, DocumentKind.REVOCATION, self._trust, self._clock.wall())
            return REVOCATION.unpack(signed.payload).serial
        except StationError:
            return None  # one that does not verify says nothing
