"""A camera library that hangs, crashes or throws costs one look; real processes all."""

import subprocess
import sys

import numpy as np
import psutil
import pytest

from station.camera.camera_child import Parts
from station.camera.camera_process import PAUSES_S, CameraProcess
from station.camera.camera_wire import (
    Garbled,
    embedding_of,
    error_of,
    faces_of,
    frame_of,
    points_of,
)
from station.camera.port import Face
from station.errors.camera import CameraAbsent, CameraStopped, ModelDamaged
from tests.unit.camera.stories import FRAME, SECRET, BlindEngine, Opens, damaged_engine


class Told:
    """A camera process whose next deed is told to it, and a clock that is set by hand."""

    def __init__(self, story, **parts):
        self._story = story
        self.now_s = 0.0
        made = Parts(open_camera=Opens(story), **({"open_engine": BlindEngine} | parts))
        self.process = CameraProcess(made, lambda: self.now_s, answer_s=1.5, first_s=30.0)

    def tell(self, story):
        self._story.write_text(story, encoding="ascii")

    def read(self):
        return self.process.camera.read()


@pytest.fixture
def told(tmp_path):
    told = Told(tmp_path / "story")
    yield told
    told.process.close()


FATES = ["hang", "stop", "crash", "exit", "throw", "bug", "garbage"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("fate", FATES)
def test_whatever_happens_in_there_costs_one_look(told, fate):
    assert np.array_equal(told.read(), FRAME)
    told.tell(fate)
    with pytest.raises(CameraStopped):
        told.read()
    told.tell("good")
    assert np.array_equal(told.read(), FRAME)


def test_a_process_that_was_killed_costs_one_look(told):
    told.read()
    first = told.process.pid
    psutil.Process(first).kill()
    with pytest.raises(CameraStopped):
        told.read()
    assert np.array_equal(told.read(), FRAME)
    assert told.process.pid != first


def test_a_process_that_hangs_is_gone_and_lets_its_camera_go(told):
    told.read()
    hung = psutil.Process(told.process.pid)
    told.tell("hang")
    with pytest.raises(CameraStopped):
        told.read()
    assert not hung.is_running()


def test_one_that_goes_on_failing_is_left_alone_for_longer_and_longer(told):
    told.read()
    told.tell("exit")
    for pause_s in PAUSES_S:
        with pytest.raises(CameraStopped):
            told.read()
        if pause_s:
            assert told.process.pid is None
            told.now_s += pause_s - 0.1
            with pytest.raises(CameraStopped):
                told.read()
            assert told.process.pid is None
            told.now_s += 0.2
    told.tell("good")
    assert np.array_equal(told.read(), FRAME)


def test_once_it_has_lived_well_a_failure_is_the_first_again(told):
    told.read()
    for _ in range(3):
        told.now_s += 100
        told.tell("exit")
        with pytest.raises(CameraStopped):
            told.read()
        told.tell("good")
        assert np.array_equal(told.read(), FRAME)


def test_what_goes_wrong_in_there_is_written_down_without_data(told, capfd):
    told.read()
    told.tell("bug")
    with pytest.raises(CameraStopped) as caught:
        told.read()
    assert SECRET not in str(caught.value)
    said = capfd.readouterr().err
    assert "LookupError" in said
    assert "stories.py" in said
    assert SECRET not in said


def test_an_embedding_that_is_no_number_is_no_answer(told):
    frame = told.read()
    face = Face(box_px=(1, 2, 30, 40), points_px=np.ones((5, 2), np.float32), certainty=0.9)
    with pytest.raises(CameraStopped):
        told.process.faces.embed(frame, face)


def test_a_damaged_model_is_named_and_pictures_can_be_taken_all_the_same(tmp_path):
    told = Told(tmp_path / "story", open_engine=damaged_engine)
    frame = told.read()
    with pytest.raises(ModelDamaged) as caught:
        told.process.faces.faces(frame)
    assert caught.value.facts == {"file": "model.onnx"}
    told.process.close()


def test_where_there_is_no_camera_it_is_absent(tmp_path):
    process = CameraProcess(Parts(open_camera=lambda_none, open_engine=BlindEngine))
    with pytest.raises(CameraAbsent) as caught:
        process.camera.read()
    assert type(caught.value) is CameraAbsent
    process.close()


def lambda_none():
    return None


def test_a_closed_process_is_not_started_again(told):
    told.read()
    told.process.close()
    for _ in range(3):
        with pytest.raises(CameraStopped):
            told.read()
    assert told.process.pid is None


@pytest.mark.skipif(sys.platform == "win32", reason="a parent is ended otherwise there")
def test_it_ends_with_its_program_even_while_it_hangs(tmp_path):
    story = tmp_path / "story"
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.camera.stories", str(story)],
        stdout=subprocess.PIPE,
        text=True,
    )
    child = psutil.Process(int(program.stdout.readline()))
    program.kill()
    program.wait()
    program.stdout.close()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_faces_are_the_same_as_without_a_process(engine, portraits):
    """The real model in there; frames that were sent, and frames that were taken in there."""
    process = CameraProcess(Parts(open_camera=lambda_none))
    for frame in portraits[0].live(engine, 3):
        (here,), (there,) = engine.faces(frame), process.faces.faces(frame)
        assert here.box_px == there.box_px
        assert np.array_equal(here.points_px, there.points_px)
        assert here.certainty == there.certainty
        same = process.faces.embed(frame, there)
        assert np.array_equal(engine.embed(frame, here), same)
        assert process.faces.similarity(same, same) == pytest.approx(1)
    points = process.open_meter().points(frame)
    assert points.shape == (478, 3)
    process.close()


GARBAGE = [b"", b"\0", b"\xff" * 8, b"\xff" * 9, bytes(8), b"D" * 60, b"{}", b'{"code":"SES-01"}']


@pytest.mark.parametrize("raw", GARBAGE)
@pytest.mark.parametrize("parse", [frame_of, embedding_of, error_of])
def test_garbage_is_no_answer(parse, raw):
    with pytest.raises(Garbled):
        parse(raw)


@pytest.mark.parametrize(
    ("parse", "raw"),
    [
        (faces_of, b"\0" * 59),
        (faces_of, bytes(60 * 21)),
        (faces_of, np.full(15, np.inf, np.float32).tobytes()),
        (faces_of, np.full(15, 1e9, np.float32).tobytes()),
        (points_of, b"\0" * 24),
        (points_of, np.full(478 * 3, np.nan).tobytes()),
        (error_of, b'{"code": "CAM-01", "facts": 3}'),
        (error_of, b"\xff\xfe"),
    ],
)
def test_what_only_looks_like_an_answer_is_none(parse, raw):
    with pytest.raises(Garbled):
        parse(raw)
