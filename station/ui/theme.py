"""How the windows look: fonts, colours, style sheets."""

import re
from importlib.resources import files
from string import Template

import pylopdf_fonts_zh_cn
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

FAMILY = "Noto Sans SC"

# Each ink on its paper keeps a contrast of 7:1 or more (WCAG AAA), tested.
COLOURS = {
    "ink": "#14213D",
    "muted": "#3F4B5F",
    "page": "#EEF2F6",
    "card": "#FFFFFF",
    "line": "#B4BFCC",
    "blue": "#0B4A82",
    "pale_blue": "#E2EEFA",
    "green": "#0F5A31",
    "pale_green": "#E1F3E8",
    "amber": "#6B4100",
    "pale_amber": "#FFF0CC",
    "red": "#8F1626",
    "pale_red": "#FCE6E9",
    "violet": "#54247F",
    "grey": "#DDE3EA",
    "flag": "#FFB000",
}


def colour(name: str) -> QColor:
    """Return a colour of the palette by its name."""
    return QColor(COLOURS[name])


def dress(app: QApplication) -> None:
    """Give the application its style, its font and its palette; once, before any window."""
    QFontDatabase.addApplicationFont(str(pylopdf_fonts_zh_cn.sans_path()))
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setPixelSize(18)
    app.setFont(font)
    palette = QPalette(colour("page"))
    ink, blue = colour("ink"), colour("blue")
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(role, ink)
    palette.setColor(QPalette.ColorRole.Base, colour("card"))
    palette.setColor(QPalette.ColorRole.Highlight, blue)
    palette.setColor(QPalette.ColorRole.HighlightedText, colour("card"))
    app.setPalette(palette)


def sheet(name: str, scale: float) -> str:
    """Return a style sheet with its colours filled in and its sizes scaled.

    Args:
        name: "seat" or "console": a file beside this one.
        scale: 1.0 for the size it was drawn for, 1366 x 768.
    """
    text = (files("station.ui") / f"{name}.qss").read_text(encoding="utf-8")

    def scaled(size: re.Match[str]) -> str:
        return f"{max(1, round(int(size[1]) * scale))}px"

    return re.sub(r"(\d+)px", scaled, Template(text).substitute(COLOURS))


def mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and let it look again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
