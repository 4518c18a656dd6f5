"""The papers of a session: neighbours apart, retakers fresh, and the same ones years later."""

from dataclasses import replace

import pytest

from station.errors.province import CandidateNotExpected
from station.exam.blueprint import DrawLimits
from station.exam.compose import Composer
from station.exam.seating import SeatPlace, alike
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId, UnixMs
from station.seal.derive import paper_seed
from station.sync.session_package import SESSION_PACKAGE, SessionPackage
from station.sync.session_papers import SessionPapers, place_of
from tests.unit.exam.made import bank, blueprint

BANK = Digest(bytes(32))
COMPOSER = Composer(bank(30), BANK)


def entry(seat, **more):
    fields = {"number": f"n{seat}", "name": "Li", "photo": b"", **more}
    return RosterEntry(candidate=CandidateId(f"c{seat}"), seat=SeatNumber(seat), **fields)


def package(seats_across=8, roster=None):
    return SessionPackage(
        session=SessionId("s"),
        centre=CentreId("c"),
        title="t",
        starts_at=UnixMs(0),
        valid_until=UnixMs(1),
        rule_pack=BANK,
        bank=BANK,
        blueprint=replace(blueprint(), limits=DrawLimits(neighbour_percent=15)),
        roster=roster or tuple(entry(seat) for seat in range(1, 89)),
        staff=(),
        grants=(),
        seal_to=b"",
        paper_secret=bytes(32),
        issuer="",
        seats_across=seats_across,
    )


def test_seats_are_numbered_row_by_row():
    room = package(8)
    places = [place_of(SeatNumber(seat), room) for seat in (1, 8, 9, 88)]
    assert places == [SeatPlace(0, 0), SeatPlace(0, 7), SeatPlace(1, 0), SeatPlace(10, 7)]


def test_of_88_neighbours_none_share_more_than_the_blueprint_allows():
    room = package()
    papers = SessionPapers(COMPOSER, room)
    drawn = {place_of(each.seat, room): papers.draw(each) for each in room.roster}
    assert len(drawn) == 88
    assert alike(drawn, room.blueprint.limits.neighbour_percent) == ()


def test_a_late_comers_paper_is_the_same_whoever_else_came():
    room = package()
    alone = package(roster=(entry(17),))
    assert SessionPapers(COMPOSER, room).draw(room.roster[16]) == SessionPapers(
        COMPOSER, alone
    ).draw_for(CandidateId("c17"))


def test_the_province_draws_the_same_paper_from_what_travelled():
    room = package(roster=(entry(3, seen=("1.1-judge-001",)),))
    again = SESSION_PACKAGE.unpack(SESSION_PACKAGE.pack(room))
    later = Composer(reversed(bank(30)), BANK)
    drawn = SessionPapers(COMPOSER, room).draw_for(CandidateId("c3"))
    assert SessionPapers(later, again).draw_for(CandidateId("c3")) == drawn


def test_f23_a_retaker_sees_nothing_again():
    first = SessionPapers(COMPOSER, package()).draw_for(CandidateId("c5"))
    had = tuple(item.question for item in first.items)
    again = SessionPapers(COMPOSER, package(roster=(entry(5, seen=had),)))
    assert not set(had) & {item.question for item in again.draw_for(CandidateId("c5")).items}


def test_papers_of_packages_from_before_are_still_the_same():
    room = package(seats_across=0)
    seed = paper_seed(room.paper_secret, room.session, CandidateId("c1"))
    expected = COMPOSER.compose(room.blueprint, seed)
    assert SessionPapers(COMPOSER, room).draw_for(CandidateId("c1")) == expected


def test_nobody_else_has_a_paper():
    with pytest.raises(CandidateNotExpected):
        SessionPapers(COMPOSER, package()).draw_for(CandidateId("nobody"))
