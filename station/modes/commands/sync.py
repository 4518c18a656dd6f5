"""station sync"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from station.clock import SystemClock
from station.modes.asking import passphrase
from station.modes.enrol import PROVINCE_URL, TOKEN
from station.modes.folder import StationFolder
from station.seal.identity import Trust
from station.seal.tls import client_context
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.settings import Settings
from station.sync import courier
from station.sync.province_client import ProvinceClient
from station.sync.record_post import PostTools, post_records

app = typer.Typer(
    no_args_is_help=True,
    help="Carry packages and sealed results between centre and province; for people and cron.",
)

Folder = Annotated[Path, typer.Argument(help="The coordinator's folder.")]


@app.command()
def pull(folder: Folder) -> None:
    """Fetch and verify what the province has for this centre. Prints JSON; 1 if some is left."""
    with _line(folder, passphrase()) as (database, client, trust):
        report = courier.pull(DocumentShelf(database), client, trust, SystemClock().wall())
    names = [{"kind": each.kind, "digest": each.digest.hex()} for each in report.fetched]
    _print(report, good=report.left == 0, fetched=names)


@app.command()
def push(folder: Folder) -> None:
    """Deliver sealed results, and what this centre wrote down itself since the last time.

    Each stays in the outbox until its receipt is here. Safe to run at any time, also beside a
    running coordinator. Prints JSON; status 1 if some are left, or the province would not take
    one as it is.
    """
    secret, clock = passphrase(), SystemClock()
    with _line(folder, secret) as (database, client, trust):
        signer = StationFolder(folder).desk_identity(secret)
        records = post_records(
            PostTools(
                centre=signer.centre,
                log=EventLog(database),
                shelf=DocumentShelf(database),
                outbox=Outbox(database),
                settings=Settings(database),
                writing=database.writing,
                trust=trust,
                signer=signer,
                clock=clock,
            )
        )
        report = courier.push(Outbox(database), client, trust, clock.wall())
    good = report.left + report.refused + report.conflicts == 0
    _print(report, good=good, records=records)


@contextmanager
def _line(folder: Path, secret: str) -> Iterator[tuple[Database, ProvinceClient, Trust]]:
    station = StationFolder(folder)
    centre, trust = station.identity(secret), station.trust()
    database = station.database(centre)
    token = Settings(database).get(TOKEN) or ""
    url = station.fact(PROVINCE_URL)
    with ProvinceClient(url, client_context(None, trust), token) as client:
        yield database, client, trust
    database.close()


def _print(
    report: courier.PullReport | courier.PushReport, *, good: bool, **plainer: object
) -> None:
    plain = {field.name: getattr(report, field.name) for field in fields(report)}
    plain["problem"] = report.problem.code if report.problem else ""
    typer.echo(json.dumps({**plain, **plainer}, ensure_ascii=False))
    if report.problem is not None:
        raise report.problem  # told in words by the front door, with status 1
    raise typer.Exit(0 if good else 1)
