"""The file with which an officer orders a session: JSON, checked to the last field.

    {"session": "2026-09-01-am", "centre": "centre-1", "title": "...", "issuer": "...",
     "starts_at": "2026-09-01T09:00:00+08:00", "valid_until": "2026-09-15T00:00:00+08:00",
     "rule_pack": "<sha-256, hex>", "bank": "<sha-256, hex>", "blueprint": {...},
     "roster": [{"candidate": "c1", "number": "...", "name": "...", "seat": 1,
                 "photo": "<JPEG, base64>", "barred": "",
                 "standing": {"education": "junior", "hours_needed": 8, "hours_offline": 4,
                              "hours_online": 4, "barred_until": null, "retakes_left": 1}}],
     "staff": [{"id": "s1", "name": "...", "pin": "..."}],
     "grants": [{"serial": "k1", "candidate": "c1", "item": "1.2", "qr": "...",
                 "first_issued": "2020-09-01", "valid_from": "2026-09-01",
                 "expires": "2026-09-30", "practical_passed": null}]}

A grant's "practical_passed" is the day on which an initial candidate passed the practical exam of
this item; without it the centre prints no card, and says so. "seats_across" is how many seats
stand in a row, 8 if it is left out; neighbours get different questions. A candidate's
"retake_of": ["2026-08-01-am"] names the sessions in which this exam was taken before: no question
of those papers comes again. The blueprint is in the form of question_banks/; "standing" and each
of its fields may be left out where the province has looked at it itself. A refusal names the
field, never its value.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from station.credential.card import IssueGrant
from station.credential.template import CardTemplate
from station.errors.exam import BlueprintUnreadable
from station.errors.province import OrderWrong
from station.exam.blueprint import Blueprint
from station.exam.blueprint_file import read_blueprint
from station.identity.names import is_stand_in
from station.identity.number import is_mistyped, normalise_number
from station.identity.roster import RosterEntry, Staff, Standing
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId, StaffId, UnixMs
from station.printer.fonts import missing
from station.seal.pins import pin_check
from station.sync.rule_pack import RulePack

Word = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[str, AfterValidator(normalise_number), Field(min_length=1, max_length=200)]
"""Of a document, as the desk compares it."""
HexDigest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

FEWEST_STAFF = 2
"""Two persons decide together, so there must be two."""
SEATS_ACROSS = 8
"""Eleven rows of eight are 88 seats."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


T = TypeVar("T", bound=_Strict)


class _Candidate(_Strict):
    candidate: Word
    number: Number
    name: Word
    seat: Annotated[int, Field(ge=1, le=999)]
    photo: Base64Bytes = b""
    barred: str = ""
    standing: Standing = Standing()
    retake_of: Annotated[list[Word], Field(max_length=20)] = []


class _Staff(_Strict):
    id: Word
    name: Word
    pin: Annotated[str, Field(min_length=4, max_length=64)]


class _Session(_Strict):
    session: Word
    centre: Word
    title: Word
    issuer: Word
    starts_at: AwareDatetime
    valid_until: AwareDatetime
    rule_pack: HexDigest
    bank: HexDigest
    blueprint: dict[str, Any]
    roster: Annotated[list[_Candidate], Field(min_length=1)]
    staff: Annotated[list[_Staff], Field(min_length=FEWEST_STAFF)]
    grants: list[IssueGrant] = []
    seats_across: Annotated[int, Field(ge=0, le=100)] = SEATS_ACROSS


class _Rules(_Strict):
    rule_pack: RulePack


class _Look(_Strict):
    card_template: CardTemplate


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SessionOrder:
    """A session as it is ordered: what the package says, less what the province adds.

    Attributes:
        earlier: For each candidate who comes again, the sessions of the exams before.
    """

    session: SessionId
    centre: CentreId
    title: str
    issuer: str
    starts_at: UnixMs
    valid_until: UnixMs
    rule_pack: Digest
    bank: Digest
    blueprint: Blueprint
    roster: tuple[RosterEntry, ...]
    staff: tuple[Staff, ...]
    grants: tuple[IssueGrant, ...]
    seats_across: int = 0
    earlier: tuple[tuple[CandidateId, tuple[SessionId, ...]], ...] = ()

    def __post_init__(self) -> None:
        _once("roster.candidate", [entry.candidate for entry in self.roster])
        _once("roster.number", [entry.number for entry in self.roster])
        _once("roster.seat", [entry.seat for entry in self.roster])
        _once("staff.id", [person.id for person in self.staff])
        _once("grants.serial", [grant.serial for grant in self.grants])
        if self.valid_until <= self.starts_at:
            raise OrderWrong(field="valid_until")
        if len(self.staff) < FEWEST_STAFF:
            raise OrderWrong(field="staff")
        expected = {entry.candidate for entry in self.roster}
        if any(grant.candidate not in expected for grant in self.grants):
            raise OrderWrong(field="grants.candidate")

    def __repr__(self) -> str:
        return f"SessionOrder({self.session})"


def read_session_order(raw: bytes) -> SessionOrder:
    """Read a session order; PINs are turned into what they are checked against.

    Raises:
        OrderWrong: At the named field.
    """
    asked = _parse(_Session, raw)
    for place, each in enumerate(asked.roster):
        gone = [each for each in missing(each.name) if not is_stand_in(each)]
        if gone:  # found here and not by the printer, with the person waiting
            raise OrderWrong(field=f"roster.{place}.name")
        if is_mistyped(each.number):
            raise OrderWrong(field=f"roster.{place}.number")
    try:
        blueprint = read_blueprint(json.dumps(asked.blueprint).encode())
    except BlueprintUnreadable as exc:
        raise OrderWrong(field="blueprint") from exc
    return SessionOrder(
        session=SessionId(asked.session),
        centre=CentreId(asked.centre),
        title=asked.title,
        issuer=asked.issuer,
        starts_at=_ms(asked.starts_at),
        valid_until=_ms(asked.valid_until),
        rule_pack=Digest(bytes.fromhex(asked.rule_pack)),
        bank=Digest(bytes.fromhex(asked.bank)),
        blueprint=blueprint,
        roster=tuple(_entry(each) for each in asked.roster),
        staff=tuple(
            Staff(id=StaffId(each.id), name=each.name, pin_check=pin_check(each.pin))
            for each in asked.staff
        ),
        grants=tuple(asked.grants),
        seats_across=asked.seats_across,
        earlier=tuple(
            (CandidateId(each.candidate), tuple(map(SessionId, each.retake_of)))
            for each in asked.roster
            if each.retake_of
        ),
    )


def read_rules(raw: bytes) -> RulePack:
    """Read a rule pack that is to be issued: {"rule_pack": {...}} with the fields of RulePack.

    Raises:
        OrderWrong: At the named field.
    """
    return _parse(_Rules, raw).rule_pack


def read_template(raw: bytes) -> CardTemplate:
    """Read a look of cards that is to be issued: {"card_template": {...}}, as CardTemplate.

    Raises:
        OrderWrong: At the named field.
    """
    return _parse(_Look, raw).card_template


def _parse(kind: type[T], raw: bytes) -> T:
    try:
        return kind.model_validate_json(raw)
    except ValidationError as exc:
        place = exc.errors(include_input=False, include_url=False)[0]["loc"]
        raise OrderWrong(field=".".join(map(str, place)) or "file") from None


def _entry(asked: _Candidate) -> RosterEntry:
    return RosterEntry(
        candidate=CandidateId(asked.candidate),
        number=asked.number,
        name=asked.name,
        seat=SeatNumber(asked.seat),
        photo=asked.photo,
        barred=asked.barred,
        standing=asked.standing,
    )


def _ms(moment: AwareDatetime) -> UnixMs:
    return UnixMs(round(moment.timestamp() * 1000))


def _once(field: str, values: list[Any]) -> None:
    if len(set(values)) != len(values):
        raise OrderWrong(field=field)
