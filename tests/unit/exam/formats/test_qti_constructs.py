"""Constructs of the public example collections, built anew in our own words."""

import pytest

from station.exam.formats.fault import ItemFault
from station.exam.question import QuestionKind
from tests.unit.exam.formats.made import PNG, choice, declaration, item, read, v3

SEVERAL = 'shuffle="true" maxChoices="0"'
APIP = "http://www.imsglobal.org/xsd/apip/apipv1p0/qtiitem/imsqti_v2p2"


def only(text, beside=lambda _: None):
    ((question, _),) = read(text, beside).questions
    return question


def fault(text, beside=lambda _: None):
    (out,) = read(text, beside).left_out
    return out.code


def test_items_of_the_profile_for_disabled_readers_are_items():
    text = item(
        namespace=APIP,
        extra='<a:apipAccessibility xmlns:a="http://www.imsglobal.org/xsd/apip/apipv1p0/'
        'imsapip_qtiv1p0"><a:spoken>Read aloud</a:spoken></a:apipAccessibility>',
    )
    assert (only(text).stem, only(text).key) == ("What does it say?", (0,))


def test_translations_beside_an_instruction_are_not_part_of_it():
    rubric = (
        '<rubricBlock view="candidate"><contentBody><p>Choose the best answer.</p></contentBody>'
        "<catalogInfo><catalog><card><htmlContent>Elija la mejor.</htmlContent></card></catalog>"
        "</catalogInfo></rubricBlock>"
    )
    for text in (item(rubric + choice()), v3(item(rubric + choice()))):
        assert only(text).stem == "Choose the best answer.\nWhat does it say?"


def test_how_it_is_marked_is_not_told_even_if_the_candidate_is_named():
    rubric = '<rubricBlock view="candidate" use="scoring"><p>A is right.</p></rubricBlock>'
    assert only(item(rubric + choice())).stem == "What does it say?"


PAGE = '<div><object type="text/html" data="shared/island.html"/></div>'


def test_a_page_that_the_item_shows_is_read():
    files = {
        "shared/island.html": b"<html><body><h1>Islands</h1><p>Few people.<img src='map.png'>",
        "shared/map.png": PNG,
    }
    question = only(item(PAGE + choice()), files.get)
    assert question.stem == "Islands\nFew people.\nWhat does it say?"
    assert len(question.pictures) == 1
    assert fault(item(PAGE + choice())) == ItemFault.STIMULUS_MISSING


def test_what_stands_in_the_place_of_a_picture_that_cannot_be_shown():
    shown = '<object type="image/png" data="card.png"/>'
    nested = f'<object type="image/eps" data="card.eps">{shown}</object>'
    assert len(only(item(f"<p>{nested}</p>" + choice()), {"card.png": PNG}.get).pictures) == 1
    words = '<object type="image/eps" data="card.eps">Dear Sam</object>'
    assert only(item(f"<p>{words}</p>" + choice())).stem == "Dear Sam\nWhat does it say?"


def processing(*branches):
    condition = f"<responseCondition>{''.join(branches)}</responseCondition>"
    return f"<responseProcessing>{condition}</responseProcessing>"


def branch(name, score, *values):
    given = "".join(f'<baseValue baseType="identifier">{value}</baseValue>' for value in values)
    given = f"<multiple>{given}</multiple>" if len(values) > 1 else given
    return (
        f'<{name}><match><variable identifier="RESPONSE"/>{given}</match>'
        f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{score}</baseValue>'
        f"</setOutcomeValue></{name}>"
    )


@pytest.mark.parametrize("version", [lambda text: text, v3], ids=["2.1", "3.0"])
def test_a_key_that_only_the_processing_tells(version):
    told = processing(branch("responseIf", 1, "A", "C"), branch("responseElseIf", 0, "B"))
    text = item(choice(attributes=SEVERAL), declaration((), "multiple"), told)
    assert only(version(text)).key == (0, 2)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            processing(branch("responseIf", 1, "A", "C"), branch("responseElseIf", 1, "B", "C")),
            ItemFault.KEY_UNCLEAR,
        ),
        (processing(branch("responseIf", 1, "Z")), ItemFault.KEY_OUTSIDE),
        (processing(branch("responseIf", 0, "A")), ItemFault.KEY_MISSING),
        (processing(branch("responseIf", "all", "A")), ItemFault.KEY_MISSING),
    ],
)
def test_a_key_that_the_processing_leaves_open(told, why):
    text = item(choice(attributes=SEVERAL), declaration((), "multiple"), told)
    assert fault(text) == why


def test_several_answers_to_a_single_choice_are_no_key():
    text = item(declared=declaration(()), processing=processing(branch("responseIf", 1, "A", "B")))
    assert fault(text) == ItemFault.KEY_TOO_MANY


def test_markup_of_others_is_never_taken_for_text():
    text = item(choice((("A", 'x<h:hint xmlns:h="urn:hints">no</h:hint>'), ("B", "y"))))
    assert fault(text) == ItemFault.MARKUP_WRONG


def test_marks_for_speech_are_read_as_they_stand():
    said = '<s:sub xmlns:s="http://www.w3.org/2001/10/synthesis" alias="volt">V</s:sub>'
    assert only(item(choice(prompt=f"How many {said}?"))).stem == "How many V?"


def test_pictures_in_options_are_called_by_their_numbers_and_stay_in_order():
    options = (("A", '<img src="a.png"/>'), ("B", 'red <img src="b.png"/>'), ("C", "none"))
    files = {"stem.png": PNG, "a.png": PNG + b"a", "b.png": PNG + b"b"}
    question = only(item('<p><img src="stem.png"/></p>' + choice(options)), files.get)
    assert question.options == ("图2", "red（图3）", "none")
    assert (len(question.pictures), question.key, question.keep_order) == (3, (0,), True)


def test_correct_and_incorrect_are_a_judgement():
    question = only(item(choice((("A", "Correct"), ("B", "Incorrect")))))
    assert (question.kind, question.key) == (QuestionKind.JUDGE, (0,))
