"""Pictures of questions as pixels."""

import pytest
from PySide6.QtCore import QSize

from station.ui.gallery_seat import SIGN
from station.ui.picture_image import natural_size, picture_image, picture_png
from tests.unit.exam.test_picture import DANGEROUS, pixels, svg

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("raw", [SIGN, *(pixels(f, (40, 30)) for f in ("PNG", "JPEG", "WEBP"))])
def test_a_picture_fills_its_room_in_proportion(qapp, raw):
    image = picture_image(raw, QSize(100, 100))
    assert (image.width(), image.height()) == (100, 75)


def test_a_small_picture_is_not_blown_up_without_bound(qapp):
    assert picture_image(pixels("PNG", (10, 10)), QSize(500, 500)).size() == QSize(40, 40)


def test_the_sign_is_yellow_in_the_middle_and_white_in_the_corner(qapp):
    image = picture_image(SIGN, QSize(400, 300))
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert image.pixelColor(120, 250).name() == "#ffd400"


@pytest.mark.parametrize("inside", DANGEROUS.values(), ids=DANGEROUS)
def test_what_may_not_be_drawn_is_not(qapp, inside):
    assert natural_size(svg(inside)) is None
    assert picture_image(svg(inside), QSize(50, 50)) is None


def test_a_picture_can_be_printed(qapp):
    assert picture_png(SIGN, 800).startswith(b"\x89PNG")
    assert picture_png(b"no picture", 800) is None
