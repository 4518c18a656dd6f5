"""Random cuts over whole exams: nothing that a screen had shown is lost, doubled or made up.

    python -m bench chaos --seed 7
    python -m bench chaos --seed 7 --exam 12

Three seats, a free one and a hub, each a process, play one exam after another over a bad network,
in some rooms at a time. A cut is a kill -9 or a freeze of a seat or the hub; a connection that is
cut, slow, deaf, late or repeated; a disk without room; a wall clock that jumps by a day; a standby
that takes over from the second disk; a move to the free seat, from a seat that lives or is dead; a
pause of all. The oracle knows what the screens showed and what the province can read at the end.
The same seed plays the same wishes and cuts again, and --exam one of its exams alone.
"""

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench._room.chaos_room import PATIENCE_S, ChaosRoom
from bench._room.cuts import WAYS, Cuts
from bench._room.hub_process import Held
from bench._room.made import MadeRoom, RoomMaker
from bench._room.oracle import Wrong
from bench._session import BLUEPRINT, TOPIC
from station.clock import SystemClock
from station.exam.attempt_events import EVENT, Graded
from station.exam.blueprint import Blueprint, Cell, Section, SectionKind, Stage
from station.flow.papers import paper_of
from station.flow.seat_view import (
    AskSubmit,
    BeginExam,
    ChooseOption,
    ConfirmSubmit,
    GoTo,
    SeatIntent,
    ShowOverview,
    ToggleFlag,
)
from station.seal.envelope import open_envelope
from station.store.stream import Head, Record, follow
from station.sync.attempt_bundle import ATTEMPT_BUNDLE

SEATS = 3
QUESTIONS = 8
TICK_MS = 100
SECOND_MS = 1_000
CUTS_AN_EXAM = 25
RUNNING = ("QuestionScreen", "OverviewScreen")
PAUSES = 5
"""Times that a late word of a pause may come between a wish and what it does."""
ROOMS = 3
"""Most of an exam is waiting for a network that is mended."""
ALL_WAYS_FROM = 400
"""Cuts from which each way must have hit something."""


def run(*arguments: str) -> dict[str, object]:
    """Play exams until there were so many cuts."""
    parser = argparse.ArgumentParser(prog="bench chaos")
    parser.add_argument("--cuts", type=int, default=1_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--exam", type=int, help="play this one of the seed's exams alone")
    parser.add_argument("--rooms", type=int, default=ROOMS, help="that are played at a time")
    choices = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if choices.seed is None else choices.seed
    print(f"--seed {seed}", flush=True)
    hits = Counter[str]()
    tally = play(choices.cuts, seed, hits, rooms=choices.rooms, only=choices.exam)
    return {
        "name": "chaos",
        "figures": {"seed": seed, **tally},
        "hit_something": dict(sorted(hits.items())),
        "bar": "0 answers lost, 0 doubled, each remaining time within 2 s of the oracle's; "
        "half of the cuts hit something, and each way to cut does",
        "holds": tally["wrong"] == 0 and hits_enough(hits, tally["cuts"]),
    }


def hits_enough(hits: Counter[str], cuts: int) -> bool:
    """Say whether the chaos was one: cuts that touch nothing prove nothing."""
    every_way = cuts < ALL_WAYS_FROM or all(hits[way] for way in WAYS)
    return hits.total() >= cuts / 2 and every_way


def play(
    cuts: int, seed: int, hits: Counter[str], *, rooms: int = 1, only: int | None = None
) -> Counter[str]:
    """Play exams with so many cuts; begin none after a broken promise, and say which it was.

    Args:
        hits: Counts the cuts of each way that changed anything.
        rooms: Exams that are played at a time.
        only: Play this exam alone.
    """
    tally = Counter[str]({"wrong": 0})
    maker = RoomMaker(SystemClock().wall(), _blueprint(), bank=40)
    wanted = [min(CUTS_AN_EXAM, cuts - first) for first in range(0, cuts, CUTS_AN_EXAM)]
    began, lock = time.monotonic(), threading.Lock()

    def one(number: int) -> None:
        if tally["wrong"]:
            return
        own = Counter[str]()
        exam, wrong = _play_one(maker, f"{seed}/{number}", own, wanted[number])
        with lock:
            if wrong is not None:
                tally["wrong"] += 1
                print(f"seed {seed}, exam {number}: {type(wrong).__name__}: {wrong}")
                print(f"cuts of this exam: {exam.cuts.done}", flush=True)
                return
            worst = max(tally["most drift ms"], own.pop("most drift ms", 0))
            tally.update(own)
            tally["most drift ms"] = worst
            made = exam.cuts.made()
            tally.update(made)
            tally["cuts"] += made.total()
            tally["exams"] += 1
            tally["seconds"] = round(time.monotonic() - began)
            hits.update(exam.cuts.hits())

    with ThreadPoolExecutor(rooms) as pool:
        list(pool.map(one, range(len(wanted)) if only is None else (only,)))
    return tally


def _play_one(
    maker: RoomMaker, seed: str, tally: Counter[str], cuts: int
) -> tuple["Exam", Exception | None]:
    made = maker.room(SEATS + 1)  # the last one is free
    room = replace(made, tickets={seat: made.tickets[seat] for seat in range(1, SEATS + 1)})
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        exam = Exam(room, Path(name), seed, tally, cuts)
        try:
            exam.hold()
            exam.judge(maker)
        except (Wrong, TimeoutError, EOFError) as error:
            return exam, error
        finally:
            exam.close()
    return exam, None


class Exam:
    """One exam at three seats."""

    def __init__(
        self, room: MadeRoom, folder: Path, seed: str, tally: Counter[str], cuts: int
    ) -> None:
        self._room = ChaosRoom(room, folder)
        self._dice = random.Random(f"{seed}/exam")  # drawn from in the same order each time
        self._waits = random.Random(f"{seed}/waits")  # as often as the machine makes it wait
        self._tally = tally
        self.cuts = Cuts(self._room, cuts)

    def hold(self) -> None:
        """From the first ticket to the last delivered result."""
        self._until("CheckScreen", "ReadyScreen", "QuestionScreen")
        self._until("ReadyScreen", "QuestionScreen")
        self._until("QuestionScreen")
        while self.cuts.left > SEATS:
            for seat in self._room.candidates:
                if self._room.runs(seat):
                    self._think(seat)
            self.cuts.maybe(self._dice)
        for seat in self._room.candidates:
            self.cuts.mend_all()  # a full disk rightly keeps a question on the screen
            self._look_through(seat)
            self._hand_in(seat)
            self.cuts.maybe(self._dice, surely=True)
        self.cuts.mend_all()
        self._until_delivered()

    def judge(self, maker: RoomMaker) -> None:
        """Read the results as the province does, and compare them with what was shown.

        Raises:
            Wrong: A promise was broken.
        """
        now = SystemClock().wall()
        for held in self._all_held():
            if not held.delivered or len(held.envelopes) != 1:
                raise Wrong(f"seat {held.seat}: {len(held.envelopes)} envelopes")
            opened = open_envelope(
                held.envelopes[0], maker.sealing.private, self._room.room.trust, now
            )
            records = ATTEMPT_BUNDLE.unpack(opened.content).records
            issued = self._room.room.ticket(held.seat)
            follow(Head(), records, issued.ticket.stream)
            if records != held.records:
                raise Wrong(f"seat {held.seat}: the coordinator's copy is another one")
            events = [EVENT.unpack(record.body) for record in records]
            items = paper_of(issued).items
            oracle = self._room.oracles[held.seat]
            oracle.judge(events, [item.question for item in items], [item.key[0] for item in items])
            self._tally["answers"] += oracle.shown_answers
            self._tally["saved in the moment of the cut"] += oracle.unseen_saves
            worst = max(self._tally["most drift ms"], oracle.most_drift_ms)
            self._tally["most drift ms"] = worst

    def _all_held(self) -> tuple[Held, ...]:
        """Return what the coordinator holds, once the last records have followed the envelope."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            held = self._room.held()
            graded = [each.records and _is_graded(each.records[-1]) for each in held]
            if all(graded) or time.monotonic() > deadline:
                return held
            for seat in self._room.candidates:
                self._room.pass_ms(seat, SECOND_MS)
            time.sleep(0.1)

    def close(self) -> None:
        """Switch everything off."""
        self._room.close()

    # The candidates

    def _think(self, seat: int) -> None:
        for _ in range(self._dice.randrange(1, 5)):
            self._room.wish(seat, self._wish())
            if self._dice.random() < 0.5:
                self._room.pass_ms(seat, TICK_MS * self._dice.randrange(1, 15))

    def _wish(self) -> SeatIntent:
        dice = self._dice
        wishes = (ChooseOption(dice.randrange(4)), GoTo(dice.randrange(QUESTIONS)), ToggleFlag())
        return dice.choices(wishes, weights=(5, 4, 1))[0]

    def _look_through(self, seat: int) -> None:
        for index in range(QUESTIONS):
            for _ in range(PAUSES):
                self._until(*RUNNING, of=(seat,))
                self._room.wish(seat, GoTo(index))
                shown = self._room.screens[seat]
                if shown is not None and shown.facts.get("index") == index:
                    break
                if not self._room.locked(seat):
                    raise Wrong(f"seat {seat} does not show question {index}: {shown}")

    def _hand_in(self, seat: int) -> None:
        for _ in range(PAUSES):
            if self._name(seat) not in (*RUNNING, "locked"):
                return
            self._until(*RUNNING, of=(seat,))
            for wish in (ShowOverview(), AskSubmit(), ConfirmSubmit()):
                self._room.wish(seat, wish)

    def _until(self, *names: str, of: Sequence[int] | None = None) -> None:
        """Let time go by, and cuts happen, until each seat (of these) shows such a screen."""
        deadline = time.monotonic() + PATIENCE_S
        seats = self._room.candidates if of is None else of
        while True:
            away = [seat for seat in seats if self._name(seat) not in names]
            if not away:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"{[(seat, self._room.screens[seat]) for seat in away]}")
            for seat in away:
                self._room.pass_ms(seat, SECOND_MS)
                self._help_on(seat)
            time.sleep(0.05)
            if self._waits.random() < 0.1 and self.cuts.left > 10:
                self.cuts.maybe(self._waits)

    def _help_on(self, seat: int) -> None:
        match self._name(seat):
            case "CheckScreen":
                self._room.hub.say("vouch", self._room.numbers[seat])
            case "locked":
                self._room.hub.say("hold", False)  # the coordinator may have died over it
            case "ReadyScreen":
                self._room.hub.say("start")
                self._room.wish(seat, BeginExam())

    def _until_delivered(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not all(self._is_delivered(seat) for seat in self._room.candidates):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not delivered: {self._room.screens}")
            for seat in self._room.candidates:
                self._room.pass_ms(seat, SECOND_MS)
            time.sleep(0.05)

    def _is_delivered(self, seat: int) -> bool:
        shown = self._room.screens[seat]
        return shown is not None and (
            bool(shown.facts.get("delivered")) or shown.name == "WaitingScreen"
        )

    def _name(self, seat: int) -> str:
        self._room.listen(seat)
        shown = self._room.screens[seat]
        if self._room.locked(seat):
            return "locked"
        return shown.name if shown else ""


def _is_graded(record: Record) -> bool:
    return isinstance(EVENT.unpack(record.body), Graded)


def _blueprint() -> Blueprint:
    return Blueprint(
        code=BLUEPRINT.code,
        version=1,
        title="Chaos",
        trade=BLUEPRINT.trade,
        stage=Stage.REVIEW,
        minutes=120,
        pass_marks=QUESTIONS,
        sections=(
            Section(
                kind=SectionKind.SINGLE,
                marks_each=1,
                cells=(Cell(topic=TOPIC, questions=QUESTIONS),),
            ),
        ),
    )
