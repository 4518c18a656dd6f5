"""Pictures and further items that stand beside a question file on disk."""

from pathlib import Path

from station.exam.formats.archive import path_from
from station.exam.formats.gather import MAX_PICTURE_BYTES, Beside


def beside_file(file: Path) -> Beside:
    """Give the files in a question file's own folder and below it, and no others.

    If the folder above is an unpacked content package, its files are given too. Links that lead
    out of it are not followed.
    """
    folder = file.resolve().parent
    root = folder.parent if (folder.parent / "imsmanifest.xml").is_file() else folder
    start = f"{folder.name}/-" if root != folder else ""

    def beside(href: str) -> bytes | None:
        path = path_from(start, href)
        if path is None:
            return None
        found = (root / path).resolve()
        if not found.is_relative_to(root) or not found.is_file():
            return None
        return found.read_bytes() if found.stat().st_size <= MAX_PICTURE_BYTES else None

    return beside
