"""Kinds of questions by the names that centres give them."""

import functools
import re
import unicodedata

from station.exam.question import QuestionKind

_KINDS = {
    QuestionKind.JUDGE: re.compile("(判断|是非|对错|正误|判断对错)(类)?(选择)?题?|JUDGE"),
    QuestionKind.SINGLE: re.compile(
        "(单选|单项选择|单一选择|数字类选择|数字类单选|数字选择|单项选择类)(类)?题?|SINGLE"
    ),
    QuestionKind.MULTIPLE: re.compile("(多选|多项选择|不定项选择|不定项)(类)?题?|MULTIPLE|MULTI"),
}
_AROUND = re.compile(r"^[一二三四五六七八九十\d]+[、.]|[\s()\[\]【】、.:]")
_WITHIN = re.compile("判断题|是非题|单选题|单项选择题|多选题|多项选择题|不定项选择题")


@functools.lru_cache(maxsize=1024)
def kind_of(word: str) -> QuestionKind | None:
    """Return the kind that a cell names; None if it names none that we deliver."""
    plain = re.sub(
        r"[\s()\[\]【】、.:]|^[一二三四五六七八九十\d]+[、.]",
        "",
        unicodedata.normalize("NFKC", word),
    )
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(plain.upper()):
            return kind
    return None


def kind_of_sheet(title: str) -> QuestionKind | None:
    """Return the kind that a sheet's title names, as "2 多选题" does; None if it is not one."""
    named = {kind_of(word) for word in _WITHIN.findall(title)} or {kind_of(title)}
    return named.pop() if len(named) == 1 else None
