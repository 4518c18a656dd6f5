"""What a table says of a question beside stem, options and answer."""

import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import TypedDict, TypeVar

from station.exam.excel_columns import Meaning
from station.exam.question import Pool, Source
from station.exam.row_fault import RowFault, RowRefused
from station.ids import ItemCode, QuestionId

K = TypeVar("K", Pool, Source)

_POOLS: Mapping[Pool, Collection[str]] = {
    Pool.SECURE: {"保密", "正式", "考试", "保密题", "正式题", "考试题", "保密池", "SECURE"},
    Pool.PRACTICE: {"练习", "公开", "模拟", "练习题", "公开题", "模拟题", "练习池", "PRACTICE"},
}
_SOURCES: Mapping[Source, Collection[str]] = {
    Source.NATIONAL: {"国家", "国家级", "国家题库", "国家库", "NATIONAL"},
    Source.PROVINCE: {"省", "省级", "本省", "省题库", "省库", "PROVINCE"},
}
_YES = {"是", "可", "可以", "有", "1", "Y", "YES", "TRUE", "√"}
_NO = {"否", "不可", "不可以", "无", "0", "N", "NO", "FALSE", "×"}
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_OF_LAWS = re.compile(r"[;；|\n]+")
"""Names of laws may hold a comma."""

_ID = re.compile(r"(?=.*\d)[A-Za-z][\w.-]{2,60}")
"""An id has a letter before its digits: "17" is the number of a row, and another's as well."""

Field = Callable[[Meaning], str]
"""Gives what a row has in a column; "" if there is no such column, or nothing in it."""


class Extras(TypedDict):
    """Fields of a question."""

    industries: tuple[str, ...]
    key_areas: tuple[str, ...]
    person_classes: tuple[str, ...]
    laws: tuple[str, ...]
    pool: Pool
    source: Source
    exclusive: str


PLAIN = Extras(
    industries=(),
    key_areas=(),
    person_classes=(),
    laws=(),
    pool=Pool.SECURE,
    source=Source.UNSAID,
    exclusive="",
)
"""Of a table that says nothing of them."""

MEANINGS = frozenset({
    Meaning.INDUSTRY, Meaning.KEY_AREA, Meaning.PERSONS, Meaning.LAWS, Meaning.POOL,
    Meaning.SOURCE, Meaning.EXCLUSIVE, Meaning.ID, Meaning.REVISION, Meaning.SHUFFLE,
})  # fmt: skip
"""The columns that are read here; most tables have none of them."""


def read_extras(field: Field, *, pooled: bool) -> Extras:
    """Read the fields of a row.

    Args:
        pooled: The column of pools names pools, and not what the bank is called.

    Raises:
        RowRefused: A pool is named that is none.
    """
    return Extras(
        industries=_several(field(Meaning.INDUSTRY)),
        key_areas=_several(field(Meaning.KEY_AREA)),
        person_classes=_several(field(Meaning.PERSONS)),
        laws=_several(field(Meaning.LAWS), _OF_LAWS),
        pool=_pool(field(Meaning.POOL)) if pooled else Pool.SECURE,
        source=_source(field(Meaning.SOURCE)),
        exclusive=field(Meaning.EXCLUSIVE),
    )


def names_pools(words: Collection[str]) -> bool:
    """Whether a column holds pools, and not the names of banks."""
    return any(_named(_POOLS, word) for word in words)


def read_id(field: Field) -> tuple[QuestionId | None, int]:
    """Return a question's own id and its revision; None if the row has only a number."""
    name, revision = field(Meaning.ID), field(Meaning.REVISION)
    if not is_own_id(name):
        return None, 1
    return QuestionId(name), int(revision) if re.fullmatch("[1-9][0-9]{0,5}", revision) else 1


def is_own_id(name: str) -> bool:
    """Whether a number in a table can be a question's own id, and not the number of its row."""
    return bool(_ID.fullmatch(name))


def says_order(field: Field) -> bool | None:
    """Return whether a row says that options keep their order; None if it does not say."""
    word = _plain(field(Meaning.SHUFFLE))
    return True if word in _NO else False if word in _YES else None


@functools.lru_cache(maxsize=1024)
def read_trades(text: str) -> tuple[ItemCode, ...]:
    """Return the places in the national catalogue that a cell names, as "1.2 低压电工作业" does."""
    codes = re.findall(r"(?<![\d.])\d{1,2}(?:\.\d{1,2})+(?![\d.])", text)
    return tuple(ItemCode(code) for code in dict.fromkeys(codes))


def _pool(word: str) -> Pool:
    pool = _named(_POOLS, word) if word else Pool.SECURE
    if pool is None:
        raise RowRefused(RowFault.POOL_UNKNOWN)
    return pool


@functools.lru_cache(maxsize=1024)
def _source(word: str) -> Source:
    return _named(_SOURCES, word) or Source.UNSAID


def _named(words: Mapping[K, Collection[str]], word: str) -> K | None:
    plain = _plain(word)
    return next((each for each, names in words.items() if plain in names), None)


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).upper()


@functools.lru_cache(maxsize=1024)
def _several(text: str, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in separators.split(text) if part.strip()))
