"""A page as CUPS hands it to a printer's driver: one header, then the lines as they are.

The places of the fields are those of cups_page_header2_t in CUPS's own documentation.
"""

import struct

SYNC = b"3SaR"
HEADER_SIZE = 1796
_INTEGERS_AT = 256
_PLACES = {
    "Duplex": 4,
    "Tumble": 28,
    "HWResolutionX": 5,
    "HWResolutionY": 6,
    "BoxRight": 9,
    "BoxTop": 10,
    "NumCopies": 21,
    "PageWidth": 24,
    "PageLength": 25,
    "cupsWidth": 29,
    "cupsHeight": 30,
    "cupsBitsPerColor": 32,
    "cupsBitsPerPixel": 33,
    "cupsBytesPerLine": 34,
    "cupsColorSpace": 36,
    "cupsNumColors": 41,
}
_FLOATS_AT = _INTEGERS_AT + 4 * 42
_RGB = 1


def page(picture, points, name, *, duplex=False, tumble=False):
    """Return a page of RGB dots at 300 dpi.

    Args:
        picture: Shape (height, width, 3).
        points: Width and length of the medium.
        name: Of the medium, as the driver calls it.
        duplex: The page is one of two sides.
        tumble: Which are bound at the short edge.
    """
    height, width, _ = picture.shape
    fields = {
        "Duplex": int(duplex),
        "Tumble": int(tumble),
        "HWResolutionX": 300,
        "HWResolutionY": 300,
        "BoxRight": int(points[0]),
        "BoxTop": int(points[1]),
        "NumCopies": 1,
        "PageWidth": int(points[0]),
        "PageLength": int(points[1]),
        "cupsWidth": width,
        "cupsHeight": height,
        "cupsBitsPerColor": 8,
        "cupsBitsPerPixel": 24,
        "cupsBytesPerLine": 3 * width,
        "cupsColorSpace": _RGB,
        "cupsNumColors": 3,
    }
    header = bytearray(HEADER_SIZE)
    for field, value in fields.items():
        struct.pack_into("<I", header, _INTEGERS_AT + 4 * _PLACES[field], value)
    struct.pack_into("<7f", header, _FLOATS_AT, 1, *points, 0, 0, *points)
    header[-64:] = name.encode("ascii").ljust(64, b"\0")
    return bytes(header) + picture.tobytes()
