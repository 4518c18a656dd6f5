"""What a card looks like, as data: fields in millimetres from the top left corner of each side.

The province signs templates, so that a card changes its look without a new program. Until one has
come, those of credential.built_in are used. Only what stands in a template is drawn; the state
emblem and other print belong to the blank.

Source:
    ISO/IEC 7810, format ID-1: 85.60 mm x 53.98 mm. RULES 2.6: the look is a matter of the province.
"""

import string
from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.ids import UnixMs

WIDTH_MM, HEIGHT_MM = 85.6, 53.98
LEAST_TYPE_MM = 0.8
MOST_FIELDS = 100
CODE_LEAST_MM = 8.0


class Certificate(StrEnum):
    """The kinds of certificate: one for an operating item, one for a manager's office."""

    OPERATION = "operation"
    MANAGER = "manager"


class Word(StrEnum):
    """What a text may hold of the card, as `{name}`."""

    SERIAL = "serial"
    NUMBER = "number"
    NAME = "name"
    SEX = "sex"
    CATEGORY = "category"
    ITEM = "item"
    FIRST_ISSUED = "first_issued"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    REVIEW_BY = "review_by"
    ISSUER = "issuer"


class Place(StrEnum):
    """Where a text stands in its width."""

    LEFT = "left"
    CENTRE = "centre"
    SPREAD = "spread"


class CodeSource(StrEnum):
    """Whose QR code it is."""

    GIVEN = "given"
    SIGNED = "signed"
    GIVEN_OR_SIGNED = "given-or-signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How a text is set.

    Attributes:
        size_mm: Height of an em.
        least_mm: What it may be shrunk to; a text that needs less room yet is refused.
        bold_em: Thickness of the line around the shapes.
        serif: Song type; else Hei.
    """

    size_mm: float
    least_mm: float
    bold_em: float = 0.0
    serif: bool = False

    def __post_init__(self) -> None:
        _hold(LEAST_TYPE_MM <= self.least_mm <= self.size_mm <= HEIGHT_MM, "a size of type")
        _hold(0 <= self.bold_em <= 0.2, "a thickness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """How a text is set that is too long for one line.

    Attributes:
        lines_mm: The base line of each of the two lines.
    """

    type: Type
    lines_mm: tuple[float, ...]

    def __post_init__(self) -> None:
        _hold(len(self.lines_mm) == 2, "two lines")
        _hold(all(0 <= y_mm <= HEIGHT_MM for y_mm in self.lines_mm), "a place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text.

    Attributes:
        text: As it is, or with the card's own words, as in `{valid_from}至{valid_until}`.
        y_mm: Its base line.
    """

    text: str
    x_mm: float
    y_mm: float
    width_mm: float
    type: Type
    place: Place = Place.LEFT
    wrapping: Wrapping | None = None

    def __post_init__(self) -> None:
        _hold_box(self.x_mm, self.y_mm, self.width_mm, 0)
        for _, word, form, conversion in string.Formatter().parse(self.text):
            _hold(word is None or word in tuple(Word), "a word of the card")
            _hold(not form and not conversion, "a plain word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A level line."""

    x_mm: float
    y_mm: float
    width_mm: float
    thickness_mm: float

    def __post_init__(self) -> None:
        _hold_box(self.x_mm, self.y_mm, self.width_mm, self.thickness_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """Where the holder's picture is laid down, in a thin frame."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    def __post_init__(self) -> None:
        _hold(min(self.width_mm, self.height_mm) >= CODE_LEAST_MM, "a size for a face")
        _hold_box(self.x_mm, self.y_mm, self.width_mm, self.height_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The square that a QR code may fill; it stands in its lower right corner."""

    x_mm: float
    y_mm: float
    side_mm: float
    source: CodeSource

    def __post_init__(self) -> None:
        _hold(self.side_mm >= CODE_LEAST_MM, "a size for a code")
        _hold_box(self.x_mm, self.y_mm, self.side_mm, self.side_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Where a drill's card says once more, white on black, that it is a sample."""

    x_mm: float
    y_mm: float
    width_mm: float

    def __post_init__(self) -> None:
        _hold_box(self.x_mm, self.y_mm, self.width_mm, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a card. Words, lines and codes are black.

    Attributes:
        colour: The photos are laid down by the colour panels; else they are black dots.
        overlay: A clear panel lies over all of it.
    """

    badge: Badge
    words: tuple[Words, ...]
    lines: tuple[Line, ...] = ()
    photos: tuple[Photo, ...] = ()
    codes: tuple[Code, ...] = ()
    colour: bool = later(False)
    overlay: bool = later(False)

    def __post_init__(self) -> None:
        fields = (*self.words, *self.lines, *self.photos, *self.codes)
        _hold(len(fields) <= MOST_FIELDS, "so few fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTemplate:
    """The look of one kind of certificate.

    Attributes:
        version: The highest one that is in force is used.
        back: None to leave the back as the blank has it.
    """

    certificate: Certificate
    version: int
    valid_from: UnixMs
    front: Side
    back: Side | None = None


CARD_TEMPLATE: Codec[CardTemplate] = Codec(CardTemplate)


def _hold_box(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> None:
    """Hold a field to the card; what is no number is outside of it."""
    across = x_mm >= 0 and width_mm >= 0 and x_mm + width_mm <= WIDTH_MM
    _hold(across and y_mm >= 0 and height_mm >= 0 and y_mm + height_mm <= HEIGHT_MM, "a place")


def _hold(fits: bool, what: str) -> None:
    if not fits:
        raise ValueError(f"this is not {what} on a card")
