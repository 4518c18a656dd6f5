"""Debian's own driver for Magicard printers, held against our emulator and our encoder.

A page of known dots goes through its filter and its USB backend, under umockdev, to the emulated
printer. What arrives must be the page, and byte for byte what our encoder makes of it.
"""

import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from station.ids import UnixMs
from station.printer.magicard import encode_job
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.port import CardSide
from tests.e2e.usb.bus import missing, run_program
from tests.e2e.usb.cups_raster import SYNC, page
from tests.unit.printer.rasters import inks, job, sparse

LISTING = Path("/usr/lib/cups/driver/gutenprint.5.3")
FILTER = Path("/usr/lib/cups/filter/rastertogutenprint.5.3")
BACKEND = Path("/usr/lib/cups/backend/gutenprint53+usb")
MODEL = "gutenprint.5.3://magicard-tango-2e/expert"
DEVICE = "gutenprint53+usb://magicard-tango2e/NONE_UNKNOWN"
CR80 = ((161.28, 243.84), "w155h244")

MISSING = missing() or (
    ""
    if all(program.exists() for program in (LISTING, FILTER, BACKEND))
    else "Debian's driver is missing: apt-get install printer-driver-gutenprint"
)
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]

# Their image area is 642 of the 672 dots across, ours the card's 638 in the middle of them.
ACROSS = (642 - 638) // 2
ALONG = (1016 - 1011) // 2


class Recording(SimulatedMagicard):
    """Keeps the bytes as they came."""

    def __init__(self):
        super().__init__()
        self.raw = b""

    def received(self, endpoint, data):
        self.raw += data
        super().received(endpoint, data)


def upright(card):
    """The card as a page of theirs: its left edge on top, its bottom to the left."""
    sheet = np.full((1016, 672, 3), 255, np.uint8)
    for x in range(1011):
        sheet[ALONG + x, ACROSS : ACROSS + 638] = card[::-1, x]
    return sheet


def printed_by_debian(card, folder, options="", *, back=None, tumble=False):
    """Print a card through filter and backend; return the emulated printer."""
    ppd = folder / "tango.ppd"
    ppd.write_bytes(subprocess.run([LISTING, "cat", MODEL], check=True, capture_output=True).stdout)
    sides = (card,) if back is None else (card, back)
    pages = (page(upright(side), *CR80, duplex=back is not None, tumble=tumble) for side in sides)
    filtered = subprocess.run(
        [FILTER, "1", "user", "card", "1", options],
        input=SYNC + b"".join(pages),
        env=os.environ | {"PPD": str(ppd)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    spooled = folder / "spooled"
    spooled.write_bytes(filtered.stdout)
    device = Recording()
    program = [BACKEND, "1", "user", "card", "1", options, spooled]
    status, text = run_program(device, program, folder, DEVICE_URI=DEVICE)
    assert status == 0, text
    return device


def pure():
    """A card of pure inks, which no table of tones changes."""
    card = np.full((638, 1011, 3), 255, np.uint8)
    for index, shade in enumerate([(255, 255, 0), (255, 0, 255), (0, 255, 255), (255, 0, 0)]):
        card[40 + 100 * index : 120 + 100 * index, 30:500] = shade
    noisy = np.random.default_rng(4).integers(0, 2, (500, 400, 3), dtype=np.uint8)
    card[100:600, 560:960] = noisy * 255
    card[0, 0] = card[637, 0] = card[0, 1010] = (255, 255, 0)
    return card


def heads_and_planes(raw):
    """Split a page by its own keys; return the keys and the planes by letter."""
    head, _, data = raw.removeprefix(b"\x05" * 64 + b"\x01,").partition(b"\x1c")
    keys, planes = head.decode("ascii").split(","), {}
    for letter, size in re.findall(r"SZ([BGRK])(\d+)", head.decode("ascii")):
        planes[letter] = data[: int(size)]
        data = data[int(size) + 3 :]
    assert data == b"\x03"
    return keys, planes


def pages_of(raw):
    """Split a job into its pages, each with its head."""
    return [b"\x05" * 64 + each for each in raw.split(b"\x05" * 64) if each]


def ours(card_job):
    encoded = encode_job(card_job, UnixMs(1_790_000_000_000))
    return encoded.harmless + encoded.decisive


def test_debians_driver_prints_on_our_emulator(tmp_path):
    device = printed_by_debian(pure(), tmp_path)
    assert len(device.raw) == 1_536_444
    (card,) = device.tray
    wanted = inks(pure())
    assert card.front.keys() == wanted.keys()
    for ink, panel in wanted.items():
        assert np.array_equal(card.front[ink], panel)


def test_our_colour_planes_are_debians_byte_for_byte(tmp_path):
    theirs = heads_and_planes(printed_by_debian(pure(), tmp_path).raw)[1]
    white = np.full((638, 1011), 255, np.uint8)
    mine = heads_and_planes(ours(job(white, colour=pure())))[1]
    assert not any(mine.pop("K"))
    assert mine == theirs


def test_our_black_plane_is_debians_byte_for_byte(tmp_path):
    card = np.repeat(sparse()[:, :, np.newaxis], 3, axis=2)
    device = printed_by_debian(card, tmp_path, "StpBlackType=Resin")
    theirs = heads_and_planes(device.raw)[1]
    assert theirs["K"] == heads_and_planes(ours(job(sparse())))[1]["K"]
    assert not any(theirs["B"] + theirs["G"] + theirs["R"])
    assert np.array_equal(device.tray[0].black, sparse())


def plain(keys):
    """The keys but for the maker of the driver and the moment."""
    return [key for key in keys if key[:3] not in ("VER", "TDT")]


def test_our_keys_are_debians(tmp_path):
    card = np.repeat(sparse()[:, :, np.newaxis], 3, axis=2)
    theirs = heads_and_planes(printed_by_debian(card, tmp_path, "StpBlackType=Resin").raw)[0]
    mine = heads_and_planes(ours(job(colour=pure())))[0]
    assert plain(mine) == plain(theirs)


def both_sides(raw):
    return [heads_and_planes(page) for page in pages_of(raw)]


def test_both_our_sides_are_debians_byte_for_byte(tmp_path):
    """Bound at the page's short edge: a card is turned like a page of a book that lies on its side,
    as the card does on the page, so that both of its sides are upright."""
    front, back, white = pure(), pure()[::-1, ::-1], np.full((638, 1011), 255, np.uint8)
    mine = both_sides(ours(job(white, colour=front, back=CardSide(black=white, colour=back))))
    device = printed_by_debian(front, tmp_path, back=back, tumble=True)
    for (_, my_planes), (_, their_planes) in zip(mine, both_sides(device.raw), strict=True):
        assert not any(my_planes.pop("K"))
        assert my_planes == their_planes
    (card,) = device.tray
    for laid, side in ((card.front, front), (card.back, back)):
        for ink, panel in inks(side).items():
            assert np.array_equal(laid[ink], panel)
    with_black = printed_by_debian(front, tmp_path, "StpBlackType=Resin", back=back, tumble=True)
    theirs = [plain(keys) for keys, _ in both_sides(with_black.raw)]
    assert [plain(keys) for keys, _ in mine] == theirs


def test_tones_between_are_debians_within_three_levels(tmp_path):
    """Their driver brings a picture to 64 levels by a table of tones, ours by the plain share."""
    ramp = np.broadcast_to(
        np.linspace(0, 255, 1011).astype(np.uint8)[:, np.newaxis], (638, 1011, 3)
    )
    card = np.ascontiguousarray(ramp)
    options = "StpiShrinkOutput=Crop StpColorCorrection=Raw"
    device = printed_by_debian(card, tmp_path, options)
    for ink, panel in inks(card).items():
        assert np.abs(device.tray[0].front[ink].astype(int) - panel).max() <= 3


def test_debians_driver_reads_our_emulators_status(tmp_path):
    device = Recording()
    device.prints_left, device.since_cleaning = 123, 45
    _, text = run_program(device, [BACKEND, "-s"], tmp_path, BACKEND="tango2e")
    said = dict(re.findall(r"INFO: ([^:]+):\s+(\S+)", text))
    assert said["Printer Serial Number"] == "SIM000002"
    assert said["Firmware Version"] == "1.00"
    assert said["Total Cards Printed"] == "0"
    assert said["Panels Remaining"] == "123"
    assert said["Cards Since Last Cleaning"] == "45"
    assert said["Cards between Cleaning Prompts"] == "500"
    assert said["Model"] == "Standard"
