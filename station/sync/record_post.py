"""Puts what the centre wrote down since the last time into the outbox, sealed.

Where it stopped is kept beside each stream and saved with the envelope, so that a run that is
broken off repeats nothing and leaves nothing out. A repeat would do no harm: the province knows a
record by its stream and number.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from station.clock import Clock
from station.ids import CentreId, SessionId, StreamId
from station.seal.envelope import seal
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.settings import Settings
from station.store.stream import Record
from station.sync.centre_records import CENTRE_RECORDS, CentreRecords, Told, card_stream, told_by
from station.sync.held_sessions import held_sessions

TOLD = "told/"
"""Settings begin so that hold the number of a stream's last record that is in the outbox."""
MOST_RECORDS = 2_000
"""In one envelope, which stays far below the largest that the province takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTools:
    """What the post works with, at one centre.

    Attributes:
        writing: Begins a transaction of the database that all of these are in.
        signer: The coordinator.
    """

    centre: CentreId
    log: EventLog
    shelf: DocumentShelf
    outbox: Outbox
    settings: Settings
    writing: Callable[[], AbstractContextManager[None]]
    trust: Trust
    signer: Identity
    clock: Clock


@dataclass(slots=True)
class _Bundle:
    """What goes out together: the records of one session, or of none."""

    seal_to: bytes
    records: list[Record] = field(default_factory=list)


def post_records(tools: PostTools, most: int = MOST_RECORDS) -> int:
    """Put every record that the province was not told into the outbox; return how many.

    A stream of a session whose package is not here, or no longer holds, waits.

    Args:
        most: So many records go into one envelope.

    Raises:
        StoreFull: The disk has no room; what was put before is in the outbox.
    """
    new = _new_records(tools)
    if not new:
        return 0
    count = 0
    for session, bundle in _by_session(tools, new).items():
        for start in range(0, len(bundle.records), most):
            part = tuple(bundle.records[start : start + most])
            _put(tools, session, part, bundle.seal_to)
            count += len(part)
    return count


def untold(log: EventLog, settings: Settings) -> int:
    """Return how many records wait that are in no envelope yet; it blocks."""
    told = settings.starting(TOLD)
    streams = (stream for kind in Told for stream in log.streams(kind.prefix))
    return sum(max(0, log.head(stream).seq - int(told.get(stream, "0"))) for stream in streams)


def _new_records(tools: PostTools) -> dict[StreamId, tuple[Record, ...]]:
    told = tools.settings.starting(TOLD)
    found = {}
    for kind in Told:
        for stream in tools.log.streams(kind.prefix):
            last = int(told.get(stream, "0"))
            if tools.log.head(stream).seq > last:
                found[stream] = tools.log.read(stream)[last:]
    return found


def _by_session(
    tools: PostTools, new: dict[StreamId, tuple[Record, ...]]
) -> dict[SessionId, _Bundle]:
    """Sort streams to the sessions that they are of; the newest package of a name counts."""
    left = dict(new)
    bundles: defaultdict[SessionId, _Bundle] = defaultdict(lambda: _Bundle(b""))
    for package in held_sessions(tools.shelf, tools.trust, tools.clock.wall()):
        if package.centre != tools.centre:
            continue
        own = {card_stream(grant.serial) for grant in package.grants}
        for stream in [each for each in left if each in own or _is_of(each, package.session)]:
            bundles[package.session].seal_to = package.seal_to
            bundles[package.session].records += left.pop(stream)
        for stream in [each for each in left if told_by(each) is Told.STOCK]:
            bundles[SessionId("")].seal_to = package.seal_to
            bundles[SessionId("")].records += left.pop(stream)
        if not left:
            break
    return dict(bundles)


def _is_of(stream: StreamId, session: SessionId) -> bool:
    """Whether a stream of orders, or of decisions over incidents, names this session."""
    decisions = tuple(f"{Told.DECISIONS}/{of}/{session}/" for of in ("attempt", "check-in"))
    return stream == f"{Told.ORDERS}/{session}" or stream.startswith(decisions)


def _put(tools: PostTools, session: SessionId, records: tuple[Record, ...], seal_to: bytes) -> None:
    content = CentreRecords(centre=tools.centre, session=session, records=records)
    label = f"{DocumentKind.CENTRE_RECORDS}/{session}".encode()
    envelope = seal(
        CENTRE_RECORDS.pack(content), seal_to, label, tools.signer, DocumentKind.CENTRE_RECORDS
    )
    with tools.writing():
        tools.outbox.add(envelope)
        for stream, last in {record.stream: record.seq for record in records}.items():
            tools.settings.put(f"{TOLD}{stream}", str(last))
