"""Invented ID cards: region 990000 does not exist, and sequence 000 is never given out."""

from datetime import date

from station.identity.document import DocumentKind
from station.reader.simulated_card import SimulatedCard

RESIDENT = SimulatedCard(
    number="990000199001010009",
    name="欧阳试读",
    sex="1",
    birth=date(1990, 1, 1),
    valid_from=date(2020, 2, 29),
    valid_until=date(2040, 2, 28),
    photo_png=b"png of one person",
)
PERMIT = SimulatedCard(
    kind=DocumentKind.RESIDENT_HK_MO_TW,
    number="810000199408230005",
    name="陈试验",
    sex="2",
    birth=date(1994, 8, 23),
    valid_from=date(2021, 1, 1),
    valid_until=date(2026, 1, 1),
    photo_png=b"png of a second person",
)
FOREIGNER_2017 = SimulatedCard(
    kind=DocumentKind.FOREIGNER_2017,
    number="ZZZ000000000000",
    name="",
    english_name="TEST, EXAMPLE OF A LONG ENGLISH NAME",
    sex="1",
    birth=date(1980, 12, 31),
    valid_from=date(2018, 5, 5),
    valid_until=date(2028, 5, 4),
    photo_png=b"png of a third person",
)
FOREIGNER_2023 = SimulatedCard(
    kind=DocumentKind.FOREIGNER_2023,
    number="901560198305120008",
    name="",
    english_name="EXAMPLE WITH A NAME OF MORE THAN 35 LETTERS",
    sex="2",
    birth=date(1983, 5, 12),
    valid_from=date(2024, 3, 1),
    valid_until=date(2034, 2, 28),
    photo_png=b"png of a fourth person",
)
CARDS = [RESIDENT, PERMIT, FOREIGNER_2017, FOREIGNER_2023]
