"""Many judgements, one commit.

While the database writes, what else there is to keep waits; then all of it is kept in one
transaction, in the order in which it came. Each is kept or found as if it had come alone, and
nobody is given a receipt before the whole is on disk.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock

import psycopg

from station.errors import StationError
from station.errors.province import DatabaseAway
from station.province.judgement import Arrival

TOGETHER = 64
"""Judgements in one transaction; the last of them waits for the others."""

Keep = Callable[[Sequence[Arrival]], Sequence[bytes]]


class _Waiting:
    """An arrival, and in time its receipt or why there is none."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.receipt: bytes | None = None
        self.failure: StationError | psycopg.Error | None = None

    @property
    def is_answered(self) -> bool:
        return self.receipt is not None or self.failure is not None


class Keeping:
    """Keeps judgements of many threads; whoever comes first writes for all who wait.

    Args:
        keep: Keeps several in one transaction, and returns their receipts in order.
    """

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: deque[_Waiting] = deque()
        self._writing = Lock()

    def keep(self, arrival: Arrival) -> bytes:
        """Keep a judgement and return its receipt; when this returns, it is on disk.

        Raises:
            DatabaseAway: Nothing was promised; the same envelope may come again.
        """
        mine = _Waiting(arrival)
        self._waiting.append(mine)
        with self._writing:
            while not mine.is_answered:
                count = min(TOGETHER, len(self._waiting))
                self._write([self._waiting.popleft() for _ in range(count)])
        if mine.receipt is None:
            raise mine.failure or DatabaseAway()
        return mine.receipt

    def _write(self, group: Sequence[_Waiting]) -> None:
        try:
            receipts = self._keep([waiting.arrival for waiting in group])
            for waiting, receipt in zip(group, receipts, strict=True):
                waiting.receipt = receipt
        except StationError as error:
            for waiting in group:
                waiting.failure = error
        except psycopg.Error as error:  # one that the database cannot hold takes all with it
            if len(group) == 1:
                group[0].failure = error
                return
            for waiting in group:
                self._write([waiting])
        finally:
            for waiting in group:
                if not waiting.is_answered:  # a bug goes its way, and leaves nobody waiting
                    waiting.failure = DatabaseAway()
