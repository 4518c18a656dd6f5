"""The face model and two portraits in the public domain, loaded once a module."""

import cv2
import pytest

from station.camera.portrait import demo_portraits
from station.camera.sface import SFaceEngine

cv2.setNumThreads(1)  # tests run side by side: more threads than processors only wait


@pytest.fixture(scope="module")
def engine():
    return SFaceEngine()


@pytest.fixture(scope="module")
def portraits():
    return demo_portraits()
