"""How soon a spare seat has a candidate's exam, and how soon a full stop has reached everybody.

    python -m bench spare --seats 88 --real 4

A seat dies by kill -9 in the middle of an exam; somebody presses Move. What is measured is the
program: from the press until the spare seat asks who sits there, and from the two persons' word
until the question is on its screen. The full stop is measured until the last seat's screen is dark.
So many seats are real seat processes without windows; the rest are connections that listen.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from bench._room import chaos_seat, hub_process
from bench._room.chaos_room import Life
from bench._room.chaos_seat import Shown
from bench._room.ears import Ears
from bench._room.hub_process import HubPlace
from bench._room.made import MadeRoom, RoomMaker
from station.clock import SystemClock
from station.flow.seat_view import ChooseOption, GoTo
from station.lan.door import Limits

ANSWERS = 3
BAR_S = 3.0
TIME_BAR_MS = 2_000
PATIENCE_S = 120.0
PRELOAD = ["bench._room.hub_process", "bench._room.chaos_seat"]


class Seat:
    """A real seat process; notes each screen with the moment at which it was shown."""

    def __init__(self, methods: Any, room: MadeRoom, seat: int, folder: Path, port: int) -> None:
        self.life = Life(methods, chaos_seat.run, room, seat, folder, port, 0)
        self.shown: list[tuple[float, Shown]] = []

    def order(self, *order: Any) -> None:
        """Tell it something, and read until it has obeyed."""
        self.life.say(*order)
        while (said := self.life.hear()) != "obeyed":
            self._note(said)

    def until(self, name: str, since: float, act: Callable[[], None]) -> Shown:
        """Do something now and then, until a screen was shown since; return it."""
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            while self.life.pipe.poll(0.05):
                self._note(self.life.hear())
            for at, screen in self.shown:
                if at >= since and screen.name == name:
                    return screen
            act()
        raise TimeoutError(f"no {name}")

    def shown_at(self, name: str, since: float) -> float:
        """Return when a screen was first shown since a moment."""
        return next(at for at, screen in self.shown if at >= since and screen.name == name)

    def tick(self) -> None:
        """A tenth of a second goes by at the seat, which lets it speak."""
        self.order("pass", 100)

    def _note(self, said: object) -> None:
        if isinstance(said, Shown):
            self.shown.append((time.monotonic(), said))


def run(*arguments: str) -> dict[str, object]:
    """Let one seat die and go on elsewhere, then stop the whole room."""
    choices = _choices(arguments)
    last = choices.seats + 1
    room = RoomMaker(SystemClock().wall()).room(last)
    methods: Any = multiprocessing.get_context("forkserver")
    methods.set_forkserver_preload(PRELOAD)
    limits = Limits(connections=2 * last, of_one_address=2 * last)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        hub = Life(methods, hub_process.run, room, HubPlace(folder=folder, limits=limits))
        _, port = hub.hear()
        for seat in range(1, last):
            hub.say("seat", room.tickets[seat])
        numbers = (*range(1, choices.real), last)
        seats = {n: Seat(methods, room, n, folder, port) for n in numbers}
        ears = Ears(room, range(choices.real, last), port)
        try:
            moved = _move(hub, seats, last)
            stopped = _stop(hub, seats, ears, last - choices.real)
        finally:
            ears.end()
            for each in (*(seat.life for seat in seats.values()), hub):
                each.kill()
    figures = {
        "seats": choices.seats,
        "real_seat_processes": choices.real,
        "cores": os.cpu_count(),
        "machine_load": round(psutil.getloadavg()[0], 2),
        **moved,
        **stopped,
    }
    fast = moved["spare_ready_s"] <= BAR_S and stopped["full_stop_s"] <= BAR_S
    right = moved["answers_alike"] and moved["time_off_ms"] <= TIME_BAR_MS
    return {
        "name": "spare",
        "figures": figures,
        "bar": "spare seat ready <= 3 s by the program, answers identical, time within 2 s; "
        "full stop at every seat <= 3 s",
        "holds": bool(fast and right),
    }


def _move(hub: Life, seats: dict[int, Seat], to: int) -> dict[str, Any]:
    first, spare = seats[1], seats[to]
    first.until("CheckScreen", 0, first.tick)
    hub.say("vouch", 1)
    first.until("ReadyScreen", 0, first.tick)
    hub.say("start")
    hub.hear()
    first.until("QuestionScreen", 0, first.tick)
    for index in range(ANSWERS):
        first.order("wish", GoTo(index))
        first.order("wish", ChooseOption(index % 2))
    first.order("pass", 30_000)
    _all_saved(hub, 1, first)
    before = first.shown[-1][1]
    first.life.kill()
    seats.pop(1)
    for _ in range(20):
        spare.tick()
    pressed = time.monotonic()
    hub.say("move", 1, to)

    def press_again() -> None:  # it is refused while the spare seat was not heard for long
        spare.tick()
        hub.say("move", 1, to)

    spare.until("CheckScreen", pressed, press_again)
    asked = spare.shown_at("CheckScreen", pressed)
    vouched = time.monotonic()
    hub.say("vouch", to)
    after = spare.until("QuestionScreen", vouched, lambda: None)
    there = spare.shown_at("QuestionScreen", vouched)
    facts = ("index", "chosen")
    return {
        "spare_asks_who_sits_there_s": round(asked - pressed, 3),
        "spare_question_after_check_s": round(there - vouched, 3),
        "spare_ready_s": round(asked - pressed + there - vouched, 3),
        "answers_alike": all(before.facts[name] == after.facts[name] for name in facts),
        "time_off_ms": abs(before.facts["remaining_ms"] - after.facts["remaining_ms"]),
    }


def _all_saved(hub: Life, seat: int, at: Seat) -> None:
    """Let the seat speak until the coordinator holds every answer."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        at.tick()
        hub.say("look")
        _, held = hub.hear()
        mine = next(each for each in held if each.seat == seat)
        if len(mine.records) >= 2 * ANSWERS:
            return
    raise TimeoutError("the records do not arrive")


def _stop(hub: Life, seats: dict[int, Seat], ears: Ears, listening: int) -> dict[str, Any]:
    give_up = time.monotonic() + PATIENCE_S
    while ears.inside() < listening and time.monotonic() < give_up:
        time.sleep(0.1)
    pressed = time.monotonic()
    hub.say("stop")
    dark = []
    for seat in seats.values():
        seat.until("CurtainScreen", pressed, lambda: None)
        dark.append(seat.shown_at("CurtainScreen", pressed))
    while len(ears.heard) < listening and time.monotonic() < give_up:
        time.sleep(0.02)
    everybody = [*dark, *ears.heard.values()]
    if len(everybody) < len(seats) + listening:
        raise TimeoutError(f"only {len(everybody)} heard it")
    return {
        "stopped": len(everybody),
        "full_stop_s": round(max(everybody) - pressed, 3),
        "full_stop_real_seats_s": round(max(dark) - pressed, 3),
    }


def _choices(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench spare", description=__doc__)
    parser.add_argument("--seats", type=int, default=88, help="seats with a candidate")
    parser.add_argument("--real", type=int, default=4, help="real seat processes among them")
    return parser.parse_args(arguments)
