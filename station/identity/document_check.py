"""Whether a document will do, before anybody looks at the face."""

import hashlib
import hmac
from datetime import date

from station.codec import Codec
from station.errors import StationError
from station.errors.identity import (
    BirthUnlike,
    CandidateBarred,
    CandidateTooYoung,
    IdentityDocumentExpired,
    IdentityDocumentNotYetValid,
    NameUnlike,
    NotOnRoster,
    NumberMistyped,
    RareGlyph,
    TypedByHand,
)
from station.identity.check_in_events import Doubt, Reason, Source
from station.identity.document import IdentityDocument
from station.identity.names import needs_glyph_check, same_person_name
from station.identity.number import age_on, parse_number
from station.identity.roster import RosterEntry
from station.ids import Digest

YOUNGEST_YEARS = 18

_DOCUMENT: Codec[IdentityDocument] = Codec(IdentityDocument)


def refusal(document: IdentityDocument, entry: RosterEntry | None, today: date) -> Reason | None:
    """Return why a document is refused, the gravest reason first; None if it will do.

    Args:
        entry: The roster's line for this number; None if there is none.
    """
    try:
        number = parse_number(document.number, today)
    except StationError:
        return Reason.NUMBER_WRONG
    if number.birth not in (None, document.birth):
        return Reason.BIRTH_UNLIKE
    if today < document.valid_from:
        return Reason.NOT_YET_VALID
    if document.valid_until is not None and today > document.valid_until:
        return Reason.EXPIRED
    if entry is None or entry.number != number.value:
        return Reason.NOT_ON_ROSTER
    if entry.barred:
        return Reason.BARRED
    return Reason.TOO_YOUNG if age_on(document.birth, today) < YOUNGEST_YEARS else None


def doubts(document: IdentityDocument, entry: RosterEntry, source: Source) -> tuple[Doubt, ...]:
    """Return why two persons must look at a document that will do."""
    found = []
    if not same_person_name(document.name, entry.name):
        found.append(Doubt.NAME_UNLIKE)
    if needs_glyph_check(document.name) or needs_glyph_check(entry.name):
        found.append(Doubt.RARE_GLYPH)
    if source is Source.TYPED:
        found.append(Doubt.TYPED)
    return tuple(found)


def fingerprint(document: IdentityDocument, key: bytes) -> Digest:
    """Return a digest by which the same document is known again.

    Args:
        key: A secret of the centre, so that nobody can find the number by trying them all.
    """
    return Digest(hmac.new(key, _DOCUMENT.pack(document), hashlib.sha256).digest())


def explained(why: Reason | Doubt) -> StationError:
    """Return the error whose text says it to the staff."""
    return _ERRORS[why]()


_ERRORS: dict[Reason | Doubt, type[StationError]] = {
    Reason.NUMBER_WRONG: NumberMistyped,
    Reason.BIRTH_UNLIKE: BirthUnlike,
    Reason.NOT_YET_VALID: IdentityDocumentNotYetValid,
    Reason.EXPIRED: IdentityDocumentExpired,
    Reason.NOT_ON_ROSTER: NotOnRoster,
    Reason.BARRED: CandidateBarred,
    Reason.TOO_YOUNG: CandidateTooYoung,
    Doubt.NAME_UNLIKE: NameUnlike,
    Doubt.RARE_GLYPH: RareGlyph,
    Doubt.TYPED: TypedByHand,
}
