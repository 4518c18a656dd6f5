"""What a centre wrote down itself, on its way to the province: its streams, record by record.

Nothing is told a second time in another form: the records travel as they were saved, each with the
hash of the one before it, and the province reads them with the same state machines. Which streams
travel is a closed list.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec
from station.ids import CardSerial, CentreId, SessionId, StreamId
from station.store.stream import Record


class Told(StrEnum):
    """The streams that a centre tells the province, by the word their names begin with."""

    CARD = "card"
    STOCK = "stock"
    ORDERS = "room"
    DECISIONS = "decided"

    @property
    def prefix(self) -> str:
        """What the names of such streams begin with."""
        return f"{self.value}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRecords:
    """New records of one session, or of the centre as a whole; signed by its coordinator.

    Attributes:
        session: Whose cards, orders and decisions they are; empty for the stock of blanks, which
            knows no sessions.
        records: Stream by stream, each in its order.
    """

    centre: CentreId
    session: SessionId
    records: tuple[Record, ...]

    def __post_init__(self) -> None:
        if not self.records:
            raise ValueError("a centre that has nothing to tell tells nothing")
        for record in self.records:
            if told_by(record.stream) is None:
                raise ValueError("a stream of this kind does not travel")


CENTRE_RECORDS: Codec[CentreRecords] = Codec(CentreRecords)


def told_by(stream: StreamId) -> Told | None:
    """Return what a stream tells, by its name; None if it does not travel."""
    word, slash, _ = stream.partition("/")
    return Told(word) if slash and word in set(Told) else None


def card_stream(serial: CardSerial) -> StreamId:
    """The name of a card's stream."""
    return StreamId(f"{Told.CARD}/{serial}")
