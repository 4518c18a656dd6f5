"""The session package: what a centre needs to hold one session with no network at all."""

from dataclasses import dataclass

from station.codec import Codec, later
from station.credential.card import IssueGrant
from station.exam.blueprint import Blueprint
from station.identity.roster import RosterEntry, Staff
from station.ids import CentreId, Digest, SessionId, UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPackage:
    """One sitting at one centre.

    Attributes:
        rule_pack: Digest of the signed rule pack to hold it under.
        bank: Digest of the mastered bank to draw papers from.
        seal_to: The province's public key for attempt bundles (seal.envelope).
        paper_secret: What the papers' seeds are derived from, 32 bytes.
        issuer: The authority named on the cards.
        seats_across: Seats in a row of the room, so that neighbours get different questions; 0 in
            packages of before, whose papers were drawn without regard to who sits where.
        room_form: How the pools are cut for the room (exam.seating.RoomForm).
    """

    session: SessionId
    centre: CentreId
    title: str
    starts_at: UnixMs
    valid_until: UnixMs
    rule_pack: Digest
    bank: Digest
    blueprint: Blueprint
    roster: tuple[RosterEntry, ...]
    staff: tuple[Staff, ...]
    grants: tuple[IssueGrant, ...]
    seal_to: bytes
    paper_secret: bytes
    issuer: str
    seats_across: int = later(0)
    room_form: int = later(1)


SESSION_PACKAGE: Codec[SessionPackage] = Codec(SessionPackage)
