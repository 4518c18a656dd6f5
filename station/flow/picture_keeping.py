"""No picture stays longer than the rule pack lets it; each deletion leaves a signed record.

The coordinator and every seat have one: faces are kept at both. A wall clock that nobody bears out
deletes nothing: what it named too old would be gone for good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.clock import Clock
from station.errors import StationError
from station.errors.flow import ClockFarAhead, ManyPersonsStored
from station.flow.lane import Lane
from station.identity.retention_rules import RetentionRules, days_after
from station.ids import CentreId, MonoMs, UnixMs
from station.seal.documents import sign
from station.seal.identity import Identity
from station.seal.kinds import DocumentKind, SignerKind
from station.store.picture_book import Due, Outdated, PictureBook
from station.sync.deletion_record import DELETION_RECORD, DeletedKind, DeletionRecord

EVERY_MS = 60 * 60_000

_KINDS = {
    SignerKind.COORDINATOR: DocumentKind.DELETION,
    SignerKind.SEAT: DocumentKind.SEAT_DELETION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingTools:
    """What the deletion job works with.

    Attributes:
        signer: This machine's own identity, a coordinator's or a seat's.
        borne_out: The latest time that somebody else has named: the province for its session, the
            coordinator for a seat. None while nobody has.
        persons: Counts the persons of whom there are pictures.
        outdated: Names the documents whose photos are to go; both block, on the store's lane.
    """

    book: PictureBook
    store: Lane
    clock: Clock
    centre: CentreId
    signer: Identity
    rules: RetentionRules
    borne_out: Callable[[], UnixMs | None]
    persons: Callable[[], int] = lambda: 0
    outdated: Callable[[UnixMs], tuple[Outdated, ...]] = lambda _: ()


class PictureKeeping:
    """Deletes what is due at the start and once an hour, and counts the persons pictured.

    Attributes:
        warning: What the staff should know: so many persons that the centre must register, or a
            job that could not be done; None if all is well.
    """

    def __init__(self, tools: KeepingTools) -> None:
        self._tools = tools
        self._next_at: MonoMs = tools.clock.mono()
        self.warning: StationError | None = None

    @property
    def trouble(self) -> str:
        """The code of what keeps this machine from deleting; empty if nothing does."""
        many = isinstance(self.warning, ManyPersonsStored)
        return self.warning.code if self.warning is not None and not many else ""

    def tick(self) -> None:
        """Hear that time went by; do the job if it is time."""
        now = self._tools.clock.mono()
        if now >= self._next_at:
            self._next_at = MonoMs(now + EVERY_MS)
            self._tools.store.run(self._clean, self._counted, self._failed)

    def _clean(self) -> int:
        tools, now, named = self._tools, self._tools.clock.wall(), self._tools.borne_out()
        if named is not None:
            if now > days_after(named, tools.rules.believed_days):
                raise ClockFarAhead
            kind, record = _KINDS[tools.signer.kind], partial(self._record, now)
            tools.book.delete_due(now, kind, record, tools.outdated(now))
        return tools.persons()

    def _record(self, now: UnixMs, due: tuple[Due, ...]) -> bytes:
        kinds = tuple(
            DeletedKind(role=each.role, count=each.count, kept_until=each.until) for each in due
        )
        record = DeletionRecord(centre=self._tools.centre, at=now, kinds=kinds)
        return sign(
            _KINDS[self._tools.signer.kind], DELETION_RECORD.pack(record), self._tools.signer
        )

    def _counted(self, persons: int) -> None:
        many = persons >= self._tools.rules.warn_at_persons
        self.warning = ManyPersonsStored(count=persons) if many else None

    def _failed(self, error: StationError) -> None:
        self.warning = error
