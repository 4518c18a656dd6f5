"""The province's office: its desks, over one set of keys and one database."""

from dataclasses import dataclass

from station.clock import Clock
from station.province.archive import Archive
from station.province.database import Database
from station.province.enrolment import EnrolmentDesk
from station.province.intake import Intake
from station.province.issue import IssueDesk
from station.province.keys import ProvinceKeys
from station.province.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything that the province does, for the web and for the command line alike."""

    keys: ProvinceKeys
    clock: Clock
    archive: Archive
    enrolment: EnrolmentDesk
    issue: IssueDesk
    intake: Intake
    ledger: Ledger


def open_office(keys: ProvinceKeys, database: Database, clock: Clock) -> Office:
    """Set up the desks."""
    archive = Archive(keys, database)
    ledger = Ledger(database, keys.province)
    return Office(
        keys=keys,
        clock=clock,
        archive=archive,
        enrolment=EnrolmentDesk(keys, database),
        issue=IssueDesk(keys, database, archive),
        intake=Intake(keys, archive, ledger),
        ledger=ledger,
    )
