"""Somebody came to the door with another person's document: an incident, until two hand it over.

The two who sent that person away have said so in the check-in; its picture is kept beside the
check-in's own, which the right person replaces who comes after. What became of it is decided as
every incident is, and until then nobody of that name gets a card.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from station.errors import StationError
from station.errors.flow import IncidentNotHere
from station.exam.incident import Decisions
from station.flow.desk_tools import DeskTools
from station.flow.incident_book import BookTools, IncidentBook
from station.flow.room_view import DecideIncident, IncidentRow
from station.identity.check_in import CheckIn, evolve
from station.identity.check_in_events import CHECK_IN_EVENT, Refused, TwoPersonsDecided
from station.identity.retention_rules import days_after
from station.identity.roster import RosterEntry
from station.ids import CandidateId, Digest, StreamId, UnixMs, digest_of
from station.store.stream import Record


@dataclass(slots=True)
class _Caught:
    """An impostor.

    Attributes:
        picture: JPEG of the face; empty if none was taken, or it is not here yet.
    """

    at: UnixMs
    captured: Digest | None
    picture: bytes = b""


@dataclass(slots=True)
class _File:
    """One candidate's check-in, as far as impostors came with it."""

    entry: RosterEntry
    state: CheckIn
    caught: dict[int, _Caught]


Saved = dict[StreamId, tuple[tuple[Record, ...], dict[int, bytes]]]


class DoorIncidents:
    """The impostors of one session. It is called on one thread."""

    def __init__(self, tools: DeskTools, failed: Callable[[StationError], None]) -> None:
        self._tools = tools
        self._failed = failed
        self._files: dict[StreamId, _File] = {}
        self._book = IncidentBook(
            BookTools(
                clock=tools.clock,
                store=tools.store,
                log=tools.file.log,
                signing=tools.signing,
                failed=failed,
            )
        )

    def start(
        self,
        found: Mapping[CandidateId, tuple[Record, ...]],
        ready: Callable[[], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Take up what the check-ins tell, then read pictures and decisions."""
        for entry in self._tools.session.package.roster:
            self._follow(entry, found[entry.candidate])

        def loaded(saved: Saved) -> None:
            for stream, (records, pictures) in saved.items():
                self._book.replay(stream, records)
                for seq, picture in pictures.items():
                    self._files[stream].caught[seq].picture = picture
            ready()

        self._tools.store.run(partial(self._load, tuple(self._with_impostors())), loaded, failed)

    def follow(self, entry: RosterEntry, records: tuple[Record, ...], picture: bytes) -> None:
        """Hear what was just saved of a check-in.

        Args:
            picture: JPEG of whoever stands there; empty if none was taken.
        """
        for caught in self._follow(entry, records):
            if caught.captured is not None and caught.captured == digest_of(picture):
                caught.picture = picture

    def keep(self, entry: RosterEntry, picture: bytes) -> None:
        """Keep an impostor's picture as evidence; it blocks, on the store's lane."""
        if picture:
            file, tools = self._tools.file, self._tools
            until = days_after(tools.clock.wall(), tools.session.rules.retention.still_days)
            file.pictures.put(file.stream(entry), _role(digest_of(picture)), picture, until)

    def rows(self) -> tuple[IncidentRow, ...]:
        """Whom nobody has handed over yet."""
        return tuple(
            _row(stream, seq, file)
            for stream, file in self._with_impostors().items()
            for seq in sorted(self._book.of(stream).undecided(frozenset(file.caught)))
        )

    def knows(self, stream: StreamId) -> bool:
        """Whether an incident of this stream is one at the door."""
        return stream in self._files

    def decide(self, wish: DecideIncident) -> None:
        """Two persons say to whom the impostor was handed over, and what it means for the card."""
        file = self._files.get(wish.stream)
        if file is None or wish.seq not in file.caught:
            self._failed(IncidentNotHere())
            return

        def decided(_: Decisions) -> None:
            self._tools.handed_over(file.entry.candidate)
            self._tools.changed()

        self._book.decide(wish, decided)

    def open_of(self, candidate: CandidateId) -> int:
        """How many of them stand between a candidate and the card."""
        return sum(
            len(self._book.of(stream).open(frozenset(file.caught)))
            for stream, file in self._with_impostors().items()
            if file.entry.candidate == candidate
        )

    def _with_impostors(self) -> dict[StreamId, _File]:
        return {stream: file for stream, file in self._files.items() if file.caught}

    def _follow(self, entry: RosterEntry, records: tuple[Record, ...]) -> list[_Caught]:
        """Apply saved records; return the impostors whom they tell of."""
        stream = self._tools.file.stream(entry)
        file = self._files.setdefault(stream, _File(entry, CheckIn(), {}))
        new = []
        for record in records:
            event = CHECK_IN_EVENT.unpack(record.body)
            compared = file.state.compared
            file.state = evolve(file.state, event)
            if isinstance(event, TwoPersonsDecided) and event.why is Refused.ANOTHER_PERSON:
                caught = _Caught(record.wall, compared.captured if compared else None)
                file.caught[record.seq] = caught
                new.append(caught)
        return new

    def _load(self, streams: tuple[StreamId, ...]) -> Saved:
        pictures = self._tools.file.pictures
        saved: Saved = {}
        for stream in streams:
            caught = self._files[stream].caught.items()
            roles = {seq: _role(each.captured) for seq, each in caught if each.captured}
            found = {seq: pictures.get(stream, role) for seq, role in roles.items()}
            kept = {seq: raw for seq, raw in found.items() if raw is not None}
            saved[stream] = (self._book.load(stream), kept)
        return saved


def _row(stream: StreamId, seq: int, file: _File) -> IncidentRow:
    caught, entry = file.caught[seq], file.entry
    return IncidentRow(
        stream=stream,
        seq=seq,
        seat=entry.seat,
        name=entry.name,
        tail=entry.tail,
        what=Refused.ANOTHER_PERSON,
        at=caught.at,
        still=caught.picture,
        reference=entry.photo,
    )


def _role(captured: Digest) -> str:
    return f"impostor-{captured.hex()[:16]}"
