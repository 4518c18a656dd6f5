"""A small room whose machines can be killed, stopped, filled up and started again.

Seats are called by their candidate's number, wherever they sit by now; FREE is the one at which
nobody does. The coordinator has a second disk, from which a standby can take over.
"""

import multiprocessing
import time
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from bench._room import chaos_seat, hub_process
from bench._room.chaos_seat import HASTY, Refusal, Shown
from bench._room.disks import Disks
from bench._room.hub_process import Held, HubPlace
from bench._room.made import MadeRoom
from bench._room.oracle import Oracle
from bench._room.proxy import Proxy
from station.flow.seat_view import ChooseOption, SeatIntent
from station.lan.door import Limits

PATIENCE_S = 60.0
PRELOAD = ["bench._room.hub_process", "bench._room.chaos_seat"]
EVERYBODY = Limits(connections=400, of_one_address=400)
FREE = 0
"""The seat at which nobody sits, if there is one more than tickets."""
HALLS = ("first", "second")
"""The coordinator's two disks."""


class Life:
    """A process from its start to its kill -9."""

    def __init__(self, methods: Any, target: Any, *arguments: Any) -> None:
        self.pipe: Connection
        self.pipe, theirs = methods.Pipe()
        self.process: BaseProcess = methods.Process(target=target, args=(theirs, *arguments))
        self.process.start()
        theirs.close()

    def say(self, *order: Any) -> None:
        """Tell it something."""
        self.pipe.send(order)

    def hear(self) -> Any:
        """Return what it says next."""
        if not self.pipe.poll(PATIENCE_S):
            raise TimeoutError(f"{self.process.name} says nothing")
        return self.pipe.recv()

    def freeze(self, frozen: bool) -> None:
        """Stop it, or let it go on, as the system does to a program that hangs."""
        process = psutil.Process(self.process.pid)
        process.suspend() if frozen else process.resume()

    def kill(self) -> list[Any]:
        """Take its power away; return what it had still said."""
        self.process.kill()
        self.process.join()
        said = []
        try:
            while True:
                said.append(self.pipe.recv())
        except (EOFError, OSError):
            self.pipe.close()
        self.process.close()
        return said


class ChaosRoom:
    """The hub and its seats, and what the candidates saw.

    Attributes:
        numbers: On the seat's certificate.
        screens: The last one of each seat; None before its first, after a start.
        troubles: How often each seat showed, or was told, each code.
        wishes: How many were obeyed.
    """

    def __init__(self, room: MadeRoom, folder: Path) -> None:
        self.room = room
        methods: Any = multiprocessing.get_context("forkserver")
        methods.set_forkserver_preload(PRELOAD)
        self._methods = methods
        self._disks = Disks(folder)
        self._halls, self._term = HALLS, 1
        self.wall_offset_ms = 0
        self._port = 0
        self.hub = self.start_hub()
        self.proxy = Proxy(len(room.seats), self._port)
        self.oracles = {seat: Oracle(room.ticket(seat).ticket.duration) for seat in room.tickets}
        free = [(FREE, number) for number in room.seats if number not in room.tickets]
        self.numbers = dict([*((seat, seat) for seat in room.tickets), *free[:1]])
        self.screens: dict[int, Shown | None] = {}
        self.jumps = dict.fromkeys(self.numbers, 0)
        self.troubles = {seat: Counter[str]() for seat in self.numbers}
        self.wishes = 0
        self.seats: dict[int, Life] = {}
        for seat in self.numbers:
            self.start_seat(seat)

    @property
    def candidates(self) -> tuple[int, ...]:
        """Who sits an exam."""
        return tuple(self.oracles)

    def start_hub(self) -> Life:
        """Start the coordinator where it was; whoever does has made room on its disks."""
        first, second = (self._disks.disk(name) for name in self._halls)
        for name in self._halls:
            self._disks.free(name)
        place = HubPlace(
            folder=first,
            second=second,
            term=self._term,
            port=self._port,
            wall_offset_ms=self.wall_offset_ms,
            timing=HASTY,
            limits=EVERYBODY,
        )
        self.hub = Life(self._methods, hub_process.run, self.room, place)
        _, self._port = self.hub.hear()
        for raw in self.room.tickets.values():
            self.hub.say("seat", raw)  # it knows most of them, and says so to nobody
        return self.hub

    def start_seat(self, seat: int) -> None:
        """Switch a seat on; whoever does has made room on its disk."""
        self._disks.free(self._disk_of(seat))
        number = self.numbers[seat]
        port = self.proxy.lines[number].port
        folder = self._disks.disk(self._disk_of(seat))
        where = (self.room, number, folder, port, self.jumps[seat])
        self.seats[seat] = Life(self._methods, chaos_seat.run, *where)
        self.screens[seat] = None
        self.listen(seat)

    def _disk_of(self, seat: int) -> str:
        return f"seat-{self.numbers[seat]}"

    def listen(self, seat: int) -> None:
        """Look at what a seat has shown by now, and wait for its first screen."""
        life = self.seats[seat]
        while life.pipe.poll(0) or self.screens[seat] is None:
            self._note(seat, life.hear())

    def order(self, seat: int, *order: Any) -> None:
        """Tell a seat something, and wait until it has obeyed."""
        life = self.seats[seat]
        life.say(*order)
        while (said := life.hear()) != "obeyed":
            self._note(seat, said)
        if seat in self.oracles:
            self.oracles[seat].obeyed()

    def wish(self, seat: int, wish: SeatIntent) -> None:
        """Let a candidate press something."""
        self._foresee(seat, wish)
        self.order(seat, "wish", wish)
        self.wishes += 1

    def pass_ms(self, seat: int, ms: int) -> None:
        """Let time go by at a seat."""
        if seat in self.oracles:
            self.oracles[seat].passes(ms, surely=self.runs(seat))
        self.order(seat, "pass", ms)

    def runs(self, seat: int) -> bool:
        """Whether the seat shows a question, or all of them, and is not paused."""
        shown = self.screens[seat]
        known = shown is not None and shown.name in ("QuestionScreen", "OverviewScreen")
        return known and not self.locked(seat)

    def locked(self, seat: int) -> bool:
        """Whether the seat shows a question to which nothing can be answered."""
        shown = self.screens[seat]
        return shown is not None and bool(shown.facts.get("locked"))

    def kill_seat(self, seat: int, wish: SeatIntent | None, after_s: float) -> bool:
        """Take a seat's power away, perhaps in the middle of a wish, and start it again.

        Returns:
            Whether the wish was under way.
        """
        life = self.seats[seat]
        if wish is not None:
            self._foresee(seat, wish)
            life.say("wish", wish)
        time.sleep(after_s)
        last_words = life.kill()
        for said in last_words:
            if said != "obeyed":
                self._note(seat, said)
        self.oracles[seat].cut()
        self.start_seat(seat)
        return wish is not None and "obeyed" not in last_words

    def kill_hub(self, after_s: float) -> None:
        """Take the coordinator's power away, and start it again."""
        time.sleep(after_s)
        self.hub.kill()
        self.start_hub()

    def take_over(self, after_s: float) -> None:
        """The coordinator dies for good, and its standby goes on from the second disk."""
        time.sleep(after_s)
        self.hub.kill()
        self._halls, self._term = self._halls[::-1], self._term + 1
        self.start_hub()

    def change_seats(self, seat: int) -> None:
        """A candidate sits where nobody did, and nobody where the candidate was."""
        places: tuple[dict[int, Any], ...] = (
            self.numbers,
            self.screens,
            self.jumps,
            self.troubles,
            self.seats,
        )
        for each in places:
            each[seat], each[FREE] = each[FREE], each[seat]
        self.oracles[seat].cut()

    def fill_seat(self, seat: int, full: bool) -> None:
        """Leave no room on a seat's disk, or make some."""
        if self._disks.real:
            (self._disks.fill if full else self._disks.free)(self._disk_of(seat))
        else:
            self.order(seat, "full", full)

    def fill_hub(self, full: bool) -> None:
        """Leave no room on the coordinator's first disk, or make some."""
        if self._disks.real:
            (self._disks.fill if full else self._disks.free)(self._halls[0])
        else:
            self.hub.say("full", full)

    def ask_hub(self, *order: Any) -> Any:
        """Ask the coordinator something; return the rest of its answer."""
        self.hub.say(*order)
        while (said := self.hub.hear())[0] != order[0]:
            pass  # an older answer
        return said[1]

    def held(self) -> tuple[Held, ...]:
        """Return what the coordinator has on disk."""
        found: tuple[Held, ...] = self.ask_hub("look")
        return found

    def close(self) -> None:
        """Switch everything off."""
        for life in (*self.seats.values(), self.hub):
            life.kill()
        self.proxy.close()
        self._disks.close()

    def _foresee(self, seat: int, wish: SeatIntent) -> None:
        shown = self.screens[seat]
        if isinstance(wish, ChooseOption) and shown and shown.name == "QuestionScreen":
            self.oracles[seat].presses(shown.facts["index"], wish.option)

    def _note(self, seat: int, said: Any) -> None:
        if isinstance(said, Refusal):
            self.troubles[seat][said.code] += 1
            return
        if said.trouble is not None:
            self.troubles[seat][said.trouble] += 1
        self.screens[seat] = said
        if seat in self.oracles:
            self.oracles[seat].sees(said)
