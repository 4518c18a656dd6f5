"""What the maker's library looks like from above, as far as the driver uses it."""

import io
from types import SimpleNamespace

import numpy as np
from PIL import Image


def named(name):
    return SimpleNamespace(name=name)


class FakeEvolisLibrary:
    """Stands for the module `evolis`, and for the printer that it speaks to.

    Attributes:
        state: Major and minor, by the library's names.
        answer: Of the next print.
        comes: A card comes out at the next print.
        tray: Cards, each a list of sides, each with its panels.
    """

    CardFace = SimpleNamespace(FRONT="front", BACK="back")

    def __init__(self):
        self.plugged = True
        self.state = ("READY", "PRINTER_READY")
        self.ribbon = "KBLACK"
        self.answer = "OK"
        self.comes = True
        self.counted = 7
        self.tray = []
        self.opened = 0

    def Connection(self, name):  # noqa: N802 - the library's own name
        assert name == "Evolis Simulated"
        return Connection(self)

    def PrintSession(self, connection):  # noqa: N802
        return Session(connection.library)


class Connection:
    def __init__(self, library):
        self.library = library
        library.opened += 1

    def close(self):
        self.library.opened -= 1

    def get_state(self):
        major, minor = self.library.state if self.library.plugged else ("OFF", "PRINTER_OFFLINE")
        return SimpleNamespace(major=named(major), minor=named(minor))

    def get_info(self):
        return SimpleNamespace(hasFlip=True, modelName="Simulated", serialNumber="SDK1")

    def get_ribbon_info(self):
        return SimpleNamespace(type=named(self.library.ribbon), remaining=99)

    def get_cleaning_info(self):
        return SimpleNamespace(totalCardCount=self.library.counted)


class Session:
    def __init__(self, library):
        self.library = library
        self.sides = {}

    def init(self):
        return True

    def set_black_buffer(self, face, data):
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.mode, picture.size) == ("1", (1011, 638))
            self.sides.setdefault(face, {})["black"] = np.array(picture.convert("L"))
        return True

    def set_image_buffer(self, face, data):
        with Image.open(io.BytesIO(data)) as picture:
            self.sides.setdefault(face, {})["colour"] = np.array(picture.convert("RGB"))
        return True

    def print(self, timeout_ms):
        assert timeout_ms > 0
        if self.library.comes:
            self.library.tray.append([self.sides[face] for face in sorted(self.sides)[::-1]])
            self.library.counted += 1
        return named(self.library.answer)
