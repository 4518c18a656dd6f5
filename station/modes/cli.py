"""The `station` command."""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import station
from station.errors import StationError
from station.modes.asking import language_of
from station.modes.help_text import in_language
from station.modes.output import spoken
from station.ui.language import ENGLISH

WORDS = ("seat", "coordinator", "sync", "province", "bank", "card", "doctor", "demo")


class Words(TyperGroup):
    """The words after `station`: each is loaded when it is used, so that a seat starts fast."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(WORDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in WORDS:
            return None
        command = typer.main.get_command(import_module(f"station.modes.commands.{cmd_name}").app)
        command.name = cmd_name
        return _spoken(command)


app = typer.Typer(
    cls=Words,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Exam Station: one program for the seats, the coordinator, the courier and the province "
    "of exam centres. Try 'station demo': a whole exam on this machine, in two minutes.",
)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(station.__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; an expected failure is one line with its code, and status 1."""
    try:
        _spoken(typer.main.get_command(app))()
    except StationError as error:
        from station.messages import explain  # noqa: PLC0415 - only when something went wrong

        typer.echo(explain(error, spoken()), err=True)
        sys.exit(1)


def _spoken(command: Any) -> Any:
    return command if language_of("") == ENGLISH else in_language(command, spoken())
