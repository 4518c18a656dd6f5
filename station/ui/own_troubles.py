"""The line that says what the coordinator's own machine lacks; it is not there otherwise."""

from station.flow.console_view import ConsoleState
from station.flow.second_disk import SecondDisk
from station.messages import Translate
from station.ui.plain_label import PlainLabel


class OwnTroubles(PlainLabel):
    """Copies that are lost, a full disk, a silent UPS, a changed clock."""

    def __init__(self, translate: Translate) -> None:
        super().__init__("own-troubles", wrap=True)
        self._translate = translate
        self.hide()  # until something is wrong: the window is not to grow for it

    def show_state(self, state: ConsoleState) -> None:
        """Say all that is wrong, or vanish."""
        translate, own = self._translate, state.own
        told = (
            (state.second_disk is SecondDisk.LOST, translate("Second disk lost")),
            (state.second_disk is SecondDisk.SAME, translate("Second disk is this disk")),
            (state.second_pc is SecondDisk.LOST, translate("Second PC lost")),
            (own.disk_low, translate("This disk is nearly full")),
            (own.ups is not None, translate("UPS not heard")),
            (own.clock_changed_ms != 0, self._clock_words(own.clock_changed_ms)),
        )
        wrong = [text for is_so, text in told if is_so]
        self.setVisible(bool(wrong))
        self.show_text(" · ".join(wrong))

    def _clock_words(self, changed_ms: int) -> str:
        words = self._translate("This clock was changed: {off} s")
        return words.format(off=f"{changed_ms / 1_000:+.0f}")
