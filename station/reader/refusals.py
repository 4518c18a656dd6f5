"""What a reader's status byte means, as an error to read out."""

from station.errors import StationError
from station.errors.reader import (
    CardAskedInVain,
    CardItemAbsent,
    CardLifted,
    CardNotSelected,
    CardNotVerified,
    CardOfOtherKind,
    CardRejectsReader,
    CardUnreadable,
    LineGarbled,
    ReaderBroken,
    ReaderFaulty,
    ReaderForbids,
    ReaderNotAuthorised,
    ReaderOfOtherKind,
    ReaderRejectsCard,
)
from station.reader.sam_v import Status

_ERRORS: dict[int, type[CardUnreadable] | type[ReaderFaulty]] = {
    Status.BAD_CHECKSUM: LineGarbled,
    Status.BAD_LENGTH: LineGarbled,
    Status.BAD_COMMAND: ReaderOfOtherKind,
    Status.UNKNOWN_COMMAND: ReaderOfOtherKind,
    Status.NOT_PERMITTED: ReaderForbids,
    Status.CARD_REJECTS_SAM: CardRejectsReader,
    Status.SAM_REJECTS_CARD: ReaderRejectsCard,
    Status.NOT_VERIFIED: CardNotVerified,
    Status.UNKNOWN_CARD: CardOfOtherKind,
    Status.READ_FAILED: CardUnreadable,
    Status.RANDOM_FAILED: CardAskedInVain,
    Status.SELF_TEST_FAILED: ReaderBroken,
    Status.NOT_AUTHORISED: ReaderNotAuthorised,
    Status.NO_CARD: CardLifted,
    Status.SELECT_FAILED: CardNotSelected,
    Status.ITEM_ABSENT: CardItemAbsent,
}


def refusal(sw3: int) -> StationError:
    """Return the error for a status that is not the good one; any other number is the reader's."""
    return _ERRORS.get(sw3, ReaderFaulty)(sw3=sw3)
