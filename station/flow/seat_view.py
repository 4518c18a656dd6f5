"""What a seat's window shows, and what the candidate can ask for.

The flow makes these states and the window draws them: nothing else passes between them.
Texts of the program are not in here; texts of the paper and names are. With each name goes
`tail`, the last four characters of the ID number: two of one name may sit in one room (F22).
"""

from dataclasses import dataclass
from enum import StrEnum

from station.camera.port import Frame
from station.errors import StationError
from station.exam.grading import Reason
from station.exam.question import QuestionKind
from station.identity.face_quality import Advice
from station.ids import SeatNumber
from station.lan.messages import Curtain


class Saved(StrEnum):
    """How many machines hold the last answer."""

    HERE = "here"
    TWICE = "twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingScreen:
    """Nobody sits here: the seat's number, very large.

    Attributes:
        online: Whether the coordinator is there.
        drill: Training: marked on every screen.
        card_laid: An ID card was read here; the staff are asked to confirm.
        off_ms: How far this computer's clock is ahead of the coordinator's, if it matters.
        trouble: Why whoever answers is not served; None if our coordinator is there, or nobody.
    """

    seat: SeatNumber
    online: bool
    drill: bool
    card_laid: bool = False
    off_ms: int = 0
    trouble: StationError | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckScreen:
    """The candidate looks into the seat's camera.

    Attributes:
        frame: The live picture; None while the camera opens or if there is none.
        unsure: The face did not match; the invigilator has been called, quietly.
    """

    seat: SeatNumber
    name: str
    frame: Frame | None
    advice: Advice
    unsure: bool
    drill: bool
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderScreen:
    """Somebody who is not this seat's candidate looks for the right one.

    Attributes:
        asked: The last four characters of the ID number that were asked for; empty before.
        found: Where those sit whose numbers end so; None while no answer is here.
        across: How many seats stand in a row, counted row by row; 0 if nobody knows.
        last: The highest number of a seat in this session.
    """

    seat: SeatNumber
    asked: str
    found: tuple[SeatNumber, ...] | None
    across: int
    last: SeatNumber
    online: bool
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyScreen:
    """Checked: what is about to come, and how to answer; waits for the start.

    Attributes:
        started: The invigilator has started the session; the candidate may begin.
    """

    seat: SeatNumber
    name: str
    title: str
    questions: int
    minutes: int
    pass_marks: int
    started: bool
    drill: bool
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScreen:
    """One question.

    Attributes:
        index: From 0.
        chosen: Indexes of the options that are saved as chosen.
        locked: Nothing can be changed: paused, or the time is up.
        may_submit_in_ms: Exam time until the paper may be handed in; 0 when it may.
        trouble: Why the last answer is not saved; None if it is.
        pictures: Each picture of the stem, as the bank has it: SVG, PNG, JPEG, WebP or GIF.
        case_text: What the case tells that this is a sub-question of; or empty.
        enlarged: Index of the picture that covers the page; None if none does.
    """

    seat: SeatNumber
    name: str
    index: int
    total: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    chosen: frozenset[int]
    flagged: bool
    answered: int
    remaining_ms: int
    may_submit_in_ms: int
    saved: Saved
    locked: bool
    trouble: StationError | None
    drill: bool
    tail: str = ""
    pictures: tuple[bytes, ...] = ()
    case_text: str = ""
    enlarged: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewScreen:
    """All questions at once: answered, open, flagged; and the way to hand in.

    Attributes:
        answered: For each question, whether it has an answer.
        flagged: For each question, whether it is marked.
        asking: The question "hand in now?" is on the screen.
    """

    seat: SeatNumber
    name: str
    current: int
    answered: tuple[bool, ...]
    flagged: tuple[bool, ...]
    remaining_ms: int
    may_submit_in_ms: int
    asking: bool
    trouble: StationError | None
    drill: bool
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """How a topic went."""

    topic: str
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonScore:
    """How many questions brought what they brought for one reason, and how many marks that is."""

    reason: Reason
    questions: int
    marks: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreScreen:
    """The score, at once.

    Attributes:
        card_today: A card is printed now; the candidate goes to the card desk.
        delivered: The sealed result is with the coordinator.
    """

    seat: SeatNumber
    name: str
    marks: int
    of: int
    pass_marks: int
    passed: bool
    card_today: bool
    topics: tuple[TopicScore, ...]
    reasons: tuple[ReasonScore, ...]
    delivered: bool
    drill: bool
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultScreen:
    """The seat cannot go on by itself; what was saved is safe."""

    seat: SeatNumber
    error: StationError
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedScreen:
    """The exam goes on at another seat.

    Attributes:
        to: That seat; NOWHERE if it is not known yet.
    """

    seat: SeatNumber
    to: SeatNumber
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CurtainScreen:
    """The seat is locked, or everybody leaves the room: nothing of the paper is to be seen."""

    seat: SeatNumber
    curtain: Curtain
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsScreen:
    """The staff say something to the person at this seat."""

    seat: SeatNumber
    text: str
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryScreen:
    """Staff take what is at this seat away on a USB stick.

    Attributes:
        busy: It is being written.
        saved: How many exams were; None before.
        trouble: Why nothing was.
    """

    seat: SeatNumber
    busy: bool
    saved: int | None
    trouble: StationError | None
    drill: bool


SeatScreen = (
    WaitingScreen
    | CheckScreen
    | FinderScreen
    | ReadyScreen
    | QuestionScreen
    | OverviewScreen
    | ScoreScreen
    | FaultScreen
    | MovedScreen
    | CurtainScreen
    | WordsScreen
    | CarryScreen
)


@dataclass(frozen=True, slots=True)
class BeginExam:
    """The candidate presses Begin on the ready screen."""


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """The candidate presses an option of the question on the screen."""

    option: int


@dataclass(frozen=True, slots=True)
class ToggleFlag:
    """Mark this question, or take the mark off."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show a question, by its index; from the overview or by Next and Back."""

    index: int


@dataclass(frozen=True, slots=True)
class EnlargePicture:
    """Let a picture of the question cover the page, or none again."""

    picture: int | None


@dataclass(frozen=True, slots=True)
class ShowOverview:
    """Show all questions at once."""


@dataclass(frozen=True, slots=True)
class AskSubmit:
    """Ask whether to hand in."""


@dataclass(frozen=True, slots=True)
class CancelSubmit:
    """Do not hand in yet."""


@dataclass(frozen=True, slots=True)
class ConfirmSubmit:
    """Hand in."""


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The candidate has read what the staff said."""


@dataclass(frozen=True, slots=True)
class OpenFinder:
    """Look for the right seat, or begin to type anew."""


@dataclass(frozen=True, slots=True, repr=False)
class AskForSeat:
    """Ask where the person sits whose ID number ends so."""

    tail: str


@dataclass(frozen=True, slots=True)
class CloseFinder:
    """Go back to what this seat shows."""


FinderIntent = OpenFinder | AskForSeat | CloseFinder


@dataclass(frozen=True, slots=True)
class OpenCarry:
    """Staff want to take this seat's exams away."""


@dataclass(frozen=True, slots=True)
class SaveToStick:
    """Write them to the stick that is plugged in."""


@dataclass(frozen=True, slots=True)
class CloseCarry:
    """Go back to what this seat shows."""


CarryIntent = OpenCarry | SaveToStick | CloseCarry

SeatIntent = (
    BeginExam
    | ChooseOption
    | ToggleFlag
    | GoTo
    | EnlargePicture
    | ShowOverview
    | AskSubmit
    | CancelSubmit
    | ConfirmSubmit
    | ReadWords
    | FinderIntent
    | CarryIntent
)
