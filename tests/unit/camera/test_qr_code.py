"""Codes of printed cards, read as a webcam or a phone sees them; the oracle is what was printed."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import segno

from bench._card.faces import face, photo, worn
from station.camera.qr_code import read_code
from station.credential.built_in import OPERATION
from station.printer.card_layout import compose

CARDS = 12
SIGNED = "ES1:" + "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ" * 4
"""As long as what a centre signs, in the letters of such a code."""


def seen(grey):
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


@pytest.fixture(scope="module")
def card():
    return compose(replace(face("张三", "", photo()), signed=SIGNED), OPERATION.front)


@pytest.mark.parametrize("seed", range(CARDS))
def test_a_worn_code_that_its_centre_signed_is_read(card, seed):
    assert read_code(seen(worn(card, np.random.default_rng(seed)))) == SIGNED


@pytest.mark.parametrize("turns", range(4))
def test_a_card_may_lie_any_way_round(card, turns):
    assert read_code(seen(np.ascontiguousarray(np.rot90(card, turns)))) == SIGNED


def test_a_small_picture_is_looked_at_more_closely():
    small = segno.make("https://example.invalid/1", micro=False)
    grey = np.array([list(row) for row in small.matrix_iter(border=4)], np.uint8)
    assert read_code(seen((1 - grey) * np.uint8(255))) == "https://example.invalid/1"


def test_of_two_codes_the_centres_own_is_taken(card):
    other = segno.make("https://example.invalid/poster", micro=False, error="m")
    grey = np.array([list(row) for row in other.matrix_iter(scale=6, border=4)], np.uint8)
    poster = (1 - grey) * np.uint8(255)
    table = np.full((card.shape[0] + poster.shape[0] + 80, card.shape[1]), 255, np.uint8)
    table[: poster.shape[0], : poster.shape[1]] = poster
    table[-card.shape[0] :] = card
    assert read_code(seen(table), prefer="ES1:") == SIGNED


@pytest.mark.parametrize("tone", [0, 128, 255])
def test_where_there_is_no_code_nothing_is_read(tone):
    assert read_code(np.full((480, 640, 3), tone, np.uint8)) == ""
