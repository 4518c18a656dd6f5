"""A stream followed where it lies says what the codec and `follow` say of the same bytes."""

import hashlib
from dataclasses import dataclass, replace

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.codec import Codec
from station.errors.document import DocumentMalformed
from station.errors.store import StreamForked
from station.ids import Digest, ElapsedMs, Epoch, StreamId, UnixMs
from station.store.stream import ROOT, Head, Record, follow
from station.store.stream_in_place import Elsewhere, step_of, steps_in_place


@dataclass(frozen=True, slots=True)
class Told:
    records: tuple[Record, ...]


TOLD = Codec[Told](Told)
LEAD = len(b"\xa1grecords")
EDGES = [0, 1, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**63 - 1]
NUMBERS = st.one_of(st.sampled_from(EDGES), st.integers(0, 2**63 - 1))
BODIES = st.one_of(
    st.binary(max_size=40), st.sampled_from([n * b"b" for n in (0, 23, 24, 255, 256, 65_536)])
)
NAMES = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=300),
    st.sampled_from(["n" * n for n in (1, 23, 24, 255, 256)]),
)
SAID = st.lists(st.tuples(NUMBERS, NUMBERS, BODIES), min_size=1, max_size=8)


def whole(said, name="attempt", epochs=None):
    """A stream whose chain holds."""
    records, digest = [], ROOT
    for seq, (elapsed, wall, body) in enumerate(said, start=1):
        record = Record(
            stream=StreamId(name),
            seq=seq,
            epoch=Epoch(epochs[seq - 1] if epochs else 1),
            elapsed=ElapsedMs(elapsed),
            wall=UnixMs(wall),
            previous=digest,
            body=body,
        )
        records.append(record)
        digest = record.digest
    return tuple(records)


def in_place(raw):
    """What following in place says, and that it used up all bytes."""
    steps, end = steps_in_place(raw, LEAD)
    if raw[:LEAD] != b"\xa1grecords" or end != len(raw):
        raise Elsewhere
    return steps


def by_codec(raw):
    records = TOLD.unpack(raw).records
    follow(Head(), records, records[0].stream)
    return tuple(map(step_of, records))


def agree(raw):
    """Whatever is followed in place, the codec reads, and the chain holds, and it is the same."""
    try:
        found = in_place(raw)
    except Elsewhere:
        return None
    assert by_codec(raw) == found
    return found


@given(SAID, NAMES, st.lists(NUMBERS, min_size=8, max_size=8).map(sorted))
def test_every_whole_stream_is_followed_in_place(said, name, epochs):
    raw = TOLD.pack(Told(whole(said, name, epochs)))
    assert in_place(raw) == by_codec(raw)


@pytest.mark.parametrize("count", [1, 23, 24, 255, 256, 300])
def test_streams_of_any_length_are_followed(count):
    raw = TOLD.pack(Told(whole([(n, n, b"x") for n in range(count)])))
    assert len(in_place(raw)) == count


GOOD = TOLD.pack(Told(whole([(n, 5, bytes([n])) for n in range(5)])))


@settings(max_examples=500)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 60), st.binary(max_size=9))
def test_nothing_that_was_changed_is_followed_but_what_the_codec_reads_alike(place, gone, put):
    agree(GOOD[:place] + put + GOOD[place + gone :])


def test_each_single_byte_matters():
    for place in range(len(GOOD)):
        for bit in (1, 0x10, 0x80):
            changed = GOOD[:place] + bytes([GOOD[place] ^ bit]) + GOOD[place + 1 :]
            found = agree(changed)
            # the last record's own words hang on no later hash: the seat's signature holds those
            assert found is None or found[:-1] == in_place(GOOD)[:-1]


FORGED = {
    "taken out": lambda records: records[:1] + records[2:],
    "swapped": lambda records: (records[1], records[0], *records[2:]),
    "the first is missing": lambda records: records[1:],
    "none": lambda _: (),
    "twice": lambda records: (*records, records[-1]),
    "another stream": lambda records: (
        *records[:-1],
        replace(records[-1], stream=StreamId("other")),
    ),
    "an epoch that falls": lambda records: whole([(1, 1, b"")] * 3, epochs=[1, 2, 1]),
    "another hash": lambda records: (*records[:-1], replace(records[-1], previous=Digest(ROOT))),
    "another body": lambda records: (records[0], replace(records[1], body=b"no"), *records[2:]),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_chain_that_does_not_hold_is_not_followed(forge):
    raw = TOLD.pack(Told(forge(whole([(n, 5, bytes([n])) for n in range(5)]))))
    assert agree(raw) is None
    with pytest.raises((StreamForked, IndexError)):
        by_codec(raw)


def record_bytes(fields, previous):
    """A record as its fields' own bytes say, whatever their form."""
    plain = {
        "seq": b"\x01",
        "body": b"\x40",
        "wall": b"\x05",
        "epoch": b"\x01",
        "stream": b"\x61a",
        "elapsed": b"\x00",
        "previous": b"\x58\x20" + previous,
    }
    return b"\xa7" + b"".join(cbor2.dumps(n) + v for n, v in (plain | fields).items())


ODD = [
    {"seq": b"\x18\x01"},
    {"seq": b"\x19\x00\x01"},
    {"seq": b"\xf5"},
    {"seq": b"\xc2\x41\x01"},
    {"body": b"\x58\x00"},
    {"body": b"\x5f\xff"},
    {"body": b"\x60"},
    {"body": b"\x59\x00\x18" + bytes(24)},
    {"wall": b"\x18\x05"},
    {"wall": b"\x1b\x00\x00\x00\x00\x00\x00\x00\x05"},
    {"wall": b"\x1b\x80\x00\x00\x00\x00\x00\x00\x00"},
    {"wall": b"\x20"},
    {"wall": b"\xf9\x45\x00"},
    {"wall": b"\x1a\x00\x00\xff\xff"},
    {"epoch": b"\x19\x00\xff"},
    {"epoch": b"\xf4"},
    {"stream": b"\x60"},
    {"stream": b"\x41a"},
    {"stream": b"\x78\x01a"},
    {"stream": b"\x61\xff"},
    {"stream": b"\x7f\x61a\xff"},
    {"elapsed": b"\x20"},
    {"elapsed": b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"},
    {"previous": b"\x58\x1f" + bytes(31)},
    {"previous": b"\x59\x00\x20" + bytes(32)},
    {"more": b"\x00"},
]


@pytest.mark.parametrize("fields", ODD, ids=str)
def test_another_form_is_not_followed_though_its_own_chain_holds(fields):
    """The forger hashes the bytes that he wrote; the codec would find others."""
    first = record_bytes(fields, ROOT)
    then = record_bytes({"seq": b"\x02"}, hashlib.sha256(first).digest())
    for raw in (b"\xa1grecords\x81" + first, b"\xa1grecords\x82" + first + then):
        assert agree(raw) is None
        with pytest.raises(DocumentMalformed):
            by_codec(raw)


def test_the_plain_form_that_the_odd_ones_differ_from_is_followed():
    first = record_bytes({}, ROOT)
    then = record_bytes({"seq": b"\x02"}, hashlib.sha256(first).digest())
    assert len(agree(b"\xa1grecords\x82" + first + then)) == 2


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xa1", b"\xa1grecords", b"\xa1grecords\x98\x01", b"\xa1grecords\x9b" + bytes(8)],
)
def test_bytes_that_end_early_are_not_followed(raw):
    with pytest.raises(Elsewhere):
        in_place(raw)
    for cut in range(len(GOOD)):
        assert agree(GOOD[:cut]) is None
