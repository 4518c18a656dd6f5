"""What the command line asks a person for, and never takes as an argument."""

import locale
import os

import typer

from station.ui.language import translator

PASSPHRASE = "STATION_PASSPHRASE"  # noqa: S105 - the variable's name, not its value


def passphrase(variable: str = PASSPHRASE, prompt: str = "Passphrase of this station") -> str:
    """Return a passphrase from the environment, or ask for it without showing it.

    Args:
        variable: The environment variable that a service unit may set.
    """
    given = os.environ.get(variable)
    return given or str(typer.prompt(translator(language_of(""))(prompt), hide_input=True))


def language_of(asked: str) -> str:
    """Return the language to speak: as asked, else as the system does, else English."""
    if asked:
        return asked
    spoken = os.environ.get("LANG", "") or (locale.getlocale()[0] or "")
    return "zh_CN" if spoken.startswith(("zh", "Chinese")) else "en"


def host_and_port(place: str) -> tuple[str, int]:
    """Return what HOST:PORT names.

    Raises:
        typer.BadParameter: It is not of that form.
    """
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise typer.BadParameter("give HOST:PORT, such as 192.0.2.1:8766")
    return host, int(port)
