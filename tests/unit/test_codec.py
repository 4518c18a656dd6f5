"""The one form in which we save, send and sign."""

from dataclasses import dataclass
from datetime import date

import cbor2
import pytest

from station.codec import Codec
from station.errors.document import DocumentMalformed
from station.ids import SeatNumber


@dataclass(frozen=True, slots=True)
class Sat:
    seat: SeatNumber
    on: date
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    early: bool


CODEC: Codec[Sat | Left] = Codec(Sat | Left)
SAT = Sat(SeatNumber(7), date(2024, 2, 29), ("a", "b"))


@pytest.mark.parametrize("value", [SAT, Left(early=True)])
def test_what_is_packed_comes_back(value):
    assert CODEC.unpack(CODEC.pack(value)) == value


WRONG = [
    {"is": "Sat", "seat": "7", "on": "2024-02-29", "choices": ["a"]},
    {"is": "Sat", "seat": True, "on": "2024-02-29", "choices": ["a"]},
    {"is": "Sat", "seat": 7, "on": "2024-02-30", "choices": ["a"]},
    {"is": "Sat", "seat": 7, "on": "2024-02-29", "choices": "ab"},
    {"is": "Sat", "seat": 7, "on": "2024-02-29"},
    {"is": "Sat", "seat": 7, "on": "2024-02-29", "choices": [], "more": 1},
    {"is": "Gone"},
    {"seat": 7},
    [1, 2],
    None,
]


@pytest.mark.parametrize("plain", WRONG)
def test_a_wrong_shape_is_refused(plain):
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(cbor2.dumps(plain, canonical=True))


@pytest.mark.parametrize("plain", [7, -18, "Left", [["early", True]], None, 1.5, {}, {1: True}])
def test_what_is_no_map_is_refused_by_a_codec_of_one_type_too(plain):
    with pytest.raises(DocumentMalformed):
        Codec(Left).unpack(cbor2.dumps(plain, canonical=True))


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw + b"\x00", lambda raw: raw[:-1], lambda raw: b""]
)
def test_bytes_over_or_missing_are_refused(spoil):
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(spoil(CODEC.pack(SAT)))


def test_another_form_of_the_same_value_is_refused():
    plain = {"seat": 7, "on": "2024-02-29", "is": "Sat", "choices": ["a", "b"]}
    assert cbor2.dumps(plain) != CODEC.pack(SAT)
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(cbor2.dumps(plain))
