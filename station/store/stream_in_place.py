"""Follows a stream where it lies in a document, without reading its records one field at a time.

A stream that is whole has one form only, and most of that is known beforehand: the fields' names,
the next number, the stream's name, the hash of the record before. So each byte is held against
what must stand there, and only what differs from record to record is taken out. Whatever is not
exactly so is left to the codec and to `follow`, who say what is wrong with it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from station.ids import ElapsedMs, digest_of
from station.store.stream import ROOT, Record

RECORDS = 1 << 16
"""In a stream that is followed here; an attempt has a few hundred."""

_NUMBER = (
    rb"(?:[\x00-\x17]|\x18[\x18-\xff]|\x19[\x01-\xff].|\x1a(?!\x00\x00).{4}"
    rb"|\x1b(?!\x00{4})[\x00-\x7f].{7})"
)
"""A whole number below 2**63 in its shortest form (RFC 8949, 4.2.1)."""
_AFTER_BODY = re.compile(rb"dwall" + _NUMBER + rb"eepoch(" + _NUMBER + rb")fstream", re.DOTALL)
_ELAPSED = re.compile(rb"(" + _NUMBER + rb")hpreviousX ", re.DOTALL)
_ANY_NUMBER = re.compile(_NUMBER, re.DOTALL)


def _head(major: int) -> re.Pattern[bytes]:
    """Return what a list or a string of this major type begins with: its length, shortest form."""
    one, two, four, direct = (bytes([(major << 5) + more]) for more in (24, 25, 26, 23))
    direct = b"[" + bytes([major << 5]) + b"-" + direct + b"]"
    form = direct + b"|%b[\x18-\xff]|%b[\x01-\xff].|%b(?!\x00\x00).{4}" % (one, two, four)
    return re.compile(form, re.DOTALL)


_BYTES, _TEXT, _LIST = map(_head, (2, 3, 4))
_DIRECT = 0x1F
"""The bits of a first byte that are the length, where it is below 24."""


class Step(NamedTuple):
    """What a record of a stream says whose chain holds."""

    seq: int
    elapsed: ElapsedMs
    body: bytes


class Elsewhere(Exception):
    """It is not, byte for byte, what a whole stream is written as: no failure, the codec says."""


def steps_in_place(raw: bytes, start: int) -> tuple[tuple[Step, ...], int]:
    """Follow the whole stream that lies at a place.

    Returns:
        Its steps, and where it ends.

    Raises:
        Elsewhere: It is no such stream, or its chain does not hold.
    """
    count, place = length_at(raw, start, _LIST)
    if not 0 < count < RECORDS:
        raise Elsewhere
    steps: list[Step] = []
    name, digest, raw_epoch = b"", ROOT, b"\x00"
    for seq in range(1, count + 1):
        begin, before = place, _before_body(seq)
        if not raw.startswith(before, place):
            raise Elsewhere
        body, place = _string_at(raw, place + len(before), _BYTES)
        found = _AFTER_BODY.match(raw, place)
        if found is None or (found[1] != raw_epoch and _number(found[1]) < _number(raw_epoch)):
            raise Elsewhere
        raw_epoch, place = found[1], found.end()
        name = name or _name_at(raw, place)
        if not raw.startswith(name, place):
            raise Elsewhere
        found = _ELAPSED.match(raw, place + len(name))
        if found is None or not raw.startswith(digest, found.end()):
            raise Elsewhere
        place = found.end() + len(ROOT)
        steps.append(Step(seq, ElapsedMs(_number(found[1])), body))
        digest = digest_of(raw[begin:place])
    return tuple(steps), place


def text_at(raw: bytes, start: int) -> tuple[str, int]:
    """Return the text that lies at a place, and where it ends; raises Elsewhere if none does."""
    plain, end = _string_at(raw, start, _TEXT)
    try:
        return plain.decode(), end
    except UnicodeDecodeError as exc:
        raise Elsewhere from exc


def number_at(raw: bytes, start: int) -> tuple[int, int]:
    """Return the number that lies at a place, and where it ends; raises Elsewhere if none does."""
    found = _ANY_NUMBER.match(raw, start)
    if found is None:
        raise Elsewhere
    return _number(found[0]), found.end()


def length_at(raw: bytes, start: int, head: re.Pattern[bytes]) -> tuple[int, int]:
    """Return the length that a list or a string begins with, and where that ends."""
    found = head.match(raw, start)
    if found is None:
        raise Elsewhere
    first = found[0]
    return (first[0] & _DIRECT if len(first) == 1 else _number(first)), found.end()


def _name_at(raw: bytes, start: int) -> bytes:
    """Return the bytes that name the stream at a place, and the next field."""
    text, end = text_at(raw, start)
    if not text:
        raise Elsewhere
    return raw[start:end] + b"gelapsed"


def _string_at(raw: bytes, start: int, head: re.Pattern[bytes]) -> tuple[bytes, int]:
    length, begin = length_at(raw, start, head)
    end = begin + length
    if end > len(raw):
        raise Elsewhere
    return raw[begin:end], end


def _number(raw: bytes) -> int:
    return raw[0] if len(raw) == 1 else int.from_bytes(raw[1:], "big")


@lru_cache(RECORDS)
def _before_body(seq: int) -> bytes:
    """Return what a record begins with."""
    if seq < 24:
        number = bytes([seq])
    else:
        number = b"\x18" + bytes([seq]) if seq < 1 << 8 else b"\x19" + seq.to_bytes(2, "big")
    return b"\xa7cseq" + number + b"dbody"


def step_of(record: Record) -> Step:
    """Return what a record says."""
    return Step(record.seq, record.elapsed, record.body)
