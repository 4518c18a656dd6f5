"""Invented people and their documents; the numbers are impossible (region 990000)."""

from datetime import date

from station.identity.document import DocumentKind, IdentityDocument
from station.identity.roster import RosterEntry
from station.ids import CandidateId, Digest, SeatNumber

TODAY = date(2026, 11, 22)
FINGERPRINT = Digest(bytes(range(32)))


def document(**changes):
    facts = {
        "kind": DocumentKind.RESIDENT,
        "number": "990000199001010009",
        "name": "甲乙",
        "sex": "2",
        "birth": date(1990, 1, 1),
        "valid_from": date(2016, 5, 1),
        "valid_until": date(2036, 5, 1),
    }
    return IdentityDocument(**(facts | changes))


def entry(**changes):
    facts = {
        "candidate": CandidateId("c-1"),
        "number": "990000199001010009",
        "name": "甲乙",
        "seat": SeatNumber(7),
        "photo": b"",
    }
    return RosterEntry(**(facts | changes))
