"""Pictures and further items that stand beside a question file on disk."""

from pathlib import Path

from station.exam.formats.archive import path_from
from station.exam.formats.gather import MAX_PICTURE_BYTES, Beside


def beside_file(file: Path) -> Beside:
    """Give the files in a question file's own folder and below it, and no others.

    Links that lead out of the folder are not followed.
    """
    folder = file.resolve().parent

    def beside(href: str) -> bytes | None:
        path = path_from("", href)
        if path is None:
            return None
        found = (folder / path).resolve()
        if not found.is_relative_to(folder) or not found.is_file():
            return None
        return found.read_bytes() if found.stat().st_size <= MAX_PICTURE_BYTES else None

    return beside
