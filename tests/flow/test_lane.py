"""88 candidates through one lane: no silent pass, nobody lost, and nothing of them written down.

The times are measured by `python -m bench lane`; here only what comes of it counts, so that the
models look at each picture once and remember.
"""

import logging
from hashlib import sha256

import numpy as np
import pytest

from bench._lane.lane import Lane, name_of, number_of
from bench._lane.morning import Outcome, spend
from bench._lane.roles import CANDIDATES, GREY, IMPOSTORS, UNREADABLE
from station.camera.sface import SFaceEngine
from station.identity.check_in_events import CHECK_IN_EVENT, ConsentAnswered, Source
from station.messages import explain


class RememberingEngine:
    """The real detector, asked once for each picture; the strip at the top does not count."""

    def __init__(self):
        self._engine = SFaceEngine()
        self._known = {}
        self.model = self._engine.model

    def faces(self, frame):
        key = frame.shape, sha256(np.ascontiguousarray(frame[frame.shape[0] // 20 :])).digest()
        if key not in self._known:
            self._known[key] = self._engine.faces(frame)
        return self._known[key]

    def embed(self, frame, face):  # noqa: ARG002 - the port's signature
        return np.zeros(128, np.float32)


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """The whole morning, once: the lane, what came of it, and all that was said meanwhile."""
    folder = tmp_path_factory.mktemp("lane")
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(repr(vars(record)))
    logging.getLogger().addHandler(handler)
    lane = Lane(folder, RememberingEngine(), CANDIDATES)
    try:
        outcome = spend(lane)
        for error in lane.said:
            said += [repr(error), str(error), explain(error, str)]
        yield lane, outcome, folder, said
    finally:
        lane.close()
        logging.getLogger().removeHandler(handler)


def test_nobody_passes_silently_and_nobody_is_lost(morning):
    lane, outcome, _, _ = morning
    assert outcome == Outcome(
        silent_passes=0,
        lost=0,
        passed_alone=CANDIDATES - len(GREY) - len(UNREADABLE) - IMPOSTORS - 1,
        impostors_stopped=IMPOSTORS,
        greys_waited=len(GREY),
        pictures_of_decliner=0,
        waiting=0,
    )
    assert sorted(lane.let_in) == sorted(entry.candidate for entry in lane.session.package.roster)


def test_the_saved_events_tell_the_same_story(morning):
    lane, _, _, _ = morning
    typed = answered = 0
    for entry in lane.session.package.roster:
        records = lane.log.read(lane.desk._live(entry).name)
        events = [CHECK_IN_EVENT.unpack(record.body) for record in records]
        typed += any(getattr(each, "source", None) is Source.TYPED for each in events)
        answered += any(isinstance(each, ConsentAnswered) for each in events)
    assert typed == len(UNREADABLE)
    assert answered == CANDIDATES


def secrets():
    for person in range(CANDIDATES):
        for text in (number_of(person), name_of(person)):
            yield from (text.encode(), text.encode("utf-16-le"))


def test_no_file_of_the_morning_holds_a_name_or_a_number(morning):
    _, _, folder, _ = morning
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        raw = path.read_bytes()
        assert [secret for secret in secrets() if secret in raw] == []
        assert b"JFIF\0" not in raw  # nor a picture
        assert not any(secret in path.name.encode() for secret in secrets())


def test_nothing_that_was_logged_raised_or_explained_holds_a_name_or_a_number(morning):
    _, _, _, said = morning
    text = "\n".join(said).encode()
    assert b"IDN-" in text or b"RDR-" in text  # something was said
    assert [secret for secret in secrets() if secret in text] == []


def test_what_could_reach_a_crash_report_shows_nobody(morning):
    lane, _, _, _ = morning
    entry = lane.session.package.roster[0]
    shown = repr(entry) + repr(lane.session) + repr(lane.desk._live(entry).state)
    assert not any(secret.decode() in shown for secret in secrets() if secret.isascii())
    assert name_of(0) not in shown
