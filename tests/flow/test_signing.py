"""Nobody gets at another person's PIN by trying."""

from itertools import pairwise

import pytest

from station.clock import HeldClock
from station.errors.identity import PinWrong, SignerMustWait, TwoPersonsNeeded
from station.flow.lane import InlineLane
from station.flow.signatures import Signature
from station.flow.signing import (
    FIRST_WAIT_MS,
    FREE_TRIES,
    LONGEST_WAIT_MS,
    Signing,
    SigningTools,
    wait_ms,
)
from station.ids import StaffId
from station.store.database import open_database
from station.store.settings import Settings
from tests.flow.documents import PINS, STAFF


class Office:
    """A signing desk that can be restarted, with what it said last."""

    def __init__(self, folder):
        self._path = folder / "centre.db"
        self.clock = HeldClock()
        self.database = None
        self.restart()

    def restart(self):
        if self.database is not None:
            self.database.close()
        self.database = open_database(self._path, bytes(32))
        lane = InlineLane()
        self.signing = Signing(
            SigningTools(
                staff=STAFF,
                settings=Settings(self.database),
                store=lane,
                office=lane,
                clock=self.clock,
            )
        )

    def sign(self, first="24681", second="13579", whos=("s-1", "s-2")):
        said = []
        one, other = (
            Signature(staff=StaffId(who), pin=pin)
            for who, pin in zip(whos, (first, second), strict=True)
        )
        self.signing.two(one, other, lambda: said.append(None), said.append)
        (answer,) = said
        return answer


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.database.close()


def miss(office, times):
    for _ in range(times):
        assert isinstance(office.sign(first="00000"), PinWrong)


def test_two_right_pins_sign(office):
    assert office.sign() is None


def test_one_person_does_not_sign_twice(office):
    assert isinstance(office.sign("24681", "24681", ("s-1", "s-1")), TwoPersonsNeeded)


def test_a_stranger_signs_nothing(office):
    assert isinstance(office.sign(whos=("s-1", "s-9")), PinWrong)


def test_after_some_wrong_pins_even_the_right_one_waits(office):
    miss(office, FREE_TRIES)
    refused = office.sign()
    assert isinstance(refused, SignerMustWait)
    assert refused.facts == {"seconds": FIRST_WAIT_MS // 1000}
    office.clock.pass_ms(FIRST_WAIT_MS - 1)
    assert isinstance(office.sign(), SignerMustWait)
    office.clock.pass_ms(1)
    assert office.sign() is None
    miss(office, FREE_TRIES)  # a right PIN takes the count away


def test_the_wait_doubles_and_ends_somewhere(office):
    waits = [wait_ms(misses) for misses in range(20)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    growing = [wait for wait in waits if 0 < wait < LONGEST_WAIT_MS]
    assert all(later == 2 * sooner for sooner, later in pairwise(growing))
    assert max(waits) == waits[-1] == LONGEST_WAIT_MS
    miss(office, FREE_TRIES)
    office.clock.pass_ms(FIRST_WAIT_MS)
    miss(office, 1)
    office.clock.pass_ms(FIRST_WAIT_MS)
    assert isinstance(office.sign(), SignerMustWait)


def test_a_restart_gives_no_guess_back(office):
    miss(office, FREE_TRIES)
    office.restart()
    assert isinstance(office.sign(), SignerMustWait)
    office.clock.pass_ms(FIRST_WAIT_MS)
    assert office.sign() is None


def test_a_power_cut_while_a_pin_is_looked_at_gives_no_guess_back(office):
    class PulledPlug(InlineLane):
        def run(self, task, done, failed):
            pass  # the power goes before the answer comes

    said = []
    for _ in range(FREE_TRIES):
        object.__setattr__(office.signing._tools, "office", PulledPlug())
        wrong = Signature(staff=StaffId("s-1"), pin="00000")
        right = Signature(staff=StaffId("s-2"), pin=PINS["s-2"])
        office.signing.two(wrong, right, lambda: said.append("signed"), said.append)
        assert said == []
        office.restart()
    assert isinstance(office.sign(), SignerMustWait)


def test_the_other_person_is_not_made_to_pay(office):
    miss(office, FREE_TRIES)
    said = []
    right = Signature(staff=StaffId("s-2"), pin=PINS["s-2"])
    office.signing.one(right, lambda: said.append("signed"), said.append)
    assert said == ["signed"]


def test_a_signature_shows_no_pin():
    assert "24681" not in repr(Signature(staff=StaffId("s-1"), pin="24681"))
