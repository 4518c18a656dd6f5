"""A small room whose processes can be killed, stopped and started again, seat by seat."""

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
from bench._room.hub_process import Held, HubPlace
from bench._room.made import MadeRoom
from bench._room.oracle import Oracle
from bench._room.proxy import Proxy
from station.flow.seat_view import ChooseOption, SeatIntent
from station.lan.door import Limits

PATIENCE_S = 60.0
PRELOAD = ["bench._room.hub_process", "bench._room.chaos_seat"]
EVERYBODY = Limits(connections=400, of_one_address=400)


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
        screens: The last one of each seat; None before its first, after a start.
        troubles: How often each seat showed, or was told, each code.
        wishes: How many were obeyed.
    """

    def __init__(self, room: MadeRoom, folder: Path) -> None:
        self.room, self._folder = room, folder
        methods: Any = multiprocessing.get_context("forkserver")
        methods.set_forkserver_preload(PRELOAD)
        self._methods = methods
        self.wall_offset_ms = 0
        self._port = 0
        self.hub = self.start_hub()
        self.proxy = Proxy(len(room.seats), self._port)
        self.oracles = {seat: Oracle(room.ticket(seat).ticket.duration) for seat in room.seats}
        self.screens: dict[int, Shown | None] = {}
        self.jumps = dict.fromkeys(room.seats, 0)
        self.troubles = {seat: Counter[str]() for seat in room.seats}
        self.wishes = 0
        self.seats: dict[int, Life] = {}
        for seat in room.seats:
            self.start_seat(seat)

    def start_hub(self) -> Life:
        """Start the coordinator where it was."""
        place = HubPlace(
            folder=self._folder,
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
        """Switch a seat on."""
        port = self.proxy.lines[seat].port
        where = (self.room, seat, self._folder, port, self.jumps[seat])
        self.seats[seat] = Life(self._methods, chaos_seat.run, *where)
        self.screens[seat] = None
        self.listen(seat)

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
        self.oracles[seat].obeyed()

    def wish(self, seat: int, wish: SeatIntent) -> None:
        """Let a candidate press something."""
        self._foresee(seat, wish)
        self.order(seat, "wish", wish)
        self.wishes += 1

    def pass_ms(self, seat: int, ms: int) -> None:
        """Let time go by at a seat."""
        self.oracles[seat].passes(ms, surely=self.runs(seat))
        self.order(seat, "pass", ms)

    def runs(self, seat: int) -> bool:
        """Whether the seat shows a question, or all of them."""
        shown = self.screens[seat]
        return shown is not None and shown.name in ("QuestionScreen", "OverviewScreen")

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

    def held(self) -> tuple[Held, ...]:
        """Return what the coordinator has on disk."""
        self.hub.say("look")
        while (said := self.hub.hear())[0] != "look":
            pass  # an older answer
        found: tuple[Held, ...] = said[1]
        return found

    def close(self) -> None:
        """Switch everything off."""
        for life in (*self.seats.values(), self.hub):
            life.kill()
        self.proxy.close()

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
        self.oracles[seat].sees(said)
