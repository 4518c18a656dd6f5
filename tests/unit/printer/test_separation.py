"""What judges an encoder shares nothing with it: emulators and decoders import no encoder."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

JUDGES = ("evolis_panel", "evolis_emulator", "magicard_panel", "magicard_emulator", "mechanism")
ENCODERS = {
    f"station.printer.{name}"
    for name in ("evolis", "evolis_encoding", "evolis_talk", "magicard", "magicard_talk", "panels")
}


def imported(module, seen):
    """All modules of the station that a module imports, and theirs."""
    if module not in seen and module.startswith("station."):
        seen.add(module)
        source = Path(find_spec(module).origin).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                imported(node.module, seen)
    return seen


@pytest.mark.parametrize("judge", JUDGES)
def test_a_judge_shares_nothing_with_what_it_judges(judge):
    assert imported(f"station.printer.{judge}", set()) & ENCODERS == set()


def test_the_search_finds_what_an_encoder_uses():
    assert "station.printer.panels" in imported("station.printer.evolis", set())
