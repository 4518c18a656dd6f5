"""Reading a text aloud to a candidate, where the machine can speak."""

from typing import Protocol


class Voice(Protocol):
    """Speaks, in the background. A text that is under way is broken off for the next one."""

    @property
    def can_speak(self) -> bool:
        """Whether there is a voice on this machine."""
        ...

    def say(self, text: str, tongue: str) -> None:
        """Begin to read a text aloud; nothing happens where there is no voice.

        Args:
            tongue: The language's code, such as "zh".
        """
        ...

    def hush(self) -> None:
        """Stop speaking."""
        ...


class NoVoice:
    """A machine that cannot speak: the staff read the text to the candidate."""

    can_speak = False

    def say(self, text: str, tongue: str) -> None:
        pass

    def hush(self) -> None:
        pass
