"""Names as chips cut them and as people write them; all are invented."""

import pytest

from station.identity.names import needs_glyph_check, normalise_name, same_person_name

RARE = "\U00020bb7"
HALF = chr(0xD842)
"""The first unit of RARE, as a chip cuts it."""


@pytest.mark.parametrize("dot", "·•・･‧∙⋅. \u3000．")
def test_every_middle_dot_is_one(dot):
    assert normalise_name(f"甲乙{dot}丙丁") == "甲乙\u00b7丙丁"
    assert normalise_name(f" {dot}甲乙{dot}{dot} 丙丁{dot}") == "甲乙\u00b7丙丁"


@pytest.mark.parametrize(
    ("chip", "roster", "same"),
    [
        ("甲乙丙", "甲乙丙", True),
        ("甲 乙", "甲乙", True),
        ("甲乙丙", "甲乙丁", False),
        ("甲乙", "甲乙丙", False),
        ("甲乙丙", "甲乙", False),
        ("甲乙·丙丁", "甲乙•丙丁", True),
        ("甲乙·丙丁", "甲乙丙丁", True),
        ("FIRST SECOND", "First Second", True),
        ("ＦＩＲＳＴ", "first", True),
        ("", "", False),
        (" ", "·", False),
        ("", "甲", False),
        # 15 units fill the chip: the rest may be cut off, but no less than that
        ("甲" * 15, "甲" * 16, True),
        ("甲" * 15, "甲" * 25, True),
        ("甲" * 14, "甲" * 16, False),
        ("甲" * 15, "甲" * 14 + "乙丙", False),
        ("甲" * 7 + "·" + "乙" * 7, "甲" * 7 + "·" + "乙" * 9, True),
        ("甲" * 15, "甲" * 14, False),
        ("·" * 15, "甲", False),
        # a character of two units at the cut
        (RARE * 7, RARE * 8, True),
        ("甲" * 14 + HALF, "甲" * 14 + RARE + "乙", True),
        ("甲" * 14 + "\ufffd", "甲" * 14 + RARE + "乙", True),
        ("甲" * 14, "甲" * 14 + RARE, True),
        ("甲" * 14 + HALF, "乙" * 14 + RARE, False),
        (RARE + "甲" * 13, RARE + "甲" * 20, True),
    ],
)
def test_a_chip_name_fits_or_contradicts(chip, roster, same):
    assert same_person_name(chip, roster) is same


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("甲乙", False),
        (RARE, True),
        ("\u4dae㛃鿍", False),
        ("甲\ue000", True),
        ("甲\U000f0000", True),
        ("甲\ufffd", True),
        ("甲□", True),
        ("甲?", True),
        ("甲" + HALF, True),
    ],
)
def test_a_rare_glyph_is_looked_at(name, needed):
    assert needs_glyph_check(name) is needed
