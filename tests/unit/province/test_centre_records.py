"""What a centre wrote down itself, from its log to the officer's page: once, in order, unforged."""

import asyncio
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

import httpx
import psycopg
import pytest

from station.credential.card_events import (
    CARD_EVENT,
    Composed,
    HandedOver,
    Printed,
    Released,
    Sent,
    Voided,
    VoidReason,
)
from station.credential.check import Finding
from station.credential.stock_events import (
    STOCK_EVENT,
    BoxReceived,
    Counted,
    DayClosed,
    DifferenceSigned,
)
from station.errors.document import DocumentMalformed, EnvelopeSealed, SignerOfWrongKind
from station.errors.province import (
    CardNotGranted,
    RecordsConflict,
    SeatOfAnotherCentre,
    SessionUnknown,
)
from station.ids import (
    CandidateId,
    CardSerial,
    CentreId,
    Digest,
    Epoch,
    SessionId,
    StreamId,
    digest_of,
)
from station.province.app import create_app
from station.province.card_page import cards_page, stocks_page
from station.seal.documents import sign, verify
from station.seal.envelope import seal
from station.seal.identity import complete, issue, request
from station.seal.kinds import DocumentKind, SignerKind
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.settings import Settings
from station.sync import record_post
from station.sync.centre_records import CENTRE_RECORDS, CentreRecords, card_stream
from station.sync.receipt import Outcome
from station.sync.record_post import PostTools, post_records, untold
from tests.unit.province.test_intake import deliver
from tests.unit.province.world import FIRST, LI, SECOND, SESSION, chain, enrol

CARD = card_stream(CardSerial("k1"))
STOCK = StreamId("stock/cards")
PRINTED = [
    Composed(serial=CardSerial("k1"), candidate=LI, raster=Digest(bytes(32))),
    Released(),
    Sent("1"),
    Printed(transfer_ms=300, mechanism_ms=8_000),
]
HANDED = HandedOver(by=(FIRST,), similarity=0.6, signature=None)
VOID = Voided(
    reason=VoidReason.SMUDGED, first=FIRST, second=SECOND, picture=digest_of(b"a picture")
)


def desk_of(centre, now):
    asked = request(SignerKind.COORDINATOR, "coordinator")
    made = issue(centre, asked.csr, SignerKind.COORDINATOR, "coordinator", centre.centre, now, 30)
    return complete(asked, made)


def records(events, stream=CARD, codec=CARD_EVENT):
    return chain([(event, n * 1_000) for n, event in enumerate(events)], stream, codec)


def told(world, *parts, session=SESSION, **changes):
    content = CentreRecords(
        centre=world.package.centre, session=session, records=tuple(r for p in parts for r in p)
    )
    return replace(content, **changes)


def sealed(world, content, signer=None, kind=DocumentKind.CENTRE_RECORDS):
    desk = signer or desk_of(world.centre, world.now)
    return seal(CENTRE_RECORDS.pack(content), world.package.seal_to, b"records", desk, kind)


def card(world):
    return world.office.cards.card(SESSION, CardSerial("k1"))


def test_a_printed_card_is_in_the_register(world):
    assert card(world).finding is Finding.UNKNOWN
    answer = deliver(world, sealed(world, told(world, records(PRINTED))))
    assert (answer.outcome, answer.session, answer.marks) == (Outcome.ACCEPTED, SESSION, None)
    found = card(world)
    assert found.finding is Finding.SAMPLE, "the rules are a drill's"
    assert found.story.printed_on == date(2026, 9, 21)
    assert found.story.handed_on is None
    assert found.valid_until == date(2032, 8, 31)
    assert found.story.way.print_number == 1


def test_the_register_follows_the_card_to_its_next_print(world):
    whole = records([*PRINTED, VOID, *PRINTED[1:], HANDED])
    for start in range(0, len(whole), 3):
        deliver(world, sealed(world, told(world, whole[start : start + 3])))
    found = card(world)
    assert [each.reason for each in found.story.way.voids] == [VoidReason.SMUDGED]
    assert found.story.way.print_number == 2
    assert found.story.handed_on == date(2026, 9, 21)


def test_the_order_in_which_envelopes_come_does_not_matter(world):
    whole = records(PRINTED)
    deliver(world, sealed(world, told(world, whole[2:])))
    assert not card(world).story.whole, "what has no beginning is not believed"
    assert card(world).amiss
    deliver(world, sealed(world, told(world, whole[:2])))
    assert card(world).story.whole
    assert card(world).story.printed_on is not None


def test_records_that_come_twice_are_kept_once(world, database):
    for _ in range(3):
        answer = deliver(world, sealed(world, told(world, records(PRINTED))))
        assert answer.outcome is Outcome.ACCEPTED
    with database.transaction() as db:
        assert db.execute("SELECT count(*) FROM centre_record").fetchone() == (len(PRINTED),)


def test_other_records_of_the_same_names_are_a_conflict_and_the_first_stay(world):
    deliver(world, sealed(world, told(world, records(PRINTED))))
    other = records([*PRINTED[:2], Sent("2"), *PRINTED[3:], VOID])
    answer = deliver(world, sealed(world, told(world, other)))
    assert (answer.outcome, answer.code) == (Outcome.CONFLICT, RecordsConflict.code)
    assert card(world).story.way.printer == "1"
    assert not card(world).story.way.voids, "what follows a fork is not believed"
    assert card(world).amiss
    (trouble,) = world.office.ledger.troubles()
    assert trouble.code == RecordsConflict.code


def test_what_was_received_is_final(world, database):
    deliver(world, sealed(world, told(world, records(PRINTED))))
    with pytest.raises(psycopg.errors.RaiseException), database.transaction() as db:
        db.execute("DELETE FROM centre_record")


def test_a_card_that_nobody_granted_is_shown_and_not_hidden(world):
    composed = replace(PRINTED[0], serial=CardSerial("k9"), candidate=CandidateId("c9"))
    stream = card_stream(CardSerial("k9"))
    deliver(world, sealed(world, told(world, records([composed, *PRINTED[1:]], stream))))
    strange = world.office.cards.card(SESSION, CardSerial("k9"))
    assert strange.amiss
    assert not strange.granted
    page = cards_page(SESSION, world.office.cards.cards(SESSION), str)
    assert "no grant" in page


def test_a_card_of_somebody_who_did_not_pass_is_amiss(world):
    deliver(world, sealed(world, told(world, records(PRINTED))))
    assert not card(world).amiss, "the result may still be on its way"
    deliver(world, world.sealed(world.bundle(right=0)))
    assert card(world).amiss
    assert card(world).passed is False


def test_f29_a_revoked_card_shows_it(world):
    deliver(world, sealed(world, told(world, records(PRINTED))))
    world.office.issue.revoke(SESSION, CardSerial("k1"), "found out", world.now)
    assert card(world).finding is Finding.REVOKED


def test_a_card_that_is_not_known_is_refused_by_name(world):
    with pytest.raises(CardNotGranted):
        world.office.cards.card(SESSION, CardSerial("k2"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"centre": CentreId("centre-2")}, SeatOfAnotherCentre.code),
        ({"session": SessionId("no such session")}, SessionUnknown.code),
    ],
)
def test_a_centre_tells_of_itself_alone(world, change, code):
    answer = deliver(world, sealed(world, told(world, records(PRINTED), **change)))
    assert (answer.outcome, answer.code) == (Outcome.REFUSED, code)
    assert card(world).story.way.sent == 0


def test_another_centre_tells_nothing_of_this_session(world):
    other, _ = enrol(world.office, CentreId("centre-2"), world.now)
    content = told(world, records(PRINTED), centre=CentreId("centre-2"))
    answer = deliver(world, sealed(world, content, desk_of(other, world.now)))
    assert answer.code == SessionUnknown.code


def test_a_seat_may_not_speak_for_its_centre(world):
    content = CENTRE_RECORDS.pack(told(world, records(PRINTED)))
    with pytest.raises(SignerOfWrongKind):
        seal(content, world.package.seal_to, b"", world.seat, DocumentKind.CENTRE_RECORDS)
    answer = deliver(world, seal(content, world.package.seal_to, b"", world.seat))
    assert answer.code == DocumentMalformed.code, "an attempt it is not"


def test_a_result_may_not_come_as_records(world):
    raw = world.sealed(world.bundle())
    desk = desk_of(world.centre, world.now)
    anew = sign(DocumentKind.CENTRE_RECORDS, raw, desk)
    assert deliver(world, anew).code == DocumentMalformed.code


def test_records_signed_anew_by_another_desk_do_not_open(world):
    first, second = desk_of(world.centre, world.now), desk_of(world.centre, world.now)
    content = CENTRE_RECORDS.pack(told(world, records(PRINTED)))
    raw = seal(content, world.package.seal_to, b"", first, DocumentKind.CENTRE_RECORDS)
    trust = world.office.keys.trust
    inside = verify(raw, DocumentKind.CENTRE_RECORDS, trust, world.now).payload
    stolen = sign(DocumentKind.CENTRE_RECORDS, inside, second)
    assert deliver(world, stolen).code == EnvelopeSealed.code


@pytest.mark.parametrize("stream", ["attempt/s/c1", "check-in/s/c1", "cards/k1", "card", ""])
def test_only_the_streams_of_the_closed_list_travel(stream):
    record = records(PRINTED)[0]
    with pytest.raises(ValueError, match=r"names its stream|does not travel"):
        CentreRecords(
            centre=CentreId("centre-1"),
            session=SESSION,
            records=(replace(record, stream=StreamId(stream)),),
        )


def test_the_blanks_of_a_centre_and_a_difference_that_was_signed_for(world):
    events = [
        BoxReceived(box="B-1", cards=100, by=FIRST),
        Counted(blanks=97, voids=0, ribbons=0, by=FIRST),
        DifferenceSigned(case="three lost <b>", first=FIRST, second=SECOND),
        Counted(blanks=97, voids=0, ribbons=0, by=FIRST),
        DayClosed(day=date(2026, 9, 21), by=FIRST),
    ]
    content = told(world, records(events, STOCK, STOCK_EVENT), session=SessionId(""))
    assert deliver(world, sealed(world, content)).outcome is Outcome.ACCEPTED
    (account,) = world.office.cards.stocks()
    assert account.whole
    assert account.stock.expected.blanks == 97
    assert account.stock.closed == date(2026, 9, 21)
    assert [entry.blanks for entry in account.entries] == [-3, 0]
    page = stocks_page([account], str)
    assert "three lost &lt;b&gt;" in page
    assert "-3" in page


def test_words_of_a_newer_program_are_kept_and_not_guessed(world):
    good = records(PRINTED)
    strange = replace(good[1], body=b"\xa1aa\x01")
    answer = deliver(world, sealed(world, told(world, (good[0], strange))))
    assert answer.outcome is Outcome.ACCEPTED
    assert card(world).finding is Finding.UNKNOWN
    assert card(world).amiss


def test_the_pages_are_the_officers_alone(world, client, officer_password):
    app = create_app(world.office)
    transport = httpx.ASGITransport(app=app)

    async def get(path, auth):
        async with httpx.AsyncClient(transport=transport, base_url="https://province") as web:
            return await web.get(path, auth=auth)

    for path in (f"/sessions/{SESSION}/cards", "/blanks"):
        assert asyncio.run(get(path, None)).status_code == 401
        answer = asyncio.run(get(path, ("officer", officer_password)))
        assert answer.status_code == 200
        assert "<h1>" in answer.text


# The centre's end


@pytest.fixture
def post(world, tmp_path):
    """The coordinator's store with the session's package on its shelf."""
    with ExitStack() as stack:
        database = open_database(tmp_path / "desk.db", bytes(32))
        stack.callback(database.close)
        shelf = DocumentShelf(database)
        listing = world.office.archive.listing(world.package.centre)
        digest = next(each for kind, each in listing if kind == DocumentKind.SESSION_PACKAGE)
        issued = world.office.archive.document(digest)
        shelf.put(DocumentKind.SESSION_PACKAGE, digest, issued.raw)
        yield PostTools(
            centre=world.package.centre,
            log=EventLog(database),
            shelf=shelf,
            outbox=Outbox(database),
            settings=Settings(database),
            writing=database.writing,
            trust=world.office.keys.trust,
            signer=desk_of(world.centre, world.now),
            clock=world.clock,
        )


def write(post, events, stream=CARD, codec=CARD_EVENT):
    bodies = [codec.pack(event) for event in events]
    post.log.write(stream, Epoch(1), 0, post.clock.wall(), bodies)


def push(world, post):
    for digest, envelope in post.outbox.pending():
        post.outbox.settle(digest, world.office.intake.take_in(envelope, world.now))


def test_the_centre_tells_what_is_new_and_nothing_twice(world, post):
    assert post_records(post) == 0
    write(post, PRINTED)
    write(post, [BoxReceived(box="B-1", cards=100, by=FIRST)], STOCK, STOCK_EVENT)
    assert untold(post.log, post.settings) == len(PRINTED) + 1
    assert post_records(post) == len(PRINTED) + 1
    assert untold(post.log, post.settings) == 0
    assert post.outbox.count() == 2, "one of the session, one of the centre"
    assert post_records(post) == 0
    push(world, post)
    write(post, [HANDED])
    assert post_records(post) == 1
    push(world, post)
    assert card(world).story.handed_on is not None
    (account,) = world.office.cards.stocks()
    assert account.stock.expected.blanks == 100


def test_orders_and_decisions_travel_too(world, post):
    write(post, PRINTED[:1], StreamId(f"room/{SESSION}"))
    write(post, PRINTED[:1], StreamId(f"decided/attempt/{SESSION}/{LI}"))
    write(post, PRINTED[:1], StreamId(f"attempt/{SESSION}/{LI}"))
    assert post_records(post) == 2, "an attempt goes its own way, sealed by its seat"


def test_a_disk_that_is_full_leaves_all_to_the_next_run(world, post):
    write(post, PRINTED)
    broken = replace(post, settings=FullSettings(post.settings))
    with pytest.raises(OSError, match="full"):
        post_records(broken)
    assert post.outbox.count() == 0
    assert post_records(post) == len(PRINTED)


class FullSettings:
    """Settings on a disk that has no room for one more."""

    def __init__(self, settings):
        self.starting = settings.starting

    def put(self, *_):
        raise OSError("full")


def test_a_forgotten_mark_repeats_and_does_no_harm(world, post):
    write(post, PRINTED)
    post_records(post)
    post.settings.put(f"{record_post.TOLD}{CARD}", "0")
    assert post_records(post) == len(PRINTED)
    push(world, post)
    assert card(world).story.whole
    assert world.office.ledger.troubles() == ()


def test_many_records_go_in_several_envelopes(world, post):
    write(post, [*PRINTED, VOID, *PRINTED[1:], HANDED])
    post_records(post, most=3)
    assert post.outbox.count() == 3
    push(world, post)
    assert card(world).story.handed_on is not None


def test_a_card_of_a_session_that_is_not_here_waits(world, post):
    write(post, PRINTED, card_stream(CardSerial("k7")))
    assert post_records(post) == 0
    assert post.outbox.count() == 0
