"""The wire between the kill test and one life of a seat process, and the switch on its mains."""

import base64
import json
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from station.lan.messages import FROM_HUB, FromHub
from tests.e2e import seat_process
from tests.e2e.papers import PASSPHRASE

Said = dict


class Power:
    """Starts seats fast: what they import is imported once, and each is forked from there."""

    def __init__(self) -> None:
        ways = ("forkserver", "spawn")  # Windows has the second alone
        self._context: BaseContext = next(way for way in map(_context, ways) if way)

    def on(self, folder: Path, wall: int, *, online: bool) -> "Life":
        """Switch a seat on."""
        ours, theirs = self._context.Pipe()
        arguments = (theirs, folder, PASSPHRASE, wall, online)
        process = self._context.Process(target=seat_process.run, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return Life(ours, process)


class Life:
    """A seat process from its start to its kill -9.

    Attributes:
        orders: What it was told, in order; it says of each line how many it had obeyed.
    """

    def __init__(self, pipe, process) -> None:
        self.orders: list[dict] = []
        self._pipe, self._process = pipe, process

    def order(self, order: dict) -> None:
        """Tell it something; it may be dead already."""
        self.orders.append(order)
        raw = json.dumps({key: each for key, each in order.items() if key != "says"})
        self._pipe.send_bytes(raw.encode())

    def say(self, message: FromHub) -> None:
        """Tell it something as the coordinator."""
        raw = base64.b64encode(FROM_HUB.pack(message)).decode()
        self.order({"says": type(message).__name__, "hub": raw})

    def hear(self, patience_s: float) -> Said:
        """Return the next line.

        Raises:
            TimeoutError: It says nothing.
            EOFError: It is dead, and all that it ever said was heard.
        """
        if not self._pipe.poll(patience_s):
            raise TimeoutError(f"the seat said nothing for {patience_s} s")
        try:
            return json.loads(self._pipe.recv_bytes())
        except ConnectionResetError as exc:  # orders that it never read die with it
            raise EOFError from exc

    def cut(self) -> None:
        """Take its power away."""
        assert self._process.is_alive(), "the seat ended by itself"
        self._process.kill()
        self._process.join()
        self._process.close()

    def rest(self) -> list[Said]:
        """Return what it had still said before it died."""
        said = []
        try:
            while True:
                said.append(self.hear(5))
        except EOFError:
            self._pipe.close()
        return said


def _context(way: str) -> BaseContext | None:
    try:
        context = get_context(way)
    except ValueError:
        return None
    if way == "forkserver":
        context.set_forkserver_preload(["tests.e2e.seat_process"])
    return context
