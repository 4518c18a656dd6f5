"""Templates: strict data, and nothing in them leaves the card."""

import math
from dataclasses import replace

import pytest

from station.credential.built_in import BUILT_IN
from station.credential.template import CARD_TEMPLATE, Code, CodeSource, Type, Word, Words
from station.errors.document import DocumentMalformed

TYPE = Type(size_mm=3.0, least_mm=2.0)


def words(**changes):
    fields = {"text": "{name}", "x_mm": 5.0, "y_mm": 9.0, "width_mm": 20.0, "type": TYPE}
    return Words(**{**fields, **changes})


@pytest.mark.parametrize("template", BUILT_IN.values(), ids=lambda each: each.certificate)
def test_a_template_is_read_as_it_was_written(template):
    raw = CARD_TEMPLATE.pack(template)
    assert CARD_TEMPLATE.unpack(raw) == template
    assert template.version == 0, "any version of the province is higher"


@pytest.mark.parametrize("template", BUILT_IN.values(), ids=lambda each: each.certificate)
@pytest.mark.parametrize("word", [Word.NAME, Word.NUMBER, Word.VALID_UNTIL, Word.ISSUER])
def test_every_built_in_card_says_whose_it_is_and_how_long_it_counts(template, word):
    assert any(f"{{{word}}}" in each.text for each in template.front.words)


@pytest.mark.parametrize(
    "change",
    [
        {"x_mm": -0.1},
        {"x_mm": 70.0},
        {"y_mm": 54.0},
        {"y_mm": math.nan},
        {"width_mm": math.inf},
        {"text": "{password}"},
        {"text": "{name.__class__}"},
        {"text": "{name!r}"},
        {"text": "{name:>900000000}"},
        {"text": "{0}"},
        {"text": "{name"},
    ],
)
def test_what_a_text_may_not_say_or_where_it_may_not_stand(change):
    with pytest.raises(ValueError, match=r"card|expected|single"):
        words(**change)


@pytest.mark.parametrize(
    ("size_mm", "least_mm", "bold_em"), [(3, 4, 0), (3, 0.1, 0), (99, 1, 0), (3, 2, 9)]
)
def test_type_that_nobody_could_read(size_mm, least_mm, bold_em):
    with pytest.raises(ValueError, match="card"):
        Type(size_mm=size_mm, least_mm=least_mm, bold_em=bold_em)


def test_a_template_that_leaves_the_card_is_refused_when_it_is_read():
    (template, *_) = BUILT_IN.values()
    raw = CARD_TEMPLATE.pack(template)
    code = template.front.codes[0]
    good, bad = CARD_TEMPLATE.pack(template), raw.replace(*map(_float, (code.x_mm, 80.0)))
    assert bad != good
    with pytest.raises(DocumentMalformed):
        CARD_TEMPLATE.unpack(bad)


def test_a_side_has_so_many_fields_and_no_more():
    (template, *_) = BUILT_IN.values()
    with pytest.raises(ValueError, match="fields"):
        replace(template.front, words=(words(),) * 101)


def test_a_code_that_no_camera_could_read():
    with pytest.raises(ValueError, match="code"):
        Code(x_mm=1.0, y_mm=1.0, side_mm=4.0, source=CodeSource.GIVEN)


def _float(number):
    """Return a float as canonical CBOR has it in eight bytes."""
    import struct  # noqa: PLC0415

    return struct.pack(">d", number)
