"""What `--help` says, in the user's language.

Commands keep their texts in English beside what they do; here they are exchanged when a command is
loaded, one by one, as any other text is.
"""

from typing import Any

from typer import rich_utils

from station.messages import Translate

_FRAMES = (
    "DEFAULT_STRING",
    "REQUIRED_LONG_STRING",
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "ERRORS_PANEL_TITLE",
    "ABORTED_TEXT",
    "RICH_HELP",
)
"""Typer's own words around ours."""


def in_language(command: Any, translate: Translate) -> Any:
    """Translate the help of a command, of what it takes, and of all commands below it."""
    for name in _FRAMES:
        setattr(rich_utils, name, translate(getattr(rich_utils, name)))
    _exchange(command, translate)
    return command


def _exchange(command: Any, translate: Translate) -> None:
    for each in (command, *command.params):
        if getattr(each, "help", None):
            each.help = translate(each.help)
    for below in getattr(command, "commands", {}).values():
        _exchange(below, translate)
