"""The province as a process of its own, killed and started again."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from station.clock import HeldClock, SystemClock
from station.province import keys
from station.province.office import office_in
from station.seal.tls import client_context
from station.sync.province_client import ProvinceClient
from tests.unit.province.world import SESSION, found_world

pytestmark = pytest.mark.e2e

PASSPHRASE = "correct horse"
SERVE = f"""
import sys
from pathlib import Path
from station.province.serve import serve
say = lambda port: print(port, flush=True)
serve(Path(sys.argv[1]), {PASSPHRASE!r}, None, "127.0.0.1", 0, ready=say)
"""


@pytest.fixture
def folder():
    # Not pytest's folder: as root PostgreSQL runs as another user, who could not get there.
    with TemporaryDirectory(prefix="station-province-", ignore_cleanup_errors=True) as folder:
        keys.found(Path(folder) / "province", PASSPHRASE, SystemClock().wall())
        yield Path(folder) / "province"


@contextmanager
def serving(folder):
    command = [sys.executable, "-c", SERVE, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, f"https://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def test_a_killed_province_gives_the_same_receipts_again(folder):
    with office_in(folder, PASSPHRASE, None, SystemClock()) as office:
        world = found_world(office, HeldClock(SystemClock().wall()))
        envelopes = [world.sealed(world.bundle(right=right)) for right in (6, 3)]
        context = client_context(None, office.keys.trust)

        with (
            serving(folder) as (process, address),
            ProvinceClient(address, context, world.token) as client,
        ):
            receipts = [client.deliver(raw) for raw in envelopes]
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

        with (
            serving(folder) as (process, address),
            ProvinceClient(address, context, world.token) as client,
        ):
            assert [client.deliver(raw) for raw in envelopes] == receipts
            process.terminate()
            assert process.wait(30) == 0

        assert [line.marks for line in office.ledger.results(SESSION)] == [8]
    assert not (folder / keys.DATABASE / "postmaster.pid").exists()
