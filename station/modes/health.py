"""How this computer is: what it runs on, and whether it has slept."""

import sys
import time

import psutil

from station.lan.messages import Power


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
