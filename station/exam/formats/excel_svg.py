"""Drawings in a workbook, as Excel itself keeps them: a PNG to show, and the SVG behind it.

openpyxl writes the PNG; the SVG is put behind it afterwards. Programs that know no SVG show the
PNG.
Source: [MS-ODRAWXML] 2.3.1, svgBlip.
"""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

_DRAWING = "xl/drawings/drawing1.xml"
_RELATIONS = "xl/drawings/_rels/drawing1.xml.rels"
_TYPES = "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_drawings(packed: bytes, drawings: Mapping[int, bytes]) -> bytes:
    """Return a workbook of one sheet with an SVG behind some of its pictures.

    Args:
        drawings: Each SVG by the number of its picture, from 0, in the order of the sheet.
    """
    if not drawings:
        return packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {about: archive.read(about) for about in archive.infolist()}
    changed = {
        _DRAWING: lambda raw: _behind(raw, drawings),
        _RELATIONS: lambda raw: _linked(raw, drawings),
        _TYPES: _typed,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for about, raw in parts.items():
            change = changed.get(about.filename)
            archive.writestr(about, change(raw) if change else raw)
        for number, raw in drawings.items():
            archive.writestr(f"xl/media/drawing{number}.svg", raw)
    return out.getvalue()


def _behind(raw: bytes, drawings: Mapping[int, bytes]) -> bytes:
    root = etree.fromstring(raw)
    for number, blip in enumerate(root.iter(f"{{{_MAIN}}}blip")):
        if number in drawings:
            extensions = etree.SubElement(blip, f"{{{_MAIN}}}extLst")
            one = etree.SubElement(extensions, f"{{{_MAIN}}}ext", uri=_SVG_EXTENSION)
            link = {f"{{{_LINK}}}embed": f"drawing{number}"}
            etree.SubElement(one, f"{{{_SVG}}}svgBlip", link, nsmap={"asvg": _SVG})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _linked(raw: bytes, drawings: Mapping[int, bytes]) -> bytes:
    root = etree.fromstring(raw)
    space = str(etree.QName(root).namespace)
    for number in drawings:
        target = f"/xl/media/drawing{number}.svg"
        link = {"Id": f"drawing{number}", "Type": f"{_LINK}/image", "Target": target}
        etree.SubElement(root, f"{{{space}}}Relationship", link)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _typed(raw: bytes) -> bytes:
    root = etree.fromstring(raw)
    space = str(etree.QName(root).namespace)
    svg = etree.Element(f"{{{space}}}Default", Extension="svg", ContentType="image/svg+xml")
    root.insert(0, svg)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
