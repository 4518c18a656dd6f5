"""The attempt bundle: everything the province needs to mark an attempt again."""

from dataclasses import dataclass

from station.codec import Codec
from station.exam.key_sheet import KeySheet
from station.exam.paper import PAPER, Paper
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId, digest_of
from station.store.stream import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptBundle:
    """One attempt, signed by the seat and sealed to the province.

    Attributes:
        rule_pack: Digest of the rule pack it was held under.
        records: The attempt's whole stream, from 1.
        check_in: The check-in's whole stream at the door, from 1.
    """

    centre: CentreId
    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    rule_pack: Digest
    paper: Paper
    records: tuple[Record, ...]
    check_in: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCover:
    """A bundle in which the paper's digest stands for the paper; see there for the rest."""

    centre: CentreId
    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    rule_pack: Digest
    paper: Digest
    records: tuple[Record, ...]
    check_in: tuple[Record, ...]


ATTEMPT_BUNDLE: Codec[AttemptBundle] = Codec(AttemptBundle)
_COVER: Codec[AttemptCover] = Codec(AttemptCover)

_BEFORE_SEAT = b"\xa8dseat"
_BEFORE_PAPER = b"epaper"
_SEAT_BYTES = 3
"""Of a seat's number in CBOR at most: too few to hold the key that is looked for."""
_HEAD_BYTES = len(_BEFORE_SEAT) + _SEAT_BYTES + len(_BEFORE_PAPER)
_DIGEST_FOLLOWS = b"X "


def cover_of(bundle: AttemptBundle) -> AttemptCover:
    """Let the paper's digest stand for the paper."""
    return AttemptCover(
        centre=bundle.centre,
        session=bundle.session,
        candidate=bundle.candidate,
        seat=bundle.seat,
        rule_pack=bundle.rule_pack,
        paper=digest_of(PAPER.pack(bundle.paper)),
        records=bundle.records,
        check_in=bundle.check_in,
    )


def read_cover(raw: bytes, sheet: KeySheet | None) -> AttemptCover:
    """Read a bundle whose paper is most likely known.

    If the bytes in the paper's place have the digest of the sheet's paper, they are that paper in
    its only form, and are not read again. The digest takes their place and the rest is read as
    strictly as ever. If they have not, all of it is read.

    Args:
        sheet: Of the paper that is expected; it decides nothing but how the bundle is read.

    Raises:
        DocumentMalformed: It is not a bundle in its only form.
    """
    if sheet is not None and raw.startswith(_BEFORE_SEAT):
        head, found, _ = raw[:_HEAD_BYTES].partition(_BEFORE_PAPER)
        start = len(head) + len(found)
        end = start + sheet.size
        if digest_of(raw[start:end]) == sheet.paper:
            return _COVER.unpack(raw[:start] + _DIGEST_FOLLOWS + sheet.paper + raw[end:])
    return cover_of(ATTEMPT_BUNDLE.unpack(raw))
