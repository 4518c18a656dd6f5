"""What may be drawn on a seat: pictures, and nothing that could do more."""

import io
from pathlib import Path

import pytest
from PIL import Image

from station.errors.exam import PictureRefused
from station.exam.picture import (
    MAX_BYTES,
    MAX_SIDE_PX,
    MAX_SVG_ELEMENTS,
    PictureForm,
    alt_text,
    check_picture,
)

BANKS = Path(__file__).parents[3] / "question_banks"
START = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">'


def svg(inside):
    return f"{START}{inside}</svg>".encode()


def pixels(form, size=(20, 10)):
    raw = io.BytesIO()
    Image.new("RGB", size, "red").save(raw, form)
    return raw.getvalue()


@pytest.mark.parametrize(
    "path", sorted(BANKS.glob("*/media/*.svg")), ids=lambda path: path.stem[:8]
)
def test_every_picture_of_our_banks_may_be_drawn(path):
    assert check_picture(path.read_bytes()) is PictureForm.SVG


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pixels_are_known_by_what_they_hold(form):
    assert check_picture(pixels(form)) is PictureForm(form.lower())


DANGEROUS = {
    "script": "<script>alert(1)</script>",
    "a file": '<image href="file:///etc/hostname" width="9" height="9"/>',
    "the network": '<image xlink:href="//there.invalid/a.png" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
    "a picture within": '<image href="data:image/png;base64,AAAA"/>',
    "other content": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "a style sheet": "<style>@import url(//there.invalid/a.css)</style>",
    "a handler": '<rect width="9" height="9" onload="alert(1)"/>',
    "a fill elsewhere": '<rect width="9" height="9" fill="url(http://there.invalid/#a)"/>',
    "a fill in a style": '<rect width="9" height="9" style="fill:url(//there.invalid/#a)"/>',
    "a hidden word": '<rect width="9" height="9" style="fill:u\\72l(a)"/>',
    "a link": '<a href="#x"><rect width="9" height="9"/></a>',
    "repetition": '<use href="#x"/>',
    "animation": '<rect width="9" height="9"><animate attributeName="x" to="9"/></rect>',
    "endless dashes": '<path d="M0 0L9 9" stroke-dasharray="0.00001"/>',
    "endless dashes in a style": '<path d="M0 0L9 9" style="stroke-dasharray:0.0001 1"/>',
    "a huge path": '<path d="M0 0L9e12 9"/>',
    "too many parts": "<g/>" * (MAX_SVG_ELEMENTS + 1),
}


@pytest.mark.parametrize("inside", DANGEROUS.values(), ids=DANGEROUS)
def test_a_drawing_that_could_do_more_is_refused(inside):
    with pytest.raises(PictureRefused):
        check_picture(svg(inside))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"<svg",
        b"<html/>",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"%PDF-1.4",
        svg("<desc>" + "x" * MAX_BYTES + "</desc>"),
        pixels("PNG", (MAX_SIDE_PX + 1, 1)),
        pixels("BMP"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(raw):
    with pytest.raises(PictureRefused):
        check_picture(raw)


def test_a_picture_that_claims_to_be_immense_is_refused_by_its_header():
    raw = bytearray(pixels("GIF"))
    raw[6:10] = b"\xff\xff\xff\xff"
    with pytest.raises(PictureRefused):
        check_picture(bytes(raw))


def test_gradients_and_marks_within_the_drawing_are_allowed():
    inside = (
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        '<rect width="9" height="9" fill="url(#a)" stroke-dasharray="4 2"/>'
    )
    assert check_picture(svg(inside)) is PictureForm.SVG


def test_a_drawing_says_what_it_is():
    assert alt_text(svg("<title> Warning\n sign </title>")) == "Warning sign"
    assert alt_text(svg("")) == alt_text(pixels("PNG")) == alt_text(b"<svg") == ""
