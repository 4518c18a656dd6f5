import base64

import pytest

from station.errors.formats import FormatUnknown
from station.exam.formats.fault import ItemFault
from station.exam.formats.gather import digest
from station.exam.formats.moodle import chapter
from station.exam.formats.reader import read_any
from station.exam.question import QuestionKind
from tests.unit.exam.formats.made import PNG


def answer(text, fraction, feedback=""):
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[<p>{text}</p>]]></text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def multichoice(*answers, single="true", shuffle="true", stem="<p>Which <b>one</b>?</p>", file=""):
    return (
        '<question type="multichoice"><name><text>Metals</text></name><questiontext format="html">'
        f"<text><![CDATA[{stem}]]></text>{file}</questiontext><generalfeedback><text>Think.</text>"
        f"</generalfeedback><single>{single}</single><shuffleanswers>{shuffle}</shuffleanswers>"
        f"{''.join(answers)}</question>"
    )


def quiz(*questions):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def read(*questions):
    return read_any("quiz.xml", quiz(*questions))


CATEGORY = (
    '<question type="category"><category><text>$course$/top/1.2 触电</text></category></question>'
)


def test_one_right_answer():
    imported = read(CATEGORY, multichoice(answer("Copper", 100, "Yes."), answer("Glass", 0)))
    ((made, place),) = imported.questions
    assert (made.kind, made.stem, made.options) == (
        QuestionKind.SINGLE,
        "Which one?",
        ("Copper", "Glass"),
    )
    assert (made.key, made.topic, made.explanation) == ((0,), "1.2", "Think.\nCopper：Yes.")
    assert imported.topics == (("1.2", "触电"),)
    assert (place.row, made.keep_order) == (1, False)


def test_several_right_answers_share_the_marks():
    parts = [answer(name, "33.33333") for name in "abc"] + [answer("d", "-100")]
    ((made, _),) = read(multichoice(*parts, single="false", shuffle="0")).questions
    assert (made.kind, made.key, made.keep_order) == (QuestionKind.MULTIPLE, (0, 1, 2), True)


def test_true_and_false():
    raw = multichoice(answer("true", 0), answer("false", 100), stem="Glass conducts.")
    raw = raw.replace("multichoice", "truefalse")
    raw = raw.replace("<![CDATA[<p>true</p>]]>", "true").replace(
        "<![CDATA[<p>false</p>]]>", "false"
    )
    ((made, _),) = read(raw).questions
    assert (made.kind, made.options, made.key) == (QuestionKind.JUDGE, ("正确", "错误"), (1,))


def test_pictures_come_as_files_within():
    packed = base64.encodebytes(PNG).decode()
    file = f'<file name="a b.png" path="/" encoding="base64">{packed}</file>'
    stem = '<p>See <img src="@@PLUGINFILE@@/a%20b.png" alt=""/></p>'
    sides = (answer("x", 100), answer("y", 0))
    imported = read(multichoice(*sides, stem=stem, file=file))
    assert imported.questions[0][0].pictures == (digest(PNG),)
    assert imported.media == {digest(PNG): PNG}
    (left,) = read(multichoice(*sides, stem=stem)).left_out
    assert left.code == ItemFault.PICTURE_MISSING
    (left,) = read(multichoice(*sides, stem=stem, file=file.replace(packed, "%%%"))).left_out
    assert left.code == ItemFault.PICTURE_UNREADABLE


@pytest.mark.parametrize(
    "kind", ["matching", "shortanswer", "numerical", "essay", "cloze", "description", "ddwtos", ""]
)
def test_other_kinds_are_named(kind):
    raw = f'<question type="{kind}"><name><text>Mine</text></name></question>'
    (left,) = read(raw).left_out
    assert (left.code, left.excerpt) == (ItemFault.NOT_DELIVERED, f"{kind or 'question'}: Mine")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (multichoice(answer("a", 100), answer("b", 100)), ItemFault.KEY_TOO_MANY),
        (multichoice(answer("a", 50), answer("b", 0)), ItemFault.KEY_UNCLEAR),
        (multichoice(answer("a", 0), answer("b", 0)), ItemFault.KEY_MISSING),
        (multichoice(answer("a", 50), answer("b", 0), single="false"), ItemFault.KEY_UNCLEAR),
        (multichoice(answer("a", 0), answer("b", 0), single="false"), ItemFault.KEY_MISSING),
        (multichoice(answer("a", "all"), answer("b", 0)), ItemFault.ATTRIBUTE_WRONG),
        (multichoice(answer("a", "1e9"), answer("b", 0)), ItemFault.ATTRIBUTE_WRONG),
        (multichoice(answer("a", 100), answer("b", 0), single="maybe"), ItemFault.ATTRIBUTE_WRONG),
        (multichoice(answer("a", 100), answer("a", 0)), ItemFault.OPTIONS_EQUAL),
        (multichoice(answer("a", 100)), ItemFault.OPTIONS_TOO_FEW),
        (multichoice(answer("a", 100), answer("", 0)), ItemFault.OPTION_EMPTY),
        (
            multichoice(answer("<img src='a.png'>", 100), answer("b", 0)),
            ItemFault.PICTURE_MISSING,
        ),
        (multichoice(answer("a", 100), answer("b", 0), stem=""), ItemFault.STEM_EMPTY),
        (multichoice(answer("a", 100), answer("b", 0)).replace("multichoice", "truefalse"), None),
    ],
)
def test_what_is_wrong_is_left_out_with_its_reason(raw, why):
    imported = read(raw)
    assert imported.questions == ()
    assert [left.code for left in imported.left_out] == [why or ItemFault.RESPONSE_WRONG]


def test_a_category_is_the_last_part_of_its_path():
    assert chapter("$course$/top/1 Safety/1.2 AC//DC") == "1.2 AC/DC"
    assert chapter("$course$/top") == ""


def test_other_xml_is_no_quiz():
    with pytest.raises(FormatUnknown):
        read_any("quiz.xml", b"<quizzes/>")
