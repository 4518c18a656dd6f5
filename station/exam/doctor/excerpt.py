"""What stands in a cell, as a report shows it: short, and with each character to be seen."""

import re
import unicodedata

LENGTH = 60
_STRANGE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_CODE = re.compile(r"<U\+[0-9A-F]{4,6}>|_x[0-9A-F]{4}_")


def excerpt(text: str, length: int = LENGTH) -> str:
    """Return the beginning of a text, or the part about its first character that has no shape.

    A line break is shown as "↵", a character without a shape by its code point: "<U+E000>". Where
    something was cut off stands "…".
    """
    shown = "".join(map(_shown, text.strip()))
    if len(shown) <= length:
        return shown
    found = _CODE.search(shown)
    start = max(0, found.end() - length // 2) if found and found.end() > length - 1 else 0
    piece = shown[start : start + length - 1 - bool(start)]
    return f"{'…' if start else ''}{piece}{'…' if start + len(piece) < len(shown) else ''}"


def _shown(character: str) -> str:
    if character == "\n":
        return "↵"
    if character == "\ufffd" or unicodedata.category(character) in _STRANGE:
        return f"<U+{ord(character):04X}>"
    return character
