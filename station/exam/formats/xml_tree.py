"""XML read without entities, document types, network or growth without bound."""

import re
from typing import Any

from lxml import etree

from station.errors.formats import QuestionFileBroken, QuestionFileUnsafe

MAX_XML_BYTES = 64 << 20
MAX_TAGS = 4_000_000
MAX_SIGNS_IN_TAGS = 8_000_000
"""Most equal signs: each attribute has one, and takes as much memory as an element."""

_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_PLAIN_ENCODINGS = re.compile(
    rb"utf-?8|us-ascii|ascii|gb18030|gbk|gb2312|big5|iso-?8859-\d+|windows-125\d|utf-?16(le|be)?",
    re.IGNORECASE,
)

Element = etree._Element  # noqa: SLF001 - lxml has no other name for what it returns


def parse_xml(raw: bytes, file: str) -> Element:
    """Parse a whole document.

    The parser's own limits hold: 256 levels, 10 MB a text.

    Raises:
        QuestionFileBroken: It is not well-formed, or not in the encoding that it says.
        QuestionFileUnsafe: It is too large, or declares entities. A document type that is only
            named is not fetched and does no harm.
    """
    if len(raw) > MAX_XML_BYTES:
        raise QuestionFileUnsafe(file=file, why="XML larger than 64 MiB")
    _refuse_strange(raw, file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError, LookupError) as exc:
        raise QuestionFileBroken(file=file, why=str(exc)[:120] or "no XML") from exc
    if root is None:
        raise QuestionFileBroken(file=file, why="no XML")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise QuestionFileUnsafe(file=file, why="entities")
    return root


def _refuse_strange(raw: bytes, file: str) -> None:
    """Refuse what would grow without bound in memory, before anything is built.

    A "<" has its own byte in every encoding that is let in, so tags can be counted.
    """
    if raw.count(b"<") > MAX_TAGS or raw.count(b"=") > MAX_SIGNS_IN_TAGS:
        raise QuestionFileUnsafe(file=file, why="too many elements")
    plain = raw[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    said = _ENCODING.match(plain)
    if not plain.startswith(b"<") or (said and not _PLAIN_ENCODINGS.fullmatch(said.group(1))):
        raise QuestionFileBroken(file=file, why="encoding")


def local(element: Element) -> str:
    """Return an element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return an element's namespace; "" for none."""
    return (etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def child(element: Element, name: str) -> Element | None:
    """Return the first child of that local name."""
    return next((each for each in element if local(each) == name), None)


def text_of(element: Element | None) -> str:
    """Return all text within an element, as it stands."""
    return "" if element is None else "".join(str(text) for text in element.itertext())
