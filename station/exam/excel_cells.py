"""Cells as text: what each shows, or why that cannot be known."""

import re
import unicodedata
from enum import StrEnum


class BadCell(StrEnum):
    """Why a cell's text cannot be known."""

    DATE = "date-cell"
    NUMBER = "number-cell"
    ERROR = "error-cell"
    CHARACTERS = "bad-characters"


Cell = str | BadCell
"""A cell's text without the blanks around it; "" if it is empty."""

_PLAIN = re.compile(
    r"[\n -~\u00ae-\u00ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e（）、。‘’“”…—℃×Ⅰ-Ⅻ①-⑩]*"
)
_ESCAPED = re.compile("_x[0-9A-F]{4}_")
_ALIKE = "\r\n"


def clean(text: str) -> Cell:
    """Take out blanks around the text and what cannot be seen; refuse what cannot be printed."""
    if "\t" in text or "\r" in text or "\xa0" in text:
        text = re.sub(r"[\t\r\xa0]+", " ", text.replace(_ALIKE, "\n"))
    if "_x" in text and _ESCAPED.search(text):
        return BadCell.CHARACTERS
    if _PLAIN.fullmatch(text):
        return text.strip()
    kinds = {unicodedata.category(character) for character in set(text) - {"\n"}}
    if "Cf" in kinds:
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if kinds & {"Cc", "Co", "Cs", "Cn"} or "\ufffd" in text:
        return BadCell.CHARACTERS
    return text.strip()


def has_invisible(text: str) -> bool:
    """Whether a text holds characters that take no room, such as a zero-width blank."""
    return not _PLAIN.fullmatch(text) and any(unicodedata.category(c) == "Cf" for c in text)


def number(value: float, form: str) -> Cell:
    """Say a number as the sheet shows it, if that is plain to see.

    Args:
        form: Excel's number form, such as "0.00%"; "" if the file does not tell.
    """
    if form in ("General", "@", ""):
        text = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
        return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else BadCell.NUMBER
    if shown := re.fullmatch(r"0(?:\.(0+))?(%)?(?:_ )?", form):
        percent = shown.group(2) or ""
        return f"{value * 100 if percent else value:.{len(shown.group(1) or '')}f}{percent}"
    return BadCell.NUMBER
