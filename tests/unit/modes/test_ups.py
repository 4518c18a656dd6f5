"""A UPS by NUT's network protocol: a real upsd where there is one, and a server that lies."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import typer

from station.errors.session import UpsSilent
from station.lan.messages import Power
from station.modes.ups import Ups, UpsWord

UPSD, DUMMY = Path("/lib/nut/upsd"), Path("/lib/nut/dummy-ups")


class Server:
    """Says one thing to whoever comes, and hangs up."""

    def __init__(self, said):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._said = said
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                with peer, contextlib.suppress(OSError):
                    peer.recv(1_000)
                    peer.sendall(self._said)

    def close(self):
        self._listener.close()


@pytest.fixture
def serve():
    servers = []

    def start(said):
        servers.append(Server(said))
        return Ups("ups", "127.0.0.1", servers[-1].port)

    yield start
    for server in servers:
        server.close()


def words(**values):
    lines = "".join(f'VAR ups {name} "{value}"\n' for name, value in values.items())
    return f"BEGIN LIST VAR ups\n{lines}END LIST VAR ups\n".encode()


@pytest.mark.parametrize(
    ("status", "power"),
    [
        ("OL", Power.MAINS),
        ("OL CHRG", Power.MAINS),
        ("OB DISCHRG", Power.BATTERY),
        ("OB LB", Power.BATTERY),
        ("OL OB", Power.BATTERY),
        ("WAIT", Power.UNKNOWN),
        ("", Power.UNKNOWN),
    ],
)
def test_what_it_runs_on(serve, status, power):
    ups = serve(words(**{"ups.status": status, "battery.charge": "87.0"}))
    assert ups.ask() == UpsWord(power=power, percent=87, minutes=None)


@pytest.mark.parametrize(
    ("runtime", "minutes"), [("1500", 25), ("59", 0), ("-1", None), ("x", None)]
)
def test_how_long_it_lasts(serve, runtime, minutes):
    ups = serve(words(**{"ups.status": "OB", "battery.runtime": runtime}))
    assert ups.ask().minutes == minutes


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"ERR UNKNOWN-UPS\n",
        b"ERR ACCESS-DENIED\n",
        b"BEGIN LIST VAR ups\n",
        b"BEGIN LIST VAR other\nEND LIST VAR other\n",
        b"\xff\xfe\x00 no words\n",
        b"x" * 200_000,
        b"BEGIN LIST VAR ups\n" + b"VAR ups a " * 50_000,
        b'BEGIN LIST VAR ups\nVAR ups name "\xe6\x9c\xba"\nEND LIST VAR ups\n',
    ],
    ids=range(9),
)
def test_what_makes_no_sense_is_a_ups_that_is_not_heard(serve, said):
    with pytest.raises(UpsSilent):
        serve(said).ask()


def test_nobody_there(serve):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(UpsSilent):
        Ups("ups", "127.0.0.1", port).ask()


@pytest.mark.parametrize(
    ("place", "ups"),
    [
        ("ups@localhost", Ups("ups", "localhost", 3493)),
        ("rack-1@192.0.2.9:4000", Ups("rack-1", "192.0.2.9", 4000)),
    ],
)
def test_how_it_is_named(place, ups):
    assert Ups.named(place) == ups


@pytest.mark.parametrize("place", ["ups", "@host", "ups@", "a b@host", "ups@host:x"])
def test_a_name_of_another_form_is_refused(place):
    with pytest.raises(typer.BadParameter):
        Ups.named(place)


@pytest.fixture
def nut(tmp_path):
    """A real upsd over a real driver whose device is a file; returns the file and the UPS."""
    if sys.platform != "linux" or not UPSD.is_file() or not DUMMY.is_file():
        pytest.skip("no upsd here; Debian has it in nut-server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    device = tmp_path / "device.dev"
    device.write_text("ups.status: OL\nbattery.charge: 100\nbattery.runtime: 2400\n")
    (tmp_path / "ups.conf").write_text(f"[ups]\ndriver = dummy-ups\nport = {device}\n")
    (tmp_path / "upsd.conf").write_text(f"LISTEN 127.0.0.1 {port}\n")
    (tmp_path / "upsd.users").write_text("")
    me = "root" if os.getuid() == 0 else os.environ["USER"]
    where = {**os.environ, "NUT_CONFPATH": str(tmp_path), "NUT_STATEPATH": str(tmp_path)}
    run = [
        subprocess.Popen([DUMMY, "-a", "ups", "-u", me, "-F"], env=where),
        subprocess.Popen([UPSD, "-u", me, "-F"], env=where),
    ]
    yield device, Ups("ups", "127.0.0.1", port)
    for process in run:
        process.terminate()
        process.wait(10)


def until(ups, power):
    """Ask until it says so; the driver reads its file now and then."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with contextlib.suppress(UpsSilent):
            if (word := ups.ask()).power is power:
                return word
        threading.Event().wait(0.2)
    raise TimeoutError(power)


@pytest.mark.timeout(150)
def test_f13_a_real_upsd_says_that_the_power_is_gone_and_back(nut):
    device, ups = nut
    assert until(ups, Power.MAINS) == UpsWord(power=Power.MAINS, percent=100, minutes=40)
    device.write_text("ups.status: OB DISCHRG\nbattery.charge: 87\nbattery.runtime: 1500\n")
    assert until(ups, Power.BATTERY) == UpsWord(power=Power.BATTERY, percent=87, minutes=25)
    with pytest.raises(UpsSilent):
        Ups("another", ups.host, ups.port).ask()
    device.write_text("ups.status: OL CHRG\nbattery.charge: 88\nbattery.runtime: 1560\n")
    until(ups, Power.MAINS)
