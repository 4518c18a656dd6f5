"""Characters that look like others: a reader sees no difference, a search and a print do."""

import re

_SWAPS = str.maketrans("АВЕЗКМНОРСТХасеорхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABE3KMHOPCTXaceopxyABEZHIKMNOPTYX")
_FOREIGN = re.compile(f"[{''.join(map(chr, _SWAPS))}\u2e80-\u2fdf\uf900-\ufaff]")
_DIGITS = re.compile(r"(?<![A-Za-z\d])\d+[OoIl]\d+(?![A-Za-z\d])")


def looks_alike(text: str) -> bool:
    """Whether a text has a foreign letter, a radical or a letter in a number."""
    mixed = any(letter in text for letter in "OoIl") and _DIGITS.search(text)
    return bool(mixed or _FOREIGN.search(text))


def with_common_letters(text: str) -> str:
    """Return a text whose foreign letters are swapped for the Latin ones they look like."""
    return text.translate(_SWAPS)
