"""ID cards for training rooms and tests, written as a chip holds them.

This is the opposite of station.reader.text and shares nothing with it, so that each can be
held against the other.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from station.errors.reader import PhotoUndecodable
from station.identity.document import DocumentKind

PHOTO_SIZE = 1024


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SimulatedCard:
    """What to write on a chip.

    Attributes:
        name: In Chinese; for a foreigner it may be empty.
        english_name: For a foreigner only.
        newest_address: Written to the chip after the card was made; empty if none was.
        photo_png: The picture that SimulatedPhotoDecoder gives back.
    """

    number: str
    name: str
    sex: str
    birth: date
    valid_from: date
    valid_until: date | None
    photo_png: bytes
    kind: DocumentKind = DocumentKind.RESIDENT
    english_name: str = ""
    newest_address: str = ""

    def text(self) -> bytes:
        """Return the 256 bytes of text."""
        match self.kind:
            case DocumentKind.RESIDENT:
                reserved = _pad("", 36)
                return self._resident_part("01", "演示市演示区演示路一号") + reserved
            case DocumentKind.RESIDENT_HK_MO_TW:
                permit = [_pad("H00000000", 18), _pad("01", 4), _pad("", 6), _pad("J", 8)]
                return self._resident_part("", "演示市演示区演示路一号") + b"".join(permit)
            case DocumentKind.FOREIGNER_2017:
                return self._foreigner_of_2017()
            case DocumentKind.FOREIGNER_2023:
                more = self.english_name[35:]
                rest = [_pad(more, 22), _pad("156", 6), _pad("Y", 2), _pad("", 6)]
                return self._resident_part("01", self.english_name[:35]) + b"".join(rest)

    def photo(self) -> bytes:
        """Return 1024 bytes that stand for the photo: a token, and no picture at all."""
        token = b"WLf" + hashlib.sha256(self.photo_png).digest()
        return token.ljust(PHOTO_SIZE, b"\0")

    def newest(self) -> bytes:
        """Return the 70 bytes of the newest address; none if there is none."""
        return _pad(self.newest_address, 70) if self.newest_address else b""

    def _resident_part(self, second: str, third: str) -> bytes:
        fields = [
            _pad(self.name, 30),
            _pad(self.sex, 2),
            _pad(second, 4),
            _pad(f"{self.birth:%Y%m%d}", 16),
            _pad(third, 70),
            _pad(self.number, 36),
            _pad("演示市公安局" if self.kind is DocumentKind.RESIDENT else "", 30),
            _pad(f"{self.valid_from:%Y%m%d}", 16),
            _pad(self._until(), 16),
        ]
        return b"".join(fields)

    def _foreigner_of_2017(self) -> bytes:
        fields = [
            _pad(self.english_name, 120),
            _pad(self.sex, 2),
            _pad(self.number, 30),
            _pad(self.number[:3], 6),
            _pad(self.name, 30),
            _pad(f"{self.valid_from:%Y%m%d}", 16),
            _pad(self._until(), 16),
            _pad(f"{self.birth:%Y%m%d}", 16),
            _pad("01", 4),
            _pad("0000", 8),
            _pad("I", 8),
        ]
        return b"".join(fields)

    def _until(self) -> str:
        return "长期" if self.valid_until is None else f"{self.valid_until:%Y%m%d}"


def _pad(text: str, size: int) -> bytes:
    raw = text.encode("utf-16-le")[:size]
    return raw + b" \0" * ((size - len(raw)) // 2)


class SimulatedPhotoDecoder:
    """Gives the picture of a simulated card back.

    Args:
        photos: Picture by the 1024 bytes that stand for it.
    """

    def __init__(self, photos: Mapping[bytes, bytes]) -> None:
        self._photos = dict(photos)

    @classmethod
    def of(cls, cards: Iterable[SimulatedCard]) -> "SimulatedPhotoDecoder":
        """Return the decoder for these cards."""
        return cls({card.photo(): card.photo_png for card in cards})

    def decode(self, raw_photo: bytes) -> bytes:
        try:
            return self._photos[raw_photo]
        except KeyError as exc:
            raise PhotoUndecodable from exc
