"""What a reader's status byte means, as an error to read out."""

from station.errors import StationError
from station.errors.reader import (
    CardLifted,
    CardNotAccepted,
    CardOfOtherKind,
    CardUnreadable,
    ReaderFaulty,
)
from station.reader.sam_v import Status

_CARD_ERRORS: dict[int, type[CardUnreadable]] = {
    Status.BAD_CHECKSUM: CardUnreadable,
    Status.BAD_LENGTH: CardUnreadable,
    Status.CARD_REJECTS_SAM: CardNotAccepted,
    Status.SAM_REJECTS_CARD: CardNotAccepted,
    Status.NOT_VERIFIED: CardNotAccepted,
    Status.UNKNOWN_CARD: CardOfOtherKind,
    Status.READ_FAILED: CardUnreadable,
    Status.RANDOM_FAILED: CardUnreadable,
    Status.NO_CARD: CardLifted,
    Status.SELECT_FAILED: CardUnreadable,
    Status.ITEM_ABSENT: CardUnreadable,
}


def refusal(sw3: int) -> StationError:
    """Return the error for a status that is not the good one; any other number is the reader's."""
    return _CARD_ERRORS.get(sw3, ReaderFaulty)(sw3=sw3)
