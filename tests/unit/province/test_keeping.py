"""Results that are kept together: each as if it had come alone, and none lost with another."""

import os
import signal
from collections import UserList
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from threading import Event

import psycopg
import pytest

from station.errors.document import DocumentMalformed
from station.errors.province import AttemptConflict, DatabaseAway
from station.ids import SessionId
from station.province.centre_ledger import CentreLedger
from station.province.checking import Checker
from station.province.database import Database
from station.province.entering import enter
from station.province.judgement import Arrival, Judgement
from station.province.keeping import Keeping
from station.province.keys import load
from station.province.ledger import Ledger
from station.seal.documents import verify
from station.seal.kinds import DocumentKind
from station.sync.receipt import RECEIPT, Outcome
from tests.unit.province.conftest import PASSPHRASE
from tests.unit.province.world import LI, WANG


@pytest.fixture
def arrive(world, database):
    """Checker a bundle, as it would be before it is kept."""
    keys = world.office.keys
    checker = Checker(keys, world.office.archive, CentreLedger(keys, database))

    def checked(bundle):
        raw = world.sealed(bundle)
        return Arrival(raw, world.now, checker.check(raw, world.now))

    return checked


def read(world, raw):
    signed = verify(raw, DocumentKind.RECEIPT, world.office.keys.trust, world.now)
    return RECEIPT.unpack(signed.payload)


def outcomes(world, receipts):
    return [(found := read(world, raw)).outcome.value + found.code for raw in receipts]


def test_a_bad_result_in_the_middle_costs_no_other_its_receipt(world, arrive):
    bad = arrive(replace(world.bundle(WANG), records=world.bundle(LI).records))
    group = [arrive(world.bundle(LI)), bad, arrive(world.bundle(WANG))]
    receipts = [read(world, raw) for raw in world.office.ledger.keep(group)]
    assert [r.outcome for r in receipts] == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]
    assert [line.candidate for line in world.office.ledger.results(world.package.session)] == [
        LI,
        WANG,
    ]


def test_the_same_result_twice_in_a_group_is_one_result_with_one_receipt(world, arrive):
    once, sealed_again = arrive(world.bundle()), arrive(world.bundle())
    first, second, third = world.office.ledger.keep([once, once, sealed_again])
    assert first == second != third
    assert outcomes(world, [first, third]) == ["accepted", "accepted"]
    assert len(world.office.ledger.results(world.package.session)) == 1


def test_of_two_that_contradict_in_a_group_the_first_stays(world, arrive):
    group = [arrive(world.bundle(right=2)), arrive(world.bundle(right=6))]
    receipts = world.office.ledger.keep(group)
    assert outcomes(world, receipts) == ["accepted", "conflict" + AttemptConflict.code]
    (line,) = world.office.ledger.results(world.package.session)
    assert line.marks == 2


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "x" * 201])
def test_a_name_that_no_database_holds_is_refused_before_it_is_asked_for(world, name):
    raw = world.sealed(world.bundle(session=SessionId(name)))
    found = read(world, world.office.intake.take_in(raw, world.now))
    assert (found.outcome, found.code, found.session) == (
        Outcome.REFUSED,
        DocumentMalformed.code,
        "",
    )


def test_what_the_database_cannot_hold_fails_alone(world, arrive):
    """As if a check had been forgotten: the others of the group are kept all the same."""
    poison = Judgement(envelope=arrive(world.bundle(WANG)).judgement.envelope, code="a\x00b")
    ledger, held = world.office.ledger, Event()

    def keep(group):
        held.wait(10)
        return ledger.keep(group)

    keeping = Keeping(keep)
    arrivals = [
        arrive(world.bundle(LI)),
        Arrival(b"", world.now, poison),
        arrive(world.bundle(WANG)),
    ]
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(keeping.keep, arrive(world.bundle(LI, right=3)))
        rest = [pool.submit(keeping.keep, arrival) for arrival in arrivals]
        held.set()
        assert outcomes(world, [first.result()]) == ["accepted"]
        with pytest.raises(psycopg.DataError):
            rest[1].result()
        good = outcomes(world, [rest[0].result(), rest[2].result()])
    assert good == ["conflict" + AttemptConflict.code, "accepted"]


def test_without_a_database_nobody_of_the_group_is_given_a_receipt(world, arrive):
    def away(_group):
        raise DatabaseAway

    keeping = Keeping(away)
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(keeping.keep, arrive(world.bundle())) for _ in range(3)]
        for each in waiting:
            with pytest.raises(DatabaseAway):
                each.result()


def test_what_comes_together_ends_as_if_each_had_come_alone(world, arrive, database):
    """Every order of the same arrivals, in groups cut anywhere."""
    sealed = [arrive(world.bundle(LI, right=r)) for r in (2, 2, 6)]
    refused = arrive(replace(world.bundle(WANG), records=world.bundle(LI).records))
    arrivals = [*sealed, refused, arrive(world.bundle(WANG)), sealed[0], refused]
    for start in range(len(arrivals)):
        turned = arrivals[start:] + arrivals[:start]
        alone = told_of(world, database, [[each] for each in turned])
        assert told_of(world, database, [turned]) == alone
        assert told_of(world, database, [turned[:3], turned[3:]]) == alone


def told_of(world, database, groups):
    """The receipts of all groups, and the results; afterwards the tables are as empty as before."""
    with database.transaction() as db:
        receipts = [raw for group in groups for raw in enter(db, group, world.office.keys.province)]
        results = db.execute("SELECT * FROM result ORDER BY candidate").fetchall()
        found = receipts, results
        raise psycopg.Rollback
    return found


class Deadly(UserList):
    """A group in the middle of which the power goes."""

    def __iter__(self):
        yield from self.data[:2]
        os.kill(os.getpid(), signal.SIGKILL)


def keep_and_die(folder, url, arrivals):
    """Keep in a process of its own, until it is killed."""
    province = load(folder, PASSPHRASE).province
    Ledger(Database(url), province).keep(Deadly(arrivals))


def test_a_kill_in_the_middle_of_a_group_loses_and_doubles_nothing(world, arrive, founded, url):
    # the second is of the same attempt: when it comes, the first is in the tables
    arrivals = [arrive(world.bundle(LI)), arrive(world.bundle(LI)), arrive(world.bundle(WANG))]
    process = get_context("spawn").Process(target=keep_and_die, args=(founded[0], url, arrivals))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert world.office.ledger.results(world.package.session) == ()
    assert all(world.office.ledger.receipt(a.judgement.envelope) is None for a in arrivals)
    receipts = world.office.ledger.keep(arrivals)
    assert outcomes(world, receipts) == ["accepted"] * 3
    assert len(world.office.ledger.results(world.package.session)) == 2
