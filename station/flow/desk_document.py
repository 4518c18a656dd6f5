"""What lies on the table: a card that is read, a document that is typed, and whose it is."""

from collections.abc import Callable

from station.clock import day_of
from station.errors import StationError
from station.errors.flow import CameTooLate, CardNotLaid
from station.errors.identity import NotOnRoster
from station.errors.reader import PhotoUndecodable
from station.flow.desk_reasons import expected_elsewhere, is_too_late
from station.flow.desk_tools import DeskTools
from station.flow.desk_view import TypeDocument
from station.identity import check_in_commands as ask
from station.identity.check_in import CheckIn, CheckInPhase
from station.identity.document import IdentityDocument, TypedDocument
from station.identity.document_check import fingerprint
from station.identity.number import born_alike, is_region_unknown, parse_number
from station.identity.roster import RosterEntry
from station.ids import digest_of


class DeskDocument:
    """Reads documents and finds whose they are; what they come to is decided elsewhere."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def read(
        self,
        laid: Callable[[IdentityDocument, bytes], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Read the card on the reader.

        Args:
            laid: Gets the document, and its photo as PNG or JPEG; empty without a decoder.
        """
        self._tools.reader_lane.run(self._read, lambda read: laid(*read), failed)

    def _read(self) -> tuple[IdentityDocument, bytes]:
        document = self._tools.reader.read_card()
        if document is None:
            raise CardNotLaid
        try:
            photo = self._tools.decoder.decode(document.raw_photo)
        except PhotoUndecodable:
            photo = b""  # the enrolment photo is compared instead
        return document, photo

    def typed(self, wish: TypeDocument) -> TypedDocument:
        """Take a document that staff have read with their eyes.

        Raises:
            StationError: The number cannot be; it is typed again.
        """
        number = parse_number(wish.number, day_of(self._tools.clock.wall()), wish.kind).value
        return TypedDocument(
            kind=wish.kind, paper=wish.paper, number=number, name=wish.name.strip()
        )

    def whose(self, document: IdentityDocument | TypedDocument) -> RosterEntry:
        """Return whose document it is.

        Raises:
            NotOnRoster: Of nobody who is expected here.
            ExpectedElsewhere: Of somebody who is expected in another session.
        """
        entry = self._tools.session.entry(document.number)
        if entry is None:
            elsewhere = self._tools.elsewhere.get(document.number)
            raise expected_elsewhere(elsewhere) or NotOnRoster()
        return entry

    def check_time(self, state: CheckIn) -> None:
        """Let nobody in who comes too late; whoever was let in before may come back.

        Raises:
            CameTooLate: The rule pack, or the paper's own time, lets nobody in any more.
        """
        tools = self._tools
        late = is_too_late(tools.session, tools.started_at(), tools.clock.wall())
        if late and state.phase is not CheckInPhase.ADMITTED:
            raise CameTooLate

    def is_region_unknown(self, document: IdentityDocument | TypedDocument) -> bool:
        """Tell whether the number's region is in no list; that only warns."""
        return is_region_unknown(document.number, day_of(self._tools.clock.wall()))

    def presented(
        self, document: IdentityDocument | TypedDocument, entry: RosterEntry
    ) -> ask.Present:
        """Return what laying it down asks of the check-in."""
        tools = self._tools
        package, rules = tools.session.package, tools.session.rules
        today = day_of(tools.clock.wall())
        texts = tuple(digest_of(text.encode()) for _, text in rules.consents)
        return ask.Present(
            document=document,
            entry=entry,
            fingerprint=fingerprint(document, tools.fingerprint_key),
            today=today,
            rules=rules.admission,
            trade=package.blueprint.trade,
            born_alike=any(
                born_alike(entry.number, other.number, today) for other in package.roster
            ),
            consent=texts[0] if texts else None,
            consent_in=texts[1:],
        )
