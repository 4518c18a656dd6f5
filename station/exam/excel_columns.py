"""Which column holds what, found by what its header means and not by its place."""

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from station.exam.excel_cells import Cell

Line = tuple[int, tuple[Cell, ...]]
"""A row's number as the sheet counts, and its cells."""


class Meaning(StrEnum):
    """What a column of a question sheet holds."""

    TRADE = "trade"
    INDUSTRY = "industry"
    KEY_AREA = "key-area"
    PERSONS = "persons"
    TOPIC = "topic"
    KNOWLEDGE = "knowledge"
    KIND = "kind"
    STEM = "stem"
    OPTIONS = "options"
    KEY = "key"
    EXPLANATION = "explanation"
    DIFFICULTY = "difficulty"
    HAS_PICTURE = "has-picture"
    PICTURE = "picture"
    NUMBER = "number"
    ID = "id"
    REVISION = "revision"
    POOL = "pool"
    LAWS = "laws"
    SOURCE = "source"
    SHUFFLE = "shuffle"
    EXCLUSIVE = "exclusive"


_HEADERS = (
    (Meaning.NUMBER, r"序号|题号|行号|no\.?|选项(个)?数量?|分值|分数|版本"),
    (Meaning.ID, r"(试题|题目|题库|题)?(编号|编码|代码|id)"),
    (Meaning.REVISION, r"版次|修订(号|版次)|revision|rev"),
    (
        Meaning.LAWS,
        r"(法规|法律|标准|规范|法律法规|出题)+依据|依据(法规|标准)|引用(法规|标准)|laws?",
    ),
    (Meaning.SOURCE, r"(出题|试题|题目|题)?来源|题源|source"),
    (Meaning.POOL, r"(题库|试题|题目|题)?(用途|密级)|题池|题库|pool"),
    (Meaning.SHUFFLE, r"(选项)?(是否)?(可)?乱序|shuffle"),
    (Meaning.EXCLUSIVE, r"互斥(组|题组)?|exclusive"),
    (Meaning.EXPLANATION, r"(题目|试题|答案)?(解析|解答|说明|依据)|analysis|explanation"),
    (Meaning.DIFFICULTY, r"(试题|题目)?难(易)?(度|程度)(等级|系数)?|difficulty"),
    (Meaning.HAS_PICTURE, r"(是否)?(有|含|带)图(片)?"),
    (Meaning.PICTURE, r"(题目|试题)?图片?|picture|image"),
    (Meaning.KIND, r"(试题|题目|考题)?(类型|题型)(名称)?|(试|考)?题(目)?(类别|种类)|题类|type"),
    (
        Meaning.KEY,
        r"(题目|试题|正确|标准|参考|选择|本题)*(答案|选项答案)|正确(选)?项|标答|答|(correct)?answer|key",
    ),
    (Meaning.OPTIONS, r"(题目|试题|备选|候选)?(选项|备选项|备选答案|选择项)(内容|列表)?|options?"),
    (
        Meaning.STEM,
        r"(题目|试题|考题)(内容|题干|正文|名称|标题|描述)?|(题干|问题)(内容|描述)?|题面|stem|question",
    ),
    (Meaning.TOPIC, r"(所属)?章节?(名称|编号)?|大纲|知识单元|topic"),
    (Meaning.KNOWLEDGE, r"(所属|考核)?(知识点|考点)(名称|编号)?|knowledge(point)?"),
    (Meaning.TRADE, r"(作业|工种|专业|准操|操作)(种类|类别|类型|项目|名称|代码)*|trades?"),
    (Meaning.INDUSTRY, r"(所属|适用)?行业(类别|类型|名称|领域)?|industr(y|ies)"),
    (Meaning.KEY_AREA, r"重点领域(名称)?|keyareas?"),
    (Meaning.PERSONS, r"(适用|考核)?(人员|对象|岗位)(类别|类型)?|personclass(es)?"),
)

NEEDED_ONCE = frozenset({Meaning.STEM, Meaning.OPTIONS, Meaning.KEY, Meaning.KIND})
"""Of the others the first column counts, if two claim the same meaning."""

_LETTER_HEADER = re.compile(
    r"(?:选项|选择项|答案|备选项?|备选答案|候选答案|OPTION(?!S$))?([A-Z])(?:选项|项|答案)?(?:内容)?"
    r"|(?:选项|选择项|备选项|备选答案|候选答案|OPTION)([1-9一二三四五六七八九])(?:内容)?"
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
        numbered: The options' columns are called by numbers, so that answers are numbers too.
    """

    header: int
    at: Mapping[Meaning, int]
    letters: tuple[int, ...]
    unclear: frozenset[Meaning] = frozenset()
    separator: str = ""
    numbered: bool = False

    @property
    def whole(self) -> bool:
        """Whether these can be the columns of questions."""
        return {Meaning.STEM, Meaning.KEY} <= self.at.keys() | self.unclear


def find_columns(rows: Sequence[Line]) -> Columns | None:
    """Return the columns of a sheet; None if no row reads like a header."""
    for index in range(min(len(rows), HEADER_WITHIN)):
        if found := columns_at(rows, index):
            return found
    return None


def columns_at(rows: Sequence[Line], index: int) -> Columns | None:
    """Return the columns that the header at this index names, on one line or on two.

    On two lines the upper one says "options" over several columns and the lower "A", "B", "C".
    """
    upper = [str(cell) for cell in rows[index][1]]
    found = _columns(index, upper)
    lower = [str(cell) for cell in rows[index + 1][1]] if index + 1 < len(rows) else []
    named = [title for title in lower if title]
    if named and all(map(_is_title, named)):
        both = _columns(index + 1, [b or a for a, b in zip_longest(upper, lower, fillvalue="")])
        alone = _columns(index + 1, lower).whole
        better = (not found.whole and not alone) or (bool(both.letters) and not found.letters)
        if both.whole and not both.unclear and better:
            return both
    return found if found.whole else None


def _is_title(text: str) -> bool:
    return bool(_letter_header(text) or _meaning(_plain(text)))


@functools.lru_cache(maxsize=1 << 14)
def names_answers(cell: str) -> bool:
    """Whether a cell can be the title of the answers."""
    return _meaning(_plain(cell)) is Meaning.KEY


def _letter_header(title: str) -> re.Match[str] | None:
    return _LETTER_HEADER.fullmatch(_plain(title)) or _LETTER_HEADER.fullmatch(_open(title))


def _columns(header: int, titles: Sequence[str]) -> Columns:
    at: dict[Meaning, int] = {}
    letters: dict[str, int] = {}
    unclear: set[Meaning] = set()
    separator, numbered = "", False
    for column, full_title in enumerate(titles):
        title = _plain(full_title)
        if letter := _letter_header(full_title):
            name = letter.group(1) or _PLACES[letter.group(2)]
            numbered = numbered or not letter.group(1)
            if name in letters:
                unclear.add(Meaning.OPTIONS)
            letters[name] = column
        elif meaning := _meaning(title):
            if meaning in at and meaning in NEEDED_ONCE:
                unclear.add(meaning)
            at.setdefault(meaning, column)
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
        numbered=numbered,
    )


@functools.lru_cache(maxsize=256)
def _open(title: str) -> str:
    """Return a header with what stands in its brackets, as in "选项（A）"."""
    return re.sub(r"[\s*:、._()\[\]【】-]", "", unicodedata.normalize("NFKC", title)).upper()


def _plain(title: str) -> str:
    """Take the remark in brackets off a header, and blanks and forms of letters with it."""
    title = unicodedata.normalize("NFKC", title)
    title = re.sub(r"[(\[【].*", "", title, flags=re.DOTALL)
    return re.sub(r"[\s*:_]", "", title).upper()


@functools.lru_cache(maxsize=1024)
def _meaning(title: str) -> Meaning | None:
    for meaning, pattern in _HEADERS:
        if title and re.fullmatch(pattern, title, re.IGNORECASE):
            return meaning
    return None
