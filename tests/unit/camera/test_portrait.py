"""The genuine candidate and the impostor of the demo, measured honestly.

Photo and live frames of one person come from one picture, so that these similarities say
that the way through chip, camera and model works; what they are between two photographs of
one person is measured in test_news_photographs.
"""

import itertools

import cv2
import numpy as np
import pytest

from station.camera.capture import FileCamera
from station.camera.judge import measure
from station.camera.pictures import jpeg, picture
from station.camera.portrait import Portrait
from station.camera.sface import embed_photo
from station.errors.camera import CameraAbsent, NoFaceInPhoto
from station.identity.face_quality import Advice, advice
from station.identity.rules import FaceRules, QualityRules

RULES = FaceRules()


def similarity(engine, frame, reference):
    return engine.similarity(engine.embed(frame, engine.faces(frame)[0]), reference)


@pytest.mark.parametrize("person", [0, 1])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_genuine_candidate_passes_and_the_impostor_is_refused(engine, portraits, person, seed):
    candidate, other = portraits[person], portraits[1 - person]
    chip = embed_photo(engine, candidate.chip_png(engine))
    enrolment = embed_photo(engine, candidate.enrolment_jpeg())
    for frame in candidate.live(engine, 60, seed, step=20):
        assert similarity(engine, frame, chip) >= RULES.chip_pass
        assert similarity(engine, frame, enrolment) >= RULES.enrolment_pass
    for frame in other.live(engine, 60, seed, step=20):
        assert similarity(engine, frame, chip) < RULES.chip_grey
        assert similarity(engine, frame, enrolment) < RULES.enrolment_grey


def leaning(frame, degrees):
    turn = cv2.getRotationMatrix2D((320, 216), degrees, 1)
    return cv2.warpAffine(frame, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE)


def grainy(frame, sigma):
    grain = np.random.default_rng(1).normal(0, sigma, frame.shape)
    return np.clip(frame + grain, 0, 255).astype(np.uint8)


HARDSHIPS = {
    "half the light": lambda frame: (frame * 0.5).astype(np.uint8),
    "glaring light": lambda frame: np.clip(frame * 1.5 + 20, 0, 255).astype(np.uint8),
    "a soft lens": lambda frame: cv2.GaussianBlur(frame, (0, 0), 2),
    "a moving head": lambda frame: cv2.blur(frame, (9, 1)),
    "a leaning head": lambda frame: leaning(frame, 15),
    "a noisy sensor": lambda frame: grainy(frame, 18),
    "two steps back": lambda frame: cv2.resize(frame, None, fx=0.45, fy=0.45),
    "a poor line": lambda frame: picture(jpeg(frame, 20)),
    "a mirror": lambda frame: np.ascontiguousarray(frame[:, ::-1]),
}


@pytest.mark.parametrize("hardship", HARDSHIPS)
@pytest.mark.parametrize("person", [0, 1])
def test_the_genuine_candidate_passes_under_hardship_and_the_impostor_does_not(
    engine, portraits, person, hardship
):
    chip = embed_photo(engine, portraits[person].chip_png(engine))
    genuine, impostor = (
        HARDSHIPS[hardship](next(portraits[who].live(engine, 1, 5))) for who in (person, 1 - person)
    )
    assert similarity(engine, genuine, chip) >= RULES.chip_pass
    assert similarity(engine, impostor, chip) < RULES.chip_grey


def test_live_frames_are_good_enough_to_judge(engine, portraits):
    for portrait in portraits:
        for frame in portrait.live(engine, 90, 2, step=30):
            assert frame.shape == (480, 640, 3)
            assert advice(measure(frame, engine.faces(frame)), QualityRules()) is Advice.NONE


def test_a_film_moves_and_is_the_same_for_the_same_seed(engine, portraits):
    films = [list(portraits[0].live(engine, 3, seed)) for seed in (1, 1, 2)]
    assert np.array_equal(films[0], films[1])
    assert not np.array_equal(films[0], films[2])
    still = [np.abs(one.astype(int) - other).mean() for one, other in itertools.pairwise(films[0])]
    assert min(still) > 1


def test_every_third_frame_is_the_third_of_the_film(engine, portraits):
    film = list(portraits[0].live(engine, 4, 1))
    some = list(portraits[0].live(engine, 4, 1, step=3))
    assert np.array_equal(some, [film[0], film[3]])


def test_a_film_is_written_and_played(engine, portraits, tmp_path):
    portraits[0].write_live(engine, tmp_path / "film", 3, seed=4)
    camera = FileCamera(tmp_path / "film", loop=False)
    for frame in portraits[0].live(engine, 3, seed=4):
        assert np.array_equal(camera.read(), frame)
    with pytest.raises(CameraAbsent):
        camera.read()


def test_a_picture_without_a_person_makes_no_portrait(engine, tmp_path):
    nobody = Portrait(name="nobody", frame=np.full((200, 200, 3), 90, np.uint8))
    with pytest.raises(NoFaceInPhoto):
        nobody.chip_png(engine)
    with pytest.raises(NoFaceInPhoto):
        next(nobody.live(engine, 1))
