"""station coordinator"""

from pathlib import Path
from typing import Annotated

import typer

from station.ids import SeatNumber, SessionId, StaffId
from station.modes.asking import host_and_port, language_of, passphrase
from station.modes.bank_keys import ask_bank_keys
from station.modes.enrol import enrol_centre, make_seat
from station.modes.enrol import revoke_seat as withdraw
from station.modes.folder import StationFolder
from station.modes.output import line, say

app = typer.Typer(
    no_args_is_help=True, help="The coordinator: admission, seat wall, card desk, hub."
)


@app.command()
def enrol(
    folder: Annotated[Path, typer.Argument(help="Where this coordinator is to keep everything.")],
    province: Annotated[str, typer.Option(help="The province's address, https://HOST:PORT.")],
    root: Annotated[
        Path,
        typer.Option(
            exists=True, dir_okay=False, help="The province's root certificate, got by hand."
        ),
    ],
    code: Annotated[str, typer.Option(help="The code from 'station province invite'.")],
) -> None:
    """Make this centre's keys and have the province certify them. Once for each centre."""
    name = enrol_centre(folder, province, root.read_bytes(), code, passphrase())
    say("enrolled as {name}", name=name)


@app.command()
def seat(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    number: Annotated[int, typer.Argument(min=1, max=999, help="The seat's number.")],
    seat_folder: Annotated[Path, typer.Argument(help="Where to make the seat's folder.")],
) -> None:
    """Make a seat's folder with its own key and certificate; carry it to the seat.

    The seat's passphrase comes from STATION_SEAT_PASSPHRASE, or is asked for.
    """
    own = passphrase()
    theirs = passphrase(
        "STATION_SEAT_PASSPHRASE", line("New passphrase of seat {number}", number=number)
    )
    make_seat(folder, own, number, seat_folder, theirs)
    say("seat {number} is ready in {folder}", number=number, folder=seat_folder)


@app.command()
def admit(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    listen: Annotated[str, typer.Option(help="Where seats ask, HOST:PORT.")] = "0.0.0.0:8766",
) -> None:
    """Give new seats their certificates, one after another; the console does it too.

    Both screens show six digits. If they differ, somebody stands between: say no.
    """
    from station.modes.seat_enrolment import admit_seats  # noqa: PLC0415

    def number(code: str) -> SeatNumber | None:
        typer.echo(f"\n    {code}\n")
        if not typer.confirm(line("Does the seat show the same digits?")):
            return None
        return SeatNumber(typer.prompt(line("Which seat is it"), type=int))

    def listening(address: str) -> None:
        say("waiting for seats at {address}; Ctrl-C ends it", address=address)

    station = StationFolder(folder)
    for seat in admit_seats(station, host_and_port(listen), passphrase(), number, listening):
        say("seat {number} is enrolled", number=seat)


@app.command("import")
def take_in_stick(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    stick: Annotated[Path, typer.Argument(exists=True, help="From 'seat export'.")],
    session: Annotated[str, typer.Option(help="Of which session; the newest otherwise.")] = "",
) -> None:
    """Take a seat's exams in from a stick; what is here already counts once.

    While the console runs, take them in there: above the wall, 'From a stick'.
    """
    from station.modes.stick import import_exams  # noqa: PLC0415

    which = SessionId(session) if session else None
    count = import_exams(StationFolder(folder), passphrase(), which, stick)
    say("{count} taken in", count=count)


@app.command("start")
def start_by_stick(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    stick: Annotated[Path, typer.Argument(help="A folder on a USB stick.")],
    session: Annotated[str, typer.Option(help="Which session; the newest otherwise.")] = "",
) -> None:
    """Write the start of a session that has begun to a stick, for seats without a network.

    It opens the papers that are at the seats: wipe the stick when all of them have begun.
    """
    from station.modes.stick import export_start  # noqa: PLC0415

    which = SessionId(session) if session else None
    count = export_start(StationFolder(folder), passphrase(), which, stick)
    say("the start of {count} seats is on the stick; bring it to 'seat start'", count=count)


@app.command("revoke")
def revoke_seat(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    number: Annotated[int, typer.Argument(min=1, max=999, help="The seat's number.")],
) -> None:
    """Withdraw a seat's certificate, such as when its computer is lost. 'seat' makes a new one."""
    withdraw(folder, passphrase(), SeatNumber(number))
    say("seat {number} is let in no more", number=number)


@app.command("second")
def prepare_second(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    second: Annotated[Path, typer.Argument(help="Where to make it; carry it to the second PC.")],
) -> None:
    """Make the folder of a second PC that shall 'follow': keys under their passphrase, no data."""
    from station.modes.standby import prepare  # noqa: PLC0415

    prepare(StationFolder(folder), second)
    say("carry {folder} to the second PC, then 'follow'", folder=second)


@app.command("follow")
def follow_from_here(
    folder: Annotated[Path, typer.Argument(help="This PC's folder, from 'second'.")],
    coordinator: Annotated[str, typer.Option(help="The 'run --feed' of the coordinator.")],
) -> None:
    """Follow the coordinator on a second PC, until it dies; then Ctrl-C and 'take-over'."""
    from station.modes.second_pc import follow_coordinator  # noqa: PLC0415

    def tell(following: bool) -> None:
        silent = "the coordinator is silent; if it is dead: Ctrl-C, then 'take-over'"
        say("following" if following else silent)

    follow_coordinator(StationFolder(folder), passphrase(), host_and_port(coordinator), tell)


@app.command("take-over")
def take_over_here(
    folder: Annotated[Path, typer.Argument(help="The standby's folder, from 'run --replica'.")],
    by: Annotated[
        list[str], typer.Option(help="Who of the session's staff signs, by staff id; twice.")
    ],
) -> None:
    """Make this folder the coordinator, after the one before it died. Then 'run' it.

    Two of the staff sign with their PINs: STATION_PIN_1 and _2, or asked for. Seats that have heard
    the new one never serve the old one again.
    """
    from station.errors.identity import TwoPersonsNeeded  # noqa: PLC0415
    from station.flow.signatures import Signature  # noqa: PLC0415
    from station.modes.standby import take_over  # noqa: PLC0415

    if len(by) != 2:
        raise TwoPersonsNeeded
    secret = passphrase()
    first, second = (
        Signature(staff=StaffId(who), pin=passphrase(f"STATION_PIN_{place}", f"PIN of {who}"))
        for place, who in enumerate(by, 1)
    )
    term = take_over(StationFolder(folder), secret, first, second)
    say("this is coordinator {term} of its centre; start it with 'run'", term=term)


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    listen: Annotated[str, typer.Option(help="Where seats connect, HOST:PORT.")] = "0.0.0.0:8765",
    camera: Annotated[
        str, typer.Option(help="A webcam's number, 'none', or 'simulated:FOLDER' for drills.")
    ] = "0",
    reader: Annotated[
        list[str] | None,
        typer.Option(
            help="'usb', 'vendor:LIBRARY', or 'simulated:FOLDER' for drills; once for each reader."
        ),
    ] = None,
    photo_library: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="The licensed library that decodes chip photos."
        ),
    ] = None,
    printer: Annotated[
        list[str] | None,
        typer.Option(
            help="'usb', 'evolis', 'magicard', 'magicard-duo', 'spooler:NAME', "
            "'evolis-sdk:NAME', or 'simulated:FOLDER' for drills; one option for each printer, "
            "which take the cards in turn."
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="zh_CN or en; as the system speaks.")] = "",
    session: Annotated[str, typer.Option(help="Which session; the newest otherwise.")] = "",
    replica: Annotated[
        Path | None,
        typer.Option(help="A folder on a second disk, written with every commit, for a standby."),
    ] = None,
    enrol_listen: Annotated[
        str, typer.Option(help="Where new seats ask, HOST:PORT, while the console lets them.")
    ] = "0.0.0.0:8766",
    feed: Annotated[
        str, typer.Option(help="Where a second PC may 'follow', such as 0.0.0.0:8767.")
    ] = "",
    ups: Annotated[
        str, typer.Option(help="A UPS that NUT watches, as NAME@HOST; the own battery if not said.")
    ] = "",
    bank_key: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Two persons' bank keys, one option each; asked for passphrases.",
        ),
    ] = None,
) -> None:
    """Run the console and the hub for one session.

    Passphrases: STATION_PASSPHRASE, STATION_BANK_PASSPHRASE_1 and _2, or asked for.
    """
    from station.modes.coordinator import CoordinatorMode  # noqa: PLC0415
    from station.modes.coordinator_choices import CoordinatorChoices  # noqa: PLC0415

    choices = CoordinatorChoices(
        folder=folder,
        listen=host_and_port(listen),
        enrol_listen=host_and_port(enrol_listen),
        camera=camera,
        readers=tuple(reader or ["usb"]),
        photo_library=photo_library,
        printers=tuple(printer or ["usb"]),
        language=language_of(language),
        bank_keys=ask_bank_keys(bank_key or []),
        session=SessionId(session) if session else None,
        replica=replica,
        feed=host_and_port(feed) if feed else None,
        ups=ups,
    )
    raise typer.Exit(CoordinatorMode(choices, passphrase()).run())
