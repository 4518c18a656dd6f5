"""What a command leaves for a person: files that are whole or not there, and lines to read."""

from contextlib import suppress
from pathlib import Path

import typer

from station.errors.document import OutputUnwritable
from station.messages import Translate
from station.modes.asking import language_of
from station.ui.language import translator


def write_output(path: Path, raw: bytes) -> None:
    """Write a file whole, in the place of an older one; make its folder where there is none.

    Raises:
        OutputUnwritable: A folder has this name, or the system does not let us.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(raw)
        half.replace(path)
    except OSError as exc:
        with suppress(OSError):
            half.unlink()
        raise OutputUnwritable(name=path.name) from exc


def say(text: str, *, err: bool = False, **facts: object) -> None:
    """Print a line in the user's language.

    Args:
        text: In English, with a place for each fact.
        err: It is no result: it goes to the error stream.
    """
    typer.echo(line(text, **facts), err=err)


def line(text: str, **facts: object) -> str:
    """Return a line in the user's language.

    Args:
        text: In English, with a place for each fact.
    """
    return spoken()(text).format(**facts)


def spoken() -> Translate:
    """Return what puts a text into the language of the system."""
    return translator(language_of(""))
