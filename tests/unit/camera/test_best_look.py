"""Several frames, of which the best counts, in a bounded time."""

import numpy as np
import pytest

from station.camera.best_look import LEAST_FRAMES, LOOK_S, best_look
from station.camera.portrait import demo_portraits
from station.identity.rules import QualityRules

RULES = QualityRules()
EMPTY = np.full((480, 640, 3), 120, np.uint8)


class Film:
    """A camera that shows these frames, round and round."""

    def __init__(self, *frames):
        self.frames = frames
        self.taken = 0

    def read(self):
        self.taken += 1
        return self.frames[(self.taken - 1) % len(self.frames)]

    def close(self):
        pass


@pytest.fixture(scope="module")
def persons(engine):
    return [next(portrait.live(engine, 1)) for portrait in demo_portraits()]


@pytest.fixture(scope="module")
def known(engine, persons):
    return engine.embed(persons[0], engine.faces(persons[0])[0])


def look(engine, known, film, now=lambda: 0.0):
    return best_look(film, engine, known, RULES, frames=9, enough=0.45, now=now)


def test_the_first_that_is_alike_ends_the_look(engine, known, persons):
    film = Film(EMPTY, persons[1], persons[0], persons[1])
    best = look(engine, known, film)
    assert best.frame is persons[0]
    assert film.taken == 3


def test_the_likest_counts_and_a_frame_that_is_not_fit_does_not(engine, known, persons):
    dark = (persons[0] * 0.2).astype(np.uint8)
    film = Film(EMPTY, dark, persons[1], EMPTY)
    best = look(engine, known, film)
    assert best.frame is persons[1]
    assert best.similarity < 0.45
    assert film.taken == 9


def test_where_nobody_is_the_last_frame_says_why(engine, known):
    best = look(engine, known, Film(EMPTY))
    assert (best.similarity, best.embedding, best.face, best.measures.count) == (
        None,
        None,
        None,
        0,
    )


def test_a_slow_computer_gives_its_answer_in_time(engine, known, persons):
    times = iter(np.arange(0, 100, LOOK_S))
    film = Film(persons[1])
    assert look(engine, known, film, now=lambda: next(times)).similarity is not None
    assert film.taken == LEAST_FRAMES


def test_what_was_seen_shows_no_face_by_accident(engine, known, persons):
    assert "array" not in repr(look(engine, known, Film(persons[0])))
