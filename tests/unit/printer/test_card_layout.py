import io
from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from station.credential.built_in import BUILT_IN, MANAGER, OPERATION
from station.credential.card import CardFace
from station.credential.template import CodeSource
from station.errors.credential import (
    CardCharacterMissing,
    CardCodeTooLong,
    CardPhotoUnusable,
    CardTextTooLong,
)
from station.ids import CardSerial
from station.printer import card_layout, fonts
from station.printer.dots import rasterise

PHOTO_AT_DOTS, PHOTO_DOTS = (47, 146), (240, 320)
LONG_NAME = "阿卜杜热合曼·阿卜杜外力·买买提艾力·吐尔逊江"
CODE = "https://example.invalid/c?t=DRILL-7F3A91C2D4E5"


def photo(picture=None, kind="JPEG"):
    """A made-up picture: a ramp from dark to light, no face."""
    if picture is None:
        picture = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (400, 1))
    raw = io.BytesIO()
    Image.fromarray(picture).save(raw, kind)
    return raw.getvalue()


def compose(card):
    return card_layout.compose(card, OPERATION.front)


def compose_pdf(card):
    return card_layout.compose_pdf(card, OPERATION.front)


def face(**changes):
    fields = {
        "serial": CardSerial("C-42"),
        "number": "T990000199001010009",
        "name": "张小满",
        "sex": "女",
        "category": "电工作业",
        "item": "低压电工作业",
        "first_issued": date(2020, 9, 15),
        "valid_from": date(2026, 9, 15),
        "valid_until": date(2032, 9, 14),
        "review_by": date(2029, 9, 14),
        "issuer": "示范省应急管理厅",
        "qr": CODE,
        "photo": photo(),
        "sample": False,
    }
    return CardFace(**{**fields, **changes})


def codes_on(raster):
    return [code.text for code in zxingcpp.read_barcodes(np.pad(raster, 40, constant_values=255))]


@pytest.fixture(scope="module")
def card():
    return compose(face())


def test_a_card_is_one_black_panel(card):
    assert card.shape == (638, 1011)
    assert card.dtype == np.uint8
    assert set(np.unique(card)) == {0, 255}


def test_the_same_face_gives_the_same_dots(card):
    assert np.array_equal(card, compose(face()))
    assert compose_pdf(face()) == compose_pdf(face())


def test_the_code_is_the_one_the_province_gave(card):
    assert codes_on(card) == [CODE]


def test_without_a_code_its_place_stays_empty():
    bare = compose(face(qr=""))
    assert codes_on(bare) == []
    assert bare[400:610, 790:1000].min() == 255


@pytest.mark.parametrize("length", [20, 120, 200])
def test_codes_of_any_allowed_length_can_be_read(length):
    payload = "T" * length
    assert codes_on(compose(face(qr=payload))) == [payload]


def test_nothing_reaches_the_edge(card):
    long = compose(
        face(name=LONG_NAME, item="金属非金属矿山提升机操作作业" + "作" * 10, issuer="省" * 16)
    )
    for raster in (card, long):
        inside = np.zeros_like(raster, dtype=bool)
        inside[35:600, 35:975] = True
        assert raster[~inside].min() == 255


def test_a_long_name_is_whole_and_keeps_to_its_room(card):
    """The name differs from another in its last character alone, so the last one is there."""
    other = compose(face(name=LONG_NAME[:-1] + "海"))
    differs = np.argwhere(compose(face(name=LONG_NAME)) != other)
    assert len(differs)
    (top, left), (bottom, right) = differs.min(axis=0), differs.max(axis=0)
    assert top > 160
    assert bottom < 225
    assert left > 440
    assert right < 815


def photo_on(raster):
    (x, y), (width, height) = PHOTO_AT_DOTS, PHOTO_DOTS
    return raster[y : y + height, x : x + width]


def test_a_photo_reaches_the_card_dot_for_dot(card):
    document = pypdfium2.PdfDocument(compose_pdf(face()))
    page = document[0]
    image = next(o for o in page.get_objects() if isinstance(o, pypdfium2.PdfImage))
    laid = np.array(image.get_bitmap().to_pil().convert("L"))
    page.close()
    document.close()
    assert np.array_equal(laid, photo_on(card))


def test_a_photo_keeps_its_tones(card):
    black, white = (np.full((400, 300), tone, np.uint8) for tone in (0, 255))
    assert (photo_on(compose(face(photo=photo(black)))) == 0).mean() > 0.7
    assert (photo_on(compose(face(photo=photo(white)))) == 0).mean() < 0.15
    columns = (photo_on(card) == 0).mean(axis=0)
    assert columns[:40].mean() > 0.6
    assert columns[-40:].mean() < 0.35


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(400, 300), (102, 126), (50, 900), (900, 50)])
def test_photos_of_other_shapes_are_cut_to_fit(kind, size):
    assert compose(face(photo=photo(np.full(size, 99, np.uint8), kind))).shape == (638, 1011)


def test_a_drill_is_marked_where_a_real_card_is_not(card):
    drill = compose(face(sample=True))
    added = (drill == 0) & (card == 255)
    assert added.mean() > 0.01
    assert added[485:545, 47:287].mean() > 0.5, "the badge below the photo"
    for half in (added[:319, 505:], added[319:, :505]):
        assert half.any(), "across the face"
    assert codes_on(drill) == [CODE]


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"photo": b""}, CardPhotoUnusable),
        ({"photo": b"\xff\xd8\xff" + b"0" * 50}, CardPhotoUnusable),
        ({"photo": photo()[:200]}, CardPhotoUnusable),
        ({"name": "张\ue000"}, CardCharacterMissing),
        ({"name": "ཀ"}, CardCharacterMissing),
        ({"name": "\U000323b0"}, CardCharacterMissing),
        ({"name": "阿" * 60}, CardTextTooLong),
        ({"issuer": "省" * 60}, CardTextTooLong),
        ({"qr": "T" * 900}, CardCodeTooLong),
        ({"qr": "T" * 9000}, CardCodeTooLong),
    ],
)
def test_a_card_that_cannot_be_whole_is_not_composed(change, failure):
    with pytest.raises(failure) as refusal:
        compose(face(**change))
    assert refusal.value.facts["serial"] == "C-42"
    assert "张" not in str(refusal.value)


@pytest.mark.parametrize("character", "㛃䶮·鿍")
def test_rare_characters_are_drawn(character):
    assert (compose(face(name=character))[148:205, 440:520] == 0).any()


def test_a_pdf_of_another_size_is_cut_to_the_card():
    assert rasterise(compose_pdf(face())).shape == (638, 1011)


def test_a_face_does_not_tell_who_it_is():
    assert replace(face(), name="张小满").__repr__() == "CardFace(C-42)"


PROBES = "𠮷𬎆㛃䶮·鿍𪚥𫍯𬱖𮯠"
"""Rare characters of names, most of them outside the basic plane (RULES 3.4)."""


@pytest.mark.parametrize("character", PROBES)
def test_f25_a_rare_character_is_drawn_and_is_no_box(character):
    assert fonts.is_drawn(character)
    assert fonts.missing(character) == ()
    drawn = compose(face(name=character)) == 0
    box = compose(face(name="口")) == 0
    assert drawn[148:205, 440:520].any()
    assert not np.array_equal(drawn[148:205, 440:520], box[148:205, 440:520])


@pytest.mark.parametrize("block", [(0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6)])
def test_f25_every_character_of_the_large_blocks_has_a_font(block):
    step = 97  # a prime: some of each row of the code charts
    assert fonts.missing("".join(map(chr, range(block[0], block[1] + 1, step)))) == ()


@pytest.mark.parametrize("character", ["\ue000", "\ufffd", "ཀ", "\u0627", "\U000323b0"])
def test_f25_what_no_font_has_is_named_before_it_comes_to_the_printer(character):
    assert fonts.missing(f"张{character}三{character}") == (character,)
    assert not fonts.is_drawn(character)


def test_a_long_code_has_its_dots_as_large_as_they_can_be():
    """With less redundancy, 110 letters make 41 modules of 4 dots and not 45 of 3."""
    (code,) = zxingcpp.read_barcodes(np.pad(compose(face(qr="t" * 110)), 40, constant_values=255))
    corners = code.position
    assert abs(corners.top_right.x - corners.top_left.x - 41 * 4) <= 4


@pytest.mark.parametrize("template", BUILT_IN.values(), ids=lambda each: each.certificate)
@pytest.mark.parametrize("sample", [False, True])
def test_every_built_in_look_draws_a_card_whose_code_is_read(template, sample):
    drawn = card_layout.compose(face(sample=sample), template.front)
    assert codes_on(drawn) == [CODE]
    assert drawn[35:600, 35:975].min() == 0
    margin = drawn.copy()
    margin[35:600, 35:975] = 255
    assert sample or margin.min() == 255


@pytest.mark.parametrize(
    ("source", "given", "signed", "laid"),
    [
        (CodeSource.GIVEN, "", "SIGNED", []),
        (CodeSource.GIVEN, "GIVEN", "SIGNED", ["GIVEN"]),
        (CodeSource.SIGNED, "GIVEN", "SIGNED", ["SIGNED"]),
        (CodeSource.SIGNED, "GIVEN", "", []),
        (CodeSource.GIVEN_OR_SIGNED, "", "SIGNED", ["SIGNED"]),
        (CodeSource.GIVEN_OR_SIGNED, "GIVEN", "SIGNED", ["GIVEN"]),
    ],
)
def test_a_template_says_whose_code_it_is(source, given, signed, laid):
    codes = (replace(OPERATION.front.codes[0], source=source),)
    side = replace(OPERATION.front, codes=codes)
    assert codes_on(card_layout.compose(face(qr=given, signed=signed), side)) == laid


def test_a_drills_mark_leaves_the_words_and_the_code_as_they_are():
    """Every dot that a real card has black is black on the drill's; of its words none is lost."""
    real, drill = compose(face()), compose(face(sample=True))
    assert ((real == 0) & (drill == 255)).sum() < 40, "dots at the edge of a shape"
    assert np.array_equal(real[400:600, 775:980] == 0, drill[400:600, 775:980] == 0)


def test_a_field_that_moves_in_the_template_moves_on_the_card():
    words = tuple(replace(each, y_mm=each.y_mm - 2) for each in MANAGER.front.words)
    moved = card_layout.compose(face(), replace(MANAGER.front, words=words))
    assert not np.array_equal(moved, card_layout.compose(face(), MANAGER.front))


def test_of_a_picture_that_is_too_tall_the_shoulders_are_cut_off_and_not_the_hair():
    tall = np.full((900, 300), 255, np.uint8)
    tall[100:400] = 0
    on_card = photo_on(compose(face(photo=photo(tall)))) == 0
    assert on_card[20:220].mean() > 0.6
    assert on_card[280:].mean() < 0.3


def portrait_on(ground, speckle=4):
    """A grey head with dark hair and a shirt before a ground of one colour, as cameras see it."""
    picture = np.empty((413, 295, 3), np.int16)
    picture[:] = ground
    down, across = np.mgrid[:413, :295]
    hair = ((across - 147) / 85) ** 2 + ((down - 170) / 120) ** 2 < 1
    skin = ((across - 147) / 68) ** 2 + ((down - 190) / 100) ** 2 < 1
    picture[hair], picture[skin] = (40, 35, 30), (200, 160, 140)
    picture[330:, 30:265] = (50, 80, 110)
    noise = np.random.default_rng(2).normal(0, speckle, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8), hair | skin


@pytest.mark.parametrize(
    "ground", [(255, 255, 255), (67, 142, 219), (219, 37, 43), (216, 224, 232)]
)
def test_the_ground_behind_a_head_is_white_whatever_its_colour(ground):
    picture, head = portrait_on(ground)
    black = photo_on(compose(face(photo=photo(picture)))) == 0
    height, width = black.shape
    head = np.asarray(Image.fromarray(head).resize((width, round(width * 413 / 295))))[:height]
    inner = np.zeros_like(black)
    inner[6:-6, 6:-6] = True
    assert black[: height // 8][inner[: height // 8]].mean() < 0.01, "above the head"
    assert black[head & inner].mean() > 0.2, "the head is still there"


def test_a_ground_of_many_colours_stays(card):
    busy = np.random.default_rng(5).integers(0, 256, (413, 295, 3), dtype=np.uint8)
    busy = np.kron(busy[::20, ::20], np.ones((20, 20, 1), np.uint8))[:413, :295]
    black = photo_on(compose(face(photo=photo(busy)))) == 0
    assert 0.25 < black.mean() < 0.75
