"""QTI items and packages made for tests, in the shapes of the public example collections."""

import io
import re
import zipfile

import pytest

from station.exam.formats.reader import read_any

V2 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)

CHOICES = (
    ("A", "You must stay with your luggage at all times."),
    ("B", "Do not let someone else look after your luggage."),
    ("C", "Remember your luggage when you leave."),
)


def declaration(correct=("A",), cardinality="single", extra="", base="identifier"):
    values = "".join(f"<value>{value}</value>" for value in correct)
    given = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" '
        f'baseType="{base}">{given}{extra}</responseDeclaration>'
    )


def mapping(default=0, lower=None, upper=None, **marks):
    entries = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in marks.items())
    bounds = "".join(
        f' {name}="{value}"'
        for name, value in (("lowerBound", lower), ("upperBound", upper))
        if value is not None
    )
    return f'<mapping{bounds} defaultValue="{default}">{entries}</mapping>'


def choice(choices=CHOICES, prompt="What does it say?", attributes='shuffle="true" maxChoices="1"'):
    inner = "".join(
        f'<simpleChoice identifier="{name}">{text}</simpleChoice>' for name, text in choices
    )
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" {attributes}>'
        f"<prompt>{prompt}</prompt>{inner}</choiceInteraction>"
    )


def item(
    body=None,
    declared=None,
    processing=f'<responseProcessing template="{TEMPLATES}match_correct"/>',
    namespace=V2,
    attributes='identifier="choice" title="Luggage" adaptive="false" timeDependent="false"',
    extra="",
):
    """A QTI 2 item; v3() makes a QTI 3 item of it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{namespace}" '
        f'xmlns:m="http://www.w3.org/1998/Math/MathML" {attributes}>'
        f"{declaration() if declared is None else declared}"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{choice() if body is None else body}</itemBody>{processing}{extra}"
        "</assessmentItem>"
    )


_HTML = {"p", "div", "img", "table", "tr", "td", "th", "tbody", "em", "sup", "sub", "ul", "li"}
_HTML |= {"br", "ruby", "rt", "span", "object", "h2", "pre", "strong", "video"}


def v3(text):
    """The same item in the words of QTI 3."""

    def kebab(name):
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()

    def tag(match):
        slash, name, rest = match.groups()
        if ":" in name or name in _HTML:
            return match.group(0)
        rest = re.sub(r"\b([a-z]+[A-Z]\w*)=", lambda found: kebab(found.group(1)) + "=", rest)
        return f"<{slash}qti-{kebab(name)}{rest}>"

    return re.sub(r"<(/?)([A-Za-z:0-9]+)([^<>]*)>", tag, text.replace(V2, V3))


def package(files, manifest=None, listed=None, kind="imsqti_item_xmlv2p1"):
    """A content package; by default the manifest lists all .xml files as items."""
    names = [name for name in files if name.endswith(".xml")] if listed is None else listed
    resources = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{name}"><file href="{name}"/></resource>'
        for n, name in enumerate(names)
    )
    usual = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">'
        f"<organizations/><resources>{resources}</resources></manifest>"
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", usual if manifest is None else manifest)
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


VERSIONS = [
    pytest.param(lambda text: text, id="2.1"),
    pytest.param(
        lambda text: text.replace("imsqti_v2p1", "imsqti_item_v2p0", 1), id="2.0 item namespace"
    ),
    pytest.param(lambda text: text.replace("imsqti_v2p1", "imsqti_v2p2", 1), id="2.2"),
    pytest.param(v3, id="3.0"),
]


def read(text, beside=lambda _: None):
    raw = text.encode() if isinstance(text, str) else text
    return read_any("item.xml", raw, beside)


def only(text, beside=lambda _: None):
    """The question of a file that holds one and leaves nothing out."""
    imported = read(text, beside)
    assert imported.left_out == ()
    ((question, place),) = imported.questions
    assert place.file == "item.xml"
    return question


def fault(text, beside=lambda _: None):
    """Why a file's only item is left out."""
    imported = read(text, beside)
    assert imported.questions == ()
    (left,) = imported.left_out
    return left.code, left.excerpt
