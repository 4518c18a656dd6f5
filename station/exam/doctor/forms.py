"""What stems ask for and what options look like, whatever they speak of.

"…不得超过（ ）米" wants something else than "下列说法正确的是（ ）", and "3 / 5 / 10" is something
else than "立即停机 / 报告班长". Which forms go together is learnt from the bank itself.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from station.exam.doctor.plain import numberless

_BLANK = re.compile(r"\([\s_]*\)|_{2,}|\s{3,}")
_NUMBER = re.compile(r"[<>≤≥±约\-]*\d")
_UNIT = re.compile(
    r"(?:[kM]?[VW]|m?A|Hz|M?Ω|[mck]?m|k?g|t|[Mk]?Pa|°|%|伏|安|瓦|欧|米|毫米|厘米|公斤|千克|吨|度|次|年"
    r"|个?月|天|日|小时|分钟|秒|个|倍|周?岁|元|兆|人|名|种|类|级|条|根|只|层)"
)
_ASKS_NUMBER = re.compile(
    r"(?:超过|小于|大于|低于|高于|少于|多于|至少|达到?|为|取|等于|约)$|多少|几"
)
_ASKS_STATEMENT = re.compile(r"下列|以下|哪|说法|叙述|描述|表述|正确的是|错误的是|不正确|属于|包括")
_ENDS = "。；;，,、"


class Gap:
    """The last gap of a stem, and what stands around it."""

    def __init__(self, stem: str) -> None:
        self._stem = unicodedata.normalize("NFKC", stem)
        blanks = list(_BLANK.finditer(self._stem))
        self._blanks = len(blanks)
        self._before = self._stem.rstrip("。?: ")
        self._after = ""
        if blanks:
            self._before = self._stem[: blanks[-1].start()].strip()
            self._after = self._stem[blanks[-1].end() :].strip()

    def terms(self) -> list[str]:
        """Name what the gap sounds like."""
        before, after = numberless(self._before), numberless(self._after)
        return [
            *(f"before {before[-length:]}" for length in (1, 2, 3, 4)),
            *(f"after {after[:length]}" for length in (1, 2, 3)),
            f"blanks {self._blanks}",
        ]

    def asks(self) -> list[float]:
        """Say what kind of answer is asked for."""
        unit = bool(_UNIT.match(self._after))
        number = bool(_ASKS_NUMBER.search(self._before)) and not unit
        ends = not self._after.strip("。.,?;") and not unit
        return [1.0, unit, number, bool(_ASKS_STATEMENT.search(self._stem)), ends]


class Form:
    """What the options of one question look like."""

    def __init__(self, options: Sequence[str]) -> None:
        self._raw = "".join(options)
        self._count = len(options)
        self._texts = [unicodedata.normalize("NFKC", each).strip(" 。;,") for each in options]
        numbers = sum(bool(_NUMBER.match(text)) for text in self._texts)
        self._numbers = numbers / self._count
        self._length = float(np.log(max(1, len(self._raw)) / self._count))
        self._ended = sum(option[-1:] in _ENDS for option in options) / self._count

    def terms(self) -> list[str]:
        """Name how the options begin and end, how many and how long they are."""
        terms = [f"options {self._count}", f"length {int(self._length * 2)}"]
        for text in map(numberless, self._texts):
            terms += [f"first {text[:length]}" for length in (1, 2)]
            terms += [f"last {text[-length:]}" for length in (1, 2, 3)]
        return terms

    def given(self) -> list[float]:
        """Say what kind of options these are: how many are numbers, and how long they are."""
        return [self._numbers, self._length, (1 - self._numbers) * self._length]

    def manner(self) -> list[float]:
        """Say how they were typed: neighbours were often typed by one hand."""
        wide = sum("\uff10" <= character <= "\uff5a" for character in self._raw)
        return [
            self._count / 2,
            self._numbers * 1.5,
            self._ended,
            min(1.0, wide * 5 / max(1, len(self._raw))),
            (" " in self._raw) / 2,
            self._length,
        ]
