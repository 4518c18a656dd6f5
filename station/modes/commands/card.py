"""station card"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from station.camera.capture import open_camera
from station.camera.pictures import picture
from station.camera.qr_code import read_code
from station.camera.quiet import quiet
from station.clock import SystemClock
from station.credential.check import Finding
from station.errors.camera import PictureTooLarge, PictureUnreadable
from station.errors.credential import CardPictureUnreadable, NoCodeRead
from station.modes.asking import passphrase
from station.modes.card_check import CardAnswer, CardChecker
from station.modes.card_words import as_facts, in_words
from station.modes.folder import StationFolder
from station.modes.output import spoken, write_output
from station.seal.short_mark import PREFIX
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures

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
        Path | None, typer.Option("--picture", help="A picture of the card.")
    ] = None,
    camera: Annotated[int | None, typer.Option(help="The number of a webcam.")] = None,
    photo: Annotated[
        Path | None,
        typer.Option(help="Where to write the photo that belongs on the card, JPEG."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a script: one JSON object.")] = False,
) -> None:
    """Say whether a card is one of this centre's, from its own records, with no network.

    Status 0 for a card that was issued here and counts, 3 void, 4 expired, 5 unknown here or of
    another centre, 6 forged, 7 revoked by the province, 8 a drill's sample. A code can be copied:
    compare name and photo. Only the official register says what counts in law.
    """
    station = StationFolder(folder)
    station.need()
    answer = _answer(station, _code(text, picture_file, camera))
    held_photo = answer.held.photo if answer.held else b""
    if photo is not None and held_photo:
        write_output(photo, held_photo)
    if as_json:
        typer.echo(json.dumps(as_facts(answer), ensure_ascii=False))
    else:
        typer.echo("\n".join(in_words(answer, spoken(), str(photo or ""))))
    raise typer.Exit(EXIT[answer.finding])


def _answer(station: StationFolder, code: str) -> CardAnswer:
    centre = station.identity(passphrase())
    database = station.database(centre)
    try:
        return CardChecker(
            shelf=DocumentShelf(database),
            log=EventLog(database),
            pictures=Pictures(database),
            trust=station.trust(),
            centre=centre,
            clock=SystemClock(),
        ).check(code)
    finally:
        database.close()


def _code(text: str, picture_file: Path | None, camera: int | None) -> str:
    """Return what the card's code says.

    Raises:
        CardPictureUnreadable: There is no such picture, or it is none.
        CameraAbsent: The webcam does not answer.
        NoCodeRead: No code was seen.
    """
    if text == "-":
        return sys.stdin.readline().strip()
    if text:
        return text
    code = ""
    if picture_file is not None:
        code = _in_picture(picture_file)
    elif camera is not None:
        code = _before_camera(camera)
    if not code:
        raise NoCodeRead
    return code


def _in_picture(path: Path) -> str:
    try:
        return read_code(picture(path.read_bytes()), PREFIX)
    except (OSError, PictureUnreadable, PictureTooLarge) as exc:
        raise CardPictureUnreadable(name=path.name) from exc


def _before_camera(number: int) -> str:
    quiet()
    webcam = open_camera(number)
    try:
        return next(filter(None, (read_code(webcam.read(), PREFIX) for _ in range(LOOKS))), "")
    finally:
        webcam.close()
