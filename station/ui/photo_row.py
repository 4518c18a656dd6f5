"""The three photos that are held side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from station.flow.desk_view import DeskState
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.plain_label import PlainLabel

TIGHT_PX, LOOSE_PX = 100, 16_777_215
"""The second is Qt's own "as tall as it likes"."""


class PhotoRow(QWidget):
    """Chip, enrolment and camera: the eyes at the same height, so that faces can be compared."""

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._photos = tuple(LivePicture(portrait=True) for _ in range(3))
        self._captions = tuple(PlainLabel("photo-caption") for _ in range(3))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        names = ("chip-photo", "enrolment-photo", "captured-photo")
        for column, name in enumerate(names):
            self._photos[column].setObjectName(name)
            self._captions[column].setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(self._captions[column], 0, column)
            grid.addWidget(self._photos[column], 1, column)
            grid.setColumnStretch(column, 1)

    def show_state(self, desk: DeskState) -> None:
        translate = self._translate
        captions = (translate("ID card"), translate("Enrolment"), translate("Camera"))
        raw_photos = (desk.chip_photo, desk.enrolment_photo, desk.captured_photo)
        for place in range(3):
            self._captions[place].show_text(captions[place])
            self._photos[place].setAccessibleName(captions[place])
            self._photos[place].show_photo(raw_photos[place], translate("No photo"))

    def set_tight(self, tight: bool) -> None:
        """Take less height, where a decision needs the room below."""
        for photo in self._photos:
            photo.setMaximumHeight(TIGHT_PX if tight else LOOSE_PX)
