"""The courier over a real road: nothing is lost, nothing doubled, no lie is taken."""

import hashlib

import pytest
from fastapi import FastAPI, Request, Response

from station.clock import HeldClock
from station.errors.sync import AnswerUnreadable, ProvinceRefused, ProvinceUnreachable
from station.province import keys
from station.province.serve import listen
from station.seal.documents import sign
from station.seal.kinds import DocumentKind
from station.sync.courier import pull, push, read_receipt
from station.sync.province_client import ProvinceClient
from station.sync.receipt import RECEIPT, Outcome, Receipt
from tests.unit.province.conftest import serving
from tests.unit.province.world import LI, SESSION, WANG


def code_of(report):
    return report.problem.code if report.problem else ""


@pytest.fixture
def trust(world):
    return world.office.keys.trust


def answering(answer):
    """A province that answers every envelope with what `answer` makes of it."""
    app = FastAPI()

    @app.post("/v1/envelopes")
    async def envelopes(request: Request) -> Response:
        return answer(await request.body())

    return app


def test_every_result_arrives_and_is_settled(world, outbox, client, trust):
    digests = [outbox.add(world.sealed(world.bundle(who))) for who in (LI, WANG)]
    report = push(outbox, client, trust, world.now)
    assert (report.sent, report.accepted, report.left, code_of(report)) == (2, 2, 0, "")
    assert len(world.office.ledger.results(SESSION)) == 2
    for digest in digests:
        assert read_receipt(outbox.receipt(digest), digest, trust, world.now).mark_equal
    again = push(outbox, client, trust, world.now)
    assert (again.sent, again.left) == (0, 0)


def test_conflicts_and_refusals_are_counted_and_settled(world, outbox, client, trust):
    for bundle in (
        world.bundle(right=6),
        world.bundle(right=1),
        world.bundle(WANG, paper=world.paper(LI)),
    ):
        outbox.add(world.sealed(bundle))
    report = push(outbox, client, trust, world.now)
    assert (report.accepted, report.conflicts, report.refused, report.left) == (1, 1, 1, 0)


def test_with_no_line_everything_waits(world, outbox, context, trust):
    outbox.add(world.sealed(world.bundle()))
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    with ProvinceClient(f"https://127.0.0.1:{port}", context, world.token) as client:
        report = push(outbox, client, trust, world.now)
    assert (report.sent, report.left, code_of(report)) == (0, 1, ProvinceUnreachable.code)


def test_an_answer_that_is_lost_costs_a_repeat_and_no_result(world, outbox, client, context, trust):
    def take_in_and_lose_the_answer(raw):
        world.office.intake.take_in(raw, world.now)
        return Response(status_code=502)

    outbox.add(world.sealed(world.bundle()))
    with (
        serving(answering(take_in_and_lose_the_answer), world.office.keys) as elsewhere,
        ProvinceClient(elsewhere, context, world.token) as bad_line,
    ):
        report = push(outbox, bad_line, trust, world.now)
    assert (report.sent, report.left, code_of(report)) == (0, 1, ProvinceRefused.code)
    assert len(world.office.ledger.results(SESSION)) == 1
    report = push(outbox, client, trust, world.now)
    assert (report.accepted, report.left) == (1, 0)
    assert len(world.office.ledger.results(SESSION)) == 1


def receipt_for(envelope, signer):
    receipt = Receipt(
        envelope=envelope,
        outcome=Outcome.ACCEPTED,
        code="",
        session=SESSION,
        candidate=LI,
        marks=8,
        mark_equal=True,
        received_at=HeldClock().wall(),
    )
    return sign(DocumentKind.RECEIPT, RECEIPT.pack(receipt), signer)


def digest_of(raw):
    return hashlib.sha256(raw).digest()


@pytest.fixture(scope="session")
def other_province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("other")
    keys.found(folder, "other", HeldClock().wall())
    return keys.load(folder, "other")


LIES = {
    "SYN-06": lambda raw, keys, other: receipt_for(digest_of(b"another"), keys.province),
    "DOC-03": lambda raw, keys, other: receipt_for(digest_of(raw), other.province),
    "DOC-01": lambda raw, keys, other: b"thank you",
    "DOC-02": lambda raw, keys, other: _spoilt(receipt_for(digest_of(raw), keys.province)),
    "SYN-03": lambda raw, keys, other: bytes(5 * 1024 * 1024),
}


def _spoilt(raw):
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize("code", LIES)
def test_a_receipt_that_does_not_hold_settles_nothing(
    world, outbox, context, trust, other_province, code
):
    digest = outbox.add(world.sealed(world.bundle()))
    province = world.office.keys
    app = answering(lambda raw: Response(LIES[code](raw, province, other_province)))
    with (
        serving(app, province) as elsewhere,
        ProvinceClient(elsewhere, context, world.token) as liar,
    ):
        report = push(outbox, liar, trust, world.now)
    assert (report.sent, report.left, code_of(report)) == (0, 1, code)
    assert outbox.receipt(digest) is None


def test_pull_brings_every_document_once(world, shelf, client, trust):
    report = pull(shelf, client, trust, world.now)
    assert sorted(each.kind for each in report.fetched) == ["bank", "rule-pack", "session-package"]
    assert (report.held, report.left, code_of(report)) == (0, 0, "")
    assert shelf.get(world.bank)
    again = pull(shelf, client, trust, world.now)
    assert (again.fetched, again.held) == ((), 3)


def test_pull_keeps_nothing_that_does_not_verify(world, shelf, context, trust):
    raw = world.office.archive.document(world.rule_pack).raw
    forged = _spoilt(raw)
    held = {
        digest_of(forged).hex(): forged,  # named rightly, signed wrongly
        world.bank.hex(): raw,  # other bytes than the name says
        world.rule_pack.hex(): raw,
    }
    kinds = ("rule-pack", "bank", "rule-pack")
    app = FastAPI()

    @app.get("/v1/documents")
    def listing() -> list[dict[str, str]]:
        return [
            *({"kind": kind, "digest": name} for kind, name in zip(kinds, held, strict=True)),
            {"kind": "horoscope", "digest": "00" * 32},
        ]

    @app.get("/v1/documents/{name}")
    def document(name: str) -> Response:
        return Response(held[name])

    with (
        serving(app, world.office.keys) as elsewhere,
        ProvinceClient(elsewhere, context, world.token) as liar,
    ):
        report = pull(shelf, liar, trust, world.now)
    assert [each.digest for each in report.fetched] == [world.rule_pack]
    assert report.left == 2
    assert shelf.get(digest_of(forged)) is None
    assert shelf.get(world.bank) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b'[{"kind": "bank"}]',
        b'[{"kind": "bank", "digest": "zz"}]',
        b'[{"kind": "bank", "digest": "00"}]',
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(world, shelf, context, trust, raw):
    app = FastAPI()
    app.add_api_route("/v1/documents", lambda: Response(raw))
    with (
        serving(app, world.office.keys) as elsewhere,
        ProvinceClient(elsewhere, context, world.token) as liar,
        pytest.raises(AnswerUnreadable),
    ):
        pull(shelf, liar, trust, world.now)
