"""The identity part of a rule pack."""

from dataclasses import dataclass

from station.codec import later


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRules:
    """What a frame must show for its face to be compared; the words are those of FaceMeasures.

    Source: measured on news photographs and on portraits before a simulated camera. Below a
    sharpness of 3 and from a lean of 30 degrees on, genuine faces fall under the threshold. Of
    300 photographed faces 1.5 % have less relief around the mouth; of those with a mask painted
    on, 94 % (white) to 98 % (grey).
    """

    least_face_px: int = 90
    most_face_share: float = 0.75
    most_off_side: float = 0.3
    least_brightness: float = 55.0
    most_brightness: float = 225.0
    most_turn: float = 0.28
    least_nod: float = 0.4
    most_nod: float = 0.72
    most_roll_deg: float = 10.0
    least_sharpness: float = 3.0
    least_mouth_relief: float = 0.53
    least_eyes_open: float = 0.14

    def __post_init__(self) -> None:
        ranges = (
            (self.least_brightness, self.most_brightness),
            (self.least_nod, self.most_nod),
            (0, self.least_face_px),
            (0, self.most_face_share),
        )
        if any(not low < high for low, high in ranges):
            raise ValueError("the least lies below the most")


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessRules:
    """How a person at the door shows that it is no photo.

    Attributes:
        cues: How many movements are asked for, in an order by chance; 0 asks for none.
        cue_ms: Time for one movement before another one is tried; nobody is told of a failure.
        tries: Movements asked for in vain, before a person looks instead.
        eased_cues: How many are enough, of whichever kind, for someone who cannot do what is
            asked; 0 means that two persons decide.
    """

    cues: int = 0
    cue_ms: int = 6_000
    tries: int = 3
    eased_cues: int = 1

    def __post_init__(self) -> None:
        if min(self.cues, self.eased_cues, self.tries) < 0 or self.cue_ms < 1_000:
            raise ValueError("cues are counted from 0, and a person needs a second for each")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRules:
    """How the seat's camera looks after the candidate during the exam.

    Attributes:
        every_s: Seconds between two looks, on the average; each comes by chance up to half of
            that earlier or later.
        again_s: Seconds until the next look when one found something amiss.
        looks: How many looks one after the other must find the same amiss before it is an
            incident: nobody is noted for scratching a nose.
        frames: Frames of one look, of which the best counts.
    """

    every_s: int = 60
    again_s: int = 4
    looks: int = 3
    frames: int = 5

    def __post_init__(self) -> None:
        if min(self.every_s, self.again_s, self.looks, self.frames) < 1:
            raise ValueError("every number of the presence rules is at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRules:
    """Cosine similarities (SFace) between which a face passes, is grey, or is refused.

    Source: DESIGN chapter 8; measured on news photographs degraded to chip quality. False
    accepts among East Asian faces run 3 to 5 times the overall rate, hence 0.45.

    Attributes:
        chip_pass: At or above, the live face is that of the ID chip's photo.
        chip_grey: From here up to chip_pass two persons decide; below it is refused.
        enrolment_pass: As chip_pass, against the enrolment photo.
        enrolment_grey: As chip_grey, against the enrolment photo.
        presence: At the seat and at the hand-over, against the face at the door.
        alike: From here on, two persons admitted to one session look alike.
    """

    chip_pass: float = 0.45
    chip_grey: float = 0.33
    enrolment_pass: float = 0.45
    enrolment_grey: float = 0.36
    presence: float = 0.36
    alike: float = later(0.45)
    quality: QualityRules = later(QualityRules())
    liveness: LivenessRules = later(LivenessRules())
    watch: PresenceRules = later(PresenceRules())

    def __post_init__(self) -> None:
        pairs = ((self.chip_grey, self.chip_pass), (self.enrolment_grey, self.enrolment_pass))
        alone = (self.presence, self.alike)
        if any(not 0 < grey <= passed < 1 for grey, passed in pairs) or not all(
            0 < threshold < 1 for threshold in alone
        ):
            raise ValueError("thresholds lie in (0, 1), and grey ends where pass begins")
