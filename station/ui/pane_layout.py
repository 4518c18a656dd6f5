"""How the panes of the console are laid out: a title, what it counts, and what is listed."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def lay_out_pane(pane: QWidget, title: QWidget, counts: QWidget, body: QWidget) -> None:
    """Put title and counts side by side above the body, which takes the room that is left."""
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    top = QHBoxLayout()
    top.setSpacing(12)
    top.addWidget(title)
    top.addWidget(counts)
    top.addStretch(1)
    layout.addLayout(top)
    layout.addWidget(body, 1)
