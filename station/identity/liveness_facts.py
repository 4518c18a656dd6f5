"""What was found out about whether a living person stands before the camera, as it is recorded."""

from enum import StrEnum


class Cue(StrEnum):
    """What a person may be asked to do. Left and right are the person's own."""

    BLINK = "blink"
    TURN_LEFT = "turn-left"
    TURN_RIGHT = "turn-right"
    OPEN_MOUTH = "open-mouth"


class Liveness(StrEnum):
    """How asking for cues came out. It proves no life: where it is not shown, a person looks."""

    NOT_ASKED = "not-asked"
    SHOWN = "shown"
    EASED = "eased"
    NOT_SHOWN = "not-shown"
    UNAVAILABLE = "unavailable"


class Suspicion(StrEnum):
    """What speaks for a photo or a screen. It raises the question to a person, no more."""

    MOIRE = "moire"
    BORDER = "border"
    RIGID = "rigid"
