"""An invented centre with any number of seats, and a ticket for each: picklable, so that processes
can be started with it.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench._session import BLUEPRINT, CENTRE, DAY, SESSION, TOPIC, question, rules
from station.exam.blueprint import Blueprint
from station.exam.compose import Composer
from station.flow.duty import Duty
from station.flow.papers import ISSUED_TICKET, IssuedTicket, OpenSession, issue_ticket
from station.identity.roster import RosterEntry, Staff
from station.ids import CandidateId, CentreId, Digest, SeatNumber, StaffId, UnixMs
from station.seal.documents import sign, verify
from station.seal.envelope import SealingKey, new_sealing_key
from station.seal.identity import Identity, KeyRequest, Trust, complete, issue, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.sync.rule_pack import RULE_PACK
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers

STAFF = (StaffId("s1"), StaffId("s2"))
DAYS = 120


@dataclass(frozen=True, slots=True, repr=False)
class Kit:
    """An identity that can travel to a process of our own."""

    kind: SignerKind
    name: str
    private: bytes
    chain: tuple[bytes, ...]

    def identity(self) -> Identity:
        """Return it as the station uses it."""
        private = Ed25519PrivateKey.from_private_bytes(self.private)
        return complete(
            KeyRequest(kind=self.kind, name=self.name, csr=b"", private=private), self.chain
        )


@dataclass(frozen=True, slots=True, repr=False)
class MadeRoom:
    """One session at one centre.

    Attributes:
        session: Without its bank: tickets are made here, not in the hub's process.
        tickets: ISSUED_TICKET-packed, by seat.
    """

    root: bytes
    centre: Kit
    desk: Kit
    seats: dict[int, Kit]
    session: OpenSession
    tickets: dict[int, bytes] = field(default_factory=dict)

    @property
    def trust(self) -> Trust:
        return Trust(self.root)

    def ticket(self, seat: int) -> IssuedTicket:
        """Return a seat's ticket with the key of its paper."""
        return ISSUED_TICKET.unpack(self.tickets[seat])


class RoomMaker:
    """Makes the keys and the papers.

    Args:
        now: Certificates and documents are valid for weeks before and after it.
    """

    def __init__(self, now: UnixMs, blueprint: Blueprint = BLUEPRINT, bank: int = 1_000) -> None:
        self._now = UnixMs(now - DAYS * DAY // 2)
        self._today = now
        self._blueprint = blueprint
        self._bank = bank
        self._root = new_root("Bench", self._now)
        self._centre = self._certify(self._root, SignerKind.CENTRE, "bench")
        self._province = self._certify(self._root, SignerKind.PROVINCE, "Bench", CentreId(""))
        self.sealing: SealingKey = new_sealing_key()

    def room(self, seats: int) -> MadeRoom:
        """Return a room of so many seats, a candidate for each."""
        roster = tuple(_entry(n) for n in range(1, seats + 1))
        session = self._session(roster)
        composer = Composer(tuple(question(n) for n in range(self._bank)), Digest(bytes(32)))
        open_bank = OpenSession(
            package=session.package,
            rules=session.rules,
            raw_rule_pack=session.raw_rule_pack,
            papers=SessionPapers(composer, session.package),
            topics=session.topics,
            duty=session.duty,
        )
        tickets = {}
        for entry in roster:
            issued = issue_ticket(
                open_bank, entry, reference=b"", check_in=(), started_at=None, now=self._today
            )
            tickets[int(entry.seat)] = ISSUED_TICKET.pack(issued)
        return MadeRoom(
            root=self._root.certificate,
            centre=_kit(self._centre),
            desk=_kit(self._certify(self._centre, SignerKind.COORDINATOR, "coordinator")),
            seats={
                n: _kit(self._certify(self._centre, SignerKind.SEAT, str(n)))
                for n in range(1, seats + 1)
            },
            session=session,
            tickets=tickets,
        )

    def _certify(
        self, issuer: Identity, kind: SignerKind, name: str, centre: CentreId = CENTRE
    ) -> Identity:
        asked = request(kind, name)
        return complete(asked, issue(issuer, asked.csr, kind, name, centre, self._now, DAYS))

    def _session(self, roster: tuple[RosterEntry, ...]) -> OpenSession:
        pack = rules(self._now, DAYS)
        raw = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(pack), self._province)
        package = SessionPackage(
            session=SESSION,
            centre=CENTRE,
            title="Bench",
            starts_at=self._today,
            valid_until=UnixMs(self._today + DAY),
            rule_pack=verify(
                raw, DocumentKind.RULE_PACK, Trust(self._root.certificate), self._today
            ).digest,
            bank=Digest(bytes(32)),
            blueprint=self._blueprint,
            roster=roster,
            staff=tuple(Staff(id=who, name=who, pin_check=b"") for who in STAFF),
            grants=(),
            seal_to=self.sealing.public,
            paper_secret=bytes(32),
            issuer="Bench",
        )
        return OpenSession(
            package=package,
            rules=pack,
            raw_rule_pack=raw,
            papers=None,
            topics=((TOPIC, "Law"),),
            duty=Duty(STAFF[0]),
        )


def _entry(n: int) -> RosterEntry:
    return RosterEntry(
        candidate=CandidateId(f"c{n}"),
        number=f"{n:018d}",
        name=f"Bench {n}",
        seat=SeatNumber(n),
        photo=b"",
    )


def _kit(identity: Identity) -> Kit:
    return Kit(identity.kind, identity.name, identity.private.private_bytes_raw(), identity.chain)
