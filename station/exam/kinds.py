"""Kinds of questions by the names that centres give them."""

import functools
import re
import unicodedata

from station.exam.question import QuestionKind

_KINDS = {
    QuestionKind.JUDGE: re.compile(
        "(判断|是非|对错|正误|判断对错|判断正误)(类)?(选择)?题?|JUDGE(MENT)?|TRUE(/|OR)?FALSE|T/?F"
    ),
    QuestionKind.SINGLE: re.compile(
        "(单选|单项|单项选择|单一选择|数字类选择|数字类单选|数字选择|单项选择类)(类)?题?"
        "|SINGLE(CHOICE)?"
    ),
    QuestionKind.MULTIPLE: re.compile(
        "(多选|多项|多项选择|不定项选择|不定项)(类)?题?|MULTIPLE|MULTI(PLERESPONSE)?"
    ),
}
_BLANKS = re.compile(r"[\s()\[\]【】、.:_-]")
_NUMBER = re.compile(r"^[第(（\[]?[一二三四五六七八九十\d]+(部分|大题)?[)）\]]?\s*[、.．:：\s]")
_WITHIN = re.compile(
    "判断|是非题|数字类选择|单选|单项选择|多选|多项选择|不定项(?:选择)?|SINGLE CHOICE|TRUE/FALSE"
)
_ANY_CHOICE = re.compile("(客观)?选择题?|客观题")
_HEADING = re.compile(
    r"[第(（\[【]?\s*[一二三四五六七八九十\d]*\s*(部分|大题)?\s*[)）\]】]?\s*[、.．:：]?\s*"
    r"(判断|是非|单选|单项选择|多选|多项选择|不定项选择)"
    r"题?([\s(（\[【:：,，共].*)?",
    re.DOTALL,
)
_CHAPTER = re.compile(r"第\s*[一二三四五六七八九十百\d]+\s*[章节篇编单元]+.{0,60}")
MAX_HEADING = 120


@functools.lru_cache(maxsize=1024)
def kind_of(word: str) -> QuestionKind | None:
    """Return the kind that a cell names; None if it names none that we deliver, or several."""
    plain = unicodedata.normalize("NFKC", word).upper()
    return _named(_BLANKS.sub("", _NUMBER.sub("", plain))) or _within(plain)


@functools.lru_cache(maxsize=1024)
def kind_of_sheet(title: str) -> QuestionKind | None:
    """Return the kind that a sheet's title names, as "2 多选题" does; None if it is not one."""
    return kind_of(title)


@functools.lru_cache(maxsize=1024)
def is_any_choice(word: str) -> bool:
    """Whether a cell says that something is to be chosen, and not how many."""
    return bool(_ANY_CHOICE.fullmatch(_BLANKS.sub("", unicodedata.normalize("NFKC", word))))


@functools.lru_cache(maxsize=1024)
def one_will_do(word: str) -> bool:
    """Whether a kind's name says that one right option may be all."""
    return "不定项" in word


def kind_of_heading(text: str) -> QuestionKind | None:
    """Return the kind of the questions below a line such as "二、判断题（每题1分）"."""
    return kind_of(text) if len(text) <= MAX_HEADING and _HEADING.fullmatch(text) else None


def is_chapter_heading(text: str) -> bool:
    """Whether a line on its own names the chapter of the questions below."""
    return len(text) <= MAX_HEADING and bool(_CHAPTER.fullmatch(text))


def _named(plain: str) -> QuestionKind | None:
    return next((kind for kind, names in _KINDS.items() if names.fullmatch(plain)), None)


def _within(plain: str) -> QuestionKind | None:
    """Return the only kind that is named among other words, as in "选择题（单选）"."""
    named = {_named(word.replace(" ", "")) for word in _WITHIN.findall(plain)}
    return named.pop() if len(named) == 1 else None
