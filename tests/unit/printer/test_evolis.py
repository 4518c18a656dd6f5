"""Panels and replies, against a decoder that shares nothing with the encoder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.printer.evolis import (
    command,
    encode_job,
    number_in,
    parse_replies,
    ribbon_in,
    smallest_ribbon,
    state_of,
)
from station.printer.evolis_encoding import compressed_panel, raw_panel
from station.printer.evolis_panel import PanelDamaged, decode_panel, landscape
from station.printer.port import PrinterState, Ribbon
from tests.unit.printer.guide_decoder import sides_of
from tests.unit.printer.rasters import JOBS, inks, job, noise, sparse

START = b"\x1bPem;2\r\x1bPr;k\r\x1bSs\r\x1bSr\r"
END = b"\r\x1bSe\r"


def panel_data(black, *, compressed):
    encoded = encode_job(job(black), compressed=compressed)
    whole = encoded.harmless + encoded.decisive
    assert whole.startswith(START)
    assert whole.endswith(END)
    data = whole[len(START) : -len(END)]
    if not compressed:
        return data.removeprefix(b"\x1bDb;k;2;")
    size, data = data.removeprefix(b"\x1bDbc;k;2;").split(b";", 1)
    assert int(size) == len(data)
    return data


PICTURES = {
    "white": np.full((638, 1011), 255, np.uint8),
    "black": np.zeros((638, 1011), np.uint8),
    "sparse": sparse(),
    "noise": noise(),
}


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("name", PICTURES)
def test_a_panel_comes_back_pixel_for_pixel(name, compressed):
    data = panel_data(PICTURES[name], compressed=compressed)
    back = landscape(decode_panel(data, 2, compressed=compressed))
    assert np.array_equal(back == 1, PICTURES[name] == 0)


def test_a_raw_panel_has_one_bit_a_pixel_and_white_margins():
    data = panel_data(PICTURES["black"], compressed=False)
    assert len(data) == 648 * 1016 // 8
    bits = np.unpackbits(np.frombuffer(data, np.uint8)).reshape(1016, 648)
    assert bits[2:1013, 5:643].all()
    assert bits.sum() == 1011 * 638


def test_the_left_edge_is_printed_first_and_from_the_bottom():
    black = np.full((638, 1011), 255, np.uint8)
    black[637, 0] = 0  # bottom left
    bits = np.unpackbits(np.frombuffer(panel_data(black, compressed=False), np.uint8))
    assert np.flatnonzero(bits).tolist() == [2 * 648 + 5]


def test_white_lines_cost_one_byte():
    assert panel_data(PICTURES["white"], compressed=True) == bytes(1016)


def test_a_body_alone_is_no_whole_panel():
    for compressed in (True, False):
        encoded = encode_job(job(), compressed=compressed)
        assert len(encoded.decisive) == 1 + len(END)


@pytest.mark.parametrize("shape", [(1011, 638), (638, 1010), (638, 1011, 3)])
def test_a_panel_of_another_shape_is_a_bug(shape):
    with pytest.raises(ValueError, match="638 x 1011"):
        encode_job(job(np.zeros(shape, np.uint8)))


@pytest.mark.parametrize("data", [b"", bytes(1015), bytes(1017), b"\x52" + bytes(1015), b"\x05ab"])
def test_a_panel_that_is_none_is_refused(data):
    with pytest.raises(PanelDamaged):
        decode_panel(data, 2, compressed=True)


@pytest.mark.parametrize("end", [b"\0", b"\r", b"\n", b"\r\n", b""])
def test_any_end_of_a_reply_will_do(end):
    assert parse_replies(b"no card" + end) == ("NO CARD",)


@given(st.binary(max_size=64))
def test_any_bytes_are_some_reply(raw):
    for word in parse_replies(raw):
        assert state_of(word) in PrinterState


def test_a_command_is_framed():
    assert command("Rlr;p") == b"\x1bRlr;p\r"


# Colour


LINES = st.one_of(
    st.lists(st.tuples(st.integers(0, 63), st.integers(1, 648)), min_size=1, max_size=12),
    st.lists(st.tuples(st.sampled_from([0, 63]), st.sampled_from([1, 2, 255, 256, 511, 512]))),
)


def panel_of(lines):
    """A panel whose first lines have the given runs, and whose rest is white."""
    panel = np.zeros((1016, 648), np.uint8)
    for row, runs in zip(panel, lines, strict=False):
        values = [value for value, count in runs for _ in range(count)][:648]
        row[: len(values)] = values
    return panel


@settings(max_examples=25)
@given(st.lists(LINES, min_size=1, max_size=8))
def test_runs_of_colour_come_back(lines):
    panel = panel_of(lines)
    back = decode_panel(compressed_panel(panel, 6), 64, compressed=True)
    assert b"".join(back) == panel.tobytes()


@pytest.mark.parametrize("bits", [1, 5, 6, 7])
def test_raw_panels_of_all_depths_come_back(bits):
    panel = np.random.default_rng(bits).integers(0, 2**bits, (1016, 648), dtype=np.uint8)
    data = raw_panel(panel, bits)
    assert len(data) == 648 * 1016 * bits // 8
    assert b"".join(decode_panel(data, 2**bits, compressed=False)) == panel.tobytes()


def test_a_run_costs_two_bytes_and_a_white_line_too():
    panel = panel_of([[(0, 10), (9, 300), (0, 338)], [(5, 1), (0, 647)], [(7, 648)]])
    data = compressed_panel(panel, 6)
    first = bytes([0x80, 10, 0x80 | 0x40 | 9, 300 - 256, 0x80 | 0x40, 338 - 256])
    second = bytes([5, 0x80 | 0x40, 511 - 256, 0x80, 647 - 511])
    third = bytes([0x80 | 0x40 | 7, 511 - 256, 0x80 | 7, 648 - 511])
    assert data == first + second + third + bytes([0x80, 0]) * 1013


def test_no_run_has_the_count_whose_byte_means_white_to_the_end():
    panel = panel_of([[(9, 256), (3, 392)], [(0, 256), (3, 392)]])
    rest = bytes([0x80 | 0x40 | 3, 392 - 256])
    first = bytes([0x80 | 9, 255, 9]) + rest
    second = bytes([0x80, 255, 0]) + rest
    assert compressed_panel(panel, 6) == first + second + bytes([0x80, 0]) * 1014


@pytest.mark.parametrize("data", [b"\x80", b"\x80\0" * 1015, b"\x80\0" * 1017, b"\x81\xff" * 9])
def test_a_colour_panel_that_is_none_is_refused(data):
    with pytest.raises(PanelDamaged):
        decode_panel(data, 64, compressed=True)


def head_of(card):
    """A panel as the head gets it, worked out dot by dot: a quarter clockwise, centred."""
    return [
        [
            int(card[637 - (dot - 5)][line - 2]) if 2 <= line < 1013 and 5 <= dot < 643 else 0
            for dot in range(648)
        ]
        for line in range(1016)
    ]


def wanted_of(side):
    wanted = {"k": (side.black == 0).astype(int)}
    if side.colour is not None:
        wanted |= inks(side.colour)
    if side.overlay:
        wanted["o"] = np.ones((638, 1011), int)
    return {letter: head_of(card.tolist()) for letter, card in wanted.items()}


@pytest.mark.parametrize("rest_is_white", [True, False])
@pytest.mark.parametrize("name", ["k", "ymcko", "ymcko, black back"])
def test_a_job_says_the_card_to_a_reader_of_the_makers_guide(name, rest_is_white):
    encoded = encode_job(JOBS[name])
    read = sides_of(encoded.harmless + encoded.decisive, rest_is_white=rest_is_white)
    front, *backs = JOBS[name].sides
    assert read["front"] == wanted_of(front)
    assert read.get("back") == (wanted_of(backs[0]) if backs else None)


HEADS = {
    "k": (b"k", [b"Dbc;k;2"]),
    "k both sides": (b"k", [b"Dbc;k;2", b"Sv", b"Dbc;k;2"]),
    "ko": (b"ko", [b"Dbc;k;2", b"Dbc;o;2"]),
    "ymcko": (b"ymcko", [b"Dbc;%c;64" % ink for ink in b"ymc"] + [b"Dbc;k;2", b"Dbc;o;2"]),
}


def commands_of(encoded):
    """Split a job into its commands by their own rules; data is left out."""
    data, found = encoded.harmless + encoded.decisive, []
    while data:
        assert data[:1] == b"\x1b"
        if data[1:3] == b"Db":
            *head, size, rest = data[1:].split(b";", 4)
            found.append(b";".join(head))
            data = rest[int(size) :]
            assert data[:1] == b"\r"
            data = data[1:]
        else:
            name, _, data = data[1:].partition(b"\r")
            found.append(name)
    return found


@pytest.mark.parametrize("name", HEADS)
def test_a_job_is_the_commands_of_its_panels(name):
    ribbon, panels = HEADS[name]
    commands = commands_of(encode_job(JOBS[name]))
    assert commands == [b"Pem;2", b"Pr;" + ribbon, b"Ss", b"Sr", *panels, b"Se"]


def test_the_ribbon_that_is_in_the_printer_is_named():
    commands = commands_of(encode_job(JOBS["k"], ribbon=Ribbon.COLOUR))
    assert commands[1] == b"Pr;ymcko"


@pytest.mark.parametrize(
    ("name", "ribbon"),
    [
        ("k", Ribbon.BLACK),
        ("ko both sides", Ribbon.BLACK_OVERLAY),
        ("ymcko", Ribbon.COLOUR),
        ("ymcko both sides", Ribbon.COLOUR),
        ("ymcko, black back", Ribbon.COLOUR_BLACK_BACK),
    ],
)
def test_the_smallest_ribbon_for_a_job(name, ribbon):
    assert smallest_ribbon(JOBS[name]) is ribbon


@pytest.mark.parametrize(
    ("said", "ribbon"),
    [
        ("K", Ribbon.BLACK),
        ("KO", Ribbon.BLACK_OVERLAY),
        ("YMCKO", Ribbon.COLOUR),
        ("TYPE: YMCKOK, 200", Ribbon.COLOUR_BLACK_BACK),
        ("KO K", None),
        ("YMC", None),
        ("", None),
        ("ERR COMMAND", None),
    ],
)
def test_a_ribbon_is_known_by_its_panels(said, ribbon):
    assert ribbon_in(said) is ribbon


@given(st.text(max_size=40))
def test_any_words_are_some_ribbon_or_none_and_some_number_or_none(words):
    assert ribbon_in(words) in {*Ribbon, None}
    assert number_in(words) is None or number_in(words) >= 0


def test_a_picture_of_another_shape_is_a_bug():
    with pytest.raises(ValueError, match="638 x 1011 x 3"):
        encode_job(job(colour=noise()))
