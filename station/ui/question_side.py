"""What stands beside a question: the case that it belongs to, and its pictures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from station.exam.picture import PICTURE_NAME
from station.flow.seat_view import QuestionScreen
from station.messages import Translate
from station.ui.picture_view import PictureView
from station.ui.plain_label import PlainLabel

ENLARGE_KEY = "+"


class QuestionSide(QWidget):
    """Hidden while a question has neither.

    Signals:
        enlarge: The candidate wishes to see a picture large; its index.
    """

    enlarge = Signal(int)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("case-title")
        self._case = PlainLabel("case-text", wrap=True)
        self._case.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._area = QScrollArea()
        self._area.setObjectName("case-area")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._case)
        self._pictures: list[PictureView] = []
        self._hint = PlainLabel("picture-hint")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._area, 5)
        self._layout.addWidget(self._hint)
        self._key = QShortcut(QKeySequence(ENLARGE_KEY), self)
        self._key.activated.connect(self._enlarge_first)
        self.hide()

    def show_state(self, state: QuestionScreen) -> None:
        """Draw what stands beside a question."""
        self._title.show_text(self._translate("Read the case, then answer"))
        self._case.show_text(state.case_text)
        self._title.setVisible(bool(state.case_text))
        self._area.setVisible(bool(state.case_text))
        self._hint.show_text(self._translate("Press the picture or + to enlarge it"))
        self._hint.setVisible(bool(state.pictures))
        self._show_pictures(state.pictures)
        self._key.setEnabled(bool(state.pictures) and state.enlarged is None)
        self.setVisible(bool(state.case_text or state.pictures))

    def _show_pictures(self, pictures: tuple[bytes, ...]) -> None:
        while len(self._pictures) < len(pictures):
            view = PictureView(self._translate)
            view.setObjectName(f"picture-{len(self._pictures)}")
            view.pressed.connect(self._on_pressed)
            self._layout.insertWidget(self._layout.count() - 1, view, 4)
            self._pictures.append(view)
        for index, view in enumerate(self._pictures):
            if index < len(pictures):
                name = PICTURE_NAME.format(number=index + 1) if len(pictures) > 1 else ""
                view.show_picture(pictures[index], name)
            view.setVisible(index < len(pictures))

    def _enlarge_first(self) -> None:
        self.enlarge.emit(0)

    def _on_pressed(self) -> None:
        sender = self.sender()
        for index, view in enumerate(self._pictures):
            if view is sender:
                self.enlarge.emit(index)
