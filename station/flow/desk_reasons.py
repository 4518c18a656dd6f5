"""Why somebody is not let in just now, as an error whose text the staff can read out."""

from datetime import UTC, datetime

from station.clock import CHINA
from station.errors import StationError
from station.errors.identity import (
    BarredBecause,
    BarredUntil,
    ExpectedElsewhere,
    HoursMissing,
    LooksAlike,
)
from station.flow.desk_tools import Elsewhere
from station.flow.papers import OpenSession
from station.identity.admission_rules import AdmissionRules
from station.identity.check_in import CheckIn
from station.identity.check_in_events import Reason
from station.identity.document_check import explained
from station.identity.eligibility import hours_missing
from station.identity.roster import RosterEntry
from station.ids import UnixMs

MINUTE_MS = 60_000
MOST_WHY = 40
"""So much of the province's words fits on the screen."""


def why_refused(reason: Reason, entry: RosterEntry, rules: AdmissionRules) -> StationError:
    """Say why a document, or its holder, is refused."""
    if reason is Reason.HOURS_MISSING:
        return HoursMissing(missing=hours_missing(entry.standing, rules))
    if reason is Reason.BARRED and entry.barred.strip():
        return BarredBecause(why=entry.barred.strip()[:MOST_WHY])
    if reason is Reason.BARRED and entry.standing.barred_until is not None:
        return BarredUntil(until=entry.standing.barred_until.isoformat())
    return explained(reason)


def expected_elsewhere(where: Elsewhere | None) -> ExpectedElsewhere | None:
    """Say for which session somebody is expected; None if for none at this centre."""
    if where is None:
        return None
    starts = datetime.fromtimestamp(where.starts_at / 1_000, UTC).astimezone(CHINA)
    return ExpectedElsewhere(session=where.session, starts=f"{starts:%Y-%m-%d %H:%M}")


def why_two_persons(state: CheckIn) -> tuple[StationError, ...]:
    """Say everything for which two persons must look."""
    if state.document is None:
        return ()
    found = tuple(explained(doubt) for doubt in state.document.doubts)
    return (*found, LooksAlike()) if state.alike is not None else found


def is_too_late(session: OpenSession, started_at: UnixMs | None, now: UnixMs) -> bool:
    """Tell whether the rule pack, or the paper's own time, lets nobody in any more."""
    if started_at is None:
        return False
    late_ms = now - started_at
    limit_ms = session.rules.exam.late_entry_minutes * MINUTE_MS
    return late_ms > limit_ms or late_ms >= session.package.blueprint.minutes * MINUTE_MS
