"""Drawing lots that come out the same on every machine and version, for ever.

Python's own random module keeps no such promise, and a paper must be reproducible years later.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

LOT_BYTES = 8
LOTS = 1 << (8 * LOT_BYTES)


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
        fair = LOTS - LOTS % n
        while (lot := self._lot()) >= fair:
            pass
        return lot % n

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items in the order in which they are drawn, a lot for each that is asked."""
        left = list(items)
        for place in range(len(left)):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
            yield left[place]

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
        lot.update(self._drawn.to_bytes(8, "big"))
        self._drawn += 1
        return int.from_bytes(lot.digest()[:LOT_BYTES], "big")
