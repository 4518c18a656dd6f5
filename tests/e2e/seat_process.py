"""A seat without a window, as a process that a test may kill at any instant.

It runs the real flow over the real encrypted store on disk. Orders come in on a pipe, one
JSON object each, and every screen that the flow shows goes out on it at once, before the next
order is looked at: what has left the pipe was seen by the candidate.

    {"wish": "ChooseOption", "with": [1]}     a wish of seat_view
    {"hub": "<base64>"}                       a message from the coordinator
    {"pass_ms": 100}                          time goes by, then one tick
"""

import base64
import json
from multiprocessing.connection import Connection
from pathlib import Path

from station.clock import HeldClock
from station.flow import seat_view
from station.flow.lane import InlineLane
from station.flow.seat import SeatFlow, SeatTools
from station.flow.seat_memory import SeatMemory
from station.flow.seat_view import SeatScreen
from station.ids import SeatNumber, UnixMs
from station.lan.messages import FROM_HUB, FROM_SEAT, FromSeat, Heartbeat
from station.modes.folder import StationFolder
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings

PLAIN = ("index", "flagged", "answered", "remaining_ms", "asking", "started", "marks", "delivered")


class BlindEngine:
    """This seat has no camera, and nobody is ever recognised at it."""

    model = "none"

    def faces(self, _):
        return ()

    def embed(self, *_):
        raise NotImplementedError

    def similarity(self, *_):
        raise NotImplementedError


class SeatProcess:
    """One life of the seat.

    Args:
        online: The coordinator is there.
    """

    def __init__(self, pipe: Connection, folder: Path, passphrase: str, wall: int, online: bool):
        self._pipe = pipe
        self._done = 0
        self._online = online
        self._clock = HeldClock(UnixMs(wall))
        station = StationFolder(folder)
        identity = station.identity(passphrase)
        database = station.database(identity)
        lane = InlineLane()
        tools = SeatTools(
            seat=SeatNumber(int(identity.name)),
            identity=identity,
            clock=self._clock,
            store=lane,
            memory=SeatMemory(
                log=EventLog(database),
                shelf=DocumentShelf(database),
                pictures=Pictures(database),
                marks=ClockMarks(database),
                settings=Settings(database),
                trust=station.trust(),
                clock=self._clock,
            ),
            eye=lane,
            camera=None,
            faces=BlindEngine(),
            send=self._send,
            free_disk_mb=lambda: 10_000,
            drill=True,
        )
        self._flow = SeatFlow(tools, self._show)

    def run(self) -> None:
        self._say({"up": True})
        self._flow.start()
        self._flow.online(self._online)
        while True:
            order = json.loads(self._pipe.recv_bytes())
            self._done += 1
            self._obey(order)
            self._say({"obeyed": True})

    def _obey(self, order: dict) -> None:
        match order:
            case {"wish": name}:
                self._flow.intent(getattr(seat_view, name)(*order.get("with", ())))
            case {"hub": raw}:
                self._flow.received(FROM_HUB.unpack(base64.b64decode(raw)))
            case {"pass_ms": ms}:
                self._clock.pass_ms(ms)
                self._flow.tick()

    def _send(self, message: FromSeat) -> bool:
        if self._online and not isinstance(message, Heartbeat):
            self._say({"sent": base64.b64encode(FROM_SEAT.pack(message)).decode()})
        return self._online

    def _show(self, screen: SeatScreen) -> None:
        said = {"screen": type(screen).__name__}
        said |= {name: getattr(screen, name) for name in PLAIN if hasattr(screen, name)}
        if hasattr(screen, "chosen"):
            said["chosen"] = sorted(screen.chosen)
        for name in ("trouble", "error"):
            if getattr(screen, name, None) is not None:
                said["error"] = getattr(screen, name).code
        self._say(said)

    def _say(self, said: dict) -> None:
        self._pipe.send_bytes(json.dumps({"done": self._done, **said}).encode())


def run(*arguments) -> None:
    """Live until the power goes."""
    SeatProcess(*arguments).run()
