"""The chain, against a hand-made oracle."""

import hashlib
from dataclasses import replace

import cbor2
import pytest

from station.errors.document import DocumentMalformed
from station.errors.store import StreamForked
from station.store.stream import RECORD, ROOT, Head, Record, follow


def chain(*bodies, stream="s", epoch=1):
    records, previous = [], ROOT
    for seq, body in enumerate(bodies, start=1):
        record = Record(
            stream=stream, seq=seq, epoch=epoch, elapsed=0, wall=0, previous=previous, body=body
        )
        previous = hashlib.sha256(cbor2.dumps(vars_of(record), canonical=True)).digest()
        records.append(record)
    return tuple(records)


def vars_of(record):
    return {name: getattr(record, name) for name in record.__slots__}


def test_a_chain_made_by_hand_is_followed_to_its_end():
    a, b, c = chain(b"a", b"b", b"c")
    assert follow(Head(), (a, b, c), "s") == Head(seq=3, epoch=1, digest=c.digest)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a, b, c: (a, c),
        lambda a, b, c: (b, a, c),
        lambda a, b, c: (a, b, b),
        lambda a, b, c: (a, replace(b, body=b"x"), c),
        lambda a, b, c: (a, replace(b, wall=9), c),
        lambda a, b, c: (a, b, replace(c, previous=ROOT)),
        lambda a, b, c: (a, b, replace(c, epoch=0)),
        lambda a, b, c: (a, b, replace(c, stream="t")),
    ],
)
def test_a_spoilt_chain_is_forked(spoil):
    with pytest.raises(StreamForked):
        follow(Head(), spoil(*chain(b"a", b"b", b"c")), "s")


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": 0},
        {"seq": -1},
        {"seq": 2**63},
        {"epoch": -1},
        {"elapsed": 2**70},
        {"wall": -1},
        {"stream": ""},
        {"previous": b""},
        {"previous": bytes(33)},
    ],
)
def test_a_record_that_cannot_be_is_refused_at_the_door(wrong):
    (record,) = chain(b"a")
    with pytest.raises(DocumentMalformed):
        RECORD.unpack(cbor2.dumps({**vars_of(record), **wrong}, canonical=True))
