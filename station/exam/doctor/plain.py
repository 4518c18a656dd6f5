"""Texts brought to one form, so that what says the same compares equal."""

import itertools
import re
import unicodedata
from functools import lru_cache

_KEPT = re.compile(r"[^0-9a-z\u0370-\u03ff\u2160-\u217f\u3400-\u9fff%+<>=≤≥.\-]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(1 << 16)  # each search asks for the same stems and options again
def plain(text: str) -> str:
    """Return a text without blanks, brackets, punctuation and forms of letters."""
    return _KEPT.sub("", unicodedata.normalize("NFKC", text).lower()).strip(".")


def numberless(text: str) -> str:
    """Return a text with "0" for each number: which number it is says little."""
    return _DIGITS.sub("0", text)


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a plain text."""
    return frozenset(map("".join, itertools.pairwise(text))) or frozenset({text})


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs that two texts have in common, 0..1."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0
