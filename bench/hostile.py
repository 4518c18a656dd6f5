"""What rogues on the room's network do to the seats beside them: nothing that anybody notices.

    python -m bench hostile --seconds 6

Honest seats answer all the while, each from an address of its own, and one of them comes and goes.
One rogue after the other does its worst: a crowd at one address and at many, slow talkers, whole
handshakes of somebody who is no seat, and a seat whose program was replaced. The rogue has a core
of this machine; the hub has its limits and waits as in an exam.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from bench._room import honest, hub_process, rogues
from bench._room.chaos_room import Life
from bench._room.honest import Waits
from bench._room.hub_process import HubPlace
from bench._room.made import RoomMaker
from station.clock import SystemClock

SEATS = 10
REST_S = 2.0
PRELOAD = ["bench._room.hub_process", "bench._room.honest", "bench._room.rogues"]
MOST_S = 1.0
MOST_MB = 96
BAR = (
    "no honest seat loses its connection; answers saved twice p99 <= 1 s in each attack; a seat "
    "that comes back is let in within 5 s; the hub grows by <= 96 MB in each"
)


def run(*arguments: str) -> dict[str, object]:
    """Let each rogue in for a while, and compare what honest seats waited with a quiet room."""
    parser = argparse.ArgumentParser(prog="bench hostile")
    parser.add_argument("--seconds", type=float, default=6.0, help="for each rogue")
    seconds = parser.parse_args(arguments).seconds
    room = RoomMaker(SystemClock().wall()).room(SEATS)
    methods: Any = multiprocessing.get_context("forkserver")
    methods.set_forkserver_preload(PRELOAD)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        hub = Life(methods, hub_process.run, room, HubPlace(folder=Path(name)))
        _, port = hub.hear()
        for raw in room.tickets.values():
            hub.say("seat", raw)
        own = tuple(range(2, SEATS + 1))  # seat 1 is a rogue's
        seats = Life(methods, honest.run, room, own, port)
        watch = _Watch(psutil.Process(hub.process.pid))
        try:
            seats.hear()  # each has answered once
            watch.during("quiet", seconds)
            for rogue in rogues.ROGUES:
                process = methods.Process(target=rogue, args=(room, port), daemon=True)
                process.start()
                watch.during(rogue.__name__, seconds)
                process.kill()
                process.join()
                time.sleep(REST_S)
            watch.during("after", seconds)
            seats.say("stop")
            waits = seats.hear()
        finally:
            seats.kill()
            hub.kill()
    return _report(watch, waits)


class _Watch:
    """When each attack was, and what the hub weighed and cost then."""

    def __init__(self, hub: psutil.Process) -> None:
        self._hub = hub
        self.spans: dict[str, tuple[float, float]] = {}
        self.grown_mb: dict[str, float] = {}
        self.cores: dict[str, float] = {}

    def during(self, name: str, seconds: float) -> None:
        before, most = self._hub.memory_info().rss, 0
        began = time.monotonic()
        used = sum(self._hub.cpu_times()[:2])
        while time.monotonic() - began < seconds:
            most = max(most, self._hub.memory_info().rss)
            time.sleep(0.1)
        took = time.monotonic() - began
        self.spans[name] = (began, began + took)
        self.grown_mb[name] = round((most - before) / 2**20, 1)
        self.cores[name] = round((sum(self._hub.cpu_times()[:2]) - used) / took, 2)


def _report(watch: _Watch, waits: Waits) -> dict[str, object]:
    attacks = {name: _attack(watch, waits, name) for name in watch.spans}
    worst_ms = max(each["answer_twice_p99_ms"] for each in attacks.values())
    at_door_s = max(each["let_in_max_s"] for each in attacks.values())
    grown_mb = max(watch.grown_mb.values())
    return {
        "name": "hostile",
        "figures": {
            "failures": waits.failures[:5],
            "worst_answer_twice_p99_ms": worst_ms,
            "worst_let_in_s": at_door_s,
            "hub_grown_mb": grown_mb,
            "attacks": attacks,
        },
        "bar": BAR,
        "holds": not waits.failures
        and worst_ms <= MOST_S * 1_000
        and at_door_s <= 5
        and grown_mb <= MOST_MB,
    }


def _attack(watch: _Watch, waits: Waits, name: str) -> dict[str, float]:
    since, until = watch.spans[name]
    answers = sorted(took for at, took in waits.answers if since <= at < until)
    doors = sorted(took for at, took in waits.doors if since <= at < until)
    return {
        "answers": len(answers),
        "answer_twice_p50_ms": _ms(answers, 0.5),
        "answer_twice_p99_ms": _ms(answers, 0.99),
        "let_in": len(doors),
        "let_in_max_s": round(_ms(doors, 1) / 1_000, 3),
        "hub_cores": watch.cores[name],
        "hub_grown_mb": watch.grown_mb[name],
    }


def _ms(ordered: Sequence[float], share: float) -> float:
    """Return a quantile in milliseconds; infinite if nobody got anything done."""
    if not ordered:
        return float("inf")
    return round(ordered[round(share * (len(ordered) - 1))] * 1_000, 1)
