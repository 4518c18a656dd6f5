"""What the issue desk will sign, and what it will not."""

from dataclasses import replace

import pytest

from station.credential.built_in import OPERATION
from station.credential.template import CARD_TEMPLATE
from station.errors.document import DocumentForged, DocumentMalformed, EnvelopeSealed
from station.errors.exam import PoolTooSmall
from station.errors.province import (
    CandidateNotExpected,
    CardNotGranted,
    DocumentUnknown,
    OrderWrong,
    SessionIssued,
    SessionUnknown,
)
from station.exam.blueprint import Cell, DrawLimits, Section
from station.exam.question import QuestionKind
from station.exam.supply_check import Enough
from station.ids import CardSerial, CentreId, Digest, SessionId, UnixMs
from station.seal.documents import verify
from station.seal.kinds import DocumentKind
from station.seal.shut import new_key
from station.sync.bank_package import BankTitle, master
from station.sync.revocation import REVOCATION, Revocation
from tests.unit.province.world import (
    BLUEPRINT,
    CENTRE,
    DAY,
    LI,
    SESSION,
    TOPIC,
    order,
    questions,
    roster,
    rules,
)

NOWHERE = Digest(bytes(32))


def issue(world, **changes):
    plain = order(world.now, world.rule_pack, world.bank, session=SessionId("another"))
    return world.office.issue.issue_session(replace(plain, **changes), world.now)


def test_a_session_is_kept_as_it_was_issued(world):
    file = world.office.archive.session(world.package.session)
    assert file.package == world.package
    assert file.rules == rules(world.now)


def test_each_session_has_a_secret_of_its_own(world):
    issue(world)
    other = world.office.archive.session(SessionId("another")).package
    assert other.paper_secret != world.package.paper_secret
    assert len(other.paper_secret) == 32


def test_a_sessions_name_is_used_once(world):
    issue(world)
    with pytest.raises(SessionIssued):
        issue(world, title="Changed")
    assert world.office.archive.session(SessionId("another")).package.title == "Morning"
    assert len(world.office.archive.listing(CENTRE)) == 4


@pytest.mark.parametrize("field", ["rule_pack", "bank"])
def test_what_was_not_issued_here_cannot_be_named(world, field):
    for wrong in (NOWHERE, world.bank if field == "rule_pack" else world.rule_pack):
        with pytest.raises(OrderWrong) as refused:
            issue(world, **{field: wrong})
        assert refused.value.facts == {"field": field}


def test_a_blueprint_that_the_bank_cannot_fill_is_found_before_the_day(world):
    cell = Cell(topic=TOPIC, questions=99)
    section = Section(kind=QuestionKind.JUDGE, marks_each=1, cells=(cell,))
    with pytest.raises(PoolTooSmall):
        issue(world, blueprint=replace(BLUEPRINT, sections=(section,)))
    with pytest.raises(SessionUnknown):
        world.office.archive.session(SessionId("another"))


def test_a_bank_is_checked_to_its_last_byte(world):
    raw, key = master(
        questions(),
        BankTitle(title="Bank", version=2, trade="1.2", opens_at=UnixMs(world.now + DAY)),
        topics=((TOPIC, "Law"),),
        signer=world.office.keys.province,
    )
    register = world.office.issue.register_bank
    with pytest.raises(EnvelopeSealed):
        register(raw, new_key(), world.now)
    with pytest.raises((DocumentForged, DocumentMalformed)):
        register(raw[:-1] + bytes([raw[-1] ^ 1]), key, world.now)
    assert len(world.office.archive.listing(CENTRE)) == 3
    assert register(raw, key, world.now) == register(raw, key, world.now)
    assert len(world.office.archive.listing(CENTRE)) == 4


def test_f23_a_retake_names_the_session_before_and_nothing_seen_comes_again(world):
    """The bank has 14 questions and a paper draws 6: one retake is possible, a second is not."""
    once = (SESSION,)
    issue(world, earlier=((LI, once),))
    package = world.office.archive.session(SessionId("another")).package
    had = {item.question for item in world.office.archive.papers(SESSION).draw_for(LI).items}
    assert set(package.roster[0].seen) == had
    assert package.roster[1].seen == ()
    again = world.office.archive.papers(SessionId("another")).draw_for(LI)
    assert had.isdisjoint(item.question for item in again.items)
    with pytest.raises(PoolTooSmall):
        issue(world, session=SessionId("third"), earlier=((LI, (SessionId("another"),)),))


def test_f23_an_exam_that_nobody_of_that_number_sat_is_not_believed(world):
    stranger = replace(roster()[0], number="990000199001019999")
    with pytest.raises(CandidateNotExpected):
        issue(world, roster=(stranger,), grants=(), earlier=((LI, (SESSION,)),))
    with pytest.raises(SessionUnknown):
        issue(world, earlier=((LI, (SessionId("never"),)),))


def test_the_supply_is_said_before_the_day(world):
    asked = order(world.now, world.rule_pack, world.bank)
    found = world.office.issue.supply(asked)
    assert [(cell.supply.have, cell.supply.need) for cell in found.cells] == [(8, 4), (6, 2)]
    assert found.enough is Enough.THIN
    assert found.retake == ()
    share = replace(BLUEPRINT, limits=DrawLimits(neighbour_percent=0))
    found = world.office.issue.supply(replace(asked, blueprint=share))
    assert (found.may_be_common, found.common > 0) == (0, True)


def test_a_look_of_cards_is_put_out_for_every_centre(world):
    look = replace(OPERATION, version=1)
    digest = world.office.issue.issue_card_template(look, world.now)
    issued = world.office.archive.document(digest)
    signed = verify(issued.raw, DocumentKind.CARD_TEMPLATE, world.office.keys.trust, world.now)
    assert CARD_TEMPLATE.unpack(signed.payload) == look


def test_f29_a_card_is_taken_back_at_its_own_centre_alone(world):
    desk, archive = world.office.issue, world.office.archive
    digest = desk.revoke(SESSION, CardSerial("k1"), "obtained by deceit", world.now)
    assert (DocumentKind.REVOCATION, digest) in archive.listing(CENTRE)
    with pytest.raises(DocumentUnknown):
        archive.document(digest, CentreId("another"))
    raw = archive.document(digest, CENTRE).raw
    signed = verify(raw, DocumentKind.REVOCATION, world.office.keys.trust, world.now)
    assert REVOCATION.unpack(signed.payload) == Revocation(
        serial=CardSerial("k1"), centre=CENTRE, reason="obtained by deceit", at=world.now
    )
    again = desk.revoke(SESSION, CardSerial("k1"), "obtained by deceit", world.now)
    assert archive.document(again, CENTRE)


def test_f29_a_card_that_was_never_granted_is_not_taken_back(world):
    before = world.office.archive.listing(CENTRE)
    with pytest.raises(CardNotGranted):
        world.office.issue.revoke(SESSION, CardSerial("k9"), "why", world.now)
    with pytest.raises(SessionUnknown):
        world.office.issue.revoke(SessionId("never"), CardSerial("k1"), "why", world.now)
    assert world.office.archive.listing(CENTRE) == before
