"""The line that says what went wrong, and is not there when nothing did."""

from station.errors import StationError
from station.messages import Translate, explain
from station.ui.plain_label import PlainLabel


class TroubleLine(PlainLabel):
    """A coded failure in one calm sentence."""

    def __init__(self, name: str) -> None:
        super().__init__(name, wrap=True)
        self.hide()  # until something fails: the window is not to grow for it

    def show_trouble(self, trouble: StationError | None, translate: Translate) -> None:
        """Say what failed, or vanish."""
        self.setVisible(trouble is not None)
        if trouble is not None:
            self.show_text(explain(trouble, translate))
