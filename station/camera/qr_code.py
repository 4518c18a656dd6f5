"""The QR code on a card, read out of a picture."""

import cv2
import zxingcpp

from station.camera.port import Frame

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read_code(frame: Frame, prefer: str = "") -> str:
    """Return what the code in a picture says; nothing if none can be read.

    A small picture is looked at once more at twice its size.

    Args:
        prefer: Where a picture has several codes, the one that begins so is taken.
    """
    for scale in (1.0, 2.0):
        seen = frame if scale == 1 else cv2.resize(frame, None, fx=scale, fy=scale)
        grey = cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY)
        found = zxingcpp.read_barcodes(grey, formats=QR)
        texts = sorted((code.text for code in found), key=lambda text: not text.startswith(prefer))
        if texts:
            return str(texts[0])
    return ""
