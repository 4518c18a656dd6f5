import pytest

from station.errors import StationError
from station.errors.formats import FormatUnknown, QuestionFileBroken, QuestionFileUnsafe
from station.exam.formats.gather import digest
from tests.unit.exam.formats.made import (
    PNG,
    VERSIONS,
    choice,
    declaration,
    item,
    only,
    package,
    read,
)


def test_a_package_accounts_for_every_item():
    sign = "<p>Look <img src='../images/sign.png'/></p>"
    raw = package(
        {
            "items/choice.xml": item(sign + choice()),
            "items/order.xml": item('<orderInteraction responseIdentifier="R"/>'),
            "items/again.xml": item(sign + choice()),
            "items/other.xml": item(sign + choice(), declaration(("B",))).replace("luggage", "bag"),
            "items/broken.xml": "<assessmentItem",
            "images/sign.png": PNG,
            "items/forgotten.xml": item(),
        },
        listed=[
            "items/choice.xml",
            "items/order.xml",
            "items/again.xml",
            "items/other.xml",
            "items/broken.xml",
            "items/gone.xml",
            "../out.xml",
        ],
    )
    imported = read(raw)
    assert [place.part for _, place in imported.questions] == [
        "items/choice.xml",
        "items/other.xml",
    ]
    assert {(left.place.part, left.code) for left in imported.left_out} == {
        ("items/order.xml", "interaction-not-delivered"),
        ("items/again.xml", "duplicate"),
        ("items/broken.xml", "xml-unreadable"),
        ("items/gone.xml", "item-missing"),
        ("imsmanifest.xml", "item-missing"),
        ("items/forgotten.xml", "not-listed"),
    }
    assert imported.media == {digest(PNG): PNG}


def test_disagreeing_twins_are_both_left_out():
    raw = package({"a.xml": item(), "b.xml": item(declared=declaration(("B",)))})
    assert [left.code for left in read(raw).left_out] == ["duplicate-disagrees"] * 2
    assert read(raw).questions == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_test_brings_its_items(version):
    test = version(
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="t">'
        '<testPart identifier="p"><assessmentSection identifier="s" title="s" visible="true">'
        '<assessmentItemRef identifier="a" href="a.xml"/>'
        '<assessmentItemRef identifier="b" href="b.xml"/></assessmentSection></testPart>'
        "</assessmentTest>"
    )
    imported = read(test, {"a.xml": version(item()).encode()}.get)
    assert [place.part for _, place in imported.questions] == ["a.xml"]
    assert [(left.code, left.excerpt) for left in imported.left_out] == [("item-missing", "b.xml")]
    packed = package(
        {"a.xml": version(item()), "t.xml": test}, listed=["t.xml"], kind="imsqti_test_xmlv2p1"
    )
    assert len(read(packed).questions) == 1


def test_a_package_without_a_manifest_is_searched():
    raw = package({"deep/a.xml": item()}, manifest="").replace(
        b"imsmanifest.xml", b"something0.xml2"
    )
    assert len(read(raw).questions) == 1


BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def test_a_document_type_that_is_only_named_is_not_fetched():
    head, _, rest = item().partition("\n")
    doctype = '<!DOCTYPE assessmentItem SYSTEM "http://127.0.0.1:9/imsqti_v2p1.dtd">'
    assert only((head + doctype + rest).encode()).key == (0,)
    imported = read((head + doctype + rest.replace("does it say", "&nbsp;")).encode())
    assert [left.code for left in imported.left_out] == ["markup-wrong"]


@pytest.mark.parametrize("doctype", [BILLION, EXTERNAL])
def test_entities_are_refused(doctype):
    head, _, rest = item(choice(prompt="&a;")).partition("\n")
    with pytest.raises((QuestionFileUnsafe, QuestionFileBroken)):
        read(head + doctype + rest)


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", FormatUnknown),
        (b"\x00\x01\x02", FormatUnknown),
        (b"hello", FormatUnknown),
        (b"<a>", QuestionFileBroken),
        (b"<a/>", FormatUnknown),
        (b"<questestinterop/>", FormatUnknown),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>', QuestionFileBroken),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', QuestionFileBroken),
        (b"<a>" * 100_000, QuestionFileBroken),
        (b"PK\x03\x04 not a zip", QuestionFileBroken),
        (package({"readme.txt": "x"}), FormatUnknown),
        (package({"../../a.xml": item()}), QuestionFileUnsafe),
        (package({"/a.xml": item()}), QuestionFileUnsafe),
        (package({"c:/a.xml": item()}), QuestionFileUnsafe),
        (package({"a.xml": b"\0" * (3 << 20)}), QuestionFileUnsafe),
    ],
    ids=lambda value: str(value)[:30],
)
def test_hostile_files_are_refused_whole(raw, error):
    with pytest.raises(error):
        read(raw)


def test_a_file_without_a_name_is_a_coded_error():
    raw = package({"a.xml": item(), "!?": b"x"})
    with pytest.raises(QuestionFileBroken):
        read(raw.replace(b"!?", b"\0?"))  # a name ends at its first NUL


def test_a_damaged_zip_is_a_coded_error():
    raw = bytearray(package({"a.xml": item()}))
    raw[60:90] = bytes(30)
    with pytest.raises(StationError):
        read(bytes(raw))


def test_utf_16_and_gb18030_are_read():
    text = item(choice(prompt="触电？")).replace('encoding="UTF-8"', 'encoding="{}"')
    for encoding in ("UTF-16", "GB18030"):
        question = only(text.replace("{}", encoding).encode(encoding))
        assert question.stem == "触电？"


@pytest.mark.parametrize(
    "raw",
    [
        b"<a>" + b"<b/>" * 4_000_001 + b"</a>",
        b"<a>" + b'<b c="" d="" e=""/>' * 2_700_000 + b"</a>",
        b"<a>" + b" " * (65 << 20) + b"</a>",
    ],
    ids=["elements", "attributes", "bytes"],
)
def test_trees_that_would_fill_the_memory_are_never_built(raw):
    with pytest.raises(QuestionFileUnsafe):
        read(raw)


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "UCS-4", "HZ"])
def test_encodings_that_hide_tags_are_refused(encoding):
    raw = item().replace("UTF-8", encoding)
    with pytest.raises(QuestionFileBroken):
        read(raw.encode())


def listing(resources, base=""):
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
        f"<resources{base}>{resources}</resources></manifest>"
    )


ITEMS = 'xml:base="items/"'


@pytest.mark.parametrize(
    "manifest",
    [
        listing('<resource identifier="a" type="imsqti_apipitem_xmlv2p1" href="items/a.xml"/>'),
        listing('<resource identifier="a" type="imsqti_item_xmlv2p2" href="a.xml"/>', f" {ITEMS}"),
        listing(f'<resource identifier="a" type="imsqti_item_xmlv3p0" href="a.xml" {ITEMS}/>'),
        listing('<resource type="imsqti_item_xmlv2p1"><file href="items/a.xml"/></resource>'),
        listing('<resource type="webcontent" href="items/a.xml"/>'),
    ],
)
def test_an_item_is_found_however_the_manifest_names_it(manifest):
    imported = read(package({"items/a.xml": item()}, manifest=manifest))
    assert (len(imported.questions), imported.left_out) == (1, ())
