"""Excerpts: short, whole to the eye, and never cut without a sign."""

import pytest

from station.exam.doctor.excerpt import LENGTH, excerpt


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" 红 ", "红"),
        ("甲\n乙", "甲↵乙"),
        ("水平\ue000测量", "水平<U+E000>测量"),
        ("前\u200b后", "前<U+200B>后"),
        ("\ufffd", "<U+FFFD>"),
        ("", ""),
    ],
)
def test_each_character_can_be_seen(text, shown):
    assert excerpt(text) == shown


def test_what_is_cut_ends_in_a_sign():
    assert excerpt("长" * 61) == "长" * 59 + "…"
    assert excerpt("长" * 60) == "长" * 60


@pytest.mark.parametrize("before", [0, 40, 55, 58, 59, 60, 200])
@pytest.mark.parametrize("after", [0, 1, 200])
def test_a_character_without_a_shape_is_never_cut_off(before, after):
    shown = excerpt("长" * before + "\ue000" + "短" * after)
    assert "<U+E000>" in shown
    assert len(shown) <= LENGTH
