"""Question files of any format, read together with the pictures beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station.errors.exam import QuestionsUnreadable
from station.exam.formats.beside import beside_file, names_apart
from station.exam.formats.reader import read_any
from station.exam.imported import Imported
from station.exam.question import Question
from station.ids import Digest
from station.modes.output import say, write_output


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFiles:
    """What some files hold.

    Attributes:
        media: Pictures by SHA-256.
        left_out: Rows and items that are no questions.
    """

    questions: tuple[Question, ...]
    media: Mapping[Digest, bytes]
    left_out: int

    def say_left_out(self) -> None:
        """Tell the user that not every row is there."""
        if self.left_out:
            say(
                "{count} rows are left out; station bank check says why",
                err=True,
                count=self.left_out,
            )


def read_question_files(paths: Iterable[Path]) -> QuestionFiles:
    """Return the questions of files, together with the pictures beside them.

    Raises:
        StationError: A file is none that can be read.
    """
    read = [
        read_any(name, path.read_bytes(), beside_file(path))
        for path, name in names_apart(list(paths)).items()
    ]
    return QuestionFiles(
        questions=tuple(question for each in read for question, _ in each.questions),
        media={digest: raw for each in read for digest, raw in each.media.items()},
        left_out=sum(len(each.left_out) for each in read),
    )


def together(read: Sequence[Imported]) -> Imported:
    """Put several files together.

    Raises:
        QuestionsUnreadable: Two of them have a question of one id and revision.
    """
    questions = tuple(pair for each in read for pair in each.questions)
    seen: set[tuple[str, int]] = set()
    for question, place in questions:
        if (question.id, question.revision) in seen:
            raise QuestionsUnreadable(line=place.row, why=f"{question.id} stands twice")
        seen.add((question.id, question.revision))
    return Imported(
        questions=questions,
        topics=tuple(dict(topic for each in read for topic in each.topics).items()),
        left_out=tuple(left for each in read for left in each.left_out),
        media={name: raw for each in read for name, raw in each.media.items()},
    )


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
