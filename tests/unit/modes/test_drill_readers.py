"""What a drill folder can tell a simulated reader."""

import json

import pytest

from station.errors.reader import CardUnreadable, ReaderAbsent
from station.modes.devices import open_named_readers

CARD = {
    "number": "990000199001010009",
    "name": "考生",
    "sex": "1",
    "birth": "1990-01-01",
    "valid_from": "2020-01-01",
    "valid_until": "2040-01-01",
    "photo": "photo.png",
}


@pytest.fixture
def folders(tmp_path):
    made = [tmp_path / "one", tmp_path / "two"]
    for folder in made:
        folder.mkdir()
        (folder / "photo.png").write_bytes(b"\x89PNG of " + folder.name.encode())
    return made


@pytest.fixture
def opened(folders):
    reader, decoder = open_named_readers([f"simulated:{folder}" for folder in folders], None)
    yield reader, decoder
    reader.close()


def lay(folder):
    (folder / "card.json").write_text(json.dumps(CARD), encoding="utf-8")


def test_two_readers_can_be_drilled(folders, opened):
    reader, decoder = opened
    assert reader.read_card() is None
    lay(folders[1])
    document = reader.read_card()
    assert document.number == CARD["number"]
    assert decoder.decode(document.raw_photo) == b"\x89PNG of two"


def test_a_card_is_lifted_once(folders, opened):
    lay(folders[0])
    (folders[0] / "story.json").write_text('[["lifted", "READ"]]')
    with pytest.raises(CardUnreadable):
        opened[0].read_card()
    assert opened[0].read_card() is not None


def test_the_cable_is_pulled_and_put_back(folders):
    reader, _ = open_named_readers([f"simulated:{folders[0]}"], None)
    (folders[0] / "unplugged").touch()
    with pytest.raises(ReaderAbsent):
        reader.read_card()
    (folders[0] / "unplugged").unlink()
    lay(folders[0])
    assert reader.read_card() is not None
    reader.close()
