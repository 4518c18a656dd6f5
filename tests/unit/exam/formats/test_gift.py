import pytest

from station.errors.formats import QuestionFileBroken
from station.exam.formats.fault import ItemFault
from station.exam.formats.reader import read_any
from station.exam.question import QuestionKind

FILE = r"""// made by hand
$CATEGORY: $course$/top/1.2 触电

::Q1:: Which is a \{metal\}? {
    =copper # right
    ~glass # no
    ~%0%rubber \= latex
    ####Copper conducts.
}

::Q2::[html]<p>Glass <b>conducts</b>.</p>{FALSE#It does not#Right}

$CATEGORY: 2.1
Which two? {~%50%a ~%50%b ~%-100%c}

The {=sun ~moon} shines by day.
"""


def read(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return read_any("bank.gift", raw)


def test_a_file_of_every_kind_delivered():
    imported = read(FILE)
    assert imported.left_out == ()
    one, two, three, four = (question for question, _ in imported.questions)
    assert one.stem == "Which is a {metal}?"
    assert (one.kind, one.options, one.key) == (
        QuestionKind.SINGLE,
        ("copper", "glass", "rubber = latex"),
        (0,),
    )
    assert one.explanation == "Copper conducts.\ncopper：right\nglass：no"
    assert (two.kind, two.stem, two.options, two.key) == (
        QuestionKind.JUDGE,
        "Glass conducts.",
        ("正确", "错误"),
        (1,),
    )
    assert two.explanation == "It does not\nRight"
    assert (three.kind, three.key, three.topic) == (QuestionKind.MULTIPLE, (0, 1), "2.1")
    assert four.stem == "The _____ shines by day."
    assert [place.row for _, place in imported.questions] == [4, 11, 14, 16]
    assert imported.topics == (("1.2", "触电"), ("2.1", "2.1"))


@pytest.mark.parametrize("raw", [FILE.replace("\n", "\r\n"), "\ufeff" + FILE])
def test_line_ends_and_marks_do_not_matter(raw):
    assert [q for q, _ in read(raw).questions] == [q for q, _ in read(FILE).questions]


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("::q:: How many? {#3:1}", ItemFault.NOT_DELIVERED),
        ("::q:: Who? {=Franklin =B. Franklin}", ItemFault.NOT_DELIVERED),
        ("::q:: Match {=a -> b =c -> d}", ItemFault.NOT_DELIVERED),
        ("::q:: Write. {}", ItemFault.NOT_DELIVERED),
        ("::q:: Only a description", ItemFault.NO_INTERACTION),
        ("::q:: Two {=a ~b} blanks {=c ~d}", ItemFault.MARKUP_WRONG),
        ("::q:: Open { =a ~b", ItemFault.MARKUP_WRONG),
        ("::q:: Loose { a =b ~c }", ItemFault.MARKUP_WRONG),
        ("::q:: Half {~%50%a ~b}", ItemFault.KEY_UNCLEAR),
        ("::q:: None {~a ~b}", ItemFault.KEY_MISSING),
        ("::q:: Both {=a =b ~c}", ItemFault.KEY_TOO_MANY),
        ("::q:: Same {=a ~a}", ItemFault.OPTIONS_EQUAL),
        ("::q:: Empty {=a ~}", ItemFault.OPTION_EMPTY),
        ("::q:: {=a ~b}", ItemFault.STEM_EMPTY),
        ("::q:: Sign \ue000 {=a ~b}", ItemFault.BAD_CHARACTERS),
        ('::q::[html] <img src="a.png"> {=a ~b}', ItemFault.PICTURE_MISSING),
    ],
)
def test_what_is_not_delivered_or_wrong_is_named(block, why):
    imported = read(block + "\n\n::good:: Which? {=a ~b}\n")
    assert [left.code for left in imported.left_out] == [why]
    assert imported.left_out[0].place.row == 1
    assert len(imported.questions) == 1


def test_another_encoding_is_a_coded_error():
    with pytest.raises(QuestionFileBroken):
        read("::q:: 触电? {T}".encode("gb18030"))
