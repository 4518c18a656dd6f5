"""Buttons that tests find by name and the style sheet by role."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


class PlainButton(QPushButton):
    """A button without words of its own: whoever draws a state gives it the state's.

    Args:
        name: Its object name.
        pressed: Called without arguments when it is pressed.
        role: "primary" for the one action that is due, "danger" for one that stops the room.
    """

    def __init__(self, name: str, pressed: Callable[[], None], *, role: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        if role:
            self.setProperty("role", role)
        self.clicked.connect(pressed)
