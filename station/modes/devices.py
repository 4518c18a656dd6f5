"""The only place that chooses a driver, real or simulated.

A simulated device is named by a folder: what lies in the folder is what the device sees.
Training rooms and the demo use them; they work under a drill pack only.
"""

import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from station.camera.camera_child import Parts
from station.camera.camera_process import CameraProcess
from station.camera.capture import FileCamera, open_camera
from station.camera.port import Camera, Frame
from station.errors.camera import CameraAbsent
from station.errors.reader import PhotoUndecodable
from station.identity.document import IdentityDocument
from station.reader.photo import NoPhotoDecoder
from station.reader.port import IdCardReader, PhotoDecoder
from station.reader.sam_v import Command
from station.reader.several import SeveralReaders
from station.reader.simulated import Fault, Lifted, Says, Silent, SimulatedSamV, Spoiled
from station.reader.simulated_card import SimulatedCard, SimulatedPhotoDecoder
from station.reader.usb import SamVReader, open_reader
from station.reader.usb_readers import UsbReaders
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


def camera_process(name: str) -> tuple[CameraProcess, Camera | None]:
    """Return the process for a camera of this name and for the face model, not yet started.

    Returns:
        The camera is None where there is none; faces are found in photos all the same.
    """
    process = CameraProcess(Parts(open_camera=partial(open_named_camera, name)))
    return process, process.camera if open_named_camera(name) is not None else None


def open_named_readers(
    names: Sequence[str], photo_library: Path | None
) -> tuple[IdCardReader, PhotoDecoder]:
    """Open the ID card readers of a desk, and what decodes their photos.

    Args:
        names: Each is "usb" for all readers on the bus, "vendor:LIBRARY" for a reader that speaks
            through its vendor's library, or "simulated:FOLDER"; see TrayReader.
        photo_library: The customer's licensed library for chip photos.
    """
    folders = [Path(name.removeprefix(SIMULATED)) for name in names if is_simulated(name)]
    if folders:  # the readers of a drill know their own photos
        trays = [TrayReader(folder) for folder in folders]
        return SeveralReaders(trays), TrayPhotos(trays)
    decoder = LibraryPhotoDecoder(photo_library) if photo_library else NoPhotoDecoder()
    readers: list[IdCardReader] = [
        VendorReader(Path(name.removeprefix(VENDOR))) for name in names if name.startswith(VENDOR)
    ]
    if len(readers) < len(names):
        readers.append(UsbReaders())
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
    """The real reader driver above an emulated reader, on which a card from a file lies.

    A drill can tell what goes wrong: FOLDER/story.json holds a list such as [["lifted", "READ"],
    ["says", "STATUS", 96], ["silent", "FIND"]], which happens once for each time it is saved.
    FOLDER/unplugged, a file with anything in it, pulls the cable while it is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._emulator = SimulatedSamV()
        self._reader: SamVReader = open_reader(backend=self._emulator)
        self._decoder: PhotoDecoder = NoPhotoDecoder()
        self._told = ""
        self._pulled = False

    def read_card(self) -> IdentityDocument | None:
        self._emulator.lift()
        self._follow_story()
        file = self._folder / "card.json"
        if file.is_file():
            card = read_simulated_card(file)
            self._decoder = SimulatedPhotoDecoder.of([card])
            self._emulator.lay(card)
        return self._reader.read_card()

    def decode(self, raw_photo: bytes) -> bytes:
        return self._decoder.decode(raw_photo)

    def close(self) -> None:
        self._reader.close()

    def _follow_story(self) -> None:
        pulled = (self._folder / "unplugged").is_file()
        if pulled and not self._pulled:
            self._emulator.unplug()
        elif self._pulled and not pulled:
            self._emulator.plug()
        self._pulled = pulled
        story = self._folder / "story.json"
        if not story.is_file():
            return
        text = f"{story.stat().st_mtime_ns} {story.read_text(encoding='utf-8')}"
        if text != self._told:
            self._told = text
            self._emulator.story = read_story(text.partition(" ")[2])


class TrayPhotos:
    """Decodes the photos of all cards of a drill, whichever reader they lie on."""

    def __init__(self, trays: Sequence[TrayReader]) -> None:
        self._trays = tuple(trays)

    def decode(self, raw_photo: bytes) -> bytes:
        for tray in self._trays:
            with suppress(PhotoUndecodable):
                return tray.decode(raw_photo)
        raise PhotoUndecodable


def read_story(text: str) -> list[Fault]:
    """Read what is to go wrong at a simulated reader, next first."""
    kinds = {"says": Says, "lifted": Lifted, "spoiled": Spoiled, "silent": Silent}
    return [kinds[kind](Command[command], *rest) for kind, command, *rest in json.loads(text)]


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
