"""Whether a card may be printed now. Passing is not enough: only the province grants a card."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station.credential.card import IssueGrant
from station.ids import CandidateId, ItemCode


class Obstacle(StrEnum):
    """What stands between a candidate and the card; the texts are in messages.credential."""

    OUTCOME_UNKNOWN = "outcome-unknown"
    FAILED = "failed"
    PRACTICAL_MISSING = "practical-missing"
    PRACTICAL_TOO_OLD = "practical-too-old"
    IDENTITY_NOT_CONFIRMED = "identity-not-confirmed"
    OPEN_INCIDENT = "open-incident"
    NO_GRANT = "no-grant"
    GRANT_EXPIRED = "grant-expired"
    ALREADY_ISSUED = "already-issued"
    QUOTA_USED = "quota-used"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """What is known when a paper has been marked.

    Attributes:
        item: The operating item that was examined.
        passed: None as long as the result is not known here, as after a restart.
        practical_needed: An initial exam needs the practical part; a review does not.
        practical_passed: The day on which the practical part was passed; None if it was not.
        practical_until: The last day on which that counts; None if it was not passed.
        identity_confirmed: By face or by two persons, at the seat.
        open_incidents: Incidents of this candidate that nobody has decided yet.
        grant: The province's leave, if the session package has one for this candidate.
        already_issued: The same certificate was printed under another grant.
        prints_left: How often a card may still be printed under this grant.
        revoked: The province took the card back, printed or not.
    """

    candidate: CandidateId
    item: ItemCode
    passed: bool | None
    practical_needed: bool
    practical_passed: date | None
    practical_until: date | None
    identity_confirmed: bool
    open_incidents: int
    grant: IssueGrant | None
    already_issued: bool = False
    prints_left: int = 1
    revoked: bool = False


def may_print(facts: ReleaseFacts, today: date) -> tuple[Obstacle, ...]:
    """Name everything that stands in the way, in the order of Obstacle; nothing means yes."""
    grant = facts.grant
    practical, until = facts.practical_passed, facts.practical_until
    done = practical is not None and practical <= today
    granted = grant is not None and grant.candidate == facts.candidate and grant.item == facts.item
    known = facts.passed is not None
    standing = {
        Obstacle.OUTCOME_UNKNOWN: not known,
        Obstacle.FAILED: known and not facts.passed,
        Obstacle.PRACTICAL_MISSING: facts.practical_needed and not done,
        Obstacle.PRACTICAL_TOO_OLD: (
            facts.practical_needed and done and until is not None and today > until
        ),
        Obstacle.IDENTITY_NOT_CONFIRMED: known and not facts.identity_confirmed,
        Obstacle.OPEN_INCIDENT: facts.open_incidents > 0,
        Obstacle.NO_GRANT: not granted,
        Obstacle.GRANT_EXPIRED: grant is not None and granted and today > grant.expires,
        Obstacle.ALREADY_ISSUED: facts.already_issued,
        Obstacle.QUOTA_USED: facts.prints_left < 1,
        Obstacle.REVOKED: facts.revoked,
    }
    return tuple(obstacle for obstacle in Obstacle if standing[obstacle])
