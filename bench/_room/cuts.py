"""Ways to cut a room, each mended some steps later, and whether a cut touched anything.

A cut that nobody could notice proves nothing: a line may be cut that was not connected, a process
killed before its exam had begun. So each way knows what it must have changed to count as a hit.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from bench._room import move
from bench._room.chaos_room import ChaosRoom
from bench._room.proxy import Fault
from station.errors.store import StoreFull
from station.flow.seat_view import ChooseOption

DAY_MS = 86_400_000
WAYS = (
    "kill_seat",
    "kill_seat_in_a_wish",
    "kill_hub",
    "freeze_seat",
    "freeze_hub",
    "cut_line",
    "slow_line",
    "deaf_line",
    "late_line",
    "repeat_line",
    "fill_seat",
    "fill_hub",
    "jump_seat",
    "jump_hub",
    "take_over",
    "move",
    "move_from_dead",
    "hold",
)
OFTEN = ("kill_seat", "kill_seat_in_a_wish")
NOTICED_S = 1.5
"""A seat that is connected shows within this time what the coordinator did."""


class Cuts:
    """So many cuts of one room, at random.

    Attributes:
        left: How many are still to come.
        done: What was cut, in order.
    """

    def __init__(self, room: ChaosRoom, count: int) -> None:
        self._room = room
        self.left = count
        self.done: list[str] = []
        self._dice = random.Random()
        self._to_mend: list[tuple[int, Callable[[], None]]] = []
        self._step = 0
        self._faults: list[tuple[str, Fault]] = []
        self._hits = Counter[str]()

    def maybe(self, dice: random.Random, *, surely: bool = False) -> None:
        """Mend what is due, and cut something, or not."""
        self._dice = dice
        self._step += 1
        due = [mend for step, mend in self._to_mend if step <= self._step]
        self._to_mend = [(step, mend) for step, mend in self._to_mend if step > self._step]
        for mend in due:
            mend()
        if self.left > 0 and (dice.random() < 0.7 or surely):
            way = dice.choice((*WAYS, *OFTEN))
            seat = dice.choice(self._room.candidates)
            self.left -= 1
            self.done.append(f"{way} {seat}")
            getattr(self, f"_{way}")(seat)

    def mend_all(self) -> None:
        """Mend whatever is cut."""
        for _, mend in self._to_mend:
            mend()
        self._to_mend = []

    def made(self) -> Counter[str]:
        """Return how many cuts there were of each way."""
        return Counter(each.split()[0] for each in self.done)

    def hits(self) -> Counter[str]:
        """Return how many of each way changed anything."""
        return self._hits + Counter(way for way, fault in self._faults if fault.hits)

    def _later(self, mend: Callable[[], None]) -> None:
        self._to_mend.append((self._step + self._dice.randrange(1, 5), mend))

    def _hit(self, way: str, *, really: bool) -> None:
        self._hits[way] += really

    def _kill_seat(self, seat: int) -> None:
        self._hit("kill_seat", really=self._room.runs(seat))
        self._room.kill_seat(seat, None, 0.0)

    def _kill_seat_in_a_wish(self, seat: int) -> None:
        wish = ChooseOption(self._dice.randrange(4)) if self._room.runs(seat) else None
        under_way = self._room.kill_seat(seat, wish, 0.012 * self._dice.random() ** 3)
        self._hit("kill_seat_in_a_wish", really=under_way)

    def _kill_hub(self, _: int) -> None:
        self._hit("kill_hub", really=self._room.proxy.busy)
        self._room.kill_hub(self._dice.uniform(0, 0.05))

    def _freeze_seat(self, seat: int) -> None:
        life = self._room.seats[seat]
        self._hit("freeze_seat", really=self._room.proxy.busy)
        life.freeze(True)
        time.sleep(self._dice.uniform(0.05, 1.8))
        life.freeze(False)

    def _freeze_hub(self, _: int) -> None:
        hub, wishes = self._room.hub, self._room.wishes
        hub.freeze(True)

        def go_on() -> None:
            self._hit("freeze_hub", really=self._room.wishes > wishes)
            if self._room.hub is hub:
                hub.freeze(False)

        self._later(go_on)

    def _cut_line(self, seat: int) -> None:
        self._faults.append(("cut_line", self._room.proxy.cut(self._line(seat))))

    def _slow_line(self, seat: int) -> None:
        self._worsen("slow_line", seat, Fault(delay_s=self._dice.uniform(0.02, 0.4)))
        self._later(partial(self._heal_line, self._line(seat)))

    def _deaf_line(self, seat: int) -> None:
        self._worsen("deaf_line", seat, Fault(deaf=True))
        self._later(partial(self._mend_line, self._line(seat)))

    def _late_line(self, seat: int) -> None:
        self._worsen("late_line", seat, Fault(late_s=self._dice.uniform(0.1, 1.0)))
        self._later(partial(self._mend_line, self._line(seat)))

    def _worsen(self, way: str, seat: int, fault: Fault) -> None:
        self._faults.append((way, self._room.proxy.worsen(self._line(seat), fault)))

    def _line(self, seat: int) -> int:
        return self._room.numbers[seat]

    def _mend_line(self, line: int) -> None:
        self._room.proxy.cut(line)
        self._heal_line(line)

    def _heal_line(self, line: int) -> None:
        self._room.proxy.worsen(line, Fault())

    def _repeat_line(self, seat: int) -> None:
        self._faults.append(("repeat_line", self._room.proxy.say_again(self._line(seat))))

    def _fill_seat(self, seat: int) -> None:
        full = self._room.troubles[seat][StoreFull.code]
        self._room.fill_seat(seat, True)
        self._press(seat)
        self._hit("fill_seat", really=self._room.troubles[seat][StoreFull.code] > full)
        self._later(partial(self._room.fill_seat, seat, False))

    def _fill_hub(self, seat: int) -> None:
        full = self._refusals()
        self._room.fill_hub(True)
        self._press(seat)
        self._hit("fill_hub", really=self._noticed(lambda: self._refusals() > full))
        self._later(partial(self._room.fill_hub, False))

    def _press(self, seat: int) -> None:
        """Let a candidate choose something else: it has to be saved."""
        shown = self._room.screens[seat]
        if shown is not None and shown.name == "QuestionScreen" and self._room.runs(seat):
            others = [option for option in range(4) if option not in shown.facts["chosen"]]
            self._room.wish(seat, ChooseOption(self._dice.choice(others)))

    def _refusals(self) -> int:
        return sum(told[StoreFull.code] for told in self._room.troubles.values())

    def _jump_seat(self, seat: int) -> None:
        ms = self._dice.choice((-DAY_MS, DAY_MS))
        self._hit("jump_seat", really=self._room.runs(seat))
        self._room.jumps[seat] += ms
        self._room.order(seat, "jump", ms)

    def _jump_hub(self, _: int) -> None:
        ms = self._dice.choice((-DAY_MS, DAY_MS, 0))
        self._hit("jump_hub", really=ms != self._room.wall_offset_ms)
        self._room.wall_offset_ms = ms
        self._room.hub.say("jump", ms)

    def _take_over(self, _: int) -> None:
        self._hit("take_over", really=self._room.proxy.busy)
        self._room.take_over(self._dice.uniform(0, 0.05))

    def _move(self, seat: int) -> None:
        self.mend_all()
        self._hit("move", really=move.move(self._room, seat, self._dice, dead=False))

    def _move_from_dead(self, seat: int) -> None:
        self.mend_all()
        self._hit("move_from_dead", really=move.move(self._room, seat, self._dice, dead=True))

    def _hold(self, _: int) -> None:
        self._room.hub.say("hold", True)
        everybody = self._room.candidates
        paused = self._noticed(lambda: any(map(self._room.locked, everybody)))
        self._hit("hold", really=paused)
        self._later(lambda: self._room.hub.say("hold", False))  # whoever is the coordinator then

    def _noticed(self, done: Callable[[], bool]) -> bool:
        """Wait a little until something shows; say whether it did."""
        give_up = time.monotonic() + NOTICED_S
        while not done() and time.monotonic() < give_up:
            time.sleep(0.05)
            for seat in self._room.candidates:
                self._room.listen(seat)
        return done()
