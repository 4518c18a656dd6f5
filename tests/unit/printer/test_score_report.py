from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest

from station.errors.credential import CardCharacterMissing
from station.exam.grading import Reason, ReasonGrade
from station.printer.score_report import NextStep, ScoreReport, TopicLine, score_pdf

REPORT = ScoreReport(
    centre="示范市安全生产考试点",
    exam="低压电工作业（复审）安全生产知识考试",
    name="张小满",
    number_tail="0009",
    seat=17,
    day=date(2026, 9, 15),
    marks=86,
    of=100,
    pass_marks=80,
    passed=True,
    topics=(
        TopicLine(title="电工基础", right=10, of=10),
        TopicLine(title="防雷防静电", right=2, of=5),
    ),
    reasons=(
        ReasonGrade(reason=Reason.RIGHT, questions=84, marks=84, of=84),
        ReasonGrade(reason=Reason.WRONG, questions=9, marks=0, of=10),
        ReasonGrade(reason=Reason.INCOMPLETE, questions=2, marks=2, of=4),
        ReasonGrade(reason=Reason.UNANSWERED, questions=2, marks=0, of=2),
    ),
    next_step=NextStep.CARD_TODAY,
    reference="A-7F3A91C2",
    sample=False,
)


def picture(report):
    document = pypdfium2.PdfDocument(score_pdf(report))
    assert len(document) == 1
    page = document[0]
    assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    grey = np.array(page.render(scale=1, grayscale=True).to_numpy()).squeeze()
    page.close()
    document.close()
    return grey


@pytest.mark.parametrize("step", NextStep)
def test_each_next_step_fits_on_the_page(step):
    grey = picture(replace(REPORT, next_step=step))
    assert grey[:, :60].min() == 255
    assert grey[:, 535:].min() == 255


def test_marks_and_verdict_are_on_it():
    passed, failed = picture(REPORT), picture(replace(REPORT, marks=79, passed=False))
    rows = np.flatnonzero((passed != failed).any(axis=1))
    assert 240 < rows.min() < rows.max() < 365


def test_long_names_and_many_topics_stay_on_the_page():
    topics = tuple(
        TopicLine(title=f"一个名称非常非常非常长的知识点{n}", right=0, of=9) for n in range(40)
    )
    grey = picture(replace(REPORT, topics=topics, name="阿卜杜热合曼·" * 3 + "吐尔逊江"))
    assert grey[:, 535:].min() == 255
    assert grey[810:].min() == 255


def test_a_topic_without_questions_is_not_weak():
    assert TopicLine(title="x", right=0, of=0).share == 1


def test_a_drill_is_marked():
    assert (picture(REPORT) != picture(replace(REPORT, sample=True))).mean() > 0.01


def test_the_same_report_gives_the_same_bytes():
    assert score_pdf(REPORT) == score_pdf(REPORT)


def test_a_name_that_no_font_has_is_refused():
    with pytest.raises(CardCharacterMissing):
        score_pdf(replace(REPORT, name="\ue000"))


def test_it_does_not_tell_who_it_is():
    assert repr(REPORT) == "ScoreReport(A-7F3A91C2)"
