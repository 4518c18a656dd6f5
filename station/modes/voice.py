"""The voice of this machine: a program of the system's own, in a process of its own."""

import shutil
import subprocess
import sys
import tempfile

from station.flow.voice import NoVoice, Voice

SAY_ALL_OF_IT = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)

WINDOWS_SPEAKS = (("powershell", "-NoProfile", "-Command", SAY_ALL_OF_IT),)

LINUX_SPEAKS = (
    ("spd-say", "--wait", "--language", "{tongue}", "--pipe-mode"),
    ("espeak-ng", "-v", "{tongue}", "--stdin"),
)


def open_voice() -> Voice:
    """Return the machine's voice, or one that is silent where there is none."""
    for name, *options in WINDOWS_SPEAKS if sys.platform == "win32" else LINUX_SPEAKS:
        program = shutil.which(name)
        if program is not None:
            return ProgramVoice([program, *options])
    return NoVoice()


class ProgramVoice:
    """Speaks through a program that reads its text from standard input.

    "{tongue}" in its words is the language to speak. The text never stands on a command line,
    where every user of the machine could read it.
    """

    can_speak = True

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._speaking: subprocess.Popen[bytes] | None = None

    def say(self, text: str, tongue: str) -> None:
        self.hush()
        command = [word.replace("{tongue}", tongue) for word in self._command]
        quiet = subprocess.DEVNULL
        with tempfile.TemporaryFile() as read_from:  # a pipe would wait for a program that is slow
            read_from.write(text.encode())
            read_from.seek(0)
            try:
                self._speaking = subprocess.Popen(  # noqa: S603 - a list, and never a shell
                    command, stdin=read_from, stdout=quiet, stderr=quiet
                )
            except OSError:
                return  # the program is gone since the start: the staff read the text

    def hush(self) -> None:
        if self._speaking is not None:
            self._speaking.terminate()
            self._speaking.wait()
            self._speaking = None
