"""Every text of the windows has a translation, and no translation is left over."""

import ast
import string
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from station.ui import words
from station.ui.language import languages, translator

pytestmark = pytest.mark.gui


def literals():
    """Yield each text that station.ui hands to its translate function."""
    for source in (files("station") / "ui").iterdir():
        if not source.name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ("translate", "_translate"):
                yield from (
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


TEXTS = {*literals(), words.OFFLINE, *(text for table in words.TABLES for text in table.values())}
SHIPPED = [language for language in languages() if language != "en"]


def catalogue(language):
    raw = (files("station") / "locale" / language / "ui.po").open("rb")
    with raw:
        return {entry.id: entry for entry in read_po(raw) if entry.id}


def fields(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_the_search_finds_texts():
    assert len(TEXTS) > 100
    assert "Hand in now?" in TEXTS


@pytest.mark.parametrize("language", SHIPPED)
def test_nothing_is_missing_and_nothing_is_left_over(language):
    assert set(catalogue(language)) == TEXTS


@pytest.mark.parametrize("language", SHIPPED)
def test_translations_are_whole_and_keep_their_fields(language):
    for text, entry in catalogue(language).items():
        assert entry.string
        assert not entry.fuzzy
        assert fields(entry.string) == fields(text), text


def test_the_translator_reads_all_catalogues():
    chinese = translator("zh_CN")
    assert chinese("Hand in now?") == "现在交卷吗？"
    assert chinese("no such text") == "no such text"
    assert translator("en")("Hand in now?") == "Hand in now?"


def test_an_unknown_language_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'tlh'.*zh_CN"):
        translator("tlh")
