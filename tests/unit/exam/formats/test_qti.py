import pytest

from station.exam.formats.fault import ItemFault
from station.exam.formats.gather import digest
from station.exam.question import QuestionKind
from station.messages.formats import ITEM_TEXTS
from tests.unit.exam.formats.made import (
    CHOICES,
    PNG,
    TEMPLATES,
    V3,
    VERSIONS,
    choice,
    declaration,
    fault,
    item,
    mapping,
    only,
    package,
    read,
    v3,
)

MAPPED = f'<responseProcessing template="{TEMPLATES}map_response"/>'
WATER = (("H", "Hydrogen"), ("He", "Helium"), ("C", "Carbon"), ("O", "Oxygen"), ("Cl", "Chlorine"))
SEVERAL = 'shuffle="true" maxChoices="0"'


@pytest.mark.parametrize("version", VERSIONS)
def test_a_single_choice(version):
    question = only(version(item("<p>Look at the text.</p>" + choice())))
    assert question.kind is QuestionKind.SINGLE
    assert question.stem == "Look at the text.\nWhat does it say?"
    assert question.options == tuple(text for _, text in CHOICES)
    assert question.key == (0,)
    assert question.keep_order is False


@pytest.mark.parametrize("version", VERSIONS)
def test_several_right_options_and_marks_that_agree(version):
    marks = mapping(default=-2, lower=0, upper=2, H=1, O=1, Cl=-1)
    text = item(
        choice(WATER, attributes=SEVERAL), declaration(("H", "O"), "multiple", marks), MAPPED
    )
    question = only(version(text))
    assert (question.kind, question.key) == (QuestionKind.MULTIPLE, (0, 3))


@pytest.mark.parametrize("version", VERSIONS)
def test_marks_alone_say_what_is_right(version):
    marks = mapping(H=2, O=1, Cl=-1)
    text = item(choice(WATER, attributes=SEVERAL), declaration((), "multiple", marks), MAPPED)
    assert only(version(text)).key == (0, 3)
    single = item(choice(WATER), declaration((), "single", mapping(H=0.5, O=1)), MAPPED)
    assert only(version(single)).key == (3,)


def test_multiple_cardinality_with_one_choice_is_single_choice():
    assert only(item(declared=declaration(("B",), "multiple"))).kind is QuestionKind.SINGLE


@pytest.mark.parametrize("version", VERSIONS)
def test_true_and_false_is_a_judge_question(version):
    feedback = (
        '<feedbackInline outcomeIdentifier="F" identifier="true">That is correct</feedbackInline>'
    )
    sides = (("true", "True " + feedback), ("false", "False"))
    custom = (
        "<responseProcessing><responseCondition><responseIf><match><variable "
        'identifier="RESPONSE"/><correct identifier="RESPONSE"/></match></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    question = only(version(item(choice(sides), declaration(("true",)), custom)))
    assert question.kind is QuestionKind.JUDGE
    assert question.options == ("True", "False")
    assert question.explanation == "True：That is correct"
    assert question.keep_order


@pytest.mark.parametrize(
    ("attributes", "fixed"),
    [('shuffle="false" maxChoices="1"', ""), ('shuffle="true" maxChoices="1"', ' fixed="true"')],
)
def test_options_that_may_not_move_keep_their_order(attributes, fixed):
    text = item(choice(attributes=attributes)).replace('identifier="C">', f'identifier="C"{fixed}>')
    assert only(text).keep_order


def test_feedback_explains_and_the_right_option_comes_first():
    modal = '<modalFeedback outcomeIdentifier="F" identifier="x">All good.</modalFeedback>'
    inline = '<feedbackInline outcomeIdentifier="F" identifier="{0}">because {0}</feedbackInline>'
    options = [(name, text + inline.format(name)) for name, text in CHOICES[:2]]
    question = only(item(choice(options), declaration(("B",)), extra=modal))
    assert question.options == tuple(text for _, text in CHOICES[:2])
    first, second = (f"{CHOICES[n][1]}：because {CHOICES[n][0]}" for n in (1, 0))
    assert question.explanation.split("\n") == [first, second, "All good."]


def test_pictures_travel_as_media():
    body = '<p>Sign: <img src="images/a%20sign.png" alt="a sign"/></p>' + choice()
    imported = read(item(body), {"images/a sign.png": PNG}.get)
    ((question, _),) = imported.questions
    assert question.pictures == (digest(PNG),)
    assert imported.media == {digest(PNG): PNG}
    assert question.stem.startswith("Sign:")


def test_a_picture_may_be_an_object():
    body = '<object type="image/png" data="sign.png">a sign</object>' + choice()
    assert only(item(body), {"sign.png": PNG}.get).pictures == (digest(PNG),)


@pytest.mark.parametrize(
    "source",
    ["gone.png", "http://example.org/a.png", "../secret.png", "/etc/passwd", "file:///a", ""],
)
def test_a_picture_is_never_fetched_from_elsewhere(source):
    asked = []
    code, excerpt = fault(item(f'<p>x<img src="{source}"/></p>' + choice()), asked.append)
    assert code == ItemFault.PICTURE_MISSING
    assert "Luggage" in excerpt
    assert set(asked) <= {"gone.png"}


def test_what_is_called_a_picture_must_be_one():
    body = '<p>x<img src="a.png"/></p>' + choice()
    assert fault(item(body), {"a.png": b"MZ\x90"}.get)[0] == ItemFault.PICTURE_UNREADABLE


def test_tables_lists_and_raised_signs_become_text():
    body = (
        "<table><tbody><tr><th>Part</th><th>V</th></tr><tr><td>Lamp</td><td>36</td></tr></tbody>"
        "</table><ul><li>one</li><li>two</li></ul><p>10<sup>-3</sup> m<sup>2</sup> H<sub>2</sub>O"
        "<br/>next</p>"
    )
    assert only(item(body + choice(prompt="Which?"))).stem.split("\n") == [
        "Part | V",
        "Lamp | 36",
        "· one",
        "· two",
        "10⁻³ m² H₂O",
        "next",
        "Which?",
    ]


def test_ruby_keeps_its_base_and_hidden_headings_go():
    body = '<h2 class="qti-visually-hidden">Passage</h2><p><ruby>電<rt>でん</rt></ruby>気</p>'
    assert only(v3(item(body + choice(prompt="？")))).stem == "電気\n？"


def test_formulas_become_one_line():
    math = (
        "<m:math><m:mi>U</m:mi><m:mo>=</m:mo><m:mfrac><m:mi>P</m:mi><m:mrow><m:mi>a</m:mi>"
        "<m:mo>+</m:mo><m:mi>b</m:mi></m:mrow></m:mfrac><m:msup><m:mi>x</m:mi><m:mn>2</m:mn>"
        "</m:msup><m:msqrt><m:mn>3</m:mn></m:msqrt></m:math>"
    )
    assert only(item(choice(prompt=math))).stem == "U=P/(a+b)x^2√(3)"
    matrix = "<m:math><m:mtable/></m:math>"
    assert fault(item(choice(prompt=matrix)))[0] == ItemFault.FORMULA_UNKNOWN


def test_rubric_for_the_scorer_is_not_shown():
    body = '<rubricBlock view="scorer"><p>secret</p></rubricBlock>' + choice()
    assert "secret" not in only(item(body)).stem


def test_a_stimulus_comes_before_the_item():
    shared = (
        f'<qti-assessment-stimulus xmlns="{V3}" identifier="s" title="t"><qti-stimulus-body>'
        "<p>The night.</p></qti-stimulus-body></qti-assessment-stimulus>"
    )
    text = v3(item()).replace(
        "<qti-item-body>",
        '<qti-assessment-stimulus-ref identifier="s" href="../p/night.xml"/><qti-item-body>',
    )
    raw = package({"items/a.xml": text, "p/night.xml": shared}, listed=["items/a.xml"])
    ((question, _),) = read(raw).questions
    assert question.stem == "The night.\nWhat does it say?"
    assert fault(package({"items/a.xml": text}))[0] == ItemFault.STIMULUS_MISSING


NOT_DELIVERED = (
    *("inlineChoice", "order", "match", "associate", "gapMatch", "textEntry", "extendedText"),
    *("hottext", "hotspot", "selectPoint", "graphicOrder", "graphicAssociate", "graphicGapMatch"),
    *("positionObject", "slider", "media", "upload", "drawing", "endAttempt", "custom"),
    "portableCustom",
)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NOT_DELIVERED)
def test_other_interactions_are_named(version, name):
    name += "Interaction"
    text = version(item(f'<{name} responseIdentifier="RESPONSE"/>'))
    code, excerpt = fault(text)
    assert code == ItemFault.NOT_DELIVERED
    named = name if name in text else text.split("<qti-item-body><")[1].split(" ")[0]
    assert excerpt == f"{named}: Luggage"


def test_a_choice_beside_another_interaction_is_not_half_imported():
    mixed = item(choice() + '<textEntryInteraction responseIdentifier="R2"/>')
    assert fault(mixed) == (ItemFault.NOT_DELIVERED, "textEntryInteraction: Luggage")
    assert fault(item(choice() + choice()))[0] == ItemFault.SEVERAL
    assert fault(item("<p>Only text</p>"))[0] == ItemFault.NO_INTERACTION


TEMPLATE = '<templateDeclaration identifier="a" cardinality="single" baseType="integer"/>'
INVALID = [
    (item(declared=declaration(("Z",))), ItemFault.KEY_OUTSIDE),
    (item(declared=declaration(())), ItemFault.KEY_MISSING),
    (item(declared=declaration(("A", "B"))), ItemFault.KEY_TOO_MANY),
    (item(choice(attributes=SEVERAL), declaration(("A", "A"), "multiple")), ItemFault.KEY_REPEATED),
    (
        item(choice(attributes='maxChoices="2"'), declaration(("A", "B", "C"), "multiple")),
        ItemFault.KEY_TOO_MANY,
    ),
    (item(choice(attributes='maxChoices="2"')), ItemFault.RESPONSE_WRONG),
    (item(declared=declaration(cardinality="ordered")), ItemFault.RESPONSE_WRONG),
    (item(declared=declaration(base="string")), ItemFault.RESPONSE_WRONG),
    (item(declared="<x/>"), ItemFault.RESPONSE_UNDECLARED),
    (item(declared=declaration() + declaration()), ItemFault.RESPONSE_UNDECLARED),
    (item(choice((("A", "x"), ("A", "y")))), ItemFault.IDENTIFIER_REPEATED),
    (item(choice((("A", "x"), ("", "y")))), ItemFault.IDENTIFIER_MISSING),
    (item(choice((("A", "x"),))), ItemFault.OPTIONS_TOO_FEW),
    (item(choice((("A", "x"), ("B", "x")))), ItemFault.OPTIONS_EQUAL),
    (item(choice((("A", "x"), ("B", " ")))), ItemFault.OPTION_EMPTY),
    (item(choice((("A", "x"), ("B", '<img src="a.png"/>')))), ItemFault.PICTURE_MISSING),
    (
        item(choice((("A", "x"), ("B", '<img src="a.png"/><img src="b.png"/>')))),
        ItemFault.OPTION_PICTURE,
    ),
    (item(choice(prompt="")), ItemFault.STEM_EMPTY),
    (item(choice(prompt='<video src="a.mp4"/>')), ItemFault.MEDIA_UNKNOWN),
    (item(choice(prompt="&#xE000;")), ItemFault.BAD_CHARACTERS),
    (item(choice(attributes='shuffle="yes"')), ItemFault.ATTRIBUTE_WRONG),
    (item(choice(attributes='maxChoices="-1"')), ItemFault.ATTRIBUTE_WRONG),
    (item(attributes='title="no identifier"'), ItemFault.IDENTIFIER_MISSING),
    (item(attributes='identifier="a" title="t" adaptive="true"'), ItemFault.ADAPTIVE),
    (item(declared=declaration() + TEMPLATE), ItemFault.TEMPLATE),
    (
        item(processing='<responseProcessing template="http://example.org/guess"/>'),
        ItemFault.PROCESSING_UNKNOWN,
    ),
    (
        item(declared=declaration(("A",), extra=mapping(B=1)), processing=MAPPED),
        ItemFault.KEY_DISAGREES,
    ),
    (
        item(declared=declaration((), extra=mapping(A=1, B=1)), processing=MAPPED),
        ItemFault.KEY_UNCLEAR,
    ),
    (item(declared=declaration((), extra=mapping(A=-1)), processing=MAPPED), ItemFault.KEY_MISSING),
    (item(declared=declaration((), extra=mapping(Z=1)), processing=MAPPED), ItemFault.KEY_OUTSIDE),
    (
        item(declared=declaration((), extra=mapping(A="many")), processing=MAPPED),
        ItemFault.ATTRIBUTE_WRONG,
    ),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("text", "why"), INVALID, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_refused_with_its_reason(version, text, why):
    assert fault(version(text))[0] == why


def test_each_fault_has_a_text():
    assert set(ITEM_TEXTS) == {fault.value for fault in ItemFault}


def test_lines_written_as_they_stand_keep_their_blanks_among_others():
    text = item("<p>Read the   list.</p><pre>if x:\n    stop()</pre>" + choice(prompt="Which?"))
    assert only(text).stem == "Read the list.\nif x:\n    stop()\nWhich?"
    assert only(item(choice(prompt="<pre> a\n\n  b</pre>"))).stem == " a\n\n  b"


def asks_for(option, outcome="SCORE"):
    return (
        "<responseProcessing><responseCondition><responseIf>"
        '<match><variable identifier="RESPONSE"/>'
        f'<baseValue baseType="identifier">{option}</baseValue></match>'
        f'<setOutcomeValue identifier="{outcome}"><baseValue baseType="float">1</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_key_that_the_processing_never_asks_for_is_refused(version):
    assert only(version(item(processing=asks_for("A")))).key == (0,)
    assert fault(version(item(processing=asks_for("B")))) == ("key-disagrees", "Luggage")


def test_a_question_of_opinion_has_no_key_and_is_named():
    scale = tuple((f"L{n}", str(n)) for n in range(1, 6))
    text = item(
        '<rubricBlock view="candidate"><p>1 is no, 5 is yes.</p></rubricBlock>' + choice(scale)
    )
    text = text.replace("<correctResponse><value>A</value></correctResponse>", "")
    assert fault(text) == ("key-missing", "Luggage")


def test_what_is_for_other_readers_is_not_shown():
    catalog = (
        '<catalogInfo><catalog id="c1"><card support="spoken"><htmlContent><p>Spoken</p>'
        "</htmlContent></card></catalog></catalogInfo>"
    )
    text = item(choice(prompt='<span data-catalog-idref="c1">Look</span>.')).replace(
        "</itemBody>", f"</itemBody>{catalog}"
    )
    assert only(text).stem == "Look."
    assert only(v3(text)).stem == "Look."
