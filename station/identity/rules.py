"""The identity part of a rule pack."""

from dataclasses import dataclass


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
        presence: At the seat, against the face at the door.
    """

    chip_pass: float = 0.45
    chip_grey: float = 0.33
    enrolment_pass: float = 0.45
    enrolment_grey: float = 0.36
    presence: float = 0.36

    def __post_init__(self) -> None:
        pairs = ((self.chip_grey, self.chip_pass), (self.enrolment_grey, self.enrolment_pass))
        if any(not 0 < grey <= passed < 1 for grey, passed in pairs) or not 0 < self.presence < 1:
            raise ValueError("thresholds lie in (0, 1), and grey ends where pass begins")
