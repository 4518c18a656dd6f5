"""The page of the score: kind, and clear about what is next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.flow.seat_view import ReasonScore, ScoreScreen, TopicScore
from station.messages import Translate
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import REASON

WEAK_TOPICS = 5
"""How many topics are shown, weakest first."""


def weakest(topics: tuple[TopicScore, ...]) -> tuple[TopicScore, ...]:
    """Return the topics in which something was wrong, weakest first, at most WEAK_TOPICS."""
    wrong = [topic for topic in topics if topic.right < topic.of]
    return tuple(sorted(wrong, key=lambda topic: topic.right / topic.of)[:WEAK_TOPICS])


class ScorePage(QWidget):
    """Draws a ScoreScreen; there is nothing to ask for."""

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._verdict = PlainLabel("verdict", wrap=True)
        self._marks = PlainLabel("marks")
        self._of = PlainLabel("marks-of")
        self._kind = PlainLabel("kind-word", wrap=True)
        self._reasons = PlainLabel("reasons", wrap=True)
        self._next = PlainLabel("next-step", wrap=True)
        self._delivered = PlainLabel("delivered", wrap=True)
        self._topics_title = PlainLabel("topics-title", wrap=True)
        self._names = tuple(PlainLabel("topic-name", wrap=True) for _ in range(WEAK_TOPICS))
        self._bars = tuple(QProgressBar() for _ in range(WEAK_TOPICS))
        self._counts = tuple(PlainLabel("topic-count") for _ in range(WEAK_TOPICS))
        self._topics = QFrame()
        self._topics.setObjectName("topics")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(40, 24, 40, 28)
        layout.setSpacing(32)
        layout.addLayout(self._result(), 3)
        self._lay_topics()
        layout.addWidget(self._topics, 2, Qt.AlignmentFlag.AlignTop)

    def show_state(self, state: ScoreScreen) -> None:
        translate = self._translate
        self._verdict.show_text(
            translate("Passed. Congratulations!") if state.passed else translate("Not passed yet")
        )
        tone = "good" if state.passed else "warn"
        mark(self._verdict, "tone", tone)
        self._marks.show_text(str(state.marks))
        self._of.show_text(
            translate("of {of} marks; {pass_marks} to pass").format(
                of=state.of, pass_marks=state.pass_marks
            )
        )
        self._kind.show_text(self._kind_word(state))
        self._reasons.show_text("  ·  ".join(self._reason(each) for each in state.reasons))
        self._next.show_text(self._next_step(state))
        mark(self._next, "tone", tone if state.passed else "plain")
        self._delivered.show_text(
            translate("Your result is safe with the coordinator.")
            if state.delivered
            else translate("Your result is saved here and on its way to the coordinator.")
        )
        self._show_topics(state)

    def _kind_word(self, state: ScoreScreen) -> str:
        if state.passed:
            return self._translate("Well done, {name}.").format(name=state.name)
        return self._translate(
            "{name}, {short} more marks and it is done. The list shows where to look again."
        ).format(name=state.name, short=state.pass_marks - state.marks)

    def _next_step(self, state: ScoreScreen) -> str:
        if state.passed and state.card_today:
            return self._translate("Please go to the card desk now: you get your card today.")
        if state.passed:
            return self._translate("Please leave quietly. The desk tells you when the card comes.")
        return self._translate("Please go to the service desk: the staff there arrange the resit.")

    def _reason(self, score: ReasonScore) -> str:
        return self._translate(REASON[score.reason]).format(
            questions=score.questions, marks=score.marks, of=score.of
        )

    def _show_topics(self, state: ScoreScreen) -> None:
        weak = weakest(state.topics)
        self._topics_title.show_text(self._translate("Worth another look:"))
        for index in range(WEAK_TOPICS):
            there = index < len(weak)
            if there:
                topic = weak[index]
                self._names[index].show_text(topic.topic)
                self._bars[index].setRange(0, topic.of)
                self._bars[index].setValue(topic.right)
                self._bars[index].setAccessibleName(topic.topic)
                self._counts[index].show_text(f"{topic.right} / {topic.of}")
            for widget in (self._names[index], self._bars[index], self._counts[index]):
                widget.setVisible(there)
        self._topics.setVisible(bool(weak))

    def _result(self) -> QVBoxLayout:
        result = QVBoxLayout()
        result.setSpacing(16)
        marks = QHBoxLayout()
        marks.setSpacing(20)
        marks.addWidget(self._marks)
        marks.addWidget(self._of, 1, Qt.AlignmentFlag.AlignBottom)
        result.addWidget(self._verdict)
        result.addLayout(marks)
        result.addWidget(self._kind)
        result.addWidget(self._reasons)
        result.addStretch(1)
        result.addWidget(self._next)
        result.addStretch(1)
        result.addWidget(self._delivered)
        return result

    def _lay_topics(self) -> None:
        grid = QGridLayout(self._topics)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._topics_title, 0, 0, 1, 2)
        for index in range(WEAK_TOPICS):
            self._bars[index].setTextVisible(False)
            grid.addWidget(self._names[index], 2 * index + 1, 0, 1, 2)
            grid.addWidget(self._bars[index], 2 * index + 2, 0)
            grid.addWidget(self._counts[index], 2 * index + 2, 1)
        grid.setColumnStretch(0, 1)
