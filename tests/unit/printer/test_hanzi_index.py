"""Characters that no keyboard gives are found by shape, sound and code; what is found is drawn."""

import unicodedata

import pytest

from station.printer.fonts import is_drawn, rare_font_file, svg
from station.printer.hanzi_index import RADICALS, by_strokes, by_words, radical

KNOWN = [("𠮷", 30, 3), ("㛃", 38, 6), ("䶮", 212, 4), ("吉", 30, 3)]
"""By the Kangxi dictionary: radical, and strokes besides it."""


@pytest.mark.parametrize(("character", "number", "strokes"), KNOWN)
def test_f25_a_character_is_found_by_radical_and_strokes(character, number, strokes):
    assert character in by_strokes(number, strokes)


def test_f25_every_radical_is_found_under_itself():
    found = [number for number in range(1, RADICALS + 1) if by_strokes(number, 0)]
    assert len(found) == RADICALS
    for number in (1, 9, 30, 85, 167, 214):
        name = unicodedata.name(chr(0x2F00 + number - 1))
        assert name.startswith("KANGXI RADICAL")
        assert radical(number) in by_strokes(number, 0)


@pytest.mark.parametrize("asked", ["20BB7", "u+20bb7", " U+20BB7 ", "Ｕ＋２０ＢＢ７", "𠮷"])
def test_f25_a_code_may_be_written_in_many_ways(asked):
    assert by_words(asked) == "𠮷"


@pytest.mark.parametrize("asked", ["", "110000", "D800", "E000", "0041", "FFFF", "?", "□", "zzz"])
def test_f25_what_is_no_character_is_not_found(asked):
    assert by_words(asked) == ""


def test_f25_a_sound_finds_what_is_read_so():
    assert {"龑", "䶮"} <= set(by_words("yan"))
    assert "吕" in by_words("lv") == by_words("lu:")


def test_f25_whatever_is_found_can_be_seen_and_printed():
    for number in range(1, RADICALS + 1, 20):
        for strokes in range(0, 20, 5):
            assert all(map(is_drawn, by_strokes(number, strokes)[::7]))
    assert b"<path d=" in svg("𠮷")


def test_f25_the_screen_gets_a_font_for_what_it_lacks():
    family, raw = rare_font_file(chr(0x2A3B4))
    assert (family, raw[:4]) == ("Rare Hanzi 2A000", b"\x00\x01\x00\x00")
    assert rare_font_file("王")[1] == b""
    assert rare_font_file(chr(0x10FFFD))[1] == b""
