"""What a candidate's card says."""

from station.credential.card import CardFace, IssueGrant
from station.credential.catalogue import category_of, certificate_of, title_of
from station.credential.claim import CardClaim
from station.credential.dates import counts_until, review_by
from station.credential.template import Certificate
from station.errors import StationError
from station.errors.credential import CardCharacterMissing
from station.flow.papers import OpenSession
from station.identity.names import stand_ins
from station.identity.roster import RosterEntry
from station.printer.card_layout import check_side

IDENTITY_DIGITS = 18


def card_face(
    session: OpenSession, entry: RosterEntry, grant: IssueGrant, photo: bytes, code: str
) -> CardFace:
    """Say what goes on a card.

    Args:
        photo: JPEG of the holder.
        code: What its centre signed; on the card if the rules allow it and its template asks.
    """
    rules = session.rules.card
    operation = certificate_of(grant.item) is Certificate.OPERATION
    return CardFace(
        serial=grant.serial,
        number=f"T{entry.number}" if operation else entry.number,
        name=entry.name,
        sex=_sex(entry.number),
        category=category_of(grant.item),
        item=title_of(grant.item),
        first_issued=grant.first_issued,
        valid_from=grant.valid_from,
        valid_until=counts_until(grant, rules),
        review_by=review_by(grant.valid_from, rules),
        issuer=session.package.issuer,
        qr=grant.qr,
        signed=code if rules.centre_code else "",
        photo=photo,
        sample=session.drill,
    )


def card_claim(session: OpenSession, grant: IssueGrant, print_number: int) -> CardClaim:
    """Return what the centre signs of a card."""
    return CardClaim(
        centre=session.package.centre,
        serial=grant.serial,
        item=grant.item,
        valid_until=counts_until(grant, session.rules.card),
        print_number=print_number,
        sample=session.drill,
    )


def hindrance(
    session: OpenSession, entry: RosterEntry, grant: IssueGrant, code: str
) -> StationError | None:
    """Say why a card could never be composed, when its session is opened and not at the printer.

    That is a character that no font has or that stands for another one, or a text or a code that
    is too long. None if all is well.

    Args:
        code: As for card_face.
    """
    if gone := stand_ins(entry.name):
        character = entry.name[gone[0]]
        return CardCharacterMissing(character=f"U+{ord(character):04X}", serial=grant.serial)
    face = card_face(session, entry, grant, b"", code)
    try:
        for side in (session.template.front, session.template.back):
            if side is not None:
                check_side(face, side)
    except StationError as failure:
        return failure
    return None


def _sex(number: str) -> str:
    """Return the holder's sex as the 17th digit has it: odd is male (GB 11643).

    A passport or permit states none, and then the card does not either.
    """
    if len(number) != IDENTITY_DIGITS:
        return ""
    return "男" if int(number[16]) % 2 else "女"
