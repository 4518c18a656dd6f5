"""The 256 bytes of text on an ID chip, in its four layouts.

The text is UTF-16LE, each field padded with blanks. A letter at byte 248 names the layout:
blank for a resident, J for a permit of Hong Kong, Macau or Taiwan, I and Y for a foreigner's
card of 2017 and of 2023.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from stdnum.iso7064 import mod_11_2

from station.errors.reader import CardContradictory, CardOfOtherKind
from station.identity.document import DocumentKind, IdentityDocument

TEXT_SIZE = 256
_LETTER_AT = 248
_LONG_TERM = "长期"

_CHINESE_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_NUMBER_OF_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")
_PERMIT_REGIONS = ("810000", "820000", "830000")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where the fields are, as (first byte, size in bytes).

    Attributes:
        names: Each in one or two places; the first one that is not blank counts.
        birth_in_number: The number holds the date of birth.
    """

    kind: DocumentKind
    names: tuple[tuple[tuple[int, int], ...], ...]
    sex: tuple[int, int]
    birth: tuple[int, int]
    number: tuple[int, int]
    number_fits: Callable[[str], bool]
    birth_in_number: bool
    valid_from: tuple[int, int] = (188, 16)
    valid_until: tuple[int, int] = (204, 16)


def _checked(number: str) -> bool:
    return bool(_CHINESE_NUMBER.fullmatch(number)) and bool(mod_11_2.is_valid(number))


def _of_permit(number: str) -> bool:
    return _checked(number) and number.startswith(_PERMIT_REGIONS)


def _of_2017(number: str) -> bool:
    return bool(_NUMBER_OF_2017.fullmatch(number))


def _of_2023(number: str) -> bool:
    return _checked(number) and number.startswith("9")


_RESIDENT = _Layout(
    kind=DocumentKind.RESIDENT,
    names=(((0, 30),),),
    sex=(30, 2),
    birth=(36, 16),
    number=(122, 36),
    number_fits=_checked,
    birth_in_number=True,
)
_PERMIT = replace(_RESIDENT, kind=DocumentKind.RESIDENT_HK_MO_TW, number_fits=_of_permit)
_FOREIGNER_2017 = _Layout(
    kind=DocumentKind.FOREIGNER_2017,
    names=(((158, 30),), ((0, 120),)),
    sex=(120, 2),
    birth=(220, 16),
    number=(122, 30),
    number_fits=_of_2017,
    birth_in_number=False,
)
_FOREIGNER_2023 = _Layout(
    kind=DocumentKind.FOREIGNER_2023,
    names=(((0, 30),), ((52, 70), (220, 22))),
    sex=(30, 2),
    birth=(36, 16),
    number=(122, 36),
    number_fits=_of_2023,
    birth_in_number=False,
)
_LAYOUTS = {" ": _RESIDENT, "J": _PERMIT, "I": _FOREIGNER_2017, "Y": _FOREIGNER_2023}


def parse_text(raw_text: bytes, raw_photo: bytes) -> IdentityDocument:
    """Read the text of a chip, strictly.

    A foreigner's name is the Chinese one where the chip has it, else the English one.

    Raises:
        CardOfOtherKind: The letter names a layout that no document describes.
        CardContradictory: A field is missing, malformed, or contradicts another one.
    """
    if len(raw_text) != TEXT_SIZE:
        raise CardContradictory(field="size")
    layout = _LAYOUTS.get(_field(raw_text, (_LETTER_AT, 2)) or " ")
    if layout is None:
        raise CardOfOtherKind
    birth = _date(raw_text, layout.birth, "birth")
    valid_from = _date(raw_text, layout.valid_from, "valid_from")
    valid_until = _valid_until(raw_text, layout)
    if valid_from < birth or (valid_until is not None and valid_until < valid_from):
        raise CardContradictory(field="validity")
    return IdentityDocument(
        kind=layout.kind,
        number=_number(raw_text, layout, birth),
        name=_name(raw_text, layout),
        sex=_sex(raw_text, layout),
        birth=birth,
        valid_from=valid_from,
        valid_until=valid_until,
        raw_photo=raw_photo,
    )


def _field(raw_text: bytes, *places: tuple[int, int]) -> str:
    raw = b"".join(raw_text[start : start + size] for start, size in places)
    return raw.decode("utf-16-le", "surrogatepass").strip(" \0\u3000")


def _date(raw_text: bytes, place: tuple[int, int], name: str) -> date:
    digits = _field(raw_text, place)
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise CardContradictory(field=name)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as exc:
        raise CardContradictory(field=name) from exc


def _valid_until(raw_text: bytes, layout: _Layout) -> date | None:
    if _field(raw_text, layout.valid_until) == _LONG_TERM:
        return None
    return _date(raw_text, layout.valid_until, "valid_until")


def _number(raw_text: bytes, layout: _Layout, birth: date) -> str:
    number = _field(raw_text, layout.number).upper()
    if not layout.number_fits(number):
        raise CardContradictory(field="number")
    if layout.birth_in_number and number[6:14] != f"{birth:%Y%m%d}":
        raise CardContradictory(field="birth")
    return number


def _sex(raw_text: bytes, layout: _Layout) -> str:
    sex = _field(raw_text, layout.sex)
    if sex not in ("0", "1", "2", "9"):
        raise CardContradictory(field="sex")
    return sex


def _name(raw_text: bytes, layout: _Layout) -> str:
    for places in layout.names:
        name = _field(raw_text, *places)
        if name:
            return _whole(name)
    raise CardContradictory(field="name")


def _whole(name: str) -> str:
    """Drop the half of a character that the cut at 15 units may have left; refuse another."""
    if "\ud800" <= name[-1] <= "\udbff":
        name = name[:-1]
    if not name or any("\ud800" <= letter <= "\udfff" for letter in name):
        raise CardContradictory(field="name")
    return name
