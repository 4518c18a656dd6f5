"""The admission desk's flow: document, consent, face, and two persons where those are not enough.

One person stands at the desk. Whoever needs two persons' decision steps aside while the next card
is read, and is turned to again; nobody is lost, and nobody is decided on unseen. The camera runs
only while somebody stands there who may be pictured.
"""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.flow import desk_view as view
from station.flow.desk_camera import DeskCamera
from station.flow.desk_consent import DeskConsent
from station.flow.desk_document import DeskDocument
from station.flow.desk_eye import Comparison, as_command
from station.flow.desk_file import Admission, Live, admission_of, named
from station.flow.desk_glyphs import DeskGlyphs
from station.flow.desk_queue import UNDECIDED, DeskQueue
from station.flow.desk_reasons import why_refused
from station.flow.desk_screen import DeskSight, show_desk
from station.flow.desk_tools import DeskTools, Visitor
from station.flow.door_incidents import DoorIncidents
from station.identity import check_in as door
from station.identity import check_in_commands as ask
from station.identity.check_in import CheckIn, CheckInPhase
from station.identity.check_in_events import Refused
from station.identity.document import IdentityDocument, TypedDocument
from station.identity.roster import RosterEntry
from station.ids import CandidateId, digest_of
from station.store.stream import Record


class DeskFlow:
    """The admission desk. It is called on one thread.

    Attributes:
        door: Who came with another person's document.
        check_ins: How far each has come who was seen.
    """

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._queue = DeskQueue()
        self._document = DeskDocument(tools)
        self._camera = DeskCamera(tools)
        self._glyphs = DeskGlyphs()
        self._consent = DeskConsent(tools)
        self._typing = False
        self._trouble: StationError | None = None
        self.door = DoorIncidents(tools, self._fail)
        self._lives: dict[CandidateId, Live] = {}
        self.check_ins: dict[CandidateId, CheckIn] = {}

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Read who has been let in already, and who still waits for a decision."""

        def loaded(found: dict[CandidateId, tuple[Record, ...]]) -> None:
            for entry in self._tools.session.package.roster:
                records = found[entry.candidate]
                self._live(entry).replay(records)
                if records:
                    self.check_ins[entry.candidate] = self._live(entry).state
                    self._take_up(entry)
            self.door.start(found, ready, failed)

        self._tools.store.run(self._tools.file.load, loaded, failed)

    def _take_up(self, entry: RosterEntry) -> None:
        """Wait on for a decision that was due, and know a face again that was let in."""
        tools, live = self._tools, self._live(entry)

        def admitted(admission: Admission) -> None:
            if admission.reference:
                self._camera.know_again(entry.candidate, admission.reference, self._fail)

        if live.state.phase is CheckInPhase.ADMITTED:
            tools.store.run(partial(tools.file.admission, entry), admitted, self._fail)
        elif live.state.phase in UNDECIDED:
            visitor = Visitor(None, b"", entry, live, tools.clock.mono())
            self._queue.wait(visitor)

            def seen(photos: tuple[bytes, bytes]) -> None:
                visitor.captured, visitor.chip_photo = photos

            tools.store.run(partial(tools.file.photos, entry), seen, self._fail)

    def tick(self) -> None:
        """Show the camera's picture of somebody who may be pictured, and of nobody else."""
        self._camera.turn_to(self._queue.visitor)
        self._camera.tick()
        self._tools.keeping.tick()

    # What the staff wish

    def intent(self, intent: view.DeskIntent) -> None:
        """Hear what the staff wish at the desk."""
        match intent:
            case view.ReadCard():
                self._read_card()
            case view.StartTyping():
                self._step_aside()
                self._typing = True
            case view.TypeDocument():
                self._type_document(intent)
            case view.AnswerConsent() | view.ReadAloud() | view.ShowConsentIn():
                self._ask(intent)
            case view.PictureSide():
                self._picture_side()
            case view.SkipSides():
                self._skip_sides()
            case view.CompareAgain():
                self._compare_again()
            case view.EaseLiveness():
                self._camera.ease()
            case (
                view.OpenGlyphs()
                | view.FindByStrokes()
                | view.FindByWords()
                | view.TurnGlyphs()
                | view.ChooseGlyph()
                | view.LeaveGlyphs()
            ):
                self._choose_glyphs(intent)
            case view.ClearDesk():
                self._step_aside()
            case view.TurnTo(candidate):
                self._turn_to(candidate)
            case view.DecideTogether():
                self._decide_together(intent)
            case _:
                assert_never(intent)
        self._tools.changed()

    def _choose_glyphs(self, intent: view.GlyphIntent) -> None:
        visitor = self._queue.visitor
        if visitor is not None and visitor.live.state.phase in UNDECIDED:
            self._glyphs.intent(intent, visitor)

    def _step_aside(self) -> None:
        """Make room for the next person; whoever is undecided waits beside the desk."""
        self._queue.step_aside()
        self._glyphs.close()
        self._camera.turn_to(None)
        self._trouble, self._typing = None, False
        self._tools.voice.hush()

    def _turn_to(self, candidate: CandidateId) -> None:
        visitor = self._queue.waits(candidate)
        if visitor is not None:
            self._step_aside()
            self._step_up(visitor)

    def named(self, entry: RosterEntry) -> RosterEntry:
        """Return somebody with the name that two persons have made whole; most need nothing."""
        check_in = self.check_ins.get(entry.candidate)
        return named(entry, check_in.glyphs) if check_in is not None else entry

    def _step_up(self, visitor: Visitor) -> None:
        self._queue.step_up(visitor)
        self._camera.turn_to(visitor)

    def recall(self, entry: RosterEntry) -> None:
        """Say once more that a candidate was let in."""
        tools = self._tools
        tools.store.run(partial(tools.file.admission, entry), tools.admitted, self._fail)

    def state(self) -> view.DeskState:
        """What the desk shows."""
        tools = self._tools
        return show_desk(
            self._queue.visitor,
            DeskSight(
                session=tools.session,
                live=self._camera.frame,
                advice=self._camera.advice,
                cue=self._camera.cue,
                glyphs=self._glyphs.page,
                typing=self._typing,
                trouble=self._trouble,
                no_camera=self._camera.trouble,
                can_speak=tools.voice.can_speak,
                waiting=self._queue.waiting,
                now=tools.clock.mono(),
                warning=tools.keeping.warning,
            ),
        )

    # The document

    def _read_card(self) -> None:
        """Read the card on the reader, then look at its holder."""
        self._step_aside()
        self._document.read(self._present, self._fail)

    def _type_document(self, wish: view.TypeDocument) -> None:
        """Take a document that staff have read; a number that cannot be is typed again."""
        self._trouble = None
        try:
            document = self._document.typed(wish)
        except StationError as error:
            self._trouble = error
            return
        self._present(document, b"")

    def _present(self, document: IdentityDocument | TypedDocument, photo: bytes) -> None:
        try:
            entry = self._document.whose(document)
            live = self._live(entry)
            self._document.check_time(live.state)
        except StationError as error:
            self._fail(error)
            return
        self._typing = False
        visitor = Visitor(document, photo, entry, live, self._tools.clock.mono())
        visitor.region_unknown = self._document.is_region_unknown(document)
        self._step_up(visitor)
        self._give(visitor, self._document.presented(document, entry), self._after_document)

    def _after_document(self, visitor: Visitor) -> None:
        state = visitor.live.state
        if state.phase is CheckInPhase.DOCUMENT_REFUSED and state.refused:
            rules = self._tools.session.rules.admission
            visitor.trouble = why_refused(state.refused.reason, visitor.entry, rules)
        elif state.phase is CheckInPhase.ADMITTED:
            self.recall(visitor.entry)  # the paper or the card may still be missing
            self._tools.came_back(visitor.entry.candidate)
        elif state.phase is CheckInPhase.PRESENTED and state.may_picture:
            self._go_on(visitor)

    # Consent, and a typed document's sides

    def _ask(self, intent: view.AnswerConsent | view.ReadAloud | view.ShowConsentIn) -> None:
        visitor = self._queue.visitor
        if visitor is None:
            return
        match intent:
            case view.ReadAloud():
                self._consent.read_aloud(visitor)
            case view.ShowConsentIn(tongue):
                self._consent.show_in(visitor, tongue)
            case view.AnswerConsent(given):
                answer = self._consent.answer(visitor, given=given)
                if answer is not None:
                    self._give(visitor, answer, self._after_document)

    def _go_on(self, visitor: Visitor) -> None:
        """Look at the face, once a typed document's sides are photographed."""
        typed = isinstance(visitor.document, TypedDocument)
        if not typed or visitor.live.state.pictured is not None or visitor.sides_skipped:
            self._compare_again()

    def _picture_side(self) -> None:
        visitor = self._queue.visitor
        if visitor is None or not visitor.live.state.may_picture:
            return
        visitor.trouble = None
        self._camera.picture_side(
            partial(self._side_pictured, visitor), partial(self._fail_for, visitor)
        )

    def _side_pictured(self, visitor: Visitor, jpeg: bytes) -> None:
        if self._queue.visitor is not visitor:
            return
        if not visitor.front:
            visitor.front = jpeg
            self._tools.changed()
            return
        visitor.back = jpeg
        tools = self._tools
        command = ask.PictureDocument(front=digest_of(visitor.front), back=digest_of(jpeg))
        tools.store.run(
            partial(tools.file.keep_sides, visitor.live.name, visitor.front, visitor.back),
            lambda _: self._give(visitor, command, self._go_on),
            partial(self._fail_for, visitor),
        )

    def _skip_sides(self) -> None:
        if self._queue.visitor is not None:
            self._queue.visitor.sides_skipped = True
            self._go_on(self._queue.visitor)

    # The face

    def _compare_again(self) -> None:
        """Take another look at the same person."""
        visitor = self._queue.visitor
        if visitor is None or not visitor.live.state.may_picture:
            return
        visitor.trouble = None
        self._camera.look(
            visitor, partial(self._compared, visitor), partial(self._fail_for, visitor)
        )

    def _compared(self, visitor: Visitor, comparison: Comparison) -> None:
        tools = self._tools
        command = as_command(comparison, tools.session.rules.face, tools.faces.model)
        if self._queue.visitor is not visitor or not door.decide(visitor.live.state, command):
            return  # somebody else stands there, or it is decided: that picture stays
        visitor.comparison, visitor.captured = comparison, comparison.captured
        tools.store.run(
            partial(tools.file.keep_face, visitor.live.name, comparison, visitor.chip_photo),
            lambda _: self._give(visitor, command, self._after_decision),
            partial(self._fail_for, visitor),
        )

    # The decision

    def _decide_together(self, wish: view.DecideTogether) -> None:
        """Two persons decide, each signed in with an own PIN, over the one whom they see."""
        visitor = self._queue.visitor
        if visitor is None or wish.candidate not in (None, visitor.entry.candidate):
            return
        name = digest_of(visitor.name.encode()) if wish.name_compared else None
        command = ask.DecideTogether(
            admit=wish.admit,
            first=wish.first.staff,
            second=wish.second.staff,
            name=name,
            why=None if wish.admit else wish.why or Refused.NOT_SURE,
            glyphs=tuple(visitor.glyphs.values()) if wish.admit else (),
        )
        visitor.trouble = None
        self._tools.signing.two(
            wish.first,
            wish.second,
            lambda: self._save_decision(visitor, command),
            partial(self._fail_for, visitor),
        )

    def _save_decision(self, visitor: Visitor, command: ask.DecideTogether) -> None:
        """Save it, and before it the picture that an incident rests on."""
        impostor = command.why is Refused.ANOTHER_PERSON
        self._tools.store.run(
            partial(self.door.keep, visitor.entry, visitor.captured if impostor else b""),
            lambda _: self._give(visitor, command, self._after_decision),
            partial(self._fail_for, visitor),
        )

    def _after_decision(self, visitor: Visitor) -> None:
        state = visitor.live.state
        if state.phase is CheckInPhase.CLEARED:
            self._give(visitor, ask.Admit(visitor.entry.seat), self._after_admission)
        elif state.phase is CheckInPhase.REFUSED:
            self._queue.settle(visitor)
            if state.decided is not None and state.decided.why is Refused.ANOTHER_PERSON:
                self._keep_longer(visitor)  # what an incident rests on

    def _after_admission(self, visitor: Visitor) -> None:
        if visitor.live.state.phase is not CheckInPhase.ADMITTED:
            return
        tools, seen = self._tools, visitor.comparison
        self._queue.settle(visitor)
        if seen is not None:
            self._camera.know(visitor.entry.candidate, seen.embedding, self._fail)

        def loaded(records: tuple[Record, ...]) -> None:
            tools.admitted(admission_of(visitor.entry, seen.head if seen else b"", records))

        self._keep_longer(visitor)
        tools.store.run(partial(tools.file.log.read, visitor.live.name), loaded, self._fail)

    def _keep_longer(self, visitor: Visitor) -> None:
        tools = self._tools
        tools.store.run(
            partial(tools.file.keep_longer, visitor.live.name), lambda _: None, self._fail
        )

    # The check-in's stream

    def _live(self, entry: RosterEntry) -> Live:
        """A check-in has one stream with one writer, however often the card is laid down."""
        if entry.candidate not in self._lives:
            self._lives[entry.candidate] = self._tools.file.live(entry, self._tools.store)
        return self._lives[entry.candidate]

    def _give(
        self, visitor: Visitor, command: ask.CheckInCommand, then: Callable[[Visitor], None]
    ) -> None:
        def saved(records: tuple[Record, ...]) -> None:
            self.check_ins[visitor.entry.candidate] = visitor.live.state
            self.door.follow(visitor.entry, records, visitor.captured)
            then(visitor)
            self._tools.changed()

        visitor.live.give(command, saved, partial(self._fail_for, visitor))

    def _fail_for(self, visitor: Visitor, error: StationError) -> None:
        visitor.trouble = error
        self._tools.changed()

    def _fail(self, error: StationError) -> None:
        self._trouble = error
        self._tools.changed()
