"""Numbers of identity documents.

The region code is never a reason to refuse: a number stays for life, and old county codes
are in no current list. Source: GB 11643-1999; ISO 7064 MOD 11-2; RULES 3.1.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from station.errors import StationError
from station.errors.identity import (
    NumberBirthImpossible,
    NumberMalformed,
    NumberMistyped,
    NumberOutdated,
)

OLDEST_YEARS = 120


class NumberKind(StrEnum):
    """What the form of a number tells about its document."""

    RESIDENT = "resident"
    RESIDENT_HK_MO_TW = "resident-hk-mo-tw"
    FOREIGNER_2017 = "foreigner-2017"
    FOREIGNER_2023 = "foreigner-2023"
    TRAVEL_HK_MO = "travel-hk-mo"
    TRAVEL_TW = "travel-tw"
    PASSPORT = "passport"


_EIGHTEEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FIFTEEN = re.compile(r"[1-9][0-9]{14}")
_FORMS = {
    NumberKind.FOREIGNER_2017: re.compile(r"[A-Z]{3}[0-9]{12}"),
    NumberKind.TRAVEL_HK_MO: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    NumberKind.TRAVEL_TW: re.compile(r"[0-9]{8}(?:[0-9]{2})?"),
    NumberKind.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
}
_TOLD_BY_FORM = (NumberKind.FOREIGNER_2017, NumberKind.TRAVEL_HK_MO)
_SPECIAL_REGIONS = ("810000", "820000", "830000")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdNumber:
    """A number that may exist; nothing of it may reach a log.

    Attributes:
        value: Upper case, ASCII.
        birth: As the number states it; None where it states none.
        sex: GB/T 2261.1 "1" or "2" from the 17th digit; None where that says nothing.
        region: The six digits of the region; None where there are none.
    """

    value: str
    kind: NumberKind
    birth: date | None = None
    sex: str | None = None
    region: str | None = None

    def __repr__(self) -> str:
        return f"IdNumber({self.kind})"

    @property
    def region_known(self) -> bool:
        """Whether the region is in the list for the year of birth; False only warns.

        Codes of counties that were merged or renamed stay valid for life and are in no list.
        Source of the list: python-stdnum, cn/loc.
        """
        if self.region is None or self.region in _SPECIAL_REGIONS:
            return True
        try:
            ric.get_birth_place(self.value)
        except (ValidationError, KeyError):  # of a county in no list it knows the province alone
            return False
        return True

    @property
    def tail(self) -> str:
        """The last four characters, which may be shown."""
        return self.value[-4:]

    @property
    def masked(self) -> str:
        """Stars, and the last four characters."""
        return self.tail.rjust(len(self.value), "*")


def normalise_number(raw_number: str) -> str:
    """Return a number as we compare it: half-width, upper case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", raw_number).upper().split())


def is_mistyped(number: str) -> bool:
    """Tell whether a number has eighteen characters of the right form and a wrong check digit."""
    return _EIGHTEEN.fullmatch(number) is not None and not mod_11_2.is_valid(number)


def parse_number(raw_number: str, today: date, kind: NumberKind | None = None) -> IdNumber:
    """Read a number as typed, or as a chip gives it.

    Args:
        today: No birth date lies after it.
        kind: The kind of document. It must be given for a Taiwan travel permit and for a
            passport; the other kinds are told by their form.

    Raises:
        NumberMalformed: No such form, or not that of the kind asked for.
        NumberMistyped: The check digit does not fit.
        NumberBirthImpossible: Its birth date does not exist, lies ahead or too far back.
        NumberOutdated: A 15-digit number of the first generation.
    """
    value = normalise_number(raw_number)
    if kind is not None and kind in _FORMS:
        if not _FORMS[kind].fullmatch(value):
            raise NumberMalformed
        return IdNumber(value=value, kind=kind)
    if _FIFTEEN.fullmatch(value):
        raise NumberOutdated
    found = _told_by_form(value)
    if found is None or kind not in (None, found):
        raise NumberMalformed
    if found in _FORMS:
        return IdNumber(value=value, kind=found)
    if is_mistyped(value):
        raise NumberMistyped
    foreigner = found is NumberKind.FOREIGNER_2023
    return IdNumber(
        value=value,
        kind=found,
        birth=_birth(value[6:14], today),
        sex=None if foreigner else "12"[int(value[16]) % 2 == 0],
        region=None if foreigner else value[:6],
    )


def age_on(birth: date, day: date) -> int:
    """Return the full years of age; who was born on 29 February turns on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _told_by_form(value: str) -> NumberKind | None:
    if _EIGHTEEN.fullmatch(value):
        if value.startswith("9"):
            return NumberKind.FOREIGNER_2023
        special = value.startswith(_SPECIAL_REGIONS)
        return NumberKind.RESIDENT_HK_MO_TW if special else NumberKind.RESIDENT
    return next((kind for kind in _TOLD_BY_FORM if _FORMS[kind].fullmatch(value)), None)


def _birth(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as exc:
        raise NumberBirthImpossible from exc
    if birth > today or age_on(birth, today) > OLDEST_YEARS:
        raise NumberBirthImpossible
    return birth


def born_alike(number: str, other: str, today: date) -> bool:
    """Tell whether two numbers share birthday and region, as those of twins do.

    With a foreigner's number it is the place of application and the nation.
    """
    try:
        one, two = parse_number(number, today), parse_number(other, today)
    except StationError:
        return False
    alike = one.birth is not None and one.value[:14] == two.value[:14]
    return alike and one.value != two.value


def is_region_unknown(number: str, today: date) -> bool:
    """Tell whether a number that can be is of a region in no list; that only warns."""
    try:
        return not parse_number(number, today).region_known
    except StationError:
        return False
