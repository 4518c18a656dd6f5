"""Failures of cameras, pictures and the face model."""

from station.errors import StationError


class CameraAbsent(StationError):
    """No camera answers, or it was unplugged."""

    code = "CAM-01"


class ModelDamaged(StationError):
    """A file of the face model is missing or not the one that was tested; the fact is "file"."""

    code = "CAM-02"


class PictureUnreadable(StationError):
    """The bytes are not a whole picture in a format that we read."""

    code = "CAM-03"


class PictureTooLarge(StationError):
    """The picture has more bytes or pixels than a photo needs; it was not opened."""

    code = "CAM-04"


class NoFaceInPhoto(StationError):
    """The model finds no face in a photo that should show one."""

    code = "CAM-05"


class FootageMissing(StationError):
    """The video or the folder of pictures that stands in for a camera has no picture in it."""

    code = "CAM-06"


class LandmarksUnavailable(StationError):
    """The program part that measures eyes and mouth is not installed, or does not start."""

    code = "CAM-07"


class CameraStopped(CameraAbsent):
    """The camera, or what looks at its pictures, hung, crashed or failed; it is started again."""

    code = "CAM-08"
