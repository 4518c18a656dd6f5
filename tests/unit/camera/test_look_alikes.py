"""Two persons of one session who look alike."""

import numpy as np
import pytest

from station.camera.look_alikes import LookAlikes
from station.ids import CandidateId

ANN, BEN, EVE = (CandidateId(name) for name in ("ann", "ben", "eve"))


def at(degrees):
    """A face as a point whose likeness to another is the cosine of the angle between them."""
    face = np.zeros(128, np.float32)
    face[:2] = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return face


@pytest.fixture
def known(engine):
    known = LookAlikes(engine, alike=0.45)
    known.keep(ANN, at(0))
    known.keep(BEN, at(90))
    return known


def test_f06_two_persons_of_one_session_who_look_alike_are_named_the_likest_first(known):
    found = known.of(EVE, at(40))
    assert [name for name, _ in found] == [ANN, BEN]
    assert found[0][1] == pytest.approx(np.cos(np.radians(40)), abs=1e-6)
    assert known.of(EVE, at(-30)) == ((ANN, pytest.approx(np.cos(np.radians(30)), abs=1e-6)),)


def test_f06_somebody_like_nobody_is_not_flagged(known):
    assert known.of(EVE, at(180)) == ()


def test_f06_a_person_is_not_their_own_twin(known):
    assert known.of(ANN, at(0)) == ()
    known.keep(ANN, at(10))
    assert len(known) == 2


def test_f06_real_faces_of_two_persons_are_not_alike(engine, portraits):
    known = LookAlikes(engine, alike=0.45)
    first, second = (
        engine.embed(portrait.frame, engine.faces(portrait.frame)[0]) for portrait in portraits
    )
    known.keep(ANN, first)
    assert known.of(BEN, second) == ()
    assert known.of(BEN, first)[0][0] == ANN
