"""Ways to cut a room, each mended some steps later, and whether a cut touched anything.

A cut that nobody could notice proves nothing: a line may be cut that was not connected, a process
killed before its exam had begun. So each way knows what it must have changed to count as a hit.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

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
)
OFTEN = ("kill_seat", "kill_seat_in_a_wish")


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

    def maybe(self, dice: random.Random) -> None:
        """Mend what is due, and cut something, or not."""
        self._dice = dice
        self._step += 1
        due = [mend for step, mend in self._to_mend if step <= self._step]
        self._to_mend = [(step, mend) for step, mend in self._to_mend if step > self._step]
        for mend in due:
            mend()
        if self.left > 0 and dice.random() < 0.7:
            way = dice.choice((*WAYS, *OFTEN))
            seat = dice.choice(list(self._room.seats))
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
        under_way = self._room.kill_seat(seat, wish, self._dice.uniform(0, 0.012))
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
        self._faults.append(("cut_line", self._room.proxy.cut(seat)))

    def _slow_line(self, seat: int) -> None:
        self._worsen("slow_line", seat, Fault(delay_s=self._dice.uniform(0.02, 0.4)))
        self._later(partial(self._heal_line, seat))

    def _deaf_line(self, seat: int) -> None:
        self._worsen("deaf_line", seat, Fault(deaf=True))
        self._later(partial(self._mend_line, seat))

    def _late_line(self, seat: int) -> None:
        self._worsen("late_line", seat, Fault(late_s=self._dice.uniform(0.1, 1.0)))
        self._later(partial(self._mend_line, seat))

    def _worsen(self, way: str, seat: int, fault: Fault) -> None:
        self._faults.append((way, self._room.proxy.worsen(seat, fault)))

    def _mend_line(self, seat: int) -> None:
        self._room.proxy.cut(seat)
        self._heal_line(seat)

    def _heal_line(self, seat: int) -> None:
        self._room.proxy.worsen(seat, Fault())

    def _repeat_line(self, seat: int) -> None:
        self._faults.append(("repeat_line", self._room.proxy.say_again(seat)))

    def _fill_seat(self, seat: int) -> None:
        full = self._room.troubles[seat][StoreFull.code]
        self._room.order(seat, "full", True)

        def free() -> None:
            self._room.order(seat, "full", False)
            self._hit("fill_seat", really=self._room.troubles[seat][StoreFull.code] > full)

        self._later(free)

    def _fill_hub(self, _: int) -> None:
        full = self._refusals()
        self._room.hub.say("full", True)

        def free() -> None:
            self._room.hub.say("full", False)
            self._hit("fill_hub", really=self._refusals() > full)

        self._later(free)

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
