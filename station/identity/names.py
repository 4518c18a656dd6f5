"""Names, compared as generously as the number beside them allows.

The number says who it is; the name must not contradict it. The chip keeps 15 UTF-16 units
of a name; middle dots are written in many ways. Source: GA/T 490; RULES 3.3 and 3.4.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MIDDLE_DOT = "\u00b7"
CHIP_NAME_UNITS = 15

_DOTS = frozenset("\u00b7\u2022\u30fb\uff65\u2027\u2219\u22c5.\uff0e\u25cf\u2024\u16eb\u0387")
_PLACEHOLDERS = frozenset("\ufffd\u25a1\u25a0\u3013?\uff1f")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Glyph:
    """A character that two persons put into a name, where something only stood for it.

    Attributes:
        place: In the roster's name, from 0, in code points.
    """

    place: int
    character: str

    def __post_init__(self) -> None:
        if self.place < 0 or len(self.character) != 1 or is_stand_in(self.character):
            raise ValueError("a glyph is one character at a place")

    def __repr__(self) -> str:
        return f"Glyph({self.place})"


def normalise_name(name: str) -> str:
    """Return a name for comparison: dots and blanks between parts become one U+00B7 each run.

    Compatibility forms are unified (NFKC) and capitals folded. Show and keep the original.
    """
    one_form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    parts = "".join(" " if _parts(char) else char for char in one_form).split()
    return MIDDLE_DOT.join(parts)


def masked_name(name: str) -> str:
    """Return a name with stars in it: enough to see that another name is not this one."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def same_person_name(chip: str, roster: str) -> bool:
    """Tell whether a chip's name can be that of the roster.

    Dots and blanks do not count. A chip's name that fills its 15 units may be the beginning
    of the roster's; at the cut there may be half a character.
    """
    units = _units(chip.strip())
    short, whole = _letters(chip), _letters(roster)
    if short == whole:
        return bool(whole)
    if units >= CHIP_NAME_UNITS:
        head = _letters(_without_half(chip.strip()))
    elif units == CHIP_NAME_UNITS - 1 and _units(whole[len(short) : len(short) + 1]) == 2:
        head = short
    else:
        return False
    return bool(head) and whole.startswith(head)


def needs_glyph_check(name: str) -> bool:
    """Tell whether a name holds a rare character, or what stands for one.

    That is a private-use code, a placeholder, or a character beyond the first plane (Extension B
    and later), for which many fonts have no glyph. Two persons then compare it.
    """
    return any(char in _PLACEHOLDERS or _is_rare(char) for char in name)


def _is_rare(char: str) -> bool:
    return ord(char) > 0xFFFF or unicodedata.category(char) in ("Co", "Cs")


def _parts(char: str) -> bool:
    return char in _DOTS or char.isspace()


def _letters(name: str) -> str:
    return normalise_name(name).replace(MIDDLE_DOT, "")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_half(name: str) -> str:
    return name[:-1] if unicodedata.category(name[-1]) == "Cs" or name[-1] == "\ufffd" else name


def stand_ins(name: str) -> tuple[int, ...]:
    """Return the places of a name at which something stands for a character and is none.

    That is a private-use code of an old card, a lone surrogate, or a placeholder such as a box:
    there, and only there, two persons put the character that the document shows.
    """
    return tuple(place for place, char in enumerate(name) if is_stand_in(char))


def is_stand_in(char: str) -> bool:
    """Tell whether this stands for a character, and is none."""
    return char in _PLACEHOLDERS or unicodedata.category(char) in ("Co", "Cs")


def with_glyphs(name: str, glyphs: Iterable[Glyph]) -> str:
    """Return a name with characters put where others only stood for them."""
    letters = list(name)
    for glyph in glyphs:
        if glyph.place < len(letters):
            letters[glyph.place] = glyph.character
    return "".join(letters)
