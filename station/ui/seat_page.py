"""One seat of the wall, close by: who sits there, how the computer is, what can be ordered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.flow.room_view import (
    EndAttempt,
    GiveMinutes,
    HoldOne,
    LockOne,
    MoveCandidate,
    SayTo,
    SeatTile,
)
from station.ids import SeatNumber, StaffId
from station.messages import Translate
from station.ui.order_form import OrderForm, Wants
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import usual_reasons
from station.ui.time_text import clock_text
from station.ui.words import DOING, OFFLINE

COLUMNS = 3


class SeatPage(QWidget):
    """Draws a SeatTile at length; a pressed order opens its form below.

    Signals:
        intent: HoldOne, LockOne, SayTo, GiveMinutes, EndAttempt or MoveCandidate.
        back: The wall is asked for.
    """

    intent = Signal(object)
    back = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat-page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._translate = translate
        self._tile: SeatTile | None = None
        self._order = ""
        self._title = PlainLabel("seat-page-title", wrap=True)
        self._health = PlainLabel("pane-note", wrap=True)
        self._back = PlainButton("to-wall", self._on_back)
        self._buttons = {
            name: PlainButton(f"order-{name}", self._on_order)
            for name in ("move", "hold", "say", "time", "lock", "release", "end")
        }
        self._form = OrderForm(translate)
        self._form.confirmed.connect(self._on_confirmed)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._back)
        grid = QGridLayout()
        for place, button in enumerate(self._buttons.values()):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self._health)
        layout.addLayout(grid)
        layout.addWidget(self._form)
        layout.addStretch(1)

    @property
    def seat(self) -> SeatNumber | None:
        """The seat that is shown; None if none is."""
        return self._tile.seat if self._tile else None

    def show_state(
        self, tile: SeatTile, free: tuple[SeatNumber, ...], staff: tuple[tuple[StaffId, str], ...]
    ) -> None:
        translate = self._translate
        if self._tile is None or self._tile.seat != tile.seat:
            self._close_form()
        self._tile = tile
        words = [translate("Seat {seat}").format(seat=tile.seat), tile.name, self._word(tile)]
        if tile.questions:
            words.append(f"{tile.answered}/{tile.questions}")
        if tile.remaining_ms is not None and not tile.over:
            words.append(clock_text(tile.remaining_ms))
        self._title.show_text("   ".join(word for word in words if word))
        self._health.show_text(" · ".join(self._health_words(tile)))
        self._back.setText(translate("Back to all seats"))
        sits = tile.candidate is not None and not tile.over
        let_run, unlock = translate("Let the clock run …"), translate("Unlock the seat …")
        texts = {
            "move": (translate("Move to another seat …"), sits),
            "hold": (let_run if tile.held else translate("Pause the clock …"), sits),
            "say": (translate("Say something …"), True),
            "time": (translate("Extra time …"), sits),
            "lock": (unlock if tile.locked else translate("Lock the seat …"), True),
            "release": (translate("Take off the seat …"), sits),
            "end": (translate("Take the paper in …"), sits),
        }
        for name, (text, possible) in texts.items():
            self._buttons[name].setText(text)
            self._buttons[name].setEnabled(possible)
        self._form.show_state(free, staff)

    def _word(self, tile: SeatTile) -> str:
        return self._translate(DOING[tile.doing] if tile.online else OFFLINE)

    def _health_words(self, tile: SeatTile) -> list[str]:
        translate = self._translate
        words = []
        if tile.free_disk_mb is not None:
            words.append(translate("Disk {mb} MB free").format(mb=tile.free_disk_mb))
            words.append(translate("clock {off} s").format(off=f"{tile.off_ms / 1_000:+.1f}"))
            words.append(translate("camera works") if tile.camera else translate("no camera"))
        if tile.low_power:
            words.append(translate("on battery: {percent} %").format(percent=tile.battery_percent))
        if tile.software:
            words.append(translate("version {version}").format(version=tile.software))
        return words

    def open_order(self, name: str) -> None:
        """Open the form of an order."""
        tile = self._tile
        if tile is None:
            return
        if name == "hold" and tile.held:
            self._order = "free"
        elif name == "lock" and tile.locked:
            self._order = "unlock"
        else:
            self._order = name
        title = self._buttons[name].text().rstrip(" …")
        reasons = usual_reasons(self._order, self._translate)
        self._form.open(title, WANTS[name], reasons)

    def _on_order(self) -> None:
        pressed = self.sender()
        name = next(name for name, button in self._buttons.items() if button is pressed)
        self.open_order(name)

    def _on_confirmed(self) -> None:
        tile, form = self._tile, self._form
        if tile is None:
            return
        match self._order:
            case "move" if tile.candidate is not None:
                self.intent.emit(MoveCandidate(tile.candidate, form.seat(), form.why()))
            case "release" if tile.candidate is not None:
                self.intent.emit(MoveCandidate(tile.candidate, None, form.why()))
            case "hold" | "free" as wish:
                self.intent.emit(HoldOne(tile.seat, paused=wish == "hold", why=form.why()))
            case "lock" | "unlock" as wish:
                self.intent.emit(LockOne(tile.seat, locked=wish == "lock", why=form.why()))
            case "say":
                self.intent.emit(SayTo(tile.seat, form.why()))
            case "time":
                signed = form.signatures()
                self.intent.emit(GiveMinutes(tile.seat, form.minutes(), form.why(), *signed))
            case "end":
                self.intent.emit(EndAttempt(tile.seat, form.why(), *form.signatures()))
        self._close_form()

    def leave(self) -> None:
        """Show no seat any more."""
        self._close_form()
        self._tile = None

    def _on_back(self) -> None:
        self.leave()
        self.back.emit()

    def _close_form(self) -> None:
        self._order = ""
        self._form.close_form()


WANTS = {
    "move": Wants(seat=True),
    "release": Wants(),
    "hold": Wants(),
    "lock": Wants(),
    "say": Wants(words=True),
    "time": Wants(minutes=True, signatures=True),
    "end": Wants(signatures=True),
}
