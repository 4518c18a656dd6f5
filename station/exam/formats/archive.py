"""Zipped packages, looked through before anything of them is unpacked; nothing goes to disk."""

import io
import posixpath
import zipfile
from urllib.parse import unquote

from station.errors.formats import QuestionFileBroken, QuestionFileUnsafe
from station.exam.excel_container import ZIP_BROKEN

MAX_PACKAGE_BYTES = 512 << 20
MAX_MEMBERS = 300_000
MAX_UNPACKED_BYTES = 1 << 30
MAX_MEMBER_BYTES = 64 << 20
MAX_RATIO = 200
SMALL_BYTES = 1 << 20
"""A member no larger than this may be packed as tightly as it likes."""


class Archive:
    """The files of a package by their paths.

    Raises:
        QuestionFileBroken: It is no zip, or a damaged one.
        QuestionFileUnsafe: It unpacks to too much, or a path leads out of it.
    """

    def __init__(self, raw: bytes, file: str) -> None:
        self._file = file
        self._left = MAX_UNPACKED_BYTES
        if len(raw) > MAX_PACKAGE_BYTES:
            raise QuestionFileUnsafe(file=file, why="package larger than 512 MiB")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except ZIP_BROKEN as exc:
            raise QuestionFileBroken(file=file, why=type(exc).__name__) from exc
        files = [each for each in self._zip.infolist() if not each.filename.endswith("/")]
        self._members = {each.filename: each for each in files}
        if len(files) > MAX_MEMBERS or len(self._members) < len(files):
            raise QuestionFileUnsafe(file=file, why="too many files, or two of one name")
        if "" in self._members:
            raise QuestionFileBroken(file=file, why="a file without a name")
        self._check()

    @property
    def paths(self) -> tuple[str, ...]:
        """All files, in the package's order."""
        return tuple(self._members)

    def read(self, path: str) -> bytes | None:
        """Unpack one file; None if it is not there.

        Raises:
            QuestionFileBroken: It is damaged.
            QuestionFileUnsafe: More is unpacked than any package holds.
        """
        member = self._members.get(path)
        if member is None:
            return None
        self._left -= member.file_size
        if self._left < 0:
            raise QuestionFileUnsafe(file=self._file, why="unpacks to too much")
        try:
            return self._zip.read(member)
        except ZIP_BROKEN as exc:
            raise QuestionFileBroken(file=self._file, why=f"{path[:60]} is damaged") from exc

    def _check(self) -> None:
        members = self._members.values()
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise QuestionFileUnsafe(file=self._file, why="unpacks to too much")
        for member in members:
            packed_tight = member.file_size > max(1, member.compress_size) * MAX_RATIO
            if member.file_size > MAX_MEMBER_BYTES or (
                member.file_size > SMALL_BYTES and packed_tight
            ):
                raise QuestionFileUnsafe(file=self._file, why="unpacks to too much")
            if leads_out(member.filename):
                raise QuestionFileUnsafe(file=self._file, why="a path that leads out")


def leads_out(path: str) -> bool:
    """Whether a path could lead out of its folder on any system."""
    return (
        path.startswith(("/", "\\"))
        or "\\" in path
        or "\0" in path
        or ":" in path.split("/", maxsplit=1)[0]
        or ".." in path.split("/")
    )


def path_from(start: str, href: str) -> str | None:
    """Return the path that a reference leads to; None if it leads out of the package.

    Args:
        start: Path of the file that holds the reference.
        href: Relative, with "%20" for a blank; what follows "#" or "?" is not looked at.
    """
    plain = unquote(href.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]).strip()
    if not plain or "\\" in plain or "\0" in plain or plain.startswith("/") or ":" in plain:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(start), plain))
    return None if path == ".." or path.startswith(("../", "/")) else path
