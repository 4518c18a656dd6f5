"""Looks a card up in the centre's own records; no network is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from station.clock import Clock, day_of
from station.credential.card import IssueGrant
from station.credential.card_events import CARD_EVENT
from station.credential.card_job import CardWay, replay
from station.credential.catalogue import title_of
from station.credential.check import CardRecord, Finding, check_card
from station.credential.claim import CardClaim
from station.credential.dates import counts_until
from station.errors import StationError
from station.errors.document import DocumentForged, DocumentMalformed, DocumentVersionUnknown
from station.flow.desk_file import HEAD
from station.flow.papers import check_in_stream
from station.identity.names import masked_name
from station.identity.roster import RosterEntry
from station.ids import CardSerial, Digest, digest_of
from station.seal.documents import verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.seal.short_mark import PREFIX, check_mark, said_by
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.sync.centre_records import card_stream
from station.sync.held_sessions import held_sessions
from station.sync.revocation import REVOCATION
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SessionPackage


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HeldCard:
    """What the centre holds of a card, to be laid beside the one in hand.

    A code can be copied onto another card with another name and another face: only this tells.

    Attributes:
        name: The holder's, with all but its first and last character hidden.
        number_tail: The last four characters of the holder's number.
        photo: What was laid onto the card, JPEG; empty where it is kept no more.
    """

    item: str
    name: str
    number_tail: str
    first_issued: date
    valid_until: date
    photo: bytes

    def __repr__(self) -> str:
        return f"HeldCard({self.item})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """What a check came to.

    Attributes:
        serial: Of the card's record; empty if it is not known.
        print_number: Which print the card in hand is, if its code tells; else the latest.
        held: Of a card that was printed here; None of any other.
        elsewhere: The centre that the code names, if it is another one: ask there.
    """

    finding: Finding
    serial: str = ""
    print_number: int = 0
    held: HeldCard | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class _Granted:
    """A grant, and the session that it came with."""

    package: SessionPackage
    grant: IssueGrant

    @property
    def holder(self) -> RosterEntry | None:
        roster = self.package.roster
        return next((each for each in roster if each.candidate == self.grant.candidate), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChecker:
    """The records of one centre."""

    shelf: DocumentShelf
    log: EventLog
    pictures: Pictures
    trust: Trust
    centre: Identity
    clock: Clock

    def check(self, text: str) -> CardAnswer:
        """Judge a card by the text of its code."""
        if not text.startswith(PREFIX):
            known = (each for each in self._grants() if each.grant.qr and each.grant.qr == text)
            return self._answer(next(known, None), None)
        try:
            return self._by_claim(text, CardClaim.unpack(said_by(text)))
        except DocumentVersionUnknown:
            return CardAnswer(finding=Finding.UNKNOWN)
        except (DocumentForged, DocumentMalformed):
            return CardAnswer(finding=Finding.FORGED)

    def _by_claim(self, text: str, claim: CardClaim) -> CardAnswer:
        """Judge a code that a centre signed, or says it did.

        Raises:
            DocumentForged: It names this centre, and this centre did not sign it.
        """
        if claim.centre not in ("", self.centre.centre):
            return CardAnswer(finding=Finding.UNKNOWN, elsewhere=claim.centre)
        granted = next((e for e in self._grants() if e.grant.serial == claim.serial), None)
        if granted is None and not claim.centre:
            return CardAnswer(finding=Finding.UNKNOWN)  # an old card, of whichever centre
        check_mark(text, self.centre)
        return self._answer(granted, claim)

    def _answer(self, granted: _Granted | None, claim: CardClaim | None) -> CardAnswer:
        rules = self._rules(granted.package) if granted else None
        if granted is None or rules is None:
            return CardAnswer(finding=Finding.UNKNOWN)
        grant = granted.grant
        record = CardRecord(
            serial=grant.serial,
            way=self._way(grant.serial),
            valid_until=counts_until(grant, rules.card),
            revoked=grant.serial in Revoked(self.shelf, self.trust)(),
            sample=rules.kind is PackKind.DRILL,
        )
        finding = check_card(record, claim, day_of(self.clock.wall()))
        if finding is Finding.UNKNOWN:
            return CardAnswer(finding=finding)
        return CardAnswer(
            finding=finding,
            serial=grant.serial,
            print_number=claim.print_number if claim else record.way.print_number,
            held=self._held(granted, record.valid_until),
        )

    def _way(self, serial: CardSerial) -> CardWay:
        records = self.log.read(card_stream(serial))
        return replay(CARD_EVENT.unpack(record.body) for record in records)

    def _held(self, granted: _Granted, valid_until: date) -> HeldCard:
        holder, grant = granted.holder, granted.grant
        return HeldCard(
            item=title_of(grant.item),
            name=masked_name(holder.name) if holder else "",
            number_tail=holder.tail if holder else "",
            first_issued=grant.first_issued,
            valid_until=valid_until,
            photo=self._photo(granted.package, holder) if holder else b"",
        )

    def _photo(self, package: SessionPackage, holder: RosterEntry) -> bytes:
        """Return what the card's picture was made of: the enrolment photo, or the head at the
        door where there was none."""
        door = check_in_stream(package.session, holder)
        return holder.photo or self.pictures.get(door, HEAD) or b""

    def _grants(self) -> Iterator[_Granted]:
        """Yield every grant the centre ever had, the newest package's first.

        A package tells what was granted also when the certificate of its signer has run out: its
        dates were asked when it was taken in.
        """
        for package in held_sessions(self.shelf, self.trust, None):
            yield from (_Granted(package, grant) for grant in package.grants)

    def _rules(self, package: SessionPackage) -> RulePack | None:
        raw = self.shelf.get(package.rule_pack)
        if raw is None:
            return None
        return RULE_PACK.unpack(verify(raw, DocumentKind.RULE_PACK, self.trust, None).payload)


class Revoked:
    """The cards that the province took back, as far as its word has come here (F29).

    It may be asked as often as one likes: a word that was checked is not checked again.
    """

    def __init__(self, shelf: DocumentShelf, trust: Trust) -> None:
        self._shelf = shelf
        self._trust = trust
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
            signed = verify(raw, DocumentKind.REVOCATION, self._trust, None)
            return REVOCATION.unpack(signed.payload).serial
        except StationError:
            return None  # one that does not verify says nothing
