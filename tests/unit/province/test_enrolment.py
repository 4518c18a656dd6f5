"""Invitations and tokens: used once, by one key."""

import pytest

from station.errors.document import DocumentForged, DocumentMalformed
from station.errors.province import InvitationUnknown, TokenUnknown
from station.ids import CentreId
from station.province.enrolment import DAY_MS, INVITATION_DAYS
from station.seal.documents import verify
from station.seal.identity import complete, request
from station.seal.kinds import DocumentKind, SignerKind
from station.sync.enrolment_grant import ENROLMENT_GRANT
from tests.unit.province.world import enrol

NINE = CentreId("centre-9")


@pytest.fixture
def code(office, clock):
    return office.enrolment.invite(NINE, "Nine", clock.wall())


def grant(office, clock, code, asked):
    raw = office.enrolment.enrol(code, asked.csr, clock.wall())
    signed = verify(raw, DocumentKind.ENROLMENT, office.keys.trust, clock.wall())
    return ENROLMENT_GRANT.unpack(signed.payload)


def test_the_invitation_and_not_the_request_says_who_it_is(office, clock, code):
    asked = request(SignerKind.CENTRE, "somebody else")
    granted = grant(office, clock, code, asked)
    identity = complete(asked, granted.chain)
    assert (identity.kind, identity.name, identity.centre) == (SignerKind.CENTRE, "Nine", NINE)
    assert office.keys.trust.peer(granted.chain, clock.wall()).centre == NINE
    assert office.enrolment.centre_of(granted.token) == NINE
    assert granted.token not in repr(granted)


def test_a_lost_answer_is_given_again_to_the_same_request(office, clock, code):
    asked = request(SignerKind.CENTRE, "x")
    first, again = (grant(office, clock, code, asked) for _ in range(2))
    assert office.enrolment.centre_of(first.token) == office.enrolment.centre_of(again.token)


def test_a_used_code_is_of_no_use_to_another_key(office, clock, code):
    grant(office, clock, code, request(SignerKind.CENTRE, "x"))
    with pytest.raises(InvitationUnknown):
        grant(office, clock, code, request(SignerKind.CENTRE, "x"))


def test_a_code_ends_after_thirty_days(office, clock, code):
    clock.pass_ms(INVITATION_DAYS * DAY_MS)
    with pytest.raises(InvitationUnknown):
        grant(office, clock, code, request(SignerKind.CENTRE, "x"))


@pytest.mark.parametrize(
    "spoil", [lambda csr: b"", lambda csr: csr[:-1], lambda csr: csr[:-1] + bytes([csr[-1] ^ 1])]
)
def test_a_broken_request_does_not_use_the_code_up(office, clock, code, spoil):
    asked = request(SignerKind.CENTRE, "x")
    with pytest.raises((DocumentForged, DocumentMalformed)):
        office.enrolment.enrol(code, spoil(asked.csr), clock.wall())
    assert grant(office, clock, code, asked).centre == NINE


def test_tokens_and_codes_are_not_kept(office, clock, code, database):
    _, token = enrol(office, CentreId("centre-8"), clock.wall())
    with database.transaction() as db:
        held = db.execute(
            "SELECT code_hash FROM invitation UNION SELECT hash FROM token"
        ).fetchall()
    assert not any(secret.encode() in bytes(row[0]) for row in held for secret in (code, token))


def test_a_token_of_nobody_is_unknown(office):
    with pytest.raises(TokenUnknown):
        office.enrolment.centre_of("x")
