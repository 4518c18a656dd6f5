"""What the admission desk shows, and what its staff can ask for."""

from dataclasses import dataclass
from enum import StrEnum

from station.camera.port import Frame
from station.errors import StationError
from station.flow.signatures import Signature
from station.ids import CandidateId, SeatNumber


class Verdict(StrEnum):
    """What the comparison at the desk came to."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - a verdict
    GREY = "grey"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeskState:
    """The admission desk: one person at a time.

    Attributes:
        live: The camera's picture.
        chip_photo: JPEG or PNG from the ID chip; empty if there is none.
        enrolment_photo: JPEG from the roster; empty if there is none.
        captured_photo: JPEG of the frame that was compared; empty before.
        similarity: Of the frame and the photo it was held against; None before.
        to_decide: Two persons can decide now, be there a comparison or not.
        trouble: What went wrong last, to be explained; None if nothing.
    """

    live: Frame | None
    candidate: CandidateId | None
    name: str
    tail: str
    seat: SeatNumber | None
    chip_photo: bytes
    enrolment_photo: bytes
    captured_photo: bytes
    similarity: float | None
    threshold: float | None
    verdict: Verdict
    admitted: bool
    to_decide: bool = False
    trouble: StationError | None

    @classmethod
    def of_nobody(cls, live: Frame | None, trouble: StationError | None) -> "DeskState":
        """Return the desk with nobody at it."""
        return cls(
            live=live,
            candidate=None,
            name="",
            tail="",
            seat=None,
            chip_photo=b"",
            enrolment_photo=b"",
            captured_photo=b"",
            similarity=None,
            threshold=None,
            verdict=Verdict.NONE,
            admitted=False,
            trouble=trouble,
        )


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read the ID card that lies on the reader, then look into the camera."""


@dataclass(frozen=True, slots=True)
class CompareAgain:
    """Take another look at the same person."""


@dataclass(frozen=True, slots=True)
class ClearDesk:
    """Done with this person; the next one, please."""


@dataclass(frozen=True, slots=True)
class DecideTogether:
    """Two persons decide over a grey or refused comparison."""

    admit: bool
    first: Signature
    second: Signature


DeskIntent = ReadCard | CompareAgain | ClearDesk | DecideTogether
