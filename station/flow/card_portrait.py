"""The holder's picture for a card: cut to the head where it was not taken for a card."""

from station.camera.pictures import head_crop, jpeg, picture
from station.camera.port import Face, FaceEngine, Frame
from station.errors import StationError

LEAST_FACE_SHARE = 0.38
"""Of the picture's height; an ID photo's face has about half of it."""
MOST_ASIDE = 0.12
"""Of the picture's width; so far the face may stand beside the middle."""


def portrait(raw: bytes, faces: FaceEngine) -> bytes:
    """Return a picture as it goes onto a card, JPEG; one that is framed well stays as it is.

    What cannot be read, or shows nobody, stays too: the composer says what is wrong with it.
    """
    try:
        frame = picture(raw)
    except StationError:
        return raw
    found = faces.faces(frame)
    if not found or _is_framed(frame, found[0]):
        return raw
    return jpeg(head_crop(frame, found[0]))


def _is_framed(frame: Frame, face: Face) -> bool:
    height, width = frame.shape[:2]
    left, _, wide, tall = face.box_px
    aside = abs(left + wide / 2 - width / 2)
    return bool(tall >= LEAST_FACE_SHARE * height and aside <= MOST_ASIDE * width)
