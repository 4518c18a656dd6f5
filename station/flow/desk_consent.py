"""What a candidate is asked before any picture: shown and read aloud in one of its languages."""

from station.flow.desk_tools import DeskTools, Visitor
from station.identity.check_in_commands import AnswerConsent
from station.ids import digest_of


class DeskConsent:
    """The rule pack's text; what is answered is recorded with the text that was shown."""

    def __init__(self, tools: DeskTools) -> None:
        self._consents = tools.session.rules.consents
        self._version = tools.session.rules.version
        self._tools = tools

    def read_aloud(self, visitor: Visitor) -> None:
        """Read the text on the screen."""
        if self._consents:
            tongue, text = self._consents[visitor.tongue]
            self._tools.voice.say(text, tongue)

    def show_in(self, visitor: Visitor, tongue: int) -> None:
        """Show the text in another language."""
        if 0 <= tongue < len(self._consents):
            self._tools.voice.hush()
            visitor.tongue = tongue

    def answer(self, visitor: Visitor, *, given: bool) -> AnswerConsent | None:
        """Return what an answer asks of the check-in; None where nobody is asked."""
        self._tools.voice.hush()
        if not self._consents:
            return None
        _, text = self._consents[visitor.tongue]
        return AnswerConsent(given=given, text=digest_of(text.encode()), version=self._version)
