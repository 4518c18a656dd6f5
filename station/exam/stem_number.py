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
_BRACKETED = re.compile(r"[(（\[【]\s*\d{1,5}\s*[)）\]】]|第\s*\d{1,5}\s*题")


def without_numbers(stems: Sequence[str]) -> list[str | RowFault]:
    """Take the numbers off a sheet's stems; the fault, where one can be read in two ways."""
    found = [_NUMBER.match(stem) for stem in stems]
    numbers = [int(match.group(1)) if match else None for match in found]
    return [
        _without(stem, match, follows=_follows(numbers, place))
        for place, (stem, match) in enumerate(zip(stems, found, strict=True))
    ]


def _follows(numbers: Sequence[int | None], place: int) -> bool:
    """Whether a number goes on from the one above, or the one below goes on from it."""
    number = numbers[place]
    if number is None:
        return False
    above = numbers[place - 1] if place else None
    below = numbers[place + 1] if place + 1 < len(numbers) else None
    return above == number - 1 or below == number + 1


def _without(stem: str, match: re.Match[str] | None, *, follows: bool) -> str | RowFault:
    if match is None:
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
