"""Finds characters that no keyboard gives: by radical and strokes, by sound, or by code point.

The index beside this file is made from Unicode's Unihan database (installer/fonts says how), of
those characters alone that one of our fonts has: whatever is found can be shown and printed.
"""

import lzma
import re
import unicodedata
from functools import cache
from importlib.resources import files

from station.printer.fonts import is_drawn

INDEX = files("station.printer") / "hanzi_index.xz"
RADICALS = 214
"""Of the Kangxi dictionary, which Unihan counts by."""

_CODE = re.compile(r"(?:U\+)?([0-9A-F]{4,6})")


def radical(number: int) -> str:
    """Return a radical as a character.

    Args:
        number: From 1 to RADICALS.
    """
    return unicodedata.normalize("NFKC", chr(0x2F00 + number - 1))


def by_strokes(number: int, strokes: int) -> str:
    """Return the characters of a radical that have so many strokes besides it."""
    return _index().get(f"{number}.{strokes}", "")


def by_words(asked: str) -> str:
    """Return what a code point, a sound without its tone, or characters themselves come to.

    A code point is written in hexadecimal, with or without "U+". What has no shape in our fonts
    is not found.
    """
    asked = unicodedata.normalize("NFKC", asked).strip()
    code = _CODE.fullmatch(asked.upper())
    if code is not None:
        number = int(code[1], 16)
        character = chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else ""
        return character if character and _is_hanzi(character) else ""
    if asked.isascii():
        return _index().get(asked.lower().replace("u:", "v"), "")
    return "".join(each for each in asked if _is_hanzi(each))


def _is_hanzi(character: str) -> bool:
    return unicodedata.category(character) == "Lo" and is_drawn(character)


@cache
def _index() -> dict[str, str]:
    text = lzma.decompress(INDEX.read_bytes()).decode()
    lines = (line.partition(" ") for line in text.split("\n"))
    return {key: found for key, _, found in lines}
