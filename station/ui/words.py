"""What each value of the states is called on the screen: English, translated when shown."""

from station.credential.card_events import VoidReason
from station.credential.card_job import CardStage
from station.exam.attempt_events import Amiss
from station.exam.grading import Reason
from station.exam.question import QuestionKind
from station.flow.card_view import Holder, Part
from station.flow.desk_view import Verdict
from station.flow.room_view import Arrival
from station.flow.seat_view import Saved
from station.identity.admission_rules import Paper
from station.identity.check_in_events import Refused
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.identity.number import NumberKind
from station.lan.messages import SeatDoing
from station.printer.port import PrinterState

KIND = {
    QuestionKind.JUDGE: "True or false",
    QuestionKind.SINGLE: "Choose one",
    QuestionKind.MULTIPLE: "Choose all that are right",
}

REASON = {
    Reason.RIGHT: "{questions} right: {marks} marks",
    Reason.WRONG: "{questions} wrong",
    Reason.INCOMPLETE: "{questions} right but not complete: {marks} of {of} marks",
    Reason.UNANSWERED: "{questions} not answered",
    Reason.GIVEN: "{questions} void, given to all: {marks} marks",
    Reason.STRUCK: "{questions} void, not counted",
}
"""Why questions brought what they brought."""

SAVED = {
    Saved.HERE: "Saved",
    Saved.TWICE: "Saved twice",
}

ADVICE = {
    Advice.NONE: "Very good. Please wait a moment.",
    Advice.NO_FACE: "Please sit in front of the camera.",
    Advice.ONE_PERSON_ONLY: "One person only, please.",
    Advice.CLOSER: "Please come a little closer.",
    Advice.FURTHER: "Please move back a little.",
    Advice.MOVE_LEFT: "Please move a little to the left.",
    Advice.MOVE_RIGHT: "Please move a little to the right.",
    Advice.MORE_LIGHT: "It is too dark. Please turn your face to the light.",
    Advice.LESS_LIGHT: "It is too bright. Please turn away from the strong light.",
    Advice.TURN_LEFT: "Please turn your face a little to the left.",
    Advice.TURN_RIGHT: "Please turn your face a little to the right.",
    Advice.CHIN_UP: "Please raise your chin a little.",
    Advice.CHIN_DOWN: "Please lower your chin a little.",
    Advice.HEAD_UPRIGHT: "Please hold your head upright.",
    Advice.HOLD_STILL: "Please hold still.",
    Advice.MASK_OFF: "Please take off your mask.",
    Advice.EYES_OPEN: "Please open your eyes.",
}

CUE = {
    Cue.BLINK: "Please blink.",
    Cue.TURN_LEFT: "Please turn your head to the left and back.",
    Cue.TURN_RIGHT: "Please turn your head to the right and back.",
    Cue.OPEN_MOUTH: "Please open your mouth and close it.",
}

DOING = {
    SeatDoing.IDLE: "Free",
    SeatDoing.CHECKING: "Check",
    SeatDoing.READY: "Ready",
    SeatDoing.RUNNING: "Answering",
    SeatDoing.PAUSED: "Paused",
    SeatDoing.SUBMITTED: "Done",
    SeatDoing.FAULT: "Fault",
}

AMISS = {
    Amiss.ABSENT: "Nobody is at the seat",
    Amiss.OTHER_PERSON: "Another person is at the seat",
    Amiss.SECOND_PERSON: "A second person is in the picture",
    Amiss.COVERED: "The camera is covered",
    Amiss.NO_CAMERA: "The camera is gone",
}

AT_DOOR = {Refused.ANOTHER_PERSON: "another person came with this document"}


def noticed(what: Amiss | Refused) -> str:
    """Return what was noticed, at a seat or at the door."""
    return AMISS[what] if isinstance(what, Amiss) else AT_DOOR[what]


OFFLINE = "Offline"

ARRIVAL = {
    Arrival.EXPECTED: "Expected",
    Arrival.AT_DESK: "At the desk",
    Arrival.TO_DECIDE: "To decide",
    Arrival.REFUSED: "Refused",
    Arrival.ADMITTED: "Admitted",
    Arrival.SITTING: "In exam",
    Arrival.FINISHED: "Finished",
}

STAGE = {
    CardStage.NEW: "Not prepared",
    CardStage.COMPOSED: "Prepared",
    CardStage.QUEUED: "In the queue",
    CardStage.PRINTING: "Printing",
    CardStage.UNKNOWN: "Is it in the tray?",
    CardStage.NOT_PRINTED: "Not printed",
    CardStage.PRINTED: "Ready to hand over",
    CardStage.HANDED_OVER: "Handed over",
    CardStage.VOIDED: "Voided",
}

HOLDER = {
    Holder.LOOKING: "Please look into the camera.",
    Holder.KNOWN: "It is the person who was let in.",
    Holder.UNSURE: "Not sure who this is: two persons look and sign.",
}

VOID_REASON = {
    VoidReason.SMUDGED: "Smudged or badly printed",
    VoidReason.PHOTO_WRONG: "The photo is wrong or out of place",
    VoidReason.WORDS_WRONG: "The words are wrong",
    VoidReason.WRONG_PERSON: "Given to the wrong person",
    VoidReason.DAMAGED: "Damaged",
}

LAP = {
    Part.DECISION: "Decision",
    Part.QUEUE: "Queue",
    Part.TRANSFER: "Transfer",
    Part.MECHANISM: "Printer",
}

PRINTER = {
    PrinterState.READY: "ready",
    PrinterState.BUSY: "busy",
    PrinterState.COVER_OPEN: "Close the cover",
    PrinterState.NO_CARDS: "Load blank cards",
    PrinterState.NO_RIBBON: "Put a ribbon in",
    PrinterState.WRONG_RIBBON: "Put the right ribbon in",
    PrinterState.JAMMED: "Take the stuck card out",
    PrinterState.TRAY_FULL: "Empty the tray",
    PrinterState.REJECT_FULL: "Empty the reject box",
    PrinterState.HEAD_HOT: "cools down",
    PrinterState.CLEANING: "Clean it with a cleaning card",
    PrinterState.FAULT: "Look at its display",
}

VERDICT = {
    Verdict.NONE: "Not compared yet.",
    Verdict.PASS: "The face fits the document.",
    Verdict.GREY: "Not sure: two persons look and decide together.",
    Verdict.REFUSE: "Does not look like the same person: two persons decide together.",
}

PAPER = {
    Paper.UNREADABLE_CARD: "ID card whose chip does not answer",
    Paper.EXPIRED_CARD: "Expired ID card",
    Paper.TEMPORARY_CARD: "Temporary ID card",
    Paper.ELECTRONIC_CARD: "Electronic ID card on a telephone",
    Paper.HOUSEHOLD_PAPER: "Paper of the household register",
    Paper.PERMIT_OR_PASSPORT: "Permit or passport",
    Paper.NONE: "No document at all",
}

DOCUMENT_KIND = {
    None: "ID card or home-return permit",
    NumberKind.TRAVEL_TW: "Travel permit of Taiwan",
    NumberKind.PASSPORT: "Passport",
}

# For the check that each of them is translated.
TABLES: tuple[dict[str, str], ...] = tuple(
    {str(key): text for key, text in table.items()}
    for table in (
        KIND,
        REASON,
        SAVED,
        ADVICE,
        CUE,
        AMISS,
        AT_DOOR,
        DOING,
        ARRIVAL,
        STAGE,
        VERDICT,
        HOLDER,
        VOID_REASON,
        LAP,
        PRINTER,
        PAPER,
        DOCUMENT_KIND,
    )
)
