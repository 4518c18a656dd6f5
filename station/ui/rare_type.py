"""Rare characters of names on the screen: no machine's own fonts need to have them."""

from PySide6.QtGui import QFont, QFontDatabase

from station.printer.fonts import rare_font_file
from station.ui.theme import FAMILY

_carried: set[str] = set()


def carry_rare(text: str) -> None:
    """Let every text from now on show the rare characters of this one."""
    for character in text:
        if ord(character) > 0xFFFF:
            family, raw = rare_font_file(character)
            if raw and family not in _carried:
                _carried.add(family)
                QFont.insertSubstitution(FAMILY, family)
                QFontDatabase.addApplicationFontFromData(raw)
