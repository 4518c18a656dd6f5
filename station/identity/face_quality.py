"""Whether a frame shows a face well enough to be judged, and what to ask for if not. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from station.identity.rules import QualityRules


class Advice(StrEnum):
    """What the person before the camera can do to be seen better.

    Left and right are the person's own, as in the mirror that the live picture is.
    """

    NONE = "none"
    NO_FACE = "no-face"
    ONE_PERSON_ONLY = "one-person-only"
    CLOSER = "closer"
    FURTHER = "further"
    MOVE_LEFT = "move-left"
    MOVE_RIGHT = "move-right"
    MORE_LIGHT = "more-light"
    LESS_LIGHT = "less-light"
    TURN_LEFT = "turn-left"
    TURN_RIGHT = "turn-right"
    CHIN_UP = "chin-up"
    CHIN_DOWN = "chin-down"
    HEAD_UPRIGHT = "head-upright"
    HOLD_STILL = "hold-still"
    MASK_OFF = "mask-off"
    EYES_OPEN = "eyes-open"


ASKED_FOR_ONLY = frozenset({Advice.NONE, Advice.MASK_OFF, Advice.EYES_OPEN})
"""What is asked for, but keeps nobody from being compared: a beard may be taken for a mask,
and some eyes are narrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceMeasures:
    """A frame, as far as its largest face is concerned; all 0 if there is none.

    Attributes:
        count: Faces that count: the largest, and those of at least half its width.
        face_px: Width of the face.
        face_share: Height of the face by that of the picture.
        off_side: How far the face is off the picture's middle, in picture widths; positive to
            the right-hand side of the picture.
        sharpness: Fine detail as thousandths of the contrast: the variance of the Laplacian,
            smoothed so that sensor noise does not count, by that of the face's grey.
        brightness: Mean grey of the face, 0..255.
        yaw: How far the nose is off the middle of the eyes, in eye distances; positive to
            the right-hand side of the picture.
        nod: How far down the nose tip is between the eyes (0) and the mouth (1).
        roll_deg: Slope of the line through the eyes; positive is clockwise; too small by half
            above 15 degrees, since the detector pulls faces upright.
        mouth_relief: Light and dark around the mouth by that around the eyes: a mask is flat.
        eyes_open: Eye aspect ratio of the wider eye; None where no landmarks were measured.
    """

    count: int = 0
    face_px: int = 0
    face_share: float = 0.0
    off_side: float = 0.0
    sharpness: float = 0.0
    brightness: float = 0.0
    yaw: float = 0.0
    nod: float = 0.0
    roll_deg: float = 0.0
    mouth_relief: float = 0.0
    eyes_open: float | None = None


def advice(measures: FaceMeasures, rules: QualityRules) -> Advice:
    """Return the one thing to ask for first; NONE if nothing could be better."""
    if measures.count == 0:
        return Advice.NO_FACE
    if measures.count > 1:
        return Advice.ONE_PERSON_ONLY
    return _place(measures, rules) or _light(measures, rules) or _pose(measures, rules)


def fit(measures: FaceMeasures, rules: QualityRules) -> bool:
    """Whether a frame may be compared; see ASKED_FOR_ONLY."""
    return advice(measures, rules) in ASKED_FOR_ONLY


def _place(measures: FaceMeasures, rules: QualityRules) -> Advice | None:
    if measures.face_px < rules.least_face_px:
        return Advice.CLOSER
    if measures.face_share > rules.most_face_share:
        return Advice.FURTHER
    if abs(measures.off_side) > rules.most_off_side:
        return Advice.MOVE_RIGHT if measures.off_side > 0 else Advice.MOVE_LEFT
    return None


def _light(measures: FaceMeasures, rules: QualityRules) -> Advice | None:
    if measures.brightness < rules.least_brightness:
        return Advice.MORE_LIGHT
    if measures.brightness > rules.most_brightness:
        return Advice.LESS_LIGHT
    return None


def _pose(measures: FaceMeasures, rules: QualityRules) -> Advice:
    if abs(measures.roll_deg) > rules.most_roll_deg:
        return Advice.HEAD_UPRIGHT
    if abs(measures.yaw) > rules.most_turn:
        return Advice.TURN_RIGHT if measures.yaw > 0 else Advice.TURN_LEFT
    if measures.nod < rules.least_nod:
        return Advice.CHIN_DOWN
    if measures.nod > rules.most_nod:
        return Advice.CHIN_UP
    if measures.sharpness < rules.least_sharpness:
        return Advice.HOLD_STILL
    if measures.mouth_relief < rules.least_mouth_relief:
        return Advice.MASK_OFF
    if measures.eyes_open is not None and measures.eyes_open < rules.least_eyes_open:
        return Advice.EYES_OPEN
    return Advice.NONE
