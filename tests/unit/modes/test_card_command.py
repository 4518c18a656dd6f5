"""`station card verify` before it asks for anything: coded refusals, and a quiet error stream."""

import pytest
from typer.testing import CliRunner

from station.errors.camera import CameraAbsent
from station.errors.credential import CardPictureUnreadable, NoCodeRead
from station.errors.document import StationFolderMissing
from station.modes.commands.card import app


def refused(*words):
    """Run it without a passphrase: it is an error before anybody is asked for one."""
    result = CliRunner().invoke(app, ["verify", *map(str, words)], input="")
    assert "assphrase" not in result.output
    return result.exception


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "identity.key").write_bytes(b"x")
    (tmp_path / "province-root.der").write_bytes(b"x")
    return tmp_path


def test_a_folder_that_is_none_is_told_first(tmp_path):
    refusal = refused(tmp_path / "no such folder", "--text", "ES1:A")
    assert isinstance(refusal, StationFolderMissing)
    assert refusal.facts == {"name": "no such folder"}


@pytest.mark.parametrize("raw", [None, b"", b"no picture", b"\xff\xd8half a picture"])
def test_a_picture_that_cannot_be_read_is_told_as_a_picture_of_a_card(folder, raw):
    path = folder / "card.jpg"
    if raw is not None:
        path.write_bytes(raw)
    refusal = refused(folder, "--picture", path)
    assert isinstance(refusal, CardPictureUnreadable)
    assert refusal.facts == {"name": "card.jpg"}


def test_without_a_code_it_says_how_to_give_one(folder):
    assert isinstance(refused(folder), NoCodeRead)


def test_a_camera_that_is_not_there_is_told_once_and_by_us(folder, capfd):
    assert isinstance(refused(folder, "--camera", "63"), CameraAbsent)
    assert capfd.readouterr() == ("", "")
