"""The issue desk: signs what goes out to the centres, and keeps what it signed."""

import secrets
from dataclasses import replace

import psycopg

from station.credential.template import CARD_TEMPLATE, CardTemplate
from station.errors.province import (
    CandidateNotExpected,
    CardNotGranted,
    DocumentUnknown,
    OrderWrong,
    SessionIssued,
)
from station.exam.compose import Composer
from station.exam.key_sheet import key_sheet
from station.exam.seating import RoomForm
from station.exam.supply_check import (
    RoomSupply,
    check_room,
    check_supply,
    refuse_short,
)
from station.identity.roster import RosterEntry
from station.ids import CardSerial, Digest, QuestionId, SessionId, UnixMs
from station.province.archive import Archive, Issued
from station.province.database import Database
from station.province.keys import ProvinceKeys
from station.province.papers_apart import SECRET_BYTES, drawn_apart
from station.province.session_order import SessionOrder
from station.province.sheet_file import KeySheets
from station.seal.documents import Signed, sign, verify
from station.seal.kinds import DocumentKind
from station.sync.bank_package import open_bank, read_bank
from station.sync.revocation import REVOCATION, Revocation
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SESSION_PACKAGE, SessionPackage


class IssueDesk:
    """Signs rule packs and session packages, and registers banks."""

    def __init__(self, keys: ProvinceKeys, database: Database, archive: Archive) -> None:
        self._keys = keys
        self._database = database
        self._archive = archive

    def issue_rule_pack(self, pack: RulePack, now: UnixMs) -> Digest:
        """Sign a rule pack and put it out for every centre."""
        issued = self._sign(DocumentKind.RULE_PACK, RULE_PACK.pack(pack), now)
        with self._database.transaction() as db:
            self._archive.save(db, issued, None)
        return issued.digest

    def issue_card_template(self, template: CardTemplate, now: UnixMs) -> Digest:
        """Sign a look of cards and put it out for every centre."""
        issued = self._sign(DocumentKind.CARD_TEMPLATE, CARD_TEMPLATE.pack(template), now)
        with self._database.transaction() as db:
            self._archive.save(db, issued, None)
        return issued.digest

    def register_bank(self, raw: bytes, content_key: bytes, now: UnixMs) -> Digest:
        """Put a mastered bank out for every centre; each byte of it is checked first.

        Args:
            content_key: What it opens with; kept locked, to draw papers again.

        Raises:
            DocumentForged, SignerUntrusted, DocumentMalformed: It is not one of ours, or damaged.
            EnvelopeSealed: The key is not this bank's.
        """
        mastered, signed = read_bank(raw, self._keys.trust, now)
        open_bank(raw, content_key, self._keys.trust, UnixMs(max(now, mastered.opens_at)))
        with self._database.transaction() as db:
            self._archive.save(db, Issued(DocumentKind.BANK, signed.digest, raw, now), None)
            self._archive.save_bank_key(db, signed.digest, content_key)
        return signed.digest

    def issue_session(self, order: SessionOrder, now: UnixMs) -> Digest:
        """Sign a session package and put it out for its centre.

        Raises:
            OrderWrong: Rule pack or bank were not issued here.
            PoolTooSmall: The bank is too small for the blueprint, or for what a candidate has seen.
            NeighboursAlike: It is too small to keep the papers of neighbours apart.
            RetakerAlike: It is so only beside somebody who comes again.
            SessionUnknown, CandidateNotExpected: No such earlier exam of a candidate is known.
            SessionIssued: The session's name is taken.
        """
        rules = self._rules(order.rule_pack)
        composer = self._bank(order)
        package = self._package(order)
        drill = rules.kind is PackKind.DRILL
        refuse_short(check_supply(composer, package.blueprint, practice=drill))
        package, papers = drawn_apart(composer, package, practice=drill)
        sheets = KeySheets(
            candidates=tuple(entry.candidate for entry in package.roster),
            sheets=tuple(map(key_sheet, papers)),
        )
        issued = self._sign(DocumentKind.SESSION_PACKAGE, SESSION_PACKAGE.pack(package), now)
        try:
            with self._database.transaction() as db:
                self._archive.save(db, issued, order.centre)
                db.execute(
                    "INSERT INTO session VALUES (%s, %s, %s, %s, %s, %s, %s)",
                    (
                        order.session,
                        order.centre,
                        issued.digest,
                        order.title,
                        order.starts_at,
                        len(order.roster),
                        rules.kind is PackKind.DRILL,
                    ),
                )
                self._archive.save_sheets(db, order.session, sheets)
        except psycopg.errors.UniqueViolation as exc:
            raise SessionIssued(session=order.session) from exc
        return issued.digest

    def revoke(self, session: SessionId, serial: CardSerial, reason: str, now: UnixMs) -> Digest:
        """Take a card back and put the word out for the centre that printed it; again is harmless.

        Args:
            reason: Without names; the centre reads it.

        Raises:
            SessionUnknown: No such session was issued.
            CardNotGranted: The session's package grants no such card.
        """
        package = self._archive.session(session).package
        if all(grant.serial != serial for grant in package.grants):
            raise CardNotGranted(serial=serial)
        word = Revocation(serial=serial, centre=package.centre, reason=reason, at=now)
        issued = self._sign(DocumentKind.REVOCATION, REVOCATION.pack(word), now)
        with self._database.transaction() as db:
            self._archive.save(db, issued, package.centre)
        return issued.digest

    def supply(self, order: SessionOrder) -> RoomSupply:
        """Say how far the bank goes for an ordered session, days before it is held.

        Raises:
            OrderWrong: Rule pack or bank were not issued here.
        """
        drill = self._rules(order.rule_pack).kind is PackKind.DRILL
        return check_room(self._bank(order), order.blueprint, bytes(SECRET_BYTES), practice=drill)

    def _bank(self, order: SessionOrder) -> Composer:
        try:
            return self._archive.composer(order.bank)
        except DocumentUnknown as exc:
            raise OrderWrong(field="bank") from exc

    def _seen(self, entry: RosterEntry, earlier: tuple[SessionId, ...]) -> tuple[QuestionId, ...]:
        """Draw again what a candidate had before, by the ID number; nothing need be kept for it."""
        seen = dict.fromkeys(entry.seen)
        for session in earlier:
            roster = self._archive.session(session).package.roster
            found = next((each for each in roster if each.number == entry.number), None)
            if found is None:
                raise CandidateNotExpected
            paper = self._archive.papers(session).draw(found)
            seen |= dict.fromkeys((*found.seen, *(item.question for item in paper.items)))
        return tuple(sorted(seen))

    def _package(self, order: SessionOrder) -> SessionPackage:
        earlier = dict(order.earlier)
        return SessionPackage(
            session=order.session,
            centre=order.centre,
            title=order.title,
            starts_at=order.starts_at,
            valid_until=order.valid_until,
            rule_pack=order.rule_pack,
            bank=order.bank,
            blueprint=order.blueprint,
            roster=tuple(
                replace(entry, seen=self._seen(entry, earlier.get(entry.candidate, ())))
                for entry in order.roster
            ),
            staff=order.staff,
            grants=order.grants,
            seal_to=self._keys.sealing.public,
            paper_secret=secrets.token_bytes(SECRET_BYTES),
            issuer=order.issuer,
            seats_across=order.seats_across,
            room_form=RoomForm.EVEN,
        )

    def _rules(self, digest: Digest) -> RulePack:
        try:
            issued = self._archive.document(digest)
        except DocumentUnknown as exc:
            raise OrderWrong(field="rule_pack") from exc
        if issued.kind is not DocumentKind.RULE_PACK:
            raise OrderWrong(field="rule_pack")
        return RULE_PACK.unpack(self._verify(issued).payload)

    def _verify(self, issued: Issued) -> Signed:
        return verify(issued.raw, issued.kind, self._keys.trust, issued.at)

    def _sign(self, kind: DocumentKind, payload: bytes, now: UnixMs) -> Issued:
        raw = sign(kind, payload, self._keys.province)
        return Issued(kind, verify(raw, kind, self._keys.trust, now).digest, raw, now)
