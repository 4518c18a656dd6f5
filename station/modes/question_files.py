"""Question files of any format, read together with the pictures beside them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from station.exam.formats.beside import beside_file, names_apart
from station.exam.formats.reader import read_any
from station.exam.question import Question
from station.ids import Digest
from station.modes.output import write_output


def read_question_files(
    paths: Iterable[Path],
) -> tuple[tuple[Question, ...], Mapping[Digest, bytes]]:
    """Return the questions of files, and their pictures by SHA-256.

    Raises:
        StationError: A file is none that can be read.
    """
    read = [
        read_any(name, path.read_bytes(), beside_file(path))
        for path, name in names_apart(list(paths)).items()
    ]
    media = {digest: raw for each in read for digest, raw in each.media.items()}
    return tuple(question for each in read for question, _ in each.questions), media


def write_media(folder: Path, media: Mapping[Digest, bytes]) -> None:
    """Write pictures where JSON Lines in a folder look for them: media/HASH.svg and the like.

    Raises:
        OutputUnwritable: The folder cannot be written to.
    """
    for digest, raw in media.items():
        write_output(folder / "media" / f"{digest.hex()}{_suffix(raw)}", raw)


def _suffix(raw: bytes) -> str:
    if raw.startswith(b"\x89PNG"):
        return ".png"
    if raw.startswith(b"\xff\xd8"):
        return ".jpg"
    if raw.startswith(b"RIFF"):
        return ".webp"
    return ".gif" if raw.startswith(b"GIF8") else ".svg" if b"<svg" in raw[:2000] else ".bin"
