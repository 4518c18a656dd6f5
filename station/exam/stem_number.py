"""Numbers in front of stems: "12.", "12、", "12 ", or "12" alone, taken off where they number.

A stem may itself begin with a number ("36V is...", "1.5 times..."), so a number is taken off only
if a sign that ends a number follows it, or if it goes on from its neighbours.
"""

import re
from collections.abc import Sequence

from station.exam.row_fault import RowFault, RowRefused

_NUMBER = re.compile(
    r"第?[(（\[【]?\s*(\d{1,5})(?:\s*题)?(\s*[)）\]】]?\s*[.．、。,，:：)）\]】]|\s+|)\s*"
)
_AGAIN = re.compile(r"[.．、]\s*(?=\D)")
_ORDINAL = re.compile(r"第\s*\d{1,5}(?!\s*(?:题|\d|[)）\]】.．、。,，:：]))")
"""A "第2类" is a number that belongs to the stem."""
LONG_RUN = 5
"""So many stems in turn begin with a number and nothing behind it, before it is no part of them."""
_BRACKETED = re.compile(r"[(（\[【]\s*\d{1,5}\s*[)）\]】]|第\s*\d{1,5}\s*题")


def without_numbers(stems: Sequence[str]) -> list[str | RowFault]:
    """Take the numbers off a sheet's stems; the fault, where one can be read in two ways."""
    found = [_NUMBER.match(stem) for stem in stems]
    return [
        _without(stem, match, follows=follows)
        for stem, match, follows in zip(stems, found, _follow(found), strict=True)
    ]


def _follow(found: Sequence[re.Match[str] | None]) -> list[bool]:
    """Whether each number goes on from its neighbours, so that it numbers the row.

    Numbers with no sign behind them need one with a sign among them, or many of their kind.
    """
    numbers = [int(match.group(1)) if match else None for match in found]
    follow: list[bool] = []
    start = 0
    for place in range(1, len(numbers) + 1):
        before = numbers[place - 1]
        if place == len(numbers) or before is None or numbers[place] != before + 1:
            run = found[start:place]
            signed = any(match and match.group(2) for match in run)
            follow += [len(run) >= (2 if signed else LONG_RUN)] * len(run)
            start = place
    return follow


def _without(stem: str, match: re.Match[str] | None, *, follows: bool) -> str | RowFault:
    if match is None or _ORDINAL.match(stem):
        return stem
    rest = stem[match.end() :]
    if rest.startswith(match.group(1)) and (again := _AGAIN.match(rest, len(match.group(1)))):
        rest = rest[again.end() :]  # "54.54、": typed beside a number that Excel had written
    if follows and rest:
        return rest
    ends_number = match.group(2).strip() not in ("", ",", "，")
    if not ends_number and not (_BRACKETED.match(stem) and rest):
        return stem
    if stem[:1] in "(（[【" and not _BRACKETED.match(stem):
        return stem
    if rest[:1].isdigit() and not _BRACKETED.match(stem):
        return RowFault.STEM_NUMBER_UNCLEAR
    return rest or RowFault.STEM_EMPTY


def refuse_if_fault(stem: str | RowFault) -> str:
    """Return the stem.

    Raises:
        RowRefused: It is a fault.
    """
    if isinstance(stem, RowFault):
        raise RowRefused(stem)
    return stem
