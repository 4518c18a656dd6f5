"""Files that hold private keys: encrypted, readable by their owner alone, never half-written."""

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from station.errors.key import KeyFileMissing, KeyFileUnwritable
from station.seal.passphrase import shut_with_passphrase, unshut_with_passphrase


def write_key_file(path: Path, content: bytes, passphrase: str, context: bytes) -> None:
    """Put a content into a file; when this returns, a power cut cannot lose it.

    Raises:
        KeyFileUnwritable: The disk refused; a file that was there is unchanged.
    """
    raw = shut_with_passphrase(content, passphrase, context)
    fresh: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
            fresh = Path(file.name)  # a temporary file is its owner's alone from the start
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as exc:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
        raise KeyFileUnwritable(file=path.name) from exc


def read_key_file(path: Path, passphrase: str, context: bytes) -> bytes:
    """Return the content.

    Raises:
        KeyFileMissing: There is no such file, or it cannot be read.
        DocumentMalformed: It is not a key file.
        KeyLocked: The passphrase is wrong, or the file was changed.
    """
    try:
        raw = path.read_bytes()
    except OSError as exc:
        raise KeyFileMissing(file=path.name) from exc
    return unshut_with_passphrase(raw, passphrase, context)


if sys.platform == "win32":  # pragma: no cover

    def sync_folder(folder: Path) -> None:
        """Windows has no such call: NTFS journals the rename by itself."""
else:

    def sync_folder(folder: Path) -> None:
        """Make a rename in this folder durable."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
