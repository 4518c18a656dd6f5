"""A morning at the real windows: desk, seats and hub as their modes build them, by a hand.

Nothing is reached into: a robot presses the buttons of CoordinatorMode and SeatMode, each in a
process of its own, and looks at what their windows show.
"""

import shutil

import pytest

from station.errors.identity import PinWrong
from station.modes.demo.cast import CANDIDATE, HOLDER, STAFF, Props
from station.modes.demo.stage import Stage

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

SOON = {"watch": {"every_s": 1, "again_s": 1, "looks": 2}}
PINS = tuple(pin for _, _, pin in STAFF)


@pytest.fixture
def day(tmp_path):
    day = Day(tmp_path)
    yield day
    day.close()


class Day:
    """Province, centre and windows of one morning."""

    def __init__(self, folder):
        self.stage = stage = Stage.new(folder / "stage", folder)
        stage.folder.mkdir()
        stage.run("province", "init", stage.province)
        self.running = [stage.serve_province()]
        self.props = Props(stage.folder)
        stage.issue_documents(self.props, face=SOON)
        stage.enrol(stage.run("province", "invite", stage.province, "demo-centre", "演示考点"))
        self.console = self.keep(stage.open_coordinator(self.props))
        self.console.wait(lambda look: look["is"] == "ConsoleState", "the console")
        self.take_charge()
        self.seat = self.open_seat(1)

    def keep(self, window):
        self.running.append(window)
        return window

    def open_seat(self, number):
        seat = self.keep(self.stage.open_seat(number, self.props))
        online = f"seat {number} on the wall"
        self.console.wait(lambda look: look["seats"][number - 1]["online"], online)
        return seat

    def close(self):
        for each in reversed(self.running):
            each.stop()

    def come(self, card, face, answer="consent-agree"):
        """Somebody lays a card down, is asked, and looks into the camera."""
        self.props.lay_card(card)
        self.props.stand_before(self.props.camera, face)
        self.console.press("read-card")
        self.console.wait(lambda look: look["desk"]["candidate"] == card.candidate, card.candidate)
        if self.console.look()["desk"]["step"] == "consent":
            self.console.press(answer)

    def sign(self, button, pins=PINS, prefix="", reasons=()):
        for index, (name, pin) in enumerate(zip(("first", "second"), pins, strict=True)):
            self.console.do(do="pick", name=f"{prefix}{name}-staff", index=index)
            self.console.do(do="type", name=f"{prefix}{name}-pin", text=pin)
            if reasons:
                self.console.do(do="type", name=f"{prefix}{name}-reason", text=reasons[index])
        self.console.press(button)

    def take_charge(self):
        """Orders to the room carry the name of whoever has signed in."""
        self.console.do(do="pick", name="duty-staff", index=0)
        self.console.do(do="type", name="duty-pin", text=PINS[0])
        self.console.press("duty-sign-in")
        self.console.wait(lambda look: look["duty"] is not None, "who is in charge")

    def desk(self, holds, what):
        return self.console.wait(lambda look: holds(look["desk"]), what)["desk"]

    def arrival(self, place):
        return self.console.look()["roster"][place]["arrival"]


def test_f05_f07_the_queue_goes_on_and_nobody_releases_a_refused_candidate_alone(day):
    console = day.console
    day.come(HOLDER, CANDIDATE)  # a genuine card, and another person's face
    day.desk(lambda desk: desk["verdict"] == "refuse", "the refusal")
    day.come(CANDIDATE, CANDIDATE)  # the next one is read meanwhile
    shown = day.desk(lambda desk: desk["admitted"], "the next one to be admitted")
    assert [each["candidate"] for each in shown["waiting"]] == [HOLDER.candidate]
    console.press("turn-to-0")
    day.desk(lambda desk: desk["candidate"] == HOLDER.candidate, "the first one again")
    day.sign("decide-admit", (PINS[0], PINS[0]))  # one person, twice
    day.desk(lambda desk: desk["trouble"] == PinWrong.code, "the PIN to be wrong")
    day.come(HOLDER, HOLDER)  # now the face fits, and still nobody is let in
    shown = day.desk(lambda desk: desk["verdict"] == "pass", "the face to fit")
    assert not shown["admitted"]
    assert day.arrival(1) == "to-decide"
    console.press("another-person")
    day.sign("decide-refuse")
    (row,) = console.wait(lambda look: look["incidents"], "the incident")["incidents"]
    assert (row["what"], row["seat"], row["tail"]) == ("another-person", 2, HOLDER.number[-4:])
    assert day.arrival(1) == "refused"
    console.press("incident-look")
    day.sign("incident-harmless", prefix="incident-", reasons=("handed over 09:05", "was there"))
    console.wait(lambda look: not look["incidents"], "the incident to be closed")
    day.sign("decide-admit")
    console.wait(lambda look: look["roster"][1]["arrival"] == "admitted", "two to let them in")


def test_a_lost_camera_and_a_declined_picture_cost_nobody_the_exam(day):
    console, seat = day.console, day.seat
    day.come(CANDIDATE, CANDIDATE)
    day.desk(lambda desk: desk["admitted"], "the candidate to be admitted")
    ready = seat.wait(lambda look: look["is"] == "ReadyScreen", "the face at the seat")
    assert (ready["name"], ready["tail"]) == (CANDIDATE.name, CANDIDATE.number[-4:])
    console.press("start-session")
    seat.wait(lambda look: look.get("index") == 0, "question 1")
    shutil.rmtree(day.props.seat_camera)  # the camera is gone in the middle of the exam
    (row,) = console.wait(lambda look: look["incidents"], "the camera to be missed")["incidents"]
    assert (row["what"], row["seat"], row["tail"]) == ("no-camera", 1, CANDIDATE.number[-4:])
    seat.press("choice-1")
    seat.wait(lambda look: look.get("answered") == 1, "the exam to go on")
    day.come(HOLDER, HOLDER, answer="consent-decline")
    shown = day.desk(lambda desk: desk["to_decide"], "two persons to be asked")
    assert (shown["pictured"], shown["verdict"], shown["live"]) == (False, "none", None)
    day.sign("decide-admit")
    console.wait(lambda look: look["roster"][1]["arrival"] == "admitted", "two to let them in")
    other = day.open_seat(2)
    console.wait(lambda look: look["seats"][1]["unsure"], "two persons to be asked at the seat")
    day.sign("vouch", prefix="vouch-")
    other.wait(lambda look: look["is"] in ("ReadyScreen", "QuestionScreen"), "to be vouched for")
    if other.look()["is"] == "ReadyScreen":
        other.press("begin")
    first = other.wait(lambda look: look.get("index") == 0, "question 1, as for everybody")
    assert first["remaining_ms"] > 0
