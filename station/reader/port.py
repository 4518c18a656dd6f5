"""What the station needs from an ID card reader, and no more."""

from typing import Protocol

from station.identity.document import IdentityDocument


class IdCardReader(Protocol):
    """A reader of ID chips. Its calls block: make them on the reader's lane."""

    def read_card(self) -> IdentityDocument | None:
        """Read the card that lies on the reader.

        Returns:
            The document; None if no card lies there.

        Raises:
            ReaderAbsent: No reader answers, or it was unplugged.
            CardUnreadable: A card lies there and does not give its data; lift it, lay it again.
            ReaderFaulty: The reader says that it is broken or not authorised.
        """
        ...

    def close(self) -> None:
        """Let the reader go, and give it back to the system."""
        ...


class PhotoDecoder(Protocol):
    """Makes a picture of the chip's compressed photo."""

    def decode(self, raw_photo: bytes) -> bytes:
        """Return the photo as PNG or JPEG, 102 x 126 pixels.

        Raises:
            PhotoUndecodable: This station has no decoder, or the photo is damaged.
        """
        ...
