"""Carries results to the province and packages back; stopped anywhere, it resumes.

A result stays in the outbox until this machine holds the province's signed receipt for
exactly its bytes, so a lost answer costs a repeat and never a result.
"""

from dataclasses import dataclass

from station.errors import StationError
from station.errors.sync import (
    AnswerUnreadable,
    ProvinceUnreachable,
    ProvinceUntrusted,
    ReceiptForAnother,
)
from station.ids import Digest, UnixMs, digest_of
from station.seal.documents import verify
from station.seal.identity import Trust
from station.seal.kinds import DocumentKind
from station.store.documents import DocumentShelf
from station.store.outbox import Outbox
from station.sync.held_sessions import let_go
from station.sync.province_client import Listed, ProvinceClient
from station.sync.receipt import RECEIPT, Outcome, Receipt

NO_LINE = (ProvinceUnreachable, ProvinceUntrusted)
"""With these it is of no use to try the next one."""

FETCHED = (
    DocumentKind.RULE_PACK,
    DocumentKind.BANK,
    DocumentKind.SESSION_PACKAGE,
    DocumentKind.REVOCATION,
    DocumentKind.CARD_TEMPLATE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """What one run of the courier did.

    Attributes:
        sent: Envelopes that were answered with a receipt in this run.
        left: Envelopes that still wait for their receipt.
        problem: The last failure; None if there was none.
    """

    sent: int
    accepted: int
    conflicts: int
    refused: int
    left: int
    problem: StationError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullReport:
    """What one run of the courier brought.

    Attributes:
        fetched: Verified and saved in this run.
        held: Were here already.
        left: Could not be fetched or did not verify.
        problem: The last failure; None if there was none.
    """

    fetched: tuple[Listed, ...]
    held: int
    left: int
    problem: StationError | None = None


def push(outbox: Outbox, client: ProvinceClient, trust: Trust, now: UnixMs) -> PushReport:
    """Deliver every envelope that has no receipt yet."""
    tally = dict.fromkeys(Outcome, 0)
    problem: StationError | None = None
    for digest, envelope in outbox.pending():
        try:
            raw_receipt = client.deliver(envelope)
            receipt = read_receipt(raw_receipt, digest, trust, now)
        except StationError as error:
            problem = error
            if isinstance(error, NO_LINE):
                break
        else:
            outbox.settle(digest, raw_receipt)
            tally[receipt.outcome] += 1
    return PushReport(
        sent=sum(tally.values()),
        accepted=tally[Outcome.ACCEPTED],
        conflicts=tally[Outcome.CONFLICT],
        refused=tally[Outcome.REFUSED],
        left=len(outbox.pending()),
        problem=problem,
    )


def read_receipt(raw: bytes, envelope: Digest, trust: Trust, now: UnixMs) -> Receipt:
    """Read a receipt that the province signed for this envelope.

    Raises:
        DocumentForged, SignerUntrusted, SignerOfWrongKind, DocumentMalformed: As seal.verify.
        ReceiptForAnother: It is the receipt of another envelope.
    """
    receipt = RECEIPT.unpack(verify(raw, DocumentKind.RECEIPT, trust, now).payload)
    if receipt.envelope != envelope:
        raise ReceiptForAnother
    return receipt


def pull(shelf: DocumentShelf, client: ProvinceClient, trust: Trust, now: UnixMs) -> PullReport:
    """Fetch and verify the documents that are not here yet.

    Raises:
        ProvinceUnreachable, ProvinceRefused, AnswerUnreadable: The list could not be had.
    """
    fetched: list[Listed] = []
    held, left = 0, 0
    problem: StationError | None = None
    gone = let_go(shelf, trust)
    listed = [each for each in client.list() if each.kind in tuple(FETCHED)]
    for index, each in enumerate(listed):
        if each.digest in gone or shelf.get(each.digest) is not None:
            held += 1
            continue
        try:
            raw = _fetch(client, each, trust, now)
        except StationError as error:
            problem = error
            left += 1
            if isinstance(error, NO_LINE):
                left += len(listed) - index - 1
                break
        else:
            shelf.put(each.kind, each.digest, raw)
            fetched.append(each)
    return PullReport(fetched=tuple(fetched), held=held, left=left, problem=problem)


def _fetch(client: ProvinceClient, listed: Listed, trust: Trust, now: UnixMs) -> bytes:
    raw = client.fetch(listed.digest)
    if digest_of(raw) != listed.digest:
        raise AnswerUnreadable
    verify(raw, DocumentKind(listed.kind), trust, now)
    return raw
