"""The only place that chooses a driver, real or simulated.

A simulated device is named by a folder: what lies in the folder is what the device sees.
Training rooms and the demo use them; they work under a drill pack only.
"""

import json
from collections import deque
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path

from station.camera.capture import FileCamera, open_camera
from station.camera.port import Camera, Frame
from station.errors.camera import CameraAbsent
from station.identity.document import IdentityDocument
from station.reader.photo import NoPhotoDecoder
from station.reader.port import IdCardReader, PhotoDecoder
from station.reader.several import SeveralReaders
from station.reader.simulated import SimulatedSamV
from station.reader.simulated_card import SimulatedCard, SimulatedPhotoDecoder
from station.reader.usb import SamVReader, open_reader
from station.reader.vendor import LibraryPhotoDecoder, VendorReader

SIMULATED = "simulated:"
VENDOR = "vendor:"


def is_simulated(*names: str) -> bool:
    """Whether any of these devices is a simulated one."""
    return any(name.startswith(SIMULATED) for name in names)


def open_named_camera(name: str) -> Camera | None:
    """Open a camera.

    Args:
        name: "none"; the number of a webcam; or "simulated:FOLDER", where FOLDER/now.txt names
            the folders of pictures beside it that the camera sees now, see SwitchedCamera.
    """
    if name == "none":
        return None
    if name.startswith(SIMULATED):
        return SwitchedCamera(Path(name.removeprefix(SIMULATED)))
    return PatientCamera(int(name))


def open_named_readers(
    names: Sequence[str], photo_library: Path | None
) -> tuple[IdCardReader, PhotoDecoder]:
    """Open the ID card readers of a desk, and what decodes their photos.

    Args:
        names: Each is "usb", "vendor:LIBRARY" for a reader that speaks through its vendor's
            library, or "simulated:FOLDER" with one card in FOLDER/card.json.
        photo_library: The customer's licensed library for chip photos.
    """
    for name in names:
        if name.startswith(SIMULATED):  # a drill has one reader, which knows its own photos
            tray = TrayReader(Path(name.removeprefix(SIMULATED)))
            return tray, tray
    decoder = LibraryPhotoDecoder(photo_library) if photo_library else NoPhotoDecoder()
    places = count()
    readers = [
        VendorReader(Path(name.removeprefix(VENDOR)))
        if name.startswith(VENDOR)
        else PatientReader(next(places))
        for name in names
    ]
    return SeveralReaders(readers), decoder


class PatientCamera:
    """A webcam that may be plugged in after the program was started."""

    def __init__(self, index: int) -> None:
        self._index = index
        self._camera: Camera | None = None

    def read(self) -> Frame:
        self._camera = self._camera or open_camera(self._index)
        try:
            return self._camera.read()
        except CameraAbsent:
            self.close()
            raise

    def close(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._camera = None


class PatientReader:
    """An ID card reader that may be plugged in after the program was started.

    Args:
        place: Which one, where several are plugged in.
    """

    def __init__(self, place: int = 0) -> None:
        self._place = place
        self._reader: IdCardReader | None = None

    def read_card(self) -> IdentityDocument | None:
        self._reader = self._reader or open_reader(place=self._place)
        return self._reader.read_card()

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()


class SwitchedCamera:
    """A simulated camera that other folders of pictures can be put before.

    Args:
        folder: Its now.txt names folders in it, parted by blanks: each is played once, and the
            last of them goes round.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._now: list[str] = []
        self._films: deque[FileCamera] = deque()

    def read(self) -> Frame:
        pointer = self._folder / "now.txt"
        if not pointer.is_file():
            raise CameraAbsent
        now = pointer.read_text(encoding="utf-8").split()
        if now != self._now:
            self.close()
            self._now = now
            self._films.extend(FileCamera(self._folder / name, loop=False) for name in now[:-1])
            self._films.extend(FileCamera(self._folder / name) for name in now[-1:])
        while self._films:
            try:
                return self._films[0].read()
            except CameraAbsent:
                self._films.popleft().close()
        raise CameraAbsent

    def close(self) -> None:
        while self._films:
            self._films.popleft().close()


class TrayReader:
    """The real reader driver above an emulated reader, on which a card from a file lies."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "card.json"
        self._emulator = SimulatedSamV()
        self._reader: SamVReader = open_reader(backend=self._emulator)
        self._decoder: PhotoDecoder = NoPhotoDecoder()

    def read_card(self) -> IdentityDocument | None:
        self._emulator.lift()
        if self._file.is_file():
            card = read_simulated_card(self._file)
            self._decoder = SimulatedPhotoDecoder.of([card])
            self._emulator.lay(card)
        return self._reader.read_card()

    def decode(self, raw_photo: bytes) -> bytes:
        return self._decoder.decode(raw_photo)

    def close(self) -> None:
        self._reader.close()


def read_simulated_card(path: Path) -> SimulatedCard:
    """Read a card that was invented for training: its words in JSON, its photo beside it."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return SimulatedCard(
        number=plain["number"],
        name=plain["name"],
        sex=plain["sex"],
        birth=date.fromisoformat(plain["birth"]),
        valid_from=date.fromisoformat(plain["valid_from"]),
        valid_until=date.fromisoformat(plain["valid_until"]),
        photo_png=(path.parent / plain["photo"]).read_bytes(),
    )
