"""station province"""

import json
from pathlib import Path
from typing import Annotated

import typer

from station.clock import SystemClock
from station.errors.document import TwoKeysNeeded
from station.exam.supply_check import Enough
from station.ids import CardSerial, CentreId, SessionId
from station.modes.asking import language_of, passphrase
from station.modes.bank_keys import ask_bank_keys
from station.modes.commands.province_review import answers, void_question
from station.modes.log import log_to_stderr
from station.modes.output import say
from station.modes.supply_text import supply_text
from station.province.keys import found
from station.province.office import office_in
from station.province.session_order import read_rules, read_session_order, read_template
from station.province.standard_rules import rules_file, standard_rules
from station.seal.two_keys import join
from station.ui.language import translator

app = typer.Typer(
    no_args_is_help=True,
    help="The reference province: keys, enrolment, packages out, sealed results in.",
)

app.command("answers")(answers)
app.command("void-question")(void_question)

Folder = Annotated[Path, typer.Argument(help="The province's folder.")]
Order = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON; see docs.")]
Url = Annotated[
    str, typer.Option("--database", help="A PostgreSQL address; the embedded one otherwise.")
]


@app.command()
def init(folder: Folder) -> None:
    """Found a province: make its root and its keys, and print the officer's password, once."""
    password = found(folder, passphrase(), SystemClock().wall())
    say("officer's password: {password}", password=password)


@app.command()
def serve(
    folder: Folder,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8443,
    database: Url = "",
    checkers: Annotated[
        int, typer.Option(min=0, max=64, help="Processes that check results: one a core.")
    ] = 0,
    language: Annotated[str, typer.Option(help="zh_CN or en; as the system speaks.")] = "",
) -> None:
    """Serve centres and officers until stopped."""
    from station.province.serve import serve as serve_office  # noqa: PLC0415 - FastAPI only here

    log_to_stderr()
    speak = translator(language_of(language))
    address = (host, port)
    serve_office(
        folder, passphrase(), database or None, *address, checkers=checkers, translate=speak
    )


@app.command()
def invite(
    folder: Folder,
    centre: Annotated[str, typer.Argument(help="The centre's code, such as 330381-01.")],
    name: Annotated[str, typer.Argument(help="The centre's name.")],
    database: Url = "",
) -> None:
    """Print a code with which one centre may enrol, once, within 30 days."""
    clock = SystemClock()
    with office_in(folder, passphrase(), database or None, clock) as office:
        typer.echo(office.enrolment.invite(CentreId(centre), name, clock.wall()))


@app.command("standard-rules")
def standard() -> None:
    """Print the standard rule pack (JSON), to be changed and given to 'rules'."""
    typer.echo(rules_file(standard_rules(SystemClock().wall())))


@app.command()
def rules(folder: Folder, file: Order, database: Url = "") -> None:
    """Sign a rule pack (JSON) and put it out; prints its digest."""
    clock = SystemClock()
    pack = read_rules(file.read_bytes())
    with office_in(folder, passphrase(), database or None, clock) as office:
        typer.echo(office.issue.issue_rule_pack(pack, clock.wall()).hex())


@app.command("card-template")
def card_template(folder: Folder, file: Order, database: Url = "") -> None:
    """Sign a look of cards (JSON) and put it out for every centre; prints its digest."""
    clock = SystemClock()
    template = read_template(file.read_bytes())
    with office_in(folder, passphrase(), database or None, clock) as office:
        typer.echo(office.issue.issue_card_template(template, clock.wall()).hex())


@app.command()
def bank(
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="From 'station bank master'.")
    ],
    key: Annotated[
        list[Path], typer.Option(exists=True, help="The two persons' keys, one option each.")
    ],
    database: Url = "",
) -> None:
    """Put a mastered bank out for every centre; prints its digest. Needs both persons."""
    clock = SystemClock()
    keys = ask_bank_keys(key)
    if keys is None:
        raise TwoKeysNeeded
    content = join(keys.first, keys.first_passphrase, keys.second, keys.second_passphrase)
    with office_in(folder, passphrase(), database or None, clock) as office:
        digest = office.issue.register_bank(file.read_bytes(), content, clock.wall())
    typer.echo(digest.hex())


@app.command()
def session(folder: Folder, file: Order, database: Url = "") -> None:
    """Sign a session package (JSON order) and put it out for its centre; prints its digest.

    Before that it says where the bank is thin: 'station province supply' says the same.
    """
    clock = SystemClock()
    order = read_session_order(file.read_bytes())
    with office_in(folder, passphrase(), database or None, clock) as office:
        found = office.issue.supply(order)
        if found.enough is not Enough.YES:
            typer.echo(supply_text(found), err=True)
        typer.echo(office.issue.issue_session(order, clock.wall()).hex())


@app.command()
def supply(folder: Folder, file: Order, database: Url = "") -> None:
    """Say cell by cell how far a bank goes for an ordered session; status 1 if not far enough."""
    order = read_session_order(file.read_bytes())
    with office_in(folder, passphrase(), database or None, SystemClock()) as office:
        found = office.issue.supply(order)
    typer.echo(supply_text(found))
    raise typer.Exit(1 if found.enough is Enough.NO else 0)


@app.command()
def revoke(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="SESSION", help="Whose package granted the card.")],
    serial: Annotated[str, typer.Argument(help="The card's record, such as A00102.")],
    reason: Annotated[str, typer.Option(help="For the centre; without names.")],
    database: Url = "",
) -> None:
    """Take a card back; its centre fetches the word with 'station sync'. Prints its digest."""
    clock = SystemClock()
    with office_in(folder, passphrase(), database or None, clock) as office:
        digest = office.issue.revoke(SessionId(name), CardSerial(serial), reason, clock.wall())
    typer.echo(digest.hex())


@app.command()
def card(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="SESSION", help="Whose package granted the card.")],
    serial: Annotated[str, typer.Argument(help="The card's record, such as A00102.")],
    database: Url = "",
) -> None:
    """Say what became of a card, as its centre told it. Prints JSON, without a name."""
    with office_in(folder, passphrase(), database or None, SystemClock()) as office:
        found = office.cards.card(SessionId(name), CardSerial(serial))
    way, story = found.story.way, found.story
    plain = {
        "serial": found.serial,
        "candidate": found.candidate,
        "item": found.item,
        "finding": found.finding,
        "stage": way.stage,
        "print_number": way.print_number,
        "voids": [each.reason for each in way.voids],
        "printed_on": story.printed_on and story.printed_on.isoformat(),
        "handed_on": story.handed_on and story.handed_on.isoformat(),
        "valid_until": found.valid_until and found.valid_until.isoformat(),
        "passed": found.passed,
        "amiss": found.amiss,
    }
    typer.echo(json.dumps(plain, ensure_ascii=False))
