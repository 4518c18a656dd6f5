"""The Internet Printing Protocol (RFC 8010), as far as one print queue is spoken to."""

import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

VERSION = b"\x01\x01"

_OPERATION_GROUP, _JOB_GROUP, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NO_VALUES = range(0x10, 0x20)
_STRINGS = range(0x41, 0x60)
_BEGIN_COLLECTION, _END_COLLECTION, _MEMBER = 0x34, 0x37, 0x4A

Value: TypeAlias = int | bool | str | bytes | None
"""None for a value that the other side says it has not; bytes for kinds that nobody asks for."""

Attributes: TypeAlias = dict[str, tuple[Value, ...]]


class Operation(IntEnum):
    """What a queue is asked to do; the last one is CUPS's own, and asks for all queues."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    GET_PRINTERS = 0x4002


class IppMalformed(Exception):
    """The answer is not one of this protocol."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of the kind that a tag names."""

    tag: int
    raw: bytes


def keyword(text: str) -> Typed:
    return Typed(0x44, text.encode("ascii"))


def name(text: str) -> Typed:
    return Typed(0x42, text.encode("utf-8"))


def uri(text: str) -> Typed:
    return Typed(0x45, text.encode("ascii"))


def mime_type(text: str) -> Typed:
    return Typed(0x49, text.encode("ascii"))


def integer(number: int) -> Typed:
    return Typed(_INTEGER, struct.pack(">i", number))


def boolean(truth: bool) -> Typed:
    return Typed(_BOOLEAN, bytes([truth]))


Collection: TypeAlias = dict[str, "Typed | Collection"]
Given: TypeAlias = Typed | Collection | tuple[Typed, ...]


def request(
    operation: Operation, asked: dict[str, Given], job: dict[str, Given] | None = None
) -> bytes:
    """Return a request; a document may follow it.

    Args:
        asked: Operation attributes, beside the two that every request begins with.
        job: What the job is to be like.
    """
    head = VERSION + struct.pack(">HI", operation, 1)
    both = {"attributes-charset": Typed(0x47, b"utf-8")}
    both |= {"attributes-natural-language": Typed(0x48, b"en")}
    groups = bytes([_OPERATION_GROUP]) + _attributes({**both, **asked})
    if job:
        groups += bytes([_JOB_GROUP]) + _attributes(job)
    return head + groups + bytes([_END])


def _attributes(given: dict[str, Given]) -> bytes:
    return b"".join(_attribute(label, value) for label, value in given.items())


def _attribute(label: str, value: Given) -> bytes:
    if isinstance(value, tuple):
        first, *others = value
        return _one(label, first) + b"".join(_one("", other) for other in others)
    if isinstance(value, dict):
        members = b"".join(
            _one("", Typed(_MEMBER, member.encode("ascii"))) + _attribute("", inner)
            for member, inner in value.items()
        )
        begin, end = (
            _one(label, Typed(_BEGIN_COLLECTION, b"")),
            _one("", Typed(_END_COLLECTION, b"")),
        )
        return begin + members + end
    return _one(label, value)


def _one(label: str, value: Typed) -> bytes:
    raw_label = label.encode("ascii")
    sizes = struct.pack(">BH", value.tag, len(raw_label)), struct.pack(">H", len(value.raw))
    return sizes[0] + raw_label + sizes[1] + value.raw


@dataclass(slots=True)
class Answer:
    """What came back.

    Attributes:
        status: Below 0x0100 if what was asked is done.
        groups: The attributes of the operation, of a printer, or of each job; in their order.
    """

    status: int
    groups: list[Attributes] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.status < 0x0100


def parse_answer(raw: bytes) -> Answer:
    """Read an answer; members of collections are left out.

    Raises:
        IppMalformed: It is none.
    """
    try:
        return _parse(raw)
    except (struct.error, IndexError, UnicodeDecodeError) as exc:
        raise IppMalformed from exc


def _parse(raw: bytes) -> Answer:
    (status,) = struct.unpack_from(">H", raw, 2)
    answer, at, label, depth = Answer(status), 8, "", 0
    while (tag := raw[at]) != _END:
        at += 1
        if tag < _NO_VALUES.start:
            answer.groups.append({})
            continue
        said, at = _chunk(raw, at)
        data, at = _chunk(raw, at)
        label = said.decode("utf-8") or label
        depth += (tag == _BEGIN_COLLECTION) - (tag == _END_COLLECTION)
        if not depth and tag != _END_COLLECTION:
            group = answer.groups[-1]
            group[label] = (*group.get(label, ()), _value(tag, data))
    return answer


def _chunk(raw: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">H", raw, at)
    if at + 2 + size > len(raw):
        raise IppMalformed
    return raw[at + 2 : at + 2 + size], at + 2 + size


def _value(tag: int, data: bytes) -> Value:
    if tag in _NO_VALUES:
        return None
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", data)[0])
    if tag == _BOOLEAN:
        return data != b"\0"
    if tag in _STRINGS:
        return data.decode("utf-8", "replace")
    return data
