"""Where both sides of a typed document are photographed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.flow.desk_view import DeskState, PictureSide, SkipSides
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class DeskSides(QFrame):
    """The live picture, what to hold before the camera, and one big button.

    Signals:
        intent: PictureSide or SkipSides.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sides")
        self._translate = translate
        self._hint = PlainLabel("sides-hint", wrap=True)
        self._live = LivePicture(whole=True)
        self._live.setObjectName("sides-live")
        self._picture = PlainButton("picture-side", self._on_picture, role="primary")
        self._skip = PlainButton("skip-sides", self._on_skip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self._hint)
        layout.addWidget(self._live, 1)
        layout.addWidget(self._picture)
        layout.addWidget(self._skip)

    def show_state(self, desk: DeskState) -> None:
        translate = self._translate
        if desk.front:
            hint = translate("Now hold its back before the camera.")
            button = translate("Photograph the back")
        else:
            hint = translate("Hold the document's front before the camera.")
            button = translate("Photograph the front")
        self._hint.show_text(hint)
        self._live.show_frame(desk.live, translate("The camera is starting …"))
        self._live.setAccessibleName(translate("Live picture of the camera"))
        self._picture.setText(button)
        self._skip.setText(translate("Go on without photographs"))

    def begin(self) -> None:
        """Let the space bar photograph both sides, one after the other."""
        self._picture.setFocus()

    def _on_picture(self) -> None:
        self.intent.emit(PictureSide())

    def _on_skip(self) -> None:
        self.intent.emit(SkipSides())
