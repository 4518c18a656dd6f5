"""Checkers in processes of their own: one a core, since Python works on one core at a time.

Each opens the province's keys and its own connection. They only read; one process writes.
"""

import gc
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

from station.errors import StationError
from station.errors.province import CheckerLost
from station.ids import UnixMs
from station.province.archive import Archive
from station.province.centre_ledger import CentreLedger
from station.province.checking import OURS, Checker
from station.province.database import Database
from station.province.judgement import Judgement
from station.province.keys import load

OBJECTS = 100_000
"""Between two walks of Python's collector: an attempt is thousands of them, and none in a cycle."""


class Checkers:
    """As many checkers as there are processes; safe to call from many threads.

    Args:
        folder: Of the province's keys.
        count: How many processes.
    """

    def __init__(self, folder: Path, passphrase: str, database_url: str, count: int) -> None:
        self._opening = (folder, passphrase, database_url)
        self._count = count
        self._lock = Lock()
        self._pool = self._started()

    def check(self, raw: bytes, now: UnixMs) -> Judgement:
        """Have one envelope checked (see Checker.check).

        Raises:
            DatabaseAway, ArchiveDamaged: The fault is ours.
            CheckerLost: A process died; a new one stands in from now on.
        """
        pool = self._pool
        try:
            found = pool.submit(_check, raw, now).result()
        except BrokenProcessPool as exc:
            with self._lock:
                if self._pool is pool:
                    self._pool = self._started()
            raise CheckerLost from exc
        if isinstance(found, Judgement):
            return found
        raise found

    def close(self) -> None:
        """Let the processes end what they are at, and stop them."""
        self._pool.shutdown()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count, get_context("spawn"), initializer=_open, initargs=self._opening
        )


class _Desk:
    """What a checker's process works with, from its start on."""

    checker: Checker


def _open(folder: Path, passphrase: str, database_url: str) -> None:
    gc.set_threshold(OBJECTS)
    keys, database = load(folder, passphrase), Database(database_url)
    _Desk.checker = Checker(keys, Archive(keys, database), CentreLedger(keys, database))


def _check(raw: bytes, now: UnixMs) -> Judgement | type[StationError]:
    try:
        return _Desk.checker.check(raw, now)
    except OURS as error:  # an error's facts do not travel between processes; these have none
        return type(error)
