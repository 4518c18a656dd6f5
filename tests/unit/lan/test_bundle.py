"""Works that are carried over together: all of them, in order, and few ways."""

import threading

import pytest

from station.lan.bundle import MOST, Bundle


@pytest.fixture
def posted():
    return []


@pytest.fixture
def done():
    return []


@pytest.fixture
def bundle(posted):
    return Bundle(posted.append)


def carry(posted):
    while posted:
        posted.pop(0)()


def test_what_is_added_on_the_way_goes_along_in_order(bundle, posted, done):
    for n in range(10):
        bundle.add(lambda n=n: done.append(n))
    assert len(posted) == 1
    carry(posted)
    assert done == list(range(10))


def test_what_a_work_adds_comes_after_the_others(bundle, posted, done):
    bundle.add(lambda: bundle.add(lambda: done.append("late")))
    bundle.add(lambda: done.append("early"))
    carry(posted)
    assert done == ["early", "late"]


def test_others_have_a_turn_between_many_works(bundle, posted, done):
    for n in range(MOST + 1):
        bundle.add(lambda n=n: done.append(n))
    posted.pop()()
    assert (len(done), len(posted)) == (MOST, 1)
    carry(posted)
    assert done == list(range(MOST + 1))


def test_a_bug_in_one_work_surfaces_and_costs_no_other(bundle, posted, done):
    bundle.add(lambda: 1 // 0)
    bundle.add(lambda: done.append("next"))
    with pytest.raises(ZeroDivisionError):
        posted.pop()()
    carry(posted)
    assert done == ["next"]


def test_nothing_is_lost_when_many_threads_speak(bundle, posted, done):
    def speak(who):
        for n in range(500):
            bundle.add(lambda n=n: done.append((who, n)))

    threads = [threading.Thread(target=speak, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        carry(posted)
    for thread in threads:
        thread.join()
    carry(posted)
    assert len(done) == 2_000
    for who in range(4):
        assert [n for by, n in done if by == who] == list(range(500))
