"""Checkers in processes of their own: as good as one here, and none is missed for long."""

import os
import signal
from multiprocessing import active_children

import pytest

from station.errors.province import CheckerLost
from station.province.centre_ledger import CentreLedger
from station.province.checkers import Checkers
from station.province.checking import Checker
from tests.unit.province.conftest import PASSPHRASE
from tests.unit.province.world import WANG


@pytest.fixture
def checkers(founded, url):
    checkers = Checkers(founded[0], PASSPHRASE, url, 1)
    yield checkers
    checkers.close()


def test_a_checker_elsewhere_says_what_one_here_says(world, checkers, database):
    keys = world.office.keys
    here = Checker(keys, world.office.archive, CentreLedger(keys, database))
    for raw in (world.sealed(world.bundle()), b"no envelope"):
        assert checkers.check(raw, world.now) == here.check(raw, world.now)


def test_a_checker_that_is_killed_costs_one_try_and_a_new_one_stands_in(world, checkers):
    raw = world.sealed(world.bundle(WANG))
    good = checkers.check(raw, world.now)
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
        child.join()
    with pytest.raises(CheckerLost):
        checkers.check(raw, world.now)
    assert checkers.check(raw, world.now) == good
