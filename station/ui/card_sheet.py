"""The sheet that is open at the counter, in the place of the desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from station.flow.card_view import CardSheet, VoidSheet
from station.flow.stock_view import StockSheet
from station.ids import StaffId
from station.messages import Translate
from station.ui.hand_over_form import HandOverForm
from station.ui.stock_form import StockForm
from station.ui.void_form import VoidForm


class CardSheetPane(QWidget):
    """Draws whichever CardSheet is open.

    Signals:
        intent: As the form's.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand_over = HandOverForm(translate)
        self._void = VoidForm(translate)
        self._stock = StockForm(translate)
        self._stack = QStackedLayout(self)
        for form in (self._hand_over, self._void, self._stock):
            form.intent.connect(self.intent)
            self._stack.addWidget(form)

    def show_state(self, sheet: CardSheet, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Draw the sheet that is open."""
        if isinstance(sheet, VoidSheet):
            self._void.show_state(sheet, staff)
            self._stack.setCurrentWidget(self._void)
        elif isinstance(sheet, StockSheet):
            self._stock.show_state(sheet, staff)
            self._stack.setCurrentWidget(self._stock)
        else:
            self._hand_over.show_state(sheet, staff)
            self._stack.setCurrentWidget(self._hand_over)
