"""What a full room costs the coordinator, and how long its seats wait.

    python -m bench room --seats 88 --real 12 --answers 6 --every 5

The hub is a process of its own with the flow, lanes and store of the coordinator's mode. So many
seats are real seat processes without windows; the rest are clients that speak the real messages
over real TLS, with real records and real sealed envelopes. They share the machine with the hub.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from bench._room import clients, hub_process, least, seat_process
from bench._room.clients import Times
from bench._room.hub_process import HubPlace, Load
from bench._room.made import MadeRoom, RoomMaker
from station.clock import SystemClock
from station.lan.door import LIMITS, Limits

PER_PROCESS = 500
PATIENCE_S = 600
ROOM = 88
FULL_BAR = (
    "no failure; question 1 everywhere <= 1 s; submit to delivered <= 2 s; "
    "answers replicated p99 <= 1 s; hub <= 1 core and <= 300 MB"
)
LARGE_BAR = "no failure; the first saturated resource is named, and the cost of a seat is printed"
SETTLED_S = 8
SUBMIT_WITHIN_S = 10.0
PRELOAD = ["bench._room.hub_process", "bench._room.seat_process", "bench._room.clients"]


@dataclass(slots=True)
class Party:
    """A process on the other end of a pipe: the hub, a seat or many clients."""

    pipe: Connection
    process: BaseProcess
    seats: int

    def hear(self) -> Any:
        """Return what it says next."""
        if not self.pipe.poll(PATIENCE_S):
            raise TimeoutError(f"{self.process.name} says nothing")
        return self.pipe.recv()

    def end(self) -> None:
        """Let it go."""
        self.pipe.close()
        self.process.join(timeout=20)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def run(*arguments: str) -> dict[str, object]:
    """Hold one session from the connecting of its seats to the last delivered result."""
    choices = _choices(arguments)
    room = RoomMaker(SystemClock().wall()).room(choices.seats)
    limits = Limits(
        connections=max(LIMITS.connections, 2 * choices.seats),
        of_one_address=max(LIMITS.of_one_address, 2 * choices.real),  # processes have one address
    )
    methods: Any = multiprocessing.get_context("forkserver")
    methods.set_forkserver_preload(PRELOAD)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        fsyncs = least.fsyncs_per_s(folder)
        echoes, echo_ms = least.tls_echo(room)
        hub = _party(methods, hub_process.run, (room, HubPlace(folder=folder, limits=limits)), 0)
        parties = [
            _party(
                methods, seat_process.run, (room, seat, folder, choices.answers, choices.every), 1
            )
            for seat in range(1, choices.real + 1)
        ]
        rest = range(choices.real + 1, choices.seats + 1)
        for first in range(rest.start, rest.stop, PER_PROCESS):
            seats = tuple(range(first, min(first + PER_PROCESS, rest.stop)))
            made = (room, seats, choices.answers, choices.every)
            parties.append(_party(methods, clients.run, made, len(seats)))
        try:
            course = _hold(room, hub, parties)
        finally:
            for party in (*parties, hub):
                party.end()
    figures = {
        "seats": choices.seats,
        "real_seat_processes": choices.real,
        "protocol_clients": choices.seats - choices.real,
        "cores": os.cpu_count(),
        **course.figures(choices.seats),
        "bare_fsyncs_per_s": round(fsyncs),
        "bare_tls_round_trips_per_s": round(echoes),
        "bare_tls_server_cpu_ms": round(echo_ms, 3),
    }
    return {
        "name": "room",
        "figures": figures,
        "bar": FULL_BAR if choices.seats <= ROOM else LARGE_BAR,
        "holds": not course.failures(choices.seats)
        and (choices.seats > ROOM or course.fast_enough(figures)),
    }


@dataclass(slots=True, kw_only=True)
class Course:
    """How one session went."""

    connected_s: float
    started_at: float
    times: Times
    loads: dict[str, tuple[Load, Load]]
    machine: dict[str, float]
    others: dict[str, float]
    rss_before: int

    def failures(self, seats: int) -> list[str]:
        """What went wrong, if anything did."""
        wrong = list(self.times.failures)
        for name in ("online", "question_1_at", "submits"):
            came = len(getattr(self.times, name))
            wrong += [f"{name}: {came} of {seats}"] if came != seats else []
        wrong += [code for _, last in self.loads.values() for code in last.errors]
        return wrong

    def fast_enough(self, figures: dict[str, Any]) -> bool:
        """Say whether a room of the common size is held as promised."""
        bars = {
            "start_to_question_1_s": 1,
            "submit_to_delivered_max_s": 2,
            "answer_twice_p99_s": 1,
            "hub_cores_busiest": 1,
            "hub_rss_mb": 300,
        }
        return all(figures[name] <= bar for name, bar in bars.items())

    def figures(self, seats: int) -> dict[str, Any]:
        """Return the measures as the report shows them."""
        times = self.times
        starts = [at - self.started_at for at in times.question_1_at]
        last = self.loads["submits"][1]
        first_name, first_share = self._saturated()
        return {
            "failures": self.failures(seats)[:5],
            "knocked_again": times.retries,
            "cut_off_and_came_back": times.cut_off,
            "connected_and_opened_s": round(self.connected_s, 2),
            "start_to_question_1_s": round(max(starts), 3),
            "start_to_question_1_p50_s": round(_at(starts, 0.5), 3),
            "answers": len(times.answers),
            "answer_twice_p50_s": round(_at(times.answers, 0.5), 4),
            "answer_twice_p99_s": round(_at(times.answers, 0.99), 4),
            "answer_twice_max_s": round(max(times.answers), 4),
            "submit_to_delivered_p50_s": round(_at(times.submits, 0.5), 3),
            "submit_to_delivered_max_s": round(max(times.submits), 3),
            "hub_rss_mb": round(last.rss / 2**20, 1),
            "hub_rss_kb_a_seat": round((last.rss - self.rss_before) / 1024 / seats, 1),
            "hub_cores": {name: round(_cores(*load), 3) for name, load in self.loads.items()},
            "hub_cores_busiest": round(max(_cores(*load) for load in self.loads.values()), 3),
            "hub_cpu_ms_a_seat_s": {
                name: round(_cores(*load) * 1_000 / seats, 3) for name, load in self.loads.items()
            },
            "hub_threads_cores": {name: _threads(*load) for name, load in self.loads.items()},
            "machine_share_ours": self.machine,
            "machine_share_of_others": self.others,
            "first_saturated": f"{first_name} ({first_share:.0%})",
        }

    def _saturated(self) -> tuple[str, float]:
        shares: dict[str, float] = {}
        for phase, (before, after) in self.loads.items():
            lane = (after.lane_busy_s - before.lane_busy_s) / (after.at - before.at)
            found = {
                "hub process, one core": _cores(before, after),
                "store lane (disk)": lane,
                "machine's CPU, hub and seats together": self.machine[phase],
            }
            shares |= {f"{name}, during {phase}": share for name, share in found.items()}
        return max(shares.items(), key=lambda each: each[1])


class _Watch:
    """Takes the hub's load and the machine's around a phase."""

    def __init__(self, hub: Party) -> None:
        self._hub = hub
        self.loads: dict[str, tuple[Load, Load]] = {}
        self.machine: dict[str, float] = {}
        self.others: dict[str, float] = {}

    def load(self) -> Load:
        self._hub.pipe.send(("load",))
        _, load = self._hub.hear()
        assert isinstance(load, Load)
        return load

    def begin(self) -> None:
        psutil.cpu_percent()
        self._before, self._ours = self.load(), _our_cpu_s()

    def end(self, phase: str) -> None:
        after = self.load()
        span = (after.at - self._before.at) * (os.cpu_count() or 1)
        self.loads[phase] = (self._before, after)
        self.machine[phase] = round((_our_cpu_s() - self._ours) / span, 3)
        self.others[phase] = max(0.0, round(psutil.cpu_percent() / 100 - self.machine[phase], 3))


def _hold(room: MadeRoom, hub: Party, parties: Sequence[Party]) -> Course:
    _, port = hub.hear()
    _all_say(parties, "ready")
    _now("they connect")
    watch = _Watch(hub)
    rss_before = watch.load().rss
    for raw in room.tickets.values():
        hub.pipe.send(("seat", raw))
    watch.load()  # the tickets are saved
    watch.begin()
    began = time.monotonic()
    for party in parties:
        party.pipe.send(("connect", port))
    _all_say(parties, "online")
    connected_s = time.monotonic() - began
    watch.end("connecting")
    _now("they wait")
    for seat in room.seats:
        hub.pipe.send(("vouch", seat))
    _all_say(parties, "checked")
    watch.begin()
    time.sleep(SETTLED_S)
    watch.end("waiting")
    watch.begin()
    _now("they answer")
    hub.pipe.send(("start",))
    _, started_ns = hub.hear()
    _all_say(parties, "answered")
    watch.end("answering")
    _now("they submit")
    watch.begin()
    for party in parties:
        party.pipe.send(("submit", SUBMIT_WITHIN_S))
    times = Times()
    for said in _all_say(parties, Times):
        times.add(said)
    watch.end("submits")
    for party in parties:
        party.pipe.send(("quit",))
    return Course(
        connected_s=connected_s,
        started_at=started_ns / 1e9,
        times=times,
        loads=watch.loads,
        machine=watch.machine,
        others=watch.others,
        rss_before=rss_before,
    )


def _now(what: str) -> None:
    print(f"room: {what}", file=sys.stderr, flush=True)


def _all_say(parties: Sequence[Party], wanted: object) -> list[Any]:
    """Wait until each party has said this, or one of these."""
    said = []
    for party in parties:
        heard = party.hear()
        if heard != wanted and not (isinstance(wanted, type) and isinstance(heard, wanted)):
            raise RuntimeError(f"{party.process.name} said {heard}, not {wanted}")
        said.append(heard)
    return said


def _party(methods: Any, target: Any, arguments: tuple[Any, ...], seats: int) -> Party:
    ours, theirs = methods.Pipe()
    process = methods.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return Party(ours, process, seats)


def _our_cpu_s() -> float:
    """CPU seconds of the hub, the seats and the clients so far."""
    mine = psutil.Process()
    times = [each.cpu_times() for each in (mine, *mine.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _cores(before: Load, after: Load) -> float:
    return (after.cpu_s - before.cpu_s) / (after.at - before.at)


def _threads(before: Load, after: Load) -> dict[str, float]:
    span = after.at - before.at
    shares = {
        name: round((cpu_s - before.threads_s.get(name, 0.0)) / span, 3)
        for name, cpu_s in after.threads_s.items()
    }
    return {name: share for name, share in sorted(shares.items()) if share > 0.004}


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


def _choices(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench room")
    parser.add_argument("--seats", type=int, default=88)
    parser.add_argument(
        "--real", type=int, default=None, help="seat processes; 12 of 88, else none"
    )
    parser.add_argument("--answers", type=int, default=6)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between answers")
    choices = parser.parse_args(arguments)
    if choices.real is None:
        choices.real = 12 if choices.seats <= 88 else 0
    choices.real = min(choices.real, choices.seats)
    return choices
