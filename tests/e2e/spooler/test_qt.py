"""The way to a queue of Windows, run here through Qt's CUPS: the same dots must arrive.

Only black: through CUPS, Qt asks for grey whatever it is told, so colour is not shown by this.
"""

import json
import os
import subprocess
import sys

import pytest

from station.printer.card_document import seen
from station.printer.port import PrinterState
from station.printer.spooler import SpooledPrinter
from tests.e2e.spooler.private_cups import PrivateCups, missing
from tests.e2e.spooler.pwg_raster import pages_in
from tests.e2e.spooler.test_cups import same_dots
from tests.unit.printer.rasters import JOBS

MISSING = missing()
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]


@pytest.fixture(scope="module")
def cups():
    with PrivateCups() as cups:
        yield cups


def printed(cups, queue, name):
    """Print in a process of its own, which finds the queue as Qt does."""
    program = [sys.executable, "-m", "tests.e2e.spooler.drive_qt", queue, name]
    env = os.environ | {"CUPS_SERVER": cups.server, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(program, env=env, check=True, capture_output=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["k", "k both sides"])
def test_a_card_arrives_at_its_size_and_upright(cups, name):
    before = len(cups.arrived())
    assert printed(cups, "card", name) == "PRN-03", "nobody knows whether it came"
    queue = SpooledPrinter("card", cups.server)
    while len(cups.arrived()) == before or queue.status().state is PrinterState.BUSY:
        pass  # the queue is at work
    queue.close()
    (path,) = cups.arrived()[before:]
    pages = pages_in(path.read_bytes())
    for page, side in zip(pages, JOBS[name].sides, strict=True):
        assert page.dpi == (300, 300)
        assert page.dots.shape[:2] == (1011, 638)
        assert same_dots(page, seen(side), tolerance=3)


def test_a_queue_that_is_none_is_absent(cups):
    assert printed(cups, "none", "k") == "PRN-01"
