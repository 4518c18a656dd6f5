"""What marked-up text shows and a plain text does not: told, or carried as a picture."""

import base64

import pytest

from station.exam.doctor.intake import read_file
from station.exam.formats.reader import read_any
from station.exam.row_fault import RowDoubt
from tests.unit.exam.formats.made import PNG, choice, item, v3
from tests.unit.exam.formats.test_moodle import answer, multichoice, quiz

TWO = (answer("Copper", 100), answer("Glass", 0))


def doubts(raw):
    (row,) = read_file("quiz.xml", raw).rows
    assert row.question is not None
    return row.doubts


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        ("<p>下列做法<b>不</b>正确的是</p>", (RowDoubt.STRESS_LOST,)),
        ("<p>下列做法<del>不</del>正确的是</p>", (RowDoubt.STRESS_LOST,)),
        ("<p><strong>下列做法正确的是</strong></p>", ()),
        ("<p>下列做法正确的是</p>", ()),
        (r"<p>面积为 \\(\\frac{1}{2}ab\\) 的是</p>".replace("\\\\", "\\"), (RowDoubt.TEX,)),
        ("<p>$$x^2$$ 等于</p>", (RowDoubt.TEX,)),
        ("<p>路径 C:\\temp 中是</p>", ()),
    ],
)
def test_moodle_tells_what_is_lost(stem, told):
    assert doubts(quiz(multichoice(*TWO, stem=stem))) == told


@pytest.mark.parametrize("version", [lambda text: text, v3], ids=["2.1", "3.0"])
def test_qti_tells_what_is_lost(version):
    text = item(choice(prompt="Which is <em>not</em> a metal at all?"))
    assert doubts(version(text).encode()) == (RowDoubt.STRESS_LOST,)
    assert doubts(version(item()).encode()) == ()


def pictured(text, fraction, name):
    file = f'<file name="{name}" encoding="base64">{base64.b64encode(PNG + name.encode()).decode()}'
    image = f'{text}<img src="@@PLUGINFILE@@/{name}"/>'
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{image}]]></text>{file}</file>'
        "</answer>"
    )


def test_pictures_in_options_of_moodle_are_called_by_their_numbers_and_keep_their_order():
    parts = (pictured("", 0, "a.png"), pictured("red", 100, "b.png"), answer("none", 0))
    ((made, _),) = read_any("quiz.xml", quiz(multichoice(*parts))).questions
    assert (made.options, made.key) == (("图1", "red（图2）", "none"), (1,))
    assert (len(made.pictures), made.keep_order) == (2, True)
