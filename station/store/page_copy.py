"""A copy of a database on another machine, kept up block by block while it is written to.

The files are encrypted as they lie on disk and travel as they lie: whoever holds the copy and not
the key holds noise. What has changed is found by digests, so nothing of SQLite's own form has to be
known, except that a log whose head is another one has been folded into the database before.

A batch is on the copy's disk as a whole before it is put in place, so that a copy can be opened
after a power cut at any moment: it is as the last whole batch left it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from station.codec import Codec
from station.errors.document import DocumentMalformed
from station.whole_file import sync_folder

BLOCK = 4096
DIGEST = 16
LOG_HEAD = 32
PART = 1_024
"""Blocks in one part of a batch: 4 MB."""
LONGEST = 8
"""Bytes that tell how long a part is on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a copy has: 16 bytes for each block, of the database and of its log."""

    database: bytes = b""
    log: bytes = b""
    log_head: bytes = b""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a file; the last may be shorter."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Part:
    """A piece of a batch; nothing of it counts before the last piece.

    Attributes:
        database_bytes, log_bytes: How long the files are then.
    """

    database: tuple[Block, ...]
    log: tuple[Block, ...]
    database_bytes: int
    log_bytes: int
    last: bool


PART_OF_BATCH: Codec[Part] = Codec(Part)


def changes(path: Path, held: Held) -> tuple[tuple[Part, ...], Held]:
    """Return what a copy lacks, and what it has then. Call it where nobody writes meanwhile."""
    log = _log(path)
    head = _head(log)
    blocks: list[Block] = []
    database_bytes, database = path.stat().st_size, held.database
    if head != held.log_head or not held.database:
        blocks, database = _differing(path, held.database)
    log_blocks, log_digests = _differing(log, held.log)
    now = Held(database=database, log=log_digests, log_head=head)
    log_bytes = log.stat().st_size if log.exists() else 0
    same_size = len(log_digests) == len(held.log)
    if not blocks and not log_blocks and same_size:
        return (), now
    sizes = {"database_bytes": database_bytes, "log_bytes": log_bytes}
    parts = [
        Part(database=tuple(blocks[at : at + PART]), log=(), last=False, **sizes)
        for at in range(0, len(blocks), PART)
    ]
    parts += [
        Part(database=(), log=tuple(log_blocks[at : at + PART]), last=False, **sizes)
        for at in range(0, len(log_blocks), PART)
    ]
    end = Part(database=(), log=(), last=True, **sizes)
    return (*parts, end), now


def held(path: Path) -> Held:
    """Return what a copy has, after a restart of the machine that keeps it."""
    settle(path)
    log = _log(path)
    return Held(database=_differing(path, b"")[1], log=_differing(log, b"")[1], log_head=_head(log))


def take(path: Path, part: Part) -> None:
    """Keep a part; with the last one, the copy is as the original was."""
    coming = _coming(path)
    raw = PART_OF_BATCH.pack(part)
    with coming.open("ab") as file:
        file.write(len(raw).to_bytes(LONGEST, "big") + raw)
        if part.last:
            file.flush()
            os.fsync(file.fileno())
    if part.last:
        coming.replace(_whole(path))
        sync_folder(path.parent)
        settle(path)


def settle(path: Path) -> None:
    """Put a whole batch in place, also one that a power cut left; drop half of one."""
    _coming(path).unlink(missing_ok=True)
    whole = _whole(path)
    if not whole.exists():
        return
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    for part in _parts(whole):
        _write(path, part.database, part.database_bytes)
        _write(_log(path), part.log, part.log_bytes)
    whole.unlink()
    sync_folder(path.parent)


def _parts(whole: Path) -> Iterator[Part]:
    with whole.open("rb") as file:
        while head := file.read(LONGEST):
            raw = file.read(int.from_bytes(head, "big"))
            part = PART_OF_BATCH.unpack(raw)
            yield part
            if part.last:
                return
    raise DocumentMalformed(kind="batch")


def _write(path: Path, blocks: tuple[Block, ...], size: int) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        for block in blocks:
            file.seek(block.number * BLOCK)
            file.write(block.content)
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())


def _differing(path: Path, known: bytes) -> tuple[list[Block], bytes]:
    """Return the blocks whose digests are not known, and all digests."""
    blocks, digests = [], bytearray()
    if path.exists():
        with path.open("rb") as file:
            number = 0
            while content := file.read(BLOCK):
                digest = blake2b(content, digest_size=DIGEST).digest()
                if digest != known[number * DIGEST : (number + 1) * DIGEST]:
                    blocks.append(Block(number, content))
                digests += digest
                number += 1
    return blocks, bytes(digests)


def _head(log: Path) -> bytes:
    if not log.exists():
        return b""
    with log.open("rb") as file:
        return file.read(LOG_HEAD)


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _coming(path: Path) -> Path:
    return path.with_name(path.name + ".coming")


def _whole(path: Path) -> Path:
    return path.with_name(path.name + ".batch")
