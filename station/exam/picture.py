"""What a picture of a question may be: small, and nothing but a picture.

A picture comes from whoever wrote the bank and is drawn on every seat, so it is looked through
before it is signed and again before it is drawn: no scripts, no references to anything outside,
nothing that unpacks to far more than it weighs.
"""

import io
import re
from enum import StrEnum

from PIL import Image, UnidentifiedImageError

from station.errors import StationError
from station.errors.exam import PictureRefused
from station.exam.formats.xml_tree import Element, child, local, namespace, parse_xml, text_of

MAX_BYTES = 512 * 1024
MAX_SIDE_PX = 4096
MAX_SVG_ELEMENTS = 5_000
LARGEST_NUMBER = 1e6
SHORTEST_DASH = 0.5

PICTURE_NAME = "图{number}"
"""What a picture is called where a question has several, in an option as well as over it."""

SVG = "http://www.w3.org/2000/svg"

_ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "linearGradient", "radialGradient", "stop",
})  # fmt: skip
"""No script, image, use, pattern, filter, animation or style sheet: a drawing needs none."""
_WITHIN = re.compile(r"url\(\s*[\"']?#[\w.:-]+[\"']?\s*\)")
_COLOUR = re.compile("#[0-9A-Fa-f]{3,8}")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class PictureForm(StrEnum):
    """The forms that a seat draws."""

    SVG = "svg"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    GIF = "gif"


def check_picture(raw: bytes) -> PictureForm:
    """Look a picture through and say what it is.

    Raises:
        PictureRefused: It is none, too large, or more than a picture.
    """
    if len(raw) > MAX_BYTES:
        raise PictureRefused(why=f"larger than {MAX_BYTES // 1024} KiB")
    head = raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _check_svg(raw) if head.startswith(b"<") else _check_pixels(raw)


def alt_text(raw: bytes) -> str:
    """Return what an SVG says of itself in its title; empty for any other picture."""
    if not raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    try:
        root = parse_xml(raw, "picture")
    except StationError:
        return ""
    return " ".join(text_of(child(root, "title")).split())


def _check_pixels(raw: bytes) -> PictureForm:
    known = [form.value.upper() for form in PictureForm if form is not PictureForm.SVG]
    try:
        with Image.open(io.BytesIO(raw), formats=known) as picture:  # reads the header alone
            form, size = PictureForm((picture.format or "").lower()), picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise PictureRefused(why="not a picture") from exc
    except Image.DecompressionBombError as exc:
        raise PictureRefused(why=f"a side longer than {MAX_SIDE_PX} pixels") from exc
    if not 0 < min(size) <= max(size) <= MAX_SIDE_PX:
        raise PictureRefused(why=f"a side longer than {MAX_SIDE_PX} pixels")
    return form


def _check_svg(raw: bytes) -> PictureForm:
    try:
        root = parse_xml(raw, "picture")
    except StationError as exc:
        raise PictureRefused(why="not a well-formed SVG") from exc
    if local(root) != "svg":
        raise PictureRefused(why="not an SVG")
    for number, element in enumerate(root.iter(), start=1):
        if number > MAX_SVG_ELEMENTS:
            raise PictureRefused(why=f"more than {MAX_SVG_ELEMENTS} elements")
        if namespace(element) not in (SVG, "") or local(element) not in _ELEMENTS:
            raise PictureRefused(why=f"the element {local(element)[:40]!r}")
        _check_attributes(element)
    return PictureForm.SVG


def _check_attributes(element: Element) -> None:
    for raw_name, value in element.attrib.items():
        name = str(raw_name).rpartition("}")[2]
        text = _WITHIN.sub("", str(value))
        if name.startswith("on") or name == "href" or re.search(r"url|[\\@]|:\s*//", text):
            raise PictureRefused(why=f"the attribute {name[:40]!r}")
        numbers = [float(each) for each in _NUMBER.findall(_COLOUR.sub("", text))]
        dashed = name == "stroke-dasharray" or "dash" in text
        if dashed and any(0 < abs(number) < SHORTEST_DASH for number in numbers):
            raise PictureRefused(why="dashes too short to be seen")
        if any(abs(number) > LARGEST_NUMBER for number in numbers) and name != "style":
            raise PictureRefused(why=f"the attribute {name[:40]!r}")
