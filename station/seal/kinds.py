"""Who there is, what they may sign, and who vouches for whom: the whole policy, as tables."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SignerKind(StrEnum):
    """What the owner of a key is."""

    ROOT = "root"
    PROVINCE = "province"
    CENTRE = "centre"
    COORDINATOR = "coordinator"
    SEAT = "seat"


class DocumentKind(StrEnum):
    """What a signed document is; part of its content type."""

    RULE_PACK = "rule-pack"
    BANK = "bank"
    SESSION_PACKAGE = "session-package"
    ENVELOPE = "envelope"
    RECEIPT = "receipt"
    ENROLMENT = "enrolment"
    DELETION = "deletion"
    REVOCATION = "revocation"
    CARD_TEMPLATE = "card-template"
    CENTRE_RECORDS = "centre-records"
    SEAT_DELETION = "seat-deletion"
    KEPT_SESSION = "kept-session"
    CARRIED_ATTEMPT = "carried-attempt"


SIGNER_OF: Mapping[DocumentKind, SignerKind] = MappingProxyType(
    {
        DocumentKind.RULE_PACK: SignerKind.PROVINCE,
        DocumentKind.BANK: SignerKind.PROVINCE,
        DocumentKind.SESSION_PACKAGE: SignerKind.PROVINCE,
        DocumentKind.ENVELOPE: SignerKind.SEAT,
        DocumentKind.RECEIPT: SignerKind.PROVINCE,
        DocumentKind.ENROLMENT: SignerKind.PROVINCE,
        DocumentKind.DELETION: SignerKind.COORDINATOR,
        DocumentKind.REVOCATION: SignerKind.PROVINCE,
        DocumentKind.CARD_TEMPLATE: SignerKind.PROVINCE,
        DocumentKind.CENTRE_RECORDS: SignerKind.COORDINATOR,
        DocumentKind.SEAT_DELETION: SignerKind.SEAT,
        DocumentKind.KEPT_SESSION: SignerKind.COORDINATOR,
        DocumentKind.CARRIED_ATTEMPT: SignerKind.SEAT,
    }
)
"""The one kind of signer that may sign each kind of document."""

SEALED = (DocumentKind.ENVELOPE, DocumentKind.CENTRE_RECORDS)
"""The kinds that are sealed to the province: a seat's result, and what a centre wrote down."""

ISSUER_OF: Mapping[SignerKind, SignerKind] = MappingProxyType(
    {
        SignerKind.PROVINCE: SignerKind.ROOT,
        SignerKind.CENTRE: SignerKind.ROOT,
        SignerKind.COORDINATOR: SignerKind.CENTRE,
        SignerKind.SEAT: SignerKind.CENTRE,
    }
)
"""The one kind of issuer that may vouch for each kind of signer; nobody vouches for a root."""

OF_A_CENTRE = frozenset({SignerKind.CENTRE, SignerKind.COORDINATOR, SignerKind.SEAT})
"""The kinds whose certificate names a centre; the others name none."""
