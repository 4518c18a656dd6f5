"""station card"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from station.camera.capture import open_camera
from station.camera.pictures import picture
from station.camera.qr_code import read_code
from station.clock import SystemClock
from station.credential.check import Finding
from station.modes.asking import passphrase
from station.modes.card_check import CardChecker
from station.modes.folder import StationFolder
from station.seal.short_mark import PREFIX
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog

app = typer.Typer(no_args_is_help=True, help="Certificate cards that this centre printed.")

EXIT = {
    Finding.ISSUED: 0,
    Finding.VOID: 3,
    Finding.EXPIRED: 4,
    Finding.UNKNOWN: 5,
    Finding.FORGED: 6,
    Finding.REVOKED: 7,
    Finding.SAMPLE: 8,
}
LOOKS = 100
"""Frames of the camera in which a code is looked for."""


@app.callback()
def _card() -> None:
    """Keep `verify` a word of its own."""


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="The coordinator's folder.")],
    text: Annotated[str, typer.Option(help="What a scanner read; '-' for standard input.")] = "",
    picture_file: Annotated[
        Path | None,
        typer.Option("--picture", exists=True, dir_okay=False, help="A picture of the card."),
    ] = None,
    camera: Annotated[int | None, typer.Option(help="The number of a webcam.")] = None,
) -> None:
    """Say whether a card is one of this centre's, from its own records, with no network.

    Prints JSON. Status 0 for a card that was issued here and counts, 3 void, 4 expired, 5 unknown
    here, 6 forged, 7 revoked by the province, 8 a drill's sample. Only the official register says
    what counts in law.
    """
    code = _code(text, picture_file, camera)
    station = StationFolder(folder)
    centre = station.identity(passphrase())
    database = station.database(centre)
    try:
        answer = CardChecker(
            shelf=DocumentShelf(database),
            log=EventLog(database),
            trust=station.trust(),
            centre=centre,
            clock=SystemClock(),
        ).check(code)
    finally:
        database.close()
    typer.echo(json.dumps(asdict(answer), ensure_ascii=False))
    raise typer.Exit(EXIT[answer.finding])


def _code(text: str, picture_file: Path | None, camera: int | None) -> str:
    if text == "-":
        return sys.stdin.readline().strip()
    if text:
        return text
    code = ""
    if picture_file is not None:
        code = read_code(picture(picture_file.read_bytes()), PREFIX)
    elif camera is not None:
        webcam = open_camera(camera)
        try:
            code = next(filter(None, (read_code(webcam.read(), PREFIX) for _ in range(LOOKS))), "")
        finally:
            webcam.close()
    if not code:
        raise typer.BadParameter("no code was read: give --text, a sharper --picture, or --camera")
    return code
