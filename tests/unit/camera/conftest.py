"""The face model and two portraits in the public domain, loaded once a module."""

import pytest

from station.camera.portrait import demo_portraits
from station.camera.sface import SFaceEngine


@pytest.fixture(scope="module")
def engine():
    return SFaceEngine()


@pytest.fixture(scope="module")
def portraits():
    return demo_portraits()
