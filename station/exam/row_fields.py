"""The small fields of a question: topic, difficulty, id."""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Sequence

from station.exam.question import QuestionKind
from station.ids import Digest, QuestionId, TopicId

_BLANKS = re.compile(r"[\s()]")
UNSORTED = "unsorted"
"""The topic of questions on a sheet that names neither chapter nor trade."""

_DIFFICULTIES = {
    1: {"1", "易", "容易", "简单", "低", "较易", "初级", "一级", "1级", "★"},
    2: {"", "2", "中", "中等", "一般", "适中", "中级", "二级", "2级", "★★", "较中"},
    3: {"3", "难", "困难", "较难", "高", "高级", "三级", "3级", "★★★", "很难"},
}
MIDDLING = 2


@functools.lru_cache(maxsize=1024)
def read_topic(text: str) -> tuple[TopicId, str]:
    """Take "1.2 Electric shock" apart; a chapter without a number is its own id."""
    numbered = re.match(r"(\d+(?:[.．]\d+)*)[.．、\s]*(.*)", text, re.DOTALL)
    plain = re.sub(r"\s+", " ", text).strip()
    if numbered is None:
        return TopicId(plain), plain
    number = unicodedata.normalize("NFKC", numbered.group(1))
    return TopicId(number), numbered.group(2).strip() or number


def read_difficulty(word: str) -> int | None:
    """Read a difficulty; an empty cell means middling. None if the word is none that we know."""
    plain = word.upper().removesuffix("题").removesuffix("难度")
    return next((each for each, words in _DIFFICULTIES.items() if plain in words), None)


def id_of(
    kind: QuestionKind, stem: str, options: Sequence[str], pictures: Sequence[Digest]
) -> QuestionId:
    """Return the id of a question: the same for the same words, whatever their row and form."""
    shown = [picture.hex() for picture in pictures]
    said = _compact("\0".join((kind.value, stem, *sorted(options))))
    plain = "\n".join((*said.split("\0"), *shown))
    return QuestionId("q-" + hashlib.sha256(plain.encode()).hexdigest()[:20])


def _compact(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))
