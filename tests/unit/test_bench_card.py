"""The card bench's own eye: it sees what is wrong with a name, and nothing where all is well."""

import numpy as np
import pytest

from bench._card.faces import face, photo
from bench._card.seen import look
from station.credential.built_in import MANAGER, OPERATION
from station.printer.card_layout import compose

SIDE = OPERATION.front
NAMES = ["张三丰", "阿卜杜拉·买买提艾力·吐尔逊", "王\U00020bb7\U0002a6a5", "欧阳" * 12 + "上"]


@pytest.fixture(scope="module")
def nameless():
    return compose(face(" ", "", photo()), SIDE)


def card_of(name, side=SIDE):
    return compose(face(name, "", photo()), side)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_there_is_seen(nameless, name):
    seen = look(card_of(name), nameless, SIDE, name)
    assert (seen.boxes, seen.clipped) == (0, False)


def test_the_kinds_of_card_have_the_name_at_their_own_places():
    nameless = compose(face(" ", "", photo()), MANAGER.front)
    assert look(card_of("张三丰", MANAGER.front), nameless, MANAGER.front, "张三丰").boxes == 0


@pytest.mark.parametrize("other", ["张四丰", "张三", "张三丰丰", "王三丰"])
def test_another_name_is_seen(nameless, other):
    assert look(card_of("张三丰"), nameless, SIDE, other).boxes >= 1


def test_a_box_in_the_place_of_a_character_is_seen(nameless):
    card = card_of("张三丰")
    ink = np.argwhere((card == 0) & (nameless == 255))
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    wide = (right - left) // 3
    card[top : bottom + 1, left + wide : left + 2 * wide] = 255
    card[top : bottom + 1, [left + wide + 3, left + 2 * wide - 3]] = 0
    card[[top, bottom], left + wide + 3 : left + 2 * wide - 3] = 0
    assert look(card, nameless, SIDE, "张三丰").boxes >= 1


@pytest.mark.parametrize("dots", [12, 30])
def test_a_name_that_is_cut_off_is_seen(nameless, dots):
    card = card_of("欧阳" * 12 + "上")
    columns = np.flatnonzero(((card == 0) & (nameless == 255)).any(axis=0))
    card[:, columns[-1] - dots :] = nameless[:, columns[-1] - dots :]
    assert look(card, nameless, SIDE, "欧阳" * 12 + "上").boxes >= 1


def test_a_card_without_its_name_is_seen(nameless):
    assert look(nameless, nameless, SIDE, "张三丰").clipped
