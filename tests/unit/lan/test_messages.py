"""Each code of this room has one text in each shipped language."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import station
from station.errors import StationError, lan
from station.messages import explain

CATALOGUE = Path(station.__file__).parent / "locale" / "zh_CN" / "errors-lan.po"
KINDS = [
    kind
    for kind in vars(lan).values()
    if isinstance(kind, type) and issubclass(kind, StationError) and kind is not StationError
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_failure_is_explained_in_chinese(kind):
    with CATALOGUE.open("rb") as file:
        chinese = read_po(file)
    said = explain(kind(), lambda text: chinese[text].string)
    assert said.endswith(f"({kind.code})")
    assert "。" in said
