"""The intake of results: every check between an envelope's bytes and a row in the ledger.

An envelope gets a receipt, whatever is wrong with it, and the same one for ever. An error is
raised only where the fault is ours (the database is away), so that it is sent again.
"""

from dataclasses import replace

from station.errors import StationError
from station.errors.document import DocumentMalformed
from station.errors.province import (
    ArchiveDamaged,
    BodyTooLarge,
    DatabaseAway,
    SeatOfAnotherCentre,
    SessionUnknown,
)
from station.ids import CentreId, Digest, UnixMs, digest_of
from station.province.archive import Archive
from station.province.centre_ledger import CentreLedger
from station.province.keys import ProvinceKeys
from station.province.ledger import Judgement, Ledger
from station.province.remark import Mark, remark
from station.seal.documents import claimed_kind
from station.seal.envelope import check_envelope, unseal
from station.seal.kinds import SEALED, DocumentKind
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle
from station.sync.centre_records import CENTRE_RECORDS, CentreRecords

ENVELOPE_BYTES = 16 * 1024 * 1024

OURS = (DatabaseAway, ArchiveDamaged)
"""Faults of the province: no receipt is given, and the centre sends it again."""


class Intake:
    """Takes envelopes in; safe to call from many threads, and with the same envelope at once."""

    def __init__(
        self, keys: ProvinceKeys, archive: Archive, ledger: Ledger, records: CentreLedger
    ) -> None:
        self._keys = keys
        self._archive = archive
        self._ledger = ledger
        self._records = records

    def take_in(self, raw: bytes, now: UnixMs) -> bytes:
        """Check, open and mark one envelope.

        Returns:
            The signed receipt; for bytes that came before, the one they got then.

        Raises:
            BodyTooLarge: It is larger than any envelope; it was not looked at.
            DatabaseAway: Nothing was promised; send it again.
        """
        if len(raw) > ENVELOPE_BYTES:
            raise BodyTooLarge(limit=ENVELOPE_BYTES)
        digest = digest_of(raw)
        known = self._ledger.receipt(digest)
        if known is not None:
            return known
        return self._ledger.keep(self._judge(digest, raw, now), now)

    def _judge(self, digest: Digest, raw: bytes, now: UnixMs) -> Judgement:
        judgement = Judgement(envelope=digest, raw=None)
        try:
            kind = claimed_kind(raw)
            if kind not in SEALED:
                raise DocumentMalformed(kind=kind)
            signed = check_envelope(raw, self._keys.trust, now, kind)
            judgement = replace(judgement, raw=raw)
            content = unseal(signed, self._keys.sealing.private).content
            if kind is DocumentKind.CENTRE_RECORDS:
                told = CENTRE_RECORDS.unpack(content)
                judgement = replace(judgement, session=told.session)
                self._check_told(told, signed.signer.centre)
                return replace(judgement, told=self._records.lock(told))
            bundle = ATTEMPT_BUNDLE.unpack(content)
            judgement = replace(
                judgement,
                session=bundle.session,
                candidate=bundle.candidate,
                bundle=digest_of(content),
            )
            return replace(judgement, mark=self._mark(bundle, signed.signer.centre))
        except OURS:
            raise
        except StationError as error:
            return replace(judgement, code=error.code)

    def _check_told(self, told: CentreRecords, signed_at: CentreId) -> None:
        if signed_at != told.centre:
            raise SeatOfAnotherCentre
        if told.session and self._archive.session(told.session).package.centre != told.centre:
            raise SessionUnknown

    def _mark(self, bundle: AttemptBundle, signed_at: CentreId) -> Mark:
        if signed_at != bundle.centre:
            raise SeatOfAnotherCentre
        file = self._archive.session(bundle.session)
        if file.package.centre != bundle.centre:
            raise SessionUnknown
        return remark(bundle, file, self._archive.papers(bundle.session))
