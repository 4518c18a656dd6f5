"""A film that stands in for a camera, and a camera that goes away."""

import cv2
import numpy as np
import pytest

from station.camera.capture import FileCamera, OpenCvCamera, open_camera
from station.camera.pictures import png
from station.errors.camera import CameraAbsent, FootageMissing, PictureUnreadable


def shade(value):
    return np.full((48, 64, 3), value, np.uint8)


@pytest.fixture
def folder(tmp_path):
    for index, value in enumerate((10, 20, 30)):
        (tmp_path / f"frame-{index:04}.png").write_bytes(png(shade(value)))
    (tmp_path / "notes.txt").write_text("not a picture")
    return tmp_path


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for value in (40, 90, 140):
        writer.write(shade(value))
    writer.release()
    return path


def shades(camera, count):
    return [round(float(camera.read().mean()), -1) for _ in range(count)]


def test_a_folder_plays_in_the_order_of_names_and_begins_again(folder):
    assert shades(FileCamera(folder), 5) == [10, 20, 30, 10, 20]


def test_a_video_plays_and_begins_again(video):
    assert shades(FileCamera(video), 4) == [40, 90, 140, 40]


def test_a_film_that_does_not_loop_ends_like_an_unplugged_camera(folder):
    camera = FileCamera(folder, loop=False)
    assert shades(camera, 3) == [10, 20, 30]
    for _ in range(2):
        with pytest.raises(CameraAbsent):
            camera.read()


def test_a_closed_film_gives_no_more(folder):
    camera = FileCamera(folder)
    camera.read()
    camera.close()
    with pytest.raises(CameraAbsent):
        camera.read()


def test_a_film_keeps_its_pace(folder):
    camera = FileCamera(folder, fps=200)
    timer = cv2.TickMeter()
    timer.start()
    shades(camera, 9)
    timer.stop()
    assert timer.getTimeSec() >= 8 / 200


def test_an_empty_folder_and_an_absent_file_are_told_at_once(tmp_path):
    (tmp_path / "notes.txt").write_text("not a picture")
    for path in (tmp_path, tmp_path / "absent.avi", tmp_path / "notes.txt"):
        with pytest.raises(FootageMissing):
            FileCamera(path)


def test_a_damaged_picture_of_a_film_is_told(folder):
    (folder / "frame-0001.png").write_bytes(b"spoilt")
    camera = FileCamera(folder)
    camera.read()
    with pytest.raises(PictureUnreadable):
        camera.read()


def test_the_real_camera_reads_what_opencv_gives(video):
    camera = OpenCvCamera(cv2.VideoCapture(str(video)))
    assert shades(camera, 3) == [40, 90, 140]
    with pytest.raises(CameraAbsent):
        camera.read()
    camera.close()


def test_a_closed_camera_is_absent(video):
    camera = OpenCvCamera(cv2.VideoCapture(str(video)))
    camera.close()
    with pytest.raises(CameraAbsent):
        camera.read()


def test_a_camera_that_is_not_there_is_told():
    with pytest.raises(CameraAbsent):
        open_camera(97)
