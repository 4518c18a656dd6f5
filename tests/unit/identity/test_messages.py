"""Each failure at the desk has a code of its own, and a text in each language."""

import inspect
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import station
from station.errors import StationError, camera, identity
from station.messages import camera as camera_texts
from station.messages import explain
from station.messages import identity as identity_texts

LOCALE = Path(station.__file__).parent / "locale" / "zh_CN"
ROOMS = [
    ("CAM", camera, camera_texts.TEXTS, "errors-camera.po"),
    ("IDN", identity, identity_texts.TEXTS, "errors-identity.po"),
]
FACTS = {"file": "weights.onnx", "seat": 7}


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("prefix", "errors", "texts", "catalogue"), ROOMS)
def test_every_failure_can_be_told_in_both_languages(prefix, errors, texts, catalogue):
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, StationError) and kind is not StationError
    ]
    codes = sorted(kind.code for kind in kinds)
    assert codes == [f"{prefix}-{number:02}" for number in range(1, len(kinds) + 1)]
    assert sorted(texts) == codes
    with (LOCALE / catalogue).open("rb") as raw:
        chinese = {message.id: message.string for message in read_po(raw) if message.id}
    assert set(chinese) == set(texts.values())
    for kind in kinds:
        text = texts[kind.code]
        assert fields(text) == fields(chinese[text])
        for translate in (str, chinese.__getitem__):
            assert explain(kind(**FACTS), translate).endswith(f"({kind.code})")
