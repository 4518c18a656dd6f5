"""A candidate's paper and the ticket that carries it to a seat."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.codec import Codec, later
from station.credential.built_in import OPERATION
from station.credential.card import IssueGrant
from station.credential.catalogue import needs_practical
from station.credential.template import CardTemplate
from station.errors.document import TwoKeysNeeded
from station.errors.flow import CameTooLate
from station.exam.attempt_events import Place
from station.exam.blueprint import Blueprint, Stage
from station.exam.paper import PAPER, Paper
from station.exam.question import QuestionKind
from station.exam.rules import PartialMarks
from station.flow.duty import Duty
from station.flow.paper_pictures import seal_pictures
from station.identity.roster import RosterEntry
from station.ids import (
    Digest,
    ElapsedMs,
    Epoch,
    SeatNumber,
    SessionId,
    StreamId,
    TopicId,
    UnixMs,
    digest_of,
)
from station.lan.messages import Go
from station.lan.ticket import Ticket
from station.seal.shut import new_key, shut, unshut
from station.store.stream import Record
from station.sync.rule_pack import PackKind, RulePack
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OpenSession:
    """One session at this centre, with every document it needs checked and open.

    Attributes:
        raw_rule_pack: As the province signed it; each ticket carries it.
        papers: Drawn from the opened bank; None until two persons have entered their keys.
        duty: Who is signed in at the console, for what one person may do alone.
        media: The bank's pictures by their SHA-256; none until it has been opened.
        template: What its cards look like.
    """

    package: SessionPackage
    rules: RulePack
    raw_rule_pack: bytes
    papers: SessionPapers | None
    topics: tuple[tuple[TopicId, str], ...]
    duty: Duty = field(default_factory=Duty)
    media: Mapping[Digest, bytes] = field(default_factory=dict)
    template: CardTemplate = OPERATION

    @property
    def drill(self) -> bool:
        return self.rules.kind is PackKind.DRILL

    def entry(self, number: str) -> RosterEntry | None:
        """The candidate with this ID number; None if not on the roster."""
        return next((entry for entry in self.package.roster if entry.number == number), None)

    def grant(self, entry: RosterEntry) -> IssueGrant | None:
        """The province's leave to print this candidate a card; None if there is none."""
        grants = self.package.grants
        return next((grant for grant in grants if grant.candidate == entry.candidate), None)

    def card_today(self, entry: RosterEntry) -> bool:
        """Whether a pass is all that is missing for this candidate's card."""
        grant = self.grant(entry)
        if grant is None:
            return False
        return not practical_needed(self.package.blueprint) or grant.practical_passed is not None


def practical_needed(blueprint: Blueprint) -> bool:
    """Whether a practical exam belongs to what is examined; a review or renewal needs none."""
    return needs_practical(blueprint.trade, blueprint.stage is Stage.INITIAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IssuedTicket:
    """A ticket as the coordinator keeps it: with the key that opens its paper."""

    seat: SeatNumber
    ticket: Ticket
    go: Go
    partial_marks: PartialMarks = later(PartialMarks.NONE)


ISSUED_TICKET: Codec[IssuedTicket] = Codec(IssuedTicket)


def attempt_stream(session: SessionId, entry: RosterEntry) -> StreamId:
    """The name of a candidate's attempt in a session."""
    return StreamId(f"attempt/{session}/{entry.candidate}")


def check_in_stream(session: SessionId, entry: RosterEntry) -> StreamId:
    """The name of a candidate's check-in for a session."""
    return StreamId(f"check-in/{session}/{entry.candidate}")


def issue_ticket(
    session: OpenSession,
    entry: RosterEntry,
    *,
    reference: bytes,
    check_in: tuple[Record, ...],
    started_at: UnixMs | None,
    now: UnixMs,
) -> IssuedTicket:
    """Compose a candidate's paper and shut it into a ticket.

    Args:
        reference: JPEG of the face at the door.
        started_at: When the session was started; a late candidate has the rest of its time.
            What the station itself needs after the admission costs the candidate nothing.

    Raises:
        TwoKeysNeeded: The bank has not been opened.
        PoolTooSmall: The bank cannot fill the blueprint.
        CameTooLate: No exam time is left.
        PictureMissing, PicturesTooLarge: The paper's pictures cannot go with it.
    """
    if session.papers is None:
        raise TwoKeysNeeded
    package = session.package
    paper = session.papers.draw(entry)
    stream = attempt_stream(package.session, entry)
    raw_paper, key = PAPER.pack(paper), new_key()
    came_at = min([now, *(record.wall for record in check_in[-1:])])
    late_ms = max(0, came_at - started_at) if started_at is not None else 0
    if late_ms >= paper.minutes * MINUTE_MS:
        raise CameTooLate
    ticket = Ticket(
        stream=stream,
        epoch=Epoch(1),
        centre=package.centre,
        session=package.session,
        candidate=entry.candidate,
        name=entry.name,
        rule_pack=session.raw_rule_pack,
        seal_to=package.seal_to,
        reference=reference,
        title=package.blueprint.title,
        pass_marks=package.blueprint.pass_marks,
        paper=digest_of(raw_paper),
        sealed_paper=shut(raw_paper, key, stream.encode()),
        places=_places(paper),
        duration=ElapsedMs(paper.minutes * MINUTE_MS - late_ms),
        earliest_submit=ElapsedMs(session.rules.exam.earliest_submit_minutes * MINUTE_MS),
        topics=session.topics,
        card_today=session.card_today(entry),
        check_in=check_in,
        history=(),
        held=0,
        elapsed=ElapsedMs(0),
        away_ms=0,
        pictures=seal_pictures(paper, session.media, key, stream),
        tail=entry.tail,
    )
    return IssuedTicket(
        seat=entry.seat,
        ticket=ticket,
        go=Go(stream, key),
        partial_marks=session.rules.exam.partial_marks,
    )


def paper_of(issued: IssuedTicket) -> Paper:
    """Open the paper of a ticket that was issued here."""
    stream = issued.ticket.stream
    return PAPER.unpack(unshut(issued.ticket.sealed_paper, issued.go.paper_key, stream.encode()))


def _places(paper: Paper) -> tuple[Place, ...]:
    return tuple(
        Place(
            question=item.question,
            options=len(item.options),
            several=item.kind is QuestionKind.MULTIPLE,
        )
        for item in paper.items
    )
