"""The province's folder of keys."""

import pytest

from station.clock import HeldClock
from station.errors.document import KeyLocked
from station.errors.province import ProvinceFounded, ProvinceMissing
from station.province import keys
from station.seal.pins import pin_fits
from tests.unit.province.conftest import PASSPHRASE


def test_what_was_founded_loads(founded):
    folder, password = founded
    loaded = keys.load(folder, PASSPHRASE)
    assert loaded.root.certificate == (folder / keys.ROOT_CERTIFICATE).read_bytes()
    assert loaded.trust.peer(loaded.province.chain, HeldClock().wall()).kind == "province"
    assert pin_fits(password, loaded.officer)
    assert repr(loaded) == "ProvinceKeys()"


def test_a_wrong_passphrase_opens_nothing(founded):
    with pytest.raises(KeyLocked):
        keys.load(founded[0], "wrong")


def test_a_province_is_never_founded_over_another(founded):
    before = {path.name: path.read_bytes() for path in founded[0].iterdir() if path.is_file()}
    with pytest.raises(ProvinceFounded):
        keys.found(founded[0], "new", HeldClock().wall())
    assert before == {
        path.name: path.read_bytes() for path in founded[0].iterdir() if path.is_file()
    }


def test_an_empty_folder_is_no_province(tmp_path):
    with pytest.raises(ProvinceMissing):
        keys.load(tmp_path, PASSPHRASE)


def test_a_set_up_that_was_cut_short_is_begun_again(tmp_path):
    half = tmp_path / ".half"
    half.mkdir()
    (half / keys.ROOT_KEY).write_bytes(b"half")
    (tmp_path / keys.SEALING_KEY).write_bytes(b"of the first try")
    keys.found(tmp_path, PASSPHRASE, HeldClock().wall())
    assert keys.load(tmp_path, PASSPHRASE).sealing.public
    assert not half.exists()


def test_no_key_lies_in_the_folder_in_the_clear(founded, province_keys):
    held = b"".join(path.read_bytes() for path in founded[0].iterdir() if path.is_file())
    assert province_keys.sealing.private not in held
    assert province_keys.province.private.private_bytes_raw() not in held
    assert province_keys.root.private.private_bytes_raw() not in held
