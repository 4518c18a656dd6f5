"""Planes, keys and answers, against a decoder that shares nothing with the encoder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.printer import PrinterOneSided, PrintUnconfirmed
from station.ids import UnixMs
from station.messages import explain
from station.printer.magicard import answer_in, encode_job, question
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.magicard_panel import decode_plane, landscape
from station.printer.plug import BY_NAME
from station.printer.port import PrinterState
from station.printer.usb import open_printer
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, inks, job, same_card

AT = UnixMs(1_790_000_000_000)
COLOUR_PLANE, BLACK_PLANE = 512_064, 85_344


def whole(card_job):
    encoded = encode_job(card_job, AT)
    return encoded.harmless + encoded.decisive


def pages_of(data):
    """Split a job into its pages by their own rules: keys, and planes by their letters."""
    pages = []
    while data:
        assert data.startswith(b"\x05" * 64 + b"\x01,")
        head, _, data = data[66:].partition(b"\x1c")
        keys = head.decode("ascii").split(",")
        planes = {}
        for key in keys:
            if key.startswith("SZ"):
                size = int(key[3:])
                planes[key[2]], data = data[:size], data[size:]
                assert data.startswith(b"\x1c" + key[2].encode() + b":")
                data = data[3:]
        assert data.startswith(b"\x03")
        data = data[1:]
        pages.append((keys, planes))
    return pages


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("k", "K"),
        ("ko", "K"),
        ("ymcko", "BGRK"),
        ("k both sides", "K"),
        ("ymcko both sides", "BGRK"),
    ],
)
def test_a_page_has_the_planes_that_its_keys_announce(name, letters):
    for keys, planes in pages_of(whole(JOBS[name])):
        assert "".join(planes) == letters
        assert f"IMF{letters}" in keys
        for letter, data in planes.items():
            assert len(data) == (BLACK_PLANE if letter == "K" else COLOUR_PLANE)


def test_sides_are_pages():
    keys = [keys for keys, _ in pages_of(whole(JOBS["ymcko, black back"]))]
    assert [[key for key in page if key[:3] in ("DPX", "PAG", "BAC", "OVR")] for page in keys] == [
        ["DPXON", "PAG1", "BACK", "OVRON"],
        ["DPXON", "PAG2", "OVROFF"],
    ]
    keys = [keys for keys, _ in pages_of(whole(JOBS["ymcko both sides"]))]
    assert "BACCK" in keys[0], "colour and black on the back"
    single = pages_of(whole(JOBS["k"]))[0][0]
    assert {"DPXOFF", "PAG1", "OVROFF"} <= set(single)


def test_the_time_is_told_in_eight_digits():
    assert f"TDT{1_790_000_000:08X}" in pages_of(whole(job()))[0][0]


def test_planes_come_back_pixel_for_pixel():
    card_job = JOBS["ymcko"]
    planes = pages_of(whole(card_job))[0][1]
    wanted = {"K": card_job.black == 0}
    wanted |= {letter: inks(card_job.colour)[ink] for letter, ink in zip("BGR", "ymc", strict=True)}
    for letter, data in planes.items():
        assert np.array_equal(landscape(decode_plane(data)), wanted[letter])


def test_a_line_is_six_slices_with_the_lowest_bit_first():
    colour = np.full((638, 1011, 3), 255, np.uint8)
    colour[637, 0] = (255, 255, 255 - 4)  # yellow of 1, bottom left
    colour[637, 1] = (255, 255, 0)  # yellow of 63, the next line
    plane = pages_of(whole(job(colour=colour)))[0][1]["B"]
    bits = np.unpackbits(np.frombuffer(plane, np.uint8)).reshape(1016, 6, 672)
    assert np.argwhere(bits).tolist() == [[2, 0, 17]] + [[3, slice_, 17] for slice_ in range(6)]


def test_a_body_alone_is_no_whole_plane():
    encoded = encode_job(job(), AT)
    assert encoded.decisive[1:] == b"\x1cK:\x03"
    assert len(encoded.decisive) == 5


@pytest.mark.parametrize("data", [b"", bytes(84), bytes(85_343), bytes(85_344 * 2)])
def test_a_plane_that_is_none_is_none(data):
    assert decode_plane(data) is None


def test_a_question_is_framed():
    assert question("TCQ") == b"\x05" * 9 + b"\x01REQ,STA,TCQ,\x1c\x03"


@pytest.mark.parametrize("raw", [b"\x01STA,TCQ 42\x2c\x03", b"\x01STA,TCQ,42\x2c\x03"])
def test_an_answer_is_for_its_key(raw):
    assert answer_in(raw, "TCQ") == "42"
    assert answer_in(raw, "DFR") == ""


@given(st.binary(max_size=64))
def test_any_bytes_are_some_answer(raw):
    assert isinstance(answer_in(raw, "TCQ"), str)


# The driver over the emulator, where it differs from others


@pytest.fixture
def device():
    return SimulatedMagicard()


@pytest.fixture
def printer(device):
    printer = open_printer(device)
    yield printer
    printer.close()


def test_what_the_printer_tells_of_itself(device, printer):
    device.prints_left, device.since_cleaning = 12, 500
    status = printer.status()
    assert (status.state, status.said, status.ribbon) == (PrinterState.READY, "OK", None)
    assert (status.model, status.number) == ("RioTango2D", "SIM000002")
    assert (status.prints_left, status.cards_printed) == (12, 0)
    assert status.cleaning_due
    device.since_cleaning = 499
    assert not printer.status().cleaning_due


@pytest.mark.parametrize("name", ["k both sides", "ymcko, black back", "ymcko both sides"])
def test_a_back_is_printed_where_the_administrator_says_that_cards_are_turned(device, name):
    printer = open_printer(device, [BY_NAME["magicard-duo"]])
    printer.print_card(JOBS[name])
    assert same_card(device.tray[0], JOBS[name])
    printer.close()


def test_a_back_is_refused_with_the_model_in_the_text_and_no_front_is_printed(device, printer):
    with pytest.raises(PrinterOneSided) as refusal:
        printer.print_card(JOBS["k both sides"])
    assert "RioTango2D" in explain(refusal.value, str)
    assert (device.tray, device.blanks, device.heads) == ([], 0, [])


class WithoutCounter(SimulatedMagicard):
    """Does not tell how many cards it has printed."""

    def _value(self, key):
        return "" if key == "TCQ" else super()._value(key)


def test_without_its_counter_nothing_confirms_a_card():
    printer = open_printer(WithoutCounter())
    assert not printer.status().abilities.confirms
    assert failure_of(printer, job()) is PrintUnconfirmed


@given(st.lists(st.binary(max_size=200), max_size=6))
def test_the_emulator_survives_any_bytes(pieces):
    device = SimulatedMagicard()
    for piece in pieces:
        device.received(1, piece)
    assert device.tray == []
