"""Enrolment: an invited centre brings a key and gets a certificate and a token."""

import secrets
from dataclasses import dataclass

from station.errors.province import InvitationUnknown, TokenUnknown
from station.ids import CentreId, UnixMs, digest_of
from station.province.database import Connection, Database
from station.province.keys import ProvinceKeys
from station.seal.documents import sign
from station.seal.identity import issue
from station.seal.kinds import DocumentKind, SignerKind
from station.sync.enrolment_grant import ENROLMENT_GRANT, EnrolmentGrant

DAY_MS = 86_400_000
INVITATION_DAYS = 30
CENTRE_DAYS = 2 * 365


@dataclass(frozen=True, slots=True)
class _Invited:
    centre: CentreId
    name: str


class EnrolmentDesk:
    """Invites centres, and knows them again by their tokens.

    Codes and tokens are kept as hashes only: both are random, so a plain SHA-256 will do.
    """

    def __init__(self, keys: ProvinceKeys, database: Database) -> None:
        self._keys = keys
        self._database = database

    def invite(self, centre: CentreId, name: str, now: UnixMs) -> str:
        """Make a code with which this centre may enrol once, within 30 days."""
        code = secrets.token_urlsafe(18)
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO invitation VALUES (%s, %s, %s, %s, NULL)",
                (digest_of(code.encode()), centre, name, now + INVITATION_DAYS * DAY_MS),
            )
        return code

    def enrol(self, code: str, csr: bytes, now: UnixMs) -> bytes:
        """Certify a centre's key.

        The same code with the same request may come again, in case the answer was lost; with
        another request it is refused, so nobody else can use it afterwards.

        Returns:
            A signed enrolment grant.

        Raises:
            InvitationUnknown: Wrong code, too old, or used for another key.
            DocumentForged, DocumentMalformed: The request is not signed by its own key.
        """
        token = secrets.token_urlsafe(32)
        with self._database.transaction() as db:
            invited = _take(db, code, csr, now)
            chain = issue(
                self._keys.root,
                csr,
                SignerKind.CENTRE,
                invited.name,
                invited.centre,
                now,
                CENTRE_DAYS,
            )
            db.execute(
                "INSERT INTO centre VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (invited.centre, invited.name, now),
            )
            db.execute(
                "INSERT INTO token VALUES (%s, %s, %s)",
                (digest_of(token.encode()), invited.centre, now),
            )
        grant = EnrolmentGrant(
            centre=invited.centre,
            name=invited.name,
            chain=chain,
            root=self._keys.root.certificate,
            token=token,
        )
        return sign(DocumentKind.ENROLMENT, ENROLMENT_GRANT.pack(grant), self._keys.province)

    def centre_of(self, token: str) -> CentreId:
        """Say which centre a token was given to.

        Raises:
            TokenUnknown: None.
        """
        query = "SELECT centre FROM token WHERE hash = %s"
        with self._database.transaction() as db:
            row = db.execute(query, (digest_of(token.encode()),)).fetchone()
        if row is None:
            raise TokenUnknown
        return CentreId(row[0])


def _take(db: Connection, code: str, csr: bytes, now: UnixMs) -> _Invited:
    """Bind the invitation to this request, unless it is bound to another."""
    row = db.execute(
        "UPDATE invitation SET csr_hash = %(csr)s WHERE code_hash = %(code)s"
        " AND expires_at > %(now)s AND (csr_hash IS NULL OR csr_hash = %(csr)s)"
        " RETURNING centre, name",
        {"csr": digest_of(csr), "code": digest_of(code.encode()), "now": now},
    ).fetchone()
    if row is None:
        raise InvitationUnknown
    return _Invited(CentreId(row[0]), row[1])
