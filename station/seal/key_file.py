"""Files that hold private keys: encrypted, readable by their owner alone, never half-written."""

from pathlib import Path

from station.errors.key import KeyFileMissing, KeyFileUnwritable
from station.seal.passphrase import shut_with_passphrase, unshut_with_passphrase
from station.whole_file import write_whole


def write_key_file(path: Path, content: bytes, passphrase: str, context: bytes) -> None:
    """Put a content into a file; when this returns, a power cut cannot lose it.

    Raises:
        KeyFileUnwritable: The disk refused; a file that was there is unchanged.
    """
    raw = shut_with_passphrase(content, passphrase, context)
    try:
        write_whole(path, raw)
    except OSError as exc:
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
