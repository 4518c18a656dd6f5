"""Several readers at one desk: whichever has a card."""

from collections.abc import Sequence

from station.errors.reader import CardUnreadable, ReaderAbsent, ReaderFaulty
from station.identity.document import IdentityDocument
from station.reader.port import IdCardReader


class SeveralReaders:
    """Asks one reader after the other. A reader in trouble keeps no other from being read."""

    def __init__(self, readers: Sequence[IdCardReader]) -> None:
        if not readers:
            raise ValueError("a desk has a reader")
        self._readers = tuple(readers)

    def read_card(self) -> IdentityDocument | None:
        unreadable: CardUnreadable | None = None
        trouble: ReaderAbsent | ReaderFaulty | None = None
        empty = False
        for reader in self._readers:
            try:
                document = reader.read_card()
            except CardUnreadable as error:
                unreadable = unreadable or error
            except (ReaderAbsent, ReaderFaulty) as error:
                trouble = trouble or error
            else:
                if document is not None:
                    return document
                empty = True
        if unreadable is not None:
            raise unreadable
        if trouble is not None and not empty:
            raise trouble
        return None

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
