"""Every check between an envelope's bytes and a judgement: nothing is saved here.

It is most of the work of an intake, and may be done in a process of its own (see checkers).
"""

from dataclasses import replace

from station.errors import StationError
from station.errors.document import DocumentMalformed
from station.errors.province import (
    ArchiveDamaged,
    DatabaseAway,
    SeatOfAnotherCentre,
    SessionUnknown,
)
from station.exam.key_sheet import KeySheet
from station.ids import CandidateId, CentreId, SessionId, UnixMs, digest_of
from station.province.archive import Archive
from station.province.centre_ledger import CentreLedger
from station.province.judgement import Judgement
from station.province.keys import ProvinceKeys
from station.province.remark import Mark, remark
from station.seal.documents import claimed_kind
from station.seal.envelope import check_envelope, unseal
from station.seal.kinds import SEALED, DocumentKind
from station.sync.attempt_bundle import AttemptCover, read_cover
from station.sync.centre_records import CENTRE_RECORDS, CentreRecords

OURS = (DatabaseAway, ArchiveDamaged)
"""Faults of the province: nothing is said of the envelope, and the centre sends it again."""

NAME_CHARACTERS = 200
"""Of a session, a candidate or a stream at most."""

LABEL_PARTS = 3
"""What a seat writes on an envelope: that it holds an attempt, of which session, and whose."""


class Checker:
    """Checks, opens and marks envelopes."""

    def __init__(self, keys: ProvinceKeys, archive: Archive, records: CentreLedger) -> None:
        self._keys = keys
        self._trust = keys.trust
        self._archive = archive
        self._records = records

    def check(self, raw: bytes, now: UnixMs) -> Judgement:
        """Check, open and mark one envelope.

        Raises:
            DatabaseAway, ArchiveDamaged: The fault is ours.
        """
        judgement = Judgement(envelope=digest_of(raw))
        try:
            kind = claimed_kind(raw)
            if kind not in SEALED:
                raise DocumentMalformed(kind=kind)
            signed = check_envelope(raw, self._trust, now, kind)
            judgement = replace(judgement, signed=True)
            opened = unseal(signed, self._keys.sealing.private)
            content = opened.content
            if kind is DocumentKind.CENTRE_RECORDS:
                told = CENTRE_RECORDS.unpack(content)
                _check_names(told.session, *(record.stream for record in told.records))
                judgement = replace(judgement, session=told.session)
                self._check_told(told, signed.signer.centre)
                return replace(judgement, told=self._records.lock(told))
            cover = read_cover(content, self._expected_sheet(opened.label, signed.signer.centre))
            _check_names(cover.session, cover.candidate)
            judgement = replace(
                judgement,
                session=cover.session,
                candidate=cover.candidate,
                bundle=digest_of(content),
            )
            return replace(judgement, mark=self._mark(cover, signed.signer.centre))
        except OURS:
            raise
        except StationError as error:
            return replace(judgement, code=error.code)

    def _check_told(self, told: CentreRecords, signed_at: CentreId) -> None:
        if signed_at != told.centre:
            raise SeatOfAnotherCentre
        if told.session and self._archive.session(told.session).package.centre != told.centre:
            raise SessionUnknown

    def _expected_sheet(self, label: bytes, signed_at: CentreId) -> KeySheet | None:
        """Guess by an envelope's label whose paper it holds; a wrong guess costs time only."""
        parts = label.decode(errors="replace").split("/", 2)
        if len(parts) != LABEL_PARTS:
            return None
        _, session, candidate = parts
        try:
            _check_names(session, candidate)
            if self._archive.session(SessionId(session)).package.centre != signed_at:
                return None
        except (DocumentMalformed, SessionUnknown):
            return None
        return self._archive.saved_sheet(SessionId(session), CandidateId(candidate))

    def _mark(self, cover: AttemptCover, signed_at: CentreId) -> Mark:
        if signed_at != cover.centre:
            raise SeatOfAnotherCentre
        file = self._archive.session(cover.session)
        if file.package.centre != cover.centre:
            raise SessionUnknown
        return remark(cover, file, self._archive.sheet(cover.session, cover.candidate))


def _check_names(*names: str) -> None:
    """Refuse names that no list shows and no database holds, before anything is asked of them."""
    if any(len(name) > NAME_CHARACTERS or not name.isprintable() for name in names):
        raise DocumentMalformed(kind="name")
