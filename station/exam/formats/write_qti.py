"""Questions as a QTI 3.0 content package; what QTI has no word for goes into its manifest."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

from lxml import etree

from station.errors.formats import QuestionNotExportable
from station.exam.formats.fault import ItemRefused
from station.exam.formats.readable import refuse_bad_characters
from station.exam.formats.station_data import DATA, write_data
from station.exam.formats.xml_tree import Element
from station.exam.question import Question
from station.ids import Digest, TopicId

QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MATCH_CORRECT = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"
FEEDBACK = "EXPLANATION"

_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_SUFFIXES = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def write_package(
    questions: Sequence[Question],
    topics: Mapping[TopicId, str],
    media: Mapping[Digest, bytes],
) -> bytes:
    """Write a package; equal questions give equal bytes. read_package reads them back, equal.

    Raises:
        QuestionNotExportable: A picture is not in `media`, or a text cannot be written as XML.
    """
    manifest, resources = _manifest()
    files: dict[str, bytes] = {}
    for number, question in enumerate(questions, start=1):
        path = f"items/item-{number:06}.xml"
        pictures = [_picture(question, each, media) for each in question.pictures]
        files[path] = _document(_item(question, f"item-{number:06}", pictures), question)
        files |= {f"media/{name}": raw for name, raw in pictures}
        title = topics.get(question.topic) or question.topic
        _resource(resources, path, pictures, write_data(question, title))
    files = {"imsmanifest.xml": etree.tostring(manifest, encoding="UTF-8"), **files}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_TIME), raw, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _item(question: Question, identifier: str, pictures: Sequence[tuple[str, bytes]]) -> Element:
    several = len(question.key) > 1 or question.kind.value == "multiple"
    root = etree.Element(
        _qti("assessment-item"),
        {
            "identifier": identifier,
            "title": identifier,
            "adaptive": "false",
            "time-dependent": "false",
        },
        nsmap={None: QTI},  # type: ignore[dict-item]
    )
    declaration = _add(
        root,
        "response-declaration",
        identifier="RESPONSE",
        cardinality="multiple" if several else "single",
        base_type="identifier",
    )
    correct = _add(declaration, "correct-response")
    for index in question.key:
        _add(correct, "value").text = _name(index)
    _add(root, "outcome-declaration", identifier="SCORE", cardinality="single", base_type="float")
    if question.explanation:
        _add(
            root,
            "outcome-declaration",
            identifier=FEEDBACK,
            cardinality="single",
            base_type="identifier",
        )
    body = _add(root, "item-body")
    _write_text(body, question.stem)
    for name, _ in pictures:
        holder = etree.SubElement(body, f"{{{QTI}}}p")
        etree.SubElement(holder, f"{{{QTI}}}img", {"src": f"../media/{name}", "alt": ""})
    interaction = _add(
        body,
        "choice-interaction",
        response_identifier="RESPONSE",
        shuffle="false" if question.keep_order else "true",
        max_choices="0" if several else "1",
    )
    for index, option in enumerate(question.options):
        _write_text(_add(interaction, "simple-choice", identifier=_name(index)), option)
    _add(root, "response-processing", template=MATCH_CORRECT)
    if question.explanation:
        shown = _add(
            root, "modal-feedback", outcome_identifier=FEEDBACK, identifier="all", show_hide="show"
        )
        _write_text(_add(shown, "content-body"), question.explanation)
    return root


def _write_text(holder: Element, text: str) -> None:
    """Write lines as paragraphs; a text with other blanks in it is kept as it stands."""
    lines = text.split("\n")
    if all(line and line == " ".join(line.split()) for line in lines):
        for line in lines:
            etree.SubElement(holder, f"{{{QTI}}}p").text = line
    else:
        etree.SubElement(holder, f"{{{QTI}}}pre").text = text


def _document(item: Element, question: Question) -> bytes:
    texts = "".join((question.stem, *question.options, question.explanation))
    try:
        refuse_bad_characters(texts)
    except ItemRefused as exc:
        raise QuestionNotExportable(question=question.id, why="characters") from exc
    return etree.tostring(item, encoding="UTF-8", xml_declaration=True)


def _picture(question: Question, name: Digest, media: Mapping[Digest, bytes]) -> tuple[str, bytes]:
    raw = media.get(name)
    if raw is None:
        raise QuestionNotExportable(question=question.id, why="picture")
    suffix = next((kind for start, kind in _SUFFIXES if raw.startswith(start)), "svg")
    return f"{name.hex()}.{suffix}", raw


def _manifest() -> tuple[Element, Element]:
    root = etree.Element(
        f"{{{PACKAGE}}}manifest",
        {"identifier": "bank"},
        nsmap={None: PACKAGE},  # type: ignore[dict-item]
    )
    metadata = etree.SubElement(root, f"{{{PACKAGE}}}metadata")
    etree.SubElement(metadata, f"{{{PACKAGE}}}schema").text = "QTI Package"
    etree.SubElement(metadata, f"{{{PACKAGE}}}schemaversion").text = "3.0.0"
    etree.SubElement(root, f"{{{PACKAGE}}}organizations")
    return root, etree.SubElement(root, f"{{{PACKAGE}}}resources")


def _resource(
    resources: Element, path: str, pictures: Sequence[tuple[str, bytes]], data: str
) -> None:
    resource = etree.SubElement(
        resources,
        f"{{{PACKAGE}}}resource",
        {"identifier": path[6:-4], "type": "imsqti_item_xmlv3p0", "href": path},
    )
    metadata = etree.SubElement(resource, f"{{{PACKAGE}}}metadata")
    etree.SubElement(metadata, DATA).text = json.dumps(json.loads(data))
    for name in (path, *(f"media/{picture}" for picture, _ in pictures)):
        etree.SubElement(resource, f"{{{PACKAGE}}}file", {"href": name})


def _add(parent: Element, element: str, **attributes: str) -> Element:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return etree.SubElement(parent, _qti(element), named)


def _qti(name: str) -> str:
    return f"{{{QTI}}}qti-{name}"


def _name(index: int) -> str:
    return f"choice-{index + 1}"
