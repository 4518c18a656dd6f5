"""A new seat gets its certificate over the network; two persons' eyes compare six digits.

This is the seat's end; the coordinator's is station.lan.enrolment_desk. Nothing said here is
secret. What matters is that the key and the root that each side sees are the other's own, and the
short code says so: see station.seal.short_code. The key never leaves the seat.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from station.codec import Codec
from station.errors.document import DocumentMalformed, SignerUntrusted
from station.errors.lan import EnrolmentBroken, EnrolmentRefused
from station.ids import Digest, UnixMs
from station.lan.frames import framed, read_frame
from station.seal.identity import Identity, Trust, complete, request
from station.seal.kinds import SignerKind
from station.seal.short_code import commitment, new_nonce, short_code

PORT = 8766
FRAME_BYTES = 64 * 1024
WORD_S = 10.0
"""For each word of the other machine; persons may take longer."""
PERSON_S = 300.0


@dataclass(frozen=True, slots=True)
class Knock:
    """A seat asks, and commits to its key."""

    commitment: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The centre says who it is."""

    root: bytes
    issuer: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """The seat shows its key."""

    csr: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Grant:
    """A person has seen the same digits on both screens."""

    chain: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """A person has said no."""


Word = Knock | Offer | Reveal | Grant | Denied
WORD: Codec[Word] = Codec(Word)
W = TypeVar("W", bound=Word)


def ask(
    connection: socket.socket, now: UnixMs, same: Callable[[str], bool]
) -> tuple[Identity, bytes]:
    """Be given a certificate.

    Args:
        same: Shows a person the digits, and says whether the coordinator shows the same.

    Returns:
        The seat's identity, and the root of its province.

    Raises:
        EnrolmentRefused: A person said no, here or there.
        EnrolmentBroken: The other side is gone, or speaks otherwise.
        SignerUntrusted: The certificate is not what was asked for.
    """
    asked, nonce = request(SignerKind.SEAT, ""), new_nonce()
    _say(connection, Knock(commitment(asked.csr, nonce)))
    offer = _hear(connection, Offer, WORD_S)
    _say(connection, Reveal(csr=asked.csr, nonce=nonce))
    code = short_code(
        root=offer.root,
        issuer=offer.issuer,
        csr=asked.csr,
        of_seat=nonce,
        of_centre=offer.nonce,
    )
    if not same(code):
        raise EnrolmentRefused
    chain = _hear(connection, Grant, PERSON_S).chain
    peer = Trust(offer.root).peer(chain, now)
    if peer.kind is not SignerKind.SEAT or chain[1:] != (offer.issuer,):
        raise SignerUntrusted(why="not what was asked for")
    return complete(asked, chain), offer.root


def _say(connection: socket.socket, word: Word) -> None:
    try:
        connection.sendall(framed(WORD.pack(word)))
    except OSError as exc:
        raise EnrolmentBroken from exc


def _hear(connection: socket.socket, kind: type[W], patience_s: float) -> W:
    try:
        word = WORD.unpack(read_frame(connection, FRAME_BYTES, patience_s))
    except (OSError, DocumentMalformed) as exc:
        raise EnrolmentBroken from exc
    if isinstance(word, Denied):
        raise EnrolmentRefused
    if not isinstance(word, kind):
        raise EnrolmentBroken
    return word
