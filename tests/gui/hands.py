"""What a person does with a window: reads its words and presses its buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel


def button(window, name):
    """Return the button of this name; of several, the one that is shown."""
    return max(window.findChildren(QAbstractButton, name), key=QAbstractButton.isVisible)


def words(window):
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def press(qtbot, window, name):
    """Press a button and return the wish that it reports."""
    with qtbot.waitSignal(window.intent) as wish:
        qtbot.mouseClick(button(window, name), Qt.MouseButton.LeftButton)
    return wish.args[0]
