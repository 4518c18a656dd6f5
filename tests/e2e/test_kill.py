"""kill -9, a hundred times, at random instants: what was shown is there, and nothing else is.

A seat plays one exam after another. Its power goes while it starts, between save and show,
between hand-in, grade, envelope and receipt; the test knows from the pipe what the candidate
had seen by then. STATION_SEED=N plays the same wishes with the same pauses again.
"""

import base64
import os
import random
import time
from collections import Counter
from dataclasses import replace

import pytest

from station.clock import SystemClock
from station.exam.attempt_events import EVENT, Answered, Flagged, Graded, Opened, Started, Submitted
from station.ids import Digest, StaffId
from station.lan.messages import (
    FROM_SEAT,
    VERSION,
    Acknowledge,
    Append,
    Deliver,
    Delivered,
    Hold,
    Vouch,
    Welcome,
)
from station.seal.envelope import open_envelope
from station.sync.attempt_bundle import ATTEMPT_BUNDLE
from tests.e2e.candidate import TICK_MS, Truth
from tests.e2e.papers import bank, make_seat, open_session, paper_of, ticket_for
from tests.e2e.seat_life import Life, Power
from tests.flow.documents import make_keys

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

CUTS = 100
AIMS = ("asleep", "start", "exam", "exam", "exam", "hand-in", "delivery")
"""When the power goes; to the end, if there is no aim."""
DRIFT_MS = 2_000
PATIENCE_S = 30
IN_FLIGHT = 40
"""Orders under way: more would fill both pipes, and each side would wait for the other."""
SHORT_MS = 20_000
"""Exam time of the one candidate who never hands in."""


class Exam:
    """One candidate's exam, through however many lives of the seat.

    Args:
        before: The exam before it at this seat; the coordinator has all its records.

    Attributes:
        delivered: The seat knows that the coordinator has its envelope.
    """

    def __init__(self, issued, dice, tally, before, *, hands_in):
        self._before = before
        self.issued, self._dice, self._tally, self._hands_in = issued, dice, tally, hands_in
        self.stream = issued.ticket.stream
        places = issued.ticket.places
        start = Truth(
            duration_ms=issued.ticket.duration,
            several=tuple(place.several for place in places),
            options=tuple(place.options for place in places),
        )
        self._maybe = [start]  # what may be true when the seat starts: one order may be unseen
        self._truths = []  # in this life, after each order; empty until its first screen
        self.records = {}
        self.envelopes = set()
        self._received = False  # the coordinator has the envelope, and offers the ticket no more
        self.delivered = False
        self.marks = None

    def live(self, life: Life, aim: str | None, *, online: bool) -> None:
        """Let a seat live until the aim is reached, and cut its power."""
        self._truths, self._seen = [], 0
        if online:
            self._greet(life)
        if aim == "asleep":
            time.sleep(self._dice.uniform(0, 0.4))
        else:
            self._play(life, aim, online=online)
        life.cut()
        for said in life.rest():
            self._note(life, said)
        if self._truths:
            truth = self._truths[self._seen]
            unseen = [truth.on_the_way(order) for order in life.orders[self._seen :][:1]]
            self._maybe = [each.restarted() for each in (truth, *sum(unseen, ()))]
        self._tally[f"cut while {self._maybe[0].stage}"] += 1

    def _play(self, life, aim, *, online):
        lines, wished = self._dice.randrange(2, 200), False
        wishes = self._wishes(aim)
        while True:
            said = life.hear(PATIENCE_S)
            self._note(life, said)
            if aim == "start":
                time.sleep(self._dice.uniform(0, 0.03))
                return
            while self._truths and not wished and len(life.orders) - self._seen < IN_FLIGHT:
                order = next(wishes, None)
                wished = order is None
                if order is not None:
                    life.order(order)
            if online and aim in ("delivery", None) and self._is(said, Deliver):
                self._received = True
                life.say(Delivered(self.stream, Digest(bytes(32))))
            if online and self._is(said, Append):
                self._acknowledge(life, FROM_SEAT.unpack(base64.b64decode(said["sent"])))
            lines -= 1
            if self._reached(life, aim, said, lines, wished=wished):
                time.sleep(self._dice.uniform(0, 0.006))
                return

    def _acknowledge(self, life, said):
        """A seat that asks how far we have come is told; records are acknowledged now and then."""
        held = self.records if said.stream == self.stream else self._before.records
        if not said.records or self._dice.random() < 0.5:
            life.say(Acknowledge(said.stream, max(held, default=0) + 1))

    def _reached(self, life, aim, said, lines, *, wished):
        if aim is None:
            return self.delivered
        through = wished and "obeyed" in said and said["done"] >= len(life.orders)
        near = said.get("asking") or said.get("remaining_ms", SHORT_MS) <= 3 * TICK_MS
        return (
            through
            or (aim == "exam" and lines <= 0)
            or (aim == "hand-in" and near)
            or (aim == "delivery" and said.get("screen") == "ScoreScreen")
        )

    # What the seat is told

    def _greet(self, life):
        ticket, stream = self.issued.ticket, self.stream
        life.say(Welcome(version=VERSION, wall=ticket.epoch, term=1))
        if self._before is not None:  # the seat may not know yet that its last records came
            life.say(Acknowledge(self._before.stream, max(self._before.records) + 1))
        if self._received:
            return
        life.say(ticket)
        life.say(Vouch(stream, StaffId("s-1"), StaffId("s-2")))
        life.say(self.issued.go)
        life.say(Hold(stream, False, StaffId("")))
        life.order({"wish": "BeginExam"})

    def _wishes(self, aim):
        dice, questions = self._dice, len(self.issued.ticket.places)
        for _ in range(dice.randrange(40, 80) if aim == "exam" else 12):
            if dice.random() < 0.05:  # a candidate thinks, and nothing is written but the time
                yield from ({"pass_ms": TICK_MS} for _ in range(dice.randrange(20, 120)))
            yield dice.choice(
                (
                    {"wish": "GoTo", "with": [dice.randrange(questions)]},
                    {"wish": "ChooseOption", "with": [dice.randrange(5)]},
                    {"wish": "ChooseOption", "with": [dice.randrange(2)]},
                    {"wish": "ToggleFlag"},
                    {"pass_ms": TICK_MS},
                    {"pass_ms": TICK_MS},
                )
            )
        if aim == "exam":
            return
        for index in range(questions):  # a look at every question, so that each is compared
            yield {"wish": "GoTo", "with": [index]}
        if self._hands_in:
            yield from ({"wish": "ShowOverview"}, {"wish": "AskSubmit"}, {"wish": "ConfirmSubmit"})
        else:
            yield from ({"pass_ms": TICK_MS} for _ in range(SHORT_MS // TICK_MS))

    # What the seat says, and whether that can be

    def _note(self, life, said):
        if "sent" in said:
            self._take(FROM_SEAT.unpack(base64.b64decode(said["sent"])))
        if "screen" in said and not self._truths:
            self._truths = [self._resolve(said)]
        if self._truths:
            for order in life.orders[len(self._truths) - 1 :]:
                self._truths.append(self._truths[-1].after(order))
            self._seen = said["done"] if "screen" in said or "obeyed" in said else self._seen
        if "screen" in said:
            self._check(self._truths[self._seen], said)

    def _resolve(self, said):
        """Find out by the first screen whether the order that nobody saw obeyed was obeyed."""
        fits = [each for each in self._maybe if not each.contradicts(said)]
        assert fits, f"after the cut: {[each.contradicts(said) for each in self._maybe]}"
        truth = fits[0]
        self._tally["cut between save and show"] += truth is not self._maybe[0]
        if said["screen"] == "QuestionScreen":
            used = truth.duration_ms - said["remaining_ms"]
            assert truth.used_ms - DRIFT_MS <= used <= self._maybe[-1].used_ms
            truth = replace(truth, used_ms=used)
        return truth

    def _check(self, truth, said):
        assert not truth.contradicts(said), truth.contradicts(said)
        if "remaining_ms" in said:
            assert said["remaining_ms"] == truth.remaining_ms
        if truth.stage == "over":
            assert self.marks in (None, said["marks"])
            self.marks = said["marks"]
        self.delivered = self.delivered or truth.delivered

    def _take(self, message):
        match message:
            case Append(stream, records):
                held = self.records if stream == self.stream else self._before.records
                for record in records:  # what the coordinator has, no restart may take back
                    assert held.setdefault(record.seq, record) == record
            case Deliver(_, envelope):
                self.envelopes.add(envelope)

    def _is(self, said, kind):
        return "sent" in said and isinstance(FROM_SEAT.unpack(base64.b64decode(said["sent"])), kind)

    # The end

    def check_result(self, keys):
        """Open the envelope as the province does, and read it with eyes of our own."""
        (envelope,) = self.envelopes
        now = SystemClock().wall()
        opened = open_envelope(envelope, keys.sealing.private, keys.trust, now)
        bundle = ATTEMPT_BUNDLE.unpack(opened.content)
        events = [EVENT.unpack(record.body) for record in bundle.records]
        assert [self.records[record.seq] for record in bundle.records] == list(bundle.records)
        kinds = Counter(type(event) for event in events)
        assert [kinds[kind] for kind in (Opened, Started, Submitted, Graded)] == [1, 1, 1, 1]
        paper = paper_of(self.issued)
        places = {item.question: index for index, item in enumerate(paper.items)}
        chosen = {}
        for event in events:
            if isinstance(event, Answered):
                chosen[places[event.question]] = frozenset(event.choices)
        chosen = {index: choices for index, choices in chosen.items() if choices}
        truth = self._maybe[0]
        assert chosen == truth.chosen
        flags = [event for event in events if isinstance(event, Flagged)]
        flagged = {places[event.question]: event.flagged for event in flags}
        assert {index for index, flag in flagged.items() if flag} == truth.flagged
        right = sum(
            chosen.get(index) == frozenset(item.key) for index, item in enumerate(paper.items)
        )
        assert self.marks == right


@pytest.fixture
def dice():
    seed = int(os.environ.get("STATION_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"STATION_SEED={seed}")
    return random.Random(seed)


def test_a_hundred_power_cuts_take_nothing_back(tmp_path, dice):
    keys = make_keys(SystemClock().wall())
    make_seat(tmp_path, keys)
    session = open_session(keys, bank())
    power, tally, began = Power(), Counter(), time.monotonic()
    wall = session.package.starts_at
    cuts, exams, exam = 0, 0, None
    while cuts < CUTS:
        issued = ticket_for(session, exams, SHORT_MS if exams == 1 else None)
        exam = Exam(issued, dice, tally, exam, hands_in=exams != 1)
        aims = [dice.choice(AIMS) for _ in range(dice.randrange(2, 8))]
        for aim in [*aims, None, None]:
            if exam.delivered:
                break
            online = aim in ("delivery", "start", None) or dice.random() < 0.7
            exam.live(power.on(tmp_path, wall, online=online), aim, online=online)
            wall += dice.randrange(1_000, 600_000)
            cuts += 1
        exam.check_result(keys)
        exams += 1
    tally |= {"cuts": cuts, "exams": exams, "seconds": round(time.monotonic() - began)}
    print(dict(tally))
