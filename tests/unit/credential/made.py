"""Grants and facts made for tests; nobody of these names or numbers exists."""

from datetime import date

from station.credential.card import IssueGrant
from station.credential.release import ReleaseFacts
from station.ids import CandidateId, CardSerial, ItemCode

TODAY = date(2026, 9, 15)


def grant(**changes):
    fields = {
        "serial": CardSerial("C-1"),
        "candidate": CandidateId("a"),
        "item": ItemCode("1.2"),
        "qr": "given by the province",
        "expires": TODAY,
        "first_issued": date(2020, 9, 15),
        "valid_from": TODAY,
    }
    return IssueGrant(**{**fields, **changes})


def facts(**changes):
    """A candidate of a review who may have the card."""
    fields = {
        "candidate": CandidateId("a"),
        "item": ItemCode("1.2"),
        "passed": True,
        "practical_needed": False,
        "practical_passed": None,
        "practical_until": None,
        "identity_confirmed": True,
        "open_incidents": 0,
        "grant": grant(),
    }
    return ReleaseFacts(**{**fields, **changes})
