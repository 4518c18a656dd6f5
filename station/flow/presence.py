"""Looks after the candidate during the exam, silently, and never in the exam's way."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.camera.port import Camera, Embedding
from station.camera.presence import Finding, Watch, finding, follow
from station.camera.sface import embed_photo
from station.camera.watch_look import Watched, still, watch_look
from station.errors.camera import NoFaceInPhoto, PictureUnreadable
from station.exam.attempt import Phase
from station.exam.attempt_commands import Notice
from station.exam.attempt_events import Amiss
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting
from station.identity.rules import FaceRules
from station.ids import MonoMs, StreamId, digest_of
from station.lan.messages import Still

SECOND_MS = 1_000
MOST_STILLS = 4
"""Pictures that wait for the coordinator; the oldest is dropped, for answers go first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found; there is no picture if the camera did not answer.

    Attributes:
        still: JPEG of what was amiss; empty if nothing was.
    """

    found: Finding
    watched: Watched | None
    still: bytes = b""


NOTHING_SEEN = Seen(Amiss.NO_CAMERA, None)


class Presence:
    """The watch over one candidate.

    There is none at a seat that never had a camera, or over somebody who does not want to be
    pictured: two persons have vouched there, and the wall says that no camera looks on.

    Args:
        reference: JPEG of the face at the door, whose embedding lives in memory alone; empty
            for somebody who does not want to be pictured.
    """

    def __init__(self, tools: SeatTools, reference: bytes, rules: FaceRules) -> None:
        self._tools = tools
        self._camera = tools.camera if reference else None
        self._reference = reference
        self._rules = rules
        self._known: Embedding | None = None
        self._watch = Watch()
        self._looking = False
        self._next_at: MonoMs | None = None
        self._stills: deque[Still] = deque(maxlen=MOST_STILLS)

    def tick(self, sitting: Sitting, notice: Callable[[Notice], None], *, idle: bool) -> None:
        """Look, if it is time to.

        Args:
            notice: Saves what was noticed, as an event of the attempt.
            idle: The coordinator has every answer: pictures that wait may be sent.
        """
        if idle:
            self._send_stills()
        now = self._tools.clock.mono()
        if sitting.attempt.phase is not Phase.RUNNING:
            self._next_at = None
            return
        if self._next_at is None:
            self._next_at = self._later(now)
        if self._camera is None or self._looking or now < self._next_at:
            return
        self._looking = True
        take_in = partial(self._take_in, sitting.ticket.stream, notice)
        look = partial(self._look, self._camera)
        self._tools.eye.run(look, take_in, lambda _: take_in(NOTHING_SEEN))

    def _send_stills(self) -> None:
        while self._stills and self._tools.send(self._stills[0]):
            self._stills.popleft()

    def _look(self, camera: Camera) -> Seen:
        if self._known is None and self._reference:
            try:
                self._known = embed_photo(self._tools.faces, self._reference)
            except (NoFaceInPhoto, PictureUnreadable):
                self._reference = b""  # who it is cannot be said; whether somebody is, can
        watched = watch_look(camera, self._tools.faces, self._known, self._rules)
        found = finding(watched.look, self._rules)
        return Seen(found, watched, still(watched.frame) if isinstance(found, Amiss) else b"")

    def _take_in(self, stream: StreamId, notice: Callable[[Notice], None], seen: Seen) -> None:
        self._looking = False
        self._watch, what = follow(self._watch, seen.found, self._rules.watch.looks)
        now = self._tools.clock.mono()
        soon = MonoMs(now + self._rules.watch.again_s * SECOND_MS)
        self._next_at = self._later(now) if self._watch.calm else soon
        if what is None:
            return
        if seen.still:
            self._stills.append(Still(stream, seen.still))
        notice(
            Notice(
                what=what,
                similarity=seen.watched.look.similarity if seen.watched else None,
                threshold=self._rules.presence,
                model=self._tools.faces.model,
                picture=digest_of(seen.still) if seen.still else None,
            )
        )

    def _later(self, now: MonoMs) -> MonoMs:
        wait_s = self._rules.watch.every_s * (0.5 + self._tools.chance())
        return MonoMs(now + round(wait_s * SECOND_MS))
