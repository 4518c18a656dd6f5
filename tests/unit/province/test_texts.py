"""Every code of ours has a text, and every text of ours is known in Chinese."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import station
from station.errors import StationError, province, sync
from station.messages import TEXTS
from station.province import page

LOCALE = Path(station.__file__).parent / "locale" / "zh_CN"


def catalogue(name):
    with (LOCALE / name).open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


@pytest.mark.parametrize(("room", "name"), [(province, "province"), (sync, "sync")])
def test_every_code_has_a_text_in_both_languages(room, name):
    codes = [
        error.code
        for error in vars(room).values()
        if isinstance(error, type) and issubclass(error, StationError) and error is not StationError
    ]
    chinese = catalogue(f"errors-{name}.po")
    assert len(set(codes)) == len(codes) > 5
    assert set(chinese) == {TEXTS[code] for code in codes}
    for english, translated in chinese.items():
        assert re.findall(r"{\w+}", translated) == re.findall(r"{\w+}", english)
        assert re.search(r"[一-鿿]", translated)


def test_every_text_of_the_pages_is_known_in_chinese():
    source = Path(page.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r"\b(?:_|translate)\(\s*\"([^\"]+)\"", source))
    used |= {"passed", "not passed", "the same", "differs", "conflict", "refused"}
    assert used <= set(catalogue("province.po"))
    assert "Results received" in used
