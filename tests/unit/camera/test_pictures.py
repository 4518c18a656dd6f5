"""Bytes to frames, hostile bytes among them."""

import contextlib
import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from station.camera.pictures import MAX_BYTES, jpeg, picture, png
from station.errors.camera import PictureTooLarge, PictureUnreadable


@pytest.fixture
def frame():
    ramp = np.zeros((40, 60, 3), np.uint8)
    ramp[:, :30] = (200, 30, 10)
    ramp[:20, 30:] = (0, 0, 250)
    return ramp


def test_png_comes_back_as_it_was(frame):
    assert np.array_equal(picture(png(frame)), frame)


def test_jpeg_comes_back_nearly_as_it_was(frame):
    back = picture(jpeg(frame, 95))
    assert back.shape == frame.shape
    assert np.abs(back.astype(int) - frame).mean() < 6


def test_our_reading_agrees_with_opencv(frame):
    raw = jpeg(frame)
    other = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    assert np.abs(picture(raw).astype(int) - other).max() <= 3


def test_a_grey_and_a_clear_picture_become_colour(tmp_path):
    for mode in ("L", "RGBA", "P", "1"):
        Image.new(mode, (8, 6)).save(tmp_path / "one.png")
        assert picture((tmp_path / "one.png").read_bytes()).shape == (6, 8, 3)


def test_a_photo_that_lies_on_its_side_is_turned(tmp_path):
    photo = Image.new("RGB", (30, 20), "white")
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(tmp_path / "side.jpg", exif=exif)
    assert picture((tmp_path / "side.jpg").read_bytes()).shape == (30, 20, 3)


def test_a_frame_without_pixels_cannot_be_written():
    with pytest.raises((ValueError, cv2.error)):
        jpeg(np.empty((0, 0, 3), np.uint8))


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8", b"GIF89a" + bytes(40), b"<svg/>", bytes(900)])
def test_what_is_no_picture_is_refused(raw):
    with pytest.raises(PictureUnreadable):
        picture(raw)


@pytest.mark.parametrize("write", [jpeg, png])
def test_a_picture_cut_short_is_refused(frame, write):
    raw = write(np.random.default_rng(1).integers(0, 255, (60, 60, 3), np.uint8))
    for end in range(0, len(raw) - 20, 97):
        with pytest.raises(PictureUnreadable):
            picture(raw[:end])


def test_a_heavy_file_is_not_opened():
    with pytest.raises(PictureTooLarge):
        picture(bytes(MAX_BYTES + 1))


def test_a_bomb_is_not_unpacked():
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")):
        raw += struct.pack(">I", len(body)) + kind + body
        raw += struct.pack(">I", zlib.crc32(kind + body))
    with pytest.raises(PictureTooLarge):
        picture(raw)


@given(st.data())
def test_a_spoilt_picture_is_read_or_refused_and_nothing_else(data):
    base = np.random.default_rng(2).integers(0, 255, (12, 12, 3), np.uint8)
    raw = bytearray(data.draw(st.sampled_from([png(base), jpeg(base)])))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PictureUnreadable, PictureTooLarge):
        assert picture(bytes(raw)).shape[2] == 3
