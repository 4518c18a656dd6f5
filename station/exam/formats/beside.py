"""Question files on disk: what each is called, and what stands beside it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from station.exam.formats.archive import path_from
from station.exam.formats.gather import MAX_PICTURE_BYTES, Beside


def names_apart(files: Sequence[Path]) -> dict[Path, str]:
    """Give each file the shortest end of its path that no other file here has.

    Rows are told apart by file, sheet and row: two files of one name would be taken for one.
    A file that is given twice is read once.
    """
    whole: dict[Path, Path] = {}
    for file in files:
        whole.setdefault(file.resolve(), file)
    names, alike, length = dict.fromkeys(whole.values(), ""), set(whole), 0
    while alike:
        length += 1
        ends = Counter(path.parts[-length:] for path in alike)
        apart = {path for path in alike if ends[path.parts[-length:]] == 1}
        names |= {whole[path]: "/".join(path.parts[-length:]) for path in apart}
        alike -= apart
    return names


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
