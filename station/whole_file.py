"""Files that are whole or not there, and that a power cut does not lose."""

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, content: bytes) -> None:
    """Put a content under a name, in the place of an older one; it is its owner's alone.

    When this returns, a power cut cannot lose it.

    Raises:
        OSError: The disk refused; a file that was there is unchanged, and no half one is left.
    """
    fresh: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
            fresh = Path(file.name)  # a temporary file is its owner's alone from the start
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
        raise


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
