"""The officer's pages draw what they are given, and let nothing through as HTML."""

from html import escape

import pytest

from station.ids import CandidateId, CentreId, SessionId, UnixMs
from station.messages import TEXTS
from station.province.attention import what_to_do
from station.province.ledger import ResultLine, SessionCount, Trouble
from station.province.page import results_page, sessions_page
from station.sync.receipt import Outcome

EVIL = "<script>alert(1)</script>"
COUNT = SessionCount(
    session=SessionId("a/b?c"),
    centre=CentreId(EVIL),
    title=EVIL,
    drill=True,
    expected=88,
    received=87,
    passed=80,
    unequal=1,
)


def test_counts_and_links():
    page = sessions_page([COUNT], [], str)
    assert all(f">{number}<" in page for number in (88, 87, 80, 1))
    assert 'href="/sessions/a%2Fb%3Fc"' in page
    assert "(drill)" in page


def test_nothing_from_outside_becomes_html():
    trouble = Trouble(
        outcome=Outcome.REFUSED,
        code="DOC-01",
        session=SessionId(EVIL),
        candidate=CandidateId(EVIL),
        received_at=UnixMs(0),
    )
    line = ResultLine(
        candidate=CandidateId(EVIL), marks=1, of=2, passed=False, equal=False, received_at=UnixMs(0)
    )
    pages = sessions_page([COUNT], [trouble], str) + results_page(SessionId(EVIL), [line], str)
    assert "<script" not in pages
    assert "1970-01-01 08:00:00" in pages


@pytest.mark.parametrize("code", sorted({*TEXTS, "XXX-00"}))
def test_each_refusal_comes_with_one_thing_to_do(code):
    trouble = Trouble(
        outcome=Outcome.REFUSED,
        code=code,
        session=SessionId("s"),
        candidate=CandidateId("c"),
        received_at=UnixMs(0),
    )
    action = what_to_do(code, str)
    assert escape(action) in sessions_page([], [trouble], str)
    assert action.endswith(".")
    assert len(action) < 100


def test_empty_pages_say_so_in_the_readers_language():
    page = sessions_page([], [], lambda text: f"[{text}]")
    assert "[No session has been issued yet.]" in page
    assert "[Nothing was refused, and nothing conflicts.]" in page
