"""Reading a text aloud, by a program that stands in for the system's own."""

import os
import stat
import sys

import pytest

from station.flow.voice import NoVoice
from station.modes.voice import LINUX_SPEAKS, ProgramVoice, open_voice

TEXT = "为核对您是本人，我们要拍摄您的面部照片。"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs here are scripts")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder that is all of the PATH, but for the shell's own."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


def program(folder, name, does):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize("name", [name for name, *_ in LINUX_SPEAKS])
def test_the_text_is_spoken_and_never_stands_on_a_command_line(programs, tmp_path, name):
    heard, called = tmp_path / "heard", tmp_path / "called"
    program(programs, name, f'echo "$@" > "{called}"; cat > "{heard}"')
    voice = open_voice()
    assert voice.can_speak
    voice.say(TEXT, "zh")
    voice._speaking.wait(timeout=10)
    assert heard.read_text(encoding="utf-8") == TEXT
    assert called.read_text(encoding="utf-8").split() == [
        word.replace("{tongue}", "zh")
        for found, *words in LINUX_SPEAKS
        if found == name
        for word in words
    ]


def test_the_next_text_breaks_off_the_one_before_and_hush_ends_it(programs):
    voice = ProgramVoice([str(program(programs, "speaks-on", "cat > /dev/null; exec sleep 600"))])
    voice.say(TEXT, "zh")
    first = voice._speaking
    voice.say(TEXT, "zh")
    assert first.poll() is not None
    second = voice._speaking
    voice.hush()
    assert second.poll() is not None
    voice.hush()  # and once more does no harm


@pytest.mark.parametrize("does", ["exit 1", "exec 0<&-; exit 0"])
def test_a_program_that_fails_costs_nothing(programs, does):
    voice = ProgramVoice([str(program(programs, "fails", does))])
    voice.say(TEXT * 20_000, "zh")  # more than a pipe holds
    voice.hush()


def test_a_program_that_has_gone_costs_nothing(programs):
    path = program(programs, "goes", "cat > /dev/null")
    voice = ProgramVoice([str(path)])
    path.unlink()
    voice.say(TEXT, "zh")
    voice.hush()


def test_a_machine_without_a_voice_is_silent(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(open_voice(), NoVoice)
    assert not open_voice().can_speak
