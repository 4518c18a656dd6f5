"""What the card desk does with a person at the counter: hand a card over, or void one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from station.camera.pictures import jpeg
from station.camera.port import Camera, FaceEngine
from station.clock import Clock
from station.credential import card_commands as command
from station.errors import StationError
from station.flow import card_view as view
from station.flow.card import Card
from station.flow.desk_file import HEAD, declined_pictures
from station.flow.hand_over_eye import CompareForHandOver, HolderSeen
from station.flow.lane import Lane
from station.flow.papers import OpenSession, check_in_stream
from station.flow.signing import Signing
from station.identity.retention_rules import days_after
from station.identity.roster import RosterEntry
from station.ids import StaffId, StreamId, digest_of
from station.store.event_log import EventLog
from station.store.pictures import Pictures

SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTools:
    """What the sheets work with.

    Attributes:
        eye: The lane of the desk's camera.
        signing: Where two persons sign.
        named: As in CardTools.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    log: EventLog
    pictures: Pictures
    eye: Lane
    camera: Camera
    faces: FaceEngine
    signing: Signing
    changed: Callable[[], None]
    named: Callable[[RosterEntry], RosterEntry] = lambda entry: entry


class CardSheets:
    """At most one sheet is open; what is answered after it was closed comes to nothing.

    Args:
        give: Hands a command to a card's stream.

    Attributes:
        sheet: What the window shows of it; None if none is open.
    """

    def __init__(self, tools: SheetTools, give: Callable[[Card, command.Command], None]) -> None:
        self._tools = tools
        self._give = give
        self._look = CompareForHandOver(
            tools.eye, tools.camera, tools.faces, tools.session.rules.face
        )
        self._similarity: float | None = None
        self.sheet: view.CardSheet | None = None

    def close(self) -> None:
        """Put the sheet away; nothing of it is kept."""
        self._show(None)

    # Void

    def open_void(self, card: Card) -> None:
        """Ask why a printed card is to be cut up."""
        self._show(
            view.VoidSheet(
                serial=card.grant.serial,
                name=self._entry(card).name,
                print_number=card.live.state.print_number,
                proof=_proof(card),
                picture=b"",
                trouble=None,
            )
        )

    def take_picture(self) -> None:
        """Take a picture of the cut card with the desk's camera."""
        asked = self.sheet
        if not isinstance(asked, view.VoidSheet):
            return

        def taken(picture: bytes) -> None:
            if self.sheet is asked:
                self._show(replace(asked, picture=picture, trouble=None))

        tools = self._tools
        tools.eye.run(lambda: jpeg(tools.camera.read()), taken, partial(self._trouble, asked))

    def void(self, card: Card, wish: view.ConfirmVoid) -> None:
        """Void a card once two persons have signed and its picture is kept."""
        asked = self.sheet
        if not isinstance(asked, view.VoidSheet) or not asked.picture:
            return
        voided = command.Void(
            reason=wish.reason,
            first=wish.first.staff,
            second=wish.second.staff,
            picture=digest_of(asked.picture),
        )
        role = f"void-{asked.print_number}"
        kept = partial(self._done, card, voided)
        self._tools.signing.two(
            wish.first,
            wish.second,
            lambda: self._keep(card, role, asked.picture, kept, asked),
            partial(self._trouble, asked),
        )

    # Hand over

    def open_hand_over(self, card: Card) -> None:
        """Look who reaches for the card."""
        entry = self._entry(card)
        sheet = view.HandOverSheet(
            serial=card.grant.serial,
            name=entry.name,
            tail=entry.tail,
            proof=_proof(card),
            head=b"",
            seen=b"",
            holder=view.Holder.LOOKING,
            trouble=None,
        )
        self._similarity = None
        self._show(sheet)

        def found(holder: tuple[bytes, bool]) -> None:
            head, may_picture = holder
            asked = replace(sheet, head=head or entry.photo)
            if may_picture:
                self._compare(asked)
            else:  # the holder agreed to no picture: two persons look
                self._show(replace(asked, holder=view.Holder.UNSURE))

        stream = check_in_stream(self._tools.session.package.session, entry)
        self._tools.store.run(partial(self._holder, stream), found, partial(self._unsure, sheet))

    def _holder(self, stream: StreamId) -> tuple[bytes, bool]:
        """Return the head as seen at the door, and whether the holder may be pictured now."""
        records = self._tools.log.read(stream)
        return self._tools.pictures.get(stream, HEAD) or b"", not declined_pictures(records)

    def hand_over(self, card: Card, wish: view.ConfirmHandOver) -> None:
        """Hand the card over: the face was known, or two persons sign for it.

        The holder signs too; for one who cannot, two persons do and say why.
        """
        asked = self.sheet
        if not isinstance(asked, view.HandOverSheet):
            return
        if not wish.signature and (wish.together is None or not wish.unsigned):
            return
        by: tuple[StaffId, ...] = (self._tools.session.duty.who,)
        together = wish.together
        if together is not None:
            by = (together[0].staff, together[1].staff)
        elif asked.holder is not view.Holder.KNOWN:
            return
        handed = command.HandOver(
            by=by,
            similarity=self._similarity,
            signature=digest_of(wish.signature) if wish.signature else None,
            unsigned="" if wish.signature else wish.unsigned,
        )
        done = partial(self._done, card, handed)
        keep = partial(self._keep, card, SIGNATURE, wish.signature, done, asked)
        if together is None:
            keep()
        else:
            self._tools.signing.two(*together, keep, partial(self._trouble, asked))

    def _compare(self, sheet: view.HandOverSheet) -> None:
        self._show(sheet)

        def seen(holder: HolderSeen) -> None:
            if self.sheet is sheet:
                known = view.Holder.KNOWN if holder.known else view.Holder.UNSURE
                self._similarity = holder.similarity if holder.known else None
                self._show(replace(sheet, seen=holder.captured, holder=known))

        self._look.at(sheet.head, seen, partial(self._unsure, sheet))

    def _unsure(self, sheet: view.HandOverSheet, error: StationError) -> None:
        if self.sheet is sheet:
            self._show(replace(sheet, holder=view.Holder.UNSURE, trouble=error))

    # Both

    def _keep(
        self,
        card: Card,
        role: str,
        picture: bytes,
        kept: Callable[[], None],
        asked: view.CardSheet,
    ) -> None:
        """Keep what proves the step before the step itself is saved."""
        if not picture:
            kept()
            return
        tools = self._tools
        delete_after = days_after(tools.clock.wall(), tools.session.rules.retention.card_days)
        put = partial(tools.pictures.put, card.live.name, role, picture, delete_after)
        tools.store.run(put, lambda _: kept(), partial(self._trouble, asked))

    def _done(self, card: Card, done: command.Command) -> None:
        self._show(None)
        self._give(card, done)

    def _trouble(self, asked: view.CardSheet, error: StationError) -> None:
        if self.sheet is asked:
            self._show(replace(asked, trouble=error))

    def _show(self, sheet: view.CardSheet | None) -> None:
        self.sheet = sheet
        self._tools.changed()

    def _entry(self, card: Card) -> RosterEntry:
        roster = self._tools.session.package.roster
        found = next(entry for entry in roster if entry.candidate == card.grant.candidate)
        return self._tools.named(found)


def _proof(card: Card) -> bytes:
    return card.drawn.proof() if card.drawn is not None else b""
