"""The coordinator's end of enrolment: any number of new seats, one after another or together.

It gives nothing by itself. Each seat that asks is told of, with its six digits, and waits until a
person has said which seat it is, or no.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from station.errors.document import DocumentForged, DocumentMalformed
from station.errors.lan import EnrolmentBroken, PortTaken
from station.lan.door import Door, Limits
from station.lan.enrolment import (
    FRAME_BYTES,
    PERSON_S,
    WORD,
    WORD_S,
    Denied,
    Grant,
    Knock,
    Offer,
    Reveal,
    Word,
)
from station.lan.exchange import Post
from station.lan.frames import framed, next_frame
from station.lan.guests import Guests
from station.lan.loop_thread import LoopThread
from station.seal.short_code import commitment, new_nonce, short_code

LIMITS = Limits(connections=24, of_one_address=2)
"""Who fills them keeps others from enrolling, and from nothing else."""

W = TypeVar("W", bound=Word)
Chain = tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A computer that asks to be a seat.

    Attributes:
        number: Counts those who asked.
        code: The digits that its screen must show too.
        csr: Its request for a certificate.
    """

    number: int
    address: str
    code: str
    csr: bytes


class EnrolmentDesk:
    """Listens in a thread of its own, while it is open.

    Args:
        root: The province's root certificate, DER.
        issuer: The centre's own, DER.
        post: Runs a callable on the flow's thread, in order.

    Attributes:
        port: Where it listens, once open.
    """

    def __init__(
        self,
        root: bytes,
        issuer: bytes,
        post: Post,
        *,
        limits: Limits = LIMITS,
        word_s: float = WORD_S,
    ) -> None:
        self.port = 0
        self._root = root
        self._issuer = issuer
        self._post = post
        self._limits = limits
        self._word_s = word_s
        self._numbers = count(1)
        self._thread: LoopThread | None = None
        self._decisions: dict[int, asyncio.Future[Chain | None]] = {}
        self._closing: asyncio.Event

    def open(
        self,
        place: tuple[str, int],
        asked: Callable[[Asking], None],
        gone: Callable[[int], None],
    ) -> None:
        """Let seats ask from now on. Each that was told of by `asked` is `gone` in the end.

        Raises:
            PortTaken: Another program listens there, or the address is not ours.
        """
        try:
            listener = socket.create_server(place)
        except OSError as exc:
            raise PortTaken(port=place[1]) from exc
        self.port = listener.getsockname()[1]
        self._asked, self._gone = asked, gone
        self._thread = LoopThread("enrolment")
        self._thread.start(partial(self._main, Door(listener, self._limits)))

    def decide(self, number: int, chain: Chain | None) -> None:
        """Give a seat its certificate, or say no to it; nothing, if it is gone meanwhile."""
        if self._thread is not None:
            self._thread.call(partial(self._settle, number, chain))

    def close(self) -> None:
        """Let nobody ask any more; whoever waits hears no."""
        if self._thread is not None:
            self._thread.call(self._close_soon)
            self._thread.join()
            self._thread = None

    def _close_soon(self) -> None:
        self._closing.set()

    def _settle(self, number: int, chain: Chain | None) -> None:
        decision = self._decisions.get(number)
        if decision is not None and not decision.done():
            decision.set_result(chain)

    async def _main(self, listener: socket.socket) -> None:
        self._closing = asyncio.Event()
        guests = Guests(self._serve)
        server = await asyncio.start_server(guests.welcome, sock=listener, limit=FRAME_BYTES)
        await self._closing.wait()
        server.close()
        for number in tuple(self._decisions):
            self._settle(number, None)
        await guests.send_away(after_s=1)  # who is left never said who it is

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            chain = await self._talk(reader, writer)
            _say(writer, Grant(chain) if chain is not None else Denied())
            await asyncio.wait_for(writer.drain(), self._word_s)
        except (OSError, TimeoutError, EnrolmentBroken, DocumentForged):
            pass  # the seat says so to whoever stands before it
        finally:
            writer.close()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Chain | None:
        knock = await self._hear(reader, Knock)
        nonce = new_nonce()
        _say(writer, Offer(root=self._root, issuer=self._issuer, nonce=nonce))
        reveal = await self._hear(reader, Reveal)
        if commitment(reveal.csr, reveal.nonce) != knock.commitment:
            raise DocumentForged
        code = short_code(
            root=self._root,
            issuer=self._issuer,
            csr=reveal.csr,
            of_seat=reveal.nonce,
            of_centre=nonce,
        )
        address = str(writer.get_extra_info("peername")[0])
        asking = Asking(number=next(self._numbers), address=address, code=code, csr=reveal.csr)
        return await self._decision(asking, reader)

    async def _decision(self, asking: Asking, reader: asyncio.StreamReader) -> Chain | None:
        """Wait for a person, for as long as the seat waits too."""
        decision: asyncio.Future[Chain | None] = asyncio.get_running_loop().create_future()
        self._decisions[asking.number] = decision
        hung_up = asyncio.create_task(reader.read(1))
        self._post(partial(self._asked, asking))
        try:
            either: set[asyncio.Future[Any]] = {decision, hung_up}
            await asyncio.wait(either, timeout=PERSON_S, return_when=asyncio.FIRST_COMPLETED)
            if not decision.done():
                raise EnrolmentBroken
            return decision.result()
        finally:
            hung_up.cancel()
            del self._decisions[asking.number]
            self._post(partial(self._gone, asking.number))

    async def _hear(self, reader: asyncio.StreamReader, kind: type[W]) -> W:
        try:
            word = WORD.unpack(await next_frame(reader, FRAME_BYTES, self._word_s))
        except DocumentMalformed as exc:
            raise EnrolmentBroken from exc
        if not isinstance(word, kind):
            raise EnrolmentBroken
        return word


def _say(writer: asyncio.StreamWriter, word: Word) -> None:
    writer.write(framed(WORD.pack(word)))
