"""Panels and replies, against a decoder that shares nothing with the encoder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.printer.evolis import command, encode_job, parse_replies, state_of
from station.printer.evolis_panel import PanelDamaged, decode_panel, landscape
from station.printer.port import PrinterState
from tests.unit.printer.rasters import noise, sparse

START = b"\x1bPem;2\r\x1bPr;k\r\x1bSs\r\x1bSr\r"
END = b"\r\x1bSe\r"


def panel_data(black, *, compressed):
    job = encode_job(black, compressed=compressed)
    whole = job.body + job.last
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
    back = landscape(decode_panel(data, compressed=compressed))
    assert np.array_equal(back, PICTURES[name])


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
        job = encode_job(sparse(), compressed=compressed)
        assert len(job.last) == 1 + len(END)


@pytest.mark.parametrize("shape", [(1011, 638), (638, 1010), (638, 1011, 3)])
def test_a_panel_of_another_shape_is_a_bug(shape):
    with pytest.raises(ValueError, match="638 x 1011"):
        encode_job(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("data", [b"", bytes(1015), bytes(1017), b"\x52" + bytes(1015), b"\x05ab"])
def test_a_panel_that_is_none_is_refused(data):
    with pytest.raises(PanelDamaged):
        decode_panel(data, compressed=True)


@pytest.mark.parametrize("end", [b"\0", b"\r", b"\n", b"\r\n", b""])
def test_any_end_of_a_reply_will_do(end):
    assert parse_replies(b"no card" + end) == ("NO CARD",)


@given(st.binary(max_size=64))
def test_any_bytes_are_some_reply(raw):
    for word in parse_replies(raw):
        assert state_of(word) in PrinterState


def test_a_command_is_framed():
    assert command("Rlr;p") == b"\x1bRlr;p\r"
