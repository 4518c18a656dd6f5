"""The province's office: its desks, over one set of keys and one database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from station.clock import Clock
from station.ids import UnixMs
from station.province.archive import Archive
from station.province.card_register import CardRegister
from station.province.centre_ledger import CentreLedger
from station.province.checkers import Checkers
from station.province.checking import Checker
from station.province.database import Database
from station.province.embedded import EmbeddedServer
from station.province.enrolment import EnrolmentDesk
from station.province.incident_register import IncidentRegister
from station.province.intake import Intake
from station.province.issue import IssueDesk
from station.province.judgement import Judgement
from station.province.keys import DATABASE, ProvinceKeys, load
from station.province.ledger import Ledger
from station.province.review import ReviewDesk


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
    review: ReviewDesk
    cards: CardRegister
    incidents: IncidentRegister


def open_office(
    keys: ProvinceKeys,
    database: Database,
    clock: Clock,
    check: Callable[[bytes, UnixMs], Judgement] | None = None,
) -> Office:
    """Set up the desks.

    Args:
        check: Checks envelopes elsewhere; it is done here unless told.
    """
    archive = Archive(keys, database)
    ledger, records = Ledger(database, keys.province), CentreLedger(keys, database)
    return Office(
        keys=keys,
        clock=clock,
        archive=archive,
        enrolment=EnrolmentDesk(keys, database),
        issue=IssueDesk(keys, database, archive),
        intake=Intake(check or Checker(keys, archive, records).check, ledger),
        ledger=ledger,
        review=ReviewDesk(keys, database, archive),
        cards=CardRegister(archive, records, ledger, clock),
        incidents=IncidentRegister(keys, database, archive, records),
    )


@contextmanager
def office_in(
    folder: Path, passphrase: str, database_url: str | None, clock: Clock, *, checkers: int = 0
) -> Iterator[Office]:
    """Open a province's office, with its embedded database unless an address is given.

    The command line uses it beside a running server: both share the database.

    Args:
        checkers: Processes that check envelopes; with none of them it is done here.
    """
    keys = load(folder, passphrase)
    server = EmbeddedServer(folder / DATABASE) if database_url is None else None
    try:
        url = database_url or (server.url if server else "")
        database = Database(url)
        apart = Checkers(folder, passphrase, url, checkers) if checkers else None
        try:
            yield open_office(keys, database, clock, apart.check if apart else None)
        finally:
            if apart is not None:
                apart.close()
            database.close()
    finally:
        if server is not None:
            server.stop()
