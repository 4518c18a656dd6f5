"""station seat"""

from pathlib import Path
from typing import Annotated

import typer

from station.modes.asking import host_and_port, language_of, passphrase
from station.modes.output import line, say

app = typer.Typer(no_args_is_help=True, help="The exam seat: check, paper, answers, score.")


@app.command()
def enrol(
    folder: Annotated[Path, typer.Argument(help="Where this seat is to keep everything.")],
    coordinator: Annotated[
        str,
        typer.Option(help="Where the coordinator lets seats ask, HOST:PORT; found if not said."),
    ] = "",
) -> None:
    """Get this new seat its certificate from the coordinator; its key never leaves it.

    The passphrase that its key will have comes from STATION_PASSPHRASE, or is asked for.
    """
    from station.modes.seat_enrolment import SeatAsks, find_enrolment  # noqa: PLC0415

    def same(code: str) -> bool:
        typer.echo(f"\n    {code}\n")
        return bool(typer.confirm(line("Does the coordinator show the same digits?")))

    places = (host_and_port(coordinator),) if coordinator else find_enrolment()
    number = SeatAsks(folder, passphrase()).ask(places, same)
    say("this is seat {number}; start it with 'run'", number=number)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="This seat's folder.")],
    stick: Annotated[Path, typer.Argument(help="A folder on a USB stick.")],
) -> None:
    """Write what never reached the coordinator to a stick: results, and an exam that is not over.

    All of it is sealed or shut. In the seat's window the same is done with Ctrl+Shift+F9.
    """
    from station.modes.folder import StationFolder  # noqa: PLC0415
    from station.modes.stick import export_exams  # noqa: PLC0415

    count = export_exams(StationFolder(folder), passphrase(), stick)
    say("{count} on the stick; bring it to 'coordinator import'", count=count)


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="This seat's folder.")],
    stick: Annotated[Path, typer.Argument(exists=True, help="From 'coordinator start'.")],
) -> None:
    """Take the start of the exam from a stick, where the network is gone; then 'run' again."""
    from station.modes.folder import StationFolder  # noqa: PLC0415
    from station.modes.stick import import_start  # noqa: PLC0415

    import_start(StationFolder(folder), passphrase(), stick)
    say("the exam can begin; start this seat with 'run'")


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help="This seat's folder, from 'coordinator seat'.")],
    hub: Annotated[
        str, typer.Option(help="The coordinator, as HOST:PORT; found if not said.")
    ] = "",
    camera: Annotated[
        str, typer.Option(help="A webcam's number, 'none', or 'simulated:FOLDER' for drills.")
    ] = "0",
    reader: Annotated[
        str,
        typer.Option(
            help="'usb', 'vendor:LIBRARY' or 'simulated:FOLDER', where an ID card laid on it shall "
            "ask to go on at this seat."
        ),
    ] = "",
    language: Annotated[str, typer.Option(help="zh_CN or en; as the system speaks.")] = "",
    kiosk: Annotated[bool, typer.Option(help="Fill the screen and leave no way out.")] = True,
) -> None:
    """Run the seat's window. It finds out by itself what it was at when it last stopped.

    A seat that is not enrolled yet opens the window in which it is. The passphrase of the seat's
    key comes from STATION_PASSPHRASE, or is asked for.
    """
    from station.modes.folder import StationFolder  # noqa: PLC0415
    from station.modes.seat import SeatChoices, SeatMode  # noqa: PLC0415 - Qt only where needed

    choices = SeatChoices(
        folder=folder,
        hub=hub,
        camera=camera,
        reader=reader,
        language=language_of(language),
        kiosk=kiosk,
    )
    secret = passphrase()
    if not StationFolder(folder).is_set_up:
        from station.modes.seat_welcome import enrol_in_window  # noqa: PLC0415

        if not enrol_in_window(folder, secret, choices.language):
            raise typer.Exit(1)
    raise typer.Exit(SeatMode(choices, secret).run())
