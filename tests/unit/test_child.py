"""A child process that talks nonsense on its pipe, or nothing, costs one question."""

import os
import signal
import struct

import pytest

from station.child import Child, ChildFailed


def echo_but(pipe):
    """Answer each question with itself; some with bytes that are no answer."""
    while True:
        try:
            question = pipe.recv_bytes()
        except EOFError:
            return
        match question:
            case b"half a head":
                os.write(pipe.fileno(), b"\0\0")
            case b"half a body":
                os.write(pipe.fileno(), struct.pack("!i", 1_000) + b"x" * 10)
            case b"huge":
                os.write(pipe.fileno(), struct.pack("!i", 2_000_000_000))
            case b"deaf":
                pipe.recv_bytes()
            case _:
                pipe.send_bytes(question)


@pytest.fixture
def child():
    child = Child(echo_but)
    yield child
    child.close()


@pytest.mark.skipif(os.name == "nt", reason="a pipe has no number there")
@pytest.mark.parametrize("question", [b"half a head", b"half a body", b"huge", b"deaf"])
def test_nonsense_costs_one_question(child, question):
    assert child.ask(b"hello", 30) == b"hello"
    first = child.pid
    with pytest.raises(ChildFailed):
        child.ask(question, 1)
    assert child.ask(b"hello", 30) == b"hello"
    assert child.pid != first


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_large_question_to_a_child_that_is_stopped_does_not_wait_for_ever(child):
    child.ask(b"hello", 30)
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(ChildFailed):
        child.ask(bytes(5_000_000), 1)
    assert child.ask(b"hello", 30) == b"hello"


def test_a_large_answer_comes_whole(child):
    question = os.urandom(3_000_000)
    assert child.ask(question, 30) == question


def test_a_child_that_was_killed_from_another_thread_is_started_again(child):
    child.ask(b"hello", 30)
    child.kill()
    with pytest.raises(ChildFailed):
        child.ask(b"hello", 30)
    assert child.ask(b"hello", 30) == b"hello"
