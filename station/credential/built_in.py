"""The looks that a card has until the province has sent another.

Source:
    RULES 2.6 for the fields and their words.
"""

from collections.abc import Mapping
from types import MappingProxyType

from station.credential.template import (
    Badge,
    CardTemplate,
    Certificate,
    Code,
    CodeSource,
    Line,
    Photo,
    Place,
    Side,
    Type,
    Words,
    Wrapping,
)
from station.ids import UnixMs

LEFT_MM, RIGHT_MM = 4.0, 81.6
LABEL_X_MM, LABEL_MM = 26.8, 9.0
VALUE_X_MM = 37.3
FULL_MM = RIGHT_MM - VALUE_X_MM
BESIDE_CODE_MM = 28.2173
PHOTO_MM = 20.32

_TITLE = Type(size_mm=4.75, least_mm=3.0, bold_em=0.028, serif=True)
_LABEL = Type(size_mm=2.25, least_mm=1.7)
_VALUE = Type(size_mm=2.75, least_mm=1.7, bold_em=0.022)
_NAME = Type(size_mm=4.6, least_mm=3.1, bold_em=0.028)
_LONG_NAME = Type(size_mm=3.0, least_mm=1.9, bold_em=0.024)
_NUMBER = Type(size_mm=3.3, least_mm=1.7, bold_em=0.024)
_SERIAL = Type(size_mm=1.75, least_mm=1.2)


def _label(text: str, y_mm: float, x_mm: float = LABEL_X_MM) -> Words:
    place = Place.SPREAD if x_mm == LABEL_X_MM and len(text) == 2 else Place.LEFT
    return Words(text=text, x_mm=x_mm, y_mm=y_mm, width_mm=LABEL_MM, type=_LABEL, place=place)


def _value(text: str, y_mm: float, width_mm: float, type_: Type = _VALUE) -> Words:
    return Words(text=text, x_mm=VALUE_X_MM, y_mm=y_mm, width_mm=width_mm, type=type_)


def _front(title: str, rows: tuple[tuple[str, str], ...], first_row_mm: float) -> Side:
    """Name, sex and number, and below them rows of which the last four stand beside the code."""
    name = Words(
        text="{name}",
        x_mm=VALUE_X_MM,
        y_mm=16.4,
        width_mm=31.7,
        type=_NAME,
        wrapping=Wrapping(type=_LONG_NAME, lines_mm=(14.4, 17.6)),
    )
    sex = Words(text="{sex}", x_mm=76.4, y_mm=16.0, width_mm=5.2, type=_VALUE)
    words = [
        Words(
            text=title,
            x_mm=LEFT_MM,
            y_mm=8.4,
            width_mm=77.6,
            type=_TITLE,
            place=Place.CENTRE,
        ),
        *(_label("姓名", 16.0), name, _label("性别", 16.0, 70.3), sex),
        *(_label("证号", 21.3), _value("{number}", 21.3, FULL_MM, _NUMBER)),
    ]
    for place, (label, value) in enumerate(rows):
        y_mm = round(first_row_mm + 4.7 * place, 2)
        width_mm = FULL_MM if place < len(rows) - 4 else BESIDE_CODE_MM
        words += [_label(label, y_mm), _value(value, y_mm, width_mm)]
    words.append(
        Words(
            text="{serial}",
            x_mm=LEFT_MM,
            y_mm=49.5,
            width_mm=PHOTO_MM,
            type=_SERIAL,
            place=Place.CENTRE,
        )
    )
    return Side(
        badge=Badge(x_mm=LEFT_MM, y_mm=41.5, width_mm=PHOTO_MM),
        words=tuple(words),
        lines=(Line(x_mm=LEFT_MM, y_mm=10.6, width_mm=77.6, thickness_mm=0.35),),
        photos=(Photo(x_mm=3.98, y_mm=12.36, width_mm=PHOTO_MM, height_mm=27.09),),
        codes=(Code(x_mm=66.72, y_mm=35.05, side_mm=14.9, source=CodeSource.GIVEN_OR_SIGNED),),
    )


OPERATION = CardTemplate(
    certificate=Certificate.OPERATION,
    version=0,
    valid_from=UnixMs(0),
    front=_front(
        "中华人民共和国特种作业操作证",
        (
            ("作业类别", "{category}"),
            ("准操项目", "{item}"),
            ("初领日期", "{first_issued}"),
            ("有效期限", "{valid_from}至{valid_until}"),
            ("复审日期", "{review_by}"),
            ("签发机关", "{issuer}"),
        ),
        26.0,
    ),
)
"""特种作业操作证."""

MANAGER = CardTemplate(
    certificate=Certificate.MANAGER,
    version=0,
    valid_from=UnixMs(0),
    front=_front(
        "安全生产知识和管理能力考核合格证",
        (
            ("人员类别", "{category}"),
            ("行业类别", "{item}"),
            ("初领日期", "{first_issued}"),
            ("有效期限", "{valid_from}至{valid_until}"),
            ("签发机关", "{issuer}"),
        ),
        28.3,
    ),
)
"""主要负责人、安全生产管理人员: counts for as long as the rules say, and has no review."""

BUILT_IN: Mapping[Certificate, CardTemplate] = MappingProxyType(
    {template.certificate: template for template in (OPERATION, MANAGER)}
)
