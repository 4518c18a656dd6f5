"""How this computer is: what it runs on, whether it has slept, and what room its disk has."""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil

from station.flow.own_health import OwnLook
from station.lan.messages import Power
from station.modes.ups import Ups

MIB = 1 << 20


def free_mb(folder: Path) -> int:
    """Return the room on the disk that a folder is on, MiB."""
    return int(psutil.disk_usage(str(folder)).free // MIB)


def own_look(folder: Path, ups: str) -> Callable[[], OwnLook]:
    """Return what looks at the coordinator's computer.

    Args:
        ups: NAME@HOST of one that NUT watches; empty to ask this computer's own battery.
    """
    return partial(_look, folder, Ups.named(ups) if ups else None)


def _look(folder: Path, ups: Ups | None) -> OwnLook:
    if ups is not None:
        word = ups.ask()
        on, percent, minutes = word.power, word.percent, word.minutes
    else:
        (on, percent), minutes = power(), None
    return OwnLook(power=on, percent=percent, minutes=minutes, free_disk_mb=free_mb(folder))


def power() -> tuple[Power, int | None]:
    """Return what this computer runs on, and the percent that a battery or UPS has left."""
    battery = psutil.sensors_battery()
    if battery is None:
        return (Power.UNKNOWN, None)
    plugged = battery.power_plugged
    on = {True: Power.MAINS, False: Power.BATTERY}.get(plugged, Power.UNKNOWN)
    return (on, round(battery.percent))


if sys.platform == "linux":

    def slept_ms() -> int:
        """Return how long this computer has slept since it was started."""
        awake = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        return (time.clock_gettime_ns(time.CLOCK_BOOTTIME) - awake) // 1_000_000

else:

    def slept_ms() -> int:
        """Return 0: the monotonic clock runs on here, so that a sleep is seen as a stall."""
        return 0
