"""The table of words: near words are near, and only whole words count."""

import numpy as np
import pytest

from station.exam.doctor.meanings import meanings

NEAR = [
    ("安全带应当挂在什么地方", "安全绳的固定点", "氧气瓶的颜色"),
    ("乙炔瓶离火源的距离", "氧气瓶与明火的距离", "三相电动机的接线"),
    ("触电者的心肺复苏", "对伤员进行急救", "钢丝绳的报废标准"),
]


@pytest.mark.parametrize(("text", "near", "far"), NEAR)
def test_texts_of_one_subject_are_nearer(text, near, far):
    one, other, third = meanings([text, near, far])
    assert one @ other > one @ third + 0.1


def test_texts_without_a_known_word_mean_nothing():
    assert not meanings(["", "A = 12.5 V", "\U00020000"]).any()


def test_each_other_text_has_length_one():
    assert np.allclose(np.linalg.norm(meanings(["焊接", "电焊机外壳接地"]), axis=1), 1)


def test_no_word_goes_over_the_end_of_a_text():
    apart, together = meanings(["电", "焊", "电焊"])[[0, 2]]
    assert apart @ together < 0.99


def test_no_texts_have_no_meanings():
    assert len(meanings([])) == 0
