"""Which column holds what, found by what its header means and not by its place."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.exam.excel_cells import Cell


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
    (Meaning.KIND, r"(试题|题目|考题)?(类型|题型)(名称)?|(试|考)?题(目)?(类别|种类)|题类|type"),
    (
        Meaning.KEY,
        r"(题目|试题|正确|标准|参考|选择|本题)*(答案|选项答案)|正确(选)?项|答|answer|key",
    ),
    (Meaning.OPTIONS, r"(题目|试题|备选|候选)?(选项|备选项|备选答案)(内容)?|options?"),
    (
        Meaning.STEM,
        r"(题目|试题|考题)(内容|题干|正文)?|题干(内容)?|题面|问题(内容)?|试题描述|stem|question",
    ),
    (Meaning.TOPIC, r"章节?(名称)?|知识点(名称)?|大纲|知识单元|考点|topic|knowledge"),
    (Meaning.TRADE, r"(作业|工种|行业|专业|准操|操作)(种类|类别|类型|项目|名称)?|trade"),
)

_LETTER_HEADER = re.compile(
    r"(?:选项|答案|备选项?|备选答案|OPTION(?!S$))?([A-Z])(?:选项|项|答案)?"
    r"|(?:选项|备选项|备选答案|OPTION)([1-9一二三四五六七八九])"
)
_PLACES = dict(zip("123456789一二三四五六七八九", "ABCDEFGHI" * 2, strict=True))
_QUOTES = r"\s“”\"'‘’【】\[\]"
_SEPARATOR_WORD = re.compile(
    rf"用[{_QUOTES}]*([^\w{_QUOTES}]{{1,3}})[{_QUOTES}]*(?:隔开|分隔|分开|间隔|分割)"
)

HEADER_WITHIN = 20
"""A header stands within this many rows that are not blank; above it are titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things are on one sheet.

    Attributes:
        header: Index of the header among the sheet's rows that are not blank; -1 if it has none.
        at: Column index of each meaning found.
        letters: Column indexes of the options A, B, C..., if they have columns of their own.
        unclear: Meanings that two headers lay claim to.
        separator: What stands between options, in the words of their header; "" if it says none.
    """

    header: int
    at: Mapping[Meaning, int]
    letters: tuple[int, ...]
    unclear: frozenset[Meaning] = frozenset()
    separator: str = ""


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
    separator = ""
    for column, full_title in enumerate(titles):
        title = _plain(full_title)
        if letter := _LETTER_HEADER.fullmatch(title):
            name = letter.group(1) or _PLACES[letter.group(2)]
            if name in letters:
                unclear.add(Meaning.OPTIONS)
            letters[name] = column
        elif meaning := _meaning(title):
            if meaning in at and meaning is not Meaning.NUMBER:
                unclear.add(meaning)
            at[meaning] = column
            if meaning is Meaning.OPTIONS and (word := _SEPARATOR_WORD.search(full_title)):
                separator = unicodedata.normalize("NFKC", word.group(1))
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
        separator=separator,
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
