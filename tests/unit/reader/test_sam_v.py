"""Frames, against the bytes that the protocol's document shows."""

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.reader.sam_v import (
    Assembler,
    Command,
    FrameDamaged,
    parse_card,
    parse_sam_id,
    request,
)

DOCUMENTED = {
    Command.STATUS: "AAAAAA9669000311FFED",
    Command.SAM_ID: "AAAAAA9669000312FFEE",
    Command.FIND: "AAAAAA96690003200122",
    Command.SELECT: "AAAAAA96690003200221",
    Command.READ: "AAAAAA96690003300132",
    Command.READ_NEWEST: "AAAAAA96690003300330",
}
FOUND = bytes.fromhex("AAAAAA9669000800009F0000000097")


@pytest.mark.parametrize("command", Command)
def test_a_request_is_the_documented_one(command):
    assert request(command) == bytes.fromhex(DOCUMENTED[command])


def test_the_documented_answer_is_understood():
    answer = Assembler().take(FOUND)
    assert answer is not None
    assert (answer.sw3, answer.data) == (0x9F, bytes(4))


def test_an_answer_shows_no_data_in_a_log():
    assert "00000000" not in repr(Assembler().take(FOUND))


@given(st.lists(st.integers(1, 14), unique=True).map(sorted))
def test_an_answer_may_come_in_any_pieces(cuts):
    assembler = Assembler()
    edges = [0, *cuts, len(FOUND)]
    answers = [assembler.take(FOUND[a:b]) for a, b in pairwise(edges)]
    assert answers[:-1] == [None] * (len(answers) - 1)
    assert answers[-1] == Assembler().take(FOUND)


@given(st.binary(max_size=200))
def test_noise_before_an_answer_is_skipped(noise):
    try:
        answer = Assembler().take(noise + FOUND)
    except FrameDamaged:
        assert bytes.fromhex("AAAAAA9669") in noise  # the noise looked like a frame
        return
    if bytes.fromhex("AAAAAA9669") not in noise:
        assert answer == Assembler().take(FOUND)


@pytest.mark.parametrize("position", range(7, len(FOUND)))
def test_one_wrong_bit_is_seen(position):
    wrong = bytearray(FOUND)
    wrong[position] ^= 0x04
    with pytest.raises(FrameDamaged):
        Assembler().take(bytes(wrong))


def test_endless_noise_ends():
    assembler = Assembler()
    with pytest.raises(FrameDamaged):
        deque(assembler.take(b"\xaa" * 64) for _ in range(1_000))


def test_the_number_of_the_sam_reads_as_printed():
    raw = bytes.fromhex("0500030040d9f00001000000ffffffff")
    assert parse_sam_id(raw) == "05.03-15784256-0000000001-4294967295"


@pytest.mark.parametrize("raw", [b"", b"\x01\x00\x04\x00", b"\x00\x01\x00\x00ab"])
def test_sizes_that_do_not_fit_are_refused(raw):
    with pytest.raises(FrameDamaged):
        parse_card(raw)
