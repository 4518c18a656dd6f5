"""Drawing lots that come out the same on every machine and version, for ever.

Python's own random module keeps no such promise, and a paper must be reproducible years later.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

LOTS = 1 << 64

_NUMBER = struct.Struct(">Q")
"""Of a lot, and a lot itself: 8 bytes, big end first."""


class Draw:
    """An endless row of even lots made from a seed.

    Lot i is the first 8 bytes of SHA-256(b"exam-station draw 1" + seed + i as 8 bytes), read big
    end first. A lot that would favour small numbers is thrown away (rejection sampling).

    Args:
        seed: Any bytes; the same seed gives the same lots.
    """

    def __init__(self, seed: bytes) -> None:
        self._start = hashlib.sha256(b"exam-station draw 1" + seed)
        self._drawn = 0

    def below(self, n: int) -> int:
        """Return a number in 0..n-1, each equally likely.

        Raises:
            ValueError: n is not in 1..2**64.
        """
        if not 1 <= n <= LOTS:
            raise ValueError(f"cannot draw below {n}")
        if n == 1:  # whatever the lot says
            self._drawn += 1
            return 0
        fair = LOTS - LOTS % n
        while (lot := self._lot()) >= fair:
            pass
        return lot % n

    def each(self, items: Sequence[T]) -> Iterator[T]:
        """Yield the items in the order in which they are drawn, a lot for each that is asked.

        The items are not moved or copied: a few of many cost what a few of few do.
        """
        moved: dict[int, int] = {}  # where a place's item is now, by the swaps of Fisher and Yates
        count = len(items)
        for place in range(count):
            other = place + self.below(count - place)
            yield items[moved.get(other, other)]
            moved[other] = moved.get(place, place)

    def sample(self, items: Iterable[T], k: int) -> list[T]:
        """Return k of the items in the order in which they were drawn; none twice.

        Raises:
            ValueError: There are fewer than k items.
        """
        left = list(items)
        if not 0 <= k <= len(left):
            raise ValueError(f"cannot draw {k} of {len(left)}")
        return list(islice(self.each(left), k))

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return all the items, each order equally likely."""
        left = list(items)
        return self.sample(left, len(left))

    def _lot(self) -> int:
        lot = self._start.copy()
        lot.update(_NUMBER.pack(self._drawn))
        self._drawn += 1
        number: int = _NUMBER.unpack_from(lot.digest())[0]
        return number
