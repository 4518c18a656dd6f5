"""Which column holds what, found by what its header means and not by its place."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.exam.excel_file import Cell


class Meaning(StrEnum):
    """What a column of a question sheet holds."""

    TRADE = "trade"
    TOPIC = "topic"
    KIND = "kind"
    STEM = "stem"
    OPTIONS = "options"
    KEY = "key"
    EXPLANATION = "explanation"
    DIFFICULTY = "difficulty"
    HAS_PICTURE = "has-picture"
    PICTURE = "picture"
    NUMBER = "number"


_HEADERS = (
    (Meaning.NUMBER, r"序号|编号|题号|行号|id|no\.?|选项(个)?数量?|分值|分数|版本"),
    (Meaning.EXPLANATION, r"(题目|试题|答案)?(解析|解答|说明|依据)|analysis|explanation"),
    (Meaning.DIFFICULTY, r"(试题|题目)?难(易)?(度|程度)(等级|系数)?|difficulty"),
    (Meaning.HAS_PICTURE, r"(是否)?(有|含|带)图(片)?"),
    (Meaning.PICTURE, r"(题目|试题)?图片?|picture|image"),
    (Meaning.KIND, r"(试题|题目|考题)?(类型|题型)|题目?类别|type"),
    (Meaning.KEY, r"(题目|试题|正确|标准|参考)*(答案|选项答案)|answer|key"),
    (Meaning.OPTIONS, r"(题目|试题|备选|候选)?(选项|备选项|备选答案)(内容)?|options?"),
    (Meaning.STEM, r"(题目|试题|考题)(内容|题干|正文)?|题干(内容)?|stem|question"),
    (Meaning.TOPIC, r"章节?(名称)?|知识点(名称)?|大纲|知识单元|考点|topic|knowledge"),
    (Meaning.TRADE, r"(作业|工种|行业|专业|准操|操作)(种类|类别|类型|项目|名称)?|trade"),
)

_LETTER_HEADER = re.compile(r"(?:选项|答案|备选项?)?([A-Z])(?:选项|项|答案)?")

HEADER_WITHIN = 20
"""A header stands within this many rows that are not blank; above it are titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things are on one sheet.

    Attributes:
        header: Index of the header among the sheet's rows that are not blank.
        at: Column index of each meaning found.
        letters: Column indexes of the options A, B, C..., if they have columns of their own.
        unclear: Meanings that two headers lay claim to.
    """

    header: int
    at: Mapping[Meaning, int]
    letters: tuple[int, ...]
    unclear: frozenset[Meaning]


def find_columns(rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> Columns | None:
    """Return the columns of a sheet; None if no row reads like a header."""
    for index, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        found = _columns(index, [str(cell) for cell in cells])
        if {Meaning.STEM, Meaning.KEY} <= found.at.keys() | found.unclear:
            return found
    return None


def _columns(header: int, titles: Sequence[str]) -> Columns:
    at: dict[Meaning, int] = {}
    letters: dict[str, int] = {}
    unclear: set[Meaning] = set()
    for column, title in enumerate(_plain(title) for title in titles):
        if letter := _LETTER_HEADER.fullmatch(title):
            if letter.group(1) in letters:
                unclear.add(Meaning.OPTIONS)
            letters[letter.group(1)] = column
        elif meaning := _meaning(title):
            if meaning in at and meaning is not Meaning.NUMBER:
                unclear.add(meaning)
            at[meaning] = column
    in_order = "".join(sorted(letters))
    if in_order and (in_order != "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(in_order)]):
        unclear.add(Meaning.OPTIONS)
    if letters and Meaning.OPTIONS in at:
        unclear.add(Meaning.OPTIONS)
    return Columns(
        header=header,
        at=at,
        letters=tuple(letters[letter] for letter in in_order),
        unclear=frozenset(unclear),
    )


def _plain(title: str) -> str:
    """Take the remark in brackets off a header, and blanks and forms of letters with it."""
    title = unicodedata.normalize("NFKC", title)
    title = re.sub(r"[(\[【].*", "", title, flags=re.DOTALL)
    return re.sub(r"[\s*:]", "", title).upper()


def _meaning(title: str) -> Meaning | None:
    for meaning, pattern in _HEADERS:
        if title and re.fullmatch(pattern, title, re.IGNORECASE):
            return meaning
    return None
