"""What is written in a form is read back equal; what no reader knows harms none."""

import io
import string
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.exam.formats.gather import digest
from station.exam.formats.reader import read_any
from station.exam.formats.write_qti import write_package
from station.exam.jsonl import write_questions
from station.exam.question import Pool, QuestionKind
from tests.unit.exam.formats.made import PNG, VERSIONS, choice, item, package
from tests.unit.exam.made import question

SIGNS = st.one_of(
    st.sampled_from("电压 \n\t<>&'\"=~#{}:\\%*A.、√×①"),
    st.characters(exclude_categories=["Cc", "Co", "Cs", "Cn"], exclude_characters="\ufffd"),
)
TEXT = st.text(SIGNS, max_size=12).map(lambda text: text if text.strip() else f"{text}灯")
PICTURES = [PNG + bytes([n]) for n in range(3)]


@st.composite
def questions(draw):
    texts = draw(st.lists(TEXT, min_size=2, max_size=5))
    options = [f"{text}{chr(0x4E00 + place)}" for place, text in enumerate(texts)]
    kind = draw(st.sampled_from([QuestionKind.SINGLE, QuestionKind.MULTIPLE]))
    places = st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=len(options))
    key = sorted(draw(places))[: None if kind is QuestionKind.MULTIPLE else 1]
    shown = draw(st.lists(st.sampled_from(PICTURES), max_size=2, unique=True))
    return question(
        draw(TEXT),
        draw(st.sampled_from(["1", "1.2", "概论"])),
        kind,
        tuple(options),
        key=tuple(key),
        difficulty=draw(st.integers(1, 3)),
        revision=draw(st.integers(1, 9)),
        explanation=draw(st.one_of(st.just(""), TEXT)),
        keep_order=draw(st.booleans()),
        pool=draw(st.sampled_from(Pool)),
        pictures=tuple(digest(raw) for raw in shown),
        trades=draw(st.sampled_from([(), ("1.2",)])),
        laws=draw(st.lists(TEXT, max_size=2).map(tuple)),
        exclusive=draw(st.sampled_from(["", "pair"])),
    )


@given(st.lists(questions(), min_size=1, max_size=5, unique_by=lambda q: q.id))
def test_qti_gives_the_same_questions_back(made):
    media = {digest(raw): raw for raw in PICTURES}
    raw = write_package(made, {"1.2": "触电"}, media)
    imported = read_any("bank.zip", raw)
    assert imported.left_out == ()
    assert [q for q, _ in imported.questions] == made
    assert raw == write_package(made, {"1.2": "触电"}, media)
    assert set(imported.media) == {name for q in made for name in q.pictures}
    assert dict(imported.topics).get("1.2", "触电") == "触电"


@given(st.lists(questions(), min_size=1, max_size=5, unique_by=lambda q: q.id))
def test_json_lines_give_the_same_questions_back(made):
    media = {f"media/{digest(raw).hex()}.png": raw for raw in PICTURES}
    imported = read_any("bank.jsonl", write_questions(tuple(made)), media.get)
    assert [q for q, _ in imported.questions] == made
    assert imported.left_out == ()


def accounted(raw, name="file"):
    """Read bytes that may be anything: a coded error, or each item somewhere."""
    try:
        imported = read_any(name, raw)
    except StationError:
        return
    places = [place for _, place in imported.questions] + [o.place for o in imported.left_out]
    assert all(place.file == name for place in places)


GIFT = """$CATEGORY: 1.2
::Q1:: Which? {=copper#yes ~glass ~%50%rubber ####Because.}

// remark
Copper \\= metal. {T#no#yes}

Two? {~%50%a ~%50%b ~%-100%c}
"""
MOODLE = """<?xml version="1.0"?><quiz><question type="multichoice"><name><text>q</text></name>
<questiontext format="html"><text><![CDATA[<p>Which?</p>]]></text></questiontext>
<single>true</single><answer fraction="100"><text>a</text></answer>
<answer fraction="0"><text>b</text></answer></question></quiz>"""
LINE = write_questions((question("q1"),))
SEEDS = [
    item().encode(),
    item("<p>x<img src='a.png'/></p>" + choice()).encode(),
    VERSIONS[3].values[0](item()).encode(),
    GIFT.encode(),
    MOODLE.encode(),
    LINE,
    package({"a.xml": item(), "b.png": PNG}),
]


@settings(max_examples=400)
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 1 << 16), st.binary(max_size=6), st.integers(0, 9)), max_size=6
    ),
)
def test_damaged_files_are_accounted_for(seed, cuts):
    raw = bytearray(seed)
    for at, put, away in cuts:
        place = at % (len(raw) + 1)
        raw[place : place + away] = put
    accounted(bytes(raw))


WORDS = st.sampled_from(
    (
        *(
            "<",
            ">",
            "</",
            "/>",
            "{",
            "}",
            "=",
            "~",
            "#",
            "%50%",
            "\\",
            "::",
            "\n\n",
            "T",
            "a",
            "->",
        ),
        *("$CATEGORY:", "assessmentItem", "simpleChoice", "quiz", "question", " ", "&amp;", "&a;"),
        *("<![CDATA[", "]]>", '"'),
    )
)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=60).map("".join))
def test_words_of_the_forms_in_any_order_are_accounted_for(text):
    accounted(text.encode())


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_accounted_for(raw):
    accounted(raw)


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.text(string.printable, min_size=1, max_size=12), st.binary(max_size=80), max_size=4
    )
)
def test_any_package_is_accounted_for(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    accounted(packed.getvalue())
