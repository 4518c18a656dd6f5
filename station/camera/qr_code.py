"""The QR code on a card, read out of a picture."""

import cv2

from station.camera.port import Frame


def read_code(frame: Frame) -> str:
    """Return what the code in a picture says; nothing if none can be read.

    A small picture is looked at once more at twice its size.
    """
    detector = cv2.QRCodeDetector()
    for scale in (1.0, 2.0):
        seen = frame if scale == 1 else cv2.resize(frame, None, fx=scale, fy=scale)
        text, _, _ = detector.detectAndDecode(seen)
        if text:
            return str(text)
    return ""
