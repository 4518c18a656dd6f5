"""The first word each way. A peer of another version is told so, whatever else it says."""

import cbor2

from station.errors.document import DocumentMalformed
from station.errors.lan import MessageMalformed, VersionUnknown
from station.lan.messages import FROM_HUB, FROM_SEAT, VERSION, Hello, Refused, Welcome


def read_hello(raw: bytes) -> Hello:
    """Read a seat's first word.

    Raises:
        VersionUnknown: The seat is of another version.
        MessageMalformed: It is no Hello.
    """
    _check_version(raw, "Hello")
    try:
        message = FROM_SEAT.unpack(raw)
    except DocumentMalformed as exc:
        raise MessageMalformed from exc
    if not isinstance(message, Hello):
        raise MessageMalformed
    return message


def read_welcome(raw: bytes) -> Welcome | Refused:
    """Read a hub's first word.

    Raises:
        VersionUnknown: The hub is of another version.
        MessageMalformed: It is neither.
    """
    _check_version(raw, "Welcome")
    try:
        message = FROM_HUB.unpack(raw)
    except DocumentMalformed as exc:
        raise MessageMalformed from exc
    if not isinstance(message, Welcome | Refused):
        raise MessageMalformed
    return message


def _check_version(raw: bytes, name: str) -> None:
    """Look at the version alone: the rest may have changed with it."""
    try:
        plain = cbor2.loads(raw)
    except (cbor2.CBORError, ValueError, TypeError, EOFError, OverflowError, RecursionError) as exc:
        raise MessageMalformed from exc
    if isinstance(plain, dict) and plain.get("is") == name:
        version = plain.get("version")
        if isinstance(version, int) and version != VERSION:
            raise VersionUnknown(theirs=version, ours=VERSION)
