"""Whether a document will do, before anybody looks at the face."""

import hashlib
import hmac
from datetime import date

from station.codec import Codec
from station.errors import StationError
from station.errors.identity import (
    AgeUnknown,
    BirthUnlike,
    BornAlike,
    CandidateBarred,
    CandidateTooOld,
    CandidateTooYoung,
    CardExpiredAccepted,
    EducationMissing,
    ExpectedElsewhere,
    HoursMissing,
    IdentityDocumentExpired,
    IdentityDocumentNotYetValid,
    NameUnlike,
    NoPaper,
    NoRetakeLeft,
    NotOnRoster,
    NumberMistyped,
    PaperElectronic,
    PaperExpired,
    PaperForeign,
    PaperHousehold,
    PaperTemporary,
    PaperUnreadable,
    RareGlyph,
    TypedByHand,
)
from station.identity.admission_rules import AdmissionRules, Paper
from station.identity.check_in_events import Doubt, Reason, Source
from station.identity.document import IdentityDocument, TypedDocument
from station.identity.eligibility import obstacle
from station.identity.names import needs_glyph_check, same_person_name
from station.identity.number import IdNumber, parse_number
from station.identity.roster import RosterEntry
from station.ids import Digest, ItemCode

_TYPED: Codec[TypedDocument] = Codec(TypedDocument)
_CHIP: Codec[IdentityDocument] = Codec(IdentityDocument)

DEFAULT_RULES = AdmissionRules()
NO_TRADE = ItemCode("")

_PAPER_REFUSED = {
    Paper.UNREADABLE_CARD: Reason.PAPER_UNREADABLE,
    Paper.EXPIRED_CARD: Reason.PAPER_EXPIRED,
    Paper.TEMPORARY_CARD: Reason.PAPER_TEMPORARY,
    Paper.ELECTRONIC_CARD: Reason.PAPER_ELECTRONIC,
    Paper.HOUSEHOLD_PAPER: Reason.PAPER_HOUSEHOLD,
    Paper.PERMIT_OR_PASSPORT: Reason.PAPER_FOREIGN,
    Paper.NONE: Reason.NO_PAPER,
}


def refusal(
    document: IdentityDocument | TypedDocument,
    entry: RosterEntry | None,
    today: date,
    *,
    rules: AdmissionRules = DEFAULT_RULES,
    trade: ItemCode = NO_TRADE,
    elsewhere: bool = False,
) -> Reason | None:
    """Return why a document is refused, the gravest reason first; None if it will do.

    Args:
        entry: The roster's line for this number; None if there is none.
        elsewhere: The number is on the roster of another session.
    """
    chip = document if isinstance(document, IdentityDocument) else None
    try:
        kind = None if isinstance(document, IdentityDocument) else document.kind
        number = parse_number(document.number, today, kind)
    except StationError:
        return Reason.NUMBER_WRONG
    if isinstance(document, IdentityDocument):
        unfit = _chip_unfit(document, number, today, rules)
    else:
        unfit = _paper_unfit(document, rules)
    if unfit is not None:
        return unfit
    if entry is None or entry.number != number.value:
        return Reason.ANOTHER_SESSION if elsewhere else Reason.NOT_ON_ROSTER
    return obstacle(
        entry,
        birth=chip.birth if chip else number.birth,
        sex=(chip.sex if chip else number.sex) or "0",
        trade=trade,
        today=today,
        rules=rules,
    )


def is_age_unknown(document: IdentityDocument | TypedDocument, today: date) -> bool:
    """Tell whether nothing states a birth date, as with a passport: a person must look at it.

    Raises:
        NumberMalformed and others: As parse_number.
    """
    if isinstance(document, IdentityDocument):
        return False
    return parse_number(document.number, today, document.kind).birth is None


def is_expired(document: IdentityDocument | TypedDocument, today: date) -> bool:
    """Tell whether a card's last day is over; a typed document states none."""
    return (
        isinstance(document, IdentityDocument)
        and document.valid_until is not None
        and today > document.valid_until
    )


def paper_of(document: IdentityDocument | TypedDocument, today: date) -> Paper | None:
    """Return what was shown in place of a valid card that answers; None for such a card."""
    if isinstance(document, TypedDocument):
        return document.paper
    return Paper.EXPIRED_CARD if is_expired(document, today) else None


def doubts(
    document: IdentityDocument | TypedDocument,
    entry: RosterEntry,
    source: Source,
    *,
    today: date | None = None,
    born_alike: bool = False,
) -> tuple[Doubt, ...]:
    """Return why two persons must look at a document that will do.

    Args:
        born_alike: Somebody else of this session has the same birthday and region.
    """
    found = []
    named = bool(document.name) or source is Source.CHIP  # typed or not, two persons compare it
    if named and not same_person_name(document.name, entry.name):
        found.append(Doubt.NAME_UNLIKE)
    if needs_glyph_check(document.name) or needs_glyph_check(entry.name):
        found.append(Doubt.RARE_GLYPH)
    if source is Source.TYPED:
        found.append(Doubt.TYPED)
    if today is not None and is_expired(document, today):
        found.append(Doubt.EXPIRED)
    if born_alike:
        found.append(Doubt.BORN_ALIKE)
    if today is not None and is_age_unknown(document, today):
        found.append(Doubt.AGE_UNKNOWN)
    return tuple(found)


def fingerprint(document: IdentityDocument | TypedDocument, key: bytes) -> Digest:
    """Return a digest by which the same document is known again.

    Args:
        key: A secret of the centre, so that nobody can find the number by trying them all.
    """
    raw = _raw(document)
    return Digest(hmac.new(key, raw, hashlib.sha256).digest())


def _raw(document: IdentityDocument | TypedDocument) -> bytes:
    if isinstance(document, TypedDocument):
        return _TYPED.pack(document)
    return _CHIP.pack(document)


def _chip_unfit(
    document: IdentityDocument, number: IdNumber, today: date, rules: AdmissionRules
) -> Reason | None:
    if number.birth not in (None, document.birth):
        return Reason.BIRTH_UNLIKE
    if today < document.valid_from:
        return Reason.NOT_YET_VALID
    expired = is_expired(document, today) and Paper.EXPIRED_CARD not in rules.papers
    return Reason.EXPIRED if expired else None


def _paper_unfit(document: TypedDocument, rules: AdmissionRules) -> Reason | None:
    return None if document.paper in rules.papers else _PAPER_REFUSED[document.paper]


def explained(why: Reason | Doubt, **facts: str | int) -> StationError:
    """Return the error whose text says it to the staff.

    Args:
        facts: What the text names: see ExpectedElsewhere and HoursMissing.
    """
    return _ERRORS[why](**facts)


_ERRORS: dict[Reason | Doubt, type[StationError]] = {
    Reason.NUMBER_WRONG: NumberMistyped,
    Reason.BIRTH_UNLIKE: BirthUnlike,
    Reason.NOT_YET_VALID: IdentityDocumentNotYetValid,
    Reason.EXPIRED: IdentityDocumentExpired,
    Reason.NOT_ON_ROSTER: NotOnRoster,
    Reason.BARRED: CandidateBarred,
    Reason.TOO_YOUNG: CandidateTooYoung,
    Reason.TOO_OLD: CandidateTooOld,
    Reason.ANOTHER_SESSION: ExpectedElsewhere,
    Reason.NO_RETAKE_LEFT: NoRetakeLeft,
    Reason.HOURS_MISSING: HoursMissing,
    Reason.EDUCATION_MISSING: EducationMissing,
    Reason.PAPER_EXPIRED: PaperExpired,
    Reason.PAPER_TEMPORARY: PaperTemporary,
    Reason.PAPER_ELECTRONIC: PaperElectronic,
    Reason.PAPER_HOUSEHOLD: PaperHousehold,
    Reason.PAPER_FOREIGN: PaperForeign,
    Reason.PAPER_UNREADABLE: PaperUnreadable,
    Reason.NO_PAPER: NoPaper,
    Doubt.NAME_UNLIKE: NameUnlike,
    Doubt.RARE_GLYPH: RareGlyph,
    Doubt.TYPED: TypedByHand,
    Doubt.EXPIRED: CardExpiredAccepted,
    Doubt.BORN_ALIKE: BornAlike,
    Doubt.AGE_UNKNOWN: AgeUnknown,
}
