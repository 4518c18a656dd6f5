"""The attempt bundle: everything the province needs to mark an attempt again."""

from dataclasses import dataclass

from station.codec import Codec
from station.errors.store import StreamForked
from station.exam.key_sheet import KeySheet
from station.exam.paper import PAPER, Paper
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId, digest_of
from station.store.stream import ROOT, Head, Record, follow
from station.store.stream_in_place import (
    Elsewhere,
    Step,
    number_at,
    step_of,
    steps_in_place,
    text_at,
)


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


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream that came in a bundle.

    Args:
        records: As they were read; their chain was not followed yet.
        steps: What they say, if it was.
    """

    records: tuple[Record, ...] = ()
    steps: tuple[Step, ...] = ()

    def followed(self) -> tuple[Step, ...]:
        """Return what its records say, once its chain is known to hold from the first on.

        Raises:
            StreamForked: It does not, or there is no record.
        """
        if self.steps:
            return self.steps
        if not self.records:
            raise StreamForked(seq=0)
        follow(Head(), self.records, self.records[0].stream)
        return tuple(map(step_of, self.records))


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCover:
    """A bundle in which the paper's digest stands for the paper; see there for the rest."""

    centre: CentreId
    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    rule_pack: Digest
    paper: Digest
    records: Stream
    check_in: Stream


ATTEMPT_BUNDLE: Codec[AttemptBundle] = Codec(AttemptBundle)


def cover_of(bundle: AttemptBundle) -> AttemptCover:
    """Let the paper's digest stand for the paper."""
    return AttemptCover(
        centre=bundle.centre,
        session=bundle.session,
        candidate=bundle.candidate,
        seat=bundle.seat,
        rule_pack=bundle.rule_pack,
        paper=digest_of(PAPER.pack(bundle.paper)),
        records=Stream(bundle.records),
        check_in=Stream(bundle.check_in),
    )


def read_cover(raw: bytes, sheet: KeySheet | None) -> AttemptCover:
    """Read a bundle whose paper is most likely known.

    If the bytes in the paper's place have the digest of the sheet's paper, they are that paper in
    its only form. The rest of a bundle that is in order has one form as well, and is held against
    it where it lies. A bundle that is not exactly so is read whole by the codec.

    Args:
        sheet: Of the paper that is expected; it decides nothing but how the bundle is read.

    Raises:
        DocumentMalformed: It is not a bundle in its only form.
    """
    if sheet is not None:
        try:
            return _in_place(raw, sheet)
        except Elsewhere:
            pass
    return cover_of(ATTEMPT_BUNDLE.unpack(raw))


def _in_place(raw: bytes, sheet: KeySheet) -> AttemptCover:
    seat, place = number_at(raw, _after(raw, 0, b"\xa8dseat"))
    start = _after(raw, place, b"epaper")
    end = start + sheet.size
    if digest_of(raw[start:end]) != sheet.paper:
        raise Elsewhere
    centre, place = text_at(raw, _after(raw, end, b"fcentre"))
    records, place = steps_in_place(raw, _after(raw, place, b"grecords"))
    session, place = text_at(raw, _after(raw, place, b"gsession"))
    check_in, place = steps_in_place(raw, _after(raw, place, b"hcheck_in"))
    candidate, place = text_at(raw, _after(raw, place, b"icandidate"))
    place = _after(raw, place, b"irule_packX ")
    if len(raw) != place + len(ROOT):
        raise Elsewhere
    return AttemptCover(
        centre=CentreId(centre),
        session=SessionId(session),
        candidate=CandidateId(candidate),
        seat=SeatNumber(seat),
        rule_pack=Digest(raw[place:]),
        paper=sheet.paper,
        records=Stream(steps=records),
        check_in=Stream(steps=check_in),
    )


def _after(raw: bytes, place: int, what: bytes) -> int:
    if not raw.startswith(what, place):
        raise Elsewhere
    return place + len(what)
