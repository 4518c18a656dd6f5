import hashlib
from collections import Counter

import pytest

from station.exam.draw import Draw


def test_lots_are_those_of_the_written_rule():
    lots = [
        int.from_bytes(
            hashlib.sha256(b"exam-station draw 1" + b"seed" + i.to_bytes(8, "big")).digest()[:8],
            "big",
        )
        for i in range(5)
    ]
    draw = Draw(b"seed")
    assert [draw.below(1 << 64) for _ in range(5)] == lots


def test_lots_are_frozen():
    draw = Draw(bytes(32))
    assert [draw.below(100) for _ in range(10)] == [96, 20, 80, 96, 27, 97, 41, 41, 47, 22]
    assert Draw(b"paper").shuffled("abcdefgh") == list("fhebacgd")


def test_each_number_is_as_likely():
    draw = Draw(b"fair")
    counts = Counter(draw.below(7) for _ in range(7_000))
    assert set(counts) == set(range(7))
    assert all(880 <= count <= 1_120 for count in counts.values())


def test_each_order_is_as_likely():
    draw = Draw(b"orders")
    counts = Counter("".join(draw.shuffled("abc")) for _ in range(6_000))
    assert len(counts) == 6
    assert all(880 <= count <= 1_120 for count in counts.values())


def test_a_sample_holds_no_item_twice():
    sample = Draw(b"x").sample(range(50), 20)
    assert len(set(sample)) == 20


@pytest.mark.parametrize("n", [0, -1, (1 << 64) + 1])
def test_nothing_can_be_drawn_below(n):
    with pytest.raises(ValueError, match="below"):
        Draw(b"").below(n)


@pytest.mark.parametrize("k", [-1, 4])
def test_no_more_can_be_drawn_than_there_are(k):
    with pytest.raises(ValueError, match="of 3"):
        Draw(b"").sample("abc", k)
