"""Raised and lowered figures: "10" and a raised "5" is not 105.

A cell's text comes without its form. Where a raised or lowered figure follows another figure, it
is written with the sign that says so; behind a letter ("cm2", "U1") nobody reads it wrongly, and
the text stays as it is.
"""

import re
from collections.abc import Iterable, Mapping

from lxml.etree import _Element

HIGH = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
LOW = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_SIGNS: Mapping[str, Mapping[str, str]] = {"superscript": HIGH, "subscript": LOW}
_FIGURE = re.compile(r"\d\s*$")


def raised_texts(strings: Iterable[_Element]) -> dict[str, str]:
    """Return the texts in which a figure is raised behind another one, by their plain form.

    A plain form that another cell has without anything raised stands for that cell too: it is
    left out.
    """
    found: dict[str, set[str]] = {}
    for string in strings:
        plain = shown = ""
        for run in string:
            if str(run.tag).rpartition("}")[2] not in ("r", "t"):
                continue
            text = "".join(part.text or "" for part in run.iter("{*}t"))
            signs = next((_SIGNS.get(a.get("val", ""), {}) for a in run.iter("{*}vertAlign")), {})
            whole = bool(text) and all(sign in signs for sign in text)
            shown += "".join(signs[s] for s in text) if whole and _FIGURE.search(shown) else text
            plain += text
        found.setdefault(plain, set()).add(shown)
    return {
        plain: texts.pop()
        for plain, texts in found.items()
        if len(texts) == 1 and plain not in texts
    }
