"""A reader, and a photo decoder, behind libraries of their vendors: each in a child process.

A crash of the library costs one read and not the program; the next read starts it anew.
"""

import io
from pathlib import Path

from PIL import Image

from station.child import Child, ChildFailed
from station.errors.reader import (
    PhotoUndecodable,
    ReaderAbsent,
    ReaderLibraryFailed,
    ReaderLibraryMissing,
)
from station.identity.document import IdentityDocument
from station.reader.refusals import refusal
from station.reader.sam_v import Status
from station.reader.text import parse_text
from station.reader.vendor_calls import (
    DOCUMENT,
    NO_LIBRARY,
    NO_READER,
    PIXELS,
    READ,
    TEXT_SIZE,
    serve_decoder,
    serve_reader,
)

CHIP_PX = (102, 126)


class VendorReader:
    """An ID card reader whose protocol only its vendor's library knows."""

    def __init__(self, library: Path, timeout_s: float = 8.0) -> None:
        self._child = Child(serve_reader, str(library))
        self._timeout_s = timeout_s

    def read_card(self) -> IdentityDocument | None:
        try:
            answer = self._child.ask(READ, self._timeout_s)
        except ChildFailed as exc:
            raise ReaderLibraryFailed from exc
        what, data = answer[:1], answer[1:]
        if what == DOCUMENT:
            return parse_text(data[:TEXT_SIZE], data[TEXT_SIZE:])
        if what == NO_LIBRARY:
            raise ReaderLibraryMissing
        if what == NO_READER:
            raise ReaderAbsent
        if data[0] == Status.NO_CARD:
            return None
        raise refusal(data[0])

    def close(self) -> None:
        self._child.close()


class LibraryPhotoDecoder:
    """Decodes a chip's photo with the customer's licensed library.

    Args:
        red_first: The library gives red, green, blue; most give blue, green, red.
    """

    def __init__(self, library: Path, timeout_s: float = 3.0, *, red_first: bool = False) -> None:
        self._child = Child(serve_decoder, str(library))
        self._timeout_s = timeout_s
        self._order = "RGB" if red_first else "BGR"

    def decode(self, raw_photo: bytes) -> bytes:
        try:
            answer = self._child.ask(raw_photo, self._timeout_s)
        except ChildFailed as exc:
            raise PhotoUndecodable from exc
        if answer[:1] != DOCUMENT or len(answer) != 1 + PIXELS:
            raise PhotoUndecodable
        image = Image.frombytes("RGB", CHIP_PX, answer[1:], "raw", self._order)
        png = io.BytesIO()
        image.save(png, "PNG")
        return png.getvalue()

    def close(self) -> None:
        """End the child."""
        self._child.close()
